// SPDX-License-Identifier: Apache-2.0
// Depth-first walks without recursion and without hash maps: a node was visited by this walk
// exactly if order[node->index] is the node.
#pragma once

#include <fenchel/program/node.hpp>

namespace fenchel {

class Walk {
 public:
  bool visited(const Node* node) const {
    return node->index < order_.size() && order_[node->index] == node;
  }
  /// Nodes in an order in which inputs come first.
  const std::vector<Node*>& order() const { return order_; }
  /// Forgets everything but its memory.
  void clear() { order_.clear(); }

  /// Adds everything `root` reaches through inputs that `enter` admits. `enter(node)` says whether
  /// to look at the node's inputs; a node that is not entered is still part of the order.
  template <class Enter>
  void visit(Node* root, Enter&& enter) {
    if (visited(root)) return;
    stack_.push_back({root, 0, enter(root)});
    while (!stack_.empty()) {
      auto& [node, next, entered] = stack_.back();
      const auto inputs = node->inputs();
      if (entered && next < inputs.size()) {
        Node* input = inputs[next++];
        if (!visited(input)) {
          const bool inside = enter(input);
          if (inside && input->arity > 0) stack_.push_back({input, 0, true});
          else append(input);
        }
        continue;
      }
      Node* done = node;
      stack_.pop_back();
      if (!visited(done)) append(done);
    }
  }

 private:
  struct Frame {
    Node* node;
    std::size_t next;
    bool entered;
  };
  void append(Node* node) {
    node->index = static_cast<std::uint32_t>(order_.size());
    order_.push_back(node);
  }

  std::vector<Node*> order_;
  std::vector<Frame> stack_;
};

}  // namespace fenchel
