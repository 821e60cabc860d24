// SPDX-License-Identifier: Apache-2.0
// The gradients of the active arrays of a pass. The adjoints of a packet wait in registers, one for
// each use of an array; uses of one array are summed there, and its gradient is stored once.
#pragma once

#include <fenchel/expr/position.hpp>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace expr {

template <class T, int N>
class Gradients {
 public:
  using Each = std::make_integer_sequence<int, N>;

  template <class Program>
  FENCHEL_INLINE explicit Gradients(const Program& program) {
    program.each_array([&]<int I>(std::integral_constant<int, I>, T* gradient, bool adds) {
      uses_[I] = {gradient, I, adds};
    });
    if constexpr (is_unrolled) find_all(Each{});
    else find_many();
  }

  template <class P, class V>
  FENCHEL_INLINE void store(const P& p, V* adjoint) const {
    if constexpr (is_unrolled) {
      if (repeats_) merge_all(adjoint, Each{});
      store_all(p, adjoint, Each{});
    } else {
      merge_many(adjoint);
      store_many(p, adjoint);
    }
  }

  /// Multiplies what was stored.
  FENCHEL_INLINE void multiply(T factor, std::size_t n) const {
    for (int i = 0; i < N; ++i)
      if (uses_[i].first == i) multiply(uses_[i].gradient, factor, n);
  }

 private:
  static void multiply(T* gradient, T factor, std::size_t n) {
    using V = simd::Native<T>;
    constexpr std::size_t width = V::lanes;
    std::size_t at = 0;
    for (; at + width <= n; at += width)
      simd::store(gradient + at, simd::load<V>(gradient + at) * V(factor));
    if (at == n) return;
    const Rest<V> rest{at, static_cast<int>(n - at)};
    rest.store(gradient, rest.load(gradient) * V(factor));
  }
  /// Code for each pair of uses pays while they are few: the compiler sees which pairs are the
  /// same.
  static constexpr bool is_unrolled = N <= 8;

  struct Use {
    T* gradient = nullptr;
    int first = 0;  ///< the first use of the same array
    bool adds = false;
  };
  template <int... I>
  FENCHEL_INLINE void find_all(std::integer_sequence<int, I...>) {
    (find<I>(std::make_integer_sequence<int, I>{}), ...);
  }
  template <int I, int... K>
  FENCHEL_INLINE void find(std::integer_sequence<int, K...>) {
    ((uses_[I].first =
          uses_[I].first == I && uses_[K].gradient == uses_[I].gradient ? K : uses_[I].first),
     ...);
    repeats_ = repeats_ || uses_[I].first != I;
  }
  template <class V, int... I>
  FENCHEL_INLINE void merge_all(V* adjoint, std::integer_sequence<int, I...>) const {
    (merge<I>(adjoint, adjoint[I], std::make_integer_sequence<int, I>{}), ...);
  }
  template <int I, class V, int... K>
  FENCHEL_INLINE void merge([[maybe_unused]] V* adjoint, [[maybe_unused]] V adj,
                            std::integer_sequence<int, K...>) const {
    ((uses_[I].first == K ? void(adjoint[K] = adjoint[K] + adj) : void()), ...);
  }
  template <class P, class V, int... I>
  FENCHEL_INLINE void store_all(const P& p, V* adjoint, std::integer_sequence<int, I...>) const {
    (store_one<I>(p, adjoint[I]), ...);
  }
  template <int I, class P, class V>
  FENCHEL_INLINE void store_one(const P& p, V adj) const {
    const Use use = uses_[I];
    if (I > 0 && use.first != I) return;
    store(p, use, adj);
  }

  /// Most expressions with many uses have them of one array; other arrays are told apart by loops.
  FENCHEL_INLINE void find_many() {
    for_each_use([&]<int I>(std::integral_constant<int, I>) {
      if (is_first_array<I>()) uses_[I].first = 0;
      else has_others_ = true;
    });
    repeats_ = true;
    if (has_others_) find_others();
  }
  void find_others() {
    for (int i = 1; i < N; ++i) {
      int& first = uses_[i].first;
      for (first = 0; uses_[first].gradient != uses_[i].gradient;) ++first;
    }
  }
  template <int I>
  FENCHEL_INLINE bool is_first_array() const {
    return uses_[I].gradient == uses_[0].gradient;
  }
  template <class Visit>
  FENCHEL_INLINE static void for_each_use(const Visit& visit) {
    [&]<int... I>(std::integer_sequence<int, I...>) __attribute__((always_inline)) {
      (visit(std::integral_constant<int, I + 1>{}), ...);
    }(std::make_integer_sequence<int, N - 1>{});
  }
  template <class V>
  FENCHEL_INLINE void merge_many(V* adjoint) const {
    V sum = adjoint[0];
    for_each_use([&]<int I>(std::integral_constant<int, I>) {
      if (is_first_array<I>()) sum = sum + adjoint[I];
    });
    adjoint[0] = sum;
    if (has_others_)
      for (int i = 1; i < N; ++i)
        if (const int first = uses_[i].first; first != 0 && first != i)
          adjoint[first] = adjoint[first] + adjoint[i];
  }
  template <class P, class V>
  FENCHEL_INLINE void store_many(const P& p, const V* adjoint) const {
    store(p, uses_[0], adjoint[0]);
    if (has_others_)
      for (int i = 1; i < N; ++i)
        if (uses_[i].first == i) store(p, uses_[i], adjoint[i]);
  }
  template <class P, class V>
  FENCHEL_INLINE static void store(const P& p, const Use& use, V adj) {
    if (use.adds) p.store(use.gradient, p.load(use.gradient) + adj);
    else p.store(use.gradient, adj);
  }

  Use uses_[N];
  bool repeats_ = false, has_others_ = false;
};

template <class T>
class Gradients<T, 0> {
 public:
  template <class Program>
  FENCHEL_INLINE explicit Gradients(const Program&) {}
  template <class P, class E>
  FENCHEL_INLINE void store(const P&, E&) const {}
  FENCHEL_INLINE void multiply(T, std::size_t) const {}
};

}  // namespace expr
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
