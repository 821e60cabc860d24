// SPDX-License-Identifier: Apache-2.0
// Reverse mode of a function with many outputs is the gradient of their weighted sum.
#pragma once

#include <fenchel/forward/linearize.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace forward {

/// The sum of weights times outputs of F, as a function of x, the weights, and what else F takes.
template <class F>
struct Contracted : F {
  template <class X, class S, class... P>
  constexpr auto operator()(const X& x, const S& seed, const P&... p) const {
    const auto y = static_cast<const F&>(*this)(x, p...);
    auto sum = seed[0] * entry(y, 0);
    for (std::size_t m = 1; m < seed.size(); ++m) sum = sum + seed[m] * entry(y, m);
    return sum;
  }
};

/// The same, plus `more` times the first inputs: its gradient has `more` added where a product can
/// take it along.
template <class F>
struct ContractedOnto : F {
  template <class X, class S, class A>
  constexpr auto operator()(const X& x, const S& seed, const A& more) const {
    auto sum = more[0] * x[0];
    for (std::size_t i = 1; i < more.size(); ++i) sum = sum + more[i] * x[i];
    const auto y = static_cast<const F&>(*this)(x);
    for (std::size_t m = 0; m < seed.size(); ++m) sum = sum + seed[m] * entry(y, m);
    return sum;
  }
};

template <class F, class V, std::size_t N, std::size_t M, class... P>
FENCHEL_INLINE std::array<V, N> pull_back(const F& f, const std::array<V, N>& x,
                                          const std::array<V, M>& seed, const P&... p) {
  using Found = PlanOf<Contracted<F>, Numbers<N>, Numbers<M>, argument_t<P>...>;
  if constexpr (Found::exists) {
    return evaluate_plan<typename Found::type>(gathered<V>(x, seed, p...)).jacobian[0];
  } else {
    const auto at = linearize_by_jets(f, x, p...);
    std::array<V, N> pulled;
    for (std::size_t i = 0; i < N; ++i) {
      pulled[i] = V(seed[0] * at.jacobian[0][i]);
      for (std::size_t m = 1; m < M; ++m) pulled[i] = pulled[i] + seed[m] * at.jacobian[m][i];
    }
    return pulled;
  }
}

/// The transposed product, with `more` added to its first numbers.
template <class F, class V, std::size_t N, std::size_t M, std::size_t A>
FENCHEL_INLINE std::array<V, N> pull_back_onto(const F& f, const std::array<V, N>& x,
                                               const std::array<V, M>& seed,
                                               const std::array<V, A>& more) {
  using Found = PlanOf<ContractedOnto<F>, Numbers<N>, Numbers<M>, Numbers<A>>;
  if constexpr (Found::exists) {
    return evaluate_plan<typename Found::type>(gathered<V>(x, seed, more)).jacobian[0];
  } else {
    auto pulled = pull_back(f, x, seed);
    for (std::size_t i = 0; i < A; ++i) pulled[i] = pulled[i] + more[i];
    return pulled;
  }
}

}  // namespace forward
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
