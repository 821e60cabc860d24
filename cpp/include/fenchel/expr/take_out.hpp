// SPDX-License-Identifier: Apache-2.0
// What a sum can do without its pass: scalar factors and scalar terms of the summands.
//
// In sum(-0.5 * (z * z) - log(sigma)) with z = (x - mu) / sigma, the pass need only sum (x - mu)^2:
// -0.5 / sigma^2 is a factor of the sum and log(sigma) is added n times, as in the gradient one
// derives by hand. Factors come out of products, quotients, squares and lets.
#pragma once

#include <fenchel/expr/let.hpp>
#include <fenchel/primitive/elementwise/add.hpp>
#include <fenchel/primitive/elementwise/divide.hpp>
#include <fenchel/primitive/elementwise/multiply.hpp>
#include <fenchel/primitive/elementwise/negative.hpp>
#include <fenchel/primitive/elementwise/square.hpp>
#include <fenchel/primitive/elementwise/subtract.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// No factor.
struct Unit {};
template <class S>
FENCHEL_INLINE auto times(const Unit&, const S& s) {
  return s;
}
template <Node S>
FENCHEL_INLINE auto times(const S& s, const Unit&) {
  return s;
}
template <Node S, Node R>
FENCHEL_INLINE auto times(const S& s, const R& r) {
  return s * r;
}
template <Node S>
FENCHEL_INLINE auto over(const Unit&, const S& s) {
  return 1 / s;
}
template <Node S, Node R>
FENCHEL_INLINE auto over(const S& s, const R& r) {
  return s / r;
}

/// E = scale(e) * core(e) with a scalar `scale`. `crosses` says that the core contains products
/// which the scale is not in, so that they may leave the range of the type where E does not;
/// holds(e) that e is what its type promises.
template <class E>
struct Factor {
  static constexpr bool found = false, crosses = false;
  static FENCHEL_INLINE Unit scale(const E&) { return {}; }
  static FENCHEL_INLINE auto core(const E& e) { return e; }
  static FENCHEL_INLINE bool holds(const E&) { return true; }
};

template <class E>
concept Scaled = Factor<E>::found;

template <ScalarNode A, ArrayNode B>
struct Factor<Apply<primitive::Multiply, A, B>> {
  using E = Apply<primitive::Multiply, A, B>;
  static constexpr bool found = true, crosses = Factor<B>::crosses;
  static FENCHEL_INLINE auto scale(const E& e) {
    return times(get<0>(e.inputs), Factor<B>::scale(get<1>(e.inputs)));
  }
  static FENCHEL_INLINE auto core(const E& e) { return Factor<B>::core(get<1>(e.inputs)); }
  static FENCHEL_INLINE bool holds(const E& e) { return Factor<B>::holds(get<1>(e.inputs)); }
};

template <ArrayNode A, ScalarNode B>
struct Factor<Apply<primitive::Multiply, A, B>> {
  using E = Apply<primitive::Multiply, A, B>;
  static constexpr bool found = true, crosses = Factor<A>::crosses;
  static FENCHEL_INLINE auto scale(const E& e) {
    return times(Factor<A>::scale(get<0>(e.inputs)), get<1>(e.inputs));
  }
  static FENCHEL_INLINE auto core(const E& e) { return Factor<A>::core(get<0>(e.inputs)); }
  static FENCHEL_INLINE bool holds(const E& e) { return Factor<A>::holds(get<0>(e.inputs)); }
};

template <ArrayNode A, ArrayNode B>
  requires(Scaled<A> || Scaled<B>)
struct Factor<Apply<primitive::Multiply, A, B>> {
  using E = Apply<primitive::Multiply, A, B>;
  static constexpr bool found = true, crosses = true;
  static FENCHEL_INLINE auto scale(const E& e) {
    return times(Factor<A>::scale(get<0>(e.inputs)), Factor<B>::scale(get<1>(e.inputs)));
  }
  static FENCHEL_INLINE auto core(const E& e) {
    return Factor<A>::core(get<0>(e.inputs)) * Factor<B>::core(get<1>(e.inputs));
  }
  static FENCHEL_INLINE bool holds(const E& e) {
    return Factor<A>::holds(get<0>(e.inputs)) && Factor<B>::holds(get<1>(e.inputs));
  }
};

/// z * z is a square, if the two factors are not only of one type.
template <Scaled A>
struct Factor<Apply<primitive::Multiply, A, A>> {
  using E = Apply<primitive::Multiply, A, A>;
  static constexpr bool found = true, crosses = true;
  static FENCHEL_INLINE auto scale(const E& e) {
    return square(Factor<A>::scale(get<0>(e.inputs)));
  }
  static FENCHEL_INLINE auto core(const E& e) { return square(Factor<A>::core(get<0>(e.inputs))); }
  static FENCHEL_INLINE bool holds(const E& e) {
    return get<0>(e.inputs).same(get<1>(e.inputs)) && Factor<A>::holds(get<0>(e.inputs));
  }
};

template <ArrayNode A, ScalarNode B>
struct Factor<Apply<primitive::Divide, A, B>> {
  using E = Apply<primitive::Divide, A, B>;
  static constexpr bool found = true, crosses = Factor<A>::crosses;
  static FENCHEL_INLINE auto scale(const E& e) {
    return over(Factor<A>::scale(get<0>(e.inputs)), get<1>(e.inputs));
  }
  static FENCHEL_INLINE auto core(const E& e) { return Factor<A>::core(get<0>(e.inputs)); }
  static FENCHEL_INLINE bool holds(const E& e) { return Factor<A>::holds(get<0>(e.inputs)); }
};

template <Scaled A>
struct Factor<Apply<primitive::Square, A>> {
  using E = Apply<primitive::Square, A>;
  static constexpr bool found = true, crosses = true;
  static FENCHEL_INLINE auto scale(const E& e) {
    return square(Factor<A>::scale(get<0>(e.inputs)));
  }
  static FENCHEL_INLINE auto core(const E& e) { return square(Factor<A>::core(get<0>(e.inputs))); }
  static FENCHEL_INLINE bool holds(const E& e) { return Factor<A>::holds(get<0>(e.inputs)); }
};

template <ArrayNode A>
struct Factor<Apply<primitive::Negative, A>> {
  using E = Apply<primitive::Negative, A>;
  static constexpr bool found = true, crosses = Factor<A>::crosses;
  static FENCHEL_INLINE auto scale(const E& e) {
    return times(Number<typename E::Real>(-1), Factor<A>::scale(get<0>(e.inputs)));
  }
  static FENCHEL_INLINE auto core(const E& e) { return Factor<A>::core(get<0>(e.inputs)); }
  static FENCHEL_INLINE bool holds(const E& e) { return Factor<A>::holds(get<0>(e.inputs)); }
};

template <Scaled A, int Id>
struct Factor<Let<A, Id>> {
  using E = Let<A, Id>;
  static constexpr bool found = true, crosses = Factor<A>::crosses;
  static FENCHEL_INLINE auto scale(const E& e) { return Factor<A>::scale(e.body); }
  static FENCHEL_INLINE auto core(const E& e) { return let<Id>(Factor<A>::core(e.body)); }
  static FENCHEL_INLINE bool holds(const E& e) { return Factor<A>::holds(e.body); }
};

/// Whether every element of E has a rounding error of its own. From such a sum a scalar term may be
/// taken out: where the two cancel, E's own error hides what that costs. Differences of data with
/// their mean, which may be exact, stay as they are.
template <class E>
inline constexpr bool is_rounded = false;
template <class Op, ArrayNode A>
inline constexpr bool is_rounded<Apply<Op, A>> =
    std::is_same_v<Op, primitive::Square> || (Op::facts.max_ulp > 0.5) ||
    (std::is_same_v<Op, primitive::Negative> && is_rounded<A>);
template <ArrayNode A, ArrayNode B>
inline constexpr bool is_rounded<Apply<primitive::Multiply, A, B>> = true;
template <ScalarNode A, ArrayNode B>
inline constexpr bool is_rounded<Apply<primitive::Multiply, A, B>> = is_rounded<B>;
template <ArrayNode A, ScalarNode B>
inline constexpr bool is_rounded<Apply<primitive::Multiply, A, B>> = is_rounded<A>;
template <ArrayNode A, class B>
inline constexpr bool is_rounded<Apply<primitive::Divide, A, B>> = true;

/// E = rest(e) + term(e) with a scalar `term`.
template <class E>
struct Term {
  static constexpr bool found = false;
};

template <ArrayNode A, ScalarNode B>
  requires is_rounded<A>
struct Term<Apply<primitive::Add, A, B>> {
  using E = Apply<primitive::Add, A, B>;
  static constexpr bool found = true;
  static FENCHEL_INLINE auto term(const E& e) { return get<1>(e.inputs); }
  static FENCHEL_INLINE auto rest(const E& e) { return get<0>(e.inputs); }
};

template <ScalarNode A, ArrayNode B>
  requires is_rounded<B>
struct Term<Apply<primitive::Add, A, B>> {
  using E = Apply<primitive::Add, A, B>;
  static constexpr bool found = true;
  static FENCHEL_INLINE auto term(const E& e) { return get<0>(e.inputs); }
  static FENCHEL_INLINE auto rest(const E& e) { return get<1>(e.inputs); }
};

template <ArrayNode A, ScalarNode B>
  requires is_rounded<A>
struct Term<Apply<primitive::Subtract, A, B>> {
  using E = Apply<primitive::Subtract, A, B>;
  static constexpr bool found = true;
  static FENCHEL_INLINE auto term(const E& e) { return -get<1>(e.inputs); }
  static FENCHEL_INLINE auto rest(const E& e) { return get<0>(e.inputs); }
};

template <ScalarNode A, ArrayNode B>
  requires is_rounded<B>
struct Term<Apply<primitive::Subtract, A, B>> {
  using E = Apply<primitive::Subtract, A, B>;
  static constexpr bool found = true;
  static FENCHEL_INLINE auto term(const E& e) { return get<0>(e.inputs); }
  static FENCHEL_INLINE auto rest(const E& e) { return -get<1>(e.inputs); }
};

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
