// SPDX-License-Identifier: Apache-2.0
// Bodies of scale.hpp.
#pragma once

#include <cstdio>
#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/structural/shaping.hpp>
#include <fenchel/smooth/scale.hpp>

namespace fenchel {
namespace detail {

inline std::string short_text(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", number);
  return text;
}

}  // namespace detail

FENCHEL_BODY Scale::Scale(const Var& value) : value_(value) {
  if (value.rank() != 0)
    fail<ShapeError>("scale must be a single number, not an array of shape " +
                     to_string(value.shape()));
  if (!value->known()) return;
  const double number = number_of(*value.node());
  if (!(number > 0))
    fail<std::invalid_argument>("scale must be positive, not " + detail::short_text(number) +
                                "; the limit at 0 is the hard operation");
  if (number == 1) value_ = Var(1.0);  // part of the program, where it folds
}

FENCHEL_BODY Var Scale::in_type_of(const Var& x) const {
  return value_->is(Node::weak) || !is_floating(x.dtype()) ? value_ : cast(value_, x.dtype());
}

FENCHEL_BODY Var Scale::divide(const Var& x) const { return x / in_type_of(x); }
FENCHEL_BODY Var Scale::multiply(const Var& x) const { return x * in_type_of(x); }

}  // namespace fenchel
