// SPDX-License-Identifier: Apache-2.0
// Common subexpressions: a value of the same operation on the same inputs is computed once.
#pragma once

#include <bit>
#include <fenchel/execute/layout.hpp>
#include <fenchel/execute/planner/values.hpp>

namespace fenchel::planner {

/// A hash of 64-bit words, one multiplication a word.
class Hash {
 public:
  void add(std::uint64_t word) { state_ = std::rotl(state_ ^ word, 29) * 0x9e3779b97f4a7c15u; }
  std::uint64_t value() const { return state_ ^ (state_ >> 32); }

 private:
  std::uint64_t state_ = 0x243f6a8885a308d3u;
};

/// Adds values to a list, each distinct one once. Open addressing over indices into the list.
class SharedValues {
 public:
  explicit SharedValues(Values& values) : values_(values), table_(64, none) {}

  std::uint32_t add(Value value, std::span<const std::uint32_t> inputs) {
    value.inputs = static_cast<std::uint32_t>(values_.edges.size());
    value.arity = static_cast<std::uint32_t>(inputs.size());
    values_.edges.insert(values_.edges.end(), inputs.begin(), inputs.end());
    values_.all.push_back(value);
    return static_cast<std::uint32_t>(values_.all.size() - 1);
  }

  /// `key` holds whatever else the value depends on.
  std::uint32_t find_or_add(const Value& value, std::span<const std::uint32_t> inputs,
                            std::span<const std::int64_t> key) {
    Hash hash = hash_of(value);
    for (std::uint32_t input : inputs) hash.add(input);
    for (std::int64_t word : key) hash.add(static_cast<std::uint64_t>(word));
    const auto same = [&](std::uint32_t other) {
      return std::ranges::equal(values_.inputs_of(values_.all[other]), inputs) &&
             std::ranges::equal(keys_of(other), key);
    };
    std::uint32_t& place = find(value, hash.value(), same);
    if (place != none) return place;
    place = add(value, inputs);
    if (!key.empty()) remember_key(place, key);
    const std::uint32_t made = place;
    grow();
    return made;
  }

  std::uint32_t find_or_add_load(Value value, ValueView view) {
    Hash hash = hash_of(value);
    hash.add(view.value);
    hash.add(static_cast<std::uint64_t>(view.layout.offset));
    for (int i = 0; i < view.layout.shape.rank(); ++i) {
      hash.add(static_cast<std::uint64_t>(view.layout.shape[i]));
      hash.add(static_cast<std::uint64_t>(view.layout.strides[i]));
    }
    std::uint32_t& place = find(value, hash.value(), [&](std::uint32_t other) {
      return same_view(values_.views[values_.all[other].view], view);
    });
    if (place != none) return place;
    value.view = static_cast<std::uint32_t>(values_.views.size());
    values_.views.push_back(std::move(view));
    place = add(value, {});
    const std::uint32_t made = place;
    grow();
    return made;
  }

 private:
  static Hash hash_of(const Value& value) {
    Hash hash;
    hash.add(static_cast<std::uint64_t>(value.op) << 16 |
             static_cast<std::uint64_t>(value.kind) << 8 | static_cast<std::uint64_t>(value.dtype));
    hash.add(static_cast<std::uint64_t>(value.space));
    hash.add(static_cast<std::uint64_t>(value.size));
    return hash;
  }

  static bool same_view(const ValueView& a, const ValueView& b) {
    const auto same_start = [](const auto& s, const auto& t) {
      return s.value == t.value && s.strides == t.strides;
    };
    return a.value == b.value && detail::operator==(a.layout, b.layout) &&
           std::ranges::equal(a.starts, b.starts, same_start);
  }

  template <class Same>
  std::uint32_t& find(const Value& value, std::uint64_t hash, Same&& same) {
    for (std::uint64_t at = hash;; ++at) {
      std::uint32_t& place = table_[at & (table_.size() - 1)];
      if (place == none) {
        hashes_.push_back(hash);
        owners_.push_back(static_cast<std::uint32_t>(&place - table_.data()));
        return place;
      }
      const Value& other = values_.all[place];
      if (other.kind == value.kind && other.op == value.op && other.dtype == value.dtype &&
          other.space == value.space && other.size == value.size && same(place))
        return place;
    }
  }

  /// Keeps the table at most half full.
  void grow() {
    if (2 * hashes_.size() < table_.size()) return;
    std::vector<std::uint32_t> old = std::move(table_);
    table_.assign(4 * old.size(), none);
    for (std::size_t i = 0; i < hashes_.size(); ++i) {
      std::uint64_t at = hashes_[i];
      while (table_[at & (table_.size() - 1)] != none) ++at;
      const auto place = static_cast<std::uint32_t>(at & (table_.size() - 1));
      table_[place] = old[owners_[i]];
      owners_[i] = place;
    }
  }

  void remember_key(std::uint32_t value, std::span<const std::int64_t> key) {
    key_begin_.resize(value + 1, none);
    key_begin_[value] = static_cast<std::uint32_t>(keys_.size());
    keys_.push_back(static_cast<std::int64_t>(key.size()));
    keys_.insert(keys_.end(), key.begin(), key.end());
  }

  std::span<const std::int64_t> keys_of(std::uint32_t value) const {
    if (value >= key_begin_.size() || key_begin_[value] == none) return {};
    const std::int64_t* begin = keys_.data() + key_begin_[value];
    return {begin + 1, static_cast<std::size_t>(*begin)};
  }

  Values& values_;
  std::vector<std::uint32_t> table_;
  std::vector<std::uint64_t> hashes_;  ///< of the entries, in order of their addition
  std::vector<std::uint32_t> owners_;  ///< where in the table each entry is
  std::vector<std::uint32_t> key_begin_;
  std::vector<std::int64_t> keys_;
};

}  // namespace fenchel::planner
