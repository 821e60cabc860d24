// SPDX-License-Identifier: Apache-2.0
// A list of scalar expressions at work: their values, and their adjoints sent on.
#pragma once

#include <array>
#include <fenchel/expr/lower.hpp>
#include <tuple>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

template <class T, class... A>
class Scalars {
 public:
  static constexpr std::size_t count = sizeof...(A);

  explicit Scalars(const std::tuple<A...>& nodes) : Scalars(nodes, Each{}) {}
  std::array<T, count> values() const { return values(Each{}); }
  template <class P>
  void reverse(const std::array<T, count>& adjoint, const P& p) {
    reverse(adjoint, p, Each{});
  }

 private:
  using Each = std::index_sequence_for<A...>;
  template <class N>
  struct One {
    using Lowered = decltype(std::declval<const N&>().template lower<T, false, 0>());
    NoEnv env;
    Lowered lowered;
    decltype(lowered.forward(Once{}, env)) frame;

    explicit One(const N& node)
        : lowered(node.template lower<T, false, 0>()), frame(lowered.forward(Once{}, env)) {}
  };

  template <std::size_t... I>
  Scalars(const std::tuple<A...>& nodes, std::index_sequence<I...>)
      : each_{One<A>(std::get<I>(nodes))...} {}
  template <std::size_t... I>
  std::array<T, count> values(std::index_sequence<I...>) const {
    return {T(std::get<I>(each_).frame.value)...};
  }
  template <class P, std::size_t... I>
  void reverse(const std::array<T, count>& adjoint, const P& p, std::index_sequence<I...>) {
    (reverse_one(std::get<I>(each_), adjoint[I], p), ...);
  }
  template <class N, class P>
  static void reverse_one(One<N>& one, T adjoint, const P& p) {
    if constexpr (N::is_active) one.lowered.reverse(one.frame, adjoint, p, one.env);
  }

  std::tuple<One<A>...> each_;
};

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
