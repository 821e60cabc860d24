// SPDX-License-Identifier: Apache-2.0
// References of arithmetic and of the functions that choose or cut digits.
#include "formula.hpp"

namespace accuracy {
namespace {

/// A sum or product of float32 is exact in long double, of float64 it has 2^-64 at most.
constexpr int rounded = 63;
constexpr int exact = 64;

template <class R>
R sign(const R& x) {
  return x > R(0) ? R(1) : x < R(0) ? R(-1) : x;
}

/// NaN wins; equal numbers, zeros of either sign among them, are the second one.
template <class R>
R maximum(const R& a, const R& b) {
  return isnan(a) || a > b ? a : b;
}

/// What is left of a, with the sign of b.
template <class R>
R remainder(const R& a, const R& b) {
  const R rest = fmod(a, b);
  if (rest == R(0)) return copysign(rest, b);
  return signbit(rest) == signbit(b) ? rest : R(rest + b);
}

template <class R>
R floor_divide(const R& a, const R& b) {
  const R quotient = a / b;
  if (b == R(0) || isnan(quotient) || a == R(0)) return quotient;
  if (isinf(a)) return a - a;
  if (isinf(b)) return signbit(quotient) ? R(-1) : quotient;
  return copysign(R((a - remainder(a, b)) / b), quotient);
}

template <class T>
long double next(long double x, long double y) {
  return std::nextafter(T(x), T(y));
}
long double next(long double x, long double y, int digits) {
  return digits == 24 ? next<float>(x, y) : next<double>(x, y);
}

constexpr Reference table[] = {
    reference<exact>("abs", [](auto x) { return fabs(x); }),
    reference<rounded>("add", [](auto a, auto b) { return a + b; }),
    reference<exact>("ceil", [](auto x) { return ceil(x); }),
    reference<exact>("copysign", [](auto a, auto b) { return copysign(a, b); }),
    reference<rounded>("divide", [](auto a, auto b) { return a / b; }),
    reference<exact>("floor", [](auto x) { return floor(x); }),
    reference<61>("floor_divide", [](auto a, auto b) { return floor_divide(a, b); }),
    reference<exact>("fmod", [](auto a, auto b) { return fmod(a, b); }),
    reference<rounded>("masked_multiply",
                       [](auto a, auto b) {
                         using R = decltype(a);
                         return a == R(0) || b == R(0) ? R(0) : R(a * b);
                       }),
    reference<exact>("maximum", [](auto a, auto b) { return maximum(a, b); }),
    reference<exact>("minimum", [](auto a, auto b) { return -maximum(-a, -b); }),
    reference<rounded>("multiply", [](auto a, auto b) { return a * b; }),
    reference<exact>("negative", [](auto x) { return -x; }),
    {"nextafter", 2,
     [](const Real* x, int digits) -> Real {
       return next((long double)(x[0]), (long double)(x[1]), digits);
     },
     [](const long double* x, int digits) -> Quick { return {next(x[0], x[1], digits), 0}; }},
    reference<rounded>("remainder", [](auto a, auto b) { return remainder(a, b); }),
    reference<exact>("round", [](auto x) { return rint(x); }),
    reference<exact>("sign", [](auto x) { return sign(x); }),
    reference<rounded>("sqrt", [](auto x) { return sqrt(x); }),
    reference<rounded>("square", [](auto x) { return x * x; }),
    reference<rounded>("subtract", [](auto a, auto b) { return a - b; }),
    reference<exact>("trunc", [](auto x) { return trunc(x); }),
};

}  // namespace

std::span<const Reference> exact_references() { return table; }

}  // namespace accuracy
