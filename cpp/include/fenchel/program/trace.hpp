// SPDX-License-Identifier: Apache-2.0
// Open traces. While one is open, nodes born in it keep their inputs when they are evaluated,
// because a derivative may still walk through them; when the last trace that holds a node ends, its
// inputs go.
#pragma once

#include <fenchel/program/var.hpp>

namespace fenchel {

/// An interval of births. It is open until `close`, and keeps its nodes until it is destroyed (a
/// pullback that a user holds keeps its trace).
class Trace {
 public:
  Trace();
  ~Trace();
  Trace(const Trace&) = delete;
  Trace& operator=(const Trace&) = delete;

  /// No node born later belongs to the trace.
  void close();

 private:
  friend void settle(const Var& node);
  bool holds(const Node* node) const { return node->id >= first_ && node->id < last_; }

  std::uint64_t first_, last_ = ~std::uint64_t{0};
  bool open_ = true;
  Vars kept_;  ///< evaluated nodes that still have inputs
};

/// Number of traces this thread has opened and not closed; a transformed call outside of any evaluates its results.
int open_traces();

/// To be called on a node that was given its value: it lets go of its inputs, unless a trace holds
/// it.
void settle(const Var& node);

}  // namespace fenchel
