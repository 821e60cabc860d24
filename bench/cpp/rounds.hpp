// SPDX-License-Identifier: Apache-2.0
// Timing in interleaved rounds: noise of the machine hits all competitors alike.
#pragma once

#include "gradients.hpp"

#include <algorithm>
#include <chrono>
#include <vector>

/// Seconds a call, over `repeats` calls.
inline double sample(Gradient call, Problem& problem, long repeats) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  for (long i = 0; i < repeats; ++i) call(problem);
  return std::chrono::duration<double>(Clock::now() - start).count() / static_cast<double>(repeats);
}

/// How often to call so that one sample takes about `seconds`.
inline long repeats_for(Gradient call, Problem& problem, double seconds) {
  long repeats = 1;
  while (true) {
    const double elapsed = sample(call, problem, repeats);
    if (elapsed * static_cast<double>(repeats) > seconds / 4)
      return std::max(1L, static_cast<long>(seconds / elapsed));
    repeats *= 4;
  }
}

/// Median seconds a call of each competitor, asked in turn.
inline std::vector<double> interleaved(const std::vector<Gradient>& calls, Problem& problem,
                                       int rounds, double seconds) {
  std::vector<long> repeats;
  for (Gradient call : calls) repeats.push_back(repeats_for(call, problem, seconds));
  std::vector<std::vector<double>> samples(calls.size());
  for (int round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < calls.size(); ++i)
      samples[i].push_back(sample(calls[i], problem, repeats[i]));
  std::vector<double> medians;
  for (auto& times : samples) {
    std::nth_element(times.begin(), times.begin() + rounds / 2, times.end());
    medians.push_back(times[static_cast<std::size_t>(rounds) / 2]);
  }
  return medians;
}
