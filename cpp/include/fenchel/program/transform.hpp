// SPDX-License-Identifier: Apache-2.0
// Transforms: program -> program. Each is one walk that applies one cell of the OpInfo table.
#pragma once

#include <fenchel/program/operation.hpp>
#include <fenchel/program/program.hpp>

namespace fenchel {

/// Forward mode: tangents of the results for tangents of the parameters (empty Vars are zeros, on
/// both sides). Book section 7.
Vars pushforward(const Program& program, Inputs tangents);

/// Reverse mode: cotangents of the parameters for cotangents of the results; full shapes, zeros
/// included. Book section 7.
Vars pullback(const Program& program, Inputs cotangents);

/// The results with `arguments` in place of the parameters.
Vars substitute(const Program& program, Inputs arguments);

/// A result of batching: whether a batch axis stands in front.
struct Batched {
  Var value;
  bool batched = false;
};
/// The results for arguments that carry a batch axis in front where `batched` says so.
std::vector<Batched> batch(const Program& program, const std::vector<Batched>& arguments);

}  // namespace fenchel
