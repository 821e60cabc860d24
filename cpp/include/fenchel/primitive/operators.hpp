// SPDX-License-Identifier: Apache-2.0
// Operators on lifted carriers; numbers and packets have their own. The primitives are only named
// here, so that their files may use operators; `list.hpp` brings the definitions. There is no `!`:
// on a program variable it asks whether there is one; the complement is `logical_not`.
#pragma once

#include <fenchel/primitive/apply.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

struct Add;
struct Subtract;
struct Multiply;
struct Divide;
struct Negative;
struct Equal;
struct NotEqual;
struct Less;
struct LessEqual;
struct Greater;
struct GreaterEqual;
struct LogicalAnd;
struct LogicalOr;

/// At least one operand is lifted, and all are operands.
template <class... A>
concept LiftedOperands = (Operand<A> && ...) && (Lifted<A> || ...);

}  // namespace primitive

#define FENCHEL_BINARY_OPERATOR(symbol, Op)                               \
  template <class A, class B>                                             \
    requires primitive::LiftedOperands<A, B>                              \
  FENCHEL_INLINE constexpr auto operator symbol(const A& a, const B& b) { \
    return primitive::apply<primitive::Op>(a, b);                         \
  }

FENCHEL_BINARY_OPERATOR(+, Add)
FENCHEL_BINARY_OPERATOR(-, Subtract)
FENCHEL_BINARY_OPERATOR(*, Multiply)
FENCHEL_BINARY_OPERATOR(/, Divide)
FENCHEL_BINARY_OPERATOR(==, Equal)
FENCHEL_BINARY_OPERATOR(!=, NotEqual)
FENCHEL_BINARY_OPERATOR(<, Less)
FENCHEL_BINARY_OPERATOR(<=, LessEqual)
FENCHEL_BINARY_OPERATOR(>, Greater)
FENCHEL_BINARY_OPERATOR(>=, GreaterEqual)
FENCHEL_BINARY_OPERATOR(&, LogicalAnd)
FENCHEL_BINARY_OPERATOR(|, LogicalOr)

#undef FENCHEL_BINARY_OPERATOR

template <class A>
  requires Lifted<A>
FENCHEL_INLINE constexpr auto operator-(const A& a) {
  return primitive::apply<primitive::Negative>(a);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
