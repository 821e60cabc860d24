// SPDX-License-Identifier: Apache-2.0
// Rounding: a staircase is the sum of its steps, and each step becomes a probability. The sum over
// all whole numbers is a line and a wave of period 1.
#pragma once

#include <fenchel/smooth/rules/kinks.hpp>
#include <utility>

namespace fenchel::detail {

/// Below this scale few steps around x are neither 0 nor 1 to the last bit, above it few harmonics
/// of the wave are not negligible: exp(-(steps + 1/2) / split), exp(-2 pi^2 split harmonics).
inline constexpr double staircase_split = 0.1;
inline constexpr int staircase_steps = 3;
inline constexpr int staircase_harmonics = 18;

/// The wave by the steps next to u in [-1/2, 1/2], the nearest first.
inline Var wave_of_steps(const Var& u, const Scale& scale) {
  Var sum = soft_sign(u, scale);
  for (int k = 1; k <= staircase_steps; ++k)
    sum = sum + (soft_sign(u - double(k), scale) + soft_sign(u + double(k), scale));
  return 0.5 * sum - u;
}

/// The amplitude of sin(2 pi m u): that of the hard wave, 1 / (pi m), damped by z / sinh z with
/// z = 2 pi^2 m scale, the Fourier transform of the logistic density.
inline Var amplitude(int m, const Var& scale) {
  const Var z = (2 * pi * pi * m) * scale;
  return (2 / (pi * m)) * (masked_multiply(z, exp(-z)) / -expm1(-2.0 * z));
}

/// The wave by its Fourier series, summed by Clenshaw's recurrence.
inline Var wave_of_harmonics(const Var& u, const Var& scale) {
  const Var angle = (2 * pi) * u, twice_cosine = 2.0 * cos(angle);
  Var above = 0.0, sum = amplitude(staircase_harmonics, scale);
  for (int m = staircase_harmonics - 1; m >= 1; --m)
    above = std::exchange(sum, amplitude(m, scale) + (twice_cosine * sum - above));
  return sin(angle) * sum;
}

/// 1/2 + the sum over k of P(x > k), counted from 0: odd, close to x, and hard at scale 0.
inline Var soft_staircase(const Var& x, const Scale& scale) {
  const Var u = x - stop_gradient(round(x)), width = scale.in_type_of(x);
  const Var fine = stop_gradient(width < staircase_split);
  return x + where(fine, wave_of_steps(u, scale), wave_of_harmonics(u, width));
}

inline Var soft_floor(const Var& x, const Scale& scale) { return soft_staircase(x, scale) - 0.5; }

/// Its step at 0 goes up to 0 from below and stays there: the staircase without it.
inline Var soft_trunc(const Var& x, const Scale& scale) {
  return soft_staircase(x, scale) - 0.5 * soft_sign(x, scale);
}

inline Var soft_ceil(const Var& x, const Scale& scale) { return soft_staircase(x, scale) + 0.5; }

/// Ties are a matter of a point, which smoothing does not see.
inline Var soft_round(const Var& x, const Scale& scale) { return soft_floor(x + 0.5, scale); }

/// The rule of a rounding; integers, counts of truth values say, are whole.
template <Var (*rounding)(const Var&, const Scale&)>
Soft soften_rounding(const Node& node, SoftInputs x, const Scale& scale) {
  if (!is_floating(node.dtype)) return x[0];
  return {rounding(x[0].value, scale), Soft::moving};
}

inline Soft soften_floor_divide(const Node&, SoftInputs x, const Scale& scale) {
  return {soft_floor(x[0].value / x[1].value, scale), Soft::moving};
}

inline Soft soften_remainder(const Node&, SoftInputs x, const Scale& scale) {
  const Var &a = x[0].value, &b = x[1].value;
  return {a - b * soft_floor(a / b, scale), Soft::moving};
}

inline Soft soften_fmod(const Node&, SoftInputs x, const Scale& scale) {
  const Var &a = x[0].value, &b = x[1].value;
  return {a - b * soft_trunc(a / b, scale), Soft::moving};
}

}  // namespace fenchel::detail
