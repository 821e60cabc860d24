// SPDX-License-Identifier: Apache-2.0
// The table of structural operations that the laws of the rules and of the executor go over.
#pragma once

#include <fenchel/primitive/list.hpp>
#include <fenchel/primitive/operators.hpp>
#include <fenchel/program/structural/broadcast.hpp>
#include <fenchel/program/structural/gather.hpp>
#include <fenchel/program/structural/matmul.hpp>
#include <fenchel/program/structural/reduce.hpp>
#include <fenchel/program/structural/shaping.hpp>
#include <fenchel/program/structural/slice.hpp>
#include <functional>
#include <string>

namespace cases {

using fenchel::Shape;
using fenchel::Var;
using fenchel::Vars;

struct Case {
  std::string name;
  std::vector<Shape> shapes;
  std::function<Var(const Vars&)> f;
};

inline Var ints(std::initializer_list<std::int64_t> values) {
  return fenchel::integers(std::span(values.begin(), values.size()));
}
using List = std::vector<std::int64_t>;

inline const std::vector<Case>& all() {
  using namespace fenchel;
  static const std::vector<Case> table{
      {"broadcast_to", {{3, 1}}, [](const Vars& x) { return broadcast_to(x[0], {2, 3, 4}); }},
      {"reshape", {{3, 4}}, [](const Vars& x) { return reshape(x[0], Shape{2, 6}); }},
      {"permute", {{2, 3, 4}}, [](const Vars& x) { return permute(x[0], List{2, 0, 1}); }},
      {"cast",
       {{3}},
       [](const Vars& x) { return cast(cast(x[0], DType::float64), DType::float64); }},
      {"sum all", {{3, 4}}, [](const Vars& x) { return sum(x[0]); }},
      {"sum middle", {{2, 3, 4}}, [](const Vars& x) { return sum(x[0], {1}); }},
      {"sum outer", {{2, 3, 4}}, [](const Vars& x) { return sum(x[0], {0, 2}, true); }},
      {"max", {{3, 4}}, [](const Vars& x) { return max(x[0], {1}); }},
      {"max all", {{3, 4}}, [](const Vars& x) { return max(x[0]); }},
      {"min", {{3, 4}}, [](const Vars& x) { return min(x[0], {0}, true); }},
      {"mean", {{3, 4}}, [](const Vars& x) { return mean(x[0], {1}); }},
      {"matmul", {{2, 3}, {3, 4}}, [](const Vars& x) { return matmul(x[0], x[1]); }},
      {"matmul vector", {{2, 3}, {3}}, [](const Vars& x) { return matmul(x[0], x[1]); }},
      {"vector matmul", {{3}, {3, 2}}, [](const Vars& x) { return matmul(x[0], x[1]); }},
      {"dot", {{3}, {3}}, [](const Vars& x) { return matmul(x[0], x[1]); }},
      {"batched matmul", {{5, 2, 3}, {3, 4}}, [](const Vars& x) { return matmul(x[0], x[1]); }},
      {"broadcast matmul",
       {{2, 1, 2, 3}, {4, 3, 2}},
       [](const Vars& x) { return matmul(x[0], x[1]); }},
      {"slice",
       {{5, 4}},
       [](const Vars& x) { return slice(x[0], ints({4, 1}), List{3, 2}, List{-2, 1}); }},
      {"unslice",
       {{2, 2}},
       [](const Vars& x) { return unslice(x[0], ints({1, 0}), {5, 4}, List{2, 3}); }},
      {"slice_update",
       {{5, 4}, {2, 2}},
       [](const Vars& x) { return slice_update(x[0], x[1], ints({1, 0}), List{2, 3}); }},
      {"concatenate",
       {{2, 3}, {2, 1}, {2, 2}, {2, 1}},
       [](const Vars& x) { return concatenate(x, 1); }},
      {"gather",
       {{4, 3}},
       [](const Vars& x) { return gather(x[0], reshape(ints({3, -4, 3, 1}), Shape{2, 2})); }},
      {"scatter_add",
       {{4, 3}, {3, 3}},
       [](const Vars& x) { return scatter_add(x[0], ints({1, 3, 1}), x[1]); }},
      {"scatter",
       {{4, 3}, {3, 3}},
       [](const Vars& x) { return scatter(x[0], ints({1, 3, 1}), x[1]); }},
      {"elementwise row",
       {{3, 4}, {4}, {3, 1}},
       [](const Vars& x) { return x[0] * sin(x[1]) + x[2] / (2.0 + x[1] * x[1]); }},
      {"scalar and vector", {{}, {5}}, [](const Vars& x) { return exp(x[0]) * x[1] + x[0]; }},
      {"two scalars",
       {{}, {}},
       [](const Vars& x) { return broadcast_to(x[0] * x[1], {3}) + sum(broadcast_to(x[0], {7})); }},
      {"logsumexp by hand",
       {{3, 4}},
       [](const Vars& x) {
         const Var m = stop_gradient(max(x[0], {1}, true));
         return log(sum(exp(x[0] - m), {1}, true)) + m;
       }},
      {"empty", {{0, 3}}, [](const Vars& x) { return sum(exp(x[0]), {0}); }},
  };
  return table;
}

}  // namespace cases
