// SPDX-License-Identifier: Apache-2.0
// Shapes: up to sixteen axes in place, every size computed with overflow checks.
#pragma once

#include <cstdint>
#include <fenchel/base/error.hpp>
#include <initializer_list>
#include <span>
#include <string>

namespace fenchel {

inline constexpr int max_rank = 16;

class Shape {
 public:
  Shape() = default;
  Shape(std::initializer_list<std::int64_t> dims) : Shape(std::span(dims.begin(), dims.size())) {}
  explicit Shape(std::span<const std::int64_t> dims) {
    for (std::int64_t dim : dims) push_back(dim);
  }

  int rank() const { return rank_; }
  std::int64_t operator[](int axis) const { return dims_[axis]; }
  std::int64_t& operator[](int axis) { return dims_[axis]; }
  const std::int64_t* begin() const { return dims_; }
  const std::int64_t* end() const { return dims_ + rank_; }
  std::span<const std::int64_t> dims() const { return {dims_, static_cast<std::size_t>(rank_)}; }

  void push_back(std::int64_t dim) {
    if (rank_ == max_rank) fail<ShapeError>("arrays have at most 16 axes");
    if (dim < 0)
      fail<ShapeError>("negative dimensions are not allowed, got " + std::to_string(dim));
    dims_[rank_++] = dim;
  }
  void erase(int axis) {
    for (int i = axis; i + 1 < rank_; ++i) dims_[i] = dims_[i + 1];
    --rank_;
  }
  void insert(int axis, std::int64_t dim) {
    push_back(dim);
    for (int i = rank_ - 1; i > axis; --i) dims_[i] = dims_[i - 1];
    dims_[axis] = dim;
  }

  /// Number of elements.
  std::int64_t size() const {
    std::int64_t n = 1;
    for (std::int64_t dim : *this) n *= dim;
    return n;
  }

  friend bool operator==(const Shape& a, const Shape& b) {
    if (a.rank_ != b.rank_) return false;
    for (int i = 0; i < a.rank_; ++i)
      if (a.dims_[i] != b.dims_[i]) return false;
    return true;
  }

 private:
  std::int64_t dims_[max_rank];
  int rank_ = 0;
};

/// "(3, 4)", "(3,)", "()" as Python prints them.
std::string to_string(const Shape& shape);

/// Fails unless an array of this shape and item size fits the address space.
void check_size(const Shape& shape, int item_bytes);

/// NumPy broadcasting; fails with both shapes and the operation's name.
Shape broadcast(const Shape& a, const Shape& b, const char* operation);

/// Whether an array of shape `from` broadcasts to `to`.
bool broadcasts_to(const Shape& from, const Shape& to);

/// Row-major strides in elements.
Shape row_major(const Shape& shape);

/// An axis counted from the end if negative; fails with the operation's name if out of range.
int normalize_axis(std::int64_t axis, int rank, const char* operation);

}  // namespace fenchel
