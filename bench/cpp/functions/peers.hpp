// SPDX-License-Identifier: Apache-2.0
// The vector functions of libmvec and SLEEF for this unit's registers, as types with a function
// at(): libmvec::exp::at(x), sleef::exp::at(x).
#pragma once

#include <fenchel/simd/simd.hpp>
#ifdef FENCHEL_BENCH_SLEEF
#include <sleef.h>
#endif

namespace functions {
inline namespace FENCHEL_ARCH {

using Doubles = fenchel::simd::Native<double>;
using Floats = fenchel::simd::Native<float>;

#if FENCHEL_SIMD_BYTES == 64
#define FENCHEL_BENCH_MVEC_D(args, name) _ZGVeN8##args##_##name
#define FENCHEL_BENCH_MVEC_F(args, name) _ZGVeN16##args##_##name##f
#define FENCHEL_BENCH_SLEEF_D(name, ulp) Sleef_##name##d8_##ulp##avx512f
#define FENCHEL_BENCH_SLEEF_F(name, ulp) Sleef_##name##f16_##ulp##avx512f
#elif FENCHEL_SIMD_BYTES == 32
#define FENCHEL_BENCH_MVEC_D(args, name) _ZGVdN4##args##_##name
#define FENCHEL_BENCH_MVEC_F(args, name) _ZGVdN8##args##_##name##f
#define FENCHEL_BENCH_SLEEF_D(name, ulp) Sleef_##name##d4_##ulp##avx2
#define FENCHEL_BENCH_SLEEF_F(name, ulp) Sleef_##name##f8_##ulp##avx2
#else
#define FENCHEL_BENCH_MVEC_D(args, name) _ZGVbN2##args##_##name
#define FENCHEL_BENCH_MVEC_F(args, name) _ZGVbN4##args##_##name##f
#define FENCHEL_BENCH_SLEEF_D(name, ulp) Sleef_##name##d2_##ulp##sse4
#define FENCHEL_BENCH_SLEEF_F(name, ulp) Sleef_##name##f4_##ulp##sse4
#endif

/// No such function there.
struct None {};

/// A type whose at() calls the two functions, of one or two arguments.
#define FENCHEL_BENCH_UNARY(name, of_doubles, of_floats)                    \
  struct name {                                                             \
    static Doubles at(Doubles x) { return Doubles::of(of_doubles(x.raw)); } \
    static Floats at(Floats x) { return Floats::of(of_floats(x.raw)); }     \
  };
#define FENCHEL_BENCH_BINARY(name, of_doubles, of_floats)                                     \
  struct name {                                                                               \
    static Doubles at(Doubles x, Doubles y) { return Doubles::of(of_doubles(x.raw, y.raw)); } \
    static Floats at(Floats x, Floats y) { return Floats::of(of_floats(x.raw, y.raw)); }      \
  };

namespace libmvec {
#define FENCHEL_BENCH_MVEC1(name)                                                \
  extern "C" Doubles::raw_type FENCHEL_BENCH_MVEC_D(v, name)(Doubles::raw_type); \
  extern "C" Floats::raw_type FENCHEL_BENCH_MVEC_F(v, name)(Floats::raw_type);   \
  FENCHEL_BENCH_UNARY(name, FENCHEL_BENCH_MVEC_D(v, name), FENCHEL_BENCH_MVEC_F(v, name))
#define FENCHEL_BENCH_MVEC2(name)                                                                 \
  extern "C" Doubles::raw_type FENCHEL_BENCH_MVEC_D(vv, name)(Doubles::raw_type,                  \
                                                              Doubles::raw_type);                 \
  extern "C" Floats::raw_type FENCHEL_BENCH_MVEC_F(vv, name)(Floats::raw_type, Floats::raw_type); \
  FENCHEL_BENCH_BINARY(name, FENCHEL_BENCH_MVEC_D(vv, name), FENCHEL_BENCH_MVEC_F(vv, name))
#include "libmvec.inc"
}  // namespace libmvec

namespace sleef {
#ifdef FENCHEL_BENCH_SLEEF
#define FENCHEL_BENCH_SLEEF1(name, ulp) \
  FENCHEL_BENCH_UNARY(name, FENCHEL_BENCH_SLEEF_D(name, ulp), FENCHEL_BENCH_SLEEF_F(name, ulp))
#define FENCHEL_BENCH_SLEEF2(name, ulp) \
  FENCHEL_BENCH_BINARY(name, FENCHEL_BENCH_SLEEF_D(name, ulp), FENCHEL_BENCH_SLEEF_F(name, ulp))
#else
#define FENCHEL_BENCH_SLEEF1(name, ulp) using name = None;
#define FENCHEL_BENCH_SLEEF2(name, ulp) using name = None;
#endif
#include "sleef.inc"
}  // namespace sleef

}  // namespace FENCHEL_ARCH
}  // namespace functions
