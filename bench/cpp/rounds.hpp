// SPDX-License-Identifier: Apache-2.0
// Timing in interleaved rounds: noise of the machine hits all competitors alike.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

/// Seconds a call, over `repeats` calls.
template <class Call>
double sample(const Call& call, long repeats) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  for (long i = 0; i < repeats; ++i) call();
  return std::chrono::duration<double>(Clock::now() - start).count() / static_cast<double>(repeats);
}

/// How often to call so that one sample takes about `seconds`.
template <class Call>
long repeats_for(const Call& call, double seconds) {
  long repeats = 1;
  while (true) {
    const double elapsed = sample(call, repeats);
    if (elapsed * static_cast<double>(repeats) > seconds / 4)
      return std::max(1L, static_cast<long>(seconds / elapsed));
    repeats *= 4;
  }
}

/// Median seconds a call of each competitor, asked in turn.
template <class Call>
std::vector<double> interleaved(const std::vector<Call>& calls, int rounds, double seconds) {
  std::vector<long> repeats;
  for (const Call& call : calls) repeats.push_back(repeats_for(call, seconds));
  std::vector<std::vector<double>> samples(calls.size());
  for (int round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < calls.size(); ++i)
      samples[i].push_back(sample(calls[i], repeats[i]));
  std::vector<double> medians;
  for (auto& times : samples) {
    std::nth_element(times.begin(), times.begin() + rounds / 2, times.end());
    medians.push_back(times[static_cast<std::size_t>(rounds) / 2]);
  }
  return medians;
}
