// SPDX-License-Identifier: Apache-2.0
// Loops over examples. Where examples end at different steps, all go on until the last one ends,
// and those that have ended keep their carries.
#pragma once

#include <algorithm>
#include <fenchel/control/loop-inl.hpp>
#include <fenchel/program/structural/reduce.hpp>
#include <fenchel/program/structural/shaping.hpp>

namespace fenchel {
namespace detail {

inline Var with_batch(const Var& x, std::int64_t size) {
  Shape shape;
  shape.push_back(size);
  for (std::int64_t dim : x.shape().dims()) shape.push_back(dim);
  return expand(x, shape);
}

inline std::int64_t batch_size(Inputs x, std::span<const unsigned char> batched) {
  for (std::size_t i = 0; i < x.size(); ++i)
    if (batched[i]) return x[i].dim(0);
  return 1;
}

/// Placeholders like those of a region, with a batch axis where flagged.
inline Vars batched_placeholders(Inputs like, const Flags& flags, std::int64_t size) {
  Vars out;
  for (std::size_t i = 0; i < like.size(); ++i) {
    Shape shape;
    if (flags[i]) shape.push_back(size);
    for (std::int64_t dim : like[i].shape().dims()) shape.push_back(dim);
    out.push_back(parameter(like[i].dtype(), shape, TracedBy::body));
    if (like[i]->is(Node::guarded)) out.back()->flags |= Node::guarded;
  }
  return out;
}

inline std::vector<Batched> paired(const Vars& x, const Flags& flags) {
  std::vector<Batched> out;
  for (std::size_t i = 0; i < x.size(); ++i) out.push_back({x[i], flags[i] != 0});
  return out;
}

/// The results of a program that depend on flagged parameters.
inline Flags batched_results(const Program& program, const Flags& flags, std::int64_t size) {
  Flags out;
  const Vars at = batched_placeholders(program.parameters, flags, size);
  for (const Batched& result : batch(program, paired(at, flags))) out.push_back(result.batched);
  return out;
}

/// A counted loop as one with a condition on a counter behind the carries.
inline Loop counting(const Loop& loop) {
  Loop out = loop;
  const std::uint64_t start = next_node_id();
  const Vars at = placeholders_like(loop.body->program.parameters);
  Parts<Var> parts{std::span<const Var>(at)};
  const Vars carries = parts.take(loop.carries.size());
  const Vars counter{parameter(DType::int64, {}, TracedBy::body)};
  Vars results = substitute(loop.body->program, at);
  results.push_back(counter[0] + constant(1, DType::int64));
  const Program body{concat(concat(carries, counter), parts.take(loop.invariants.size())), results};
  out.body = make_region(body, start, Hoisting::all, out.invariants);

  const std::uint64_t test = next_node_id();
  const Vars seen = placeholders_like(carries), step = placeholders_like(counter),
             end = placeholders_like(counter);
  const Program condition{concat(concat(seen, step), end), {less(step[0], end[0])}};
  out.carries.push_back(full({}, 0, DType::int64));
  out.tested = {loop.count};
  out.count = {};
  out.condition = make_region(condition, test, Hoisting::all, out.tested);
  return out;
}

/// A truth value of each example, of the rank of `like`.
inline Var beside(const Var& truth, const Var& like) {
  Shape shape;
  shape.push_back(truth.dim(0));
  while (shape.rank() < like.rank()) shape.push_back(1);
  return reshape(truth, shape);
}

/// The flags of the lists of a loop's inputs.
struct LoopFlags {
  Flags carries, slices, invariants, tested;
};

inline LoopFlags split(const Loop& loop, const Flags& batched) {
  Parts<unsigned char> parts(std::span<const unsigned char>(batched).subspan(loop.count ? 1 : 0));
  LoopFlags out;
  out.carries = parts.take(loop.carries.size());
  out.slices = parts.take(loop.slices.size());
  out.invariants = parts.take(loop.invariants.size());
  out.tested = parts.take(loop.tested.size());
  return out;
}

/// Which carries differ between examples, in the end; whether the condition does.
inline bool settle_flags(const Loop& loop, LoopFlags& flags, std::int64_t size) {
  const std::size_t n = loop.carries.size();
  for (bool grows = true; grows;) {
    grows = false;
    const Flags found = batched_results(
        loop.body->program, concat(concat(flags.carries, flags.slices), flags.invariants), size);
    for (std::size_t k = 0; k < n; ++k)
      if (found[k] && !flags.carries[k]) flags.carries[k] = 1, grows = true;
    if (grows || !loop.condition) continue;
    const Flags seen = concat(flags.carries, flags.tested);
    if (!batched_results(loop.condition->program, seen, size)[0]) continue;
    grows = std::find(flags.carries.begin(), flags.carries.end(), 0) != flags.carries.end();
    flags.carries.assign(n, 1);
    if (!grows) return true;
  }
  return false;
}

/// The body over examples; those for which the condition does not hold keep their carries.
inline void batch_body(const Loop& loop, const LoopFlags& flags, bool masked, std::int64_t size,
                       Loop& out) {
  const std::uint64_t start = next_node_id();
  const std::size_t n = loop.carries.size();
  const Flags all = concat(concat(flags.carries, flags.slices), flags.invariants);
  const Vars at = batched_placeholders(loop.body->program.parameters, all, size);
  Vars parameters = at, results;
  for (const Batched& result : batch(loop.body->program, paired(at, all))) {
    const std::size_t k = results.size();
    const bool axis = k >= n || flags.carries[k];
    results.push_back(axis && !result.batched ? with_batch(result.value, size) : result.value);
  }
  if (masked) {
    const auto tested = std::span(loop.condition->program.parameters).subspan(n);
    const Vars more = batched_placeholders(tested, flags.tested, size);
    const Vars seen = concat(Vars(at.begin(), at.begin() + static_cast<std::ptrdiff_t>(n)), more);
    const Var goes_on =
        batch(loop.condition->program, paired(seen, concat(flags.carries, flags.tested)))[0].value;
    for (std::size_t k = 0; k < n; ++k)
      results[k] = where(beside(goes_on, results[k]), results[k], at[k]);
    parameters = concat(parameters, more);
    out.invariants = concat(out.invariants, loop.tested);
  }
  out.body = make_region({parameters, results}, start, Hoisting::all, out.invariants);
}

/// Whether any example goes on.
inline void batch_condition(const Loop& loop, const LoopFlags& flags, bool masked,
                            std::int64_t size, Loop& out) {
  const std::uint64_t start = next_node_id();
  const Flags all = concat(flags.carries, flags.tested);
  const Vars at = batched_placeholders(loop.condition->program.parameters, all, size);
  Var goes_on = batch(loop.condition->program, paired(at, all))[0].value;
  if (masked) goes_on = not_equal(sum(cast(goes_on, DType::int64), {0}, false), Var(0));
  out.condition = make_region({at, {goes_on}}, start, Hoisting::all, out.tested);
}

}  // namespace detail

FENCHEL_BODY BatchedLoop batch_loop(const Loop& given, const Flags& batched, std::int64_t size) {
  Loop loop = given;
  Flags all = batched;
  if (loop.count && batched[0]) {
    loop = detail::counting(given);
    all.erase(all.begin());
    all.insert(all.begin() + static_cast<std::ptrdiff_t>(given.carries.size()), 0);
    all.insert(
        all.begin() + static_cast<std::ptrdiff_t>(loop.carries.size() + loop.invariants.size()), 1);
  }
  detail::LoopFlags flags = detail::split(loop, all);
  const detail::LoopFlags before = flags;
  const bool masked = detail::settle_flags(loop, flags, size);
  BatchedLoop out{loop, flags.carries};
  for (std::size_t k = 0; k < loop.carries.size(); ++k)
    if (flags.carries[k] && !before.carries[k])
      out.loop.carries[k] = detail::with_batch(loop.carries[k], size);
  for (std::size_t i = 0; i < loop.slices.size(); ++i)
    if (flags.slices[i]) out.loop.slices[i] = move_axis(loop.slices[i], 0, 1);
  detail::batch_body(loop, flags, masked, size, out.loop);
  if (loop.condition) detail::batch_condition(loop, flags, masked, size, out.loop);
  out.batched.resize(loop.results(), 1);
  return out;
}

namespace control {

inline Var LoopOperation::batch(const Var& y, Inputs x, std::span<const unsigned char> batched) {
  const Loop loop = loop_of(*y.node(), x);
  const std::int64_t size = detail::batch_size(x, batched);
  const BatchedLoop wide = batch_loop(loop, Flags(batched.begin(), batched.end()), size);
  const Var node = emit_loop(wide.loop);
  const std::size_t n = loop.carries.size(), more = wide.loop.carries.size() - n;
  Vars out;
  for (std::size_t k = 0; k < loop.results(); ++k) {
    const Var result = output(node, static_cast<int>(k < n ? k : k + more));
    out.push_back(k >= n            ? move_axis(result, 1, 0)
                  : wide.batched[k] ? result
                                    : detail::with_batch(result, size));
  }
  return bundle(out);
}

}  // namespace control
}  // namespace fenchel
