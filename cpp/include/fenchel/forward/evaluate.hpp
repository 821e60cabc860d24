// SPDX-License-Identifier: Apache-2.0
// Values and Jacobian of a planned function at numbers of type V: numbers, packets (one element a
// lane), or numbers that carry tangents themselves.
//
// Where a partial is infinite, a zero must win over it (docs/design/derivatives.md). Products that
// see to it are slower and cannot fuse, so the first attempt does without them. If it meets an
// infinity where that matters, a second one is made with them, and replaces what is NaN.
#pragma once

#include <fenchel/forward/jet.hpp>
#include <fenchel/forward/straight_line.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {

/// A function of N numbers at a point: its M values, and its Jacobian by rows.
template <class V, std::size_t M, std::size_t N>
struct Linearized {
  std::array<V, M> value;
  std::array<std::array<V, N>, M> jacobian;
};

namespace forward {

template <class P, class V>
using linearized_t =
    Linearized<V, static_cast<std::size_t>(P::outputs), static_cast<std::size_t>(P::inputs)>;

template <class V>
  requires simd::Ground<V>
FENCHEL_INLINE bool has_nan(const V& x) {
  return simd::any(x != x);
}
template <class T>
FENCHEL_INLINE bool has_nan(const Dual<T>& x) {
  return has_nan(x.value) || has_nan(x.tangent);
}
template <class T, int K>
FENCHEL_INLINE bool has_nan(const Jet<T, K>& x) {
  bool found = has_nan(x.value);
  for (const auto& block : x.tangent.block) found |= has_nan(block);
  return found;
}

template <class P, class V, bool Masked, std::size_t A>
FENCHEL_INLINE void run_plan(StraightLine<P, V, Masked>& line, const std::array<V, A>& arguments) {
  [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
    ((line.value[I] = arguments[I]), ...);
  }(std::make_index_sequence<A>{});
  line.run();
}

template <class P, class V, bool Masked>
FENCHEL_INLINE void write_results(const StraightLine<P, V, Masked>& line,
                                  linearized_t<P, V>& result) {
  constexpr std::size_t rows = static_cast<std::size_t>(P::outputs);
  constexpr std::size_t columns = static_cast<std::size_t>(P::inputs);
  [&]<std::size_t... M>(std::index_sequence<M...>) __attribute__((always_inline)) {
    ((result.value[M] = line.template at<P::Transcript::outputs[M]>()), ...);
  }(std::make_index_sequence<rows>{});
  [&]<std::size_t... E>(std::index_sequence<E...>) __attribute__((always_inline)) {
    ((result.jacobian[E / columns][E % columns] =
          line.template derivative<E / columns, E % columns>()),
     ...);
  }(std::make_index_sequence<rows * columns>{});
}

template <class P, class V, std::size_t A>
[[gnu::noinline, gnu::cold]] void run_again(const std::array<V, A>& arguments,
                                            linearized_t<P, V>& result) {
  StraightLine<P, V, true> line;
  run_plan(line, arguments);
  linearized_t<P, V> masked;
  write_results(line, masked);
  for (std::size_t m = 0; m < result.jacobian.size(); ++m)
    for (std::size_t n = 0; n < result.jacobian[m].size(); ++n) {
      V& d = result.jacobian[m][n];
      if constexpr (simd::Ground<V>) d = simd::select(d != d, masked.jacobian[m][n], d);
      else d = masked.jacobian[m][n];
    }
}

/// Arguments: the inputs, then the passive ones.
template <class P, class V, std::size_t A>
FENCHEL_INLINE void evaluate_plan(const std::array<V, A>& arguments, linearized_t<P, V>& result) {
  StraightLine<P, V, false> line;
  run_plan(line, arguments);
  write_results(line, result);
  if constexpr (Suspects<P>::count > 0)
    if (has_nan(line.probe())) [[unlikely]] {
      const auto again = arguments;  // copies: what a call is shown does not stay in registers
      auto repaired = result;
      run_again<P>(again, repaired);
      result = repaired;
    }
}
template <class P, class V, std::size_t A>
FENCHEL_INLINE linearized_t<P, V> evaluate_plan(const std::array<V, A>& arguments) {
  linearized_t<P, V> result;
  evaluate_plan<P>(arguments, result);
  return result;
}

}  // namespace forward
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
