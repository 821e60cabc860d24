// SPDX-License-Identifier: Apache-2.0
// Stacks of square matrices: their factors, solutions and determinants, one matrix after another.
#pragma once

#include <cmath>
#include <fenchel/execute/dispatch.hpp>
#include <fenchel/execute/whole/bytes.hpp>

namespace fenchel::whole {

inline const FactorKernels& factor_kernels(const WholeCall& call) {
  return kernels().factor[static_cast<int>(call.dtype)];
}

/// Size and number of the matrices of a stack (..., n, n).
struct Stack {
  const Shape& shape;
  std::int64_t n = shape[shape.rank() - 1], size = count(shape, 0, shape.rank() - 2);

  /// "the matrix of shape (4, 4)", or "matrix 3 of the stack of shape (5, 4, 4)".
  std::string name_of(std::int64_t i) const {
    if (shape.rank() == 2) return "the matrix of shape " + to_string(shape);
    return "matrix " + std::to_string(i) + " of the stack of shape " + to_string(shape);
  }
};

inline void cholesky(const WholeCall& call) {
  const Stack stack{call.in_shapes[0]};
  const std::int64_t bytes_each = stack.n * stack.n * item_size(call.dtype);
  copy(call.out, call.in[0], stack.size * bytes_each);
  for (std::int64_t i = 0; i < stack.size; ++i)
    if (!factor_kernels(call).cholesky(bytes(call.out) + i * bytes_each, stack.n))
      fail<LinAlgError>("cholesky: " + stack.name_of(i) + " is not positive definite");
}

inline void lu_factors(const WholeCall& call) {
  const Stack stack{call.in_shapes[0]};
  const std::int64_t row = stack.n * item_size(call.dtype), from = stack.n * row, to = from + row;
  for (std::int64_t i = 0; i < stack.size; ++i) {
    copy(bytes(call.out) + i * to, bytes(call.in[0]) + i * from, from);
    factor_kernels(call).lu(bytes(call.out) + i * to, stack.n);
  }
}

/// Calls use(i, factors of matrix i, as numbers).
template <class Use>
void for_each_factored(const WholeCall& call, const Stack& stack, const Use& use) {
  with_numbers(call, "a matrix factorization", [&]<class T>() {
    const auto* factors = static_cast<const T*>(call.in[1]);
    if constexpr (std::is_floating_point_v<T>)
      for (std::int64_t i = 0; i < stack.size; ++i) use(i, factors + i * (stack.n + 1) * stack.n);
  });
}

/// Calls use(i, addresses) for every system of a stack.
template <class Use>
void for_each_system(const WholeCall& call, const Stack& stack, std::int64_t matrix, int a, int b,
                     const Use& use) {
  const Shape& shape = call.out_shape;
  const std::int64_t item = item_size(call.dtype), columns = shape[shape.rank() - 1];
  const auto address = [&](const void* p, std::int64_t i, std::int64_t elements) {
    return bytes(p) + i * elements * item;
  };
  for (std::int64_t i = 0; i < stack.size; ++i)
    use(SolveCall{.n = stack.n,
                  .columns = columns,
                  .a = address(call.in[static_cast<std::size_t>(a)], i, matrix),
                  .b = address(call.in[static_cast<std::size_t>(b)], i, stack.n * columns),
                  .x = bytes(call.out) + i * stack.n * columns * item,
                  .transposed = false,
                  .lower = false,
                  .unit_diagonal = false});
}

/// Attributes: whether transposed; who asks, an index of these names.
inline void solve(const WholeCall& call) {
  constexpr const char* names[] = {"solve", "inv", "the derivative of det",
                                   "the derivative of slogdet"};
  const Stack stack{call.in_shapes[0]};
  for_each_factored(call, stack, [&](std::int64_t i, const auto* factors) {
    for (std::int64_t k = 0; k < stack.n; ++k)
      if (factors[k * stack.n + k] == 0)
        fail<LinAlgError>(names[call.attributes[1]] + std::string(": ") + stack.name_of(i) +
                          " is singular");
  });
  for_each_system(call, stack, (stack.n + 1) * stack.n, 1, 2, [&](SolveCall system) {
    system.transposed = call.attributes[0] != 0;
    factor_kernels(call).solve(system);
  });
}

/// Attributes: whether lower, transposed, with a unit diagonal.
inline void solve_triangular(const WholeCall& call) {
  const Stack stack{call.in_shapes[0]};
  for_each_system(call, stack, stack.n * stack.n, 0, 1, [&](SolveCall system) {
    system.lower = call.attributes[0] != 0;
    system.transposed = call.attributes[1] != 0;
    system.unit_diagonal = call.attributes[2] != 0;
    factor_kernels(call).solve_triangular(system);
  });
}

/// -1 if an odd number of exchanges brings the rows in this order.
template <class T>
int parity(const T* order, std::int64_t n) {
  std::vector<bool> seen(static_cast<std::size_t>(n));
  int sign = 1;
  for (std::int64_t i = 0; i < n; ++i)
    for (auto at = i; !seen[static_cast<std::size_t>(at)];) {
      seen[static_cast<std::size_t>(at)] = true;
      at = static_cast<std::int64_t>(order[at]);
      if (at != i) sign = -sign;
    }
  return sign;
}

/// Folds the diagonal of U into a number for every matrix, begun with the sign of the order.
template <class Step>
void fold_diagonals(const WholeCall& call, bool signed_start, double start, const Step& step) {
  const Stack stack{call.in_shapes[0]};
  for_each_factored(call, stack, [&]<class T>(std::int64_t i, const T* factors) {
    const std::int64_t n = stack.n;
    T value = static_cast<T>(signed_start ? parity(factors + n * n, n) : start);
    for (std::int64_t k = 0; k < n; ++k) value = step(value, factors[k * n + k]);
    static_cast<T*>(call.out)[i] = value;
  });
}

inline void det(const WholeCall& call) {
  fold_diagonals(call, true, 1, [](auto value, auto u) { return value * u; });
}

inline void log_abs_det(const WholeCall& call) {
  fold_diagonals(call, false, 0, [](auto value, auto u) { return value + std::log(std::abs(u)); });
}

inline void det_sign(const WholeCall& call) {
  fold_diagonals(call, true, 1, [](auto value, auto u) {
    return u > 0 ? value : u < 0 ? -value : value * u;  // 0 and NaN stay
  });
}

}  // namespace fenchel::whole
