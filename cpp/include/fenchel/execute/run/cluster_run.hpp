// SPDX-License-Identifier: Apache-2.0
// A cluster, or a part of one, block by block.
#pragma once

#include <algorithm>
#include <cstring>
#include <fenchel/execute/run/addresses.hpp>

namespace fenchel {
namespace detail {

inline constexpr std::size_t splat_bytes = 64;

inline std::size_t rounded(std::size_t bytes) { return (bytes + 63) / 64 * 64; }

/// The sizes of the parts of a cluster's scratch memory, in their order.
struct Scratch {
  std::size_t table, splats, registers, register_bytes, folds;
  explicit Scratch(const Cluster& cluster)
      : table(rounded(cluster.operands.size() * sizeof(void*))),
        splats(cluster.operands.size() * splat_bytes),
        register_bytes(rounded(static_cast<std::size_t>(cluster.block) * 8)),
        folds(cluster.folds.size() * rounded(sizeof(FoldState))) {
    registers = cluster.registers * register_bytes;
  }
  std::size_t total() const { return table + splats + registers + folds; }
};

/// One run of a cluster, or of a part of it, in scratch memory of its own.
class ClusterRun {
 public:
  ClusterRun(const Cluster& cluster, const Addresses& at, char* scratch)
      : cluster_(cluster),
        at_(at),
        parts_(cluster),
        scratch_(scratch),
        table_(reinterpret_cast<char**>(scratch)),
        folds_(scratch + parts_.total() - parts_.folds) {}

  void operator()() {
    for (std::size_t i = 0; i < cluster_.operands.size(); ++i) table_[i] = address(i);
    for (std::size_t i = 0; i < cluster_.folds.size(); ++i) begin_fold(i, cluster_.folds[i].k);
    if (cluster_.n <= cluster_.block) {
      if (cluster_.n > 0) block(0, cluster_.n);
    } else {
      run_blocks(0, cluster_.n);
    }
  }

  /// Elements first .. last. `folds` keeps the states of folds of one long row, which stay open.
  void part(std::int64_t first, std::int64_t last, char* folds) {
    folds_ = folds;
    for (std::size_t i = 0; i < cluster_.operands.size(); ++i) {
      table_[i] = address(i);
      if (advances(cluster_.operands[i])) table_[i] += first * cluster_.operands[i].item;
    }
    for (std::size_t i = 0; i < cluster_.folds.size(); ++i)
      begin_fold(i, cluster_.folds[i].k + cluster_.folds[i].is_one_row());
    run_blocks(first, last);
  }

  static FoldState& state_in(char* folds, std::size_t i) {
    return *reinterpret_cast<FoldState*>(folds + i * rounded(sizeof(FoldState)));
  }

 private:
  static constexpr std::int64_t checked_elements = 4 << 20;  // a few milliseconds

  void run_blocks(std::int64_t begin, std::int64_t end) {
    const std::int64_t check_every = 1 + checked_elements / work_of_a_block();
    std::int64_t blocks = 0;
    for (std::int64_t first = begin; first < end; first += cluster_.block) {
      block(first, std::min(cluster_.block, end - first));
      advance();
      if (++blocks % check_every == 0 && at_.check_interrupt) at_.check_interrupt();
    }
  }

  std::int64_t work_of_a_block() const {
    return cluster_.block * static_cast<std::int64_t>(cluster_.actions.size());
  }

  char* address(std::size_t i) {
    const Operand& operand = cluster_.operands[i];
    switch (operand.kind) {
      case Operand::in_register:
        return scratch_ + parts_.table + parts_.splats + operand.index * parts_.register_bytes;
      case Operand::in_array:
        return at_.slots[operand.index];
      case Operand::in_window:
        return const_cast<char*>(at_.of(cluster_.windows[operand.index], operand.item));
      case Operand::of_number:
        return splat(i, at_.slots[operand.index]);
      case Operand::of_view_number:
        return splat(i, at_.of(cluster_.windows[operand.index], operand.item));
      case Operand::of_constant:
        return splat(i, reinterpret_cast<const char*>(&cluster_.constants[operand.index]));
    }
    return nullptr;
  }

  /// A single number has its own address as good as any; in blocks it fills 64 bytes.
  char* splat(std::size_t i, const char* number) {
    if (cluster_.n == 1) return const_cast<char*>(number);
    char* out = scratch_ + parts_.table + i * splat_bytes;
    const std::size_t item = cluster_.operands[i].item;
    if (cluster_.n == 0) return out;
    for (std::size_t at = 0; at < splat_bytes; at += item) std::memcpy(out + at, number, item);
    return out;
  }

  FoldState& state(std::size_t i) { return state_in(folds_, i); }

  void begin_fold(std::size_t i, std::int64_t k) {
    const Cluster::Fold& fold = cluster_.folds[i];
    FoldState& s = *new (&state(i)) FoldState;
    s.k = k;
    s.inner = fold.inner;
    s.outputs = fold.outputs;
    s.out = at_.slots[fold.slot];
    fold.kernel.begin(s);
  }

  void block(std::int64_t first, std::int64_t n) {
    void* const* table = reinterpret_cast<void* const*>(table_);
    for (const Action& action : cluster_.actions) {
      if (action.kind == Action::compute) action.instruction.kernel(table, action.instruction, n);
      else special(action, first, n);
    }
  }

  void special(const Action& action, std::int64_t first, std::int64_t n) {
    const Instruction& instruction = action.instruction;
    if (action.kind == Action::fold) {
      const auto& fold = cluster_.folds[action.index];
      fold.kernel.feed(state(action.index), table_[instruction.in[0]], instruction.stride[0], first,
                       n);
      return;
    }
    const auto& load = cluster_.loads[action.index];
    const char* base = at_.base_of(load.view, cluster_.operands[instruction.out].item);
    load.kernel(table_[instruction.out], base, load.view.layout, first, n);
  }

  static bool advances(const Operand& operand) {
    return operand.kind == Operand::in_array || operand.kind == Operand::in_window;
  }

  void advance() {
    for (std::size_t i = 0; i < cluster_.operands.size(); ++i)
      if (advances(cluster_.operands[i])) table_[i] += cluster_.block * cluster_.operands[i].item;
  }

  const Cluster& cluster_;
  const Addresses& at_;
  const Scratch parts_;
  char* const scratch_;
  char** const table_;
  char* folds_;
};

}  // namespace detail
}  // namespace fenchel
