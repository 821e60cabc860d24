// SPDX-License-Identifier: Apache-2.0
// Moving elements whose type does not matter.
#pragma once

#include <cstdint>
#include <cstring>
#include <fenchel/execute/whole_kernels.hpp>

namespace fenchel::whole {

using Byte = unsigned char;

inline const Byte* bytes(const void* p) { return static_cast<const Byte*>(p); }
inline Byte* bytes(void* p) { return static_cast<Byte*>(p); }

/// Empty arrays may have no address; what works in place is there already.
inline void copy(void* out, const void* x, std::int64_t size) {
  if (size > 0 && out != x) std::memcpy(out, x, static_cast<std::size_t>(size));
}

/// The product of dims[from .. to).
inline std::int64_t count(const Shape& shape, int from, int to) {
  std::int64_t n = 1;
  for (int i = from; i < to; ++i) n *= shape[i];
  return n;
}

/// Calls use.operator()<T>() with an unsigned type of the item's size.
template <class Use>
void with_bits(DType dtype, const Use& use) {
  switch (item_size(dtype)) {
    case 1:
      return use.template operator()<std::uint8_t>();
    case 4:
      return use.template operator()<std::uint32_t>();
    case 8:
      return use.template operator()<std::uint64_t>();
    default:
      fail<TypeError>(std::string("no kernels for ") + name_of(dtype));
  }
}

/// Calls use.operator()<T>() with the number type of the output. Integers wrap.
template <class Use>
void with_numbers(const WholeCall& call, const char* name, const Use& use) {
  switch (call.dtype) {
    case DType::int64:
      return use.template operator()<std::uint64_t>();
    case DType::float32:
      return use.template operator()<float>();
    case DType::float64:
      return use.template operator()<double>();
    default:
      fail<TypeError>(std::string(name) + ": not defined for " + name_of(call.dtype));
  }
}

}  // namespace fenchel::whole
