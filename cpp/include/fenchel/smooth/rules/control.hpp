// SPDX-License-Identifier: Apache-2.0
// Loops run smooth bodies; a branch becomes the expectation of its programs. Book section 5.6.
#pragma once

#include <fenchel/control/branch.hpp>
#include <fenchel/control/unloop.hpp>
#include <fenchel/smooth/rules/carry.hpp>

namespace fenchel::detail {

/// The inputs as the operation wants them: what was a truth value or a whole number must still be.
inline Vars same_types(const Node& node, SoftInputs x, std::size_t first = 0) {
  Vars out;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const DType was = node.inputs()[i]->dtype;
    if (i >= first && (x[i].kind == Soft::truth || x[i].value.dtype() != was))
      fail<TypeError>("smooth: " + info(node.op).name + " takes a value of type " + name_of(was) +
                      ", but under smoothing it is a probability or an expectation; make it a "
                      "float before, or apply fl.stop_gradient to what it depends on");
    out.push_back(x[i].value);
  }
  return out;
}

/// A program with smooth operations, on placeholders of its own.
inline Program softened(const Program& program, const Scale& scale, const Node& node) {
  const Vars at = placeholders_like(program.parameters);
  const Vars results = soften(program, at, scale);
  for (std::size_t k = 0; k < results.size(); ++k)
    if (results[k].dtype() != program.results[k].dtype())
      fail<TypeError>("smooth: a result of type " +
                      std::string(name_of(program.results[k].dtype())) + " of the body of a " +
                      info(node.op).name + " has no smooth form; return it as a float");
  return {at, results};
}

/// The condition stays as it is: how often a loop runs has no expectation.
inline Loop soft_loop(const Node& node, const Vars& inputs, const Scale& scale) {
  Loop loop = loop_of(node, inputs);
  const std::uint64_t start = next_node_id();
  loop.body = make_region(softened(loop.body->program, scale, node), start, Hoisting::all,
                          loop.invariants);
  return loop;
}

inline Soft soften_loop(const Node& node, SoftInputs x, const Scale& scale) {
  return {emit_loop(soft_loop(node, same_types(node, x), scale)), Soft::moving};
}

inline Soft soften_unloop(const Node& node, SoftInputs x, const Scale& scale) {
  const Vars inputs = same_types(node, x);
  return {bundle(unloop_like(node, inputs, soft_loop(node, inputs, scale))), Soft::moving};
}

/// The weight of branch k at a number between the branches.
inline Var weight_of(const Var& index, std::size_t k, std::size_t count) {
  const double last = static_cast<double>(count) - 1, at = static_cast<double>(k);
  const Var inside = minimum(maximum(index, Var(0.0)), Var(last));
  return maximum(1.0 - abs(inside - at), Var(0.0));
}

inline Soft soften_branch(const Node& node, SoftInputs x, const Scale& scale) {
  const Vars inputs = same_types(node, x, 1);
  Branch branch = branch_of(node, inputs);
  if (x[0].kind == Soft::fixed) {
    const std::uint64_t start = next_node_id();
    std::vector<Program> programs;
    for (const RegionPtr& region : branch.branches)
      programs.push_back(softened(region->program, scale, node));
    branch.branches = make_regions(programs, start, Hoisting::nothing, branch.operands);
    return {emit_branch(branch), Soft::moving};
  }
  Vars out;
  for (std::size_t b = 0; b < branch.branches.size(); ++b) {
    const Vars mine = soften(branch.branches[b]->program, branch.operands, scale);
    const Var weight = weight_of(branch.index, b, branch.branches.size());
    for (std::size_t k = 0; k < mine.size(); ++k) {
      const Var part =
          masked_multiply(is_floating(mine[k].dtype()) ? cast(weight, mine[k].dtype()) : weight,
                          mine[k]);
      if (b == 0) out.push_back(part);
      else out[k] = out[k] + part;
    }
  }
  return {bundle(out), Soft::moving};
}

inline Soft soften_output(const Node& node, SoftInputs x, const Scale&) {
  const bool moves = is_floating(node.dtype) && x[0].kind != Soft::fixed;
  return {output(x[0].value, static_cast<int>(node.attributes()[0])),
          moves ? Soft::moving : Soft::fixed};
}

}  // namespace fenchel::detail
