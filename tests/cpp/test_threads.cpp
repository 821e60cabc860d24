// SPDX-License-Identifier: Apache-2.0
// Threads: every item of shared work is done once, plans run in many threads at once, and their
// bits do not depend on who does what.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fenchel/array/array.hpp>
#include <fenchel/array/evaluate.hpp>
#include <fenchel/execute/threads/pool.hpp>
#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/structural/matmul.hpp>
#include <fenchel/program/structural/reduce.hpp>
#include <fenchel/program/structural/shaping.hpp>
#include <thread>

using namespace fenchel;

namespace {

/// For its lifetime.
struct Threads {
  int before = num_threads();
  explicit Threads(int count) { set_num_threads(count); }
  ~Threads() { set_num_threads(before); }
};

std::vector<int> counted(std::int64_t items, int workers) {
  std::vector<std::atomic<int>> times(static_cast<std::size_t>(items));
  auto task = [&](std::int64_t i, int worker) {
    if (worker < workers) ++times[static_cast<std::size_t>(i)];
  };
  share(items, workers, task);
  return {times.begin(), times.end()};
}

std::vector<double> ramp(std::size_t n) {
  std::vector<double> x(n);
  for (std::size_t i = 0; i < n; ++i) x[i] = static_cast<double>(i % 1009) / 500.0 - 1.0;
  return x;
}

constexpr std::int64_t length = 100003, rows = 300, columns = 200;

/// A sum, its elements, and sums of rows.
Program sums() {
  const Var x = parameter(DType::float64, {length}, TracedBy::jit);
  const Var m = parameter(DType::float64, {rows, columns}, TracedBy::jit);
  const Var y = tanh(x) * exp(x);
  return {{x, m}, {sum(y, {}, false), y, sum(exp(m), {1}, false)}};
}

Program gram() {
  const Var m = parameter(DType::float64, {rows, columns}, TracedBy::jit);
  return {{m}, {matmul(m, transpose(m))}};
}

struct Results {
  double total = 0;
  std::vector<double> y = std::vector<double>(length), sums = std::vector<double>(rows);
  bool operator==(const Results&) const = default;
};

Results run(const Compiled& compiled, const std::vector<double>& x, const std::vector<double>& m) {
  Results results;
  const void* arguments[] = {x.data(), m.data()};
  void* out[] = {&results.total, results.y.data(), results.sums.data()};
  compiled.run(arguments, out);
  return results;
}

}  // namespace

TEST_CASE("every item is done once") {
  for (const int workers : {1, 2, 7})
    for (const std::int64_t items : {0, 1, 2, 1000}) {
      const std::vector<int> times = counted(items, workers);
      CHECK(times == std::vector<int>(static_cast<std::size_t>(items), 1));
    }
}

TEST_CASE("work within work is done by who finds it") {
  std::atomic<int> done{0};
  auto inner = [&](std::int64_t, int worker) { done += worker == 0; };
  auto outer = [&](std::int64_t, int) { share(10, 4, inner); };
  share(50, 4, outer);
  CHECK(done == 500);
}

TEST_CASE("many callers share at once") {
  std::atomic<int> done{0};
  const auto caller = [&] {
    auto task = [&](std::int64_t, int) { ++done; };
    for (int i = 0; i < 200; ++i) share(20, 3, task);
  };
  std::vector<std::thread> callers;
  for (int i = 0; i < 6; ++i) callers.emplace_back(caller);
  for (auto& each : callers) each.join();
  CHECK(done == 6 * 200 * 20);
}

TEST_CASE("a plan runs in many threads at once, with the bits of one") {
  const Compiled compiled(sums());
  const auto x = ramp(length), m = ramp(rows * columns);
  Results expected;
  {
    const Threads one(1);
    expected = run(compiled, x, m);
  }
  const Threads several(3);
  CHECK(run(compiled, x, m) == expected);
  std::atomic<int> wrong{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 5; ++i)
    callers.emplace_back([&] {
      for (int repeat = 0; repeat < 10; ++repeat) wrong += run(compiled, x, m) != expected;
    });
  for (auto& each : callers) each.join();
  CHECK(wrong == 0);
}

TEST_CASE("a product has the same bits for any number of threads") {
  const Compiled compiled(gram());
  const auto m = ramp(rows * columns);
  const auto product = [&] {
    std::vector<double> out(rows * rows);
    const void* arguments[] = {m.data()};
    void* results[] = {out.data()};
    compiled.run(arguments, results);
    return out;
  };
  const Threads one(1);
  const auto expected = product();
  set_num_threads(4);
  CHECK(product() == expected);
}

TEST_CASE("a child after a fork has threads of its own") {
  const Threads several(2);
  CHECK(counted(100, 2) == std::vector<int>(100, 1));
  const pid_t child = fork();
  if (child == 0) _exit(counted(100, 2) == std::vector<int>(100, 1) ? 0 : 1);
  int status = -1;
  waitpid(child, &status, 0);
  CHECK(status == 0);
}

TEST_CASE("a number of threads that is none is an error") {
  CHECK_THROWS_AS(set_num_threads(0), ShapeError);
}
