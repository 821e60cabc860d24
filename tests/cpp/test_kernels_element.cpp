// SPDX-License-Identifier: Apache-2.0
// The kernels of every primitive, type and instruction set: packets give the bits of the scalar
// path, for every length and mixture of arrays and scalars; and the scalar path gives the value of
// the primitive's struct.
#include <doctest/doctest.h>

#include <fenchel/execute/kernel/element.hpp>
#include <fenchel/primitive/list.hpp>
#include <limits>

#include "test_kernels.hpp"

using namespace kernel_tests;
using fenchel::DType;
using fenchel::ElementKernel;
using fenchel::ElementKernels;
using fenchel::Instruction;

namespace {

constexpr std::int64_t longest = 131;

template <class Op, class T, int K>
auto samples() {
  using Item = typename decltype(fenchel::kernel::access_of<Op, T, K>())::Item;
  if constexpr (std::is_same_v<Item, unsigned char>) return truths(longest, 17 + K);
  else {
    const auto probe = Op::facts.probe_of(K);
    std::vector<double> special(Op::facts.special.begin(), Op::facts.special.end());
    special.push_back(5e-324);
    special.push_back(1e-310);
    return numbers<Item>(longest, 5 + K, probe.low, probe.high, special);
  }
}

/// One call of a kernel, with every operand at the end of a page of its own.
template <class Op, class T>
class Call {
 public:
  using Out = typename decltype(fenchel::kernel::access_of<Op, T, -1>())::Item;

  /// Elements first .. first + n; bit k of `scalars`: input k is its first element, repeated.
  template <int... K>
  std::vector<Out> run(ElementKernels kernels, unsigned scalars, std::int64_t first, std::int64_t n,
                       std::integer_sequence<int, K...>) {
    Instruction instruction{kernels.block, 3, {0, 1, 2}, {1, 1, 1}};
    void* operands[4] = {};
    const auto place = [&]<int I>() {
      static const auto x = samples<Op, T, I>();
      using Item = typename std::decay_t<decltype(x)>::value_type;
      const bool scalar = scalars >> I & 1;
      instruction.stride[I] = !scalar;
      const std::int64_t count = scalar ? 64 / sizeof(Item) : n;
      auto* to = memory_[I].template last<Item>(count);
      for (std::int64_t i = 0; i < count; ++i) to[i] = x[scalar ? 0 : first + i];
      operands[I] = to;
    };
    (place.template operator()<K>(), ...);
    auto* out = memory_[3].template last<Out>(n);
    operands[3] = out;
    kernels.block(operands, instruction, n);
    return std::vector<Out>(out, out + n);
  }

  /// Element i by the kernel of scalar programs.
  template <int... K>
  Out run_one(ElementKernels kernels, unsigned scalars, std::int64_t i,
              std::integer_sequence<int, K...>) {
    fenchel::Word words[4];
    const auto place = [&]<int I>() {
      static const auto x = samples<Op, T, I>();
      std::memcpy(&words[I], &x[scalars >> I & 1 ? 0 : i], sizeof x[0]);
    };
    (place.template operator()<K>(), ...);
    const Out out = run_alone(kernels.scalar, words, 0.0);
    for (int k = 0; k < Op::arity; ++k) check_chained(kernels.chained[k], words, k, out);
    return out;
  }

 private:
  static Out run_alone(fenchel::ScalarKernel kernel, fenchel::Word* words, double last) {
    const auto stop = [](fenchel::Word*, const fenchel::ScalarInstruction*, double) {};
    const fenchel::ScalarInstruction program[] = {{kernel, 3, {0, 1, 2}}, {stop, 0, {}}};
    kernel(words, program, last);
    Out out;
    std::memcpy(&out, &words[3], sizeof out);
    return out;
  }
  /// Where input k comes from the instruction before, the word is not read.
  static void check_chained(fenchel::ScalarKernel kernel, fenchel::Word* words, int k,
                            Out expected) {
    if (!kernel) return;
    double last, other = std::numeric_limits<double>::quiet_NaN();
    std::memcpy(&last, &words[k], sizeof last);
    std::memcpy(&words[k], &other, sizeof other);
    CHECK(same(run_alone(kernel, words, last), expected));
    std::memcpy(&words[k], &last, sizeof last);
  }

  Guarded memory_[4];
};

/// Blocks against single numbers: how many elements differ.
template <class Op, class T>
int packet_mismatches(ElementKernels kernels) {
  static Call<Op, T> call;
  const auto inputs = std::make_integer_sequence<int, Op::arity>{};
  int found = 0;
  for (unsigned scalars = 0; scalars < (1u << Op::arity); ++scalars) {
    std::vector<typename Call<Op, T>::Out> expected;
    for (std::int64_t i = 0; i < longest; ++i)
      expected.push_back(call.run_one(kernels, scalars, i, inputs));
    for (std::int64_t n : lengths()) {
      const auto out = call.run(kernels, scalars, 0, n, inputs);
      for (std::size_t i = 0; i < out.size(); ++i) found += !same(out[i], expected[i]);
    }
  }
  return found;
}

template <class T>
bool close(T a, T b, double ulps) {
  if (same(a, b)) return true;
  const double ulp = std::nextafter(std::abs(b), std::numeric_limits<T>::max()) - std::abs(b);
  return std::abs(a - b) <= ulps * ulp;
}

/// The kernel against the struct, whose value may use other instructions than the kernel.
template <class Op, class T>
int value_mismatches(ElementKernels kernels) {
  static Call<Op, T> call;
  const auto out = call.run(kernels, 0, 0, longest, std::make_integer_sequence<int, Op::arity>{});
  const auto at = [](const auto& x, std::int64_t i) {
    using Item = typename std::decay_t<decltype(x)>::value_type;
    if constexpr (std::is_same_v<Item, unsigned char>) return x[i] != 0;
    else return x[i];
  };
  int found = 0;
  [&]<int... K>(std::integer_sequence<int, K...>) {
    for (std::int64_t i = 0; i < longest; ++i) {
      const auto y = Op::value(at(samples<Op, T, K>(), i)...);
      if constexpr (std::is_floating_point_v<decltype(y)>)
        found += !close(out[i], y, Op::facts.max_ulp > 0.5 ? 2 * Op::facts.max_ulp + 1 : 0);
      else found += !same(out[i], static_cast<typename Call<Op, T>::Out>(y));
    }
  }(std::make_integer_sequence<int, Op::arity>{});
  return found;
}

template <class Op, class T>
void check(ElementKernels kernels, const char* set) {
  CAPTURE(Op::facts.name);
  CAPTURE(fenchel::name_of(fenchel::dtype_of<T>()));
  CAPTURE(set);
  REQUIRE((kernels.block && kernels.scalar));
  CHECK(packet_mismatches<Op, T>(kernels) == 0);
  CHECK(value_mismatches<Op, T>(kernels) == 0);
}

/// The types that `emit_elementwise` asks for.
template <class Op>
void check_all(const fenchel::ElementRow& row, const char* set) {
  CHECK(std::string(row.name) == Op::facts.name);
  const bool logical = Op::facts.signature == fenchel::Signature::logical;
  CHECK((row.by_dtype[0].block != nullptr) == logical);
  CHECK((row.by_dtype[1].block != nullptr) == Op::facts.integers);
  if constexpr (Op::facts.signature == fenchel::Signature::logical) {
    check<Op, unsigned char>(row.by_dtype[0], set);
  } else {
    if constexpr (Op::facts.integers) check<Op, std::int64_t>(row.by_dtype[1], set);
    check<Op, float>(row.by_dtype[2], set);
    check<Op, double>(row.by_dtype[3], set);
  }
}

/// A primitive whose packets are wrong.
struct Crooked {
  static constexpr int arity = 1;
  static constexpr fenchel::Facts facts{
      .name = "crooked", .summary = "", .formula = "", .source = ""};
  template <class T>
  static T value(T x) {
    return sizeof(T) > sizeof(double) ? x + T(1.0) : x;
  }
};

}  // namespace

TEST_CASE("element kernels of every primitive, type, set, length and mixture of strides") {
  for (const auto* set : sets()) {
    REQUIRE(set->elementwise_count == fenchel::primitive::Elementwise::size);
    const fenchel::ElementRow* row = set->elementwise;
    fenchel::primitive::Elementwise::for_each(
        [&]<class Op>() { check_all<Op>(*row++, set->name); });
  }
}

TEST_CASE("an output may be an input") {
  for (const auto* set : sets())
    for (std::int64_t n : lengths()) {
      auto x = numbers<double>(n + 1, 3, -4, 4);
      const auto before = x;
      void* operands[] = {x.data()};
      const int add = fenchel::primitive::Elementwise::index_of<fenchel::primitive::Add>();
      const ElementKernel kernel = set->elementwise[add].by_dtype[3].block;
      kernel(operands, Instruction{kernel, 0, {0, 0}, {1, 1}}, n);
      for (std::int64_t i = 0; i < n; ++i) CHECK(x[i] == before[i] + before[i]);
      CHECK(x[n] == before[n]);
    }
}

TEST_CASE("the comparison catches a primitive whose packets differ from its scalars") {
  const auto row = fenchel::kernel::element_row<Crooked>();
  CHECK(packet_mismatches<Crooked, double>(row.by_dtype[3]) > 0);
  CHECK(value_mismatches<Crooked, double>(row.by_dtype[3]) > 0);
}
