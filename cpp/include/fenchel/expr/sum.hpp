// SPDX-License-Identifier: Apache-2.0
// Sums of array expressions: sum, mean, dot. Scalar factors and terms are taken out of them.
#pragma once

#include <fenchel/expr/evaluate.hpp>
#include <fenchel/expr/reduction.hpp>
#include <fenchel/expr/take_out.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// The sum of what one pass computes.
struct PlainSum {
  static constexpr const char* name = "sum";
  static constexpr bool chooses = false;
  template <class T>
  struct Frame {
    T value;
  };

  template <bool Reverses, bool Wide = true, class E, class T>
  static FENCHEL_INLINE T run(const E& e, T seed) {
    return fold_over<SumFold<packet_of<E>, Reverses>, Wide>(e, seed);
  }
  template <class E>
  static FENCHEL_INLINE auto forward(const E& e) {
    using T = typename E::Real;
    return Frame<T>{run<false>(e, T(1))};
  }
  template <class E, class T>
  static FENCHEL_INLINE T both(const E& e, T seed) {
    return run<true>(e, seed);
  }
  template <class E, class F, class T>
  static FENCHEL_INLINE void reverse(const E& e, const F&, T seed) {
    run<true>(e, seed);
  }
};

/// The formula of sum(e) after all has been taken out, and whether its products keep to the range
/// of the type: the square root of the range is left for the factors, in either direction.
template <class E>
FENCHEL_INLINE auto formula_of_sum(const E& e) {
  using T = typename E::Real;
  if constexpr (Term<E>::found) {
    return formula_of_sum(Term<E>::rest(e)) + static_cast<T>(e.size()) * Term<E>::term(e);
  } else if constexpr (Factor<E>::found) {
    return Factor<E>::scale(e) * formula_of_sum(Factor<E>::core(e));
  } else {
    Reduction<PlainSum, E> plain(e);
    return plain;
  }
}

template <class T>
bool is_moderate(T scale) {
  constexpr T most = power_of_two<T>(std::numeric_limits<T>::max_exponent / 2);
  const T size = simd::abs(scale);
  return size < most && size > 1 / most;
}

/// What keeps_range would look at, by types alone.
template <class E>
constexpr bool may_leave_range() {
  if constexpr (Term<E>::found)
    return may_leave_range<decltype(Term<E>::rest(std::declval<const E&>()))>();
  else if constexpr (Factor<E>::found)
    return Factor<E>::crosses ||
           may_leave_range<decltype(Factor<E>::core(std::declval<const E&>()))>();
  else return false;
}
template <class E>
FENCHEL_INLINE bool keeps_range(const E& e) {
  if constexpr (!may_leave_range<E>()) return true;
  else if constexpr (Term<E>::found) return keeps_range(Term<E>::rest(e));
  else if constexpr (!Factor<E>::crosses) return keeps_range(Factor<E>::core(e));
  else
    return Factor<E>::holds(e) && is_moderate(number_of(Factor<E>::scale(e))) &&
           keeps_range(Factor<E>::core(e));
}

struct SumKind : PlainSum {
  template <class E>
  static FENCHEL_INLINE auto forward(const E& e) {
    using T = typename E::Real;
    return Frame<T>{evaluated<false>(e, T(1))};
  }
  template <class E, class T>
  static FENCHEL_INLINE T both(const E& e, T seed) {
    return evaluated<true>(e, seed);
  }
  template <class E, class F, class T>
  static FENCHEL_INLINE void reverse(const E& e, const F&, T seed) {
    both(e, seed);
  }

 private:
  template <bool Reverses, class E, class T>
  static FENCHEL_INLINE T evaluated(const E& e, T seed) {
    if constexpr (!Term<E>::found && !Factor<E>::found) return run<Reverses>(e, seed);
    else if (e.size() == 0) return T(0);
    else if (keeps_range(e)) return of_formula<Reverses>(formula_of_sum(e), seed);
    else return as_written<Reverses>(e, seed);
  }
  template <bool Reverses, class Formula, class T>
  static FENCHEL_INLINE T of_formula(const Formula& formula, T seed) {
    auto lowered = formula.template lower<T, false, 0>();
    if constexpr (Reverses) return evaluate(lowered, seed);
    else return number_of(formula);
  }
  /// Where scalars have to stay in the sum. This is seldom: it is computed aside, from a copy, so
  /// that the expression itself stays in registers.
  template <bool Reverses, class E, class T>
  static FENCHEL_INLINE T as_written(const E& e, T seed) {
    if constexpr (may_leave_range<E>()) {
      const E copy = e;
      return aside<Reverses>(copy, seed);
    } else return T(0);
  }
  template <bool Reverses, class E, class T>
  [[gnu::noinline, gnu::cold]] static T aside(const E& copy, T seed) {
    const E e = copy;
    return run<Reverses, false>(e, seed);
  }
};

}  // namespace expr

/// The sum of an array expression. 0 if it is empty.
template <class E>
  requires expr::Node<E>
FENCHEL_INLINE auto sum(const E& e) {
  return expr::Reduction<expr::SumKind, E>(e);
}

/// The mean of an array expression. NaN if it is empty.
template <class E>
  requires expr::Node<E>
FENCHEL_INLINE auto mean(const E& e) {
  return sum(e) / static_cast<typename E::Real>(e.size());
}

/// The sum of the products of two array expressions.
template <class A, class B>
  requires(expr::Node<A> && expr::Node<B>)
FENCHEL_INLINE auto dot(const A& a, const B& b) {
  return sum(a * b);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
