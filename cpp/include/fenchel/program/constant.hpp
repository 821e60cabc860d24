// SPDX-License-Identifier: Apache-2.0
// Leaves: structural constants, user scalars, placeholders.
#pragma once

#include <fenchel/program/operation.hpp>

namespace fenchel {

/// A structural constant of a type: part of the program, folded where possible.
Var constant(double value, DType dtype);
/// An array of one repeated constant; no memory until it is asked for.
Var full(const Shape& shape, double value, DType dtype);
/// The constant that x is, or repeats; empty if it is none.
Var repeated_constant(const Var& x);
/// Whether x is zero whatever the data.
bool is_zero(const Var& x);
/// A user's scalar: a leaf with a value, not part of the program.
Var scalar(double value, DType dtype, bool weak = false);
/// A placeholder of a traced program. `traced_by` is told to the user who asks for its value.
enum class TracedBy : std::int64_t { jit, vmap, smooth, body };
Var parameter(DType dtype, const Shape& shape, TracedBy traced_by);
/// A differentiated argument: a fresh identity of x, so that nested transforms never confuse it.
Var alias(const Var& x);
/// The number in a rank-0 node with a value, or in a constant.
double number_of(const Node& node);
/// Writes a number into a rank-0 node in the bytes of its type.
void set_number(Node& node, double value);

}  // namespace fenchel
