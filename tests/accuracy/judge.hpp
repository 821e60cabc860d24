// SPDX-License-Identifier: Apache-2.0
// Judges results: quickly against long double, and against MPFR wherever that could matter - near
// the bound, near the largest error so far, and at a sample that keeps the quick way honest.
#pragma once

#include "functions.hpp"
#include "score.hpp"

namespace accuracy {

template <class T>
class Judge {
 public:
  explicit Judge(const Function& function);

  /// y[set] is the result at x[0], x[1].
  void point(const T* x, const T* y, bool sampled);
  /// The same, by MPFR at once.
  void confirm(const T* x, const T* y);

  /// An error below this needs no confirmation: it is neither the largest nor a failure.
  double threshold(int set) const;
  /// Notes the error of one set at a point, or the largest one near a point.
  void note(int set, double x, double ulp);
  void count(std::uint64_t points) { report_.points += points; }

  /// The report of the points since the last one. Its worst points are computed again with more
  /// bits.
  Report take();

 private:
  void settle(const T* x, const T* y, const Real& want);
  void compare(const T* x, const Quick& quick, const Real& want);
  void check_worst(Score& score);
  Real exact(const T* x) const;
  /// What errors at x are counted in units of, besides the value.
  double scale(const T* x) const;

  const Function& function_;
  int sets_ = int(function_.kernels.size());
  std::vector<double> largest_;          ///< confirmed, of all chunks
  std::vector<std::uint64_t> failures_;  ///< of all chunks
  Report report_;
};

extern template class Judge<float>;
extern template class Judge<double>;

}  // namespace accuracy
