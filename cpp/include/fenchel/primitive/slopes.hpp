// SPDX-License-Identifier: Apache-2.0
// What the derivatives of the inverse functions are made of, written so that neither they nor their
// own derivatives cancel or overflow.
#pragma once

#include <fenchel/primitive/elementwise/abs.hpp>
#include <fenchel/primitive/elementwise/divide.hpp>
#include <fenchel/primitive/elementwise/greater.hpp>
#include <fenchel/primitive/elementwise/less.hpp>
#include <fenchel/primitive/elementwise/where.hpp>
#include <fenchel/primitive/operators.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

/// |x| < limit, |x| > limit, |x|. Complex numbers take the formula of numbers near 1: nothing is
/// compared, and |x| is not asked for.
template <class T>
FENCHEL_INLINE auto is_below(const T& x, double limit) {
  if constexpr (is_ordered<T>) return less(abs(x), T(limit));
  else return false;
}
template <class T>
FENCHEL_INLINE auto is_beyond(const T& x, double limit) {
  if constexpr (is_ordered<T>) return greater(abs(x), T(limit));
  else return false;
}
template <class T>
FENCHEL_INLINE T magnitude(const T& x) {
  if constexpr (is_ordered<T>) return abs(x);
  else return x;
}

/// 1 - x^2: as a product where the square is near 1; near 0 the derivative of the product cancels.
template <class T>
FENCHEL_INLINE T one_minus_square(const T& x) {
  return where(is_below(x, 0.5), T(1.0 - x * x), T((1.0 - x) * (1.0 + x)));
}

/// `u` is x or, where that is `far` beyond -1 or 1, its reciprocal: u^2 does not overflow.
template <class M, class T>
struct Folded {
  M far;
  T u;
};

template <class T>
FENCHEL_INLINE auto folded(const T& x) {
  const auto far = is_beyond(x, 1.0);
  return Folded{far, T(where(far, T(1.0 / x), x))};
}

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
