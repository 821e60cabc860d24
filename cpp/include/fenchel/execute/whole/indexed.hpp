// SPDX-License-Identifier: Apache-2.0
// gather, scatter and scatter_add: rows of an array at integer positions, which are checked.
#pragma once

#include <fenchel/execute/whole/bytes.hpp>

namespace fenchel::whole {

/// Position of a row counted from either end.
inline std::int64_t checked_index(std::int64_t index, std::int64_t size, std::int64_t axis) {
  if (index < -size || index >= size)
    fail<IndexError>("index " + std::to_string(index) + " is out of bounds for axis " +
                     std::to_string(axis) + " with size " + std::to_string(size));
  return index < 0 ? index + size : index;
}

/// Calls use(element of the base, element of the picked rows, elements a row) for every index.
/// base is (batch, size, row), index is (batch, picks), picked rows are (batch, picks, row).
template <class Use>
void for_each_row(const WholeCall& call, const Use& use) {
  const Shape &base = call.in_shapes[0], &index = call.in_shapes[1];
  const auto* at = static_cast<const std::int64_t*>(call.in[1]);
  const int axis = static_cast<int>(call.attributes[0]);
  const std::int64_t outer = count(base, 0, axis), picks = count(index, axis, index.rank());
  const std::int64_t size = base[axis], row = count(base, axis + 1, base.rank());
  for (std::int64_t i = 0; i < outer * picks; ++i) {
    const std::int64_t first = i / picks * size;
    use((first + checked_index(at[i], size, axis)) * row, i * row, row);
  }
}

template <class T>
void copy_row(T* out, const T* x, std::int64_t n) {
  if (n == 1) *out = *x;
  else copy(out, x, n * static_cast<std::int64_t>(sizeof(T)));
}

inline void gather(const WholeCall& call) {
  with_bits(call.dtype, [&]<class T>() {
    const auto* x = static_cast<const T*>(call.in[0]);
    auto* out = static_cast<T*>(call.out);
    for_each_row(call, [&](std::int64_t base, std::int64_t picked, std::int64_t n) {
      copy_row(out + picked, x + base, n);
    });
  });
}

inline void copy_base(const WholeCall& call) {
  copy(call.out, call.in[0], call.out_shape.size() * item_size(call.dtype));
}

/// Of rows with the same index the last wins.
inline void scatter(const WholeCall& call) {
  copy_base(call);
  with_bits(call.dtype, [&]<class T>() {
    const auto* updates = static_cast<const T*>(call.in[2]);
    auto* out = static_cast<T*>(call.out);
    for_each_row(call, [&](std::int64_t base, std::int64_t picked, std::int64_t n) {
      copy_row(out + base, updates + picked, n);
    });
  });
}

/// Rows with the same index are added in the order of the index.
inline void scatter_add(const WholeCall& call) {
  copy_base(call);
  with_numbers(call, "scatter_add", [&]<class T>() {
    const auto* updates = static_cast<const T*>(call.in[2]);
    auto* out = static_cast<T*>(call.out);
    for_each_row(call, [&](std::int64_t base, std::int64_t picked, std::int64_t n) {
      for (std::int64_t j = 0; j < n; ++j) out[base + j] += updates[picked + j];
    });
  });
}

}  // namespace fenchel::whole
