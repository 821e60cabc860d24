// SPDX-License-Identifier: Apache-2.0
// The arithmetic of a run is IEEE's, rounded to nearest, subnormal numbers included, whatever a
// program or a library linked with -ffast-math has told the processor; afterwards that holds again.
#pragma once

#include <fenchel/base/config.hpp>

namespace fenchel {
namespace detail {

#if defined(__x86_64__)
using FloatControl = unsigned;
/// Flush to zero, the two bits of the rounding mode, denormals are zero.
inline constexpr FloatControl float_modes = 0x8000 | 0x6000 | 0x0040;
inline FloatControl float_control() { return __builtin_ia32_stmxcsr(); }
inline void set_float_control(FloatControl control) { __builtin_ia32_ldmxcsr(control); }
#elif defined(__aarch64__)
using FloatControl = unsigned long;
/// Flush to zero and the two bits of the rounding mode.
inline constexpr FloatControl float_modes = 0x01c00000;
inline FloatControl float_control() {
  FloatControl control;
  asm volatile("mrs %0, fpcr" : "=r"(control));
  return control;
}
inline void set_float_control(FloatControl control) { asm volatile("msr fpcr, %0" ::"r"(control)); }
#else
using FloatControl = unsigned;
inline constexpr FloatControl float_modes = 0;
inline FloatControl float_control() { return 0; }
inline void set_float_control(FloatControl) {}
#endif

/// For its lifetime, on this thread.
class IeeeArithmetic {
 public:
  IeeeArithmetic() : found_(float_control()) {
    if (found_ & float_modes) [[unlikely]]
      set_float_control(found_ & ~float_modes);
  }
  ~IeeeArithmetic() {
    if (found_ & float_modes) [[unlikely]]
      set_float_control(found_);
  }
  IeeeArithmetic(const IeeeArithmetic&) = delete;
  IeeeArithmetic& operator=(const IeeeArithmetic&) = delete;

 private:
  FloatControl found_;
};

}  // namespace detail
}  // namespace fenchel
