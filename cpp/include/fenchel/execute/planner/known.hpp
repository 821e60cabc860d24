// SPDX-License-Identifier: Apache-2.0
// What a step back need not compute anew: carries that the step forward has computed, and kept.
#pragma once

#include <algorithm>
#include <fenchel/program/records.hpp>
#include <map>
#include <vector>

namespace fenchel::planner {

/// Numbers the nodes of regions: nodes with one number say the same.
class NodeNumbers {
 public:
  /// Parameters below `shared` are the same in all regions. `arrays` are slots of the leaves that
  /// are no parameters.
  std::vector<std::uint32_t> operator()(const Records& region, std::size_t shared,
                                        const std::vector<std::uint32_t>& arrays) {
    std::vector<std::uint32_t> out;
    std::size_t array = 0;
    for (std::uint32_t i = 0; i < region.nodes.size(); ++i) {
      const Record& record = region.nodes[i];
      if (record.op == op::array) out.push_back(number_of({of_array, arrays[array++]}));
      else if (info(record.op).role == Role::identity)
        out.push_back(out[region.inputs_of(record)[0]]);
      else if (record.op == op::parameter && i < shared)
        out.push_back(number_of({of_parameter, i}));
      else if (record.op == op::parameter || has_regions(region, i)) out.push_back(next_++);
      else out.push_back(number_of(key(region, record, out)));
    }
    return out;
  }

 private:
  using Key = std::vector<std::int64_t>;
  static constexpr std::int64_t of_array = -1, of_parameter = -2;

  static bool has_regions(const Records& region, std::uint32_t i) {
    return std::ranges::find(region.regions, i, &RegionRecords::node) != region.regions.end();
  }
  static Key key(const Records& region, const Record& record,
                 const std::vector<std::uint32_t>& known) {
    Key out{record.op, static_cast<std::int64_t>(record.dtype), record.rank};
    std::ranges::copy(region.shape_of(record), std::back_inserter(out));
    std::ranges::copy(region.attributes_of(record), std::back_inserter(out));
    for (std::uint32_t input : region.inputs_of(record)) out.push_back(known[input]);
    return out;
  }
  std::uint32_t number_of(const Key& key) {
    const auto [at, added] = numbers_.try_emplace(key, next_);
    next_ += added;
    return at->second;
  }

  std::map<Key, std::uint32_t> numbers_;
  std::uint32_t next_ = 0;
};

/// The carries of a body that a step back computes anew, and one of its nodes for each.
struct KnownCarries {
  std::vector<std::uint32_t> carries, nodes;

  KnownCarries(const Records& body, const std::vector<std::uint32_t>& body_numbers,
               std::size_t count, const std::vector<std::uint32_t>& back_numbers) {
    for (std::uint32_t k = 0; k < count; ++k) {
      const std::uint32_t root = body.roots[k];
      const auto found = std::ranges::find(back_numbers, body_numbers[root]);
      if (body.nodes[root].arity == 0 || found == back_numbers.end()) continue;
      carries.push_back(k);
      nodes.push_back(static_cast<std::uint32_t>(found - back_numbers.begin()));
    }
  }
};

/// The region with new parameters behind its first ones, in place of some of its nodes.
inline Records with_parameters(const Records& region, std::uint32_t first,
                               const std::vector<std::uint32_t>& nodes) {
  const auto added = static_cast<std::uint32_t>(nodes.size());
  const auto place = [&](std::uint32_t i) {
    const auto found = std::ranges::find(nodes, i);
    if (found != nodes.end()) return first + static_cast<std::uint32_t>(found - nodes.begin());
    return i < first ? i : i + added;
  };
  Records out = region;
  std::vector<Record> parameters;
  for (std::uint32_t node : nodes) {
    Record parameter = region.nodes[node];
    parameter.op = op::parameter;
    parameter.attributes = parameter.arity = 0;
    parameters.push_back(parameter);
  }
  out.nodes.insert(out.nodes.begin() + first, parameters.begin(), parameters.end());
  for (std::uint32_t& input : out.inputs) input = place(input);
  for (std::uint32_t& root : out.roots) root = place(root);
  for (RegionRecords& inner : out.regions) inner.node += inner.node < first ? 0 : added;
  return out;
}

}  // namespace fenchel::planner
