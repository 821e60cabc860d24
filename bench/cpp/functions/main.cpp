// SPDX-License-Identifier: Apache-2.0
// fenchel_functions [--quick] [--only NAME]: time of an element, ours beside libmvec and SLEEF; one
// row of JSON a measurement, as bench/run.py reads them.
#include "../rounds.hpp"
#include "row.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <type_traits>

namespace {

constexpr std::size_t n = 4096;  ///< two arrays of arguments and one of results stay in L1 and L2

struct Set {
  const char* name;
  std::vector<functions::Row> rows;
};

std::vector<Set> sets_of_this_machine() {
  std::vector<Set> sets = {{"v2", functions::rows_v2()}};
  if (__builtin_cpu_supports("x86-64-v3")) sets.push_back({"v3", functions::rows_v3()});
  if (__builtin_cpu_supports("x86-64-v4")) sets.push_back({"v4", functions::rows_v4()});
  return sets;
}

/// Arguments of a row, in its precision.
template <class T>
struct Data {
  alignas(64) T x[n], y[n], out[n];

  explicit Data(const functions::Row& row) {
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> first(row.low[0], row.high[0]);
    std::uniform_real_distribution<double> second(row.low[1], row.high[1]);
    for (std::size_t i = 0; i < n; ++i) x[i] = T(first(random)), y[i] = T(second(random));
  }
};

/// A loop over the data, as `interleaved` calls it.
template <class T>
struct Call {
  functions::Loop loop;
  Data<T>* data;
  void operator()() const { loop(data->x, data->y, data->out, n); }
};

/// Competitors must agree, or the race means nothing: to 1e-3 of the largest of the results.
template <class T>
void check(const functions::Row& row, Data<T>& data, const std::vector<Call<T>>& calls) {
  calls[0]();
  const std::vector<T> expected(data.out, data.out + n);
  for (std::size_t k = 1; k < calls.size(); ++k) {
    calls[k]();
    for (std::size_t i = 0; i < n; ++i)
      if (!(std::abs(data.out[i] - expected[i]) <= T(1e-3) * (1 + std::abs(expected[i])))) {
        std::fprintf(stderr, "%s(%g, %g): two libraries differ\n", row.function, double(data.x[i]),
                     double(data.y[i]));
        std::exit(1);
      }
  }
}

/// One form of a row: nanoseconds of an element, of ours and of whoever has the function.
template <class T>
void measure(const Set& set, const functions::Row& row, bool fused, Data<T>& data, bool quick) {
  static constexpr const char* tiers[] = {"ordinary", "fast", "joint", "composed"};
  static constexpr const char* names[] = {"ours_ns", "libmvec_ns", "sleef_ns"};
  std::vector<Call<T>> calls;
  std::vector<const char*> keys;
  const functions::Loops* loops[] = {&row.ours, &row.libmvec, &row.sleef};
  for (std::size_t k = 0; k < 3; ++k) {
    const functions::Loop loop = fused ? loops[k]->fused : loops[k]->array;
    if (loop) calls.push_back({loop, &data}), keys.push_back(names[k]);
  }
  if (!fused) check(row, data, calls);
  const auto seconds = interleaved(calls, quick ? 9 : 41, quick ? 1e-4 : 4e-4);
  std::printf("{\"suite\": \"functions\", \"function\": \"%s\", \"precision\": \"%s\", ",
              row.function, row.is_double ? "float64" : "float32");
  std::printf("\"set\": \"%s\", \"form\": \"%s\", \"tier\": \"%s\"", set.name,
              fused ? "fused" : "array", tiers[int(row.tier)]);
  for (std::size_t k = 0; k < calls.size(); ++k)
    std::printf(", \"%s\": %.4f", keys[k], seconds[k] / double(n) * 1e9);
  std::printf("}\n");
  std::fflush(stdout);
}

template <class T>
void measure_forms(const Set& set, const functions::Row& row, bool quick) {
  static_assert(std::is_floating_point_v<T>);
  const auto data = std::make_unique<Data<T>>(row);
  for (bool fused : {false, true}) measure<T>(set, row, fused, *data, quick);
}

}  // namespace

int main(int count, char** arguments) {
  bool quick = false;
  std::string only;
  for (int i = 1; i < count; ++i) {
    if (!std::strcmp(arguments[i], "--quick")) quick = true;
    else if (!std::strcmp(arguments[i], "--only") && i + 1 < count) only = arguments[++i];
    else return std::fprintf(stderr, "fenchel_functions [--quick] [--only NAME]\n"), 2;
  }
  for (const Set& set : sets_of_this_machine())
    for (const functions::Row& row : set.rows) {
      if (std::string(row.function).find(only) == std::string::npos) continue;
      if (row.is_double) measure_forms<double>(set, row, quick);
      else measure_forms<float>(set, row, quick);
    }
}
