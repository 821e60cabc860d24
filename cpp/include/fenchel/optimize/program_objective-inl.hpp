// SPDX-License-Identifier: Apache-2.0
// Bodies of program_objective.hpp.
#pragma once

#include <fenchel/array/array.hpp>
#include <fenchel/base/config.hpp>
#include <fenchel/optimize/program_objective.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/interpret.hpp>
#include <fenchel/program/transform.hpp>
#include <string>

namespace fenchel {
namespace detail {

inline void check_floating(const Var& x, const char* role) {
  if (is_floating(x.dtype())) return;
  fail<TypeError>(std::string("minimize: ") + role + " must be of a floating type, not " +
                  name_of(x.dtype()));
}

/// An array of numbers of one type, without gaps.
inline Var pack(const void* numbers, DType dtype, const Shape& shape) {
  std::vector<std::int64_t> strides(static_cast<std::size_t>(shape.rank()));
  std::int64_t stride = item_size(dtype);
  for (int axis = shape.rank(); axis-- > 0; stride *= shape[axis])
    strides[static_cast<std::size_t>(axis)] = stride;
  return from_memory(numbers, dtype, shape, strides);
}

/// The array that a view looks at.
inline Var viewed(Node* node) {
  while (!node->known() && (info(node->op).role == Role::view || node->op == op::stop_gradient))
    node = node->inputs()[0];
  return Var::share(node);
}

/// The pending arrays that a program uses and that do not depend on its parameters.
inline Vars fixed_inputs(const Program& program) {
  const Walk walk = walk_program(program);
  std::vector<bool> marks(walk.order().size());
  const auto moves = [&](const Node* node) { return walk.visited(node) && marks[node->index]; };
  for (const Var& parameter : program.parameters) marks[parameter->index] = true;
  Vars fixed;
  for (Node* node : walk.order()) {
    const auto inputs = node->inputs();
    if (std::any_of(inputs.begin(), inputs.end(), moves)) marks[node->index] = true;
    else continue;
    for (Node* input : inputs)
      if (!moves(input)) fixed.push_back(viewed(input));
  }
  std::erase_if(fixed, [](const Var& x) { return x->known(); });
  return fixed;
}

/// The program, with everything computed that is the same in every run.
inline Program prepare(Program program) {
  evaluate(fixed_inputs(program));
  return program;
}

}  // namespace detail

FENCHEL_BODY Program value_and_gradient(const Program& function) {
  if (function.results.size() != 1)
    fail<ShapeError>("minimize: the function must return one number, not " +
                     std::to_string(function.results.size()) + " results");
  const Var& value = function.results[0];
  if (value.rank() != 0)
    fail<ShapeError>(
        "minimize: the function must return one number, but returned an array of shape " +
        to_string(value.shape()) + "; take its sum or mean");
  detail::check_floating(value, "the result of the function");
  for (const Var& parameter : function.parameters) detail::check_floating(parameter, "a parameter");
  const Var seed = constant(1.0, value.dtype());
  Program both{function.parameters, pullback(function, {&seed, 1})};
  both.results.insert(both.results.begin(), value);
  return both;
}

FENCHEL_BODY ProgramObjective::ProgramObjective(const Program& function)
    : compiled_(detail::prepare(value_and_gradient(function))),
      single_(function.results[0].dtype() == DType::float32) {
  for (const Var& parameter : function.parameters) {
    std::size_t size = 1;
    for (const std::int64_t dim : parameter.shape()) size *= static_cast<std::size_t>(dim);
    leaves_.push_back({parameter.shape(), parameter.dtype(), size_, size, {}, {}});
    if (parameter.dtype() == DType::float32) {
      leaves_.back().narrow_x.resize(size);
      leaves_.back().narrow_jac.resize(size);
      single_ = true;
    }
    size_ += size;
  }
  arguments_.resize(leaves_.size());
  results_.resize(leaves_.size() + 1);
}

FENCHEL_BODY std::vector<double> ProgramObjective::flatten(std::span<const Var> arrays) const {
  std::vector<double> x(size_);
  for (std::size_t i = 0; i < leaves_.size(); ++i) {
    const Leaf& leaf = leaves_[i];
    const void* data = data_of(arrays[i]);
    double* to = x.data() + leaf.offset;
    if (leaf.dtype == DType::float64) std::copy_n(static_cast<const double*>(data), leaf.size, to);
    else std::copy_n(static_cast<const float*>(data), leaf.size, to);
  }
  return x;
}

FENCHEL_BODY Vars ProgramObjective::unflatten(std::span<const double> x) const {
  Vars arrays;
  for (const Leaf& leaf : leaves_) {
    const auto part = x.subspan(leaf.offset, leaf.size);
    if (leaf.dtype == DType::float64) {
      arrays.push_back(detail::pack(part.data(), leaf.dtype, leaf.shape));
    } else {
      const std::vector<float> narrow(part.begin(), part.end());
      arrays.push_back(detail::pack(narrow.data(), leaf.dtype, leaf.shape));
    }
  }
  return arrays;
}

/// The plan reads and writes x and jac where they are.
FENCHEL_BODY void ProgramObjective::bind(std::span<const double> x, std::span<double> jac) {
  for (std::size_t i = 0; i < leaves_.size(); ++i) {
    Leaf& leaf = leaves_[i];
    if (leaf.dtype == DType::float64) {
      arguments_[i] = x.data() + leaf.offset;
      results_[i + 1] = jac.data() + leaf.offset;
    } else {
      const auto part = x.subspan(leaf.offset, leaf.size);
      std::transform(part.begin(), part.end(), leaf.narrow_x.begin(),
                     [](double value) { return static_cast<float>(value); });
      arguments_[i] = leaf.narrow_x.data();
      results_[i + 1] = leaf.narrow_jac.data();
    }
  }
}

FENCHEL_BODY double ProgramObjective::operator()(std::span<const double> x, std::span<double> jac) {
  bind(x, jac);
  const bool narrow = compiled_.program().results[0].dtype() == DType::float32;
  double value = 0;
  float narrow_value = 0;
  results_[0] = narrow ? static_cast<void*>(&narrow_value) : &value;
  compiled_.run(arguments_, results_);
  for (const Leaf& leaf : leaves_) {
    std::copy(leaf.narrow_jac.begin(), leaf.narrow_jac.end(), jac.begin() + leaf.offset);
  }
  return narrow ? narrow_value : value;
}

}  // namespace fenchel
