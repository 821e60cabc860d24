// SPDX-License-Identifier: Apache-2.0
// Reductions over one axis. `rowwise(m)` stands for each row of a matrix expression: every function
// from an array expression to a number, the reductions among them, maps it to an array of numbers.
// That array fuses with other arrays, and `column` broadcasts it over the matrix again.
// `colwise(m)` is the same of columns.
#pragma once

#include <array>
#include <fenchel/expr/grid.hpp>
#include <fenchel/expr/logsumexp.hpp>
#include <fenchel/expr/max.hpp>
#include <fenchel/expr/norm.hpp>
#include <fenchel/expr/prod.hpp>
#include <fenchel/expr/shared.hpp>
#include <fenchel/expr/sum.hpp>
#include <optional>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// How many passes over active data are in S.
template <class S>
constexpr int passes_of() {
  int count = 0;
  if constexpr (requires {
                  S::has_reduction;
                  S::body;
                })
    count = S::extent == scalar_extent && S::has_reduction && S::is_active;
  if constexpr (requires { typename S::Children; })
    count += []<class... A>(primitive::TypeList<A...>) {
      return (0 + ... + passes_of<A>());
    }(typename S::Children{});
  return count;
}

/// Numbers of the rows p stands for, computed one after another; both ways.
template <class V, class Numbers>
struct LoweredLines {
  using T = simd::lane_t<V>;
  static constexpr bool is_active = Numbers::is_active, has_reduction = false;
  const Numbers& numbers;

  static auto lowered(const typename Numbers::Number& number) {
    return number.template lower<T, false, 0>();
  }
  using Lowered = decltype(lowered(std::declval<const typename Numbers::Number&>()));
  using Frame = decltype(std::declval<Lowered&>().forward(Once{}, std::declval<NoEnv&>()));
  struct Frames {
    std::optional<Frame> row[V::lanes];
    V value;
  };

  template <class P, class E>
  FENCHEL_INLINE auto forward(const P& p, E&) {
    Frames frames;
    T values[V::lanes], last(0);
    for (int k = 0; k < V::lanes; ++k) {
      if (k < p.count) last = forward(frames, p, k);
      values[k] = last;
    }
    frames.value = simd::load<V>(values);
    return frames;
  }
  template <class P, class E>
  FENCHEL_INLINE void reverse(const Frames& frames, V adj, const P& p, E&) {
    T adjoints[V::lanes];
    simd::store(adjoints, adj);
    for (int k = 0; k < p.count; ++k) reverse(*frames.row[k], adjoints[k], p, k);
  }
  template <class Visit>
  FENCHEL_INLINE void each_array(Visit&&) const {}
  template <class P>
  FENCHEL_INLINE void finish(T, const P&) {}

 private:
  template <class P>
  T forward(Frames& frames, const P& p, int k) const {
    const auto number = numbers.number(p.at + static_cast<std::size_t>(k));
    auto low = lowered(number);
    NoEnv env;
    frames.row[k].emplace(low.forward(Once{}, env));
    return frames.row[k]->value;
  }
  template <class P>
  void reverse(const Frame& frame, T adj, const P& p, int k) const {
    const auto number = numbers.number(p.at + static_cast<std::size_t>(k));
    auto low = lowered(number);
    NoEnv env;
    low.reverse(frame, adj, below<is_guarded<P>>(Once{}), env);
  }
};

/// The numbers f(row) of all rows of M, as an array.
template <class F, class M>
struct Lines : Expression {
  static_assert(M::row_extent != scalar_extent,
                "fenchel: what is broadcast over rows has no number of rows.");
  using Real = typename M::Real;
  using Number = decltype(std::declval<const F&>()(std::declval<const M&>().template line<0>(0)));
  static_assert(ScalarNode<Number>,
                "fenchel: rowwise takes a function from an array expression to a number.");
  static constexpr std::size_t extent = M::row_extent;
  static constexpr bool is_active = Number::is_active, has_reduction = false;
  static constexpr int cost = 32, writers = M::writers;
  template <bool Share>
  static constexpr int arrays = 0;
  using Children = primitive::TypeList<M>;

  M matrix;
  F f;

  FENCHEL_INLINE Lines(const M& m, const F& function) : matrix(m), f(function) {
    static_assert(shared_lets_of<Number>::size <= shared_lets_of<M>::size,
                  "fenchel: a let of a number inside a line: write it outside of the matrix.");
    if (size() > 0) (void)number(0);  // what f has to say against it, it says now
  }

  constexpr std::size_t size() const { return matrix.rows(); }
  FENCHEL_INLINE Number number(std::size_t i) const { return f(matrix.template line<0>(i)); }
  [[gnu::cold]] std::string describe() const { return "rowwise(" + matrix.describe() + ")"; }
  bool same(const Lines& other) const { return matrix.same(other.matrix); }
  template <class Visit>
  FENCHEL_INLINE void each_child(const Visit& visit) {
    visit(matrix);
  }
  template <class Visit>
  FENCHEL_INLINE void each_leaf(Visit&& visit) {
    using Seen = std::remove_reference_t<Visit>;
    if constexpr (passes_of<Number>() > 1) Summing<Seen>{visit}.pass(matrix);
    else visit.pass(matrix);
  }
  template <class V, bool Share, int First>
  FENCHEL_INLINE auto lower() const {
    return LoweredLines<V, Lines>{*this};
  }
};

/// Broadcast over columns: a row sees its number.
template <class F, class M>
struct Column<Lines<F, M>> : MatrixExpression {
  using Real = typename M::Real;
  using Children = primitive::TypeList<Lines<F, M>>;
  static constexpr bool is_active = Lines<F, M>::is_active;
  static constexpr int writers = Lines<F, M>::writers;
  static constexpr std::size_t row_extent = M::row_extent, column_extent = scalar_extent;

  Lines<F, M> lines;

  FENCHEL_INLINE explicit Column(const Lines<F, M>& x) : lines(x) {}

  constexpr std::size_t rows() const { return lines.size(); }
  constexpr std::size_t columns() const { return 1; }
  [[gnu::cold]] std::string describe() const { return "column(" + lines.describe() + ")"; }
  bool same(const Column& other) const { return lines.same(other.lines); }
  template <class Visit>
  FENCHEL_INLINE void each_child(const Visit& visit) {
    visit(lines);
  }
  template <int Axis = 0, class Visit>
  FENCHEL_INLINE void each_leaf(Visit&& visit) {
    lines.each_leaf(visit);
  }
  template <int Axis>
  FENCHEL_INLINE auto line(std::size_t i) const {
    static_assert(Axis == 0,
                  "fenchel: reductions of rows meet rows, reductions of columns meet columns.");
    return lines.number(i);
  }
};

/// Each row of M.
template <class M>
struct Rowwise {
  M matrix;
};

template <class F, class M>
FENCHEL_INLINE auto lines_of(const M& m, const F& f) {
  return Lines<F, M>(m, f);
}

}  // namespace expr

/// Each row of a matrix expression: sum(rowwise(m)) is an array of as many numbers.
template <class M>
  requires expr::MatrixNode<M>
FENCHEL_INLINE auto rowwise(const M& m) {
  return expr::Rowwise<M>{m};
}
/// f of each row, where f maps an array expression to a number.
template <class M, class F>
  requires expr::MatrixNode<M>
FENCHEL_INLINE auto rowwise(const M& m, const F& f) {
  return expr::lines_of(m, f);
}
/// Each column of a matrix expression.
template <class M, class... F>
  requires expr::MatrixNode<M>
FENCHEL_INLINE auto colwise(const M& m, const F&... f) {
  return rowwise(transpose(m), f...);
}

// The reductions of arrays, of each line and of a whole matrix: of all lines of the numbers of
// each.
#define FENCHEL_LINES(name)                                                                \
  template <class M>                                                                       \
  FENCHEL_INLINE auto name(const expr::Rowwise<M>& m) {                                    \
    return expr::lines_of(m.matrix, [](const auto& line) { return fenchel::name(line); }); \
  }
#define FENCHEL_WHOLE(name)              \
  FENCHEL_LINES(name)                    \
  template <class M>                     \
    requires expr::MatrixNode<M>         \
  FENCHEL_INLINE auto name(const M& m) { \
    return name(name(rowwise(m)));       \
  }
FENCHEL_WHOLE(sum)
FENCHEL_WHOLE(prod)
FENCHEL_WHOLE(max)
FENCHEL_WHOLE(min)
FENCHEL_WHOLE(norm)
FENCHEL_WHOLE(logsumexp)
FENCHEL_LINES(mean)
#undef FENCHEL_WHOLE
#undef FENCHEL_LINES

/// The mean of a matrix expression.
template <class M>
  requires expr::MatrixNode<M>
FENCHEL_INLINE auto mean(const M& m) {
  return sum(m) / static_cast<typename M::Real>(m.rows() * m.columns());
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
