// SPDX-License-Identifier: Apache-2.0
// Loads and stores against a guard page: a byte touched past the end ends the process.
#include <doctest/doctest.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <numeric>

#include "test_simd.hpp"

using namespace simd_test;

namespace {

/// A page with a page behind it that may not be touched.
class Guarded {
 public:
  Guarded() {
    page_ = std::size_t(sysconf(_SC_PAGESIZE));
    base_ = static_cast<char*>(
        mmap(nullptr, 2 * page_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    REQUIRE(base_ != MAP_FAILED);
    REQUIRE(mprotect(base_ + page_, page_, PROT_NONE) == 0);
  }
  ~Guarded() { munmap(base_, 2 * page_); }
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;

  /// Room for exactly `count` numbers before the guard.
  template <class T>
  T* last(int count) {
    return reinterpret_cast<T*>(base_ + page_) - count;
  }

 private:
  std::size_t page_;
  char* base_;
};

template <class V>
void check_partial() {
  using T = simd::lane_t<V>;
  constexpr int lanes = simd::LaneOf<V>::count;
  Guarded memory;
  for (int count = 0; count <= lanes; ++count) {
    CAPTURE(count);
    T* const p = memory.last<T>(count);
    std::iota(p, p + count, T(1));
    T loaded[lanes];
    simd::store<V>(loaded, simd::load_partial<V>(p, count));
    for (int i = 0; i < lanes; ++i) CHECK(loaded[i] == (i < count ? T(i + 1) : T(0)));
    T* const q = memory.last<T>(count + 1);  // one number more: it must survive
    q[count] = T(77);
    simd::store_partial<V>(q, V(T(5)), count);
    for (int i = 0; i < count; ++i) CHECK(q[i] == T(5));
    CHECK(q[count] == T(77));
    simd::store_partial<V>(memory.last<T>(count), V(T(6)), count);
  }
  simd::store<V>(memory.last<T>(lanes), simd::load<V>(memory.last<T>(lanes)));
}

template <class V>
void check_masks() {
  using T = simd::lane_t<V>;
  constexpr int lanes = simd::LaneOf<V>::count;
  Guarded memory;
  for (int count = 0; count <= lanes; ++count) {
    auto* const p = memory.last<unsigned char>(count);
    for (int i = 0; i < count; ++i) p[i] = i % 3 == 0;
    const auto m = simd::load_mask_partial<V>(p, count);
    T chosen[lanes];
    simd::store<V>(chosen, simd::select(m, V(T(1)), V(T(0))));
    for (int i = 0; i < lanes; ++i) CHECK(chosen[i] == T(i < count && i % 3 == 0));
    std::fill(p, p + count, 9);
    simd::store_mask_partial(p, m, count);
    for (int i = 0; i < count; ++i) CHECK(p[i] == (i % 3 == 0));
    if (count == lanes) simd::store_mask(p, simd::load_mask<V>(p));
  }
}

/// Whether a process that does this dies.
template <class F>
bool dies(F f) {
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGSEGV, SIG_DFL);
    f();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return !(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

template <class T>
void check_type() {
  check_partial<T>();
  check_masks<T>();
  check_partial<simd::Packet<T, 1>>();
  check_masks<simd::Packet<T, 1>>();
  check_partial<simd::Packet<T, simd::native_lanes<T> / 2>>();
  check_masks<simd::Packet<T, simd::native_lanes<T> / 2>>();
  check_partial<simd::Native<T>>();
  check_masks<simd::Native<T>>();
}

}  // namespace

TEST_CASE("simd: partial loads and stores end where they should") {
  check_type<double>();
  check_type<float>();
  check_type<std::int64_t>();
}

TEST_CASE("simd: the guard page notices a whole load where a partial one is due") {
  using V = simd::Native<double>;
  Guarded memory;
  volatile double sink = 0;
  const double* const p = memory.last<double>(1);
  CHECK(!dies([&] { sink = simd::reduce_add(simd::load_partial<V>(p, 1)); }));
  CHECK(dies([&] { sink = simd::reduce_add(simd::load<V>(p)); }));
}
