// SPDX-License-Identifier: Apache-2.0
// Makes a Jacobian from the partials of the statements by eliminating one value after the other
// (Griewank & Walther, Evaluating Derivatives, chapter 9): what flows through a value is the
// product of an edge into it and an edge out of it. Eliminating in the order of the statements is
// forward mode, in the opposite order reverse mode; here the cheapest value goes first (Markowitz).
// All of it happens while the program is compiled; the result is a list of multiply-adds.
#pragma once

#include <fenchel/forward/traits.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace forward {

/// The derivative of the value `to` by the value `from`: sign * slot. A slot is a number that is
/// known when the program runs; `one` stands for 1.
struct Edge {
  static constexpr short one = -1;
  short from = 0, to = 0, slot = one;
  signed char sign = 1;
  bool gone = false;
  short next_out = -1, next_in = -1;  ///< the lists of the edges out of `from` and into `to`
};

/// A new slot: c + sign * a * b. Without c it is a * b; b may be `one`.
struct MultiplyAdd {
  static constexpr short none = -2;
  short a = none, b = none, c = none;
  signed char sign = 1;
};

template <int Vertices, int Capacity>
struct Graph {
  Edge edges[Capacity] = {};
  MultiplyAdd steps[Capacity] = {};
  short first_out[Vertices] = {}, first_in[Vertices] = {}, outs[Vertices] = {}, ins[Vertices] = {};
  int edge_count = 0, step_count = 0, slots = 0;

  constexpr Graph() {
    for (int v = 0; v < Vertices; ++v) first_out[v] = first_in[v] = -1;
  }

  constexpr short find(short from, short to) const {
    short e = first_out[from];
    while (e >= 0 && (edges[e].gone || edges[e].to != to)) e = edges[e].next_out;
    return e;
  }

  /// Adds sign * a * b to the derivative of `to` by `from`.
  constexpr void connect(short from, short to, short a, short b, int sign) {
    if (a == Edge::one) a = b, b = Edge::one;
    const short known = find(from, to);
    if (known < 0) {
      insert(from, to, b == Edge::one ? a : compute({a, b}), sign);
    } else {
      Edge& e = edges[known];
      e.slot = compute({a, b, e.slot, static_cast<signed char>(sign * e.sign)});
    }
  }

  /// Edges through v become edges past v.
  constexpr void eliminate(short v) {
    for (short i = first_in[v]; i >= 0; i = edges[i].next_in) {
      if (edges[i].gone) continue;
      for (short o = first_out[v]; o >= 0; o = edges[o].next_out) {
        if (edges[o].gone) continue;
        connect(edges[i].from, edges[o].to, edges[i].slot, edges[o].slot,
                edges[i].sign * edges[o].sign);
      }
      edges[i].gone = true;
      --outs[edges[i].from];
    }
    for (short o = first_out[v]; o >= 0; o = edges[o].next_out) {
      if (edges[o].gone) continue;
      edges[o].gone = true;
      --ins[edges[o].to];
    }
  }

 private:
  constexpr short compute(const MultiplyAdd& step) {
    steps[step_count++] = step;  // past the end is no constant expression: the plan is too long
    return static_cast<short>(slots++);
  }
  constexpr void insert(short from, short to, short slot, int sign) {
    const auto e = static_cast<short>(edge_count++);
    edges[e] = {from,        to, slot, static_cast<signed char>(sign), false, first_out[from],
                first_in[to]};
    first_out[from] = first_in[to] = e;
    ++outs[from], ++ins[to];
  }
};

/// Eliminates the values [first, last) that lie between inputs and outputs, cheapest first: by the
/// number of products, the later one of two.
template <int Vertices, int Capacity>
constexpr void eliminate_cheapest_first(Graph<Vertices, Capacity>& graph, int first, int last) {
  bool done[Vertices] = {};
  while (true) {
    int best = -1, cost = 0;
    for (int v = last - 1; v >= first; --v) {
      if (done[v]) continue;
      const int price = graph.ins[v] * graph.outs[v];
      if (best < 0 || price < cost) best = v, cost = price;
    }
    if (best < 0) return;
    done[best] = true;
    graph.eliminate(static_cast<short>(best));
  }
}

template <int Vertices, int Capacity>
constexpr void eliminate_backward(Graph<Vertices, Capacity>& graph, int first, int last) {
  for (int v = last - 1; v >= first; --v) graph.eliminate(static_cast<short>(v));
}

}  // namespace forward
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
