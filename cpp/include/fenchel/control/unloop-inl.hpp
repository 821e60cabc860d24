// SPDX-License-Identifier: Apache-2.0
// Bodies of unloop.hpp.
#pragma once

#include <fenchel/control/batch_loop-inl.hpp>
#include <fenchel/control/loop-inl.hpp>
#include <fenchel/control/unloop.hpp>

namespace fenchel {
namespace detail {

/// What an unloop node is made of beside the loop. Its results are the cotangents of the moving
/// carries, of the wanted invariants, and of the wanted slices.
struct Unloop {
  Loop loop;
  WantedOfLoop wanted;
  Flags moving;      ///< carries whose cotangents go from step to step
  Flags given;       ///< stacked results that have a cotangent
  Vars carries;      ///< cotangents of the moving carries after the last step
  Vars rows;         ///< of the stacked results, as they are given
  RegionPtr pull;    ///< one step back
  Vars taken;        ///< what `pull` takes from outside beside the loop's inputs
};

inline std::size_t count_of(const Flags& flags) {
  return static_cast<std::size_t>(std::count(flags.begin(), flags.end(), 1));
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
  made.pull = make_region(back, start, Hoisting::all, made.taken);
}

}  // namespace detail

namespace control {

struct UnloopOperation {
  static constexpr StructuralFacts facts{"unloop", "The reverse sweep of a loop.",
                                         R"(\bar c_t = J_t^T \bar c_{t+1})"};
  static constexpr Role role = Role::several;
  static constexpr int arity = -1;
  static constexpr unsigned active = ~0u;

  static Spec shape(Inputs, const Attributes&) { return {DType::boolean, {}}; }
  static Var jvp(const Var& y, Inputs x, Inputs dx);
  static Vars vjp_of_several(const Var& y, Inputs x, Inputs cts,
                             std::span<const unsigned char> wanted);
  static Var vjp(int, const Var&, const Var&, Inputs) { return {}; }
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char> batched);
};

FENCHEL_BODY OpId unloop_id() {
  static const OpId id =
      (register_builtins(), add_operation(describe_structural<UnloopOperation>()));
  return id;
}

}  // namespace control

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
  const UnloopSizes sizes{sizes_of(loop),    made.carries.size(),   made.rows.size(),
                          made.taken.size(), made.moving,           made.given,
                          made.wanted.carries, made.wanted.slices, made.wanted.invariants};
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

/// Cotangents of the results of an extended loop: `primal` for the results, `tangent` for their
/// tangents.
inline Vars of_extended(const ExtendedLoop& wide, const Vars& primal, const Vars& tangent) {
  Vars out(wide.loop.results());
  for (std::size_t k = 0; k < wide.place.size(); ++k) {
    if (primal[k]) out[static_cast<std::size_t>(wide.place[k])] = primal[k];
    if (wide.tangent[k] >= 0) out[static_cast<std::size_t>(wide.tangent[k])] = tangent[k];
  }
  return out;
}

inline Flags padded(Flags flags, std::size_t size) {
  flags.resize(size, 0);
  return flags;
}

/// The unloop of an extended loop, by the inputs of the loop that was extended.
inline Vars unloop_of_extended(const ExtendedLoop& wide, const Loop& inner, const Vars& primal,
                               const Vars& tangent, const WantedOfLoop& wanted) {
  const Loop& loop = wide.loop;
  const Vars found = unloop(loop, of_extended(wide, primal, tangent),
                            {padded(wanted.carries, loop.carries.size()),
                             padded(wanted.slices, loop.slices.size()),
                             padded(wanted.invariants, loop.invariants.size())});
  Parts<Var> parts{std::span<const Var>(found)};
  Vars out;
  const auto take = [&](std::size_t all, std::size_t kept) {
    Vars part = parts.take(all);
    part.resize(kept);
    out = concat(out, part);
  };
  take(loop.carries.size(), inner.carries.size());
  take(loop.slices.size(), inner.slices.size());
  take(loop.invariants.size(), inner.invariants.size());
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
  const auto active =
      detail::activity_of(loop, wanted.carries, wanted.slices, wanted.invariants);
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

FENCHEL_BODY Vars unloop_like(const Node& node, Inputs x, const Loop& loop) {
  const detail::Unloop made = detail::unloop_of(node, x);
  WantedOfLoop wanted{detail::padded(made.moving, loop.carries.size()),
                      detail::padded(made.wanted.slices, loop.slices.size()),
                      detail::padded(made.wanted.invariants, loop.invariants.size())};
  const Vars found = unloop(loop, detail::by_result(made, made.carries, made.rows), wanted);
  const detail::ByInput parts(loop, found);
  return concat(concat(flagged(parts.carries, wanted.carries),
                       flagged(parts.invariants, wanted.invariants)),
                flagged(parts.slices, wanted.slices));
}

namespace control {

inline Vars LoopOperation::vjp_of_several(const Var& y, Inputs x, Inputs cts,
                                          std::span<const unsigned char> wanted) {
  const Loop loop = loop_of(*y.node(), x);
  const Vars found =
      unloop(loop, Vars(cts.begin(), cts.end()), detail::wanted_of(loop, wanted));
  return detail::at_inputs(loop, found, x.size());
}

/// d (J' c) is the reverse sweep of the loop beside its tangents.
inline Var UnloopOperation::jvp(const Var& y, Inputs x, Inputs dx) {
  const detail::Unloop made = detail::unloop_of(*y.node(), x);
  const Loop& loop = made.loop;
  const detail::ByInput moved(loop, dx.subspan(loop.count ? 1 : 0));
  Parts<Var> rest(dx.subspan(detail::sizes_of(loop).inputs()));
  const Vars dc = rest.take(made.carries.size()), dr = rest.take(made.rows.size());
  const ExtendedLoop wide = extend(loop, moved.carries, moved.slices, moved.invariants);
  WantedOfLoop wanted = made.wanted;
  wanted.carries = made.moving;
  const Vars found = detail::by_place(
      made, detail::unloop_of_extended(wide, loop, detail::by_result(made, dc, dr),
                                       detail::by_result(made, made.carries, made.rows), wanted));
  Vars out;
  for (std::size_t k = 0; k < found.size(); ++k)
    out.push_back(found[k] ? found[k] : zeros_like(output(y, static_cast<int>(k))));
  return bundle(out);
}

/// The product of the results with v is the product of the cotangents with J v.
inline Vars UnloopOperation::vjp_of_several(const Var& y, Inputs x, Inputs cts,
                                            std::span<const unsigned char> wanted) {
  const detail::Unloop made = detail::unloop_of(*y.node(), x);
  const Loop& loop = made.loop;
  const Vars directions = detail::by_input(made, Vars(cts.begin(), cts.end()));
  const detail::ByInput v(loop, directions);
  const ExtendedLoop wide = extend(loop, v.carries, v.slices, v.invariants);
  const Vars none(loop.results());
  Vars out = detail::at_inputs(
      loop,
      detail::unloop_of_extended(wide, loop, none,
                                 detail::by_result(made, made.carries, made.rows),
                                 detail::wanted_of(loop, wanted)),
      x.size());
  const Var node = emit_loop(wide.loop);
  std::size_t at = detail::sizes_of(loop).inputs();
  for (std::size_t k = 0; k < loop.results(); ++k) {
    const bool has = k < loop.carries.size() ? made.moving[k] : made.given[k - loop.carries.size()];
    if (!has) continue;
    if (wanted[at] && wide.tangent[k] >= 0) out[at] = output(node, wide.tangent[k]);
    ++at;
  }
  return out;
}

inline Var UnloopOperation::batch(const Var& y, Inputs x, std::span<const unsigned char> batched) {
  const detail::Unloop made = detail::unloop_of(*y.node(), x);
  Loop loop = made.loop;
  const std::int64_t size = detail::batch_size(x, batched);
  Flags flags(batched.begin(), batched.end());
  const Flags asked = concat(concat(made.moving, made.wanted.slices), made.wanted.invariants);
  Vars* const lists[] = {&loop.carries, &loop.slices, &loop.invariants};
  std::size_t at = loop.count ? 1 : 0, flag = 0;
  for (Vars* list : lists)
    for (Var& input : *list) {
      if (asked[flag++] && !flags[at]) input = detail::with_batch(input, size), flags[at] = 1;
      ++at;
    }
  const BatchedLoop wide = batch_loop(loop, flags, size);
  at = detail::sizes_of(loop).inputs();
  const auto with_axis = [&](const Var& ct, bool stacked) {
    const Var full = flags[at++] ? ct : detail::with_batch(ct, size);
    return stacked ? move_axis(full, 0, 1) : full;
  };
  Vars carries, rows;
  for (const Var& ct : made.carries) carries.push_back(with_axis(ct, false));
  for (const Var& ct : made.rows) rows.push_back(with_axis(ct, true));
  WantedOfLoop wanted = made.wanted;
  wanted.carries = detail::padded(made.moving, wide.loop.carries.size());
  wanted.invariants = detail::padded(wanted.invariants, wide.loop.invariants.size());
  Vars cts = detail::by_result(made, carries, rows);
  cts.insert(cts.begin() + static_cast<std::ptrdiff_t>(made.loop.carries.size()),
             wide.loop.carries.size() - made.loop.carries.size(), Var());
  const detail::ByInput found(wide.loop, unloop(wide.loop, cts, wanted));
  Vars out = flagged(found.carries, wanted.carries);
  out = concat(out, flagged(found.invariants, wanted.invariants));
  for (const Var& slice : flagged(found.slices, wanted.slices))
    out.push_back(move_axis(slice, 1, 0));
  return bundle(out);
}

}  // namespace control
}  // namespace fenchel
