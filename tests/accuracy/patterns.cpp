// SPDX-License-Identifier: Apache-2.0
// All 2^32 bit patterns of float32.
#include "block.hpp"
#include "chunk.hpp"

namespace accuracy {
namespace {

constexpr std::uint64_t patterns_of_a_chunk = 1 << 24;
/// The reference is a float64 kernel; its own error stays far below this part of a unit.
constexpr double margin = 1e-6;

/// A block with room for the reference and the errors.
struct PatternBlock : Block<float> {
  std::vector<double> wide = std::vector<double>(capacity), want = wide, error = wide;

  using Block<float>::Block;

  void fill(std::uint32_t first, const Function& f) {
    size = capacity;
    for (std::size_t i = 0; i < size; ++i) {
      x[0][i] = std::bit_cast<float>(first + std::uint32_t(i));
      wide[i] = x[0][i];
    }
    evaluate(f);
    const double* const inputs[] = {wide.data(), wide.data()};
    f.kernels.back()->run_float64(inputs, want.data(), size);
  }
};

/// One set in one block: only if the largest error matters are the points looked at.
void judge_set(Judge<float>& judge, PatternBlock& block, int set) {
  const Set& best = *present_sets().back();
  const double worst = best.measure(block.y[std::size_t(set)].data(), block.want.data(),
                                    block.error.data(), block.size);
  judge.note(set, block.wide[0], worst);
  if (worst < margin) return;
  for (std::size_t i = 0; i < block.size && worst > judge.threshold(set) - margin; ++i)
    if (block.error[i] > judge.threshold(set) - margin)
      block.point(i, [&](const float* x, const float* y) { judge.confirm(x, y); });
}

}  // namespace

Report measure_patterns(Judge<float>& judge, const Function& f, int chunk, double fraction) {
  const std::uint64_t start = std::uint64_t(chunk) * patterns_of_a_chunk;
  const auto stride = std::uint64_t(1 / fraction + 0.5);
  PatternBlock block(f);
  const std::uint64_t blocks = patterns_of_a_chunk / block.capacity;
  for (std::uint64_t i = std::uint64_t(chunk) % stride; i < blocks; i += stride) {
    block.fill(std::uint32_t(start + i * block.capacity), f);
    for (int set = 0; set < int(block.y.size()); ++set) judge_set(judge, block, set);
    judge.count(block.size);
  }
  return judge.take();
}

}  // namespace accuracy
