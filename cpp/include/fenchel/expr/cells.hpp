// SPDX-License-Identifier: Apache-2.0
// A tuple that is built in place. std::tuple copies what it is given, and compilers that meet
// nested copies keep them in memory; cells are initialized by the calls that return them.
#pragma once

#include <cstddef>
#include <fenchel/base/config.hpp>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

template <std::size_t I, class T>
struct Cell {
  T item;
};

template <class Each, class... T>
struct CellsOf;
template <std::size_t... I, class... T>
struct CellsOf<std::index_sequence<I...>, T...> : Cell<I, T>... {};

/// Initialized as an aggregate: Cells<A, B>{{a()}, {b()}}.
template <class... T>
using Cells = CellsOf<std::index_sequence_for<T...>, T...>;

template <std::size_t I, class T>
FENCHEL_INLINE T& get(Cell<I, T>& cell) {
  return cell.item;
}
template <std::size_t I, class T>
FENCHEL_INLINE const T& get(const Cell<I, T>& cell) {
  return cell.item;
}

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
