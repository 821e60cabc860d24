// SPDX-License-Identifier: Apache-2.0
// Timing in interleaved rounds: noise of the machine hits all competitors alike. What is measured
// is the time of the thread: time in which other work has the processor does not count.
#pragma once

#include <time.h>

#include <algorithm>
#include <cstddef>
#include <vector>

inline double thread_seconds() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) + 1e-9 * double(now.tv_nsec);
}

/// Seconds a call, over `repeats` calls. A call before them brings its data into the caches, which
/// the competitor before may have used for something else.
template <class Call>
double sample(const Call& call, long repeats) {
  call();
  const double start = thread_seconds();
  for (long i = 0; i < repeats; ++i) call();
  return (thread_seconds() - start) / static_cast<double>(repeats);
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
