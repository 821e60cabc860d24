// SPDX-License-Identifier: Apache-2.0
// How the long sums of matrix-vector products are cut. The cut depends on the sizes alone, so that
// a product computed in one go has the bits of one computed as its rows come.
#pragma once

#include <cstdint>
#include <fenchel/base/config.hpp>

namespace fenchel {

/// Part of an axis.
struct AxisRange {
  std::int64_t first = 0, end = INT64_MAX;
  FENCHEL_INLINE AxisRange within(std::int64_t size) const {
    return {first < size ? first : size, end < size ? end : size};
  }
};

/// So many terms are added at a time for `results` results: 128 KB of the matrix, in lots of 128,
/// which suit the kernels behind.
FENCHEL_INLINE std::int64_t terms_at_a_time(std::int64_t results) {
  const std::int64_t lots = (std::int64_t{1} << 14) / (128 * (results > 0 ? results : 1));
  return 128 * (lots > 0 ? lots : 1);
}

}  // namespace fenchel
