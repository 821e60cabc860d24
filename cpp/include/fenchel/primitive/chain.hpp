// SPDX-License-Identifier: Apache-2.0
// The chain rule of one input, the same product in every mode: a seed (tangent or cotangent) times
// the partial derivative. This is the only place that forms it.
#pragma once

#include <fenchel/primitive/elementwise/masked_multiply.hpp>
#include <fenchel/primitive/elementwise/multiply.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// Whether Op has a derivative with respect to input I (a comparison has none).
template <class Op, int I>
inline constexpr bool differentiable = (Op::facts.active >> I) & 1u;

/// Whether Op answers a seed with zero by choice, as `where` does for the branch not taken.
template <class Op>
inline constexpr bool chooses = Op::facts.chooses;

/// seed * partial. A zero wins over an infinite partial where the seed is `guarded`, that is where
/// it may be zero by choice, and where Op's partial can be infinite: a branch not taken leaks no
/// NaN.
template <class Op, bool guarded = false, class G, class P>
FENCHEL_INLINE auto product(const G& seed, const P& partial) {
  if constexpr (Op::facts.singular || guarded) return masked_multiply(seed, partial);
  else return seed * partial;
}

/// Whether Op computes its value and its partial together at X: they share work.
template <class Op, class X>
concept Paired = requires(const X& x) { Op::both(x); } && simd::Ground<X>;

/// seed * d Op / d x_I. A primitive may state a cheaper form of the product as `chain<I>`.
template <class Op, int I, bool guarded = false, class G, class Y, class... X>
FENCHEL_INLINE auto chain(const G& seed, const Y& y, const X&... x) {
  if constexpr (requires { Op::template chain<I>(seed, y, x...); })
    return Op::template chain<I>(seed, y, x...);
  else return product<Op, guarded>(seed, Op::template partial<I>(y, x...));
}

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
