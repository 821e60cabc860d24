// SPDX-License-Identifier: Apache-2.0
// Where everything lies in one run of a plan.
#pragma once

#include <fenchel/execute/plan.hpp>

namespace fenchel {
namespace detail {

/// Where everything lies in one run.
struct Addresses {
  char** slots = nullptr;
  std::size_t count = 0;  ///< of slots
  char* scratch = nullptr;
  void (*check_interrupt)() = nullptr;
  mutable std::int64_t unchecked = 0;

  /// Asks for interrupts every few milliseconds.
  void worked(std::int64_t elements) const {
    constexpr std::int64_t checked_elements = 4 << 20;
    if ((unchecked += elements) < checked_elements) return;
    unchecked = 0;
    if (check_interrupt) check_interrupt();
  }

  /// The element from which the layout counts.
  const char* base_of(const View& view, std::int64_t item) const {
    std::int64_t offset = 0;
    for (const auto& start : view.starts) {
      const auto* at = reinterpret_cast<const std::int64_t*>(slots[start.slot]);
      for (std::size_t i = 0; i < start.strides.size(); ++i) offset += at[i] * start.strides[i];
    }
    return slots[view.slot] + offset * item;
  }
  /// The first element of the view.
  const char* of(const View& view, std::int64_t item) const {
    return base_of(view, item) + view.layout.offset * item;
  }
};

}  // namespace detail
}  // namespace fenchel
