// SPDX-License-Identifier: Apache-2.0
// What a recurrence is, and the memory of its states.
#pragma once

#include <fenchel/base/error.hpp>
#include <fenchel/forward/contracted.hpp>
#include <span>

namespace fenchel {
inline namespace FENCHEL_ARCH {

/// No cost, or no last cost.
struct Nothing {};

/// s[t + 1] = step(s[t], p, u[t]), and the objective
///   sum over t of cost(s[t + 1], p, u[t])  +  last(s[steps], p).
/// States, parameters p and inputs u are arrays of fixed sizes.
template <class Step, class Cost = Nothing, class Last = Nothing>
struct Recurrence {
  [[no_unique_address]] Step step;
  [[no_unique_address]] Cost cost{};
  [[no_unique_address]] Last last{};
};

/// One run of a recurrence, over numbers or over packets (a trajectory in each lane). Input i of
/// step t is inputs[i][t]. `unroll` writes what begins with d_, times `seed`; where a pointer of
/// d_inputs is null, the gradient by that input is not wanted, and where `adds` is set it is added
/// to what is there.
template <class V, std::size_t S, std::size_t P, std::size_t U>
struct Trajectory {
  std::size_t steps = 0;
  std::array<V, S> start{};
  std::array<V, P> parameters{};
  std::array<const V*, U> inputs{};
  std::array<V, S> d_start{};
  std::array<V, P> d_parameters{};
  std::array<V*, U> d_inputs{};
  std::array<bool, U> adds{};
  V seed{1.0};
};

namespace forward {

/// A function of (state, parameters, input) as a function of all three in one array.
template <class F, std::size_t S, std::size_t P, std::size_t U>
struct Flat : F {
  template <class T>
  FENCHEL_INLINE constexpr auto operator()(const std::array<T, S + P + U>& x) const {
    return static_cast<const F&>(*this)(part<0, S>(x), part<S, P>(x), part<S + P, U>(x));
  }

 private:
  template <std::size_t First, std::size_t Count, class X>
  static FENCHEL_INLINE constexpr auto part(const X& x) {
    std::array<typename X::value_type, Count> piece{};
    for (std::size_t i = 0; i < Count; ++i) piece[i] = x[First + i];
    return piece;
  }
};

/// Whether the step may depend on number I of (state, parameters, input); unplanned ones may.
template <class Step, std::size_t S, std::size_t P, std::size_t U, std::size_t I>
inline constexpr bool may_vary = [] {
  using Found =
      PlanOf<Contracted<Flat<std::remove_cv_t<Step>, S, P, U>>, Numbers<S + P + U>, Numbers<S>>;
  if constexpr (Found::exists) return Found::type::jacobian[0][I].slot != MultiplyAdd::none;
  else return true;
}();

/// Memory of one segment, component by component: the states, one more than steps, and what the
/// costs say of each.
template <class V, std::size_t S>
struct Segment {
  std::size_t length = 0;
  V *states = nullptr, *adjoints = nullptr;

  FENCHEL_INLINE V* state(std::size_t component) const { return states + component * (length + 1); }
  FENCHEL_INLINE V* adjoint(std::size_t component) const {
    return adjoints + component * (length + 1);
  }
  FENCHEL_INLINE std::array<V, S> state_at(std::size_t k) const {
    std::array<V, S> s;
    for (std::size_t c = 0; c < S; ++c) s[c] = state(c)[k];
    return s;
  }
  FENCHEL_INLINE std::array<V, S> adjoint_at(std::size_t k) const {
    std::array<V, S> a;
    for (std::size_t c = 0; c < S; ++c) a[c] = adjoint(c)[k];
    return a;
  }
  FENCHEL_INLINE void keep(std::size_t k, const std::array<V, S>& s) const {
    for (std::size_t c = 0; c < S; ++c) state(c)[k] = s[c];
  }
};

constexpr std::size_t segment_length(std::size_t steps, std::size_t checkpoints) {
  return checkpoints == 0 ? steps : (steps + checkpoints - 1) / checkpoints;
}

/// A function of (state, parameters) as a function of both in one array.
template <class F, std::size_t S, std::size_t P>
struct FlatLast {
  const F& last;
  template <class T>
  auto operator()(const std::array<T, S + P>& x) const {
    std::array<T, S> s;
    std::array<T, P> p;
    for (std::size_t c = 0; c < S; ++c) s[c] = x[c];
    for (std::size_t i = 0; i < P; ++i) p[i] = x[S + i];
    return last(s, p);
  }
};

template <std::size_t U, class V>
FENCHEL_INLINE std::array<V, U> inputs_at(const std::array<const V*, U>& inputs, std::size_t t) {
  std::array<V, U> u;
  for (std::size_t i = 0; i < U; ++i) u[i] = inputs[i][t];
  return u;
}

}  // namespace forward

/// How many numbers `unroll` needs for its states. With one checkpoint every state is kept; with
/// more, the steps between two of them are computed a second time, and the square root of the
/// number of steps needs the least.
template <std::size_t S>
constexpr std::size_t unroll_workspace(std::size_t steps, std::size_t checkpoints) {
  const std::size_t length = forward::segment_length(steps, checkpoints);
  return S * (checkpoints + 2 * (length + 1));
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
