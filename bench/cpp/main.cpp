// SPDX-License-Identifier: Apache-2.0
// fenchel_bench [--quick] [--only NAME]: one row of JSON a measurement, as bench/run.py reads them.
// fenchel_bench --repeat ours|hand NAME N CALLS: only that, to count its instructions.
#include "heap.hpp"
#include "peers/peers.hpp"
#include "rounds.hpp"
#include "workloads.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

constexpr std::size_t largest_for_peers = 10000;  // beyond it their tapes go to files

bool near(double a, double b) { return std::abs(a - b) <= 1e-9 * (1 + std::abs(b)); }

/// Whether a gradient is that written by hand.
bool agrees(const Workload& work, Data& data, Gradient gradient) {
  Problem& p = data.problem;
  const auto clear = [&] {
    data.g.assign(data.g.size(), 0), data.g_y.assign(data.g_y.size(), 0);
    p.g_mu = p.g_sigma = 0;
  };
  clear();
  const double expected = work.hand(p), mu = p.g_mu, sigma = p.g_sigma;
  const std::vector<double> g = data.g, g_y = data.g_y;
  clear();
  bool good = near(gradient(p), expected) && near(p.g_mu, mu) && near(p.g_sigma, sigma);
  for (std::size_t i = 0; i < g.size(); ++i) good = good && near(data.g[i], g[i]);
  for (std::size_t i = 0; i < p.n; ++i) good = good && near(data.g_y[i], g_y[i]);
  return good;
}

/// Both sides must compute the same, or the race means nothing.
void check(const Workload& work, Data& data, Gradient gradient, const char* whose) {
  if (agrees(work, data, gradient)) return;
  std::fprintf(stderr, "%s, n=%zu: the gradient of %s differs from that by hand\n", work.name,
               data.problem.n, whose);
  std::exit(1);
}

/// Bytes an element that a call takes from the heap, beyond inputs and gradient.
double bytes_an_element(const Heap& heap, const Problem& p) {
  return static_cast<double>(heap.bytes) / static_cast<double>(p.n);
}

void measure(const Workload& work, Shape shape, bool quick) {
  Data data(work, shape);
  Problem& p = data.problem;
  check(work, data, work.ours, "fenchel");
  const Heap own = heap_of(Call{work.ours, &p});
  std::vector<Call> calls = {{work.ours, &p}, {work.hand, &p}};
  std::vector<std::pair<const char*, Heap>> others;
  for (const Peer& peer : peers::installed()) {
    const Gradient gradient = shape.n <= largest_for_peers ? peer.find(work.name) : nullptr;
    if (!gradient) continue;
    others.emplace_back(peer.name, heap_of(Call{gradient, &p}));
    check(work, data, gradient, peer.name);
    calls.push_back({gradient, &p});
  }
  const int rounds = quick ? 41 : 101;
  const auto times = interleaved(calls, rounds, 0.001);
  // Not among them: it reads less, and would leave the caches to the one behind it as no gradient.
  const double primal = interleaved(std::vector{Call{work.primal, &p}}, rounds, 0.001)[0];
  const std::string columns = shape.d ? ",d=" + std::to_string(shape.d) : "";
  std::printf(
      "{\"suite\": \"cpp\", \"workload\": \"%s\", \"size\": \"n=%zu%s\", \"threads\": 1, "
      "\"ours_s\": %.6g, \"reference\": \"hand\", \"reference_s\": %.6g, \"ratio\": %.4f, "
      "\"gradient_over_primal\": %.4f, \"allocations\": %zu, \"bytes_an_element\": %.1f, "
      "\"peers\": {",
      work.name, shape.n, columns.c_str(), times[0], times[1], times[0] / times[1],
      times[0] / primal, own.allocations, bytes_an_element(own, p));
  for (std::size_t i = 0; i < others.size(); ++i)
    std::printf(
        "%s\"%s\": {\"s\": %.6g, \"ratio\": %.4f, \"allocations\": %zu, \"bytes_an_element\": "
        "%.1f}",
        i ? ", " : "", others[i].first, times[2 + i], times[2 + i] / times[1],
        others[i].second.allocations, bytes_an_element(others[i].second, p));
  std::printf("}}\n");
  std::fflush(stdout);
}

/// --repeat ours|hand NAME N CALLS
int repeat(char** of) {
  for (const Workload& work : workloads) {
    if (std::strcmp(work.name, of[1])) continue;
    Data data(work, {std::stoul(of[2]), work.shapes[0].d});
    const Gradient gradient = std::strcmp(of[0], "hand") ? work.ours : work.hand;
    for (long call = std::stol(of[3]); call > 0; --call) gradient(data.problem);
  }
  return 0;
}

}  // namespace

int main(int argc, char** arguments) {
  keep_memory();
  bool quick = false;
  std::string only;
  for (int i = 1; i < argc; ++i) {
    if (!std::strcmp(arguments[i], "--quick")) quick = true;
    else if (!std::strcmp(arguments[i], "--only") && i + 1 < argc) only = arguments[++i];
    else if (!std::strcmp(arguments[i], "--repeat") && i + 4 < argc)
      return repeat(arguments + i + 1);
    else return std::fprintf(stderr, "fenchel_bench [--quick] [--only NAME]\n"), 2;
  }
  for (const Workload& work : workloads) {
    if (std::string(work.name).find(only) == std::string::npos) continue;
    const std::size_t count = work.shapes.size() - (quick ? 1 : 0);
    for (std::size_t i = 0; i < count; ++i) measure(work, work.shapes[i], quick);
  }
}
