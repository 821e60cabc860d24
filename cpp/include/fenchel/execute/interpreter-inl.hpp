// SPDX-License-Identifier: Apache-2.0
// Bodies of interpreter.hpp.
#pragma once

#include <fenchel/base/config.hpp>
#include <fenchel/execute/float_environment.hpp>
#include <fenchel/execute/interpreter.hpp>
#include <fenchel/execute/run/product_run.hpp>
#include <fenchel/execute/run/rows_run.hpp>
#include <fenchel/execute/run/scalars_run.hpp>
#include <fenchel/execute/run/plan_frame.hpp>
#include <fenchel/execute/run/shared_cluster.hpp>
#include <fenchel/program/buffer.hpp>

namespace fenchel {
FENCHEL_BODY std::size_t Cluster::scratch() const { return detail::Scratch(*this).total(); }

FENCHEL_BODY std::size_t scratch_of(const Step& step) {
  if (const auto* scalars = std::get_if<Scalars>(&step)) return scalars->words * sizeof(Word);
  if (const auto* rows = std::get_if<Rows>(&step)) return detail::scratch_in(*rows);
  const auto* cluster = std::get_if<Cluster>(&step);
  return cluster ? cluster->scratch() : 0;
}

namespace detail {

inline std::int64_t work_in(const Cluster& cluster) {
  return cluster.n * static_cast<std::int64_t>(cluster.actions.size());
}
inline std::int64_t work_in(const Scalars& program) {
  return static_cast<std::int64_t>(program.instructions.size());
}
inline std::int64_t work_in(const Product& product) {
  std::int64_t matrices = 1;
  for (int i = 0; i < product.a.layout.shape.rank() - 2; ++i) matrices *= product.a.layout.shape[i];
  return matrices * product.call.m * product.call.n * product.call.k;
}
inline std::int64_t work_in(const Whole& whole) { return whole.out_shape.size(); }
inline std::int64_t work_in(const Rows& step) {
  std::int64_t sum = 0;
  for (const auto& part : step.parts)
    if (const auto* cluster = std::get_if<Cluster>(&part)) sum += work_in(*cluster);
    else sum += work_in(std::get<RowProduct>(part).product);
  return sum;
}

}  // namespace detail

namespace detail {

/// Of a loop whose length is not known: enough that other threads go on meanwhile.
inline constexpr std::int64_t unknown_work = 1 << 20;

inline std::int64_t work_in(const LoopStep& loop) {
  return loop.steps < 0 ? unknown_work : loop.steps * (loop.body.plan->work() + 1);
}
inline std::int64_t work_in(const UnloopStep& step) {
  if (step.loop.steps < 0) return unknown_work;
  return work_in(step.loop) + step.loop.steps * (step.back.plan->work() + 1);
}
inline std::int64_t work_in(const BranchStep& step) {
  std::int64_t most = 0;
  for (const Subprogram& branch : step.branches) most = std::max(most, branch.plan->work());
  return most;
}

}  // namespace detail

FENCHEL_BODY std::int64_t work_of(const Step& step) {
  return std::visit([](const auto& s) { return detail::work_in(s); }, step);
}

FENCHEL_BODY void run_plan(const Plan& plan, const Bindings& bindings) {
  const detail::IeeeArithmetic arithmetic;
  detail::PlanFrame(plan, bindings.check_interrupt, detail::Asks::after_every_step)
      .run(bindings.leaves, bindings.results);
}

}  // namespace fenchel
