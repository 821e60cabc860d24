// SPDX-License-Identifier: Apache-2.0
// Whether a record has one user, and what it is behind names and shapes that nobody else uses.
#pragma once

#include <fenchel/program/records.hpp>

namespace fenchel::planner {

class Uses {
 public:
  explicit Uses(const Records& records) : records_(records), count_(records.nodes.size(), 0) {
    for (const Record& record : records.nodes)
      for (std::uint32_t in : records.inputs_of(record)) count_[in] += count_[in] < 2;
    for (std::uint32_t root : records.roots) count_[root] = 2;
  }

  bool once(std::uint32_t i) const { return count_[i] == 1; }

  std::uint32_t origin(std::uint32_t i) const {
    while (once(i) && passes_on(i)) i = records_.inputs_of(records_.nodes[i])[0];
    return i;
  }

 private:
  bool passes_on(std::uint32_t i) const {
    const OpInfo& row = info(records_.nodes[i].op);
    return row.role == Role::identity || (row.role == Role::view && row.view == nullptr);
  }

  const Records& records_;
  std::vector<unsigned char> count_;  ///< two stands for more
};

}  // namespace fenchel::planner
