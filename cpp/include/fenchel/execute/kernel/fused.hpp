// SPDX-License-Identifier: Apache-2.0
// Kernels of two or three cheap operations as one: expressions over the structs of the primitives,
// whose intermediate values stay in registers. Each operation rounds as it does alone.
#pragma once

#include <fenchel/execute/kernel/cheap.hpp>
#include <fenchel/execute/kernel/element.hpp>
#include <tuple>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace kernel {

/// An operand of an expression.
struct Operand {
  static constexpr int arity = 1;
  static constexpr ExpressionCode append(ExpressionCode code) { return with_symbol(code, 0); }
  template <int First, class T>
  static FENCHEL_INLINE T at(const T* in) {
    return in[First];
  }
};

/// An operation on operands and expressions. It has what a kernel asks of a primitive.
template <class Op, class... Part>
struct Expression {
  static constexpr int arity = (Part::arity + ...);
  static constexpr struct {
    Signature signature = Signature::arithmetic;
  } facts{};

  static constexpr ExpressionCode append(ExpressionCode code) {
    code = with_symbol(code, primitive::Cheap::index_of<Op>() + 1);
    ((code = Part::append(code)), ...);
    return code;
  }
  template <class T, class... More>
  static FENCHEL_INLINE T value(const T& first, const More&... more) {
    const T in[] = {first, more...};
    return at<0>(in);
  }
  template <int First, class T>
  static FENCHEL_INLINE T at(const T* in) {
    return apply<First>(in, std::index_sequence_for<Part...>{});
  }

 private:
  static constexpr int before(std::size_t part) {
    constexpr int arities[] = {Part::arity...};
    int sum = 0;
    for (std::size_t i = 0; i < part; ++i) sum += arities[i];
    return sum;
  }
  template <int First, class T, std::size_t... K>
  static FENCHEL_INLINE T apply(const T* in, std::index_sequence<K...>) {
    return Op::value(Part::template at<First + before(K)>(in)...);
  }
};

template <class Op, class = std::make_index_sequence<Op::arity>>
struct AloneOf;
template <class Op, std::size_t... K>
struct AloneOf<Op, std::index_sequence<K...>> {
  template <std::size_t>
  using Each = Operand;
  using type = Expression<Op, Each<K>...>;
};
template <class Op, class... Part>
inline constexpr bool is_cheap<Expression<Op, Part...>> = true;

/// An operation of operands only.
template <class Op>
using Alone = typename AloneOf<Op>::type;

/// Visits every operation that has another as one of its inputs.
template <class Visit>
constexpr void for_each_pair(Visit&& visit) {
  primitive::Cheap::for_each([&]<class Outer>() {
    primitive::Cheap::for_each([&]<class Inner>() {
      if constexpr (Outer::arity == 1) {
        visit.template operator()<Expression<Outer, Alone<Inner>>>();
      } else {
        visit.template operator()<Expression<Outer, Alone<Inner>, Operand>>();
        visit.template operator()<Expression<Outer, Operand, Alone<Inner>>>();
      }
    });
  });
}

/// Visits every sum, difference and product of two of them.
template <class Visit>
constexpr void for_each_tree(Visit&& visit) {
  using primitive::Arithmetic;
  Arithmetic::for_each([&]<class Outer>() {
    Arithmetic::for_each([&]<class First>() {
      Arithmetic::for_each([&]<class Second>() {
        visit.template operator()<Expression<Outer, Alone<First>, Alone<Second>>>();
      });
    });
  });
}

template <class Visit>
constexpr void for_each_fused(Visit&& visit) {
  for_each_pair(visit);
  for_each_tree(visit);
}

inline constexpr int fused_count = [] {
  int count = 0;
  for_each_fused([&]<class>() { ++count; });
  return count;
}();

template <class E>
constexpr FusedRow fused_row() {
  FusedRow row{E::append(0), {}};
  row.by_dtype[static_cast<int>(DType::float32)] = element_kernels<E, float>();
  row.by_dtype[static_cast<int>(DType::float64)] = element_kernels<E, double>();
  return row;
}

template <class Set>
void fill_fused(Set& set) {
  static FusedRow rows[fused_count];
  FusedRow* row = rows;
  for_each_fused([&]<class E>() { *row++ = fused_row<E>(); });
  set.fused = rows;
  set.fused_count = fused_count;
}

}  // namespace kernel
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
