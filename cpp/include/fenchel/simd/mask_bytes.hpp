// SPDX-License-Identifier: Apache-2.0
// Masks as bytes, 0 or 1 a lane: up to eight of them in an integer, which reaches memory in two
// overlapping pieces at most. The conversions are named where GCC takes them apart lane by lane.
#pragma once

#include <cstring>
#include <fenchel/simd/any.hpp>
#include <utility>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace simd {
namespace detail {

template <class U>
FENCHEL_INLINE std::uint64_t load_piece(const unsigned char* from) {
  U piece;
  std::memcpy(&piece, from, sizeof piece);
  return piece;
}
template <class U>
FENCHEL_INLINE void store_piece(unsigned char* to, std::uint64_t bytes) {
  const U piece = U(bytes);
  std::memcpy(to, &piece, sizeof piece);
}

/// The first `count` bytes, at most eight; the others are 0.
FENCHEL_INLINE std::uint64_t load_bytes(const unsigned char* from, int count) {
  if (count == 8) return load_piece<std::uint64_t>(from);
  const auto ends = [=]<class U>(U) {
    const int shift = count - int(sizeof(U));
    return load_piece<U>(from) | load_piece<U>(from + shift) << 8 * shift;
  };
  if (count >= 4) return ends(std::uint32_t());
  if (count >= 2) return ends(std::uint16_t());
  return count > 0 ? from[0] : 0;
}
FENCHEL_INLINE void store_bytes(unsigned char* to, std::uint64_t bytes, int count) {
  if (count == 8) return store_piece<std::uint64_t>(to, bytes);
  const auto ends = [=]<class U>(U) {
    const int shift = count - int(sizeof(U));
    store_piece<U>(to, bytes);
    store_piece<U>(to + shift, bytes >> 8 * shift);
  };
  if (count >= 4) return ends(std::uint32_t());
  if (count >= 2) return ends(std::uint16_t());
  if (count > 0) to[0] = static_cast<unsigned char>(bytes);
}

using ByteRow = vec_t<unsigned char, 16>;
FENCHEL_INLINE ByteRow byte_row(std::uint64_t low, std::uint64_t high) {
  return (ByteRow)vec_t<std::uint64_t, 2>{low, high};
}

#if defined(__GNUC__) && !defined(__clang__) && defined(__SSE4_1__)
#define FENCHEL_WIDEN(integer, lanes, call) \
  FENCHEL_INLINE auto widen(vec_t<char, 16> bytes, vec_t<integer, lanes>) { return call; }
FENCHEL_WIDEN(std::int64_t, 2, __builtin_ia32_pmovzxbq128(bytes))
FENCHEL_WIDEN(std::int32_t, 4, __builtin_ia32_pmovzxbd128(bytes))
#if FENCHEL_SIMD_BYTES >= 32
FENCHEL_WIDEN(std::int64_t, 4, __builtin_ia32_pmovzxbq256(bytes))
FENCHEL_WIDEN(std::int32_t, 8, __builtin_ia32_pmovzxbd256(bytes))
#endif
#if FENCHEL_SIMD_BYTES >= 64
FENCHEL_WIDEN(std::int64_t, 8, __builtin_ia32_pmovzxbq512_mask(bytes, vec_t<long long, 8>{}, -1))
FENCHEL_WIDEN(std::int32_t, 16, __builtin_ia32_pmovzxbd512_mask(bytes, vec_t<int, 16>{}, -1))
#endif
#undef FENCHEL_WIDEN
#endif

/// The mask of the first bytes of a row.
template <class M>
FENCHEL_INLINE M mask_of(ByteRow row) {
  using Raw = typename M::raw_type;
  if constexpr (requires { widen((vec_t<char, 16>)row, Raw{}); })
    return M(Raw((Raw)widen((vec_t<char, 16>)row, Raw{}) > 0));
  else {
    vec_t<unsigned char, M::lanes> bytes;
    std::memcpy(&bytes, &row, sizeof bytes);
    return M(Raw(__builtin_convertvector(bytes, Raw) != 0));
  }
}

/// Bit i of the lowest eight as byte i: a product puts a copy of the bits into every byte, of which
/// bit i stays in byte i and carries into the highest bit.
FENCHEL_INLINE std::uint64_t bytes_of_bits(unsigned bits) {
  constexpr std::uint64_t ones = 0x0101010101010101, diagonal = 0x8040201008040201;
  const std::uint64_t kept = (bits * ones) & diagonal;
  return ((kept + 0x7f * ones) >> 7) & ones;
}

/// The lanes of a mask of at most eight as bytes.
template <class T, int N>
FENCHEL_INLINE std::uint64_t bytes_of(Mask<T, N> m) {
#if defined(__GNUC__) && !defined(__clang__) && FENCHEL_SIMD_BYTES < 64
  if constexpr (requires { lane_bits(m.raw); }) return bytes_of_bits(lane_bits(m.raw));
  else
#endif
  {
    const auto bytes = __builtin_convertvector(m.raw & 1, vec_t<unsigned char, N>);
    std::uint64_t out = 0;
    std::memcpy(&out, &bytes, sizeof bytes);
    return out;
  }
}

}  // namespace detail
}  // namespace simd
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
