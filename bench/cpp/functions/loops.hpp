// SPDX-License-Identifier: Apache-2.0
// The loops that are timed: F::at over full registers, the same loop for every competitor.
#pragma once

#include "peers.hpp"
#include "row.hpp"

#include <type_traits>

namespace functions {
inline namespace FENCHEL_ARCH {

/// F at the packets of x and, if it takes two, of y from i on.
template <class F, class V>
FENCHEL_INLINE V at_packet(const void* x, const void* y, std::size_t i) {
  using T = fenchel::simd::lane_t<V>;
  const V a = fenchel::simd::load<V>(static_cast<const T*>(x) + i);
  if constexpr (requires { F::at(a, a); })
    return F::at(a, fenchel::simd::load<V>(static_cast<const T*>(y) + i));
  else return F::at(a);
}

template <class F, class V>
void array_loop(const void* x, const void* y, void* out, std::size_t n) {
  auto* to = static_cast<fenchel::simd::lane_t<V>*>(out);
  for (std::size_t i = 0; i < n; i += V::lanes)
    fenchel::simd::store(to + i, at_packet<F, V>(x, y, i));
}

template <class F, class V>
void fused_loop(const void* x, const void* y, void* out, std::size_t n) {
  using T = fenchel::simd::lane_t<V>;
  V sum = T(0);
  for (std::size_t i = 0; i < n; i += V::lanes)
    sum += at_packet<F, V>(x, y, i) * fenchel::simd::load<V>(static_cast<const T*>(x) + i);
  *static_cast<T*>(out) = fenchel::simd::reduce_add(sum);
}

template <class F, class V>
Loops loops() {
  if constexpr (std::is_same_v<F, None>) return {};
  else return {array_loop<F, V>, fused_loop<F, V>};
}

}  // namespace FENCHEL_ARCH
}  // namespace functions
