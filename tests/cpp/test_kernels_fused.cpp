// SPDX-License-Identifier: Apache-2.0
// Fused kernels against the kernels they are made of, one operation after another: the same bits,
// on every instruction set, for arrays and repeated numbers; sums against sums of stored elements.
#include <doctest/doctest.h>

#include <algorithm>
#include <fenchel/execute/kernel/cheap.hpp>
#include <string>

#include "test_kernels.hpp"

using namespace kernel_tests;
using fenchel::DType;
using fenchel::FoldState;
using fenchel::Instruction;
using fenchel::KernelSet;

namespace {

struct Symbol {
  std::string name;
  int arity;
};

const std::vector<Symbol>& symbols() {
  static const std::vector<Symbol> all = [] {
    std::vector<Symbol> out{{"operand", 0}};
    fenchel::primitive::Cheap::for_each(
        [&]<class Op>() { out.push_back({Op::facts.name, Op::arity}); });
    return out;
  }();
  return all;
}

std::vector<int> decoded(std::uint32_t code, int operands) {
  std::vector<int> out;
  for (; code != 0; code >>= 4) out.insert(out.begin(), static_cast<int>(code & 15));
  int used = 0;  // trailing operands
  for (int symbol : out) used += symbol == 0;
  CHECK(used == operands);
  return out;
}

int operands_of(std::uint32_t code) {
  int open = 1, count = 0;
  std::vector<int> word;
  for (; code != 0; code >>= 4) word.insert(word.begin(), static_cast<int>(code & 15));
  for (int symbol : word) {
    count += symbol == 0;
    open += symbols()[static_cast<std::size_t>(symbol)].arity - 1;
  }
  CHECK(open == 0);
  return count;
}

template <class T>
struct Data {
  std::int64_t n;
  std::vector<std::vector<T>> x;
  std::vector<int> stride;
};

/// Evaluates a word in prefix order, one kernel after another.
template <class T>
class ByParts {
 public:
  ByParts(const KernelSet& set, const std::vector<int>& word, const Data<T>& data)
      : set_(set), word_(word), data_(data) {}
  std::vector<T> operator()() {
    const int symbol = word_[at_++];
    if (symbol == 0) return operand();
    const Symbol& op = symbols()[static_cast<std::size_t>(symbol)];
    std::vector<T> in[2];
    for (int k = 0; k < op.arity; ++k) in[k] = (*this)();
    std::vector<T> out(static_cast<std::size_t>(data_.n) + 8);
    void* operands[] = {out.data(), in[0].data(), in[1].data()};
    const auto kernel = row(op.name).by_dtype[static_cast<int>(fenchel::dtype_of<T>())].block;
    kernel(operands, Instruction{kernel, 0, {1, 2}, {1, 1}}, data_.n);
    return out;
  }

 private:
  std::vector<T> operand() {
    const auto k = static_cast<std::size_t>(next_++);
    std::vector<T> out(static_cast<std::size_t>(data_.n) + 64, data_.x[k][0]);
    if (data_.stride[k] == 1) std::copy_n(data_.x[k].begin(), data_.n, out.begin());
    return out;
  }
  const fenchel::ElementRow& row(const std::string& name) const {
    for (int i = 0; i < set_.elementwise_count; ++i)
      if (set_.elementwise[i].name == name) return set_.elementwise[i];
    throw name;
  }

  const KernelSet& set_;
  const std::vector<int>& word_;
  const Data<T>& data_;
  std::size_t at_ = 0;
  int next_ = 0;
};

template <class T>
Data<T> data_for(int operands, std::int64_t n, unsigned seed) {
  Data<T> data{n, {}, {}};
  for (int k = 0; k < operands; ++k) {
    const bool repeated = (seed + static_cast<unsigned>(k)) % 3 == 0;
    auto x = numbers<T>(n + 64, seed * 8 + static_cast<unsigned>(k), -3, 3,
                        {0, -0.0, fenchel::inf, -1, 1e-300});
    if (repeated) std::fill(x.begin(), x.end(), x[0]);
    data.x.push_back(x);
    data.stride.push_back(!repeated);
  }
  return data;
}

/// The instruction of an expression, its operands after the output.
template <class T>
struct Call {
  std::vector<T> out;
  std::vector<void*> operands;
  Instruction instruction{};
  explicit Call(Data<T>& data) : out(static_cast<std::size_t>(data.n) + 1, T(77)) {
    operands.push_back(out.data());
    for (std::size_t k = 0; k < data.x.size(); ++k) {
      operands.push_back(data.x[k].data());
      instruction.in[k] = static_cast<std::uint32_t>(k + 1);
      instruction.stride[k] = static_cast<std::uint8_t>(data.stride[k]);
    }
  }
};

template <class T>
void check_fused(const KernelSet& set, const fenchel::FusedRow& row) {
  const auto kernels = row.by_dtype[static_cast<int>(fenchel::dtype_of<T>())];
  const int count = operands_of(row.code);
  const auto word = decoded(row.code, count);
  for (std::int64_t n : {1, 7, 8, 33, 130}) {
    auto data = data_for<T>(count, n, static_cast<unsigned>(n) + row.code % 7);
    Call<T> call(data);
    kernels.block(call.operands.data(), call.instruction, n);
    const auto expected = ByParts<T>(set, word, data)();
    CHECK(call.out.back() == T(77));
    for (std::int64_t i = 0; i < n; ++i) {
      const auto at = static_cast<std::size_t>(i);
      INFO(set.name, " ", row.code, " ", i);
      REQUIRE(same(call.out[at], expected[at]));
    }
  }
}

template <class T>
T sum(const KernelSet& set, const fenchel::FusedFold fused, const Data<T>& data, Call<T>& call,
      const std::vector<T>& stored, std::int64_t block) {
  const auto kernel = set.fold[0][static_cast<int>(fenchel::dtype_of<T>())];
  T out = 0;
  FoldState state;
  state.k = data.n;
  state.inner = state.outputs = 1;
  state.out = &out;
  kernel.begin(state);
  for (std::int64_t first = 0; first < data.n; first += block) {
    const std::int64_t n = std::min(block, data.n - first);
    if (!fused) kernel.feed(state, stored.data() + first, 1, first, n);
    else fused(state, call.operands.data(), call.instruction, first, n);
    for (std::size_t k = 0; k < data.x.size(); ++k)
      if (data.stride[k]) call.operands[k + 1] = static_cast<T*>(call.operands[k + 1]) + block;
  }
  return out;
}

template <class T>
void check_fold(const KernelSet& set, const fenchel::FusedFoldRow& row) {
  const auto fused = row.by_dtype[static_cast<int>(fenchel::dtype_of<T>())];
  const int count = operands_of(row.code);
  const auto word = decoded(row.code, count);
  for (std::int64_t n : {1, 16, 17, 300, 1024, 3001})
    for (std::int64_t block : {64, 512}) {
      auto data = data_for<T>(count, n, static_cast<unsigned>(n));
      for (auto& x : data.x)
        for (T& element : x)
          if (!std::isfinite(element)) element = 2;
      const auto stored = ByParts<T>(set, word, data)();
      Call<T> one(data), two(data);
      INFO(set.name, " ", row.code, " ", n, " ", block);
      CHECK(same(sum<T>(set, fused, data, one, stored, block),
                 sum<T>(set, nullptr, data, two, stored, block)));
    }
}

}  // namespace

TEST_CASE("expressions of cheap operations round like their parts") {
  for (const KernelSet* set : sets()) {
    CHECK(set->fused_count > 80);
    for (int i = 0; i < set->fused_count; ++i) {
      check_fused<float>(*set, set->fused[i]);
      check_fused<double>(*set, set->fused[i]);
    }
  }
}

TEST_CASE("no code of an expression occurs twice") {
  std::vector<std::uint32_t> codes;
  for (int i = 0; i < sets()[0]->fused_count; ++i) codes.push_back(sets()[0]->fused[i].code);
  std::sort(codes.begin(), codes.end());
  CHECK(std::adjacent_find(codes.begin(), codes.end()) == codes.end());
}

TEST_CASE("a sum of an expression is the sum of its stored elements") {
  for (const KernelSet* set : sets())
    for (int i = 0; i < set->fused_fold_count; ++i) {
      check_fold<float>(*set, set->fused_folds[i]);
      check_fold<double>(*set, set->fused_folds[i]);
    }
}
