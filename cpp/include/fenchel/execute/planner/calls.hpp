// SPDX-License-Identifier: Apache-2.0
// Steps that are one kernel over whole arrays: operations of role `call`.
#pragma once

#include <fenchel/execute/planner/cluster.hpp>

namespace fenchel::planner {

inline Whole make_whole(const Records& records, const Values& values, const Value& value) {
  const Record& record = records.nodes[value.record];
  const auto attributes = records.attributes_of(record);
  Whole out{.kernel = whole_kernel(value.op),
            .in = {},
            .in_shapes = {},
            .out = value.slot,
            .out_shape = Shape(records.shape_of(record)),
            .dtype = value.dtype,
            .attributes = {attributes.begin(), attributes.end()}};
  const auto inputs = values.inputs_of(value);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    out.in.push_back(values.all[inputs[i]].slot);
    out.in_shapes.push_back(Shape(records.shape_of(records.nodes[records.inputs_of(record)[i]])));
  }
  return out;
}

}  // namespace fenchel::planner
