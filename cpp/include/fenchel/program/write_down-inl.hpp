// SPDX-License-Identifier: Apache-2.0
// Bodies of write_down.hpp.
#pragma once

#include <fenchel/base/config.hpp>
#include <fenchel/program/region.hpp>
#include <fenchel/program/write_down.hpp>

namespace fenchel {
namespace detail {

inline void put_shape(Records& records, Record& record, const Node& node) {
  const auto shape = node.shape_span();
  record.words = static_cast<std::uint32_t>(records.words.size());
  for (std::int64_t dim : shape) records.words.push_back(dim);
}

inline void put_attributes(Records& records, Record& record, const Node& node) {
  if (!node.extra) return;
  const Attributes& attributes = node.attributes();
  record.attributes = static_cast<std::uint32_t>(attributes.size());
  records.words.insert(records.words.end(), attributes.begin(), attributes.end());
}

/// A number of the program, with its bytes.
inline void put_constant(Records& records, Record& record, const Node& node) {
  record.attributes = 1;
  records.words.push_back(static_cast<std::int64_t>(node.number));
}

inline void put_inputs(Records& records, Record& record, const Node& node) {
  const auto inputs = node.inputs();
  record.arity = static_cast<std::uint32_t>(inputs.size());
  for (const Node* input : inputs) records.inputs.push_back(input->index);
  put_attributes(records, record, node);
  if (!node.extra) return;
  for (const auto& region : node.extra->regions) {
    records.regions.push_back({node.index, region->records});
    records.derived = records.derived || region->records->derived;
  }
}

}  // namespace detail

FENCHEL_BODY void write_down(WrittenDown& out, std::span<Node* const> order,
                             std::span<Node* const> roots, std::size_t parameters) {
  Records& records = out.records;
  records.clear();
  out.leaves.clear();
  records.nodes.reserve(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    Node* node = order[i];
    const auto inputs = static_cast<std::uint32_t>(records.inputs.size());
    Record record{node->op, node->dtype, node->rank, 0, 0, inputs, 0};
    detail::put_shape(records, record, *node);
    records.derived = records.derived || node->op == op::alias;  // made by derivatives only
    const bool placeholder = i < parameters || node->op == op::parameter;
    if (!placeholder && node->op == op::constant) {
      detail::put_constant(records, record, *node);
    } else if (placeholder || node->known()) {
      record.op = i < parameters ? op::parameter : op::array;
      out.leaves.push_back(node);
    } else {
      detail::put_inputs(records, record, *node);
    }
    records.nodes.push_back(record);
  }
  for (const Node* root : roots) records.roots.push_back(root->index);
}

FENCHEL_BODY WrittenDown write_down(const Program& program) {
  const std::size_t count = program.parameters.size();
  Walk walk;
  for (const Var& parameter : program.parameters)
    walk.visit(parameter.node(), [](Node*) { return false; });
  const auto enter = [&](const Node* node) {
    return !node->known() && !(walk.visited(node) && node->index < count);
  };
  std::vector<Node*> roots;
  for (const Var& result : program.results) {
    walk.visit(result.node(), enter);
    roots.push_back(result.node());
  }
  WrittenDown written;
  write_down(written, walk.order(), roots, count);
  return written;
}

}  // namespace fenchel
