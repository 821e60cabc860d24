// SPDX-License-Identifier: Apache-2.0
// Leaves of Eigen's types: `active(x, gradient)`, `passive(x)` and `matrix(A)` look at the memory
// of vectors, arrays, maps and references. Sizes known to Eigen's types are known to the
// expression.
#pragma once

#include <Eigen/Core>
#include <fenchel/expr.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace interop {

/// What has memory of its own or looks at some: Matrix, Array, Map, Ref, blocks of them.
template <class X>
concept EigenMemory = requires(const X& x) {
  typename X::Scalar;
  x.derived();
  x.innerStride();
} && bool(Eigen::internal::traits<X>::Flags & Eigen::DirectAccessBit);

template <class X>
concept EigenView = EigenMemory<std::remove_cvref_t<X>>;

/// The type of elements, const where X cannot be written.
template <class X>
using element_of = std::remove_pointer_t<decltype(std::declval<X&>().data())>;

template <class X>
constexpr std::size_t extent_of() {
  constexpr int size = std::remove_cvref_t<X>::SizeAtCompileTime;
  return size == Eigen::Dynamic ? std::dynamic_extent : static_cast<std::size_t>(size);
}

/// The elements in the order of memory, which must have no gaps.
template <class X>
FENCHEL_INLINE auto span_of(X&& x) {
  using Own = std::remove_cvref_t<X>;
  constexpr bool owns = std::is_base_of_v<Eigen::PlainObjectBase<Own>, Own>;
  static_assert(std::is_lvalue_reference_v<X> || !owns,
                "fenchel: a leaf is a view: give the temporary a name first.");
  if (x.innerStride() != 1 || (x.outerSize() > 1 && x.outerStride() != x.innerSize())) [[unlikely]]
    fail<ShapeError>("a leaf of Eigen's has gaps in memory: copy it to a vector first");
  using T = element_of<X>;
  return std::span<T, extent_of<X>()>(x.data(), static_cast<std::size_t>(x.size()));
}

}  // namespace interop

/// A vector or an array whose gradient is written to g, elements in the order of memory.
template <interop::EigenView X, interop::EigenView G>
FENCHEL_INLINE auto active(X&& x, G&& g) {
  return active(interop::span_of(std::forward<X>(x)), interop::span_of(std::forward<G>(g)));
}

/// A vector or an array that is only read.
template <interop::EigenView X>
FENCHEL_INLINE auto passive(X&& x) {
  return passive(interop::span_of(std::forward<X>(x)));
}

/// A row-major matrix for `matmul`: active(matrix(A), matrix(gradient)).
template <interop::EigenView X>
auto matrix(X&& x) {
  using Matrix = std::remove_cvref_t<X>;
  static_assert(Matrix::IsRowMajor,
                "fenchel: matmul takes row-major matrices: give Eigen's the option RowMajor.");
  const auto rows = static_cast<std::size_t>(x.rows()), cols = static_cast<std::size_t>(x.cols());
  return matrix(interop::span_of(std::forward<X>(x)).data(), rows, cols);
}

}  // namespace FENCHEL_ARCH
}  // namespace fenchel
