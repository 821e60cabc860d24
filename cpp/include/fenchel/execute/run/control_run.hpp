// SPDX-License-Identifier: Apache-2.0
// What loops and branches run: a subprogram with its frame and the addresses it is bound to.
#pragma once

#include <cstring>
#include <fenchel/execute/run/addresses.hpp>
#include <fenchel/program/buffer.hpp>

namespace fenchel {
namespace detail {

/// A step that runs subprograms.
class ControlRun {
 public:
  virtual ~ControlRun() = default;
  virtual void run() = 0;
};

/// A subprogram ready to be run again and again. Whoever runs it sets the addresses of the leaves
/// and the results before.
class Body {
 public:
  Body() = default;
  /// `bytes` are the sizes of its results.
  Body(const Subprogram& program, std::size_t parameters, const std::vector<std::size_t>& bytes,
       const Addresses& at)
      : leaves(parameters + program.arrays.size()),
        results(bytes.size()),
        frame_(program.plan->frame(at.check_interrupt)),
        program_(&program),
        at_(&at) {
    const auto origins = program.plan->origins();
    for (std::size_t k = 0; k < bytes.size(); ++k)
      if (origins[k].kind != Origin::computed) copies_.push_back({k, origins[k], bytes[k]});
  }

  std::vector<const void*> leaves;
  std::vector<void*> results;

  /// Finds the arrays, which lie elsewhere in every run of the surrounding plan.
  void bind() {
    const std::size_t parameters = leaves.size() - program_->arrays.size();
    for (std::size_t i = 0; i < program_->arrays.size(); ++i)
      leaves[parameters + i] = at_->slots[program_->arrays[i]];
  }

  void run() {
    frame_->run(leaves, results);
    for (const Copy& copy : copies_) {
      const bool leaf = copy.origin.kind == Origin::leaf;
      const void* from = leaf ? leaves[copy.origin.index] : results[copy.origin.index];
      if (from != results[copy.result]) std::memcpy(results[copy.result], from, copy.bytes);
    }
  }

 private:
  struct Copy {
    std::size_t result;
    Origin origin;
    std::size_t bytes;
  };
  std::unique_ptr<Frame> frame_;
  const Subprogram* program_ = nullptr;
  const Addresses* at_ = nullptr;
  std::vector<Copy> copies_;
};

/// Offsets of pieces that lie one after another.
struct Offsets {
  std::vector<std::size_t> at;
  std::size_t size = 0;

  explicit Offsets(const std::vector<Piece>& pieces) { add(pieces); }
  /// Numbers lie side by side, arrays on lines of their own.
  void add(const std::vector<Piece>& pieces) {
    for (const Piece& piece : pieces) {
      const bool number = piece.bytes <= 8;
      if (!number) size = (size + 63) / 64 * 64;
      at.push_back(size);
      size += number ? 8 : piece.bytes;
    }
    size = (size + 7) / 8 * 8;
  }
};

inline std::vector<std::size_t> bytes_of(const std::vector<Piece>& a, const std::vector<Piece>& b,
                                         const std::vector<Piece>& c = {}) {
  std::vector<std::size_t> out;
  for (const auto* list : {&a, &b, &c})
    for (const Piece& piece : *list) out.push_back(piece.bytes);
  return out;
}

}  // namespace detail
}  // namespace fenchel
