// SPDX-License-Identifier: Apache-2.0
// A program as an objective: its value and its gradient run by one plan on one flat vector, which
// holds the parameters one after another.
#pragma once

#include <fenchel/array/evaluate.hpp>
#include <fenchel/optimize/objective.hpp>

namespace fenchel {

/// The program of value and gradient, for a program of one number. Book section 8.
///
/// Raises TypeError if a parameter or the number is not floating, ShapeError if there is no single
/// number.
Program value_and_gradient(const Program& function);

class ProgramObjective {
 public:
  explicit ProgramObjective(const Program& function);

  /// The number of components of x.
  std::size_t size() const { return size_; }
  /// The relative size of the rounding errors of the value.
  double rounding() const { return single_ ? 1e-6 : 1e-14; }
  /// Arrays with the values of the parameters, as a flat vector.
  std::vector<double> flatten(std::span<const Var> arrays) const;
  /// The parameters that a flat vector stands for, as arrays of their own types.
  Vars unflatten(std::span<const double> x) const;

  double operator()(std::span<const double> x, std::span<double> jac);

 private:
  /// Where a parameter lies in x; single precision is converted by way of `narrow`.
  struct Leaf {
    Shape shape;
    DType dtype;
    std::size_t offset, size;
    std::vector<float> narrow_x, narrow_jac;
  };
  void bind(std::span<const double> x, std::span<double> jac);

  Compiled compiled_;
  std::vector<Leaf> leaves_;
  std::size_t size_ = 0;
  bool single_;  ///< whether the value or a parameter is of single precision
  std::vector<const void*> arguments_;
  std::vector<void*> results_;
};

}  // namespace fenchel
