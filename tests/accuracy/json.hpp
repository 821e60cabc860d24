// SPDX-License-Identifier: Apache-2.0
// What the program prints: JSON, one line for each answer.
#pragma once

#include <string>

#include "functions.hpp"
#include "score.hpp"

namespace accuracy {

/// `precision`, `stage` and `chunk` name what was measured.
std::string to_json(const Function& f, const std::string& precision, const std::string& stage,
                    int chunk, const Report& report);
/// The functions and the sets.
std::string list_to_json();
std::string fingerprints_to_json(const std::vector<std::uint64_t>& prints);

}  // namespace accuracy
