// SPDX-License-Identifier: Apache-2.0
// Bodies of interpreter.hpp.
#pragma once

#include <fenchel/base/config.hpp>
#include <fenchel/execute/float_environment.hpp>
#include <fenchel/execute/interpreter.hpp>
#include <fenchel/execute/run/product_run.hpp>
#include <fenchel/execute/run/rows_run.hpp>
#include <fenchel/execute/run/scalars_run.hpp>
#include <fenchel/execute/run/shared_cluster.hpp>
#include <fenchel/program/buffer.hpp>

namespace fenchel {
namespace detail {

inline void run_step(const Whole& whole, const Addresses& at) {
  std::vector<const void*> in;
  for (std::uint32_t slot : whole.in) in.push_back(at.slots[slot]);
  whole.kernel(
      {in, whole.in_shapes, at.slots[whole.out], whole.out_shape, whole.dtype, whole.attributes});
}

}  // namespace detail

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

FENCHEL_BODY std::int64_t work_of(const Step& step) {
  return std::visit([](const auto& s) { return detail::work_in(s); }, step);
}

FENCHEL_BODY void run_plan(const Plan& plan, const Bindings& bindings) {
  const detail::IeeeArithmetic arithmetic;
  const std::size_t slots = plan.leaves + plan.results + plan.arena.size();
  const std::size_t table = detail::rounded(slots * sizeof(char*));
  const Memory memory(table + plan.arena_bytes + plan.scratch_bytes);
  char* const arena = memory.as<char>() + table;
  detail::Addresses at{memory.as<char*>(), slots, arena + plan.arena_bytes,
                       bindings.check_interrupt};
  char** slot = at.slots;
  for (const void* leaf : bindings.leaves) *slot++ = static_cast<char*>(const_cast<void*>(leaf));
  for (void* result : bindings.results) *slot++ = static_cast<char*>(result);
  for (std::size_t offset : plan.arena) *slot++ = arena + offset;
  for (const Step& step : plan.steps) {
    std::visit([&](const auto& s) { detail::run_step(s, at); }, step);
    if (at.check_interrupt && plan.steps.size() > 1) at.check_interrupt();
  }
}

}  // namespace fenchel
