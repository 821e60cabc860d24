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
  double low = 0.1, high = 3;  ///< of x
  bool has_zero = false;
};

const std::vector<std::size_t> sizes = {10, 100, 1000, 10000, 100000, 1000000};

const std::vector<Workload> workloads = {
    {"sum", ours::sum, hand::sum, sizes},
    {"sum_log", ours::sum_log, hand::sum_log, sizes},
    {"sum_exp", ours::sum_exp, hand::sum_exp, sizes},
    {"logsumexp", ours::logsumexp, hand::logsumexp, sizes},
    {"product", ours::product, hand::product, sizes, 0, 0.99, 1.01},
    {"product_zero", ours::product_zero, hand::product_zero, sizes, 0, 0.99, 1.01, true},
    {"normal_log_density", ours::normal_parameters, hand::normal_parameters, sizes},
    {"normal_textbook", ours::normal_textbook, hand::normal_textbook, sizes},
    {"normal_all_active", ours::normal_all, hand::normal_all, sizes},
    {"normal_all_textbook", ours::normal_all_textbook, hand::normal_all_textbook, sizes},
    {"softplus", ours::softplus, hand::softplus, sizes, 0, -3, 3},
    {"poisson", ours::poisson, hand::poisson, sizes, 0, -1, 2},
    {"sin_exp_log", ours::sin_exp_log, hand::sin_exp_log, sizes, 0, -3, 3},
    {"mixed", ours::mixed, hand::mixed, sizes},
    {"logistic_regression", ours::logistic, hand::logistic, {100, 10000, 1000000}, 10, -1, 1},
};

/// The memory of a problem: x in an interval, labels y, weights w.
struct Data {
  std::vector<double> x, y, w, g, g_y;
  Problem problem;

  Data(const Workload& work, std::size_t n)
      : x(n * std::max<std::size_t>(work.d, 1)), y(n), w(work.d), g(x.size()), g_y(n) {
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> draw(work.low, work.high), sign(-1, 1);
    for (double& value : x) value = draw(random);
    if (work.has_zero) x[n / 2] = 0;
    for (double& value : y) value = sign(random) < 0 ? -1 : 1;
    for (double& value : w) value = sign(random);
    problem.n = n, problem.d = work.d;
    problem.x = x.data(), problem.y = y.data(), problem.w = w.data();
    problem.g = g.data(), problem.g_y = g_y.data();
  }
};

bool near(double a, double b) { return std::abs(a - b) <= 1e-9 * (1 + std::abs(b)); }

/// Both sides must compute the same, or the race means nothing.
void check(const Workload& work, Data& data) {
  Problem& p = data.problem;
  data.g.assign(data.g.size(), 0);
  const double expected = work.hand(p), mu = p.g_mu, sigma = p.g_sigma;
  const std::vector<double> gradient = data.g, gradient_y = data.g_y;
  data.g.assign(data.g.size(), 0);
  data.g_y.assign(data.g_y.size(), 0);
  bool good = near(work.ours(p), expected) && near(p.g_mu, mu) && near(p.g_sigma, sigma);
  const std::size_t written = p.d ? p.d : p.n;
  for (std::size_t i = 0; i < written; ++i) good = good && near(data.g[i], gradient[i]);
  for (std::size_t i = 0; i < p.n; ++i) good = good && near(data.g_y[i], gradient_y[i]);
  if (good) return;
  std::fprintf(stderr, "%s, n=%zu: the two gradients differ\n", work.name, p.n);
  std::exit(1);
}

void measure(const Workload& work, std::size_t n, bool quick) {
  Data data(work, n);
  check(work, data);
  const std::vector<Call> calls = {{work.ours, &data.problem}, {work.hand, &data.problem}};
  const auto times = interleaved(calls, quick ? 41 : 101, 0.001);
  const std::string columns = work.d ? ",d=" + std::to_string(work.d) : "";
  std::printf(
      "{\"suite\": \"cpp\", \"workload\": \"%s\", \"size\": \"n=%zu%s\", \"threads\": 1, "
      "\"ours_s\": "
      "%.6g, \"reference\": \"hand\", \"reference_s\": %.6g, \"ratio\": %.4f}\n",
      work.name, n, columns.c_str(), times[0], times[1], times[0] / times[1]);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** arguments) {
  bool quick = false;
  std::string only;
  for (int i = 1; i < argc; ++i) {
    if (!std::strcmp(arguments[i], "--quick")) quick = true;
    else if (!std::strcmp(arguments[i], "--only") && i + 1 < argc) only = arguments[++i];
    else return std::fprintf(stderr, "fenchel_bench [--quick] [--only NAME]\n"), 2;
  }
  for (const Workload& work : workloads) {
    if (std::string(work.name).find(only) == std::string::npos) continue;
    const std::size_t count = work.sizes.size() - (quick ? 1 : 0);
    for (std::size_t i = 0; i < count; ++i) measure(work, work.sizes[i], quick);
  }
}
