// SPDX-License-Identifier: Apache-2.0
// Operations with several results: loops and branches. Such a node has no value of its own; its
// results are `output` nodes. Its attributes begin with what they are: see `put_specs`.
#pragma once

#include <fenchel/program/operation.hpp>
#include <fenchel/program/region.hpp>

namespace fenchel {
namespace structural {

/// What all operations with several results say of themselves.
struct WithResults {
  static constexpr Role role = Role::several;
  static constexpr int arity = -1;
  static constexpr unsigned active = ~0u;

  static Spec shape(Inputs, const Attributes&) { return {DType::boolean, {}}; }
  /// Cotangents of the results come all at once.
  static Var vjp(int, const Var&, const Var&, Inputs) { return {}; }
};

}  // namespace structural

/// Result `k` of a node.
Var output(const Var& several, int k);
/// All of them.
Vars outputs(const Var& several);
/// A node whose results are given variables: what a rule answers that makes several.
Var bundle(Inputs results);

/// The types and shapes of the results, as the first attributes.
Attributes put_specs(std::span<const Spec> specs);
int count_of_results(const Node& several);
/// The attributes behind them.
std::span<const std::int64_t> own_attributes(const Node& several);
std::span<const std::int64_t> without_specs(std::span<const std::int64_t> attributes);

/// A node that runs regions.
Var emit_several(OpId op, Inputs inputs, Attributes attributes, std::vector<RegionPtr> regions);

}  // namespace fenchel
