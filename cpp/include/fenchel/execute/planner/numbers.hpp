// SPDX-License-Identifier: Apache-2.0
// Arithmetic on single numbers of a plan: what is known when it is made is computed then.
#pragma once

#include <cmath>
#include <fenchel/execute/layout.hpp>
#include <fenchel/execute/planner/shared_values.hpp>

namespace fenchel::planner {

/// Numbers are values of one element; `none` is a factor of 1.
class Numbers {
 public:
  struct Operations {
    OpId add = find_operation("add"), subtract = find_operation("subtract"),
         multiply = find_operation("multiply"), divide = find_operation("divide"),
         negative = find_operation("negative"), square = find_operation("square"),
         masked = find_operation("masked_multiply");
  };
  static const Operations& operations() {
    static const Operations found;
    return found;
  }

  Numbers(Values& values, SharedValues& shared) : values_(values), shared_(shared) {}

  bool is_number(std::uint32_t v) const { return values_.all[v].size == 1; }

  std::uint32_t constant(double value, DType dtype) {
    Value made{.kind = Kind::constant, .dtype = dtype, .op = op::constant, .space = 1, .size = 1};
    if (dtype == DType::float32) {
      const auto rounded = static_cast<float>(value);
      std::memcpy(&made.number, &rounded, sizeof rounded);
    } else {
      std::memcpy(&made.number, &value, sizeof value);
    }
    const std::int64_t key[] = {static_cast<std::int64_t>(made.number)};
    return shared_.find_or_add(made, {}, key);
  }

  /// An elementwise operation on one or two values, with the type and extent of `like`.
  std::uint32_t element(OpId op, std::uint32_t a, std::uint32_t b, std::uint32_t like) {
    Value made{.kind = Kind::element,
               .dtype = values_.all[a].dtype,
               .op = op,
               .record = values_.all[like].record,
               .space = values_.all[like].size,
               .size = values_.all[like].size};
    const std::uint32_t inputs[] = {a, b};
    return shared_.find_or_add(made, {inputs, b == none ? std::size_t{1} : std::size_t{2}}, {});
  }

  std::uint32_t times(std::uint32_t a, std::uint32_t b) {
    if (a == none || b == none) return a == none ? b : a;
    return apply(op_.multiply, a, b);
  }
  /// The same where a zero wins over an infinity.
  std::uint32_t masked_times(std::uint32_t a, std::uint32_t b) {
    if (a == none || b == none || is_ordinary(a) || is_ordinary(b)) return times(a, b);
    return apply(op_.masked, a, b);
  }
  std::uint32_t over(std::uint32_t a, std::uint32_t b) {
    return apply(op_.divide, a == none ? constant(1, values_.all[b].dtype) : a, b);
  }
  std::uint32_t plus(std::uint32_t a, std::uint32_t b) { return apply(op_.add, a, b); }
  std::uint32_t negated(std::uint32_t a) { return apply(op_.negative, a, none); }
  std::uint32_t absolute(std::uint32_t a) { return is_negative(a) ? negated(a) : a; }

  /// Of numbers that are part of the program: below zero; finite and not zero.
  bool is_negative(std::uint32_t a) const { return is_constant(a) && value_of(a) < 0; }
  bool is_ordinary(std::uint32_t a) const {
    return is_constant(a) && value_of(a) != 0 && std::isfinite(value_of(a));
  }

 private:
  bool is_constant(std::uint32_t a) const { return values_.all[a].kind == Kind::constant; }

  double value_of(std::uint32_t a) const {
    const Value& value = values_.all[a];
    float narrow;
    double wide;
    std::memcpy(&narrow, &value.number, sizeof narrow);
    std::memcpy(&wide, &value.number, sizeof wide);
    return value.dtype == DType::float32 ? narrow : wide;
  }

  std::uint32_t apply(OpId op, std::uint32_t a, std::uint32_t b) {
    const bool known = is_constant(a) && (b == none || is_constant(b));
    if (known) {
      const double x[] = {value_of(a), b == none ? 0 : value_of(b)};
      return constant(info(op).number(x), values_.all[a].dtype);
    }
    a = single(a);
    if (b != none) b = single(b);
    if ((op == op_.multiply || op == op_.add) && b < a) std::swap(a, b);
    return element(op, a, b, a);
  }

  /// A number that is seen through a view of many elements, as one element.
  std::uint32_t single(std::uint32_t a) {
    Value load = values_.all[a];
    if (load.kind != Kind::load || load.space == 1) return a;
    ValueView view = values_.views[load.view];
    view.layout = Layout{{}, {}, view.layout.offset};
    load.space = 1;
    return shared_.find_or_add_load(load, std::move(view));
  }

  Values& values_;
  SharedValues& shared_;
  const Operations& op_ = operations();
};

}  // namespace fenchel::planner
