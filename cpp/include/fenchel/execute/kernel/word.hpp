// SPDX-License-Identifier: Apache-2.0
// The words of a scalar program as numbers.
#pragma once

#include <cstring>
#include <fenchel/base/config.hpp>
#include <fenchel/execute/kernel_set.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace kernel {

template <class T>
FENCHEL_INLINE T read_word(const Word& word) {
  T x;
  std::memcpy(&x, &word, sizeof x);
  return x;
}
template <class T>
FENCHEL_INLINE void write_word(Word& word, T x) {
  std::memcpy(&word, &x, sizeof x);
}

}  // namespace kernel
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
