// SPDX-License-Identifier: Apache-2.0
// The workloads of fenchel_bench, their shapes, and the memory of a problem.
#pragma once

#include "gradients.hpp"

#include <vector>

struct Shape {
  std::size_t n, d = 0;
};

struct Workload {
  const char* name;
  Gradient ours, primal, hand;
  std::vector<Shape> shapes;                 ///< the last one is left out of a quick run
  double low = 0.1, high = 3;                ///< of x
  bool has_zero = false, is_square = false;  ///< x is d x d
};

extern const std::vector<Workload> workloads;

/// The memory of a problem: x in an interval, labels y, weights w.
struct Data {
  std::vector<double> x, y, w, g, g_y;
  Problem problem;
  Data(const Workload& work, Shape shape);
};
