// SPDX-License-Identifier: Apache-2.0
// What a user of libmvec or SLEEF writes for a function they do not have.
#pragma once

#include "peers.hpp"

namespace functions {
inline namespace FENCHEL_ARCH {

/// 1 / (1 + e^-x).
template <class Exp>
struct SigmoidOf {
  template <class V>
  static V at(V x) {
    return V(1) / (V(1) + Exp::at(-x));
  }
};

/// max(x, 0) + log(1 + e^-|x|).
template <class Exp, class Log1p>
struct SoftplusOf {
  template <class V>
  static V at(V x) {
    return fenchel::simd::max(x, V(0)) + Log1p::at(Exp::at(-fenchel::simd::abs(x)));
  }
};

/// -softplus(-x).
template <class Exp, class Log1p>
struct LogSigmoidOf {
  template <class V>
  static V at(V x) {
    return -SoftplusOf<Exp, Log1p>::at(-x);
  }
};

/// log(e^x + e^y).
template <class Exp, class Log1p>
struct LogaddexpOf {
  template <class V>
  static V at(V x, V y) {
    const V gap = fenchel::simd::abs(x - y);
    return fenchel::simd::max(x, y) + Log1p::at(Exp::at(-gap));
  }
};

/// 1 / sqrt(x) by two correctly rounded operations.
struct RsqrtOf {
  template <class V>
  static V at(V x) {
    return V(1) / fenchel::simd::sqrt(x);
  }
};

/// The sum of sine and cosine, which keeps both alive.
template <class Sin, class Cos>
struct SincosOf {
  template <class V>
  static V at(V x) {
    return Sin::at(x) + Cos::at(x);
  }
};
struct OurSincos {
  template <class V>
  static V at(V x) {
    const auto [s, c] = fenchel::simd::sincos(x);
    return s + c;
  }
};

namespace libmvec {
using sigmoid = SigmoidOf<exp>;
using softplus = SoftplusOf<exp, log1p>;
using log_sigmoid = LogSigmoidOf<exp, log1p>;
using logaddexp = LogaddexpOf<exp, log1p>;
using sincos = SincosOf<sin, cos>;
}  // namespace libmvec

namespace sleef {
#ifdef FENCHEL_BENCH_SLEEF
using sigmoid = SigmoidOf<exp>;
using softplus = SoftplusOf<exp, log1p>;
using log_sigmoid = LogSigmoidOf<exp, log1p>;
using logaddexp = LogaddexpOf<exp, log1p>;
struct sincos {
  static Doubles at(Doubles x) {
    const auto both = FENCHEL_BENCH_SLEEF_D(sincos, u10)(x.raw);
    return Doubles::of(both.x + both.y);
  }
  static Floats at(Floats x) {
    const auto both = FENCHEL_BENCH_SLEEF_F(sincos, u10)(x.raw);
    return Floats::of(both.x + both.y);
  }
};
#else
using sigmoid = None;
using softplus = None;
using log_sigmoid = None;
using logaddexp = None;
using sincos = None;
#endif
}  // namespace sleef

}  // namespace FENCHEL_ARCH
}  // namespace functions
