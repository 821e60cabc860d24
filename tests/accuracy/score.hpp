// SPDX-License-Identifier: Apache-2.0
// What a chunk of points says about one instruction set: the worst point, how many broke the bound,
// and the error over the range of the (first) argument.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

namespace accuracy {

struct Finding {
  double ulp = 0;
  double x[2] = {};
  double got = 0;
  double want = 0;
};

/// The largest error in each quarter of a binade, from 2^-32 to 2^32; what is smaller or larger
/// counts in the outermost ones. Negative arguments have the second half of the bins.
class Envelope {
 public:
  static constexpr int lowest = -32, highest = 32;
  static constexpr int half = 4 * (highest - lowest);

  static int bin(double x) {
    const auto bits = std::bit_cast<std::uint64_t>(x);
    const int exponent = int(bits >> 52 & 2047) - 1023, quarter = int(bits >> 50 & 3);
    const int at = 4 * (exponent - lowest) + quarter;
    return std::clamp(at, 0, half - 1) + (bits >> 63 ? half : 0);
  }
  void add(double x, double ulp) {
    float& top = top_[std::size_t(bin(x))];
    top = std::max(top, float(ulp));
  }
  const std::array<float, 2 * half>& tops() const { return top_; }

 private:
  std::array<float, 2 * half> top_{};
};

struct Score {
  Finding worst;
  std::uint64_t failures = 0;
  Envelope envelope;
};

/// One chunk; `distrust` counts the points at which the references contradicted each other.
struct Report {
  std::uint64_t points = 0;
  std::uint64_t confirmed = 0;
  std::uint64_t distrust = 0;
  std::vector<Score> scores;  ///< one for each of `present_sets()`
};

}  // namespace accuracy
