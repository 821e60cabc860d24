// SPDX-License-Identifier: Apache-2.0
// What an evaluation works with: memory for values that nodes do not have yet, and lists that the
// next evaluation uses again.
#pragma once

#include <cstring>
#include <fenchel/array/in_work.hpp>
#include <fenchel/execute/executable.hpp>
#include <fenchel/program/var.hpp>
#include <fenchel/program/write_down.hpp>

namespace fenchel::detail {

/// Memory for the value of a node that has none yet. Numbers lie in the node.
class Destination {
 public:
  explicit Destination(Node& node) : node_(node) {
    if (node.rank > 0)
      memory_ = Memory(static_cast<std::size_t>(node.shape().size() * item_size(node.dtype)));
  }
  void* data() { return node_.rank > 0 ? memory_.data() : &node_.number; }

  /// The node has the value written to data().
  void keep() {
    if (!given()) give(memory_.release());
  }
  /// The node has the value of another, which is shared.
  void share(const Node& other) {
    if (given()) return;
    if (node_.rank == 0)
      std::memcpy(&node_.number, const_cast<Node&>(other).data(), sizeof node_.number);
    if (node_.rank == 0 || other.rank == 0) return keep_number_of(other);
    give(Memory(memory_of(other)).release());
  }

 private:
  static Memory memory_of(const Node& other) {
    ++other.buffer->references;
    return Memory::adopt(other.buffer);
  }
  /// Between a number and an array of one element the bytes are copied.
  void keep_number_of(const Node& other) {
    std::memcpy(data(), const_cast<Node&>(other).data(),
                static_cast<std::size_t>(item_size(node_.dtype)));
    keep();
  }
  void give(Buffer* buffer) {
    if (node_.rank > 0) node_.buffer = buffer;
    node_.flags |= Node::has_value;
  }
  /// A check for interrupts may have asked for the value, and computed it.
  bool given() const { return node_.known(); }

  Node& node_;
  Memory memory_;
};

/// What an evaluation works with. Its memory is used again by the next one of the thread.
struct Workspace {
  Walk walk;
  WrittenDown written;
  std::vector<unsigned char> wanted;  ///< flags in the order of the walk
  Vars roots;
  std::vector<Node*> nodes;
  std::vector<const void*> in;
  std::vector<void*> out;
  std::vector<Destination> destinations;
  bool busy = false;
};

/// The workspace of this thread, or a new one while that is busy: an interrupt check may run code
/// that evaluates.
class WorkspaceGuard {
 public:
  WorkspaceGuard()
      : mine_(shared().busy ? new Workspace : nullptr), workspace_(mine_ ? *mine_ : shared()) {
    workspace_.busy = true;
  }
  ~WorkspaceGuard() {
    if (workspace_.walk.order().size() > most_kept) workspace_ = Workspace();
    workspace_.walk.clear();
    workspace_.roots.clear();
    workspace_.nodes.clear();
    workspace_.in.clear();
    workspace_.out.clear();
    workspace_.destinations.clear();
    workspace_.busy = false;
  }
  WorkspaceGuard(const WorkspaceGuard&) = delete;
  WorkspaceGuard& operator=(const WorkspaceGuard&) = delete;
  Workspace& operator*() { return workspace_; }

 private:
  static constexpr std::size_t most_kept = 1 << 16;  // the memory of larger graphs is given back
  static Workspace& shared() {
    static thread_local Workspace workspace;
    return workspace;
  }
  std::unique_ptr<Workspace> mine_;
  Workspace& workspace_;
};

/// From so many operations on, letting the host's other threads go on costs nothing in comparison.
inline constexpr std::int64_t worth_leaving = 1 << 16;

/// Runs a plan and gives the nodes its results. Results that somebody has already are shared.
inline void run_into(const Executable& executable, std::span<Node* const> leaves,
                     std::span<Node* const> nodes, Workspace& work) {
  for (Node* leaf : leaves) work.in.push_back(leaf->data());
  for (Node* node : nodes) work.out.push_back(work.destinations.emplace_back(*node).data());
  {
    const InWork marks(nodes, leaves);
    const Away away(executable.work() > worth_leaving);
    executable.run({work.in, work.out, host().check});
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Origin origin = executable.origins()[i];
    if (origin.kind == Origin::computed) work.destinations[i].keep();
    else
      work.destinations[i].share(origin.kind == Origin::leaf ? *leaves[origin.index]
                                                             : *nodes[origin.index]);
  }
}

}  // namespace fenchel::detail
