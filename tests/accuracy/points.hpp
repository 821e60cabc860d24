// SPDX-License-Identifier: Apache-2.0
// Where functions are measured. Equal shares of each kind of points, always the same ones.
#pragma once

#include <bit>
#include <cstdint>
#include <fenchel/primitive/facts.hpp>
#include <string>
#include <vector>

namespace accuracy {

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers with every library. Seeds are mixed
/// first: a stream is that of its neighbor shifted where they differ by the step.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(~seed) { state_ = (*this)(); }
  std::uint64_t operator()() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  /// Uniform in {0, ..., n - 1}, for small n.
  int below(int n) { return int((*this)() % std::uint64_t(n)); }
  /// Uniform in [0, 1).
  double uniform() { return double((*this)() >> 11) * 0x1p-53; }
  /// x or -x. An argument, so that what it is made of is drawn first with every compiler.
  double either(double x) { return (*this)() >> 63 ? -x : x; }

 private:
  std::uint64_t state_;
};

enum class Kind {
  bits,    ///< any pattern: the exponent is uniform
  probe,   ///< uniform in the interval the facts name
  middle,  ///< the exponent is uniform in [-20, 12)
  hard,    ///< at and next to the places where algorithms change or lose digits
  tiny,    ///< denormal numbers and the smallest normal ones
};
inline constexpr Kind kinds[] = {Kind::bits, Kind::probe, Kind::middle, Kind::hard, Kind::tiny};
inline constexpr const char* kind_names[] = {"bits", "probe", "middle", "hard", "tiny"};

/// One point of a function of `arity` arguments, x[0] and x[1].
template <class T>
void draw(Kind kind, const fenchel::Facts& facts, int arity, Random& random, T* x);

/// Zeros, ones, infinities, NaN of both kinds, the ends of the range, and what the facts name.
template <class T>
std::vector<T> special_points(const fenchel::Facts& facts);

}  // namespace accuracy
