// SPDX-License-Identifier: Apache-2.0
// How a primitive acts on truncated power series. Sum, product and quotient are their arithmetic;
// any other primitive follows from its partial derivatives, because y = f(x(t)) gives
//   y' = sum over inputs of x' * partial(y, x),   k y[k] = sum of j x[j] p[k - j],
// with p the series of the partial to one order less, which the same rule evaluates.
#pragma once

#include <fenchel/forward/affine.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {

/// c[0] + c[1] t + ... + c[K] t^K.
template <class T, int K>
struct Taylor {
  using value_of = T;
  static constexpr int order = K;

  T c[K + 1];

  FENCHEL_INLINE Taylor() : Taylor(T(0.0)) {}
  FENCHEL_INLINE Taylor(const T& constant) : c{constant} {  // NOLINT: numbers lift
    for (int k = 1; k <= K; ++k) c[k] = T(0.0);
  }
  template <class U>
    requires(primitive::Scalar<U> && !std::is_same_v<U, T>)
  FENCHEL_INLINE Taylor(U v) : Taylor(T(v)) {}  // NOLINT: numbers lift

  friend Taylor& operator+=(Taylor& a, const Taylor& b) { return a = a + b; }
  friend Taylor& operator-=(Taylor& a, const Taylor& b) { return a = a - b; }
  friend Taylor& operator*=(Taylor& a, const Taylor& b) { return a = a * b; }
  friend Taylor& operator/=(Taylor& a, const Taylor& b) { return a = a / b; }
};

namespace forward {

/// The first terms of a series.
template <int L, class T, int K>
Taylor<T, L> cut(const Taylor<T, K>& x) {
  Taylor<T, L> y;
  for (int k = 0; k <= L; ++k) y.c[k] = x.c[k];
  return y;
}

template <class S, class A>
auto value_at_start(const A& a) {
  if constexpr (std::is_same_v<A, S>) return a.c[0];
  else if constexpr (Truth<A>) return a;
  else return typename S::value_of(a);
}

/// Primitives whose partials do not change on a path: the chain rule serves each coefficient.
template <class Op>
inline constexpr bool piecewise_linear =
    Op::facts.chooses || std::is_same_v<Op, primitive::Add> ||
    std::is_same_v<Op, primitive::Subtract> || std::is_same_v<Op, primitive::Negative>;

template <class T>
T as_number(Zero) {
  return T(0.0);
}
template <class T>
T as_number(const T& sum) {
  return sum;
}

template <class Op, class S, std::size_t... I, class... A>
S each_coefficient(std::index_sequence<I...>, const A&... a) {
  using T = typename S::value_of;
  return [&](const auto&... x) {
    S y(T(primitive::apply<Op>(x...)));
    const T y0 = y.c[0];
    const auto term = [&]<int Input>(const auto& operand, int k) {
      if constexpr (std::is_same_v<std::remove_cvref_t<decltype(operand)>, S> &&
                    primitive::differentiable<Op, Input>)
        return T(primitive::chain<Op, Input>(operand.c[k], y0, x...));
      else return Zero{};
    };
    for (int k = 1; k <= S::order; ++k)
      y.c[k] = as_number<T>(total(term.template operator()<int(I)>(a, k)...));
    return y;
  }(value_at_start<S>(a)...);
}

template <class T, int K>
Taylor<T, K> times(const Taylor<T, K>& a, const Taylor<T, K>& b) {
  Taylor<T, K> y;
  for (int k = 0; k <= K; ++k) {
    y.c[k] = a.c[0] * b.c[k];
    for (int j = 1; j <= k; ++j) y.c[k] = y.c[k] + a.c[j] * b.c[k - j];
  }
  return y;
}

template <class T, int K>
Taylor<T, K> over(const Taylor<T, K>& a, const Taylor<T, K>& b) {
  Taylor<T, K> y;
  for (int k = 0; k <= K; ++k) {
    T rest = a.c[k];
    for (int j = 1; j <= k; ++j) rest = rest - b.c[j] * y.c[k - j];
    y.c[k] = rest / b.c[0];
  }
  return y;
}

/// An operand of a primitive on S, as a number a + b d over the shorter series L.
template <class S, class L, class A>
auto lowered(const A& a) {
  if constexpr (std::is_same_v<A, S>) return cut<L::order>(a);
  else if constexpr (Truth<A>) return a;
  else return L(typename S::value_of(a));
}

/// The partial by input I at any carrier.
template <class Op, int I, class D>
D partial_of(const D& y, const auto&... x) {
  if constexpr (requires { Op::template chain<I>(y, y, x...); })
    return Op::template chain<I>(D(1.0), y, x...);
  else return Op::template partial<I>(y, x...);
}

/// The part of k y[k] that input I brings, given y up to y[k - 1].
template <class Op, class S, class L>
typename S::value_of convolved(const S& x, const Affine<L>& p, const S& y, int k) {
  using T = typename S::value_of;
  T sum(0.0);
  for (int j = 1; j <= k; ++j) {
    T q = p.value.c[k - j];
    if (p.depends)
      for (int i = 1; i <= k - j; ++i) q = q + p.slope.c[k - j - i] * y.c[i];
    sum = sum + primitive::product<Op>(T(j) * x.c[j], q);
  }
  return sum;
}

template <class Op, class S, int I, class L, class A>
auto contribution(const A& a, const Affine<L>& p, const S& y, int k) {
  if constexpr (std::is_same_v<A, S> && primitive::differentiable<Op, I>)
    return convolved<Op>(a, p, y, k);
  else return Zero{};
}

/// The partial by input I, with the value still unknown beyond its first coefficient; and with the
/// value known to the order of L.
template <class Op, class S, int I, class A, class L, class... X>
Affine<L> partial_series(const L& y, bool known, const X&... x) {
  if constexpr (!std::is_same_v<A, S> || !primitive::differentiable<Op, I>) return Affine<L>();
  else if (known) return Affine<L>(partial_of<Op, I>(y, x...));
  else return partial_of<Op, I>(Affine<L>(y, L(1.0)), Affine<L>(x)...);
}

template <class Op, class S, std::size_t... I, class... A>
S compose(std::index_sequence<I...>, const A&... a) {
  using T = typename S::value_of;
  using L = Taylor<T, S::order - 1>;
  S y(T(primitive::apply<Op>(value_at_start<S>(a)...)));
  Affine<L> p[] = {partial_series<Op, S, int(I), A>(L(y.c[0]), false, lowered<S, L>(a)...)...};
  if ((p[I].nonlinear || ...)) {
    const L start(primitive::apply<Op>(lowered<S, L>(a)...));
    ((p[I] = partial_series<Op, S, int(I), A>(start, true, lowered<S, L>(a)...)), ...);
  }
  for (int k = 1; k <= S::order; ++k)
    y.c[k] = as_number<T>(total(contribution<Op, S, int(I)>(a, p[I], y, k)...)) / T(k);
  return y;
}

}  // namespace forward
}  // namespace FENCHEL_ARCH

template <class T, int K>
struct Carrier<Taylor<T, K>> {
  static constexpr int rank = Carrier<T>::rank > 0 ? Carrier<T>::rank + 1 : 10;

  template <class Op, class... A>
  static auto apply(const A&... a) {
    using namespace forward;
    using S = Taylor<T, K>;
    constexpr auto each = std::index_sequence_for<A...>{};
    if constexpr (Op::facts.signature == Signature::comparison)
      return primitive::apply<Op>(value_at_start<S>(a)...);
    else if constexpr (K == 0) return S(T(primitive::apply<Op>(value_at_start<S>(a)...)));
    else if constexpr (piecewise_linear<Op>) return each_coefficient<Op, S>(each, a...);
    else if constexpr (std::is_same_v<Op, primitive::Multiply>) return times<T, K>(a...);
    else if constexpr (std::is_same_v<Op, primitive::Divide>) return over<T, K>(a...);
    else return compose<Op, S>(each, a...);
  }
};

}  // namespace fenchel
