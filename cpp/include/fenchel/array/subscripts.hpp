// SPDX-License-Identifier: Apache-2.0
// The subscripts of einsum, read once: a label for every axis.
#pragma once

#include <algorithm>
#include <fenchel/program/operation.hpp>
#include <map>
#include <string>

namespace fenchel::detail {

/// A letter, or an axis of "..." counted from its end: 256, 257, ...
using Label = int;
using Labels = std::vector<Label>;

struct Subscripts {
  std::vector<Labels> operands;
  Labels result;
};

inline bool contains(const Labels& labels, Label label) {
  return std::find(labels.begin(), labels.end(), label) != labels.end();
}

class SubscriptReader {
 public:
  explicit SubscriptReader(const std::string& text) {
    for (char c : text)
      if (c != ' ') text_ += c;
  }

  Subscripts read(std::span<const Var> operands) {
    const auto arrow = text_.find("->");
    Subscripts out;
    for (std::size_t at = 0, i = 0;; ++i) {
      const auto comma = std::min(text_.find(',', at), std::min(arrow, text_.size()));
      if (i == operands.size()) wrong_count(operands.size());
      out.operands.push_back(labels_of(text_.substr(at, comma - at), operands[i].rank()));
      if (comma >= std::min(arrow, text_.size())) break;
      at = comma + 1;
    }
    if (out.operands.size() != operands.size()) wrong_count(operands.size());
    out.result = arrow == std::string::npos ? implied(out) : labels_of(text_.substr(arrow + 2), -1);
    check_result(out);
    return out;
  }

 private:
  [[noreturn]] void refuse(const std::string& why) const {
    fail<ShapeError>("einsum: '" + text_ + "' " + why);
  }
  [[noreturn]] void wrong_count(std::size_t given) const {
    refuse("has another number of operands than the " + std::to_string(given) + " given");
  }

  /// The labels of one operand of `rank` axes, or of the result (-1), where "..." is the widest.
  Labels labels_of(const std::string& letters, int rank) {
    const auto dots = letters.find("...");
    const int named = static_cast<int>(letters.size()) - (dots == std::string::npos ? 0 : 3);
    const int wide = rank < 0 ? widest_ : rank - named;
    if (rank >= 0 && (dots == std::string::npos ? wide != 0 : wide < 0))
      refuse("names " + std::to_string(named) + " axes in '" + letters + "' of an operand of " +
             std::to_string(rank) + " axes");
    Labels out;
    for (std::size_t i = 0; i < letters.size(); ++i) {
      if (i == dots) {
        for (int k = wide; k-- > 0;) out.push_back(256 + k);
        i += 2;
      } else {
        out.push_back(letter(letters[i]));
      }
    }
    if (dots != std::string::npos) widest_ = std::max(widest_, wide);
    return out;
  }

  Label letter(char c) const {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!is_letter) refuse(std::string("has the character '") + c + "', which is no letter");
    return c;
  }

  /// The axes of "...", then the letters that occur once.
  Labels implied(const Subscripts& read) const {
    std::map<Label, int> count;
    for (const Labels& labels : read.operands)
      for (Label label : labels) ++count[label];
    Labels out;
    for (int k = widest_; k-- > 0;) out.push_back(256 + k);
    for (const auto& [label, times] : count)
      if (label < 256 && times == 1) out.push_back(label);
    return out;
  }

  void check_result(const Subscripts& read) const {
    for (auto at = read.result.begin(); at != read.result.end(); ++at) {
      const auto has = [&](const Labels& labels) { return contains(labels, *at); };
      if (std::find(at + 1, read.result.end(), *at) != read.result.end())
        refuse(std::string("has '") + static_cast<char>(*at) + "' twice in its result");
      if (std::none_of(read.operands.begin(), read.operands.end(), has))
        refuse(std::string("has '") + static_cast<char>(*at) + "' in its result only");
    }
    for (const Labels& labels : read.operands)
      for (Label label : labels)
        if (label >= 256 && !contains(read.result, label))
          refuse("has '...' in an operand, but not in its result");
  }

  std::string text_;
  int widest_ = 0;  ///< most axes that "..." stands for
};

}  // namespace fenchel::detail
