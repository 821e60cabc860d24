// SPDX-License-Identifier: Apache-2.0
// A block of points, and the results of all sets at them.
#pragma once

#include "functions.hpp"

namespace accuracy {

template <class T>
struct Block {
  static constexpr std::size_t capacity = 4096;
  std::vector<T> x[2] = {std::vector<T>(capacity), std::vector<T>(capacity)};
  std::vector<std::vector<T>> y;
  std::size_t size = 0;

  explicit Block(const Function& f) : y(f.kernels.size(), std::vector<T>(capacity)) {}

  void add(const T* point) {
    for (int input = 0; input < 2; ++input) x[input][size] = point[input];
    ++size;
  }
  void evaluate(const Function& f) {
    const T* const inputs[] = {x[0].data(), x[1].data()};
    for (std::size_t set = 0; set < y.size(); ++set)
      f.kernels[set]->run<T>()(inputs, y[set].data(), size);
  }
  /// Calls visit(x, y) with the two arguments and one result for each set.
  template <class Visit>
  void point(std::size_t i, const Visit& visit) const {
    const T at[] = {x[0][i], x[1][i]};
    T results[8];
    for (std::size_t set = 0; set < y.size(); ++set) results[set] = y[set][i];
    visit(at, results);
  }
};

}  // namespace accuracy
