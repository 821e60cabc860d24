// SPDX-License-Identifier: Apache-2.0
// Leaves: arrays and scalars by view. An active leaf knows where its gradient is written.
#pragma once

#include <fenchel/expr/lower.hpp>
#include <fenchel/expr/size.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

/// A lowered array; the active ones of a pass are numbered. `adds` says that its gradient is added
/// to what is there.
template <class V, bool Active, int Number>
struct LoweredArray {
  using T = simd::lane_t<V>;
  static constexpr bool is_active = Active, has_reduction = false;
  const T* data;
  T* gradient;
  bool adds;

  template <class P, class E>
  FENCHEL_INLINE auto forward(const P& p, E&) {
    return Value<V>{p.load(data)};
  }
  template <class F, class P, class E>
  FENCHEL_INLINE void reverse(const F&, V adj, const P&, E& env) {
    env.root().adjoint[Number] = adj;  // each use has its own number: nothing is there yet
  }
  template <class Visit>
  FENCHEL_INLINE void each_array(Visit&& visit) const {
    if constexpr (Active) visit(std::integral_constant<int, Number>{}, gradient, adds);
  }
  template <class P>
  FENCHEL_INLINE void finish(T, const P&) {}
};

/// An array of N numbers, or of a number known at run time.
template <class T, std::size_t N, bool Active>
struct Array : Expression {
  using Real = T;
  static constexpr std::size_t extent = N;
  static constexpr bool is_active = Active, has_reduction = false;
  static constexpr int cost = 1, writers = Active;
  template <bool Share>
  static constexpr int arrays = Active;

  std::span<const T, N> data;
  T* gradient = nullptr;
  bool adds = false;  ///< set by the plan of the gradients

  FENCHEL_INLINE Array(std::span<const T, N> x, T* g) : data(x), gradient(g) {}
  /// Leaves are copied member by member: copied as blocks of memory, expressions stay in memory.
  FENCHEL_INLINE Array(const Array& other)
      : Expression(),
        data(other.data.data(), other.data.size()),
        gradient(other.gradient),
        adds(other.adds) {}

  constexpr std::size_t size() const { return data.size(); }
  [[gnu::cold]] std::string describe() const {
    return with_size(Active ? "active" : "passive", size());
  }
  bool same(const Array& other) const {
    return data.data() == other.data.data() && size() == other.size() && gradient == other.gradient;
  }
  template <class Visit>
  FENCHEL_INLINE void each_leaf(Visit&& visit) {
    if constexpr (Active) visit.array(gradient, size(), adds);
  }
  template <class V, bool Share, int First>
  FENCHEL_INLINE auto lower() const {
    return LoweredArray<V, Active, First>{data.data(), gradient, adds};
  }
};

template <class T, bool Active>
struct LoweredScalar {
  static constexpr bool is_active = Active, has_reduction = false;
  const T* data;
  T* gradient;

  template <class P, class E>
  FENCHEL_INLINE auto forward(const P&, E&) {
    return Value<T>{*data};
  }
  template <class F, class P, class E>
  FENCHEL_INLINE void reverse(const F&, T adj, const P&, E&) {
    *gradient += adj;
  }
};

/// A scalar of the caller's.
template <class T, bool Active>
struct Scalar : Expression {
  using Real = T;
  static constexpr std::size_t extent = scalar_extent;
  static constexpr bool is_active = Active, has_reduction = false;
  static constexpr int cost = 1, writers = Active;
  template <bool Share>
  static constexpr int arrays = 0;

  const T* data;
  T* gradient;

  FENCHEL_INLINE Scalar(const T* x, T* g) : data(x), gradient(g) {}
  FENCHEL_INLINE Scalar(const Scalar& other)
      : Expression(), data(other.data), gradient(other.gradient) {}

  constexpr std::size_t size() const { return 1; }
  [[gnu::cold]] std::string describe() const { return Active ? "active" : "passive"; }
  bool same(const Scalar& other) const { return data == other.data && gradient == other.gradient; }
  template <class Visit>
  FENCHEL_INLINE void each_leaf(Visit&& visit) {
    if constexpr (Active) visit.scalar(gradient);
  }
  template <class V, bool Share, int First>
  FENCHEL_INLINE auto lower() const {
    return LoweredScalar<T, Active>{data, gradient};
  }
};

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
