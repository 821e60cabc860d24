// SPDX-License-Identifier: Apache-2.0
// Makes leaves: `active(x, gradient)` and `passive(x)` of spans, arrays, vectors, pointers and
// scalars. A leaf is a view: its memory must outlive the expression, which may be evaluated again
// and again.
#pragma once

#include <fenchel/expr/leaf.hpp>
#include <fenchel/expr/number.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

template <class X>
concept Range = requires(X& x) { std::span(x); };

template <class X>
inline constexpr bool is_span = false;
template <class T, std::size_t N>
inline constexpr bool is_span<std::span<T, N>> = true;

/// Whether what X&& names lives on after the call.
template <class X>
constexpr bool outlives() {
  return std::is_lvalue_reference_v<X> || is_span<std::remove_cvref_t<X>>;
}

template <class X>
FENCHEL_INLINE auto view_of(X&& x) {
  static_assert(outlives<X>(), "fenchel: a leaf is a view: give the temporary a name first.");
  return std::span(x);
}

template <class S>
using element_t = std::remove_cv_t<typename S::element_type>;

template <class T>
constexpr void need_real() {
  static_assert(Real<T>, "fenchel: the elements of a leaf are float or double.");
}
template <class G>
constexpr void need_writable() {
  static_assert(!std::is_const_v<G>, "fenchel: the gradient of an active leaf must not be const.");
}

template <std::size_t N, std::size_t M>
FENCHEL_INLINE void need_same_size(std::size_t n, std::size_t m) {
  static_assert(may_match(N, M), "fenchel: a leaf and its gradient have different sizes.");
  if constexpr (N == std::dynamic_extent || M == std::dynamic_extent)
    if (n != m) [[unlikely]]
      fail_sizes("a leaf and its gradient", n, m);
}

}  // namespace expr

/// An array whose gradient is written to g.
template <class X, class G>
  requires(expr::Range<X> && expr::Range<G>)
FENCHEL_INLINE auto active(X&& x, G&& g) {
  const auto data = expr::view_of<X>(std::forward<X>(x));
  const auto gradient = expr::view_of<G>(std::forward<G>(g));
  using T = expr::element_t<decltype(data)>;
  expr::need_real<T>();
  constexpr std::size_t N = decltype(data)::extent, M = decltype(gradient)::extent;
  expr::need_writable<typename decltype(gradient)::element_type>();
  expr::need_same_size<N, M>(data.size(), gradient.size());
  return expr::Array<T, N, true>(data, gradient.data());
}

/// An array of n numbers at x whose gradient is written to g.
template <class T>
FENCHEL_INLINE auto active(const T* x, T* g, std::size_t n) {
  return active(std::span<const T>(x, n), std::span<T>(g, n));
}

/// A number whose gradient is written to g.
template <class T, class G>
  requires(expr::Real<std::remove_cv_t<T>> && std::is_arithmetic_v<G>)
FENCHEL_INLINE auto active(T& x, G& g) {
  expr::need_writable<G>();
  return expr::Scalar<std::remove_cv_t<T>, true>(&x, &g);
}

/// An array that is only read.
template <class X>
  requires expr::Range<X>
FENCHEL_INLINE auto passive(X&& x) {
  const auto data = expr::view_of<X>(std::forward<X>(x));
  using T = expr::element_t<decltype(data)>;
  expr::need_real<T>();
  return expr::Array<T, decltype(data)::extent, false>(data, nullptr);
}

/// An array of n numbers at x that is only read.
template <class T>
FENCHEL_INLINE auto passive(const T* x, std::size_t n) {
  return passive(std::span<const T>(x, n));
}

/// A number that is only read: a named one by view, a temporary by value.
template <class T>
  requires expr::Real<std::remove_cvref_t<T>>
FENCHEL_INLINE auto passive(T&& x) {
  using R = std::remove_cvref_t<T>;
  if constexpr (std::is_lvalue_reference_v<T>) return expr::Scalar<R, false>(&x, nullptr);
  else return expr::Number<R>(x);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
