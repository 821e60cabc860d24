// SPDX-License-Identifier: Apache-2.0
// Values and Jacobian of a user's function at one point: by its plan where the compiler can make
// one, else by jets, as many directions at a time as fill two registers.
#pragma once

#include <fenchel/forward/evaluate.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace forward {

template <class F, class X, class... P>
struct PlanOf {
  static constexpr bool exists = false;
};
template <class F, std::size_t N, class... P>
  requires(Recordable<F, Numbers<N>, P...> &&
           Plannable<Written<F, Numbers<N>, P...>, static_cast<int>(N)>)
struct PlanOf<F, Numbers<N>, P...> {
  static constexpr bool exists = true;
  using type = Plan<Written<F, Numbers<N>, P...>, static_cast<int>(N)>;
};

/// How many numbers f(x, p...) gives.
template <class F, class X, class... P>
inline constexpr std::size_t outputs_of =
    ShapeOf<std::remove_cvref_t<std::invoke_result_t<const F&, const X&, const P&...>>>::size;

/// All arguments in one array.
template <class V, class... P>
FENCHEL_INLINE auto gathered(const P&... p) {
  std::array<V, (ShapeOf<P>::size + ...)> all;
  std::size_t at = 0;
  const auto append = [&](const auto& each) __attribute__((always_inline)) {
    for (std::size_t i = 0; i < ShapeOf<std::remove_cvref_t<decltype(each)>>::size; ++i)
      all[at++] = V(entry(each, i));
  };
  (append(p), ...);
  return all;
}

/// How many directions jets take at a time.
template <class V, std::size_t N>
inline constexpr int chunk = [] {
  constexpr int most = std::is_arithmetic_v<V> ? 2 * simd::native_lanes<simd::lane_t<V>> : 8;
  return std::min(static_cast<int>(N), most);
}();

/// The columns from `first` on.
template <int K, class F, class V, std::size_t N, std::size_t M, class... P>
void jet_columns(const F& f, int first, const std::array<V, N>& x, Linearized<V, M, N>& result,
                 const P&... p) {
  std::array<Jet<V, K>, N> moved;
  for (std::size_t i = 0; i < N; ++i)
    moved[i] = Jet<V, K>::variable(x[i], static_cast<int>(i) - first);
  const auto y = f(moved, p...);
  for (std::size_t m = 0; m < M; ++m) {
    const Jet<V, K> each(entry(y, m));
    result.value[m] = each.value;
    for (std::size_t i = static_cast<std::size_t>(first); i < N; ++i) {
      const int direction = static_cast<int>(i) - first;
      if (direction < K) result.jacobian[m][i] = each.tangent[direction];
    }
  }
}

template <class F, class V, std::size_t N, class... P>
auto linearize_by_jets(const F& f, const std::array<V, N>& x, const P&... p) {
  constexpr int width = chunk<V, N>;
  constexpr std::size_t outputs = outputs_of<F, std::array<Jet<V, width>, N>, P...>;
  Linearized<V, outputs, N> result;
  for (int first = 0; first < static_cast<int>(N); first += width)
    jet_columns<width>(f, first, x, result, p...);
  return result;
}

template <class F, class V, std::size_t N, class... P>
FENCHEL_INLINE auto linearize(const F& f, const std::array<V, N>& x, const P&... p) {
  using Found = PlanOf<F, Numbers<N>, argument_t<P>...>;
  if constexpr (Found::exists) return evaluate_plan<typename Found::type>(gathered<V>(x, p...));
  else return linearize_by_jets(f, x, p...);
}

}  // namespace forward
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
