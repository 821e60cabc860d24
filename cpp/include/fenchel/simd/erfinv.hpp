// SPDX-License-Identifier: Apache-2.0
// Inverse error function: x p(x^2) up to 0.7; beyond, q p(1 / (q + 2)) with
// q = sqrt(-log(1 - |x|)), in the spirit of Giles (2010), where 1 - |x| is exact.
#pragma once

#include <fenchel/simd/scaled_erfc.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

/// Interpolated at Chebyshev points; `low` continues the first coefficient. The brief ones have
/// error 2^-32, for float32.
struct ErfinvNear {
  static constexpr double low = -0x1.5ab377917e53fp-55;
  static constexpr double p[] = {
      0x1.c5bf891b4ef6bp-1, 0x1.db29fb2fee5b4p-3,  0x1.053c2c0abc9f2p-3, 0x1.62847c449ee8bp-4,
      0x1.0a13196748433p-4, 0x1.a7c8200baae12p-5,  0x1.5ef11e3970b19p-5, 0x1.2a4f355f6cd94p-5,
      0x1.0915dae57e57bp-5, 0x1.5e7edd8c865ecp-6,  0x1.31960d4049f94p-4, -0x1.10f2c83169d12p-2,
      0x1.560fccd6e263dp+0, -0x1.2a27a907477d5p+2, 0x1.9eff051c52575p+3, -0x1.ba1c159d3c902p+4,
      0x1.65840ae21a070p+5, -0x1.a75538dd20a5cp+5, 0x1.5c2690f04768fp+5, -0x1.643ce41811217p+4,
      0x1.5b1af644fcb6bp+2};
  static constexpr double brief[] = {
      0x1.c5bf891b30c0dp-1,  0x1.db29fc44e0079p-3, 0x1.053bc3abdbd83p-3,   0x1.62a314593a53ep-4,
      0x1.07c6c7c72c910p-4,  0x1.db6d6ee5002d7p-5, -0x1.8c36b549f033ap-10, 0x1.e813558e23442p-3,
      -0x1.21977d7dceccap-1, 0x1.258c521c5df97p+0, -0x1.32d58e0c6da4dp+0,  0x1.495f2dc884085p-1};
};
struct ErfinvTail {
  static constexpr double center = 0x1.c28f5c28f5c29p-3;
  static constexpr double low = -0x1.eff7c803a504ep-59;
  static constexpr double p[] = {
      0x1.c295ddb94ff04p-1,   -0x1.59fadbe71c6bcp+0,  -0x1.68c35d25ea922p+2,
      -0x1.870fe62fa52a4p+3,  -0x1.6efe05c768560p+3,  0x1.a00697d0f11c1p+5,
      0x1.4227b2a1b4350p+8,   0x1.fd7578180b439p+9,   0x1.8fb67f8cf246dp+10,
      -0x1.341e47b3540edp+11, -0x1.ce3b49629a005p+14, -0x1.ce465a7786c16p+16,
      -0x1.0ddee04ebc86bp+18, -0x1.7f46b478771b7p+15, 0x1.552a432f47346p+21,
      0x1.cfd1bc6d6e1efp+23,  0x1.53cbc14156c63p+25,  0x1.faa9fb284a229p+25,
      -0x1.67150b86e1cf8p+27, -0x1.1756fa6bbaa93p+31, -0x1.2f156ffa6eb37p+33,
      0x1.2211fdcc0a2dbp+31,  0x1.5967af2aee7e5p+36};
  static constexpr double brief[] = {
      0x1.c295ddb95223cp-1,  -0x1.59fadb9cdb18fp+0, -0x1.68c35d5948d18p+2, -0x1.87106062220a1p+3,
      -0x1.6efb0eb3187e0p+3, 0x1.a07442ebb44dfp+5,  0x1.41a249bfb51b3p+8,  0x1.f48391df8e667p+9,
      0x1.ccc69afd73cfap+10, -0x1.af5bb31726721p+9, -0x1.02c5fc4f08766p+16};
};

template <class V>
FENCHEL_INLINE V erfinv_near(V x) {
  using C = ErfinvNear;
  const V rest = fma(x * x, polynomial<1>(x * x, C::p), V(C::low));
  const Pair<V> first = two_product(x, V(C::p[0]));
  return first.hi + fma(x, rest, first.lo);
}

template <class V>
FENCHEL_INLINE V erfinv_tail(V size) {
  using C = ErfinvTail;
  const auto [biased, k, m] = split_exponent(V(1) - size);
  const Pair<V> log = log_pair(k, m);
  const V q = sqrt(-log.hi);
  const V q_lost = (residual(-log.hi, q, q) - log.lo) / (q + q);
  const Pair<V> w = reciprocal_from_two(Pair<V>{q, q_lost});
  const Pair<V> u = two_sum(w.hi, V(-C::center));
  const V chord = polynomial<1>(u.hi, C::p);
  Pair<V> y = fast_two_sum(V(C::p[0]), fma(u.hi, chord, V(C::low)));
  const V slope = V(2) * chord - V(C::p[1]);  // roughly
  y.lo = fma(slope, u.lo + w.lo, y.lo);
  const Pair<V> main = two_product(q, y.hi);
  return main.hi + fma(q, y.lo, fma(q_lost, y.hi, main.lo));
}

/// The ends are infinite, everything beyond them is NaN.
template <class V>
FENCHEL_INLINE V erfinv_beyond(V size, V y) {
  using L = Layout<double>;
  return select(size < V(1), y, select(size == V(1), V(L::infinity), V(L::nan)));
}

template <int N>
FENCHEL_INLINE Packet<double, N> erfinv_packet(Packet<double, N> x) {
  using V = Packet<double, N>;
  const V size = abs(x);
  const auto near = size <= V(0.7);
  V y = erfinv_near(size);
  if (any(!near)) {
    const V tail = erfinv_tail(select(size < V(1), size, V(0.75)));
    y = select(near, y, erfinv_beyond(size, tail));
  }
  return with_sign(y, x);
}

template <int N>
FENCHEL_INLINE Packet<float, N> erfinv_packet(Packet<float, N> x) {
  const auto f = [](auto y) __attribute__((always_inline)) {
    using V = decltype(y);
    const V size = abs(y), z = select(size < V(1), size, V(0.75));
    const auto [biased, k, m] = split_exponent(V(1) - z);
    const V q = sqrt(-log_binary(k, m, ShortPow::p));
    const V u = V(1) / (q + V(2)) - V(ErfinvTail::center);
    const V tail = erfinv_beyond(size, q * polynomial(u, ErfinvTail::brief));
    const V near = size * polynomial(size * size, ErfinvNear::brief);
    return with_sign(select(size <= V(0.7), near, tail), y);
  };
  return by_doubles(f, x);
}

}  // namespace detail

template <class V>
  requires Ground<V>
FENCHEL_INLINE V erfinv(V x) {
  return detail::unpacked<V>(detail::erfinv_packet(detail::packed(x)));
}

}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
