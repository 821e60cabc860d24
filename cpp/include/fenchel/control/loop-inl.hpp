// SPDX-License-Identifier: Apache-2.0
// Bodies of loop.hpp: the node, and its forward derivative.
#pragma once

#include <fenchel/control/loop.hpp>
#include <fenchel/control/sizes.hpp>
#include <fenchel/program/active.hpp>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/describe.hpp>
#include <fenchel/program/transform.hpp>

namespace fenchel {
namespace detail {

inline LoopSizes sizes_of(const Loop& loop) {
  return {loop.steps,         static_cast<bool>(loop.count), loop.carries.size(),
          loop.slices.size(), loop.invariants.size(),        loop.tested.size()};
}

inline Vars inputs_of(const Loop& loop) {
  Vars out;
  if (loop.count) out.push_back(loop.count);
  return concat(concat(concat(concat(out, loop.carries), loop.slices), loop.invariants),
                loop.tested);
}

inline Spec stacked(const Var& row, std::int64_t steps) {
  Shape shape;
  shape.push_back(steps);
  for (std::int64_t dim : row.shape().dims()) shape.push_back(dim);
  return {row.dtype(), shape};
}

/// x, or zeros like `like`; with the shape of that.
inline Var filled(const Var& x, const Var& like) {
  if (!x) return zeros_like(like);
  const Var out = expand(x, like.shape());
  guard(out, x->is(Node::guarded));
  return out;
}

inline Vars filled(const Vars& x, const Vars& like) {
  Vars out;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (x[i]) out.push_back(filled(x[i], like[i]));
  return out;
}

/// The carries, slices and invariants that a derivative flows through.
struct LoopActivity {
  Flags carries, slices, invariants, rows;
};

inline LoopActivity activity_of(const Loop& loop, Flags carries, const Flags& slices,
                                const Flags& invariants) {
  for (bool grows = true; grows;) {
    grows = false;
    const Flags reached =
        reached_results(loop.body->program, concat(concat(carries, slices), invariants));
    for (std::size_t k = 0; k < carries.size(); ++k)
      if (reached[k] && !carries[k]) carries[k] = 1, grows = true;
    if (!grows) {
      const auto first = reached.begin() + static_cast<std::ptrdiff_t>(carries.size());
      return {carries, slices, invariants, Flags(first, reached.end())};
    }
  }
  return {};
}

}  // namespace detail

namespace control {

struct LoopOperation : structural::WithResults {
  static constexpr StructuralFacts facts{"loop", "Steps that hand their results on.",
                                         R"((c_{t+1}, y_t) = f(c_t, x_t))"};
  static Var jvp(const Var& y, Inputs x, Inputs dx) {
    const Loop loop = loop_of(*y.node(), x);
    Parts<Var> tangents(dx.subspan(loop.count ? 1 : 0));
    const Vars carries = tangents.take(loop.carries.size());
    const Vars slices = tangents.take(loop.slices.size());
    const ExtendedLoop wide = extend(loop, carries, slices, tangents.take(loop.invariants.size()));
    const Var node = emit_loop(wide.loop);
    Vars out;
    for (std::size_t k = 0; k < loop.results(); ++k)
      out.push_back(wide.tangent[k] >= 0 ? output(node, wide.tangent[k])
                                         : zeros_like(output(y, static_cast<int>(k))));
    return bundle(out);
  }
  static Vars vjp_of_several(const Var& y, Inputs x, Inputs cts,
                             std::span<const unsigned char> wanted);
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char> batched);
};

FENCHEL_BODY OpId loop_id() {
  static const OpId id = (register_builtins(), add_operation(describe_structural<LoopOperation>()));
  return id;
}

}  // namespace control

FENCHEL_BODY Var emit_loop(const Loop& loop) {
  std::vector<Spec> specs;
  const Vars& results = loop.body->program.results;
  for (std::size_t k = 0; k < results.size(); ++k)
    specs.push_back(k < loop.carries.size() ? Spec{results[k].dtype(), results[k].shape()}
                                            : detail::stacked(results[k], loop.steps));
  Attributes attributes = put_specs(specs);
  for (std::int64_t word : detail::sizes_of(loop).write()) attributes.push_back(word);
  Vars inputs = concat(detail::inputs_of(loop), loop.body->arrays);
  std::vector<RegionPtr> regions{loop.body};
  if (loop.condition) {
    inputs = concat(inputs, loop.condition->arrays);
    regions.push_back(loop.condition);
  }
  return emit_several(control::loop_id(), inputs, std::move(attributes), std::move(regions));
}

FENCHEL_BODY Loop loop_of(const Node& node, Inputs x) {
  const LoopSizes sizes = LoopSizes::read(own_attributes(node));
  const auto& regions = node.extra->regions;
  Parts<Var> inputs(x);
  Loop loop;
  loop.steps = sizes.steps;
  if (sizes.counted) loop.count = inputs.take(1)[0];
  loop.carries = inputs.take(sizes.carries);
  loop.slices = inputs.take(sizes.slices);
  loop.invariants = inputs.take(sizes.invariants);
  loop.tested = inputs.take(sizes.tested);
  loop.body = regions[0];
  if (sizes.has_condition()) loop.condition = regions[1];
  return loop;
}

FENCHEL_BODY ExtendedLoop extend(const Loop& loop, const Vars& carries, const Vars& slices,
                                 const Vars& invariants) {
  const auto active = detail::activity_of(loop, given(carries), given(slices), given(invariants));
  const std::uint64_t start = next_node_id();
  const std::size_t n = loop.carries.size();
  Vars starts;  // of the tangents that move
  for (std::size_t k = 0; k < n; ++k)
    if (active.carries[k]) starts.push_back(detail::filled(carries[k], loop.carries[k]));
  Parts<Var> parameters{std::span<const Var>(loop.body->program.parameters)};
  const Vars c = placeholders_like(parameters.take(n)), dc = placeholders_like(starts);
  const Vars x = placeholders_like(parameters.take(slices.size()));
  Vars dx;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (slices[i]) dx.push_back(placeholders_like({&x[i], 1})[0]);
  const Vars w = placeholders_like(parameters.take(invariants.size()));
  const Vars moving = detail::filled(invariants, loop.invariants);
  const Vars dw = placeholders_like(moving);

  Vars seeds;
  const auto seed = [&](const Flags& flags, const Vars& from) {
    for (std::size_t i = 0, at = 0; i < flags.size(); ++i)
      seeds.push_back(flags[i] ? from[at++] : Var());
  };
  seed(active.carries, dc);
  seed(active.slices, dx);
  seed(active.invariants, dw);
  const Vars at = concat(concat(c, x), w);
  const Vars y = substitute(loop.body->program, at), dy = pushforward({at, y}, seeds);

  ExtendedLoop out{loop, {}, std::vector<int>(y.size(), -1)};
  Vars results;
  const auto add = [&](std::size_t begin, std::size_t end, const Flags& flags) {
    for (std::size_t k = begin; k < end; ++k) {
      out.place.push_back(static_cast<int>(results.size()));
      results.push_back(y[k]);
    }
    for (std::size_t k = begin; k < end; ++k)
      if (flags[k - begin]) {
        out.tangent[k] = static_cast<int>(results.size());
        results.push_back(detail::filled(dy[k], y[k]));
      }
  };
  add(0, n, active.carries);
  add(n, y.size(), active.rows);

  out.loop.carries = concat(loop.carries, starts);
  out.loop.slices = concat(loop.slices, detail::filled(slices, loop.slices));
  out.loop.invariants = concat(loop.invariants, moving);
  const Program wide{concat(concat(concat(c, dc), concat(x, dx)), concat(w, dw)), results};
  out.loop.body = make_region(wide, start, Hoisting::all, out.loop.invariants);
  if (loop.condition) {
    // The condition does not see the tangents.
    const Vars seen = placeholders_like(loop.condition->program.parameters);
    Parts<Var> condition{std::span<const Var>(seen)};
    const Vars tested_at = condition.take(n);
    const Program same{
        concat(concat(tested_at, placeholders_like(starts)), condition.take(loop.tested.size())),
        substitute(loop.condition->program, seen)};
    out.loop.condition = make_region(same, start, Hoisting::all, out.loop.tested);
  }
  return out;
}

}  // namespace fenchel
