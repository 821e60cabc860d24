// SPDX-License-Identifier: Apache-2.0
#include "turns.hpp"

#include <gmp.h>

#include <cmath>
#include <limits>

#include "real.hpp"

namespace accuracy {
namespace {

/// An integer of any size.
struct Integer {
  mpz_t value;
  Integer(unsigned long x = 0) { mpz_init_set_ui(value, x); }
  ~Integer() { mpz_clear(value); }
  Integer(const Integer&) = delete;
  Integer& operator=(const Integer&) = delete;
};

/// pi / 2 times 2^bits, rounded down.
void half_pi_times_power(Integer& out, mpfr_prec_t bits) {
  mpfr_t pi;
  mpfr_init2(pi, bits + 64);
  mpfr_const_pi(pi, MPFR_RNDN);
  mpfr_mul_2si(pi, pi, bits - 1, MPFR_RNDN);
  mpfr_get_z(out.value, pi, MPFR_RNDD);
  mpfr_clear(pi);
}

/// Calls visit(m) for integers m of which m 2^exponent is next to a multiple of pi / 2: numerators
/// of the convergents of pi / 2 / 2^exponent, as far as they have `digits` bits.
template <class Visit>
void for_each_mantissa(int exponent, int digits, const Visit& visit) {
  constexpr mpfr_prec_t bits = 2400;  // twice an exponent, and more than two mantissas
  Integer a, b, quotient, rest, before(0), now(1), next;
  half_pi_times_power(a, bits);
  mpz_setbit(b.value, static_cast<mp_bitcnt_t>(bits + exponent));
  while (mpz_sgn(b.value) != 0) {
    mpz_fdiv_qr(quotient.value, rest.value, a.value, b.value);
    mpz_mul(next.value, quotient.value, now.value);
    mpz_add(next.value, next.value, before.value);
    if (mpz_sizeinbase(next.value, 2) > static_cast<std::size_t>(digits)) return;
    mpz_swap(before.value, now.value);
    mpz_swap(now.value, next.value);
    mpz_swap(a.value, b.value);
    mpz_swap(b.value, rest.value);
    visit(mpz_get_d(now.value));
  }
}

}  // namespace

template <class T>
std::vector<T> next_to_turns() {
  using L = std::numeric_limits<T>;
  std::vector<T> out;
  for (int exponent = 1 - L::digits; exponent <= L::max_exponent - L::digits; ++exponent)
    for_each_mantissa(exponent, L::digits, [&](double mantissa) {
      if (mantissa >= std::ldexp(1.0, L::digits - 8))
        out.push_back(T(std::ldexp(mantissa, exponent)));
    });
  return out;
}

template std::vector<float> next_to_turns<float>();
template std::vector<double> next_to_turns<double>();

}  // namespace accuracy
