// SPDX-License-Identifier: Apache-2.0
// A cluster, or a range of its elements, block by block.
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

/// One run of a cluster in scratch memory of its own: all elements at once, or in ranges that
/// follow one another. `open_folds`, if given, keeps the states of the folds, and those of one long
/// row stay open.
class ClusterRun {
 public:
  ClusterRun(const Cluster& cluster, const Addresses& at, char* scratch, char* open_folds = nullptr)
      : cluster_(cluster),
        at_(at),
        scratch_(scratch),
        parts_(cluster),
        table_(reinterpret_cast<char**>(scratch)),
        folds_(open_folds ? open_folds : scratch + parts_.total() - parts_.folds) {
    for (std::size_t i = 0; i < cluster_.operands.size(); ++i) table_[i] = address(i);
    for (std::size_t i = 0; i < cluster_.folds.size(); ++i)
      begin_fold(i, open_folds && cluster_.folds[i].is_one_row());
  }

  void operator()() {
    if (cluster_.n <= cluster_.block) {
      if (cluster_.n > 0) block(0, cluster_.n);
    } else {
      run_blocks(0, cluster_.n);
    }
  }

  /// All elements again, where what slots hold and where they lie may have changed.
  void again() {
    for (std::size_t i = 0; i < cluster_.operands.size(); ++i) {
      const auto kind = cluster_.operands[i].kind;
      if (kind != Operand::in_register && kind != Operand::of_constant) table_[i] = address(i);
    }
    for (std::size_t i = 0; i < cluster_.folds.size(); ++i) begin_fold(i, false);
    (*this)();
  }

  /// Elements first .. end, where the addresses of slots may have changed.
  void operator()(std::int64_t first, std::int64_t end) {
    for (std::size_t i = 0; i < cluster_.operands.size(); ++i)
      if (moves(cluster_.operands[i])) table_[i] = address(i) + first * cluster_.operands[i].item;
    for (std::size_t i = 0; i < cluster_.folds.size(); ++i)
      state(i).out = at_.slots[cluster_.folds[i].slot];
    run_blocks(first, end);
  }

  static FoldState& state_in(char* folds, std::size_t i) {
    return *reinterpret_cast<FoldState*>(folds + i * rounded(sizeof(FoldState)));
  }

 private:
  void run_blocks(std::int64_t begin, std::int64_t end) {
    for (std::int64_t first = begin; first < end; first += cluster_.block) {
      const std::int64_t n = std::min(cluster_.block, end - first);
      block(first, n);
      advance();
      at_.worked(n * static_cast<std::int64_t>(cluster_.actions.size()));
    }
  }

  static bool moves(const Operand& operand) {
    return operand.kind == Operand::in_array || operand.kind == Operand::in_window;
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
    if (item == 8) fill<8>(out, number);
    else if (item == 4) fill<4>(out, number);
    else fill<1>(out, number);
    return out;
  }

  template <std::size_t item>
  static void fill(char* out, const char* number) {
    for (std::size_t at = 0; at < splat_bytes; at += item) std::memcpy(out + at, number, item);
  }

  FoldState& state(std::size_t i) { return state_in(folds_, i); }

  /// A fold that stays open has a row that is never full.
  void begin_fold(std::size_t i, bool stays_open) {
    const Cluster::Fold& fold = cluster_.folds[i];
    FoldState& s = *new (&state(i)) FoldState;
    s.k = fold.k + stays_open;
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
      if (fold.fused)
        fold.fused(state(action.index), reinterpret_cast<void* const*>(table_), instruction, first,
                   n);
      else
        fold.kernel.feed(state(action.index), table_[instruction.in[0]], instruction.stride[0],
                         first, n);
      return;
    }
    const auto& load = cluster_.loads[action.index];
    const char* base = at_.base_of(load.view, cluster_.operands[instruction.out].item);
    load.kernel(table_[instruction.out], base, load.view.layout, first, n);
  }

  void advance() {
    for (std::size_t i = 0; i < cluster_.operands.size(); ++i) {
      const Operand& operand = cluster_.operands[i];
      if (moves(operand)) table_[i] += cluster_.block * operand.item;
    }
  }

  const Cluster& cluster_;
  const Addresses& at_;
  char* scratch_;
  const Scratch parts_;
  char** table_;
  char* folds_;
};

}  // namespace detail
}  // namespace fenchel
