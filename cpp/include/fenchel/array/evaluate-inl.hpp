// SPDX-License-Identifier: Apache-2.0
// Bodies of evaluate.hpp.
#pragma once

#include <cstring>
#include <fenchel/array/evaluate.hpp>
#include <fenchel/array/workspace.hpp>
#include <fenchel/base/config.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/trace.hpp>

namespace fenchel {
namespace detail {

[[noreturn]] inline void refuse_placeholder(const Node& node) {
  fail<TracedValueError>("the value of a traced quantity of shape " + to_string(node.shape()) +
                         " was asked for, but it stands for any value");
}

/// What a call of evaluate gives values to: what is wanted, and what a user still holds.
inline void find_roots(Workspace& work, std::span<const Var> wanted) {
  work.wanted.assign(work.walk.order().size(), 0);
  for (const Var& x : wanted)
    if (work.walk.visited(x.node())) work.wanted[x->index] = 1;
  for (Node* node : work.walk.order()) {
    if (node->known()) continue;
    if (node->op == op::parameter) refuse_placeholder(*node);
    if (node->handles == 0 && !work.wanted[node->index]) continue;
    work.roots.push_back(Var::share(node));
    work.nodes.push_back(node);
  }
}

inline std::vector<Node*> nodes_of(std::span<const Var> xs) {
  std::vector<Node*> out;
  out.reserve(xs.size());
  for (const Var& x : xs) out.push_back(x.node());
  return out;
}

inline bool all_known(std::span<const Var> xs) {
  for (const Var& x : xs)
    if (!x->known()) return false;
  return true;
}

/// Memory of a contiguous result that equals memory somebody has.
inline void copy_result(const Node& node, void* to, const void* from) {
  if (to != from)
    std::memcpy(to, from, static_cast<std::size_t>(node.shape().size() * item_size(node.dtype)));
}

/// Evaluates, or waits for a thread that does and answers false.
inline bool evaluated(std::span<const Var> wanted) {
  WorkspaceGuard guard;
  Workspace& work = *guard;
  for (const Var& x : wanted)
    if (!x->known()) work.walk.visit(x.node(), [](const Node* node) { return !node->known(); });
  if (must_wait(work.walk.order())) return false;
  find_roots(work, wanted);
  write_down(work.written, work.walk.order(), work.nodes);
  const auto executable = find_or_plan(work.written.records);
  run_into(*executable, work.written.leaves, work.nodes, work);
  for (const Var& root : work.roots) settle(root);
  return true;
}

}  // namespace detail

FENCHEL_BODY void evaluate(std::span<const Var> wanted) {
  while (!detail::all_known(wanted))
    if (!detail::evaluated(wanted)) detail::wait_for_another();
}

FENCHEL_BODY const void* data_of(const Var& x) {
  evaluate({&x, 1});
  return x->data();
}

FENCHEL_BODY double item(const Var& x) {
  if (x.shape().size() != 1)
    fail<ShapeError>("an array of shape " + to_string(x.shape()) + " is no single number");
  const void* data = data_of(x);
  switch (x.dtype()) {
    case DType::boolean:
      return *static_cast<const unsigned char*>(data);
    case DType::int64:
      return static_cast<double>(*static_cast<const std::int64_t*>(data));
    case DType::float32:
      return *static_cast<const float*>(data);
    default:
      return *static_cast<const double*>(data);
  }
}

FENCHEL_BODY Host& host() {
  static Host answers;
  return answers;
}

/// The first leaves of the plan are the parameters, the others arrays that the program captured.
struct Compiled::Body {
  std::shared_ptr<const Executable> executable;
  Vars captured;
};

FENCHEL_BODY PlanReport report(const Program& program) {
  return report(write_down(program).records);
}

FENCHEL_BODY Compiled::Compiled(Program program) : program_(std::move(program)), body_(new Body) {
  const std::size_t count = program_.parameters.size();
  const WrittenDown written = write_down(program_);
  for (std::size_t i = count; i < written.leaves.size(); ++i) {
    if (!written.leaves[i]->known()) detail::refuse_placeholder(*written.leaves[i]);
    body_->captured.push_back(Var::share(written.leaves[i]));
  }
  body_->executable = find_or_plan(written.records);
}

FENCHEL_BODY Compiled::~Compiled() = default;

FENCHEL_BODY Vars Compiled::operator()(std::span<const Var> arguments) const {
  evaluate(arguments);
  std::vector<Node*> leaves = detail::nodes_of(arguments);
  for (const Var& x : body_->captured) leaves.push_back(x.node());
  Vars results;
  for (const Var& result : program_.results) {
    results.push_back(Var::adopt(new_node(op::array, result.dtype(), result.shape())));
    if (result->is(Node::weak)) results.back()->flags |= Node::weak;
  }
  detail::WorkspaceGuard guard;
  detail::run_into(*body_->executable, leaves, detail::nodes_of(results), *guard);
  return results;
}

FENCHEL_BODY void Compiled::run(std::span<const void* const> arguments,
                                std::span<void* const> results) const {
  std::vector<const void*> leaves(arguments.begin(), arguments.end());
  for (const Var& x : body_->captured) leaves.push_back(x->data());
  {
    const detail::Away away(body_->executable->work() > detail::worth_leaving);
    body_->executable->run({leaves, results, host().check});
  }
  for (std::size_t i = 0; i < results.size(); ++i) {
    const Origin origin = body_->executable->origins()[i];
    if (origin.kind == Origin::computed) continue;
    const void* from = origin.kind == Origin::leaf ? leaves[origin.index] : results[origin.index];
    detail::copy_result(*program_.results[i].node(), results[i], from);
  }
}

}  // namespace fenchel
