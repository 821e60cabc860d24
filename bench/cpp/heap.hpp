// SPDX-License-Identifier: Apache-2.0
// What a call takes from the heap: heap.cpp replaces malloc and its relatives by ones that count.
#pragma once

#include <cstddef>

struct Heap {
  std::size_t allocations = 0;  ///< of a call like those before
  std::size_t bytes = 0;        ///< held at most, counted from before the first call
};

/// From now on what is freed stays with the process: a library that frees its tape after each call
/// is not charged for getting the pages back.
void keep_memory();

/// Counting starts; what is allocated from now on is looked at.
void start_counting();
std::size_t allocations_so_far();
std::size_t most_bytes_held();

/// The first call may set aside memory for later ones; it counts as held.
template <class Call>
Heap heap_of(const Call& call) {
  start_counting();
  call();
  call();
  const std::size_t before = allocations_so_far();
  call();
  return {allocations_so_far() - before, most_bytes_held()};
}
