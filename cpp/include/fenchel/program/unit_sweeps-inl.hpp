// SPDX-License-Identifier: Apache-2.0
// Bodies of unit_sweeps.hpp.
#pragma once

#include <fenchel/program/constant.hpp>
#include <fenchel/program/interpret.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/describe.hpp>
#include <fenchel/program/structural/shaping.hpp>
#include <fenchel/program/structural/slice.hpp>
#include <fenchel/program/unit_sweeps.hpp>

namespace fenchel {
namespace detail {

/// Each number costs a program: beyond these, one program over all directions is cheaper.
inline constexpr std::int64_t most_sweeps = 32;

inline bool takes_a_part(const Node& node) {
  static const OpId slice = find_operation("slice"), reshape = find_operation("reshape");
  return node.op == reshape || (node.op == slice && node.in[1]->known());
}

/// The unit array of a shape that has 1 at a place of the row-major order.
inline Var unit(const Var& like, std::int64_t place) {
  const Shape shape = like.shape();
  Shape one;
  Attributes starts(static_cast<std::size_t>(shape.rank())), steps(starts.size(), 1);
  for (int i = shape.rank(); i-- > 0; place /= shape[i]) {
    starts[static_cast<std::size_t>(i)] = place % shape[i];
    one.push_back(1);
  }
  return unslice(full(one, 1, like.dtype()), integers(starts), shape, steps);
}

/// Arrays of one shape along a new axis.
inline Var stack(std::span<const Var> parts, int axis) {
  Vars layers;
  for (const Var& part : parts) layers.push_back(insert_axis(part, axis));
  return concatenate(layers, axis);
}

/// The axes of a block of a Jacobian.
inline Shape block_shape(const Var& y, const Var& x) {
  Shape shape = y.shape();
  for (std::int64_t dim : x.shape().dims()) shape.push_back(dim);
  return shape;
}

}  // namespace detail

FENCHEL_BODY bool reads_numbers(const Program& program, std::size_t parameter) {
  const Var& x = program.parameters[parameter];
  const std::int64_t size = x.shape().size();
  if (size < 2 || size > detail::most_sweeps) return false;
  const Walk walk = walk_program(program);
  std::vector<unsigned char> is_part(walk.order().size(), 0);
  is_part[x->index] = 1;
  for (const Node* node : walk.order())
    for (const Node* input : node->inputs()) {
      if (!walk.visited(input) || !is_part[input->index]) continue;
      if (!detail::takes_a_part(*node)) return false;
      is_part[node->index] = node->shape().size() > 1;
    }
  for (const Var& result : program.results)
    if (walk.visited(result.node()) && is_part[result->index]) return false;
  return true;
}

FENCHEL_BODY Vars jacobian_by_columns(const Program& program, std::size_t parameter) {
  const Var& x = program.parameters[parameter];
  const std::int64_t size = x.shape().size();
  std::vector<Vars> columns(program.results.size());
  for (std::int64_t place = 0; place < size; ++place) {
    Vars seeds(program.parameters.size());
    seeds[parameter] = detail::unit(x, place);
    const Vars tangents = pushforward(program, seeds);
    for (std::size_t i = 0; i < tangents.size(); ++i) {
      const Var& y = program.results[i];
      columns[i].push_back(tangents[i] ? expand(tangents[i], y.shape()) : zeros_like(y));
    }
  }
  Vars blocks;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Var& y = program.results[i];
    blocks.push_back(reshape(detail::stack(columns[i], y.rank()), detail::block_shape(y, x)));
  }
  return blocks;
}

FENCHEL_BODY bool joins_numbers(const Program& program, std::size_t result) {
  static const OpId join = find_operation("concatenate");
  const Node* y = program.results[result].node();
  const auto inputs = y->inputs();
  return y->op == join && inputs.size() <= static_cast<std::size_t>(detail::most_sweeps) &&
         std::all_of(inputs.begin(), inputs.end(),
                     [](const Node* part) { return part->shape().size() == 1; });
}

FENCHEL_BODY Vars jacobian_by_rows(const Program& program, std::size_t result) {
  const Var& y = program.results[result];
  const std::int64_t size = y.shape().size();
  std::vector<Vars> rows(program.parameters.size());
  for (std::int64_t place = 0; place < size; ++place) {
    Vars seeds(program.results.size());
    seeds[result] = detail::unit(y, place);
    const Vars cotangents = pullback(program, seeds);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].push_back(cotangents[i]);
  }
  Vars blocks;
  for (std::size_t i = 0; i < rows.size(); ++i)
    blocks.push_back(
        reshape(detail::stack(rows[i], 0), detail::block_shape(y, program.parameters[i])));
  return blocks;
}

}  // namespace fenchel
