// SPDX-License-Identifier: Apache-2.0
// Lets of scalars, reductions, and what is computed whole. All uses of one, wherever they are in an
// expression, read one value and add to one adjoint: it is computed before the expression, inner
// ones first, and its reverse sweep runs after that of the expression.
#pragma once

#include <fenchel/expr/evaluate.hpp>
#include <fenchel/expr/let.hpp>
#include <fenchel/expr/plan.hpp>
#include <optional>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

template <class E>
inline constexpr bool is_shared_let = false;
template <class Body, int Id>
inline constexpr bool is_shared_let<Let<Body, Id>> = Let<Body, Id>::is_shared;

/// The types of the shared lets of E after those of List, inner ones first.
template <class List, class E>
struct SharedLets {
  using type = List;
};
template <class List, class Children>
struct SharedLetsOf {
  using type = List;
};
template <class List, class A, class... B>
struct SharedLetsOf<List, primitive::TypeList<A, B...>>
    : SharedLetsOf<typename SharedLets<List, A>::type, primitive::TypeList<B...>> {};
template <class List, class E>
  requires requires { typename E::Children; }
struct SharedLets<List, E> {
  using inner = typename SharedLetsOf<List, typename E::Children>::type;
  using type = typename std::conditional_t<is_shared_let<E>, Append<inner, E>,
                                           std::type_identity<inner>>::type;
};
template <class E>
using shared_lets_of = typename SharedLets<primitive::TypeList<>, E>::type;

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

/// Bit i: child i of E gets an adjoint. A condition gets none.
template <class E>
inline constexpr unsigned reached_children = ~0u;
template <class Op, class... A>
inline constexpr unsigned reached_children<Apply<Op, A...>> = Op::facts.active;

/// Calls visit(use, reached) for the uses of L in e; `reached` says whether adjoints get there.
template <class L, class E, class Visit>
void each_use(E& e, const Visit& visit, bool reached = true) {
  if constexpr (requires { typename E::Children; }) {
    unsigned child_number = 0;
    e.each_child([&](auto& child) {
      const unsigned i = child_number++;
      each_use<L>(child, visit, reached && (i >= 32 || (reached_children<E> >> i) & 1u));
    });
  }
  if constexpr (std::is_same_v<L, E>) visit(e, reached);
}

/// A shared scalar at work.
template <class L>
class ScalarWork {
 public:
  using T = typename L::Real;

  explicit ScalarWork(const L& use)
      : lowered_(lower_body(use)), frame_(lowered_.forward(Once{}, env_)) {
    shared = {frame_.value, T(0)};
  }
  template <class P>
  void reverse(const P& p) {
    lowered_.reverse(frame_, shared.adjoint, p, env_);
  }

  SharedScalar<T> shared;

 private:
  static auto lower_body(const L& use) { return use.body.template lower<T, false, 0>(); }
  using Lowered = decltype(lower_body(std::declval<const L&>()));

  NoEnv env_;
  Lowered lowered_;
  decltype(std::declval<Lowered&>().forward(Once{}, std::declval<NoEnv&>())) frame_;
};

/// What is computed whole.
template <class L>
struct BlockWork {
  Block<decltype(L::body)> shared;

  explicit BlockWork(const L& use) : shared(use.body) {}
  template <class P>
  void reverse(const P&) {
    shared.reverse();
  }
};

/// The uses of L in an expression. Those that compute the same share what one of them computes: the
/// first that adjoints reach, because the plan of the gradients sees its leaves as written. Where
/// they reach none, as in a condition, nothing is sent on.
template <class L, int N>
class Uses {
 public:
  template <class E>
  explicit Uses(E& e) {
    int i = 0;
    each_use<L>(e, [&](L& use, bool reached) { enter(i++, use, reached); });
    for (i = 0; i < N; ++i) uses_[i]->is_first = speaker_[first_[i]] == i;
  }
  void forward() {
    for (int i = 0; i < N; ++i)
      if (uses_[i]->is_first) work_[i].emplace(*uses_[i]);
    for (int i = 0; i < N; ++i) uses_[i]->shared = &work_[speaker_[first_[i]]]->shared;
  }
  template <class P>
  void reverse(const P& p) {
    if constexpr (L::is_active)
      for (int i = N - 1; i >= 0; --i)
        if (work_[i] && reached_[i]) work_[i]->reverse(p);
  }

 private:
  void enter(int i, L& use, bool reached) {
    int first = 0;
    while (first < i && !use.same(*uses_[first])) ++first;
    uses_[i] = &use;
    first_[i] = first;
    reached_[i] = reached;
    if (first == i || (reached && !reached_[speaker_[first]])) speaker_[first] = i;
  }

  L* uses_[N];
  int first_[N];    ///< of those that compute the same
  int speaker_[N];  ///< of a first one: the one that computes
  bool reached_[N];
  std::optional<std::conditional_t<L::is_block, BlockWork<L>, ScalarWork<L>>> work_[N];
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
/// The same with its shared lets computed before, and their adjoints sent on after.
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
