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
    find_all(Each{});
  }

  template <class P, class V>
  FENCHEL_INLINE void store(const P& p, V* adjoint) const {
    if (repeats_) merge_all(adjoint, Each{});
    store_all(p, adjoint, Each{});
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
    if (use.adds) p.store(use.gradient, p.load(use.gradient) + adj);
    else p.store(use.gradient, adj);
  }

  Use uses_[N];
  bool repeats_ = false;
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
