// SPDX-License-Identifier: Apache-2.0
// Folds the middle axis of (outer, k, inner), fed block by block. The order of operations is a
// function of k and inner, so no block boundary, thread or instruction set changes a bit.
#pragma once

#include <fenchel/execute/kernel/fold_rows.hpp>
#include <fenchel/execute/kernel/fold_run.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace kernel {

template <class Rule, class T>
void begin_fold(FoldState& state) {
  FoldRun<Rule, T>::open(state);
  if (state.k != 0) return;
  auto* out = static_cast<T*>(state.out);  // extremes of nothing do not reach a kernel
  for (std::int64_t i = 0; i < state.outputs; ++i) out[i] = T(0);
}

template <class Rule, class T>
void feed_fold(FoldState& state, const void* x, int stride, std::int64_t first, std::int64_t n) {
  if (n <= 0) return;
  const FoldInput<T> input(static_cast<const T*>(x), stride);
  if (state.inner == 1) FoldRun<Rule, T>::feed(state, input, first, n);
  else FoldRows<Rule, T>::feed(state, input, first, n);
}

template <class Rule, class T>
void append_fold(FoldState& state, FoldState& next) {
  FoldRun<Rule, T>::append(state, next);
}

template <class Rule, class T>
void close_fold(FoldState& state) {
  *static_cast<T*>(state.out) = FoldRun<Rule, T>::close(state);
}

template <class Rule, class T>
constexpr FoldKernel fold_kernel = {begin_fold<Rule, T>, feed_fold<Rule, T>, append_fold<Rule, T>,
                                    close_fold<Rule, T>};

template <class Rule>
void fill_fold(FoldKernel* by_dtype) {
  by_dtype[static_cast<int>(DType::int64)] = fold_kernel<Rule, std::int64_t>;
  by_dtype[static_cast<int>(DType::float32)] = fold_kernel<Rule, float>;
  by_dtype[static_cast<int>(DType::float64)] = fold_kernel<Rule, double>;
}

template <class Set>
void fill_folds(Set& set) {
  fill_fold<SumRule>(set.fold[static_cast<int>(Fold::sum)]);
  fill_fold<MaxRule>(set.fold[static_cast<int>(Fold::max)]);
  fill_fold<MinRule>(set.fold[static_cast<int>(Fold::min)]);
}

}  // namespace kernel
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
