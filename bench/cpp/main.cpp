// SPDX-License-Identifier: Apache-2.0
// fenchel_bench [--quick] [--only NAME]: one row of JSON a measurement, as bench/run.py reads them.
#include "gradients.hpp"
#include "rounds.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <vector>

namespace {

struct Workload {
  const char* name;
  Gradient ours, hand;
  std::vector<std::size_t> sizes;  ///< the last one is left out of a quick run
  std::size_t d = 0;
};

const std::vector<Workload> workloads = {
    {"normal_log_density",
     ours::normal_parameters,
     hand::normal_parameters,
     {1000, 100000, 10000000}},
    {"normal_textbook", ours::normal_textbook, hand::normal_textbook, {1000, 100000, 10000000}},
    {"normal_all_active", ours::normal_all, hand::normal_all, {1000, 100000, 10000000}},
    {"logistic_regression", ours::logistic, hand::logistic, {100, 10000, 1000000}, 10},
    {"sum_exp", ours::sum_exp, hand::sum_exp, {1000, 100000, 10000000}},
    {"mixed", ours::mixed, hand::mixed, {1000, 100000, 10000000}},
};

/// The memory of a problem: positive x, labels y, weights w.
struct Data {
  std::vector<double> x, y, w, g;
  Problem problem;

  Data(std::size_t n, std::size_t d) : x(n * std::max<std::size_t>(d, 1)), y(n), w(d), g(x.size()) {
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> draw(0.1, 3), sign(-1, 1);
    for (double& value : x) value = d ? sign(random) : draw(random);
    for (double& value : y) value = sign(random) < 0 ? -1 : 1;
    for (double& value : w) value = sign(random);
    problem.n = n, problem.d = d;
    problem.x = x.data(), problem.y = y.data(), problem.w = w.data(), problem.g = g.data();
  }
};

bool near(double a, double b) { return std::abs(a - b) <= 1e-9 * (1 + std::abs(b)); }

/// A gradient of a problem, as `interleaved` calls it.
struct Call {
  Gradient gradient;
  Problem* problem;
  void operator()() const { gradient(*problem); }
};

/// Both sides must compute the same, or the race means nothing.
void check(const Workload& work, Data& data) {
  Problem& p = data.problem;
  const double expected = work.hand(p), mu = p.g_mu, sigma = p.g_sigma;
  const std::vector<double> gradient = data.g;
  data.g.assign(data.g.size(), 0);
  bool good = near(work.ours(p), expected) && near(p.g_mu, mu) && near(p.g_sigma, sigma);
  const std::size_t written = p.d ? p.d : p.n;
  for (std::size_t i = 0; i < written; ++i) good = good && near(data.g[i], gradient[i]);
  if (good) return;
  std::fprintf(stderr, "%s, n=%zu: the two gradients differ\n", work.name, p.n);
  std::exit(1);
}

void measure(const Workload& work, std::size_t n, bool quick) {
  Data data(n, work.d);
  check(work, data);
  const std::vector<Call> calls = {{work.ours, &data.problem}, {work.hand, &data.problem}};
  const auto times = interleaved(calls, quick ? 15 : 41, 0.004);
  const std::string columns = work.d ? ",d=" + std::to_string(work.d) : "";
  std::printf(
      "{\"suite\": \"cpp\", \"workload\": \"%s\", \"size\": \"n=%zu%s\", \"threads\": 1, "
      "\"ours_s\": "
      "%.6g, \"reference\": \"hand\", \"reference_s\": %.6g, \"ratio\": %.4f}\n",
      work.name, n, columns.c_str(), times[0], times[1], times[0] / times[1]);
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** arguments) {
  bool quick = false;
  std::string only;
  for (int i = 1; i < count; ++i) {
    if (!std::strcmp(arguments[i], "--quick")) quick = true;
    else if (!std::strcmp(arguments[i], "--only") && i + 1 < count) only = arguments[++i];
    else return std::fprintf(stderr, "fenchel_bench [--quick] [--only NAME]\n"), 2;
  }
  for (const Workload& work : workloads) {
    if (std::string(work.name).find(only) == std::string::npos) continue;
    const std::size_t sizes = work.sizes.size() - (quick ? 1 : 0);
    for (std::size_t i = 0; i < sizes; ++i) measure(work, work.sizes[i], quick);
  }
}
