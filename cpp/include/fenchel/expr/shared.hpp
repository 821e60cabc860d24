// SPDX-License-Identifier: Apache-2.0
// Lets of scalars and reductions. All uses of one, wherever they are in an expression, read one
// value and add to one adjoint: it is computed before the expression, inner ones first, and its
// reverse sweep runs after that of the expression.
#pragma once

#include <fenchel/expr/evaluate.hpp>
#include <fenchel/expr/let.hpp>
#include <fenchel/expr/plan.hpp>
#include <optional>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

template <class E>
inline constexpr bool is_scalar_let = false;
template <class Body, int Id>
inline constexpr bool is_scalar_let<Let<Body, Id>> = Let<Body, Id>::is_scalar;

/// The types of the scalar lets of E after those of List, inner ones first.
template <class List, class E>
struct ScalarLets {
  using type = List;
};
template <class List, class Children>
struct ScalarLetsOf {
  using type = List;
};
template <class List, class A, class... B>
struct ScalarLetsOf<List, primitive::TypeList<A, B...>>
    : ScalarLetsOf<typename ScalarLets<List, A>::type, primitive::TypeList<B...>> {};
template <class List, class E>
  requires requires { typename E::Children; }
struct ScalarLets<List, E> {
  using inner = typename ScalarLetsOf<List, typename E::Children>::type;
  using type = typename std::conditional_t<is_scalar_let<E>, Append<inner, E>,
                                           std::type_identity<inner>>::type;
};
template <class E>
using scalar_lets_of = typename ScalarLets<primitive::TypeList<>, E>::type;

/// How often L is used in E.
template <class L, class E>
constexpr int uses_of() {
  int count = std::is_same_v<L, E>;
  if constexpr (requires { typename E::Children; })
    count += []<class... A>(primitive::TypeList<A...>) {
      return (0 + ... + uses_of<L, A>());
    }(typename E::Children{});
  return count;
}

/// Whether E chooses between elements: adjoints that are zero may then mean "does not count".
template <class E>
constexpr bool makes_choice() {
  bool found = false;
  if constexpr (requires { E::chooses; }) found = E::chooses;
  if constexpr (requires { typename E::Children; })
    found = found || []<class... A>(primitive::TypeList<A...>) {
      return (makes_choice<A>() || ...);
    }(typename E::Children{});
  return found;
}

template <class L, class E, class Visit>
void each_use(E& e, const Visit& visit) {
  if constexpr (requires { typename E::Children; })
    e.each_child([&](auto& child) { each_use<L>(child, visit); });
  if constexpr (std::is_same_v<L, E>) visit(e);
}

/// The uses of L in an expression. Those that compute the same share what their first one computes.
template <class L, int N>
class Uses {
 public:
  using T = typename L::Real;

  template <class E>
  explicit Uses(E& e) {
    int i = 0;
    each_use<L>(e, [&](L& use) { enter(i++, use); });
  }
  void forward() {
    for (int i = 0; i < N; ++i)
      if (uses_[i]->is_first) {
        lowered_[i].emplace(lower_body(*uses_[i]));
        frames_[i].emplace(lowered_[i]->forward(Once{}, env_));
        shared_[i] = {frames_[i]->value, T(0)};
      }
  }
  template <class P>
  void reverse(const P& p) {
    if constexpr (L::is_active)
      for (int i = N - 1; i >= 0; --i)
        if (frames_[i]) lowered_[i]->reverse(*frames_[i], shared_[i].adjoint, p, env_);
  }

 private:
  static auto lower_body(const L& use) { return use.body.template lower<T, false, 0>(); }
  using Lowered = decltype(lower_body(std::declval<const L&>()));
  using Frame = decltype(std::declval<Lowered&>().forward(Once{}, std::declval<NoEnv&>()));

  void enter(int i, L& use) {
    int first = 0;
    while (first < i && !use.same(*uses_[first])) ++first;
    uses_[i] = &use;
    use.shared = &shared_[first];
    use.is_first = first == i;
  }

  L* uses_[N];
  SharedScalar<T> shared_[N];
  std::optional<Lowered> lowered_[N];
  std::optional<Frame> frames_[N];
  NoEnv env_;
};

/// The value of e, which is not copied any more; with Reverses its gradient too.
template <bool Reverses, class E>
FENCHEL_INLINE auto evaluate_with(E& e, primitive::TypeList<>) {
  using T = typename E::Real;
  if constexpr (Reverses) {
    plan_gradients(e);
    auto lowered = e.template lower<T, false, 0>();
    return evaluate(lowered, T(1));
  } else {
    return number_of(e);
  }
}
/// The same with its scalar lets computed before, and their adjoints sent on after.
template <bool Reverses, class E, class L, class... Outer>
auto evaluate_with(E& e, primitive::TypeList<L, Outer...>) {
  Uses<L, uses_of<L, E>()> uses(e);
  uses.forward();
  const auto y = evaluate_with<Reverses>(e, primitive::TypeList<Outer...>{});
  if constexpr (Reverses) uses.reverse(below<makes_choice<E>()>(Once{}));
  return y;
}

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
