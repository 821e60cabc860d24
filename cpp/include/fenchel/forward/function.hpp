// SPDX-License-Identifier: Apache-2.0
// What a user's function looks like: f(x) or f(x, passive...), where x is an array of numbers, the
// passive arguments are arrays or numbers, and the result is an array or a number. `Written` is
// what the compiler knows of it.
#pragma once

#include <fenchel/forward/transcript.hpp>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace forward {

/// Numbers in an argument or a result; a single number has the size 1 and is no array.
template <class A>
struct ShapeOf {
  static constexpr std::size_t size = 1;
  static constexpr bool is_array = false;
};
template <class T, std::size_t N>
struct ShapeOf<std::array<T, N>> {
  static constexpr std::size_t size = N;
  static constexpr bool is_array = true;
};

/// The shape of an argument, as a type.
template <std::size_t N>
struct Numbers {};
struct OneNumber {};

template <class A>
struct ArgumentOf {
  using type = OneNumber;
};
template <class T, std::size_t N>
struct ArgumentOf<std::array<T, N>> {
  using type = Numbers<N>;
};
template <class A>
using argument_t = typename ArgumentOf<std::remove_cvref_t<A>>::type;

template <class V, std::size_t N>
constexpr std::array<V, N> filled(Numbers<N>, const auto& next) {
  std::array<V, N> x{};
  for (V& each : x) each = next();
  return x;
}
template <class V>
constexpr V filled(OneNumber, const auto& next) {
  return next();
}

template <class R>
constexpr const auto& entry(const R& result, std::size_t i) {
  if constexpr (ShapeOf<R>::is_array) return result[i];
  else return result;
}

/// F written down for arguments of these shapes.
template <class F, class... A>
constexpr auto write_down() {
  Notebook book;
  const auto next = [&book] { return Recorded(book, book.write({})); };
  // Braces order the evaluation: inputs are numbered in the order of the arguments.
  const std::tuple<decltype(filled<Recorded>(A{}, next))...> x{filled<Recorded>(A{}, next)...};
  const auto result = std::apply(F{}, x);
  constexpr std::size_t outputs = ShapeOf<std::remove_const_t<decltype(result)>>::size;
  std::array<short, outputs> ids{};
  for (std::size_t i = 0; i < outputs; ++i) ids[i] = Recorded(entry(result, i)).in(book);
  return std::pair(book, ids);
}

/// Whether the compiler can write F down: no captures, no branches on values, functions it calls
/// are constexpr (generic lambdas are), and it is not too long.
template <class F, class... A>
concept Recordable = std::is_empty_v<F> && std::is_default_constructible_v<F> && requires {
  typename std::bool_constant<(write_down<F, A...>().first.size > 0)>;
};

/// The transcript in its exact size.
template <class F, class... A>
struct Written {
  static constexpr int size = write_down<F, A...>().first.size;
  static constexpr auto at = [] {
    std::array<Statement, static_cast<std::size_t>(size)> all{};
    const auto book = write_down<F, A...>().first;
    for (int i = 0; i < size; ++i) all[static_cast<std::size_t>(i)] = book.at[i];
    return all;
  }();
  static constexpr auto outputs = write_down<F, A...>().second;
};

}  // namespace forward
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
