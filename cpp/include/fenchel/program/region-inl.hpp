// SPDX-License-Identifier: Apache-2.0
// Bodies of region.hpp.
#pragma once

#include <fenchel/program/constant.hpp>
#include <fenchel/program/interpret.hpp>
#include <fenchel/program/node-inl.hpp>
#include <fenchel/program/region.hpp>
#include <fenchel/program/same_node.hpp>
#include <fenchel/program/transform.hpp>
#include <fenchel/program/write_down.hpp>

namespace fenchel {
namespace detail {

/// A leaf whose value is there, and through which no derivative flows.
inline bool is_plain_array(const Node& node) {
  return node.op != op::constant && node.known() && node.arity == 0;
}

/// Finds the variables that a program takes from outside.
class Captures {
 public:
  Captures(const Program& program, std::uint64_t start, Hoisting hoisting, FixedParameters fixed)
      : start_(start), hoisting_(hoisting), fixed_(fixed) {
    for (const Var& parameter : program.parameters)
      walk_.visit(parameter.node(), [](Node*) { return false; });
    parameters_ = walk_.order().size();
    for (const Var& result : program.results)
      walk_.visit(result.node(), [&](Node* node) { return node->id >= start_; });
  }

  Vars operator()(const Program& program) {
    classify();
    for (Node* node : walk_.order())
      if (kind_[node->index] == inside)
        for (Node* input : node->inputs()) capture(input);
    for (const Var& result : program.results) capture(result.node());
    return std::move(found_);
  }

 private:
  enum Kind : unsigned char { of_program, outside, inside };

  /// Nodes made of numbers of the program alone belong to it.
  Kind kind_of(const Node& node) const {
    if (node.index < parameters_)
      return node.index < fixed_.size() && fixed_[node.index] ? outside : inside;
    if (node.op == op::constant) return of_program;
    if (node.id < start_ || node.arity == 0) return outside;
    Kind kind = of_program;
    for (const Node* input : node.inputs()) kind = std::max(kind, kind_[input->index]);
    return kind == outside && hoisting_ == Hoisting::nothing ? inside : kind;
  }

  void classify() {
    for (const Node* node : walk_.order()) kind_.push_back(kind_of(*node));
  }

  /// An array that only repeats its elements is repeated inside, where it need not lie in memory.
  void capture(Node* node) {
    if (kind_[node->index] != outside || node->index < parameters_ || is_plain_array(*node)) return;
    kind_[node->index] = of_program;  // found once
    if (repeats(*node)) return capture(node->inputs()[0]);
    found_.push_back(Var::share(node));
  }
  static bool repeats(const Node& node) {
    return node.arity == 1 && info(node.op).role == Role::view &&
           node.inputs()[0]->shape().size() < node.shape().size();
  }

  std::uint64_t start_;
  Hoisting hoisting_;
  FixedParameters fixed_;
  Walk walk_;
  std::size_t parameters_;
  std::vector<Kind> kind_;
  Vars found_;
};

}  // namespace detail

FENCHEL_BODY std::uint64_t next_node_id() { return detail::node_pool().next_id; }

FENCHEL_BODY Vars placeholders_like(Inputs like) {
  Vars out;
  for (const Var& x : like) {
    out.push_back(parameter(x.dtype(), x.shape(), TracedBy::body));
    if (x->is(Node::guarded)) out.back()->flags |= Node::guarded;
  }
  return out;
}

namespace detail {

/// The program with placeholders for what it takes from outside.
inline Program closed(const Program& program, const std::vector<Vars>& captured) {
  if (captured.empty()) return program;
  Program open = program, out = program;
  Vars arguments = program.parameters;
  for (const Vars& alike : captured) {
    const Var inner = placeholders_like({alike.data(), 1})[0];
    out.parameters.push_back(inner);
    open.parameters.insert(open.parameters.end(), alike.begin(), alike.end());
    arguments.insert(arguments.end(), alike.size(), inner);
  }
  out.results = substitute(open, arguments);
  return out;
}

inline RegionPtr region_of(Program program) {
  auto region = std::make_shared<Region>();
  region->program = std::move(program);
  WrittenDown written = write_down(region->program);
  for (std::size_t i = region->program.parameters.size(); i < written.leaves.size(); ++i)
    region->arrays.push_back(Var::share(written.leaves[i]));
  region->records = std::make_shared<const Records>(std::move(written.records));
  return region;
}

}  // namespace detail

FENCHEL_BODY std::vector<RegionPtr> make_regions(std::span<const Program> programs,
                                                 std::uint64_t start, Hoisting hoisting,
                                                 Vars& captured, FixedParameters fixed) {
  std::vector<Vars> all;  // lists of variables that say the same
  for (const Program& program : programs)
    for (const Var& found : detail::Captures(program, start, hoisting, fixed)(program)) {
      const auto alike = std::find_if(all.begin(), all.end(), [&](const Vars& others) {
        return detail::say_the_same(others[0].node(), found.node());
      });
      if (alike == all.end()) all.push_back({found});
      else if (alike->back().node() != found.node()) alike->push_back(found);
    }
  std::vector<RegionPtr> out;
  for (const Program& program : programs)
    out.push_back(detail::region_of(detail::closed(program, all)));
  for (const Vars& alike : all) captured.push_back(alike[0]);
  return out;
}

FENCHEL_BODY RegionPtr make_region(const Program& program, std::uint64_t start, Hoisting hoisting,
                                   Vars& captured, FixedParameters fixed) {
  return make_regions({&program, 1}, start, hoisting, captured, fixed)[0];
}

}  // namespace fenchel
