// SPDX-License-Identifier: Apache-2.0
// Elementwise formulas of matrices, rows and columns broadcast over them, and transposition. None
// of it computes: a line of a formula is the same formula of lines, which the passes over arrays
// know.
#pragma once

#include <fenchel/expr/apply.hpp>
#include <fenchel/expr/matrix.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// The extent of A along the axis; numbers have none.
template <class A, int Axis>
constexpr std::size_t extent_along() {
  if constexpr (!MatrixNode<A>) return scalar_extent;
  else return Axis == 0 ? A::row_extent : A::column_extent;
}
template <class A>
FENCHEL_INLINE constexpr std::size_t size_along(const A& a, int axis) {
  return axis == 0 ? a.rows() : a.columns();
}

template <int Axis, class A>
FENCHEL_INLINE auto line_of(const A& a, std::size_t i) {
  if constexpr (MatrixNode<A>) return a.template line<Axis>(i);
  else return a;
}
template <int Axis, class A, class Visit>
FENCHEL_INLINE void leaves_along(A& a, Visit&& visit) {
  if constexpr (MatrixNode<A>) a.template each_leaf<Axis>(visit);
  else a.each_leaf(visit);
}

template <class Op, class... A>
struct GridApply : MatrixExpression {
  using Real = typename RealOf<A...>::type;
  using Each = std::index_sequence_for<A...>;
  static_assert((!ArrayNode<A> && ...),
                "fenchel: row(x) and column(x) broadcast an array over a matrix.");
  template <int Axis>
  static constexpr std::size_t joined() {
    std::size_t extent = scalar_extent;
    ((extent = join(extent, extent_along<A, Axis>())), ...);
    return extent;
  }
  template <int Axis>
  static constexpr bool extents_fit() {
    return (may_match(joined<Axis>(), extent_along<A, Axis>()) && ...);
  }
  static_assert(extents_fit<0>() && extents_fit<1>(),
                "fenchel: the operands have different numbers of rows or columns.");
  static constexpr std::size_t row_extent = joined<0>(), column_extent = joined<1>();
  static constexpr bool is_active = (A::is_active || ...);
  static constexpr int writers = (A::writers + ...);
  using Children = primitive::TypeList<A...>;

  Cells<A...> inputs;

  FENCHEL_INLINE explicit GridApply(const A&... a) : inputs{{a}...} {
    (check<0>(a), ...);
    (check<1>(a), ...);
  }

  constexpr std::size_t rows() const { return size<0>(Each{}); }
  constexpr std::size_t columns() const { return size<1>(Each{}); }
  [[gnu::cold]] std::string describe() const {
    return Op::facts.name + ("(" + listed(Each{}) + ")");
  }
  bool same(const GridApply& other) const { return all_same(other, Each{}); }
  template <class Visit>
  FENCHEL_INLINE void each_child(const Visit& visit) {
    children_of(visit, Each{});
  }
  template <int Axis = 0, class Visit>
  FENCHEL_INLINE void each_leaf(Visit&& visit) {
    leaves_of<Axis>(visit, Each{});
  }
  template <int Axis>
  FENCHEL_INLINE auto line(std::size_t i) const {
    return line_of_all<Axis>(i, Each{});
  }

 private:
  template <int Axis, class B>
  FENCHEL_INLINE void check(const B& operand) const {
    if constexpr (extent_along<B, Axis>() != scalar_extent)
      if (size_along(operand, Axis) != size_along(*this, Axis)) [[unlikely]]
        fail_sizes(describe(), size_along(*this, Axis), size_along(operand, Axis));
  }
  /// That of the first input which has one.
  template <int Axis, std::size_t... I>
  constexpr std::size_t size(std::index_sequence<I...>) const {
    std::size_t n = 1;
    (void)(size_of_input<Axis>(get<I>(inputs), n) || ...);
    return n;
  }
  template <int Axis, class B>
  static constexpr bool size_of_input(const B& operand, std::size_t& n) {
    if constexpr (extent_along<B, Axis>() != scalar_extent) n = size_along(operand, Axis);
    return extent_along<B, Axis>() != scalar_extent;
  }
  template <std::size_t... I>
  [[gnu::cold]] std::string listed(std::index_sequence<I...>) const {
    std::string text;
    ((text += (I == 0 ? "" : ", ") + get<I>(inputs).describe()), ...);
    return text;
  }
  template <std::size_t... I>
  bool all_same(const GridApply& other, std::index_sequence<I...>) const {
    return (get<I>(inputs).same(get<I>(other.inputs)) && ...);
  }
  template <class Visit, std::size_t... I>
  FENCHEL_INLINE void children_of(const Visit& visit, std::index_sequence<I...>) {
    (visit(get<I>(inputs)), ...);
  }
  template <int Axis, class Visit, std::size_t... I>
  FENCHEL_INLINE void leaves_of(Visit&& visit, std::index_sequence<I...>) {
    (leaves_of_input<Axis, I>(visit), ...);
  }
  template <int Axis, std::size_t I, class Visit>
  FENCHEL_INLINE void leaves_of_input(Visit&& visit) {
    if constexpr (primitive::differentiable<Op, int(I)>) leaves_along<Axis>(get<I>(inputs), visit);
    else leaves_along<Axis>(get<I>(inputs), WithoutGradient<std::remove_reference_t<Visit>>{visit});
  }
  template <int Axis, std::size_t... I>
  FENCHEL_INLINE auto line_of_all(std::size_t i, std::index_sequence<I...>) const {
    return Apply<Op, decltype(line_of<Axis>(get<I>(inputs), i))...>(
        line_of<Axis>(get<I>(inputs), i)...);
  }
};

/// Rows for columns.
template <class M>
struct Transposed : MatrixExpression {
  using Real = typename M::Real;
  static constexpr bool is_active = M::is_active;
  static constexpr int writers = M::writers;
  static constexpr std::size_t row_extent = M::column_extent, column_extent = M::row_extent;
  using Children = primitive::TypeList<M>;

  M matrix;

  FENCHEL_INLINE explicit Transposed(const M& m) : matrix(m) {}

  constexpr std::size_t rows() const { return matrix.columns(); }
  constexpr std::size_t columns() const { return matrix.rows(); }
  [[gnu::cold]] std::string describe() const { return "transpose(" + matrix.describe() + ")"; }
  bool same(const Transposed& other) const { return matrix.same(other.matrix); }
  template <class Visit>
  FENCHEL_INLINE void each_child(const Visit& visit) {
    visit(matrix);
  }
  template <int Axis = 0, class Visit>
  FENCHEL_INLINE void each_leaf(Visit&& visit) {
    matrix.template each_leaf<1 - Axis>(visit);
  }
  template <int Axis>
  FENCHEL_INLINE auto line(std::size_t i) const {
    return matrix.template line<1 - Axis>(i);
  }
};

/// Shows arrays as memory that is added to: what is broadcast is written once a line.
template <class Visit>
struct Summing {
  Visit& visit;

  template <class T>
  FENCHEL_INLINE void array(T* gradient, std::size_t size, bool& adds) const {
    adds = true;
    visit.summed(gradient, size);
  }
  template <class T>
  FENCHEL_INLINE void summed(T* gradient, std::size_t size) const {
    visit.summed(gradient, size);
  }
  template <class T>
  FENCHEL_INLINE void scalar(T* gradient) const {
    visit.scalar(gradient);
  }
  template <class T>
  FENCHEL_INLINE void unreached(T* gradient, std::size_t size) const {
    visit.unreached(gradient, size);
  }
  template <class E>
  FENCHEL_INLINE void pass(E& body) const {
    body.each_leaf(*this);
  }
};

/// An array as a column that is broadcast over columns.
template <class X>
struct Column;

template <class T, std::size_t N, bool Active>
struct Column<Array<T, N, Active>> : MatrixExpression {
  using Real = T;
  static constexpr bool is_active = Active;
  static constexpr int writers = Active;
  static constexpr std::size_t row_extent = N, column_extent = scalar_extent;

  Array<T, N, Active> array;

  FENCHEL_INLINE explicit Column(const Array<T, N, Active>& x) : array(x) {}

  constexpr std::size_t rows() const { return array.size(); }
  constexpr std::size_t columns() const { return 1; }
  [[gnu::cold]] std::string describe() const { return "column(" + array.describe() + ")"; }
  bool same(const Column& other) const { return array.same(other.array); }
  template <class Visit>
  FENCHEL_INLINE void each_child(const Visit&) {}
  template <int Axis = 0, class Visit>
  FENCHEL_INLINE void each_leaf(Visit&& visit) {
    array.each_leaf(Summing<std::remove_reference_t<Visit>>{visit});
  }
  /// A number in a row, the array in a column.
  template <int Axis>
  FENCHEL_INLINE auto line(std::size_t i) const {
    if constexpr (Axis == 1) return array;
    else return Scalar<T, Active>(array.data.data() + i, Active ? array.gradient + i : nullptr);
  }
};

template <class T, class A>
FENCHEL_INLINE auto lift_operand(const A& a) {
  if constexpr (MatrixNode<A>) return a;
  else return lift<T>(a);
}

template <class E>
concept Columnar = requires { sizeof(Column<E>); };

}  // namespace expr
}  // namespace FENCHEL_ARCH

template <expr::MatrixNode E>
struct Carrier<E> {
  static constexpr int rank = 51;

  template <class Op, class... A>
  static FENCHEL_INLINE auto apply(const A&... a) {
    using T = typename expr::RealOf<A...>::type;
    return expr::GridApply<Op, decltype(expr::lift_operand<T>(a))...>(expr::lift_operand<T>(a)...);
  }
};

inline namespace FENCHEL_ARCH {

/// The transpose of a matrix expression.
template <class M>
  requires expr::MatrixNode<M>
FENCHEL_INLINE auto transpose(const M& m) {
  return expr::Transposed<M>(m);
}

/// An array as a column of a matrix, the same in each of its columns.
template <class X>
  requires expr::Node<X>
FENCHEL_INLINE auto column(const X& x) {
  static_assert(expr::Columnar<X>,
                "fenchel: column and row take an array leaf or a reduction of lines: f(column(x)) "
                "is column(f(x)).");
  return expr::Column<X>(x);
}

/// An array as a row of a matrix, the same in each of its rows.
template <class X>
  requires expr::Node<X>
FENCHEL_INLINE auto row(const X& x) {
  return transpose(column(x));
}

/// The matrix of the products x[i] * y[j].
template <class X, class Y>
  requires(expr::Node<X> && expr::Node<Y>)
FENCHEL_INLINE auto outer(const X& x, const Y& y) {
  return column(x) * row(y);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
