// SPDX-License-Identifier: Apache-2.0
// Error function: x + x q(x^2) below 1, 1 - exp(-p(x)) above, both minimax in the error of erf.
#pragma once

#include <fenchel/simd/exp.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// p = -log(erfc) was fitted with weight erfc, which makes it 6 degrees shorter; from `one_from`
/// on erf rounds to 1.
/// `q` has -z/4 set apart, which leaves its second coefficient a smaller rounding error.
template <class T>
struct Erf;
template <>
struct Erf<double> {
  static constexpr double one_from = 5.95;
  static constexpr double q[] = {
      0x1.06eba8214db68p-3,  -0x1.024e8d606f33ap-3,  0x1.ce2f21a03f8b7p-4,  -0x1.b82ce311a9696p-6,
      0x1.565bcceed5b99p-8,  -0x1.c02daeb601bf0p-11, 0x1.f9a2969387853p-14, -0x1.f4c82c7878d31p-17,
      0x1.b96b38a899040p-20, -0x1.5b8b8cc23e337p-23, 0x1.d3d6a9cc7d212p-27, -0x1.a2265d0d03342p-31};
  static constexpr double p[] = {
      0x1.4cfeb5e17cf10p-23,  0x1.20dd5a336b791p+0,   0x1.45f406ce7f930p-1,
      0x1.a4dd842ffff09p-4,   -0x1.38acaf67262c4p-6,  -0x1.1d16592d20fd9p-12,
      0x1.cd415ed450588p-10,  -0x1.4be9f30753c6fp-11, 0x1.49f7ce775b805p-15,
      0x1.339102fe0c676p-14,  -0x1.8484f21c9e655p-15, 0x1.1c6c53d2292c0p-16,
      -0x1.2a6328f991b56p-18, 0x1.d6386389b4e02p-21,  -0x1.16ba0c9d14557p-23,
      0x1.e4ecbd9a3d981p-27,  -0x1.24f94f4dd7060p-30, 0x1.b7e010df52a71p-35,
      -0x1.3520cafbe0d2ep-40};
};
template <>
struct Erf<float> {
  static constexpr float one_from = 4;
  static constexpr float q[] = {0x1.06eba8p-3f, -0x1.024e7cp-3f,  0x1.ce2ce6p-4f, -0x1.b7f71ap-6f,
                                0x1.53f224p-8f, -0x1.a3515ep-11f, 0x1.4771fep-14f};
  static constexpr float p[] = {-0x1.8a50a2p-13f, 0x1.212c0cp+0f,  0x1.44356ap-1f,
                                0x1.bc1504p-4f,   -0x1.9d02f4p-6f, 0x1.138cc8p-8f,
                                -0x1.cec5f8p-12f, 0x1.6bd55ap-16f};
};

template <class V>
FENCHEL_INLINE V erf_below_one(V x) {
  const auto& q = Erf<lane_t<V>>::q;
  const V z = x * x;
  return fma(x, fma(polynomial<1>(z, q), z, fma(V(-0.25), z, V(q[0]))), x);
}

/// p(x) = p0 + x (p1 + ...) with the rounding errors of the last two operations.
template <class V>
FENCHEL_INLINE Pair<V> minus_log_erfc(V x) {
  using C = Erf<lane_t<V>>;
  const Pair<V> scaled = two_product(x, polynomial<1, 2>(x, C::p));
  const Pair<V> sum = fast_two_sum(scaled.hi, V(C::p[0]));
  return {sum.hi, sum.lo + scaled.lo};
}

template <class V>
FENCHEL_INLINE V erf_from_one(V given) {
  const auto p = minus_log_erfc(at_most(given, Erf<lane_t<V>>::one_from));
  const auto a = reduce_exp(-p.hi);
  const Pair<V> erfc = exp_of_reduced(a.r, a.tail - p.lo);
  return fma(-(erfc.hi + erfc.lo), power_of_two<V>(to_bits(a.sum)), V(1));
}

template <class V>
FENCHEL_INLINE V erf_packet(V x) {
  const V size = abs(x);
  const auto below = size < V(1);
  const V near = erf_below_one(size);
  if (all(below)) return with_sign(near, x);
  return with_sign(select(below, near, erf_from_one(size)), x);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V erf(V x) {
  return detail::unpacked<V>(detail::erf_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
