// SPDX-License-Identifier: Apache-2.0
// The costs of the steps of a segment and their gradients. No cost waits for another, so that a
// SIMD lane is a step.
#pragma once

#include <fenchel/forward/recurrence.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace forward {

/// As many steps as V has lanes. A run over packets takes one step at a time.
template <class V>
struct StepsAtOnce {
  using type = V;
};
template <class V>
  requires std::is_floating_point_v<V>
struct StepsAtOnce<V> {
  using type = simd::Native<V>;
};

template <class V, class W>
FENCHEL_INLINE V added_up(const W& sum) {
  if constexpr (std::is_same_v<V, W>) return sum;
  else return simd::reduce_add(sum);
}
template <class W, class V>
FENCHEL_INLINE W load_steps(const V* from, int count) {
  if constexpr (std::is_same_v<V, W>) return *from;
  else if (count == W::lanes) return simd::load<W>(from);
  else {
    V lanes[W::lanes];
    for (int i = 0; i < W::lanes; ++i) lanes[i] = from[std::min(i, count - 1)];
    return simd::load<W>(lanes);
  }
}
template <class W, class V>
FENCHEL_INLINE void store_steps(V* to, const W& x, int count) {
  if constexpr (std::is_same_v<V, W>) *to = x;
  else if (count == W::lanes) simd::store(to, x);
  else simd::store_partial(to, x, count);
}
/// The lanes that are steps; -0 changes no sum.
template <class V, class W>
FENCHEL_INLINE W only_steps(const W& x, int count) {
  if constexpr (std::is_same_v<V, W>) return x;
  else if (count == W::lanes) return x;
  else {
    V lanes[W::lanes];
    for (int i = 0; i < W::lanes; ++i) lanes[i] = i < count ? x[i] : V(-0.0);
    return simd::load<W>(lanes);
  }
}

template <class V, std::size_t S, std::size_t P, std::size_t U>
struct SegmentCosts {
  using W = typename StepsAtOnce<V>::type;
  static constexpr std::size_t width = sizeof(W) / sizeof(V);
  W value{V(-0.0)};
  std::array<W, P> d_parameters;

  /// What the cost sees of the steps first + k ... of the trajectory, k counting in the segment.
  static FENCHEL_INLINE std::array<W, S + P + U> at(const Segment<V, S>& segment,
                                                    const Trajectory<V, S, P, U>& run,
                                                    std::size_t first, std::size_t k, int count) {
    std::array<W, S + P + U> x;
    for (std::size_t c = 0; c < S; ++c) x[c] = load_steps<W>(segment.state(c) + k + 1, count);
    for (std::size_t i = 0; i < P; ++i) x[S + i] = W(run.parameters[i]);
    for (std::size_t i = 0; i < U; ++i)
      x[S + P + i] = load_steps<W>(run.inputs[i] + first + k, count);
    return x;
  }

  FENCHEL_INLINE SegmentCosts() { d_parameters.fill(W(V(-0.0))); }

  /// Value and gradient of those steps.
  template <class Cost>
  FENCHEL_INLINE void add(const Cost& cost, const Segment<V, S>& segment,
                          const Trajectory<V, S, P, U>& run, std::size_t first, std::size_t k,
                          int count) {
    const auto y = linearize(Flat<Cost, S, P, U>{cost}, at(segment, run, first, k, count));
    const W seed(run.seed);
    value = value + only_steps<V>(y.value[0], count);
    for (std::size_t c = 0; c < S; ++c)
      store_steps(segment.adjoint(c) + k + 1, seed * y.jacobian[0][c], count);
    for (std::size_t i = 0; i < P; ++i)
      d_parameters[i] = d_parameters[i] + only_steps<V>(seed * y.jacobian[0][S + i], count);
    for (std::size_t i = 0; i < U; ++i)
      if (run.d_inputs[i])
        write(run.d_inputs[i] + first + k, seed * y.jacobian[0][S + P + i], run.adds[i], count);
  }

 private:
  static FENCHEL_INLINE void write(V* to, const W& x, bool adds, int count) {
    if (adds) store_steps(to, load_steps<W>(to, count) + x, count);
    else store_steps(to, x, count);
  }
};

/// Calls visit(k, count) for `count` steps at a time.
template <class Costs, class Visit>
FENCHEL_INLINE void each_steps(std::size_t steps, const Visit& visit) {
  std::size_t k = 0;
  for (; k + Costs::width <= steps; k += Costs::width) visit(k, static_cast<int>(Costs::width));
  if (k < steps) visit(k, static_cast<int>(steps - k));
}

/// The costs alone.
template <class Cost, class V, std::size_t S, std::size_t P, std::size_t U>
V segment_value(const Cost& cost, const Segment<V, S>& segment, const Trajectory<V, S, P, U>& run,
                std::size_t first, std::size_t steps) {
  using Costs = SegmentCosts<V, S, P, U>;
  const Flat<Cost, S, P, U> flat{cost};
  typename Costs::W sum{V(-0.0)};
  each_steps<Costs>(steps, [&](std::size_t k, int count) __attribute__((always_inline)) {
    const auto y = flat(Costs::at(segment, run, first, k, count));
    sum = sum + only_steps<V>(typename Costs::W(entry(y, 0)), count);
  });
  return added_up<V>(sum);
}

/// The sum of the costs of a segment of `steps` steps; gradients go to the run and the segment.
template <class Cost, class V, std::size_t S, std::size_t P, std::size_t U>
V segment_costs(const Cost& cost, const Segment<V, S>& segment, Trajectory<V, S, P, U>& run,
                std::size_t first, std::size_t steps) {
  SegmentCosts<V, S, P, U> sums;
  for (std::size_t c = 0; c < S; ++c) segment.adjoint(c)[0] = V(0.0);  // the segment before has it
  each_steps<SegmentCosts<V, S, P, U>>(
      steps, [&](std::size_t k, int count)
                 __attribute__((always_inline)) { sums.add(cost, segment, run, first, k, count); });
  for (std::size_t i = 0; i < P; ++i)
    run.d_parameters[i] = run.d_parameters[i] + added_up<V>(sums.d_parameters[i]);
  return added_up<V>(sums.value);
}

}  // namespace forward
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
