// SPDX-License-Identifier: Apache-2.0
// The two questions an expression answers. Neither allocates, neither throws.
#pragma once

#include <fenchel/expr/evaluate.hpp>
#include <fenchel/expr/plan.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {

/// The value of a scalar expression.
template <class E>
  requires expr::Node<E>
typename E::Real value(const E& e) noexcept {
  static_assert(expr::ScalarNode<E>,
                "fenchel: value needs a scalar expression: sum, mean or dot makes one.");
  expr::NoEnv env;
  auto lowered = e.template lower<typename E::Real, false, 0>();
  return lowered.forward(expr::Once{}, env).value;
}

/// The value of a scalar expression; the gradient is written to the memory of the active leaves.
/// What was there is overwritten; where leaves share memory, wholly or in part, their gradients add
/// up. Gradient memory must not overlap memory that the expression reads.
template <class E>
  requires expr::Node<E>
typename E::Real value_and_grad(const E& e) noexcept {
  static_assert(expr::ScalarNode<E>,
                "fenchel: value_and_grad needs a scalar expression: sum, mean or dot makes one.");
  using T = typename E::Real;
  E own = e;
  expr::plan_gradients(own);
  auto lowered = own.template lower<T, false, 0>();
  return expr::evaluate(lowered, T(1));
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
