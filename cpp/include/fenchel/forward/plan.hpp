// SPDX-License-Identifier: Apache-2.0
// The plan of a Jacobian: which partials of which statements are needed, and how they are
// multiplied and added. A plan is a constant of the compiler; `straight_line.hpp` runs it.
#pragma once

#include <fenchel/forward/elimination.hpp>
#include <fenchel/forward/function.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace forward {

/// An element of the Jacobian: sign * slot, or zero.
struct Element {
  short slot = MultiplyAdd::none;
  signed char sign = 1;
};

/// Longer plans are left to the carriers that need none.
inline constexpr int most_steps = 3000;

/// Up to this many values the order of elimination is searched for.
inline constexpr int most_searched = 250;

/// The plan while it is made. Values: those of the transcript, then one more for each output.
template <class W, int Inputs>
struct Planner {
  static constexpr int size = W::size, outputs = static_cast<int>(W::outputs.size());
  static constexpr int vertices = size + outputs;
  static constexpr int capacity = 3 * size + most_steps;

  Graph<vertices, capacity> graph{};
  std::array<std::array<short, 3>, size> partial{};  ///< the slot of a partial, or none
  bool varies[static_cast<std::size_t>(size)] = {}, matters[static_cast<std::size_t>(size)] = {};
  bool chooses = false;
  int partials = 0;

  constexpr Planner() {
    mark();
    for (int i = 0; i < size; ++i) number_partials(i);
    partials = graph.slots;
    for (int i = 0; i < size; ++i) connect_inputs(i);
    for (int m = 0; m < outputs; ++m) {
      const short from = W::outputs[static_cast<std::size_t>(m)];
      if (varies[from]) graph.connect(from, static_cast<short>(size + m), Edge::one, Edge::one, 1);
    }
    if (outputs > 1 && size <= most_searched) eliminate_cheapest_first(graph, Inputs, size);
    else eliminate_backward(graph, Inputs, size);
  }

 private:
  static constexpr const Statement& at(int i) { return W::at[static_cast<std::size_t>(i)]; }

  constexpr bool flows(int i, int k) const {
    return at(i).op >= 0 && ((traits_at(at(i).op).active >> k) & 1u) && varies[at(i).from[k]];
  }
  /// Which values depend on an input, and on which ones an output depends.
  constexpr void mark() {
    for (int i = 0; i < size; ++i) {
      varies[i] = i < Inputs;
      for (int k = 0; k < 3; ++k) varies[i] = varies[i] || flows(i, k);
    }
    for (const short id : W::outputs) matters[id] = true;
    for (int i = size - 1; i >= 0; --i)
      for (int k = 0; k < 3; ++k)
        if (matters[i] && at(i).from[k] >= 0) matters[at(i).from[k]] = true;
  }
  constexpr void number_partials(int i) {
    auto& slots = partial[static_cast<std::size_t>(i)];
    slots = {MultiplyAdd::none, MultiplyAdd::none, MultiplyAdd::none};
    for (int k = 0; k < 3; ++k) {
      if (!matters[i] || !flows(i, k)) continue;
      const Traits& traits = traits_at(at(i).op);
      chooses = chooses || traits.chooses;
      const bool unit = traits.unit[k] != 0;
      slots[static_cast<std::size_t>(k)] = unit ? Edge::one : static_cast<short>(graph.slots++);
    }
  }
  constexpr void connect_inputs(int i) {
    for (int k = 0; k < 3; ++k) {
      const short slot = partial[static_cast<std::size_t>(i)][static_cast<std::size_t>(k)];
      if (slot == MultiplyAdd::none) continue;
      const int sign = slot == Edge::one ? traits_at(at(i).op).unit[k] : 1;
      graph.connect(at(i).from[k], static_cast<short>(i), slot, Edge::one, sign);
    }
  }
};

template <class W, int Inputs>
concept Plannable = requires {
  typename std::bool_constant<(Planner<W, Inputs>().graph.step_count <= most_steps)>;
} && (Planner<W, Inputs>().graph.step_count <= most_steps);

/// The plan in its exact size. Slots: partials, then the results of the steps.
template <class W, int Inputs>
struct Plan {
 private:
  static constexpr auto made = Planner<W, Inputs>();

 public:
  using Transcript = W;
  static constexpr int inputs = Inputs, outputs = made.outputs;
  static constexpr int partials = made.partials, steps = made.graph.step_count;
  static constexpr bool chooses = made.chooses;
  static constexpr auto partial = made.partial;
  static constexpr auto matters = [] {
    std::array<bool, static_cast<std::size_t>(W::size)> all{};
    for (int i = 0; i < W::size; ++i) all[static_cast<std::size_t>(i)] = made.matters[i];
    return all;
  }();
  static constexpr auto step = [] {
    std::array<MultiplyAdd, static_cast<std::size_t>(steps) + 1> all{};
    for (int i = 0; i < steps; ++i) all[static_cast<std::size_t>(i)] = made.graph.steps[i];
    return all;
  }();
  static constexpr auto jacobian = [] {
    std::array<std::array<Element, Inputs>, static_cast<std::size_t>(outputs)> all{};
    for (int i = 0; i < made.graph.edge_count; ++i) {
      const Edge& e = made.graph.edges[i];
      if (!e.gone && e.from < Inputs && e.to >= W::size)
        all[static_cast<std::size_t>(e.to - W::size)][static_cast<std::size_t>(e.from)] = {e.slot,
                                                                                           e.sign};
    }
    return all;
  }();
};

/// Where a NaN shows that a zero met an infinity: in the partials that can be infinite; where some
/// zeros are choices, which win over any infinity, in all that the Jacobian is made of.
template <class P>
struct Suspects {
  static constexpr std::size_t slots = static_cast<std::size_t>(P::partials + P::steps) + 1;
  static constexpr auto is_suspect = [] {
    std::array<bool, slots> all{};
    for (std::size_t i = 0; i < P::partial.size(); ++i)
      for (const short slot : P::partial[i])
        if (slot >= 0 && traits_at(P::Transcript::at[i].op).singular) all[slot] = true;
    if (P::chooses)
      for (const auto& row : P::jacobian)
        for (const Element& e : row)
          if (e.slot >= 0) all[e.slot] = true;
    return all;
  }();
  static constexpr std::size_t count = [] {
    std::size_t n = 0;
    for (const bool each : is_suspect) n += each;
    return n;
  }();
  static constexpr auto at = [] {
    std::array<short, count + 1> all{};
    std::size_t n = 0;
    for (std::size_t i = 0; i < slots; ++i)
      if (is_suspect[i]) all[n++] = static_cast<short>(i);
    return all;
  }();
};

}  // namespace forward
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
