// SPDX-License-Identifier: Apache-2.0
// A plan of the block interpreter: steps over slots. A slot is memory with an address in every run:
// a leaf, a result, or a part of the arena.
#pragma once

#include <fenchel/execute/executable.hpp>
#include <fenchel/execute/kernel_set.hpp>
#include <fenchel/execute/whole_kernels.hpp>
#include <variant>

namespace fenchel {

/// A part of an array: a layout whose offset is completed by starts that are known when it runs.
struct View {
  struct Start {
    std::uint32_t slot;  ///< an int64 array
    std::vector<std::int64_t> strides;
  };
  std::uint32_t slot;
  Layout layout;
  std::vector<Start> starts;
};

/// An address that instructions of a cluster use.
struct Operand {
  enum Kind : std::uint8_t {
    in_register,     ///< a block of scratch memory
    in_array,        ///< a slot, advancing with the blocks
    in_window,       ///< a view that is one run, advancing
    of_number,       ///< a slot of one element, splatted
    of_view_number,  ///< a view of one element, splatted
    of_constant,     ///< a number of the program, splatted
  } kind;
  std::uint8_t item;    ///< bytes an element
  std::uint32_t index;  ///< of register, slot, view or constant
};

/// One thing to do with every block.
struct Action {
  enum Kind : std::uint8_t { compute, load, fold } kind;
  Instruction instruction;  ///< load: `out` only; fold: inputs only
  std::uint32_t index;      ///< of the load or the fold
};

/// Elementwise work over `n` flat elements, block by block, with loads at its beginning and folds
/// at its end.
struct Cluster {
  struct Load {
    LoadKernel kernel;
    View view;
  };
  struct Fold {
    FoldKernel kernel;
    FusedFold fused;  ///< of an expression, or null
    std::int64_t k, inner, outputs;
    std::uint32_t slot;
    /// Everything into one number.
    bool is_one_row() const { return outputs == 1 && inner == 1; }
  };
  std::int64_t n = 0, block = 0;
  std::int64_t part = 0;  ///< elements after which another thread may go on; 0: none may
  std::uint32_t registers = 0;
  std::vector<Operand> operands;
  std::vector<View> windows;
  std::vector<std::uint64_t> constants;  ///< the bytes of each number
  std::vector<Load> loads;
  std::vector<Fold> folds;
  std::vector<Action> actions;

  /// Scratch memory of a thread, in bytes.
  std::size_t scratch() const;
};

/// A program of single numbers. Its words are the constants, then what is read, then the results of
/// the instructions. Each instruction calls the next, so there is a stop behind every `chunk` of
/// them: the stack stays small also where a compiler makes no jumps of the calls.
struct Scalars {
  static constexpr std::size_t chunk = 255;

  struct Transfer {
    std::uint32_t slot, word;
    std::uint8_t item;  ///< bytes
  };
  struct Element {
    View view;
    std::uint32_t word;
    std::uint8_t item;
  };
  std::uint32_t words = 0;
  std::vector<Word> constants;
  std::vector<Transfer> reads;
  std::vector<Element> elements;  ///< single elements of arrays
  std::vector<ScalarInstruction> instructions;
  std::vector<Transfer> writes;
};

/// A matrix product, over leading axes of both operands.
struct Product {
  MatmulKernel kernel;
  MatmulCall call;  ///< without addresses
  View a, b;        ///< whole layouts: leading axes, then two
  std::uint32_t out;
  std::uint8_t item;
};

/// A kernel over whole arrays.
struct Whole {
  WholeKernel kernel;
  std::vector<std::uint32_t> in;
  std::vector<Shape> in_shapes;
  std::uint32_t out;
  Shape out_shape;
  DType dtype;
  std::vector<std::int64_t> attributes;
};

/// A matrix-vector product among clusters over the same rows: it makes a number for each of them,
/// or adds a term for each.
struct RowProduct {
  Product product;
  bool adds;
};

/// Clusters over the same rows, some rows at a time, so that what passes between them stays in
/// cache.
struct Rows {
  /// A slot that holds the rows of one block only.
  struct Local {
    std::uint32_t slot;
    std::int64_t row_bytes;
  };
  std::int64_t rows = 0, block = 0;
  std::vector<std::variant<Cluster, RowProduct>> parts;
  std::vector<Local> locals;
  bool shared = false;  ///< by several threads
};

inline constexpr std::uint32_t no_slot = ~std::uint32_t{0};
inline constexpr std::size_t no_step = ~std::size_t{0};

/// A plan that a step runs, and the slots of its leaves behind the parameters.
struct Subprogram {
  std::shared_ptr<const Executable> plan;
  std::vector<std::uint32_t> arrays;
};

/// Memory of so many bytes; of a row, where a slot has one row a step. No slot: nobody wants it.
struct Piece {
  std::uint32_t slot;
  std::size_t bytes;
};

/// A loop. The parameters of the body are carries, slices, invariants; its results are carries and
/// rows. The condition sees carries and what it tests.
struct LoopStep {
  Subprogram body, condition;
  std::int64_t steps;   ///< -1: not known
  std::uint32_t count;  ///< slot of the number of steps
  std::vector<Piece> carries, slices;
  std::vector<std::uint32_t> invariants, tested;
  std::vector<Piece> last, rows;          ///< results
  std::shared_ptr<const Records> source;  ///< of the body
  bool kept = false;                      ///< a reverse sweep needs all carries
};

/// The reverse sweep of a loop. The parameters of the step back are those of the body, cotangents
/// of the carries, sums, cotangents of the rows, what it takes, and known carries after the step;
/// its results are cotangents, sums, and rows of the slices.
struct UnloopStep {
  LoopStep loop;
  Subprogram back;
  std::vector<Piece> cotangents, rows;
  std::vector<std::uint32_t> taken;
  std::vector<std::uint32_t> known;         ///< by number
  std::vector<Piece> before, sums, slices;  ///< results
  std::size_t after = no_step;              ///< the step that has run the loop already, if any
};

struct BranchStep {
  std::uint32_t index;
  std::vector<std::uint32_t> operands;
  std::vector<Subprogram> branches;
  std::vector<Piece> results;
};

using Step = std::variant<Cluster, Scalars, Product, Whole, Rows, LoopStep, UnloopStep, BranchStep>;

struct Plan {
  std::vector<Step> steps;
  std::uint32_t leaves = 0;        ///< slots 0 .. leaves are leaves,
  std::uint32_t results = 0;       ///< then results, then the arena
  std::vector<std::size_t> arena;  ///< offset of each slot of the arena
  std::size_t arena_bytes = 0;
  std::size_t scratch_bytes = 0;  ///< the most a step needs
  std::vector<Origin> origins;
};

/// Decides what runs, in which order, where.
Plan make_plan(const Records& records);
/// Runs it.
void run_plan(const Plan& plan, const Bindings& bindings);

}  // namespace fenchel
