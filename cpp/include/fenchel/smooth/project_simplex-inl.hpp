// SPDX-License-Identifier: Apache-2.0
// Bodies of project_simplex.hpp: the row of the table and its kernel.
#pragma once

#include <fenchel/execute/whole_kernels.hpp>
#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/describe.hpp>
#include <fenchel/program/structural/reduce.hpp>
#include <fenchel/program/structural/shaping.hpp>
#include <fenchel/smooth/project_simplex.hpp>
#include <fenchel/smooth/simplex_kernel.hpp>

namespace fenchel::structural {

struct ProjectSimplex {
  static constexpr StructuralFacts facts{
      "project_simplex", "The nearest point of the probability simplex, along the last axis.",
      R"(\operatorname{argmin}_{p \in \triangle} \|p - \theta\|^2)"};
  static constexpr Role role = Role::call;
  static constexpr int arity = 1;
  static constexpr unsigned active = 1;

  static Spec shape(Inputs x, const Attributes&) {
    const Shape shape = x[0].shape();
    if (!is_floating(x[0].dtype()))
      fail<TypeError>("project_simplex: the elements are of type " +
                      std::string(name_of(x[0].dtype())) + ", not floating");
    if (shape.rank() == 0 || shape[shape.rank() - 1] == 0)
      fail<ShapeError>("project_simplex: an array of shape " + to_string(shape) +
                       " has no entries along a last axis to choose from");
    return {x[0].dtype(), shape};
  }
  /// The Jacobian, which is symmetric, times v: v on the support of p, less its mean there.
  static Var centered(const Var& v, const Var& p) {
    const Var support = p > 0.0;
    const Var count = sum(cast(support, p.dtype()), {-1}, true);
    const Var mean = sum(where(support, v, Var(0.0)), {-1}, true) / count;
    return where(support, v - mean, Var(0.0));
  }
  static Var jvp(const Var& y, Inputs, Inputs dx) { return centered(dx[0], y); }
  static Var vjp(int, const Var& ct, const Var& y, Inputs) {
    return centered(expand(ct, y.shape()), y);
  }
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char>) {
    return emit_like(*y.node(), x);
  }
};

inline void run_project_simplex(const WholeCall& call) {
  const std::int64_t n = call.out_shape[call.out_shape.rank() - 1];
  const std::int64_t rows = call.out_shape.size() / n;
  const auto project =
      call.dtype == DType::float32 ? detail::project_rows<float> : detail::project_rows<double>;
  project(call.in[0], call.out, rows, n);
}

}  // namespace fenchel::structural

namespace fenchel {

FENCHEL_BODY Var project_simplex(const Var& theta) {
  static const OpId id = [] {
    register_builtins();
    const OpId added = add_operation(describe_structural<structural::ProjectSimplex>());
    add_whole_kernel(added, structural::run_project_simplex);
    return added;
  }();
  const Var inputs[] = {theta};
  return emit(id, inputs);
}

}  // namespace fenchel
