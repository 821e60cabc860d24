// SPDX-License-Identifier: Apache-2.0
// Kernels with two results have the bits of the two kernels they stand for, on every set.
#include <doctest/doctest.h>

#include <string>

#include "test_kernels.hpp"

using namespace kernel_tests;
using fenchel::ElementKernel;
using fenchel::Instruction;
using fenchel::JointRow;
using fenchel::KernelSet;

namespace {

template <class T>
ElementKernel kernel_of(const KernelSet& set, const std::string& name) {
  for (int i = 0; i < set.elementwise_count; ++i)
    if (set.elementwise[i].name == name)
      return set.elementwise[i].by_dtype[static_cast<int>(fenchel::dtype_of<T>())].block;
  return nullptr;
}

template <class T>
void check(const KernelSet& set, const JointRow& row) {
  const auto joint = row.by_dtype[static_cast<int>(fenchel::dtype_of<T>())];
  for (std::int64_t n : lengths())
    for (int stride : {0, 1}) {
      auto x = numbers<T>(n + 16, static_cast<unsigned>(n), -30, 30,
                          {0, -0.0, 1e6, 1e-300, fenchel::inf, -fenchel::inf, fenchel::nan});
      if (stride == 0) std::fill(x.begin(), x.end(), x[0]);
      const auto length = static_cast<std::size_t>(n);
      std::vector<T> out[4];
      for (auto& each : out) each.assign(length + 1, T(77));
      void* operands[] = {x.data(), out[0].data(), out[1].data(), out[2].data(), out[3].data()};
      const auto step = static_cast<std::uint8_t>(stride);
      joint(operands, Instruction{joint, 1, {0}, {step}, 2}, n);
      const auto first = kernel_of<T>(set, row.name), second = kernel_of<T>(set, row.partner);
      first(operands, Instruction{first, 3, {0}, {step}}, n);
      second(operands, Instruction{second, 4, {0}, {step}}, n);
      INFO(set.name, " ", row.name, " ", n);
      for (std::size_t i = 0; i <= length; ++i) {
        REQUIRE(same(out[0][i], out[2][i]));
        REQUIRE(same(out[1][i], out[3][i]));
      }
    }
}

}  // namespace

TEST_CASE("joint kernels have the bits of the kernels they stand for") {
  for (const KernelSet* set : sets()) {
    CHECK(set->joint_count >= 3);
    for (int i = 0; i < set->joint_count; ++i) {
      check<float>(*set, set->joint[i]);
      check<double>(*set, set->joint[i]);
    }
  }
}

TEST_CASE("the partner is found in the formula: cos in that of sin, none in that of sigmoid") {
  const KernelSet& set = *sets().front();
  std::string pairs;
  for (int i = 0; i < set.joint_count; ++i)
    pairs += std::string(set.joint[i].name) + ":" + set.joint[i].partner + " ";
  CHECK(pairs.find("sin:cos ") != std::string::npos);
  CHECK(pairs.find("sigmoid") == std::string::npos);
}
