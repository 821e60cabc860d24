// SPDX-License-Identifier: Apache-2.0
// The OpInfo table: one row an operation, one cell a rule. Rows come from `register_elementwise`
// and `register_structural`, which derive the cells they can; a test fails on an empty one.
#pragma once

#include <array>
#include <fenchel/primitive/facts.hpp>
#include <fenchel/program/var.hpp>
#include <string>

namespace fenchel {

/// Type and shape of a result.
struct Spec {
  DType dtype;
  Shape shape;
};

/// How a strided view walks memory: sizes, strides in elements (0 repeats), and the first element.
struct Layout {
  Shape shape;
  std::int64_t strides[max_rank] = {};
  std::int64_t offset = 0;
};

/// How the executor treats an operation.
enum class Role : std::uint8_t {
  leaf,         ///< has a value or gets one from outside
  identity,     ///< the value of its input
  elementwise,  ///< a packet kernel per element type
  reduction,    ///< folds one axis of (outer, k, inner)
  view,         ///< another layout of the same memory
  call,         ///< a kernel of its own over whole arrays
  several,      ///< runs subprograms; has several results, each an `output`
  output,       ///< one of them
};

enum class Fold : std::uint8_t { sum, max, min };

using Inputs = std::span<const Var>;

/// Result type and shape; raises ShapeError or TypeError naming the operation and the shapes.
using ShapeRule = Spec (*)(Inputs x, const Attributes& attributes);
/// Tangent of the result; an empty Var is a zero, on both sides.
using JvpRule = Var (*)(const Var& y, Inputs x, Inputs dx);
/// Cotangent of one input. `ct` broadcasts to the result's shape; the answer to the input's.
using VjpRule = Var (*)(int input, const Var& ct, const Var& y, Inputs x);
/// Cotangents of the inputs of an operation with several results, where `wanted`; empty Vars are
/// zeros, on both sides.
using SeveralVjpRule = Vars (*)(const Var& y, Inputs x, Inputs cts,
                                std::span<const unsigned char> wanted);
/// The operation on inputs of which some carry a batch axis in front (`batched`, as 0 or 1); the
/// result carries it too. `y` is the unbatched node.
using BatchRule = Var (*)(const Var& y, Inputs x, std::span<const unsigned char> batched);
/// The layout of a view of `in`.
using ViewRule = Layout (*)(const Layout& in, const Shape& out, const Attributes& attributes);

struct OpInfo {
  std::string name;
  Facts facts;  ///< of an elementwise primitive; else name, summary, formula, source
  Role role;
  int arity;              ///< -1: any number
  unsigned active = ~0u;  ///< bit i: differentiable with respect to input i
  bool chooses = false;   ///< some elements of an input do not count: their cotangent is zero
  ShapeRule shape = nullptr;
  JvpRule jvp = nullptr;
  VjpRule vjp = nullptr;
  SeveralVjpRule vjp_of_several = nullptr;    ///< role several
  BatchRule batch = nullptr;
  ViewRule view = nullptr;                    ///< role view
  Fold fold = Fold::sum;                      ///< role reduction
  double (*number)(const double*) = nullptr;  ///< elementwise, at doubles: folds constants

  bool differentiable(int input) const { return active >> (input < 31 ? input : 31) & 1u; }
};

/// The row of an operation.
const OpInfo& info(OpId op);
/// Number of rows.
int operation_count();
/// Adds a row; fails if the name is taken.
OpId add_operation(OpInfo row);
/// Fills the table with what fenchel defines. Called by whoever first needs a row.
void register_builtins();

/// Operations the program layer itself speaks of.
namespace op {
inline constexpr OpId array = 0;          ///< a leaf with a value
inline constexpr OpId constant = 1;       ///< a structural number, part of the program
inline constexpr OpId parameter = 2;      ///< a placeholder of a traced program
inline constexpr OpId alias = 3;          ///< a differentiated argument: identity
inline constexpr OpId stop_gradient = 4;  ///< identity without a derivative
inline constexpr OpId cast = 5;
}  // namespace op

/// A node of any operation: infers its type and shape.
Var emit(OpId op, Inputs inputs, Attributes attributes = {});
/// The same operation as `like` on other inputs.
Var emit_like(const Node& like, Inputs inputs);

}  // namespace fenchel
