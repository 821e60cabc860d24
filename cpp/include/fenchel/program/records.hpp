// SPDX-License-Identifier: Apache-2.0
// A program written down: one compact record a node, inputs first. The same words are the key of
// the plan cache and the planner's input: what a plan depends on is in them, and nothing else is.
#pragma once

#include <fenchel/program/operation.hpp>
#include <memory>

namespace fenchel {

struct Record {
  OpId op;
  DType dtype;
  std::uint8_t rank;
  std::uint32_t words;       ///< where its shape begins in Records::words; attributes follow
  std::uint32_t attributes;  ///< how many attributes
  std::uint32_t inputs;      ///< where its inputs begin in Records::inputs
  std::uint32_t arity;
};

struct Records;

/// The subprograms of a record, in their order.
struct RegionRecords {
  std::uint32_t node;
  std::shared_ptr<const Records> records;
};

/// Leaves are records of op::array and op::parameter (values from outside, numbered by first visit,
/// so that aliasing is part of the key) and of op::constant (one attribute: the bits of a double).
struct Records {
  std::vector<Record> nodes;
  std::vector<std::uint32_t> inputs;
  std::vector<std::int64_t> words;
  std::vector<std::uint32_t> roots;  ///< whose values are wanted
  std::vector<RegionRecords> regions;
  bool derived = false;              ///< contains a derivative: planned in canonical form

  /// Forgets everything but its memory.
  void clear() {
    nodes.clear();
    inputs.clear();
    words.clear();
    roots.clear();
    regions.clear();
    derived = false;
  }

  std::span<const std::int64_t> shape_of(const Record& r) const {
    return {words.data() + r.words, r.rank};
  }
  std::span<const std::int64_t> attributes_of(const Record& r) const {
    return {words.data() + r.words + r.rank, r.attributes};
  }
  std::span<const std::uint32_t> inputs_of(const Record& r) const {
    return {inputs.data() + r.inputs, r.arity};
  }
};

}  // namespace fenchel
