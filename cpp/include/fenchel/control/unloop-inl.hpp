// SPDX-License-Identifier: Apache-2.0
// Bodies of unloop.hpp: the node, and what it is made of.
#pragma once

#include <algorithm>
#include <fenchel/control/loop-inl.hpp>
#include <fenchel/control/unloop.hpp>

namespace fenchel {
namespace detail {

/// What an unloop node is made of beside the loop. Its results are the cotangents of the moving
/// carries, of the wanted invariants, and of the wanted slices.
struct Unloop {
  Loop loop;
  WantedOfLoop wanted;
  Flags moving;    ///< carries whose cotangents go from step to step
  Flags given;     ///< stacked results that have a cotangent
  Vars carries;    ///< cotangents of the moving carries after the last step
  Vars rows;       ///< of the stacked results, as they are given
  RegionPtr pull;  ///< one step back
  Vars taken;      ///< what `pull` takes from outside beside the loop's inputs
};

inline std::size_t count_of(const Flags& flags) {
  return static_cast<std::size_t>(std::count(flags.begin(), flags.end(), 1));
}

/// Makes the region of a step back. What depends on invariants alone is computed once, before all
/// steps.
inline void close_pull(Unloop& made, const Program& back, std::uint64_t start) {
  const Loop& loop = made.loop;
  const std::size_t changing = loop.carries.size() + loop.slices.size();
  Flags fixed(changing + loop.invariants.size(), 1);
  std::fill_n(fixed.begin(), changing, 0);
  Vars taken;
  made.pull = make_region(back, start, Hoisting::all, taken, fixed);
  const auto first = back.parameters.begin() + static_cast<std::ptrdiff_t>(changing);
  const Vars invariants(first, first + static_cast<std::ptrdiff_t>(loop.invariants.size()));
  made.taken = substitute({invariants, taken}, loop.invariants);
}

/// A step back: (c, x, w, ct of c', sums, ct of y, taken) -> (ct of c, sums, ct of x).
inline void make_pull(Unloop& made) {
  const Loop& loop = made.loop;
  const std::uint64_t start = next_node_id();
  const Vars at = placeholders_like(loop.body->program.parameters);
  const Vars y = substitute(loop.body->program, at);
  const Flags moving = concat(concat(made.moving, made.wanted.slices), made.wanted.invariants);
  const Flags leaving = concat(made.moving, made.given);
  const Vars differentiated = flagged(at, moving), left = flagged(y, leaving);
  Vars seeds = placeholders_like(left);
  const Vars g = pullback({differentiated, left}, seeds);
  Parts<Var> parts{std::span<const Var>(g)}, ct{std::span<const Var>(seeds)};
  const auto carried = count_of(made.moving);
  Vars results = parts.take(carried);
  const Vars to_slices = parts.take(count_of(made.wanted.slices));
  const Vars to_invariants = parts.take(count_of(made.wanted.invariants));
  const Vars sums = placeholders_like(to_invariants);
  for (std::size_t i = 0; i < sums.size(); ++i) results.push_back(sums[i] + to_invariants[i]);
  results = concat(results, to_slices);
  const Vars after = ct.take(carried);
  const Program back{concat(concat(at, concat(after, sums)), ct.take(left.size() - carried)),
                     results};
  close_pull(made, back, start);
}

}  // namespace detail

namespace detail {

/// Inputs: those of the loop, the cotangents, what is taken, the arrays of the three regions.
inline Var emit_unloop(const Unloop& made) {
  const Loop& loop = made.loop;
  std::vector<Spec> specs;
  const Vars& results = made.pull->program.results;
  const std::size_t whole = results.size() - count_of(made.wanted.slices);
  for (std::size_t k = 0; k < results.size(); ++k)
    specs.push_back(k < whole ? Spec{results[k].dtype(), results[k].shape()}
                              : stacked(results[k], loop.steps));
  Attributes attributes = put_specs(specs);
  const UnloopSizes sizes{sizes_of(loop),      made.carries.size(), made.rows.size(),
                          made.taken.size(),   made.moving,         made.given,
                          made.wanted.carries, made.wanted.slices,  made.wanted.invariants};
  for (std::int64_t word : sizes.write()) attributes.push_back(word);
  Vars inputs = concat(concat(inputs_of(loop), made.carries), concat(made.rows, made.taken));
  inputs = concat(inputs, loop.body->arrays);
  std::vector<RegionPtr> regions{loop.body};
  if (loop.condition) {
    inputs = concat(inputs, loop.condition->arrays);
    regions.push_back(loop.condition);
  }
  inputs = concat(inputs, made.pull->arrays);
  regions.push_back(made.pull);
  return emit_several(control::unloop_id(), inputs, std::move(attributes), std::move(regions));
}

inline Unloop unloop_of(const Node& node, Inputs x) {
  Unloop out;
  out.loop = loop_of(node, x);
  const auto sizes = UnloopSizes::read(own_attributes(node), out.loop.results());
  out.moving = sizes.moving;
  out.given = sizes.given;
  out.wanted = {sizes.carries, sizes.slices, sizes.invariants};
  Parts<Var> inputs(x.subspan(sizes.loop.inputs()));
  out.carries = inputs.take(sizes.cotangents);
  out.rows = inputs.take(sizes.rows);
  return out;
}

/// The cotangents by the results of the loop, empty where there is none.
inline Vars by_result(const Unloop& made, const Vars& carries, const Vars& rows) {
  Vars out;
  const auto add = [&](const Flags& flags, const Vars& from) {
    for (std::size_t i = 0, at = 0; i < flags.size(); ++i)
      out.push_back(flags[i] ? from[at++] : Var());
  };
  add(made.moving, carries);
  add(made.given, rows);
  return out;
}

/// The results of an unloop in the order of its node, from those by input.
inline Vars by_place(const Unloop& made, const Vars& by_input) {
  Parts<Var> parts{std::span<const Var>(by_input)};
  const Vars carries = parts.take(made.loop.carries.size());
  const Vars slices = parts.take(made.loop.slices.size());
  const Vars invariants = parts.take(made.loop.invariants.size());
  return concat(concat(flagged(carries, made.moving), flagged(invariants, made.wanted.invariants)),
                flagged(slices, made.wanted.slices));
}

/// The other way round.
inline Vars by_input(const Unloop& made, const Vars& by_place) {
  Parts<Var> parts{std::span<const Var>(by_place)};
  const Vars carries = parts.take(count_of(made.moving));
  const Vars invariants = parts.take(count_of(made.wanted.invariants));
  const Vars slices = parts.take(count_of(made.wanted.slices));
  Vars out;
  const auto add = [&](const Flags& flags, const Vars& from) {
    for (std::size_t i = 0, at = 0; i < flags.size(); ++i)
      out.push_back(flags[i] ? from[at++] : Var());
  };
  add(made.moving, carries);
  add(made.wanted.slices, slices);
  add(made.wanted.invariants, invariants);
  return out;
}

/// The lists of a flat list by input.
struct ByInput {
  Vars carries, slices, invariants;
  ByInput(const Loop& loop, std::span<const Var> all) {
    Parts<Var> parts(all);
    carries = parts.take(loop.carries.size());
    slices = parts.take(loop.slices.size());
    invariants = parts.take(loop.invariants.size());
  }
};

inline WantedOfLoop wanted_of(const Loop& loop, std::span<const unsigned char> flags) {
  Parts<unsigned char> parts(flags.subspan(loop.count ? 1 : 0));
  WantedOfLoop out;
  out.carries = parts.take(loop.carries.size());
  out.slices = parts.take(loop.slices.size());
  out.invariants = parts.take(loop.invariants.size());
  return out;
}

/// Values by input of a loop at the places of a node's inputs.
inline Vars at_inputs(const Loop& loop, const Vars& by_input, std::size_t inputs) {
  Vars out(loop.count ? 1 : 0);
  out = concat(out, by_input);
  out.resize(inputs);
  return out;
}

}  // namespace detail

FENCHEL_BODY Vars unloop(const Loop& loop, const Vars& cotangents, const WantedOfLoop& wanted) {
  const auto active = detail::activity_of(loop, wanted.carries, wanted.slices, wanted.invariants);
  detail::Unloop made{loop, wanted, active.carries, active.rows, {}, {}, nullptr, {}};
  const std::size_t n = loop.carries.size();
  for (std::size_t k = 0; k < n; ++k)
    if (made.moving[k]) made.carries.push_back(detail::filled(cotangents[k], loop.carries[k]));
  for (std::size_t k = n; k < loop.results(); ++k) {
    made.given[k - n] = made.given[k - n] && cotangents[k];
    if (made.given[k - n]) made.rows.push_back(cotangents[k]);
  }
  detail::make_pull(made);
  const Vars found = detail::by_input(made, outputs(detail::emit_unloop(made)));
  const Flags asked = concat(concat(wanted.carries, wanted.slices), wanted.invariants);
  Vars out(found.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    if (asked[i]) out[i] = found[i];
  return out;
}

}  // namespace fenchel
