// SPDX-License-Identifier: Apache-2.0
// Bodies of interpreter.hpp.
#pragma once

#include <algorithm>
#include <cstring>
#include <fenchel/base/config.hpp>
#include <fenchel/execute/float_environment.hpp>
#include <fenchel/execute/interpreter.hpp>
#include <fenchel/program/buffer.hpp>

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

/// Where everything lies in one run.
struct Addresses {
  char** slots = nullptr;
  char* scratch = nullptr;
  void (*check_interrupt)() = nullptr;
  mutable std::int64_t unchecked = 0;

  /// Asks for interrupts every few milliseconds.
  void worked(std::int64_t elements) const {
    constexpr std::int64_t checked_elements = 4 << 20;
    if ((unchecked += elements) < checked_elements) return;
    unchecked = 0;
    if (check_interrupt) check_interrupt();
  }

  /// The element from which the layout counts.
  const char* base_of(const View& view, std::int64_t item) const {
    std::int64_t offset = 0;
    for (const auto& start : view.starts) {
      const auto* at = reinterpret_cast<const std::int64_t*>(slots[start.slot]);
      for (std::size_t i = 0; i < start.strides.size(); ++i) offset += at[i] * start.strides[i];
    }
    return slots[view.slot] + offset * item;
  }
  /// The first element of the view.
  const char* of(const View& view, std::int64_t item) const {
    return base_of(view, item) + view.layout.offset * item;
  }
};

/// One run of a cluster: all elements at once, or in ranges that follow one another.
class ClusterRun {
 public:
  ClusterRun(const Cluster& cluster, const Addresses& at, char* scratch)
      : cluster_(cluster),
        at_(at),
        scratch_(scratch),
        parts_(cluster),
        table_(reinterpret_cast<char**>(scratch)) {
    for (std::size_t i = 0; i < cluster_.operands.size(); ++i) table_[i] = address(i);
    for (std::size_t i = 0; i < cluster_.folds.size(); ++i) begin_fold(i);
  }

  void operator()() {
    if (cluster_.n <= cluster_.block) {
      if (cluster_.n > 0) block(0, cluster_.n);
    } else {
      run_blocks(0, cluster_.n);
    }
  }

  /// Elements first .. end, where the addresses of slots may have changed.
  void operator()(std::int64_t first, std::int64_t end) {
    for (std::size_t i = 0; i < cluster_.operands.size(); ++i)
      if (moves(cluster_.operands[i])) table_[i] = address(i) + first * cluster_.operands[i].item;
    for (std::size_t i = 0; i < cluster_.folds.size(); ++i)
      state(i).out = at_.slots[cluster_.folds[i].slot];
    run_blocks(first, end);
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
    for (std::size_t at = 0; at < splat_bytes; at += item) std::memcpy(out + at, number, item);
    return out;
  }

  FoldState& state(std::size_t i) {
    char* folds = scratch_ + parts_.total() - parts_.folds;
    return *reinterpret_cast<FoldState*>(folds + i * rounded(sizeof(FoldState)));
  }

  void begin_fold(std::size_t i) {
    const Cluster::Fold& fold = cluster_.folds[i];
    FoldState& s = *new (&state(i)) FoldState;
    s.k = fold.k;
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
};

inline void run_step(const Cluster& cluster, const Addresses& at) {
  ClusterRun(cluster, at, at.scratch)();
}

/// A number of 1, 4 or 8 bytes, each size with an instruction of its own.
inline void copy_number(void* to, const void* from, std::uint8_t item) {
  if (item == 8) std::memcpy(to, from, 8);
  else if (item == 4) std::memcpy(to, from, 4);
  else std::memcpy(to, from, 1);
}

inline void run_step(const Scalars& program, const Addresses& at) {
  auto* words = reinterpret_cast<Word*>(at.scratch);
  std::copy(program.constants.begin(), program.constants.end(), words);
  for (const auto& read : program.reads)
    copy_number(&words[read.word], at.slots[read.slot], read.item);
  for (const auto& element : program.elements)
    copy_number(&words[element.word], at.of(element.view, element.item), element.item);
  for (const ScalarInstruction& instruction : program.instructions)
    instruction.kernel(words, instruction);
  for (const auto& write : program.writes)
    copy_number(at.slots[write.slot], &words[write.word], write.item);
}

/// Calls f(offset into a, offset into b) for every position of the leading axes.
template <class F>
void for_each_matrix(const Layout& a, const Layout& b, F&& f) {
  const int batch = a.shape.rank() - 2;
  std::int64_t at[max_rank] = {}, in_a = 0, in_b = 0;
  for (;;) {
    f(in_a, in_b);
    int axis = batch - 1;
    for (; axis >= 0; --axis) {
      in_a += a.strides[axis];
      in_b += b.strides[axis];
      if (++at[axis] < a.shape[axis]) break;
      in_a -= a.strides[axis] * a.shape[axis];
      in_b -= b.strides[axis] * a.shape[axis];
      at[axis] = 0;
    }
    if (axis < 0) return;
  }
}

inline void run_step(const Product& product, const Addresses& at) {
  MatmulCall call = product.call;
  const Shape& shape = product.a.layout.shape;
  for (int i = 0; i < shape.rank() - 2; ++i)
    if (shape[i] == 0) return;
  const std::int64_t item = product.item;
  const char* a = at.of(product.a, item);
  const char* b = at.of(product.b, item);
  char* c = at.slots[product.out];
  for_each_matrix(product.a.layout, product.b.layout, [&](std::int64_t in_a, std::int64_t in_b) {
    call.a = a + in_a * item;
    call.b = b + in_b * item;
    call.c = c;
    product.kernel(call);
    c += call.m * call.n * item;
  });
}

/// Rows first .. end of a product, or their terms.
inline void run_rows(const RowProduct& step, const Addresses& at, std::int64_t first,
                     std::int64_t end) {
  const Product& product = step.product;
  MatmulCall call = product.call;
  (step.adds ? call.terms : call.rows) = {first, end};
  call.a = at.of(product.a, product.item);
  call.b = at.of(product.b, product.item);
  call.c = at.slots[product.out];
  product.kernel(call);
}

/// All parts of a step over rows, for some rows after others.
class RowsRun {
 public:
  RowsRun(const Rows& step, const Addresses& at) : step_(step), at_(at) {
    char* scratch = at.scratch;
    clusters_.reserve(step.parts.size());
    for (const auto& part : step.parts) {
      const auto* cluster = std::get_if<Cluster>(&part);
      if (!cluster) continue;
      clusters_.emplace_back(*cluster, at, scratch);
      scratch += cluster->scratch();
    }
  }

  void operator()() {
    for (std::int64_t first = 0; first < step_.rows; first += step_.block)
      rows(first, std::min(step_.rows, first + step_.block));
  }

 private:
  void rows(std::int64_t first, std::int64_t end) {
    auto next = clusters_.begin();
    for (const auto& part : step_.parts) {
      if (const auto* cluster = std::get_if<Cluster>(&part)) {
        const std::int64_t width = cluster->n / step_.rows;
        (*next++)(first* width, end* width);
      } else {
        run_rows(std::get<RowProduct>(part), at_, first, end);
      }
    }
    for (const auto& local : step_.locals)  // the next rows lie where these did
      at_.slots[local.slot] -= (end - first) * local.row_bytes;
  }

  const Rows& step_;
  const Addresses& at_;
  std::vector<ClusterRun> clusters_;
};

inline void run_step(const Rows& step, const Addresses& at) { RowsRun(step, at)(); }

inline void run_step(const Whole& whole, const Addresses& at) {
  std::vector<const void*> in;
  for (std::uint32_t slot : whole.in) in.push_back(at.slots[slot]);
  whole.kernel(
      {in, whole.in_shapes, at.slots[whole.out], whole.out_shape, whole.dtype, whole.attributes});
}

}  // namespace detail

FENCHEL_BODY std::size_t Cluster::scratch() const { return detail::Scratch(*this).total(); }

FENCHEL_BODY std::size_t scratch_of(const Step& step) {
  if (const auto* scalars = std::get_if<Scalars>(&step)) return scalars->words * sizeof(Word);
  if (const auto* rows = std::get_if<Rows>(&step)) {
    std::size_t sum = 0;
    for (const auto& part : rows->parts)
      if (const auto* cluster = std::get_if<Cluster>(&part)) sum += cluster->scratch();
    return sum;
  }
  const auto* cluster = std::get_if<Cluster>(&step);
  return cluster ? cluster->scratch() : 0;
}

FENCHEL_BODY void run_plan(const Plan& plan, const Bindings& bindings) {
  const detail::IeeeArithmetic arithmetic;
  const std::size_t slots = plan.leaves + plan.results + plan.arena.size();
  const std::size_t table = detail::rounded(slots * sizeof(char*));
  const Memory memory(table + plan.arena_bytes + plan.scratch_bytes);
  char* const arena = memory.as<char>() + table;
  detail::Addresses at{memory.as<char*>(), arena + plan.arena_bytes, bindings.check_interrupt};
  char** slot = at.slots;
  for (const void* leaf : bindings.leaves) *slot++ = static_cast<char*>(const_cast<void*>(leaf));
  for (void* result : bindings.results) *slot++ = static_cast<char*>(result);
  for (std::size_t offset : plan.arena) *slot++ = arena + offset;
  for (const Step& step : plan.steps) {
    std::visit([&](const auto& s) { detail::run_step(s, at); }, step);
    if (at.check_interrupt && plan.steps.size() > 1) at.check_interrupt();
  }
}

}  // namespace fenchel
