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
        leaves_(fixed_.size() + program.arrays.size()),
        results_(results) {
    if (!program_) return;
    fixed_.resize(leaves_.size(), 1);
    for (const auto& read : program_->reads) leaves_[read.slot] = {read.word, read.item};
    for (const auto& write : program_->writes)
      results_[write.slot - fixed_.size()] = {write.word, write.item};
    follow_origins(program.plan->origins());
    usable_ = std::ranges::all_of(results_, &Place::exists) &&
              std::ranges::all_of(program_->elements, [&](const auto& element) {
                return fixed_[element.view.slot] && element.view.starts.empty();
              });
    for (std::size_t i = 0; i < fixed_.size(); ++i)
      if (!fixed_[i] && leaves_[i].exists()) changing_.push_back(i);
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
    const Place& place = leaves_[leaf];
    if (place.exists()) copy_number(&words_[place.word], from, place.item);
  }
  /// The leaves that change, from where they lie.
  void load_changing(std::span<const void* const> leaves) {
    for (std::size_t i : changing_) load(i, leaves[i]);
  }
  void store(std::size_t result, void* to) const {
    copy_number(to, &words_[results_[result].word], results_[result].item);
  }
  void run() { run_instructions(*program_, words_.data()); }

 private:
  /// Of a leaf or a result among the words; nobody reads a leaf that has none.
  struct Place {
    std::uint32_t word = no_slot;
    std::uint8_t item = 0;
    bool exists() const { return word != no_slot; }
  };

  /// Results that are parameters, or other results.
  void follow_origins(std::span<const Origin> origins) {
    for (std::size_t k = 0; k < origins.size(); ++k) {
      if (origins[k].kind == Origin::leaf) results_[k] = leaves_[origins[k].index];
      else if (origins[k].kind == Origin::result) results_[k] = results_[origins[k].index];
    }
  }

  const Scalars* program_ = nullptr;
  std::vector<unsigned char> fixed_;
  std::vector<Place> leaves_, results_;
  std::vector<std::size_t> changing_;  ///< leaves
  std::vector<Word> words_;
  bool usable_ = false;
};

}  // namespace detail
}  // namespace fenchel
