// SPDX-License-Identifier: Apache-2.0
// Bodies of fenchel_young.hpp.
#pragma once

#include <fenchel/array/evaluate.hpp>
#include <fenchel/program/structural/gather.hpp>
#include <fenchel/smooth/fenchel_young.hpp>
#include <fenchel/smooth/formula.hpp>
#include <fenchel/smooth/soft_max.hpp>

namespace fenchel {
namespace detail {

inline void check_labels(const Var& y, std::int64_t classes) {
  if (!y->known()) return;
  const auto* labels = static_cast<const std::int64_t*>(data_of(y));
  for (std::int64_t i = 0; i < y.shape().size(); ++i)
    if (labels[i] < 0 || labels[i] >= classes)
      fail<std::invalid_argument>("fenchel_young_loss: label " + std::to_string(labels[i]) +
                                  " is not among the classes 0 to " + std::to_string(classes - 1));
}

/// The scores of the labels. A negative label is sent out of range, lest it count from the end.
inline Var scores_of(const Var& y, const Var& theta) {
  const std::int64_t classes = theta.dim(theta.rank() - 1);
  check_labels(y, classes);
  const Var index = y->known() ? y : where(y < 0, Var(classes), y);
  return reshape(gather(theta, insert_axis(index, y.rank()), y.rank()), y.shape());
}

inline bool are_labels(const Var& y, const Var& theta) {
  if (y.shape() == theta.shape()) return false;
  Shape rows = theta.shape();
  if (rows.rank() > 0) rows.erase(rows.rank() - 1);
  if (theta.rank() > 0 && y.dtype() == DType::int64 && y.shape() == rows) return true;
  fail<ShapeError>("fenchel_young_loss: for scores of shape " + to_string(theta.shape()) +
                   ", y holds integer labels of shape " + to_string(rows) +
                   " or points of the simplex of shape " + to_string(theta.shape()) +
                   "; it is of type " + name_of(y.dtype()) + " and shape " + to_string(y.shape()));
}

}  // namespace detail

FENCHEL_BODY Var fenchel_young_loss(const Var& theta, const Var& y, const Regularizer& regularizer,
                                    const Scale& gamma) {
  const Var scores = detail::floating(theta);
  const bool labels = detail::are_labels(y, theta);
  const Var top = smooth_max(scores, regularizer, gamma);
  if (labels) return top - detail::scores_of(y, scores);  // omega is 0 at a vertex
  const Var point = cast(y, scores.dtype());
  return top + gamma.multiply(regularizer.omega(point)) - detail::inner(point, scores);
}

}  // namespace fenchel
