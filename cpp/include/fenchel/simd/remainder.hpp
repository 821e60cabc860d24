// SPDX-License-Identifier: Apache-2.0
// Division with a rest, exact for any size of the quotient: fmod (the rest has the sign of the
// dividend), remainder (that of the divisor) and floor_divide.
#pragma once

#include <fenchel/simd/integer_division.hpp>
#include <fenchel/simd/layout.hpp>
#include <fenchel/simd/round.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

template <class T>
struct DivisionRange {
  static constexpr T whole = T(1ll << Layout<T>::mantissa) * 2;  ///< quotients below have all bits
  /// Without fma an exact product splits its factors, which must not overflow.
  static constexpr T largest =
      has_fma ? std::numeric_limits<T>::max() : T(sizeof(T) == 8 ? 0x1p990 : 0x1p110);
  static constexpr T shrink = 0x1p-60;
  static constexpr T stride = Layout<T>::bias > 200 ? 0x1p50 : 0x1p22;
};

/// x = whole y + rest, with whole a whole number and 0 <= rest < y.
template <class V>
struct Divided {
  V whole, rest;
};

/// c - a b to the last bit; `residual` without fma is a little off.
template <class V>
FENCHEL_INLINE V exact_residual(V c, V a, V b) {
  if constexpr (has_fma) return fma(-a, b, c);
  else {
    const Pair<V> p = two_product(a, b);
    return (c - p.hi) - p.lo;
  }
}

/// For 0 <= x < 2^(mantissa + 1) y. The rounded quotient may be one too large; every step is exact.
template <class V>
FENCHEL_INLINE Divided<V> divide_once(V x, V y, V quotient) {
  const V n = trunc(quotient);
  const V rest = select(n == V(0), x, exact_residual(x, n, y));
  const auto over = rest < V(0);
  return {select(over, n - V(1), n), select(over, rest + y, rest)};
}

/// The same, where factors may be too large to split. Then the quotient keeps y away from zero.
template <class V>
FENCHEL_INLINE Divided<V> divide_large(V x, V y) {
  using D = DivisionRange<lane_t<V>>;
  const auto large = (x > V(D::largest)) & (x >= y);
  const V unit = select(large, V(D::shrink), V(1));
  const auto d = divide_once(x * unit, y * unit, x / y);
  return {d.whole, d.rest / unit};
}

/// Whether divide_once may be used.
template <class V>
FENCHEL_INLINE auto divides_at_once(V x, V y, V quotient) {
  using D = DivisionRange<lane_t<V>>;
  return (quotient < V(D::whole)) & (x <= V(D::largest)) & (y <= V(D::largest));
}

/// The rest of anything positive: first by multiples 2^k y, then by smaller ones, like division by
/// hand with digits of many bits. A rest by a multiple of y has the same rest by y.
template <class V>
FENCHEL_INLINE V rest_by_digits(V x, V y) {
  using D = DivisionRange<lane_t<V>>;
  V multiple = y;
  for (auto far = x / y >= V(D::whole); any(far); far = x / multiple >= V(D::whole))
    multiple = select(far, multiple * V(D::stride), multiple);
  for (;;) {
    x = divide_large(x, multiple).rest;
    const auto last = multiple == y;
    if (all(last)) return x;
    multiple = select(last, y, multiple * V(1 / D::stride));
  }
}

/// |x| mod |y| for any x and y; NaN for an infinite x and for y = 0.
template <class V>
[[gnu::noinline, gnu::cold]] V rest_anywhere(const V& x, const V& y) {
  const V infinity = Layout<lane_t<V>>::infinity;
  const auto defined = (x < infinity) & (y > V(0));
  const V rest = rest_by_digits(select(defined, x, V(0)), select(defined, y, V(1)));
  return select(defined, rest, V(Layout<lane_t<V>>::nan));
}

template <class V>
FENCHEL_INLINE V rest_of(V x, V y) {
  const V quotient = x / y;
  if (any(!divides_at_once(x, y, quotient))) [[unlikely]]
    return aside(rest_anywhere<V>, x, y);
  return divide_once(x, y, quotient).rest;
}

template <class V>
FENCHEL_INLINE V fmod_packet(V a, V b) {
  return with_sign(rest_of(abs(a), abs(b)), a);
}

template <class V>
FENCHEL_INLINE V remainder_packet(V a, V b) {
  const V rest = fmod_packet(a, b);
  const V same_side = select((rest < V(0)) ^ (b < V(0)), rest + b, rest);
  return select(rest == V(0), with_sign(abs(rest), b), same_side);
}

/// floor(a / b), given |a| = whole |b| + rest.
template <class V>
FENCHEL_INLINE V floor_of(V a, V b, Divided<V> d) {
  const bits_t<V> sign = sign_bits(a) ^ sign_bits(b);
  const auto negative = mask_cast<lane_t<V>>(sign != bits_t<V>(0));
  const V whole = select(negative & (d.rest > V(0)), d.whole + V(1), d.whole);
  return flip_sign(whole, sign);
}

/// A large quotient is a whole number once it is rounded.
template <class V>
[[gnu::noinline, gnu::cold]] V floor_divide_anywhere(const V& a, const V& b) {
  const V x = abs(a), y = abs(b), quotient = x / y;
  const auto small = quotient < V(DivisionRange<lane_t<V>>::whole);
  const V floor = floor_of(a, b, divide_large(select(small, x, V(0)), select(small, y, V(1))));
  const auto undefined = x == V(Layout<lane_t<V>>::infinity);
  const V large = select(undefined & (y > V(0)), V(Layout<lane_t<V>>::nan), a / b);
  return select(small, floor, large);
}

template <class V>
FENCHEL_INLINE V floor_divide_packet(V a, V b) {
  const V x = abs(a), y = abs(b), quotient = x / y;
  if (any(!divides_at_once(x, y, quotient))) [[unlikely]]
    return aside(floor_divide_anywhere<V>, a, b);
  return floor_of(a, b, divide_once(x, y, quotient));
}

}  // namespace detail

/// a - b trunc(a / b), which has the sign of a.
template <class V>
  requires Number<V>
FENCHEL_INLINE V fmod(V a, V b) {
  if constexpr (!Ground<V>) return detail::integer_rest(a, b);
  else return detail::unpacked<V>(detail::fmod_packet(detail::packed(a), detail::packed(b)));
}

/// a - b floor(a / b), which has the sign of b, rounded once.
template <class V>
  requires Number<V>
FENCHEL_INLINE V remainder(V a, V b) {
  if constexpr (!Ground<V>) return detail::integer_remainder(a, b);
  else return detail::unpacked<V>(detail::remainder_packet(detail::packed(a), detail::packed(b)));
}

/// floor(a / b), rounded once.
template <class V>
  requires Number<V>
FENCHEL_INLINE V floor_divide(V a, V b) {
  if constexpr (!Ground<V>) return detail::integer_floor_divide(a, b);
  else
    return detail::unpacked<V>(detail::floor_divide_packet(detail::packed(a), detail::packed(b)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
