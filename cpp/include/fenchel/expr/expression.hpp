// SPDX-License-Identifier: Apache-2.0
// What a static expression is: a value type that describes a formula, its children held by value.
#pragma once

#include <concepts>
#include <cstddef>
#include <fenchel/simd/simd.hpp>
#include <span>
#include <type_traits>

namespace fenchel {
inline namespace FENCHEL_ARCH {

/// The base of every node; it makes argument-dependent lookup find the operators of fenchel. A node
/// states
///   Real              float or double, the type the formula is computed in
///   extent            its size: a number, std::dynamic_extent, or expr::scalar_extent
///   is_active         whether a gradient flows into it
///   has_reduction     whether a pass over data is inside
///   cost              roughly, how many operations it has
///   arrays, writers   how many active arrays are in its own pass; how many gradients in all
///   size(), describe(), same(other), each_leaf(visit)
/// and `lower<V, Share>()`: what computes it in registers of type V (`expr/lower.hpp`).
struct Expression {};

namespace expr {

/// A number: it fits any size.
inline constexpr std::size_t scalar_extent = std::dynamic_extent - 1;

template <class E>
concept Node = std::derived_from<std::remove_cvref_t<E>, Expression>;

template <class E>
concept ScalarNode = Node<E> && std::remove_cvref_t<E>::extent == scalar_extent;

template <class E>
concept ArrayNode = Node<E> && std::remove_cvref_t<E>::extent != scalar_extent;

template <class T>
concept Real = std::is_same_v<T, float> || std::is_same_v<T, double>;

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
