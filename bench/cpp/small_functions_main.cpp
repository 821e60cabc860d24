// SPDX-License-Identifier: Apache-2.0
// fenchel_small_functions [--quick] [--only NAME]: the workloads on small functions, in the rows
// that bench/run.py reads.
#include "rounds.hpp"
#include "small_functions.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>

namespace {

struct Workload {
  const char* name;
  Gradient ours, hand;
  std::vector<std::size_t> sizes;                 ///< the last one is left out of a quick run
  std::size_t inputs, results;                    ///< numbers, for each of the n elements ...
  std::size_t more_inputs, more_results;          ///< ... and besides
  std::vector<std::pair<double, double>> ranges;  ///< of the inputs, in turn
  std::size_t d = 0;
};

const std::vector<std::pair<double, double>> camera = {
    {0.1, 0.6}, {0.1, 0.6}, {0.1, 0.6}, {-1, 1},     {-1, 1},     {-1, 1},
    {0.8, 1.2}, {-1, 1},    {-1, 1},    {-0.1, 0.1}, {-0.1, 0.1}, {-1, 1},
    {-1, 1},    {4, 6},     {0.5, 1},   {-0.5, 0.5}, {-0.5, 0.5}};
const std::vector<std::pair<double, double>> option = {
    {80, 120}, {80, 120}, {0.2, 2}, {0.01, 0.05}, {0.1, 0.5}};
const std::vector<std::pair<double, double>> animals = {{0.9, 1.1}, {0.4, 0.6},   {1, 1.2},
                                                        {0.3, 0.5}, {0.05, 0.15}, {0.3, 0.5}};

const std::vector<Workload> workloads = {
    {"bundle_adjustment",
     ours::bundle_adjustment,
     hand::bundle_adjustment,
     {100, 1000, 100000},
     17,
     32,
     0,
     0,
     camera},
    {"black_scholes_greeks",
     ours::black_scholes,
     hand::black_scholes,
     {100, 1000, 100000},
     5,
     6,
     0,
     0,
     option},
    {"quadrotor_step", ours::quadrotor, hand::quadrotor, {1, 100}, 0, 0, 16, 204, {{-0.1, 0.1}}},
    {"lotka_volterra",
     ours::lotka_volterra,
     hand::lotka_volterra,
     {1, 1000},
     6,
     7,
     0,
     0,
     animals,
     1000},
    {"stochastic_volatility",
     ours::volatility,
     hand::volatility,
     {100, 1000, 10000},
     2,
     1,
     0,
     3,
     {{-1, 1}}},
    {"stochastic_volatility_expression",
     ours::volatility_expression,
     hand::volatility,
     {100, 1000, 10000},
     2,
     1,
     0,
     3,
     {{-1, 1}}},
};

/// The memory of a problem.
struct Data {
  std::vector<double> x, g;
  Problem problem;

  Data(const Workload& w, std::size_t n)
      : x(w.inputs * n + w.more_inputs), g(w.results * n + w.more_results) {
    std::mt19937_64 random(1);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const auto [low, high] = w.ranges[i / n % w.ranges.size()];
      x[i] = std::uniform_real_distribution<double>(low, high)(random);
    }
    problem.n = n, problem.d = w.d, problem.x = x.data(), problem.g = g.data();
  }
};

bool near(double a, double b) { return std::abs(a - b) <= 1e-9 * (1 + std::abs(b)); }

/// Both sides must compute the same, or the race means nothing.
void check(const Workload& work, Data& data) {
  const double expected = work.hand(data.problem);
  const std::vector<double> results = data.g;
  data.g.assign(data.g.size(), 0);
  bool good = near(work.ours(data.problem), expected);
  for (std::size_t i = 0; i < results.size(); ++i) good = good && near(data.g[i], results[i]);
  if (good) return;
  std::fprintf(stderr, "%s, n=%zu: the two sides differ\n", work.name, data.problem.n);
  std::exit(1);
}

void measure(const Workload& work, std::size_t n, bool quick) {
  Data data(work, n);
  check(work, data);
  const std::vector<Call> calls = {{work.ours, &data.problem}, {work.hand, &data.problem}};
  const auto times = interleaved(calls, quick ? 15 : 41, 0.004);
  std::printf(
      "{\"suite\": \"cpp\", \"workload\": \"%s\", \"size\": \"n=%zu\", \"threads\": 1, \"ours_s\": "
      "%.6g, \"reference\": \"hand\", \"reference_s\": %.6g, \"ratio\": %.4f}\n",
      work.name, n, times[0], times[1], times[0] / times[1]);
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** arguments) {
  bool quick = false;
  std::string only;
  for (int i = 1; i < count; ++i) {
    if (!std::strcmp(arguments[i], "--quick")) quick = true;
    else if (!std::strcmp(arguments[i], "--only") && i + 1 < count) only = arguments[++i];
    else return std::fprintf(stderr, "fenchel_small_functions [--quick] [--only NAME]\n"), 2;
  }
  for (const Workload& work : workloads) {
    if (std::string(work.name).find(only) == std::string::npos) continue;
    const std::size_t sizes = work.sizes.size() - (quick ? 1 : 0);
    for (std::size_t i = 0; i < sizes; ++i) measure(work, work.sizes[i], quick);
  }
}
