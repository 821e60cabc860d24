// SPDX-License-Identifier: Apache-2.0
// Element types of arrays. Complex types have their place; no operation is defined on them yet.
#pragma once

#include <cstdint>
#include <type_traits>

namespace fenchel {

enum class DType : std::uint8_t { boolean, int64, float32, float64, complex64, complex128 };

constexpr int item_size(DType dtype) {
  constexpr int sizes[] = {1, 8, 4, 8, 8, 16};
  return sizes[static_cast<int>(dtype)];
}

constexpr const char* name_of(DType dtype) {
  constexpr const char* names[] = {"bool",    "int64",     "float32",
                                   "float64", "complex64", "complex128"};
  return names[static_cast<int>(dtype)];
}

constexpr bool is_floating(DType dtype) {
  return dtype == DType::float32 || dtype == DType::float64;
}

template <class T>
constexpr DType dtype_of() {
  if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, unsigned char>) return DType::boolean;
  else if constexpr (std::is_integral_v<T>) return DType::int64;
  else if constexpr (std::is_same_v<T, float>) return DType::float32;
  else return DType::float64;
}

/// The type of a result of two typed operands, NumPy 2 rules: int64 with float32 is float64.
constexpr DType promote(DType a, DType b) {
  if (a > b) return promote(b, a);
  if (a == DType::int64 && b == DType::float32) return DType::float64;
  if (a == DType::int64 && b == DType::complex64) return DType::complex128;
  if (a == DType::float64 && b == DType::complex64) return DType::complex128;
  return b;
}

/// The type of a result of a typed array and a Python scalar of `weak` kind: the scalar gives way,
/// unless its kind is higher (a float with an integer array makes float64).
constexpr DType promote_weak(DType array, DType weak) {
  const bool higher_kind = (weak != DType::boolean && array == DType::boolean) ||
                           (is_floating(weak) && array == DType::int64);
  return higher_kind ? weak : array;
}

}  // namespace fenchel
