// SPDX-License-Identifier: Apache-2.0
// Time stepping inside an expression: the objective of a recurrence (forward/recurrence.hpp) whose
// start and parameters are scalar expressions and whose inputs are arrays, an element a step. The
// steps, their costs and the way back are `forward::Unroller`.
#pragma once

#include <fenchel/expr/apply.hpp>
#include <fenchel/expr/scalars.hpp>
#include <fenchel/expr/view.hpp>
#include <fenchel/forward/unroll.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {

/// How a recurrence is run: `workspace` has unroll_workspace<states>(steps, checkpoints) numbers,
/// which every evaluation overwrites.
template <class T>
struct Unrolling {
  std::size_t steps = 0, checkpoints = 1;
  std::span<T> workspace;
};

namespace expr {

template <class N>
struct LoweredUnroll {
  using T = typename N::Real;
  static constexpr bool is_active = N::is_active, has_reduction = true;
  const N& node;

  template <class P, class E>
  FENCHEL_INLINE auto forward(const P&, E&) {
    return Value<T>{node.value()};
  }
  template <class F, class P, class E>
  FENCHEL_INLINE void reverse(const F&, T adj, const P& p, E&) {
    if constexpr (is_guarded<P>)
      if (adj == T(0)) return node.clear(p);
    node.value_and_gradient(adj, p);
  }
  FENCHEL_INLINE T evaluate(T seed) {
    if constexpr (is_active) return node.value_and_gradient(seed, Once{});
    else return node.value();
  }
};

template <class R, class Start, class Parameters, class Inputs>
struct Unroll;

template <class R, class... S, class... P, class... U>
struct Unroll<R, std::tuple<S...>, std::tuple<P...>, std::tuple<U...>> : Expression {
  using Real = typename RealOf<S..., P..., U...>::type;
  static constexpr std::size_t extent = scalar_extent;
  static constexpr bool has_reduction = true;
  static constexpr bool is_active =
      (S::is_active || ...) || (P::is_active || ...) || (U::is_active || ...);
  static constexpr int cost = 64, writers = (0 + ... + S::writers) + (0 + ... + P::writers) +
                                            (0 + ... + U::writers);
  template <bool Share>
  static constexpr int arrays = 0;
  using Children = primitive::TypeList<S..., P...>;

  R recurrence;
  std::tuple<S...> start;
  std::tuple<P...> parameters;
  std::tuple<U...> inputs;
  Unrolling<Real> how;

  Unroll(const R& r, const std::tuple<S...>& s, const std::tuple<P...>& p,
         const std::tuple<U...>& u, const Unrolling<Real>& h)
      : recurrence(r), start(s), parameters(p), inputs(u), how(h) {
    std::apply([&](const U&... each) { (check(each), ...); }, inputs);
    const std::size_t need = unroll_workspace<sizeof...(S)>(how.steps, how.checkpoints);
    if (how.checkpoints == 0 || how.workspace.size() < need) [[unlikely]]
      fail<ShapeError>(describe() + " needs a checkpoint and a workspace of " +
                       std::to_string(need) + " numbers, not " +
                       std::to_string(how.workspace.size()));
  }

  constexpr std::size_t size() const { return 1; }
  [[gnu::cold]] std::string describe() const {
    std::string text = "unroll(" + std::to_string(how.steps) + " steps";
    std::apply([&](const U&... each) { ((text += ", " + each.describe()), ...); }, inputs);
    return text + ")";
  }
  bool same(const Unroll& other) const {
    return std::is_empty_v<R> && how.steps == other.how.steps && all_same(start, other.start) &&
           all_same(parameters, other.parameters) && all_same(inputs, other.inputs);
  }
  template <class Visit>
  FENCHEL_INLINE void each_leaf(Visit&& visit) {
    each_child([&](auto& child) { child.each_leaf(visit); });
    std::apply([&](U&... each) { (input_leaf(visit, each), ...); }, inputs);
  }
  template <class Visit>
  FENCHEL_INLINE void each_child(const Visit& visit) {
    std::apply([&](S&... each) { (visit(each), ...); }, start);
    std::apply([&](P&... each) { (visit(each), ...); }, parameters);
  }
  template <class V, bool Share, int First>
  FENCHEL_INLINE auto lower() const {
    return LoweredUnroll<Unroll>{*this};
  }

  Real value() const {
    auto run =
        trajectory(Scalars<Real, S...>(start).values(), Scalars<Real, P...>(parameters).values());
    return forward::unroller(recurrence, run, how.checkpoints, how.workspace.data()).value();
  }
  template <class At>
  Real value_and_gradient(Real seed, const At& at) const {
    Scalars<Real, S...> first(start);
    Scalars<Real, P...> fixed(parameters);
    auto run = trajectory(first.values(), fixed.values());
    run.seed = seed;
    const Real y =
        forward::unroller(recurrence, run, how.checkpoints, how.workspace.data()).objective();
    first.reverse(run.d_start, at);
    fixed.reverse(run.d_parameters, at);
    return y;
  }
  /// The gradient where the objective was not chosen: zero, whatever the partials are.
  template <class At>
  void clear(const At& at) const {
    Scalars<Real, S...>(start).reverse({}, at);
    Scalars<Real, P...>(parameters).reverse({}, at);
    std::apply([&](const U&... each) { (clear_input(each), ...); }, inputs);
  }

 private:
  template <class N>
  void check(const N& input) const {
    if (input.size() != how.steps) [[unlikely]]
      fail_sizes(describe(), how.steps, input.size());
  }
  template <class Visit, class N>
  static FENCHEL_INLINE void input_leaf(Visit&& visit, N& input) {
    if constexpr (N::is_active) visit.block(input.gradient, input.size(), input.adds);
  }
  template <class N>
  static void clear_input(const N& input) {
    if constexpr (N::is_active)
      if (!input.adds) std::fill_n(input.gradient, input.size(), Real(0));
  }
  template <class... A>
  static bool all_same(const std::tuple<A...>& a, const std::tuple<A...>& b) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return (std::get<I>(a).same(std::get<I>(b)) && ...);
    }(std::index_sequence_for<A...>{});
  }
  auto trajectory(const std::array<Real, sizeof...(S)>& s,
                  const std::array<Real, sizeof...(P)>& p) const {
    Trajectory<Real, sizeof...(S), sizeof...(P), sizeof...(U)> run{how.steps, s, p};
    std::apply(
        [&](const U&... each) {
          run.inputs = {each.data.data()...};
          run.d_inputs = {each.gradient...};
          run.adds = {each.adds...};
        },
        inputs);
    return run;
  }
};

template <class A>
constexpr void need_input() {
  static_assert(
      requires(const A& a) { a.data.data(), a.gradient; },
      "fenchel: the inputs of a recurrence are array leaves, an element a step.");
}
template <class Step, class T, std::size_t S, std::size_t P, std::size_t U>
constexpr void need_states() {
  using Next = decltype(std::declval<const Step&>()(std::array<T, S>{}, std::array<T, P>{},
                                                    std::array<T, U>{}));
  static_assert(forward::ShapeOf<std::remove_cvref_t<Next>>::size == S,
                "fenchel: a step of a recurrence returns as many numbers as there are states.");
}

}  // namespace expr

/// The objective of a recurrence: the sum over t of cost(s[t + 1], p, u[t]) and last(s[steps], p).
/// `start` and `parameters` are tuples of scalar expressions and numbers, `inputs` of leaves.
template <class R, class... S, class... P, class... U>
  requires(expr::Node<S> || ... || (expr::Node<P> || ... || (expr::Node<U> || ...)))
auto unroll(const R& recurrence, const std::tuple<S...>& start, const std::tuple<P...>& parameters,
            const std::tuple<U...>& inputs,
            const Unrolling<typename expr::RealOf<S..., P..., U...>::type>& how) {
  using T = typename expr::RealOf<S..., P..., U...>::type;
  (expr::need_input<U>(), ...);
  expr::need_states<decltype(recurrence.step), T, sizeof...(S), sizeof...(P), sizeof...(U)>();
  const auto lifted = [](const auto& nodes) {
    return std::apply([](const auto&... each) { return std::tuple{expr::lift<T>(each)...}; },
                      nodes);
  };
  return expr::Unroll<R, decltype(lifted(start)), decltype(lifted(parameters)), std::tuple<U...>>(
      recurrence, lifted(start), lifted(parameters), inputs, how);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
