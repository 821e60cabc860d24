// SPDX-License-Identifier: Apache-2.0
// Pairs of values of one step that one instruction computes: a value and its partial.
#pragma once

#include <fenchel/execute/planner/kernels_of.hpp>
#include <fenchel/execute/planner/schedule.hpp>
#include <unordered_map>

namespace fenchel::planner {

/// The rows of the primitives that compute a partner, by operation.
inline const std::unordered_map<OpId, std::pair<OpId, const JointRow*>>& joint_rows() {
  static const auto rows = [] {
    std::unordered_map<OpId, std::pair<OpId, const JointRow*>> out;
    for (int i = 0; i < kernels().joint_count; ++i) {
      const JointRow& row = kernels().joint[i];
      out[find_operation(row.name)] = {find_operation(row.partner), &row};
    }
    return out;
  }();
  return rows;
}

/// A value that is computed together with `partner`.
struct Joint {
  std::uint32_t value, partner;
  ElementKernel kernel;
};

class Joints {
 public:
  Joints() = default;
  Joints(const Values& values, const StepValues& step) {
    for (std::uint32_t v : step.values)
      if (of_interest(values.all[v])) found_.emplace(key(values, v, values.all[v].op), v);
    for (const auto& [at, v] : found_) pair(values, v);
  }

  /// The pair that v belongs to, or null.
  const Joint* of(std::uint32_t v) const {
    const auto at = pairs_.find(v);
    return at == pairs_.end() ? nullptr : &at->second;
  }

 private:
  static bool of_interest(const Value& value) {
    if (value.kind != Kind::element) return false;
    for (const auto& [op, row] : joint_rows())
      if (value.op == op || value.op == row.first) return true;
    return false;
  }
  static std::uint64_t key(const Values& values, std::uint32_t v, OpId op) {
    return std::uint64_t{values.inputs_of(values.all[v])[0]} << 16 | op;
  }

  void pair(const Values& values, std::uint32_t v) {
    const auto row = joint_rows().find(values.all[v].op);
    if (row == joint_rows().end() || pairs_.contains(v)) return;
    const auto partner = found_.find(key(values, v, row->second.first));
    if (partner == found_.end() || pairs_.contains(partner->second)) return;
    const auto kernel = row->second.second->by_dtype[static_cast<int>(values.all[v].dtype)];
    if (!kernel) return;
    pairs_[v] = pairs_[partner->second] = {v, partner->second, kernel};
  }

  std::unordered_map<std::uint64_t, std::uint32_t> found_;  ///< by operation and input
  std::unordered_map<std::uint32_t, Joint> pairs_;
};

}  // namespace fenchel::planner
