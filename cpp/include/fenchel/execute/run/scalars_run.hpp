// SPDX-License-Identifier: Apache-2.0
// A program of single numbers.
#pragma once

#include <algorithm>
#include <cstring>
#include <fenchel/execute/run/addresses.hpp>

namespace fenchel {
namespace detail {

/// A number of 1, 4 or 8 bytes, each size with an instruction of its own.
inline void copy_number(void* to, const void* from, std::uint8_t item) {
  if (item == 8) std::memcpy(to, from, 8);
  else if (item == 4) std::memcpy(to, from, 4);
  else std::memcpy(to, from, 1);
}

/// The constants stay in the scratch memory of a step that has it for itself.
inline void put_constants(const Scalars& program, const Addresses& at) {
  std::copy(program.constants.begin(), program.constants.end(),
            reinterpret_cast<Word*>(at.scratch));
}

inline void run_instructions(const Scalars& program, Word* words) {
  const auto& all = program.instructions;
  for (std::size_t at = 0; at < all.size(); at += Scalars::chunk + 1)
    all[at].kernel(words, &all[at], 0.0);
}

inline void run_scalars(const Scalars& program, const Addresses& at) {
  auto* words = reinterpret_cast<Word*>(at.scratch);
  for (const auto& read : program.reads)
    copy_number(&words[read.word], at.slots[read.slot], read.item);
  for (const auto& element : program.elements)
    copy_number(&words[element.word], at.of(element.view, element.item), element.item);
  run_instructions(program, words);
  for (const auto& write : program.writes)
    copy_number(at.slots[write.slot], &words[write.word], write.item);
}

inline void run_step(const Scalars& program, const Addresses& at) {
  put_constants(program, at);
  run_scalars(program, at);
}

}  // namespace detail
}  // namespace fenchel
