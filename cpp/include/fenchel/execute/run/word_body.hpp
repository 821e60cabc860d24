// SPDX-License-Identifier: Apache-2.0
// A body of single numbers: its parameters and results are words, so that a step of a loop is
// nothing but its instructions and a few moves.
#pragma once

#include <fenchel/execute/run/control_run.hpp>
#include <fenchel/execute/run/scalars_run.hpp>

namespace fenchel {
namespace detail {

/// Parameters of which the first ones change.
inline std::vector<unsigned char> fixed_after(std::size_t changing, std::size_t others) {
  std::vector<unsigned char> fixed(changing, 0);
  fixed.resize(changing + others, 1);
  return fixed;
}

class WordBody {
 public:
  WordBody() = default;
  /// `fixed` says which parameters have the same value in every step.
  WordBody(const Subprogram& program, std::vector<unsigned char> fixed, std::size_t results)
      : program_(program.plan->numbers()),
        fixed_(std::move(fixed)),
        word_of_leaf_(fixed_.size() + program.arrays.size(), no_slot),
        item_of_leaf_(word_of_leaf_.size(), 0),
        word_of_result_(results, no_slot),
        item_of_result_(results, 0) {
    if (!program_) return;
    fixed_.resize(word_of_leaf_.size(), 1);
    for (const auto& read : program_->reads) {
      word_of_leaf_[read.slot] = read.word;
      item_of_leaf_[read.slot] = read.item;
    }
    for (const auto& write : program_->writes) {
      word_of_result_[write.slot - fixed_.size()] = write.word;
      item_of_result_[write.slot - fixed_.size()] = write.item;
    }
    follow_origins(program.plan->origins());
    usable_ = std::ranges::find(word_of_result_, no_slot) == word_of_result_.end() &&
              std::ranges::all_of(program_->elements, [&](const auto& element) {
                return fixed_[element.view.slot] && element.view.starts.empty();
              });
    words_.resize(program_->words + 1);
  }

  /// Whether the body is nothing but words.
  bool usable() const { return usable_; }

  /// Everything that stays from step to step.
  void begin(std::span<const void* const> leaves) {
    std::ranges::copy(program_->constants, words_.begin());
    for (std::size_t i = 0; i < leaves.size(); ++i)
      if (fixed_[i]) load(i, leaves[i]);
    for (const auto& element : program_->elements) {
      const auto* base = static_cast<const char*>(leaves[element.view.slot]);
      const std::int64_t at = element.view.layout.offset * element.item;
      copy_number(&words_[element.word], base + at, element.item);
    }
  }

  void load(std::size_t leaf, const void* from) {
    if (word_of_leaf_[leaf] != no_slot)
      copy_number(&words_[word_of_leaf_[leaf]], from, item_of_leaf_[leaf]);
  }
  /// The leaves that change, from where they lie.
  void load_changing(std::span<const void* const> leaves) {
    for (std::size_t i = 0; i < leaves.size(); ++i)
      if (!fixed_[i]) load(i, leaves[i]);
  }
  void store(std::size_t result, void* to) const {
    copy_number(to, &words_[word_of_result_[result]], item_of_result_[result]);
  }
  void run() {
    Word* const words = words_.data();
    for (const ScalarInstruction& instruction : program_->instructions)
      instruction.kernel(words, instruction);
  }

 private:
  /// Results that are parameters, or other results.
  void follow_origins(std::span<const Origin> origins) {
    for (std::size_t k = 0; k < origins.size(); ++k) {
      const std::uint32_t from = origins[k].index;
      if (origins[k].kind == Origin::leaf) {
        word_of_result_[k] = word_of_leaf_[from];
        item_of_result_[k] = item_of_leaf_[from];
      } else if (origins[k].kind == Origin::result) {
        word_of_result_[k] = word_of_result_[from];
        item_of_result_[k] = item_of_result_[from];
      }
    }
  }

  const Scalars* program_ = nullptr;
  std::vector<unsigned char> fixed_;
  std::vector<std::uint32_t> word_of_leaf_;
  std::vector<std::uint8_t> item_of_leaf_;
  std::vector<std::uint32_t> word_of_result_;
  std::vector<std::uint8_t> item_of_result_;
  std::vector<Word> words_;
  bool usable_ = false;
};

}  // namespace detail
}  // namespace fenchel
