// SPDX-License-Identifier: Apache-2.0
// Numbers next to multiples of pi / 2, at every exponent: there the reduction of an angle loses
// most digits, and needs most of 2 / pi.
#pragma once

#include <vector>

namespace accuracy {

template <class T>
std::vector<T> next_to_turns();

}  // namespace accuracy
