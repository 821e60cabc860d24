// SPDX-License-Identifier: Apache-2.0
// Threads that help with the work of one call. None exists before the first call that wants help;
// after a fork the child starts its own.
#pragma once

#include <cstdint>

namespace fenchel {

/// Threads a call may use, its own included: FENCHEL_NUM_THREADS, or the processors of the process.
int num_threads();
/// Changes that number; below 1 is an error. Results do not depend on it.
void set_num_threads(int count);

/// One of the workers of a `share`: 0 is the caller.
using ShareTask = void (*)(void* context, std::int64_t item, int worker);

/// task(context, i, worker) for every i < items, by at most `workers` threads. Items are taken one
/// after another, so a thread whose processor is busy elsewhere takes fewer; one that has not begun
/// is not waited for. Within a task, and while another thread shares, the caller does all of it.
/// Tasks do not throw.
void share(std::int64_t items, int workers, ShareTask task, void* context);

/// The same with a function object.
template <class F>
void share(std::int64_t items, int workers, F& f) {
  share(
      items, workers,
      [](void* context, std::int64_t item, int worker) {
        (*static_cast<F*>(context))(item, worker);
      },
      &f);
}

}  // namespace fenchel
