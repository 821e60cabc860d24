// SPDX-License-Identifier: Apache-2.0
// Arrays joined along an axis: around every index of the axes before it, one piece of each.
#pragma once

#include <fenchel/execute/whole/bytes.hpp>

namespace fenchel::whole {

inline void concatenate(const WholeCall& call) {
  const int axis = static_cast<int>(call.attributes[0]), rank = call.out_shape.rank();
  const std::int64_t outer = count(call.out_shape, 0, axis);
  const std::int64_t row = count(call.out_shape, axis, rank) * item_size(call.dtype);
  Byte* out = bytes(call.out);
  for (std::size_t part = 0; part < call.in.size(); ++part) {
    const std::int64_t piece = count(call.in_shapes[part], axis, rank) * item_size(call.dtype);
    for (std::int64_t i = 0; i < outer; ++i)
      copy(out + i * row, bytes(call.in[part]) + i * piece, piece);
    out += piece;
  }
}

}  // namespace fenchel::whole
