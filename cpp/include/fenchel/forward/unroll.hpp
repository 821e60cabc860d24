// SPDX-License-Identifier: Apache-2.0
// Time stepping with its exact gradient. The steps run one after the other, forward and back; the
// costs in between are computed many steps at a time. States between checkpoints are computed
// again. Nothing allocates: the caller owns the memory of the states.
#pragma once

#include <fenchel/forward/segment_costs.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace forward {

template <class R, class V, std::size_t S, std::size_t P, std::size_t U>
struct Unroller {
  const R& recurrence;
  Trajectory<V, S, P, U>& run;
  std::size_t length;  ///< of a segment
  V* checkpoints;
  Segment<V, S> segment;
  std::array<V, S> adjoint{};  ///< of the state at the end of the segment

  /// The value; the gradient goes to the run.
  V objective() {
    forward([](std::size_t, std::size_t) {});
    V value = finish();
    for (std::size_t first = last_start(), end = run.steps; end > 0; end = first, first -= length) {
      const std::size_t steps = end - first;
      if (end < run.steps) advance(checkpoint(first), first, steps);
      value = value + costs(first, steps);
      adjoint = back(adjoint, first, steps);
    }
    run.d_start = adjoint;
    return value;
  }
  /// The value alone.
  V value() {
    V sum(0.0);
    const auto s = forward([&](std::size_t first, std::size_t steps) {
      if constexpr (has_costs)
        sum = sum + segment_value(recurrence.cost, segment, run, first, steps);
    });
    if constexpr (has_last) sum = sum + V(entry(recurrence.last(s, run.parameters), 0));
    return sum;
  }

 private:
  template <class F>
  static constexpr bool is_there = !std::is_same_v<std::remove_cvref_t<F>, Nothing>;
  static constexpr bool has_costs = is_there<decltype(R::cost)>;
  static constexpr bool has_last = is_there<decltype(R::last)>;

  /// Where the last segment begins.
  std::size_t last_start() const { return run.steps ? (run.steps - 1) / length * length : 0; }
  std::array<V, S> checkpoint(std::size_t first) const {
    std::array<V, S> s;
    for (std::size_t c = 0; c < S; ++c) s[c] = checkpoints[first / length * S + c];
    return s;
  }
  /// The last state; after(first, steps) is called where the states of a segment are known.
  template <class After>
  std::array<V, S> forward(const After& after) {
    std::array<V, S> s = run.start;
    segment.keep(0, s);
    for (std::size_t first = 0; first < run.steps; first += length) {
      const std::size_t steps = std::min(length, run.steps - first);
      for (std::size_t c = 0; c < S; ++c) checkpoints[first / length * S + c] = s[c];
      s = advance(s, first, steps);
      after(first, steps);
    }
    adjoint.fill(V(0.0));
    return s;
  }
  std::array<V, S> advance(std::array<V, S> s, std::size_t first, std::size_t steps) const {
    const auto parameters = run.parameters;
    const auto inputs = run.inputs;
    const Segment<V, S> keeper = segment;
    const auto step = recurrence.step;
    keeper.keep(0, s);
    for (std::size_t k = 0; k < steps; ++k) {
      s = step(s, parameters, inputs_at(inputs, first + k));
      keeper.keep(k + 1, s);
    }
    return s;
  }
  /// The cost of the last state starts the adjoint.
  V finish() {
    if constexpr (has_last) {
      using Last = FlatLast<std::remove_cvref_t<decltype(recurrence.last)>, S, P>;
      const auto s = segment.state_at(run.steps - last_start());
      const auto at = linearize_by_jets(Last{recurrence.last}, gathered<V>(s, run.parameters));
      for (std::size_t c = 0; c < S; ++c) adjoint[c] = run.seed * at.jacobian[0][c];
      for (std::size_t i = 0; i < P; ++i) run.d_parameters[i] = run.seed * at.jacobian[0][S + i];
      return at.value[0];
    } else {
      return V(0.0);
    }
  }
  V costs(std::size_t first, std::size_t steps) {
    if constexpr (has_costs) return segment_costs(recurrence.cost, segment, run, first, steps);
    else return V(0.0);
  }
  /// The adjoint of the state before the segment.
  std::array<V, S> back(std::array<V, S> a, std::size_t first, std::size_t steps) {
    const auto parameters = run.parameters;
    const auto inputs = run.inputs;
    const auto d_inputs = run.d_inputs;
    const auto adds = run.adds;
    const Segment<V, S> keeper = segment;
    const Flat<std::remove_cv_t<decltype(R::step)>, S, P, U> step{recurrence.step};
    std::array<V, P> d_parameters;  // in registers: not the ones of the run
    d_parameters.fill(V(-0.0));
    if constexpr (has_costs) a = sum(a, keeper.adjoint_at(steps));
    for (std::size_t k = steps; k-- > 0;) {
      const auto x = gathered<V>(keeper.state_at(k), parameters, inputs_at(inputs, first + k));
      const auto pulled = [&] {
        if constexpr (has_costs) return pull_back_onto(step, x, a, keeper.adjoint_at(k));
        else return pull_back(step, x, a);
      }();
      for (std::size_t c = 0; c < S; ++c) a[c] = pulled[c];
      add_parameters(d_parameters, pulled, std::make_index_sequence<P>{});
      add_inputs(d_inputs, adds, first + k, pulled, std::make_index_sequence<U>{});
    }
    for (std::size_t i = 0; i < P; ++i) run.d_parameters[i] = run.d_parameters[i] + d_parameters[i];
    return a;
  }
  static FENCHEL_INLINE std::array<V, S> sum(std::array<V, S> a, const std::array<V, S>& b) {
    for (std::size_t c = 0; c < S; ++c) a[c] = a[c] + b[c];
    return a;
  }
  /// What the compiler knows to be zero is not added.
  template <std::size_t I>
  static constexpr bool flows = may_vary<decltype(R::step), S, P, U, I>;
  template <std::size_t... I>
  static FENCHEL_INLINE void add_parameters(std::array<V, P>& sum,
                                            const std::array<V, S + P + U>& pulled,
                                            std::index_sequence<I...>) {
    ((flows<S + I> ? void(sum[I] = sum[I] + pulled[S + I]) : void()), ...);
  }
  template <std::size_t... I>
  static FENCHEL_INLINE void add_inputs(const std::array<V*, U>& d_inputs,
                                        [[maybe_unused]] const std::array<bool, U>& adds,
                                        [[maybe_unused]] std::size_t t,
                                        const std::array<V, S + P + U>& pulled,
                                        std::index_sequence<I...>) {
    (add_input<flows<S + P + I>>(d_inputs[I], adds[I], t, pulled[S + P + I]), ...);
  }
  /// With costs, their part is there already.
  template <bool Flows>
  static FENCHEL_INLINE void add_input(V* to, bool adds, std::size_t t, const V& more) {
    if constexpr (has_costs && !Flows) return;
    else if (!to) return;
    else if (has_costs || adds) to[t] = to[t] + more;
    else to[t] = more;
  }
};

/// A run with its memory laid out.
template <class R, class V, std::size_t S, std::size_t P, std::size_t U>
Unroller<R, V, S, P, U> unroller(const R& recurrence, Trajectory<V, S, P, U>& run,
                                 std::size_t checkpoints, V* workspace) {
  const std::size_t length = segment_length(run.steps, checkpoints);
  V* const states = workspace + S * checkpoints;
  run.d_parameters.fill(V(0.0));
  return {recurrence, run, length, workspace, {length, states, states + S * (length + 1)}, {}};
}

}  // namespace forward

/// The objective of a recurrence along `run`; its gradient by start, parameters and inputs is
/// written to the run. `workspace` has at least unroll_workspace<S>(steps, checkpoints) numbers.
template <class R, class V, std::size_t S, std::size_t P, std::size_t U>
V unroll(const R& recurrence, Trajectory<V, S, P, U>& run, std::size_t checkpoints,
         std::span<std::type_identity_t<V>> workspace) {
  if (checkpoints == 0 || workspace.size() < unroll_workspace<S>(run.steps, checkpoints))
      [[unlikely]]
    fail<ShapeError>("fenchel: unroll needs a checkpoint and unroll_workspace numbers");
  return forward::unroller(recurrence, run, checkpoints, workspace.data()).objective();
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
