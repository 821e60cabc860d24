// SPDX-License-Identifier: Apache-2.0
// Sizes of operands: fixed ones are compared by the compiler, the others when the node is made.
#pragma once

#include <fenchel/base/error.hpp>
#include <fenchel/expr/expression.hpp>
#include <string>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// Whether two static extents can belong to operands of one node.
constexpr bool may_match(std::size_t a, std::size_t b) {
  const bool open = a >= scalar_extent || b >= scalar_extent;
  return open || a == b;
}

/// The extent of a node over operands of these two: fixed wins over dynamic, dynamic over scalar.
constexpr std::size_t join(std::size_t a, std::size_t b) {
  if (a == scalar_extent) return b;
  if (b == scalar_extent) return a;
  return a < b ? a : b;
}

template <class... A>
constexpr std::size_t joined_extent() {
  std::size_t extent = scalar_extent;
  ((extent = join(extent, A::extent)), ...);
  return extent;
}

template <class... A>
constexpr bool extents_match() {
  std::size_t extent = scalar_extent;
  bool good = true;
  ((good = good && may_match(extent, A::extent), extent = join(extent, A::extent)), ...);
  return good;
}

/// Whether sizes have to be compared at run time.
template <class... A>
constexpr bool any_dynamic() {
  return ((A::extent == std::dynamic_extent) || ...) && joined_extent<A...>() != scalar_extent;
}

inline std::string with_size(const char* name, std::size_t size) {
  return std::string(name) + "[" + std::to_string(size) + "]";
}

[[noreturn, gnu::noinline, gnu::cold]] inline void fail_sizes(const std::string& expression,
                                                              std::size_t a, std::size_t b) {
  fail<ShapeError>(expression + ": sizes " + std::to_string(a) + " and " + std::to_string(b) +
                   " differ");
}

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
