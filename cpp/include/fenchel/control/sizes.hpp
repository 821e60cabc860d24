// SPDX-License-Identifier: Apache-2.0
// What the attributes of loops, of their reverse sweeps and of branches say: how many inputs of
// each kind there are. The rules and the planner read them here.
#pragma once

#include <fenchel/control/activity.hpp>
#include <fenchel/program/operation.hpp>

namespace fenchel {

/// Inputs: the count if there is one, carries, slices, invariants, what the condition tests.
struct LoopSizes {
  std::int64_t steps;  ///< -1: not known
  bool counted;
  std::size_t carries, slices, invariants, tested;

  static constexpr std::size_t words = 6;
  static LoopSizes read(std::span<const std::int64_t> own) {
    const auto size = [&](std::size_t at) { return static_cast<std::size_t>(own[at]); };
    return {own[0], own[1] != 0, size(2), size(3), size(4), size(5)};
  }
  Attributes write() const {
    Attributes out{steps, counted};
    for (std::size_t size : {carries, slices, invariants, tested})
      out.push_back(static_cast<std::int64_t>(size));
    return out;
  }
  bool has_condition() const { return steps < 0 && !counted; }
  std::size_t inputs() const { return counted + carries + slices + invariants + tested; }
};

/// Behind the inputs of the loop: cotangents of carries, of rows, and what the step back takes.
struct UnloopSizes {
  LoopSizes loop;
  std::size_t cotangents, rows, taken;
  Flags moving, given, carries, slices, invariants;

  /// A loop with so many results.
  static UnloopSizes read(std::span<const std::int64_t> own, std::size_t results) {
    UnloopSizes out{LoopSizes::read(own), 0, 0, 0, {}, {}, {}, {}, {}};
    Parts<std::int64_t> words(own.subspan(LoopSizes::words));
    const auto sizes = words.take(3);
    out.cotangents = static_cast<std::size_t>(sizes[0]);
    out.rows = static_cast<std::size_t>(sizes[1]);
    out.taken = static_cast<std::size_t>(sizes[2]);
    const auto flags = [&](std::size_t count) {
      const auto taken = words.take(count);
      return Flags(taken.begin(), taken.end());
    };
    out.moving = flags(out.loop.carries);
    out.given = flags(results - out.loop.carries);
    out.carries = flags(out.loop.carries);
    out.slices = flags(out.loop.slices);
    out.invariants = flags(out.loop.invariants);
    return out;
  }
  Attributes write() const {
    Attributes out = loop.write();
    for (std::size_t size : {cotangents, rows, taken})
      out.push_back(static_cast<std::int64_t>(size));
    for (const Flags* flags : {&moving, &given, &carries, &slices, &invariants})
      out.insert(out.end(), flags->begin(), flags->end());
    return out;
  }
};

}  // namespace fenchel
