// SPDX-License-Identifier: Apache-2.0
// How kernels see memory: numbers, masks beside numbers, and truth values of their own, each as a
// whole packet, a partial packet, or a single element.
#pragma once

#include <fenchel/execute/kernel/word.hpp>
#include <fenchel/simd/simd.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace kernel {

template <class T>
struct NumberAccess {
  using Item = T;
  using Packet = simd::Native<T>;
  static constexpr int lanes = simd::native_lanes<T>;

  static FENCHEL_INLINE T from(const Word& word) { return read_word<T>(word); }
  static FENCHEL_INLINE Packet load(const T* p) { return simd::load<Packet>(p); }
  static FENCHEL_INLINE Packet load_partial(const T* p, int k) {
    return simd::load_partial<Packet>(p, k);
  }
  static FENCHEL_INLINE void store(T* p, Packet v) { simd::store(p, v); }
  static FENCHEL_INLINE void store_partial(T* p, Packet v, int k) { simd::store_partial(p, v, k); }
};

/// Truth values, one byte each, as masks of packets of T.
template <class T>
struct MaskAccess {
  using Item = unsigned char;
  using Packet = simd::mask_t<simd::Native<T>>;
  static constexpr int lanes = simd::native_lanes<T>;

  static FENCHEL_INLINE bool from(const Word& word) { return read_word<Item>(word) != 0; }
  static FENCHEL_INLINE Packet load(const Item* p) { return simd::load_mask<simd::Native<T>>(p); }
  static FENCHEL_INLINE Packet load_partial(const Item* p, int k) {
    return simd::load_mask_partial<simd::Native<T>>(p, k);
  }
  static FENCHEL_INLINE void store(Item* p, Packet v) { simd::store_mask(p, v); }
  static FENCHEL_INLINE void store_partial(Item* p, Packet v, int k) {
    simd::store_mask_partial(p, v, k);
  }
};

/// A register full of truth values. They are 0 or 1, so the complement flips the lowest bit.
struct Truths {
  typedef unsigned char Raw __attribute__((vector_size(FENCHEL_SIMD_BYTES)));
  Raw raw;
  friend FENCHEL_INLINE Truths operator&(Truths a, Truths b) { return {a.raw & b.raw}; }
  friend FENCHEL_INLINE Truths operator|(Truths a, Truths b) { return {a.raw | b.raw}; }
  friend FENCHEL_INLINE Truths operator^(Truths a, Truths b) { return {a.raw ^ b.raw}; }
  friend FENCHEL_INLINE Truths operator!(Truths a) { return {a.raw ^ 1}; }
};

struct TruthAccess {
  using Item = unsigned char;
  using Packet = Truths;
  static constexpr int lanes = FENCHEL_SIMD_BYTES;

  static FENCHEL_INLINE bool from(const Word& word) { return read_word<Item>(word) != 0; }
  static FENCHEL_INLINE Truths load(const Item* p) {
    Truths v;
    std::memcpy(&v, p, sizeof v);
    return v;
  }
  static FENCHEL_INLINE Truths load_partial(const Item* p, int k) {
    Truths v = {};
    std::memcpy(&v, p, static_cast<std::size_t>(k));
    return v;
  }
  static FENCHEL_INLINE void store(Item* p, Truths v) { std::memcpy(p, &v, sizeof v); }
  static FENCHEL_INLINE void store_partial(Item* p, Truths v, int k) {
    std::memcpy(p, &v, static_cast<std::size_t>(k));
  }
};

}  // namespace kernel
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
