// SPDX-License-Identifier: Apache-2.0
// Matrix factorizations behind the executor's calls.
#pragma once

#include <fenchel/execute/kernel_set.hpp>
#include <fenchel/linalg/factor.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace kernel {

template <class T>
T* typed(void* p) {
  return static_cast<T*>(p);
}
template <class T>
const T* typed(const void* p) {
  return static_cast<const T*>(p);
}

template <class T>
bool cholesky_kernel(void* a, std::int64_t n) {
  return linalg::cholesky(typed<T>(a), n);
}

template <class T>
void lu_kernel(void* factors, std::int64_t n) {
  linalg::lu(typed<T>(factors), typed<T>(factors) + n * n, n);
}

template <class T>
void solve_kernel(const SolveCall& call) {
  const T* factors = typed<T>(call.a);
  linalg::solve(factors, factors + call.n * call.n, typed<T>(call.b), typed<T>(call.x), call.n,
                call.columns, call.transposed);
}

template <class T>
void solve_triangular_kernel(const SolveCall& call) {
  const T* b = typed<T>(call.b);
  std::copy(b, b + call.n * call.columns, typed<T>(call.x));
  linalg::solve_triangular(typed<T>(call.a), typed<T>(call.x), call.n, call.columns, call.lower,
                           call.transposed, call.unit_diagonal);
}

template <class Set>
void fill_factors(Set& set) {
  const auto fill = [&]<class T>(DType dtype) {
    set.factor[static_cast<int>(dtype)] = {cholesky_kernel<T>, lu_kernel<T>, solve_kernel<T>,
                                           solve_triangular_kernel<T>};
  };
  fill.template operator()<float>(DType::float32);
  fill.template operator()<double>(DType::float64);
}

}  // namespace kernel
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
