// SPDX-License-Identifier: Apache-2.0
// The matrix product behind the executor's call.
#pragma once

#include <fenchel/execute/kernel_set.hpp>
#include <fenchel/linalg/matmul.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace kernel {

template <class T>
void matmul_kernel(const MatmulCall& call) {
  const linalg::Strided<T> a{static_cast<const T*>(call.a), call.m, call.k, call.a_row,
                             call.a_column};
  const linalg::Strided<T> b{static_cast<const T*>(call.b), call.k, call.n, call.b_row,
                             call.b_column};
  linalg::multiply(a, b, static_cast<T*>(call.c), call.rows, call.terms);
}

template <class Set>
void fill_matmul(Set& set) {
  set.matmul[static_cast<int>(DType::float32)] = matmul_kernel<float>;
  set.matmul[static_cast<int>(DType::float64)] = matmul_kernel<double>;
}

}  // namespace kernel
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
