// SPDX-License-Identifier: Apache-2.0
// What the tests of kernels share: memory that ends at an unreadable page, the sets that run here,
// comparison of bits.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cmath>
#include <cstring>
#include <fenchel/execute/dispatch.hpp>
#include <random>
#include <vector>

namespace kernel_tests {

/// A page of memory; touching what lies behind it ends the test.
class Guarded {
 public:
  Guarded() : page_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))) {
    void* both =
        mmap(nullptr, 2 * page_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memory_ = static_cast<unsigned char*>(both);
    mprotect(memory_ + page_, page_, PROT_NONE);
  }
  Guarded(const Guarded&) = delete;
  ~Guarded() { munmap(memory_, 2 * page_); }

  /// The last n elements of the page.
  template <class T>
  T* last(std::int64_t n) {
    return reinterpret_cast<T*>(memory_ + page_) - n;
  }

 private:
  std::size_t page_;
  unsigned char* memory_;
};

inline std::vector<const fenchel::KernelSet*> sets() {
  std::vector<const fenchel::KernelSet*> out;
  for (const char* name : fenchel::kernel_sets()) out.push_back(&fenchel::kernel_set(name));
  return out;
}

/// Equal bits, or both NaN.
template <class T>
bool same(T a, T b) {
  return std::memcmp(&a, &b, sizeof(T)) == 0 || (a != a && b != b);
}

/// Lengths around the packets of all sets and types.
inline std::vector<std::int64_t> lengths() {
  std::vector<std::int64_t> out;
  for (std::int64_t n = 0; n <= 20; ++n) out.push_back(n);
  for (std::int64_t n : {31, 32, 33, 35, 63, 64, 65, 127, 128, 131}) out.push_back(n);
  return out;
}

/// Random numbers of a type, with `special` points strewn in.
template <class T>
std::vector<T> numbers(std::int64_t n, unsigned seed, double low, double high,
                       const std::vector<double>& special = {}) {
  std::mt19937 engine(seed);
  std::uniform_real_distribution<double> uniform(low, high);
  std::vector<T> out(static_cast<std::size_t>(n));
  for (T& x : out) {
    double value = uniform(engine);
    if (!special.empty() && engine() % 3 == 0) value = special[engine() % special.size()];
    if (std::is_integral_v<T>) value = std::isfinite(value) ? 10 * value : 7;
    x = static_cast<T>(value);
  }
  return out;
}

inline std::vector<unsigned char> truths(std::int64_t n, unsigned seed) {
  std::mt19937 engine(seed);
  std::vector<unsigned char> out(static_cast<std::size_t>(n));
  for (auto& x : out) x = engine() % 2;
  return out;
}

}  // namespace kernel_tests
