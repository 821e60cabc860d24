// SPDX-License-Identifier: Apache-2.0
// The few macros of fenchel, and the name of the instruction set this unit is compiled for.
#pragma once

#define FENCHEL_VERSION "0.1.0"

#if defined(__GNUC__)
#define FENCHEL_INLINE inline __attribute__((always_inline))
#else
#define FENCHEL_INLINE inline
#endif

// Everything that holds SIMD code lives in an inline namespace named after the architecture flags,
// so that units built for different sets can be linked into one program without sharing a symbol.
#if defined(__AVX512F__) && defined(__AVX512DQ__) && defined(__AVX512BW__) && defined(__AVX512VL__)
#define FENCHEL_SET arch_v4
#define FENCHEL_SIMD_BYTES 64
#elif defined(__AVX2__) && defined(__FMA__)
#define FENCHEL_SET arch_v3
#define FENCHEL_SIMD_BYTES 32
#elif defined(__SSE4_2__) && defined(__FMA__)
#define FENCHEL_SET arch_v2_fma
#define FENCHEL_SIMD_BYTES 16
#elif defined(__SSE4_2__) && defined(__AVX__)
#define FENCHEL_SET arch_v2_avx
#define FENCHEL_SIMD_BYTES 16
#elif defined(__SSE4_2__)
#define FENCHEL_SET arch_v2
#define FENCHEL_SIMD_BYTES 16
#elif defined(__aarch64__)
#define FENCHEL_SET arch_neon
#define FENCHEL_SIMD_BYTES 16
#else
#define FENCHEL_SET arch_base
#define FENCHEL_SIMD_BYTES 16
#endif

#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
#define FENCHEL_HAS_FMA 1
#endif

// In a unit compiled with -ffast-math or a part of it, formulas that are inlined lose what the
// compiler may then assume away: docs/design/arithmetic.md. FENCHEL_ALLOW_FAST_MATH accepts it. The
// functions of such a unit are others, to the linker, than those of a plain one.
#if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__) || defined(__RECIPROCAL_MATH__) || \
    (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__)
#define FENCHEL_TAGGED_(set, suffix) set##suffix
#define FENCHEL_TAGGED(set, suffix) FENCHEL_TAGGED_(set, suffix)
#define FENCHEL_ARCH FENCHEL_TAGGED(FENCHEL_SET, _fast_math)
#if !defined(FENCHEL_ALLOW_FAST_MATH)
#warning "fenchel: -ffast-math takes NaN and accuracy from formulas inlined here (base/config.hpp)"
#endif
#else
#define FENCHEL_ARCH FENCHEL_SET
#endif

// Bodies of the runtime are compiled once into fenchel::runtime; with FENCHEL_HEADER_ONLY they are
// inline in every unit that includes them. They stay visible where everything else is hidden, so
// that a user's shared library finds the runtime inside the Python module.
#if defined(FENCHEL_HEADER_ONLY)
#define FENCHEL_BODY inline
#elif defined(__GNUC__)
#define FENCHEL_BODY __attribute__((visibility("default")))
#else
#define FENCHEL_BODY
#endif
