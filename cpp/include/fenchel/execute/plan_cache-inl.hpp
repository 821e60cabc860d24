// SPDX-License-Identifier: Apache-2.0
// Bodies of plan_cache.hpp.
#pragma once

#include <cstring>
#include <fenchel/base/config.hpp>
#include <fenchel/execute/plan_cache.hpp>
#include <list>
#include <mutex>
#include <unordered_map>

namespace fenchel {
namespace detail {

inline constexpr std::size_t most_plans = 512;
inline constexpr std::size_t most_records = std::size_t{1} << 22;  ///< of all plans together

static_assert(std::has_unique_object_representations_v<Record>, "records are compared as bytes");

template <class T>
bool same_bytes(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() &&
         (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

inline bool same_regions(const Records& a, const Records& b);

inline bool same_records(const Records& a, const Records& b) {
  return a.derived == b.derived && same_bytes(a.nodes, b.nodes) && same_bytes(a.inputs, b.inputs) &&
         same_bytes(a.words, b.words) && same_bytes(a.roots, b.roots) && same_regions(a, b);
}

inline bool same_regions(const Records& a, const Records& b) {
  return std::ranges::equal(a.regions, b.regions, [](const auto& x, const auto& y) {
    return x.node == y.node && (x.records == y.records || same_records(*x.records, *y.records));
  });
}

/// Four independent lanes of eight bytes each, so that multiplications overlap.
inline std::uint64_t hash_bytes(const void* data, std::size_t bytes, std::uint64_t seed) {
  constexpr std::uint64_t multiplier = 0x9e3779b97f4a7c15u;
  std::uint64_t lanes[4] = {seed, seed + 1, seed + 2, seed + 3 + bytes};
  const auto* at = static_cast<const unsigned char*>(data);
  const auto mix = [&](std::uint64_t& lane, std::size_t count) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, count);
    lane = (lane ^ word) * multiplier;
    lane ^= lane >> 29;
    at += count;
  };
  for (; bytes >= 32; bytes -= 32)
    for (auto& lane : lanes) mix(lane, 8);
  for (int i = 0; bytes > 0; ++i) {
    const std::size_t count = bytes < 8 ? bytes : 8;
    mix(lanes[i], count);
    bytes -= count;
  }
  return ((lanes[0] * 3 ^ lanes[1]) * multiplier ^ lanes[2]) * multiplier ^ lanes[3];
}

inline std::uint64_t hash_records(const Records& records) {
  std::uint64_t hash = records.derived;
  const auto add = [&]<class T>(const std::vector<T>& part) {
    hash = hash_bytes(part.data(), part.size() * sizeof(T), hash);
  };
  add(records.nodes);
  add(records.inputs);
  add(records.words);
  add(records.roots);
  for (const RegionRecords& region : records.regions)
    hash = hash * 0x9e3779b97f4a7c15u ^ (hash_records(*region.records) + region.node);
  return hash;
}

class PlanCache {
 public:
  std::shared_ptr<const Executable> find_or_plan(const Records& records) {
    const std::uint64_t hash = hash_records(records);
    const std::lock_guard lock(mutex_);
    const auto [begin, end] = index_.equal_range(hash);
    for (auto at = begin; at != end; ++at)
      if (same_records(at->second->records, records)) return reuse(at->second);
    ++counters_.misses;
    auto made = make_executable(records);
    total_ += records.nodes.size();
    entries_.push_front({hash, records, made});
    index_.emplace(hash, entries_.begin());
    while (entries_.size() > 1 && (entries_.size() > most_plans || total_ > most_records))
      drop_oldest();
    return made;
  }

  CacheInfo info() {
    const std::lock_guard lock(mutex_);
    counters_.plans = static_cast<std::int64_t>(entries_.size());
    counters_.limit = static_cast<std::int64_t>(most_plans);
    return counters_;
  }

  void clear() {
    const std::lock_guard lock(mutex_);
    index_.clear();
    entries_.clear();
    total_ = 0;
  }

 private:
  struct Entry {
    std::uint64_t hash;
    Records records;
    std::shared_ptr<const Executable> executable;
  };
  using Place = std::list<Entry>::iterator;

  std::shared_ptr<const Executable> reuse(Place place) {
    ++counters_.hits;
    entries_.splice(entries_.begin(), entries_, place);
    return place->executable;
  }

  void drop_oldest() {
    const Place oldest = std::prev(entries_.end());
    const auto [begin, end] = index_.equal_range(oldest->hash);
    for (auto at = begin; at != end; ++at)
      if (at->second == oldest) {
        index_.erase(at);
        break;
      }
    total_ -= oldest->records.nodes.size();
    entries_.erase(oldest);
  }

  std::mutex mutex_;
  std::list<Entry> entries_;  ///< the last used first
  std::unordered_multimap<std::uint64_t, Place> index_;
  std::size_t total_ = 0;
  CacheInfo counters_;
};

inline PlanCache& plan_cache() {
  static auto* cache =
      new PlanCache;  // never destroyed: values may be asked for while the process ends
  return *cache;
}

}  // namespace detail

FENCHEL_BODY std::shared_ptr<const Executable> find_or_plan(const Records& records) {
  return detail::plan_cache().find_or_plan(records);
}
FENCHEL_BODY CacheInfo cache_info() { return detail::plan_cache().info(); }
FENCHEL_BODY void clear_cache() { detail::plan_cache().clear(); }

}  // namespace fenchel
