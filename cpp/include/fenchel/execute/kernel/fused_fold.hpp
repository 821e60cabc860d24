// SPDX-License-Identifier: Apache-2.0
// Sums of cheap expressions whose elements are never stored. The order of additions is that of the
// sum of stored elements.
#pragma once

#include <fenchel/execute/kernel/fold.hpp>
#include <fenchel/execute/kernel/fused.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace kernel {

/// The elements of an expression, computed where they are asked for.
template <class E, class T>
struct FusedInput {
  Stream<NumberAccess<T>> x[E::arity];

  FENCHEL_INLINE FusedInput(void* const* operands, const Instruction& instruction) {
    for (int k = 0; k < E::arity; ++k) x[k] = stream<NumberAccess<T>>(operands, instruction, k);
  }
  template <class V>
  FENCHEL_INLINE V load(std::int64_t i) const {
    return at<V>(i, std::make_integer_sequence<int, E::arity>{});
  }

 private:
  template <class V, int... K>
  FENCHEL_INLINE V at(std::int64_t i, std::integer_sequence<int, K...>) const {
    return E::value(simd::load<V>(x[K].at(i))...);
  }
};

/// Short rows, and rows that are added to one another: the elements are stored after all.
template <class E, class T>
void feed_stored(FoldState& state, void* const* operands, const Instruction& instruction,
                 std::int64_t first, std::int64_t n) {
  const FusedInput<E, T> input(operands, instruction);
  constexpr std::int64_t most = 256;
  alignas(64) T stored[most];
  for (std::int64_t done = 0; done < n; done += most) {
    const std::int64_t count = n - done < most ? n - done : most;
    [&]<int... K>(std::integer_sequence<int, K...>) {
      apply_elementwise<E, NumberAccess<T>>(
          stored, count, Stream<NumberAccess<T>>{input.x[K].at(done), input.x[K].stride}...);
    }(std::make_integer_sequence<int, E::arity>{});
    feed_fold<SumRule, T>(state, stored, 1, first + done, count);
  }
}

template <class E, class T>
void feed_fused(FoldState& state, void* const* operands, const Instruction& instruction,
                std::int64_t first, std::int64_t n) {
  if (n <= 0) return;
  using Run = FoldRun<SumRule, T>;
  if (state.inner != 1 || state.k <= Run::short_row)
    return feed_stored<E, T>(state, operands, instruction, first, n);
  Run::feed_long(state, FusedInput<E, T>(operands, instruction), first, n);
}

/// The expressions that occur as what is summed: squares and products, of differences too.
template <class Visit>
constexpr void for_each_summand(Visit&& visit) {
  using namespace primitive;
  TypeList<Add, Subtract, Multiply, MaskedMultiply, Square>::for_each(
      [&]<class Op>() { visit.template operator()<Alone<Op>>(); });
  Arithmetic::for_each([&]<class Inner>() {
    visit.template operator()<Expression<Square, Alone<Inner>>>();
    visit.template operator()<Expression<Multiply, Alone<Inner>, Operand>>();
    visit.template operator()<Expression<Multiply, Operand, Alone<Inner>>>();
  });
  visit.template operator()<Expression<Add, Alone<Multiply>, Operand>>();
  visit.template operator()<Expression<Add, Operand, Alone<Multiply>>>();
}

inline constexpr int summand_count = [] {
  int count = 0;
  for_each_summand([&]<class>() { ++count; });
  return count;
}();

template <class Set>
void fill_fused_folds(Set& set) {
  static FusedFoldRow rows[summand_count];
  FusedFoldRow* row = rows;
  for_each_summand([&]<class E>() {
    row->code = E::append(0);
    row->by_dtype[static_cast<int>(DType::float32)] = feed_fused<E, float>;
    row->by_dtype[static_cast<int>(DType::float64)] = feed_fused<E, double>;
    ++row;
  });
  set.fused_folds = rows;
  set.fused_fold_count = summand_count;
}

}  // namespace kernel
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
