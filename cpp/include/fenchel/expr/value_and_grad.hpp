// SPDX-License-Identifier: Apache-2.0
// The two questions an expression answers. Neither allocates, neither throws.
#pragma once

#include <fenchel/expr/shared.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {

/// The value of a scalar expression.
template <class E>
  requires expr::Node<E>
FENCHEL_INLINE typename E::Real value(const E& e) noexcept {
  static_assert(expr::ScalarNode<E>,
                "fenchel: value needs a scalar expression: sum, mean or dot makes one.");
  E own = e;
  return expr::evaluate_with<false>(own, expr::shared_lets_of<E>{});
}

/// The value of a scalar expression; the gradient is written to the memory of the active leaves.
/// What was there is overwritten; where leaves share memory, wholly or in part, their gradients add
/// up. Gradient memory must not overlap memory that the expression reads.
template <class E>
  requires expr::Node<E>
FENCHEL_INLINE typename E::Real value_and_grad(const E& e) noexcept {
  static_assert(expr::ScalarNode<E>,
                "fenchel: value_and_grad needs a scalar expression: sum, mean or dot makes one.");
  E own = e;
  return expr::evaluate_with<true>(own, expr::shared_lets_of<E>{});
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
