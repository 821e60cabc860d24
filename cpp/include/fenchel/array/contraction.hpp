// SPDX-License-Identifier: Apache-2.0
// Sums of products over shared axes.
#pragma once

#include <fenchel/program/operation.hpp>
#include <string>

namespace fenchel {

/// Einstein's convention: a letter for every axis of every operand, such as "ij,jk->ik". Letters
/// that the result lacks are summed over; without "->" the result has those that occur once, in
/// alphabetical order. "..." stands for axes that broadcast.
Var einsum(const std::string& subscripts, std::span<const Var> operands);

}  // namespace fenchel
