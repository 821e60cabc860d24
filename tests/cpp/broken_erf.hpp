// SPDX-License-Identifier: Apache-2.0
// The planted fault of the sweeps: an error function whose derivative has a constant of five
// digits.
#pragma once

#include <fenchel/primitive/elementwise/erf.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

struct BrokenErf : Erf {
  template <int I, class T>
  static FENCHEL_INLINE T partial(const T& /*y*/, const T& x) {
    return 1.1283 * exp(-(x * x));
  }
};

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
