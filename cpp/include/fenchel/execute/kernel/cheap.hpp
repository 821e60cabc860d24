// SPDX-License-Identifier: Apache-2.0
// The operations that cost less than to load and store what they compute. Of them the fused kernels
// are made, and by their positions in the list expressions of them are known to the planner.
#pragma once

#include <cstdint>
#include <fenchel/primitive/elementwise/add.hpp>
#include <fenchel/primitive/elementwise/divide.hpp>
#include <fenchel/primitive/elementwise/masked_multiply.hpp>
#include <fenchel/primitive/elementwise/multiply.hpp>
#include <fenchel/primitive/elementwise/negative.hpp>
#include <fenchel/primitive/elementwise/square.hpp>
#include <fenchel/primitive/elementwise/subtract.hpp>
#include <fenchel/primitive/typelist.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

using Arithmetic = TypeList<Add, Subtract, Multiply>;
using Cheap = TypeList<Add, Subtract, Multiply, Divide, MaskedMultiply, Negative, Square>;

}  // namespace primitive

namespace kernel {

/// Whether Op is one of them, or an expression of them.
template <class Op>
inline constexpr bool is_cheap = primitive::Cheap::index_of<Op>() >= 0;

}  // namespace kernel
}  // namespace FENCHEL_ARCH

/// An expression in prefix order, four bits a symbol: the position of an operation in the list plus
/// one, or 0 for an operand. At most eight symbols.
using ExpressionCode = std::uint32_t;
inline constexpr int most_symbols = 8;
inline constexpr ExpressionCode with_symbol(ExpressionCode code, int symbol) {
  return code << 4 | static_cast<ExpressionCode>(symbol);
}

}  // namespace fenchel
