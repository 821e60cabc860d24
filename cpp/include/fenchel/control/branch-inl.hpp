// SPDX-License-Identifier: Apache-2.0
// Bodies of branch.hpp.
#pragma once

#include <fenchel/control/batch_loop-inl.hpp>
#include <fenchel/control/branch.hpp>
#include <fenchel/program/transform.hpp>

namespace fenchel {
namespace control {

struct BranchOperation : structural::WithResults {
  static constexpr StructuralFacts facts{"branch", "One of several subprograms.", R"(f_i(x))"};
  static Var jvp(const Var& y, Inputs x, Inputs dx);
  static Vars vjp_of_several(const Var& y, Inputs x, Inputs cts,
                             std::span<const unsigned char> wanted);
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char> batched);
};

FENCHEL_BODY OpId branch_id() {
  static const OpId id =
      (register_builtins(), add_operation(describe_structural<BranchOperation>()));
  return id;
}

}  // namespace control

FENCHEL_BODY Var emit_branch(const Branch& branch) {
  std::vector<Spec> specs;
  for (const Var& result : branch.branches[0]->program.results)
    specs.push_back({result.dtype(), result.shape()});
  Attributes attributes = put_specs(specs);
  attributes.push_back(static_cast<std::int64_t>(branch.operands.size()));
  Vars inputs = concat({branch.index}, branch.operands);
  for (const RegionPtr& region : branch.branches) inputs = concat(inputs, region->arrays);
  return emit_several(control::branch_id(), inputs, std::move(attributes), branch.branches);
}

FENCHEL_BODY Branch branch_of(const Node& node, Inputs x) {
  const auto operands = x.subspan(1, static_cast<std::size_t>(own_attributes(node)[0]));
  return {x[0], Vars(operands.begin(), operands.end()), node.extra->regions};
}

namespace detail {

/// The branch of new programs, each made by make(program) of an old one, on other operands.
template <class Make>
Var with_programs(const Branch& branch, Vars operands, const Make& make) {
  const std::uint64_t start = next_node_id();
  std::vector<Program> programs;
  for (const RegionPtr& region : branch.branches) programs.push_back(make(region->program));
  Branch out{branch.index, std::move(operands), {}};
  out.branches = make_regions(programs, start, Hoisting::nothing, out.operands);
  return emit_branch(out);
}

}  // namespace detail

namespace control {

inline Var BranchOperation::jvp(const Var& y, Inputs x, Inputs dx) {
  const Branch branch = branch_of(*y.node(), x);
  const auto moved = dx.subspan(1, branch.operands.size());
  const Flags moving = given(Vars(moved.begin(), moved.end()));
  Flags reached;
  for (const RegionPtr& region : branch.branches) {
    const Flags more = reached_results(region->program, moving);
    reached.resize(more.size(), 0);
    for (std::size_t k = 0; k < more.size(); ++k) reached[k] |= more[k];
  }
  const Vars tangents = detail::filled(Vars(moved.begin(), moved.end()), branch.operands);
  const auto wide = [&](const Program& program) -> Program {
    const Vars at = placeholders_like(program.parameters), dat = placeholders_like(tangents);
    Vars seeds;
    for (std::size_t i = 0, next = 0; i < at.size(); ++i)
      seeds.push_back(moving[i] ? dat[next++] : Var());
    const Vars r = substitute(program, at), dr = pushforward({at, r}, seeds);
    Vars results;
    for (std::size_t k = 0; k < r.size(); ++k)
      if (reached[k]) results.push_back(detail::filled(dr[k], r[k]));
    return {concat(at, dat), results};
  };
  const Var node = detail::with_programs(branch, concat(branch.operands, tangents), wide);
  Vars out;
  int next = 0;
  for (std::size_t k = 0; k < reached.size(); ++k)
    out.push_back(reached[k] ? output(node, next++) : zeros_like(output(y, static_cast<int>(k))));
  return bundle(out);
}

inline Vars BranchOperation::vjp_of_several(const Var& y, Inputs x, Inputs cts,
                                            std::span<const unsigned char> wanted) {
  const Branch branch = branch_of(*y.node(), x);
  const Vars all(cts.begin(), cts.end());
  const Flags has = given(all);
  const auto asked = wanted.subspan(1, branch.operands.size());
  const Flags flags(asked.begin(), asked.end());
  const auto pull = [&](const Program& program) -> Program {
    const Vars at = placeholders_like(program.parameters);
    const Vars seeds = placeholders_like(flagged(all, has));
    const Vars r = substitute(program, at);
    return {concat(at, seeds), pullback({flagged(at, flags), flagged(r, has)}, seeds)};
  };
  const Var node = detail::with_programs(branch, concat(branch.operands, flagged(all, has)), pull);
  Vars out(x.size());
  int next = 0;
  for (std::size_t i = 0; i < flags.size(); ++i)
    if (flags[i]) out[i + 1] = output(node, next++);
  return out;
}

inline Var BranchOperation::batch(const Var& y, Inputs x, std::span<const unsigned char> batched) {
  const Branch branch = branch_of(*y.node(), x);
  const std::int64_t size = detail::batch_size(x, batched);
  const auto part = batched.subspan(1, branch.operands.size());
  const Flags flags(part.begin(), part.end());
  const auto results_at = [&](const Program& program, const Vars& at) {
    Vars out;
    for (const Batched& result : fenchel::batch(program, detail::paired(at, flags)))
      out.push_back(result.batched ? result.value : detail::with_batch(result.value, size));
    return out;
  };
  if (!batched[0]) {
    const auto wide = [&](const Program& program) -> Program {
      const Vars at = detail::batched_placeholders(program.parameters, flags, size);
      return {at, results_at(program, at)};
    };
    return bundle(outputs(detail::with_programs(branch, branch.operands, wide)));
  }
  // Examples choose differently: all branches run, and each example takes from its own.
  Vars out = results_at(branch.branches.back()->program, branch.operands);
  for (std::size_t b = branch.branches.size() - 1; b-- > 0;) {
    const Vars mine = results_at(branch.branches[b]->program, branch.operands);
    const Var chosen = less_equal(branch.index, constant(static_cast<double>(b), DType::int64));
    for (std::size_t k = 0; k < out.size(); ++k)
      out[k] = where(detail::beside(chosen, out[k]), mine[k], out[k]);
  }
  return bundle(out);
}

}  // namespace control
}  // namespace fenchel
