// SPDX-License-Identifier: Apache-2.0
// A number of many bits: MPFR's with operators, so that a reference formula is written once and
// serves long double and this.
#pragma once

#include <cstdio>

// After cstdio, for its functions that print.
#include <mpfr.h>

#include <cmath>
#include <utility>

namespace accuracy {

class Real {
 public:
  /// The precision of every number made from here on, in bits; no input has more than 64.
  static inline mpfr_prec_t bits = 160;

  Real() { mpfr_init2(value_, bits); }
  /// Even a NaN keeps its sign: copysign may ask for it.
  Real(long double x) : Real() {
    mpfr_set_ld(value_, x, MPFR_RNDN);
    if (std::isnan(x)) mpfr_setsign(value_, value_, std::signbit(x), MPFR_RNDN);
  }
  Real(double x) : Real((long double)x) {}
  Real(int x) : Real() { mpfr_set_si(value_, x, MPFR_RNDN); }
  Real(const Real& other) : Real() { mpfr_set(value_, other.value_, MPFR_RNDN); }
  Real(Real&& other) : Real() { mpfr_swap(value_, other.value_); }
  Real& operator=(Real other) {
    mpfr_swap(value_, other.value_);
    return *this;
  }
  ~Real() { mpfr_clear(value_); }

  mpfr_ptr get() { return value_; }
  mpfr_srcptr get() const { return value_; }
  explicit operator double() const { return mpfr_get_d(value_, MPFR_RNDN); }
  explicit operator long double() const { return mpfr_get_ld(value_, MPFR_RNDN); }

  friend Real operator-(const Real& a) {
    Real y;
    mpfr_neg(y.value_, a.value_, MPFR_RNDN);
    return y;
  }
  friend bool operator==(const Real& a, const Real& b) { return mpfr_equal_p(a.value_, b.value_); }
  friend bool operator<(const Real& a, const Real& b) { return mpfr_less_p(a.value_, b.value_); }
  friend bool operator>(const Real& a, const Real& b) { return mpfr_greater_p(a.value_, b.value_); }

 private:
  mpfr_t value_;
};

#define FENCHEL_REAL_OPERATOR(symbol, function)               \
  inline Real operator symbol(const Real& a, const Real& b) { \
    Real y;                                                   \
    function(y.get(), a.get(), b.get(), MPFR_RNDN);           \
    return y;                                                 \
  }
FENCHEL_REAL_OPERATOR(+, mpfr_add)
FENCHEL_REAL_OPERATOR(-, mpfr_sub)
FENCHEL_REAL_OPERATOR(*, mpfr_mul)
FENCHEL_REAL_OPERATOR(/, mpfr_div)
#undef FENCHEL_REAL_OPERATOR

/// A function of the C library and of MPFR, at long double and at Real.
#define FENCHEL_REAL_UNARY(name)              \
  using std::name;                            \
  inline Real name(const Real& x) {           \
    Real y;                                   \
    mpfr_##name(y.get(), x.get(), MPFR_RNDN); \
    return y;                                 \
  }
#define FENCHEL_REAL_BINARY(name)                      \
  using std::name;                                     \
  inline Real name(const Real& a, const Real& b) {     \
    Real y;                                            \
    mpfr_##name(y.get(), a.get(), b.get(), MPFR_RNDN); \
    return y;                                          \
  }
FENCHEL_REAL_UNARY(exp)
FENCHEL_REAL_UNARY(exp2)
FENCHEL_REAL_UNARY(expm1)
FENCHEL_REAL_UNARY(log)
FENCHEL_REAL_UNARY(log2)
FENCHEL_REAL_UNARY(log10)
FENCHEL_REAL_UNARY(log1p)
FENCHEL_REAL_UNARY(sqrt)
FENCHEL_REAL_UNARY(cbrt)
FENCHEL_REAL_UNARY(sin)
FENCHEL_REAL_UNARY(cos)
FENCHEL_REAL_UNARY(tan)
FENCHEL_REAL_UNARY(asin)
FENCHEL_REAL_UNARY(acos)
FENCHEL_REAL_UNARY(atan)
FENCHEL_REAL_UNARY(sinh)
FENCHEL_REAL_UNARY(cosh)
FENCHEL_REAL_UNARY(tanh)
FENCHEL_REAL_UNARY(asinh)
FENCHEL_REAL_UNARY(acosh)
FENCHEL_REAL_UNARY(atanh)
FENCHEL_REAL_UNARY(erf)
FENCHEL_REAL_UNARY(erfc)
FENCHEL_REAL_BINARY(pow)
FENCHEL_REAL_BINARY(atan2)
FENCHEL_REAL_BINARY(hypot)
FENCHEL_REAL_BINARY(fmod)
FENCHEL_REAL_BINARY(copysign)
#undef FENCHEL_REAL_UNARY
#undef FENCHEL_REAL_BINARY

using std::isinf;
using std::isnan;
using std::signbit;
inline bool isinf(const Real& x) { return mpfr_inf_p(x.get()) != 0; }
inline bool isnan(const Real& x) { return mpfr_nan_p(x.get()) != 0; }
inline bool signbit(const Real& x) { return mpfr_signbit(x.get()) != 0; }

/// The integer functions, which are exact.
#define FENCHEL_REAL_INTEGER(name, function) \
  using std::name;                           \
  inline Real name(const Real& x) {          \
    Real y;                                  \
    function(y.get(), x.get());              \
    return y;                                \
  }
FENCHEL_REAL_INTEGER(floor, mpfr_floor)
FENCHEL_REAL_INTEGER(ceil, mpfr_ceil)
FENCHEL_REAL_INTEGER(trunc, mpfr_trunc)
#undef FENCHEL_REAL_INTEGER

/// To the nearest integer, ties to even: `rint` in the rounding mode that everybody uses.
using std::rint;
inline Real rint(const Real& x) {
  Real y;
  mpfr_rint(y.get(), x.get(), MPFR_RNDN);
  return y;
}

using std::fabs;
inline Real fabs(const Real& x) { return signbit(x) ? -x : x; }

/// The constants that formulas need, at the precision of R.
template <class R>
R pi() {
  return 4 * atan(R(1));
}

}  // namespace accuracy
