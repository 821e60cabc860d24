// SPDX-License-Identifier: Apache-2.0
// The functions as the program sees them: one name, its reference, and its kernel in every
// instruction set that this processor has.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "kernels.hpp"
#include "reference.hpp"

namespace accuracy {

struct Function {
  const fenchel::Facts* facts;
  int arity;
  const Reference* reference;          ///< null if none is written: an error of the harness
  std::vector<const Kernel*> kernels;  ///< one for each of `present_sets()`

  std::string name() const { return facts->name; }
};

/// The sets the program is built with.
std::span<const Set* const> built_sets();
/// Those of them that this processor has, the widest last.
const std::vector<const Set*>& present_sets();

const std::vector<Function>& functions();
const Function& function_of(const std::string& name);

}  // namespace accuracy
