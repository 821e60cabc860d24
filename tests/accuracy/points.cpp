// SPDX-License-Identifier: Apache-2.0
#include "points.hpp"

#include <cmath>
#include <iterator>
#include <limits>
#include <type_traits>

namespace accuracy {
namespace {

constexpr double half_pi = 0x1.921fb54442d18p+0;
constexpr double half_ln2 = 0x1.62e42fefa39efp-2;

/// Zeros of digamma, then of lgamma; poles lie at the integers between them.
constexpr double zeros[] = {1.4616321449683623,  -0.50408300826445541, -1.5734984731623905,
                            -2.6107208684441447, -3.6352933664369011,  -4.6532377617431424,
                            -2.4570247382208006, -2.7476826467274126,  -3.1435808883499801,
                            -3.9552942848585979, -4.0393618397405369,  -4.9915446405600477};

template <class T>
using Pattern = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;

template <class T>
T any_pattern(Random& random) {
  return std::bit_cast<T>(Pattern<T>(random()));
}

/// The smallest 2^(mantissa + 2) patterns of either sign.
template <class T>
T tiny(Random& random) {
  constexpr int bits = std::numeric_limits<T>::digits + 1;
  return T(random.either(std::bit_cast<T>(Pattern<T>(random() >> (64 - bits)))));
}

double log_uniform(Random& random, int low, int high) {
  const double mantissa = 1 + random.uniform();
  return random.either(std::ldexp(mantissa, low + random.below(high - low)));
}

double hard_center(const fenchel::Facts& facts, Random& random) {
  switch (random.below(8)) {
    case 0:
      return random.either(random.below(2100) * half_ln2);
    case 1:
      return random.either(random.below(1 << (1 + random.below(24))) * half_pi);
    case 2:
      return random.either(random.below(400) / 2.0);
    case 3:
      return zeros[random.below(int(std::size(zeros)))];
    case 4:
      return random.either(random.below(129) / 16.0);
    case 5:
      return random.either(1);
    case 6:
      return 0;
    default:
      return facts.special.at[random.below(facts.special.count)];
  }
}

/// A center itself, or next to it, or a power of two away.
template <class T>
T hard(const fenchel::Facts& facts, Random& random) {
  const double center = hard_center(facts, random);
  if (random.below(2)) return T(center + log_uniform(random, -64, 4));
  if (random.below(2)) return T(center + random.either(std::ldexp(1.0, -random.below(64))));
  T x = T(center);
  const T toward = T(random.either(std::numeric_limits<T>::infinity()));
  for (int steps = random.below(4); steps > 0; --steps) x = std::nextafter(x, toward);
  return x;
}

/// The natural logarithm to 5 %, in operations that are the same everywhere.
double rough_log(double x) {
  int exponent;
  const double mantissa = std::frexp(x, &exponent);
  return half_ln2 * 2 * (exponent - 2 * (1 - mantissa));
}

/// Second arguments that make something happen: nearly the first one, nearly its negative, the
/// exponent of a power that is just in range; or a first one that is a small order.
template <class T>
void relate(Random& random, T* x) {
  const T nearly = T(1 + random.either(std::ldexp(1.0, -random.below(64))));
  switch (random.below(6)) {
    case 0:
      x[1] = x[0] * nearly;
      break;
    case 1:
      x[1] = -x[0] * nearly;
      break;
    case 2:
      x[1] = T((2 * random.uniform() - 1) * 750 / rough_log(std::fabs(double(x[0]))));
      break;
    case 3:
      x[0] = T(random.below(12));
      break;
    default:
      break;
  }
}

template <class T>
T draw_one(Kind kind, const fenchel::Facts& facts, int input, Random& random) {
  const auto probe = facts.probe_of(input);
  switch (kind) {
    case Kind::bits:
      return any_pattern<T>(random);
    case Kind::probe:
      return T(probe.low + (probe.high - probe.low) * random.uniform());
    case Kind::middle:
      return T(log_uniform(random, -20, 12));
    case Kind::hard:
      return hard<T>(facts, random);
    default:
      return tiny<T>(random);
  }
}

}  // namespace

template <class T>
void draw(Kind kind, const fenchel::Facts& facts, int arity, Random& random, T* x) {
  for (int input = 0; input < arity; ++input) x[input] = draw_one<T>(kind, facts, input, random);
  if (arity == 2 && (kind == Kind::hard || kind == Kind::middle)) relate(random, x);
}

template <class T>
std::vector<T> special_points(const fenchel::Facts& facts) {
  using L = std::numeric_limits<T>;
  std::vector<T> points = {0,
                           1,
                           L::denorm_min(),
                           L::min(),
                           L::max(),
                           T(0.5),
                           2,
                           3,
                           L::infinity(),
                           L::quiet_NaN(),
                           T(1e-20),
                           1e10,
                           L::epsilon(),
                           L::signaling_NaN()};
  for (double x : facts.special) points.push_back(T(x));
  for (double x : {facts.probe.low, facts.probe.high}) points.push_back(T(x));
  for (std::size_t i = 0, n = points.size(); i < n; ++i) points.push_back(-points[i]);
  return points;
}

#define FENCHEL_POINTS_OF(T)                                            \
  template void draw<T>(Kind, const fenchel::Facts&, int, Random&, T*); \
  template std::vector<T> special_points<T>(const fenchel::Facts&)
FENCHEL_POINTS_OF(float);
FENCHEL_POINTS_OF(double);
#undef FENCHEL_POINTS_OF

}  // namespace accuracy
