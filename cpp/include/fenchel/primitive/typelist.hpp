// SPDX-License-Identifier: Apache-2.0
// A list of types, folded over by everything that is derived from the primitives.
#pragma once

#include <fenchel/base/config.hpp>
#include <tuple>
#include <type_traits>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

template <class... T>
struct TypeList {
  static constexpr int size = sizeof...(T);

  /// Calls visit.template operator()<T>() for every type in order.
  template <class Visit>
  static constexpr void for_each(Visit&& visit) {
    (visit.template operator()<T>(), ...);
  }

  template <std::size_t I>
  using type_at = std::tuple_element_t<I, std::tuple<T...>>;

  /// Position of U in the list, or -1.
  template <class U>
  static constexpr int index_of() {
    int index = -1, at = 0;
    ((std::is_same_v<T, U> ? index = at : 0, ++at), ...);
    return index;
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
