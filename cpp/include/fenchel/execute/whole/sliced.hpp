// SPDX-License-Identifier: Apache-2.0
// unslice and slice_update: an array written to a slice of another.
#pragma once

#include <fenchel/execute/whole/bytes.hpp>

namespace fenchel::whole {

/// Elements starts[i] + steps[i] * j, j < sizes[i], along each axis of a contiguous array.
struct Slot {
  const Shape& shape;
  const Shape& sizes;
  const std::int64_t* starts;
  const std::int64_t* steps;

  /// Starts are data, so nobody before us could see whether the slice fits.
  void check() const {
    if (sizes.size() == 0) return;
    for (int i = 0; i < shape.rank(); ++i) {
      const std::int64_t last = starts[i] + steps[i] * (sizes[i] - 1);
      for (std::int64_t end : {starts[i], last})
        if (end < 0 || end >= shape[i])
          fail<IndexError>("slice: index " + std::to_string(end) + " is out of bounds for axis " +
                           std::to_string(i) + " with size " + std::to_string(shape[i]));
    }
  }
};

/// v written to the slot of out, run by run along the last axis.
template <class T>
void place(const Slot& slot, T* out, const T* v) {
  const int rank = slot.shape.rank(), last = rank - 1;
  const Shape strides = row_major(slot.shape);
  Shape at = slot.sizes;
  std::int64_t to = 0;
  for (int i = 0; i < rank; ++i) at[i] = 0, to += slot.starts[i] * strides[i];
  const std::int64_t run = rank ? slot.sizes[last] : 1, step = rank ? slot.steps[last] : 1;
  for (std::int64_t done = 0, n = slot.sizes.size(); done < n; done += run) {
    if (step == 1) copy(out + to, v + done, run * static_cast<std::int64_t>(sizeof(T)));
    else
      for (std::int64_t j = 0; j < run; ++j) out[to + j * step] = v[done + j];
    for (int i = last - 1; i >= 0; --i) {
      to += slot.steps[i] * strides[i];
      if (++at[i] < slot.sizes[i]) break;
      to -= slot.sizes[i] * slot.steps[i] * strides[i];
      at[i] = 0;
    }
  }
}

inline void place_checked(const WholeCall& call, std::size_t value, const std::int64_t* steps) {
  const auto* starts = static_cast<const std::int64_t*>(call.in[value + 1]);
  const Slot slot{call.out_shape, call.in_shapes[value], starts, steps};
  slot.check();
  with_bits(call.dtype, [&]<class T>() {
    place(slot, static_cast<T*>(call.out), static_cast<const T*>(call.in[value]));
  });
}

/// Inputs: value, starts. Attributes: the shape of the output, steps.
inline void unslice(const WholeCall& call) {
  const std::int64_t size = call.out_shape.size() * item_size(call.dtype);
  if (size > 0) std::memset(call.out, 0, static_cast<std::size_t>(size));
  place_checked(call, 0, call.attributes.data() + call.out_shape.rank());
}

/// Inputs: array, value, starts. Attributes: steps.
inline void slice_update(const WholeCall& call) {
  copy(call.out, call.in[0], call.out_shape.size() * item_size(call.dtype));
  place_checked(call, 1, call.attributes.data());
}

}  // namespace fenchel::whole
