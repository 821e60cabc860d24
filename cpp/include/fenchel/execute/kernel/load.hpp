// SPDX-License-Identifier: Apache-2.0
// Makes a block contiguous: elements of a strided view, in its row-major order, from any of them
// on.
#pragma once

#include <fenchel/execute/kernel/copy.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace kernel {

/// n elements along one axis.
template <class T>
FENCHEL_INLINE void load_run(T* out, const T* x, std::int64_t stride, std::int64_t n) {
  if (stride == 1) copy_run(out, x, n);
  else if (stride == 0) fill_run(out, *x, n);
  else
    for (std::int64_t i = 0; i < n; ++i) out[i] = x[i * stride];
}

/// A position in a view: the index along each axis, and the element there.
struct Cursor {
  const std::int64_t* dims;
  const std::int64_t* strides;
  int rank;
  std::int64_t at[max_rank];
  std::int64_t element;

  FENCHEL_INLINE Cursor(const Layout& layout, std::int64_t flat)
      : dims(layout.shape.begin()),
        strides(layout.strides),
        rank(static_cast<int>(layout.shape.end() - dims)),
        element(layout.offset) {
    for (int axis = rank - 1; axis > 0; --axis) {
      at[axis] = flat % dims[axis];
      flat /= dims[axis];
      element += at[axis] * strides[axis];
    }
    at[0] = flat;  // a view whose first axis is walked once needs no division
    element += rank > 0 ? flat * strides[0] : 0;
  }

  /// Past the end of the last axis: carries into the axes before it.
  FENCHEL_INLINE void carry() {
    for (int axis = rank - 1; axis > 0 && at[axis] == dims[axis]; --axis) {
      element += strides[axis - 1] - at[axis] * strides[axis];
      at[axis] = 0;
      ++at[axis - 1];
    }
  }
};

template <class T>
void load_kernel(void* to, const void* base, const Layout& layout, std::int64_t first,
                 std::int64_t n) {
  auto* out = static_cast<T*>(to);
  const auto* x = static_cast<const T*>(base);
  if (n <= 0) return;
  Cursor cursor(layout, first);
  if (cursor.rank == 0) return fill_run(out, x[cursor.element], n);
  const int last = cursor.rank - 1;
  const std::int64_t dim = cursor.dims[last], stride = cursor.strides[last];
  for (std::int64_t done = 0; done < n;) {
    const std::int64_t rest = dim - cursor.at[last], run = rest < n - done ? rest : n - done;
    load_run(out + done, x + cursor.element, stride, run);
    done += run;
    cursor.at[last] += run;
    cursor.element += run * stride;
    cursor.carry();
  }
}

template <class Set>
void fill_loads(Set& set) {
  set.load[1] = load_kernel<BitsOf<1>::type>;
  set.load[4] = load_kernel<BitsOf<4>::type>;
  set.load[8] = load_kernel<BitsOf<8>::type>;
}

}  // namespace kernel
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
