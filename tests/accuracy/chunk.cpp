// SPDX-License-Identifier: Apache-2.0
#include "chunk.hpp"

#include "block.hpp"
#include "turns.hpp"

namespace accuracy {
namespace {

constexpr int points_of_a_chunk = 1 << 19;
/// One point in so many is always compared with MPFR.
constexpr int sample = 256;

template <class T>
void judge_block(Judge<T>& judge, const Function& f, Block<T>& block, bool confirm) {
  block.evaluate(f);
  for (std::size_t i = 0; i < block.size; ++i)
    block.point(i, [&](const T* x, const T* y) { judge.point(x, y, confirm || i % sample == 0); });
  block.size = 0;
}

/// Calls visit(block) for `count` points of a kind, blocks at a time.
template <class T, class Visit>
void for_each_block(const Function& f, Kind kind, int seed, int count, const Visit& visit) {
  Random random(std::uint64_t(seed) * 16 + std::uint64_t(kind));
  Block<T> block(f);
  for (int i = 0; i < count; ++i) {
    T x[2] = {};
    draw(kind, *f.facts, f.arity, random, x);
    block.add(x);
    if (block.size == block.capacity || i + 1 == count) visit(block);
  }
}

/// The points of one argument, and pairs of them where there are two.
template <class T, class Visit>
void for_each_of(const Function& f, const std::vector<T>& points, const Visit& visit) {
  Block<T> block(f);
  const auto flush = [&] {
    if (block.size) visit(block);
  };
  for (T a : points)
    for (T b : f.arity == 2 ? points : std::vector<T>{0}) {
      const T x[] = {a, b};
      block.add(x);
      if (block.size == block.capacity) flush();
    }
  flush();
}

/// Numbers next to multiples of pi / 2, and their negatives.
template <class T>
std::vector<T> turns() {
  std::vector<T> out;
  for (T x : next_to_turns<T>()) out.insert(out.end(), {x, -x});
  return out;
}

}  // namespace

template <class T>
Report measure_kind(Judge<T>& judge, const Function& f, Kind kind, int chunk, double fraction) {
  const int count = std::max(1, int(points_of_a_chunk * fraction));
  for_each_block<T>(f, kind, chunk + 1, count,
                    [&](Block<T>& block) { judge_block(judge, f, block, false); });
  return judge.take();
}

template <class T>
Report measure_special(Judge<T>& judge, const Function& f) {
  const auto visit = [&](Block<T>& block) { judge_block(judge, f, block, true); };
  for_each_of(f, special_points<T>(*f.facts), visit);
  if (f.arity == 1) for_each_of(f, turns<T>(), visit);
  return judge.take();
}

template <class T>
std::vector<std::uint64_t> fingerprints(const Function& f) {
  constexpr int points_of_a_kind = (1 << 20) / int(std::size(kinds));
  using Bits = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;
  std::vector<std::uint64_t> prints(f.kernels.size(), 0);
  const auto digest = [&](Block<T>& block) {
    block.evaluate(f);
    for (std::size_t set = 0; set < prints.size(); ++set)
      for (std::size_t i = 0; i < block.size; ++i) {
        const T y = block.y[set][i];
        const std::uint64_t bits = y == y ? std::uint64_t(std::bit_cast<Bits>(y)) : 1;
        prints[set] = (std::rotl(prints[set], 5) ^ bits) * 0x9e3779b97f4a7c15u;
      }
    block.size = 0;
  };
  for (Kind kind : kinds) for_each_block<T>(f, kind, 0, points_of_a_kind, digest);
  for_each_of(f, special_points<T>(*f.facts), digest);
  return prints;
}

#define FENCHEL_CHUNKS_OF(T)                                                      \
  template Report measure_kind<T>(Judge<T>&, const Function&, Kind, int, double); \
  template Report measure_special<T>(Judge<T>&, const Function&);                 \
  template std::vector<std::uint64_t> fingerprints<T>(const Function&)
FENCHEL_CHUNKS_OF(float);
FENCHEL_CHUNKS_OF(double);
#undef FENCHEL_CHUNKS_OF

}  // namespace accuracy
