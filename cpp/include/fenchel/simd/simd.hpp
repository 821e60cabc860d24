// SPDX-License-Identifier: Apache-2.0
// All of simd/.
#pragma once

#include <fenchel/simd/basic.hpp>
#include <fenchel/simd/memory.hpp>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
#define F1(n, e) template <class V> FENCHEL_INLINE V n(V x) { return lanewise([](auto v) { using T = decltype(v); return T(e); }, x); }
F1(exp, std::exp(v)) F1(expm1, std::expm1(v)) F1(log, std::log(v)) F1(log1p, std::log1p(v)) F1(sin, std::sin(v)) F1(cos, std::cos(v)) F1(tan, std::tan(v)) F1(tanh, std::tanh(v)) F1(sigmoid, 1 / (1 + std::exp(-v))) F1(softplus, std::log1p(std::exp(-std::abs(v))) + (v > 0 ? v : 0)) F1(erf, std::erf(v))
#undef F1
template <class V> FENCHEL_INLINE V pow(V a, V b) { return lanewise([](auto u, auto v) { return std::pow(u, v); }, a, b); }
template <class V> FENCHEL_INLINE std::pair<V, V> sincos(V x) { return {sin(x), cos(x)}; }
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
