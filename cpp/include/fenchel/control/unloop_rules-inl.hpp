// SPDX-License-Identifier: Apache-2.0
// The rules of the reverse sweep of a loop, and the reverse rule of the loop.
#pragma once

#include <fenchel/control/batch_loop-inl.hpp>
#include <fenchel/control/unloop-inl.hpp>

namespace fenchel {
namespace control {

struct UnloopOperation : structural::WithResults {
  static constexpr StructuralFacts facts{"unloop", "The reverse sweep of a loop.",
                                         R"(\bar c_t = J_t^T \bar c_{t+1})"};
  static Var jvp(const Var& y, Inputs x, Inputs dx);
  static Vars vjp_of_several(const Var& y, Inputs x, Inputs cts,
                             std::span<const unsigned char> wanted);
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char> batched);
};

FENCHEL_BODY OpId unloop_id() {
  static const OpId id =
      (register_builtins(), add_operation(describe_structural<UnloopOperation>()));
  return id;
}

}  // namespace control

namespace detail {

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
  const Vars found = unloop(
      loop, of_extended(wide, primal, tangent),
      {padded(wanted.carries, loop.carries.size()), padded(wanted.slices, loop.slices.size()),
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

}  // namespace detail

FENCHEL_BODY Vars unloop_like(const Node& node, Inputs x, const Loop& loop) {
  const detail::Unloop made = detail::unloop_of(node, x);
  WantedOfLoop wanted{detail::padded(made.moving, loop.carries.size()),
                      detail::padded(made.wanted.slices, loop.slices.size()),
                      detail::padded(made.wanted.invariants, loop.invariants.size())};
  const Vars found = unloop(loop, detail::by_result(made, made.carries, made.rows), wanted);
  const detail::ByInput parts(loop, found);
  return concat(
      concat(flagged(parts.carries, wanted.carries), flagged(parts.invariants, wanted.invariants)),
      flagged(parts.slices, wanted.slices));
}

namespace control {

inline Vars LoopOperation::vjp_of_several(const Var& y, Inputs x, Inputs cts,
                                          std::span<const unsigned char> wanted) {
  const Loop loop = loop_of(*y.node(), x);
  const Vars found = unloop(loop, Vars(cts.begin(), cts.end()), detail::wanted_of(loop, wanted));
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
      detail::unloop_of_extended(wide, loop, none, detail::by_result(made, made.carries, made.rows),
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
