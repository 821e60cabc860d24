// SPDX-License-Identifier: Apache-2.0
// Matrix products over leading axes, in pieces that several threads take. The pieces are a function
// of the sizes, for where a large product is cut the order of its additions may change.
#pragma once

#include <algorithm>
#include <fenchel/execute/run/addresses.hpp>
#include <fenchel/execute/threads/pool.hpp>

namespace fenchel {
namespace detail {

/// Multiplications that are worth another piece.
inline constexpr std::int64_t piece_of_product = 1 << 21;

class ProductRun {
 public:
  ProductRun(const Product& product, const Addresses& at)
      : product_(product),
        a_(at.of(product.a, product.item)),
        b_(at.of(product.b, product.item)),
        c_(at.slots[product.out]) {
    const Shape& shape = product.a.layout.shape;
    for (int i = 0; i < shape.rank() - 2; ++i) matrices_ *= shape[i];
    const MatmulCall& call = product.call;
    const std::int64_t each = std::max<std::int64_t>(1, call.m * call.n * call.k);
    if (each > piece_of_product && call.n > 1) rows_ = rows_of_piece(call, each);
    else rows_ = std::max<std::int64_t>(1, call.m);
    at_once_ = std::max<std::int64_t>(1, piece_of_product / 8 / each);
  }

  void operator()() {
    const std::int64_t pieces = row_pieces() * ((matrices_ + at_once_ - 1) / at_once_);
    share(pieces, pieces > 1 ? num_threads() : 1, *this);
  }

  /// One piece: some matrices, or some rows of one.
  void operator()(std::int64_t piece, int) {
    const std::int64_t group = piece / row_pieces(), first = piece % row_pieces() * rows_;
    const std::int64_t end = std::min((group + 1) * at_once_, matrices_);
    for (std::int64_t i = group * at_once_; i < end; ++i) multiply(i, first);
  }

 private:
  /// Whole groups of 16 rows, so many that a piece is worth its start.
  static std::int64_t rows_of_piece(const MatmulCall& call, std::int64_t each) {
    const std::int64_t pieces = std::min<std::int64_t>(16, each / piece_of_product);
    return std::max<std::int64_t>(16, (call.m / pieces + 15) / 16 * 16);
  }

  std::int64_t row_pieces() const { return (product_.call.m + rows_ - 1) / rows_; }

  void multiply(std::int64_t matrix, std::int64_t first) const {
    MatmulCall call = product_.call;
    const std::int64_t item = product_.item;
    call.a = a_ + (offset(product_.a.layout, matrix) + first * call.a_row) * item;
    call.b = b_ + offset(product_.b.layout, matrix) * item;
    call.c = c_ + (matrix * call.m + first) * call.n * item;
    call.m = std::min(rows_, call.m - first);
    product_.kernel(call);
  }

  /// Of a matrix, by its number in the row-major order of the leading axes.
  std::int64_t offset(const Layout& layout, std::int64_t matrix) const {
    std::int64_t sum = 0;
    for (int axis = layout.shape.rank() - 3; axis >= 0; --axis) {
      const std::int64_t size = product_.a.layout.shape[axis];
      sum += matrix % size * layout.strides[axis];
      matrix /= size;
    }
    return sum;
  }

  const Product& product_;
  const char *const a_, *const b_;
  char* const c_;
  std::int64_t matrices_ = 1, rows_ = 1, at_once_ = 1;
};

inline void run_step(const Product& product, const Addresses& at) { ProductRun(product, at)(); }

}  // namespace detail
}  // namespace fenchel
