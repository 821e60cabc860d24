// SPDX-License-Identifier: Apache-2.0
// Derivatives of digamma: (-1)^(n+1) n! zeta(n + 1, x), the Hurwitz zeta function by the formula of
// Euler and Maclaurin (DLMF 25.11.5), everything in units of n! / x^n so that no factor leaves the
// range.
#pragma once

#include <fenchel/simd/digamma.hpp>
#include <fenchel/simd/lgamma.hpp>
#include <fenchel/simd/pow_special.hpp>
#include <fenchel/simd/scaled_erfc.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// B_2j / (2j)!.
struct Polygamma {
  static constexpr double bernoulli[] = {
      0x1.5555555555555p-4,  -0x1.6c16c16c16c17p-10, 0x1.1566abc011567p-15, -0x1.bbd779334ef0bp-21,
      0x1.66a8f2bf70ebep-26, -0x1.22805d644267fp-31, 0x1.d6db2c4e09162p-37, -0x1.7da4e1f79955cp-42,
      0x1.355871d652e9ep-47, -0x1.f57d968caacf1p-53, 0x1.967e1f09c376fp-58, -0x1.497d9033a2b5cp-63};
};

/// (x / (x + k))^n, given the logarithm of x. The logarithms cancel, so what is left may be all in
/// the low part.
template <class V>
FENCHEL_INLINE V shrinking_power(V n, Pair<V> log_x, Pair<V> shifted) {
  const Pair<V> ratio = pair_sum(log_of_pair(shifted), negated(log_x));
  const Pair<V> loose = pair_product(Pair<V>{n, V(0)}, ratio);
  const Pair<V> exponent = fast_two_sum(loose.hi, loose.lo);
  const auto far = exponent.hi > V(700);
  const auto e = decay(select(far, {V(700), V(0)}, exponent));
  return product(e.mantissa.hi + e.mantissa.lo, power_of_two<V>(to_bits(e.sum)));
}

/// The sum from x on of 1 / (x + k)^(n+1) in units of 1 / x^n, by integral and correction terms:
/// 1/n + 1/(2x) + (n+1)/x^2 (b_1 + (n+2)(n+3)/x^2 (b_2 + ...)).
template <class V>
FENCHEL_INLINE V zeta_rest(V n, V x) {
  const V inverse = V(1) / x;
  V y = Polygamma::bernoulli[11];
  for (int j = 11; j > 0; --j) {
    const V growth = ((n + V(2 * j)) * inverse) * ((n + V(2 * j + 1)) * inverse);
    y = fma(growth, y, V(Polygamma::bernoulli[j - 1]));
  }
  y = fma(product((n + V(1)) * inverse, inverse), y, V(0.5) * inverse);
  return V(1) / n + y;
}

/// zeta(n + 1, x) x^n: terms one by one until the rest is regular enough, or too small to matter.
template <class V>
FENCHEL_INLINE V zeta_sum(V n, Pair<V> x, Pair<V> log_x) {
  const V regular_from = fma(V(0.78), n, V(8));
  Pair<V> sum = {V(0), V(0)}, shifted = x;
  V power = V(1);
  auto goes_on = x.hi < regular_from, open = x.hi == x.hi;
  for (double k = 1; any(goes_on); ++k) {
    const V term = power / shifted.hi;
    const Pair<V> next = two_sum(sum.hi, select(goes_on, term, V(0)));
    sum = {next.hi, sum.lo + next.lo};
    open = open & (power > V(0x1p-60) * sum.hi);
    shifted = select(goes_on, pair_sum(x, {V(k), V(0)}), shifted);
    power = select(goes_on, shrinking_power(n, log_x, shifted), power);
    goes_on = goes_on & open & (shifted.hi < regular_from);
  }
  const V rest = select(open, zeta_rest(n, shifted.hi), V(0));
  return sum.hi + fma(power, rest, sum.lo);
}

/// 2^-down n! zeta(n + 1, x) for whole n >= 1 and normal x > 0.
template <class V>
[[gnu::noinline]] V factorial_zeta(const V& n, const Pair<V>& x, const V& down) {
  constexpr double clamp = Exp<double>::clamp;
  const Pair<V> log_x = log_of_pair(x);
  const Pair<V> power = pair_product(Pair<V>{n, V(0)}, log_x);
  const Pair<V> e = pair_sum(power, negated(lgamma_positive(n + V(1))));
  const auto far = !(abs(e.hi) < V(clamp));
  const V cut = at_least(at_most(e.hi, clamp), -clamp);
  const auto scale = decay(Pair<V>{cut, select(far, V(0), e.lo)});
  const V sum = zeta_sum(n, x, log_x);
  return scale_widely(fma(scale.mantissa.hi, sum, scale.mantissa.lo * sum), scale.sum - down);
}

/// The same below 0: with x = g + an integer, the two-sided sum at g less the terms on the other
/// side. For even n the two sides are subtracted, scaled down because each may leave the range;
/// half way between two poles they cancel, whatever their size.
template <class V>
[[gnu::noinline, gnu::cold]] V factorial_zeta_left(const V& n, const V& x) {
  const V a = abs(x), g = -off_integer(a), one = V(1), zero = V(0), down = V(64);
  const auto right_of_pole = g > zero, odd = is_odd(n), half_way = abs(g) == V(0.5);
  const Pair<V> near = {abs(g), zero}, other = fast_two_sum(one, -abs(g));
  const V above = factorial_zeta(n, select(right_of_pole, near, other), down);
  const V below = factorial_zeta(n, select(right_of_pole, other, near), down);
  const V rest = factorial_zeta(n, two_sum(one, a), zero);
  const V down_rest = product(rest, V(0x1p-64));
  const V sum =
      product(select(odd, above + (below - down_rest), (above - below) + down_rest), V(0x1p64));
  // Beyond the range the nearer pole decides.
  const V infinity = Layout<double>::infinity;
  const V beyond = select(odd | right_of_pole, infinity, -infinity);
  const V y = select(abs(sum) < infinity, sum, beyond);
  return select(half_way & !odd, rest, y);
}

/// (-1)^(n+1) n! zeta(n + 1, x), infinite at the poles.
template <class V>
FENCHEL_INLINE V polygamma_of_order(V n, V x) {
  using L = Layout<double>;
  const V infinity = L::infinity;
  const auto ordinary = (x >= V(L::smallest)) & (x < infinity);
  V y = factorial_zeta(n, Pair<V>{select(ordinary, x, V(1)), V(0)}, V(0));
  const auto left = (x <= V(-L::smallest)) & (x > V(-0x1p52));
  const auto between = left & !is_integer(x);
  if (any(between)) y = select(between, factorial_zeta_left(n, select(between, x, V(-0.5))), y);
  // Between a pole and the first normal number the value is beyond the range; left of 0 it has the
  // sign of x^-(n+1).
  const auto beside = (x < V(0)) & (x > V(-L::smallest)) & !is_odd(n);
  const V beyond = select(beside, V(-infinity), infinity);
  y = select(ordinary | between, y, select(x == infinity, V(0), beyond));
  return select(x == x, select(is_odd(n), y, -y), x);
}

template <int N>
FENCHEL_INLINE Packet<double, N> polygamma_packet(Packet<double, N> n, Packet<double, N> x) {
  using V = Packet<double, N>;
  const auto whole = (n >= V(1)) & (n < V(0x1p51)) & is_integer(n);
  V y = polygamma_of_order(select(whole, n, V(1)), x);
  if (any(n == V(0))) y = select(n == V(0), digamma_packet(x), y);
  return select(whole | (n == V(0)), y, V(Layout<double>::nan));
}

template <int N>
FENCHEL_INLINE Packet<float, N> polygamma_packet(Packet<float, N> n, Packet<float, N> x) {
  const auto f = [](auto m, auto y)
                     __attribute__((always_inline)) { return polygamma_packet(m, y); };
  return by_doubles(f, n, x);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V polygamma(V n, V x) {
  return detail::unpacked<V>(detail::polygamma_packet(detail::packed(n), detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
