// SPDX-License-Identifier: Apache-2.0
// The slowest possible executor: every node by plain loops over doubles. An oracle for the rules of
// the table and for the planner; it shares no code with either.
#pragma once

#include <cmath>
#include <fenchel/program/constant.hpp>
#include <fenchel/program/walk.hpp>
#include <map>
#include <random>
#include <stdexcept>
#include <string>

namespace oracle {

using fenchel::Node;
using fenchel::Shape;
using fenchel::Var;
using Values = std::vector<double>;
using Bindings = std::map<const Node*, Values>;

/// Calls f(position, flat) for every index of the shape, in row-major order.
template <class F>
void for_each_index(const Shape& shape, F&& f) {
  std::vector<std::int64_t> at(static_cast<std::size_t>(shape.rank()), 0);
  for (std::int64_t flat = 0, n = shape.size(); flat < n; ++flat) {
    f(at, flat);
    for (int axis = shape.rank(); axis-- > 0;) {
      if (++at[static_cast<std::size_t>(axis)] < shape[axis]) break;
      at[static_cast<std::size_t>(axis)] = 0;
    }
  }
}

/// Row-major position of `at`, with axes of size 1 repeated and missing leading axes ignored.
inline std::int64_t position(const Shape& shape, const std::vector<std::int64_t>& at) {
  const Shape strides = fenchel::row_major(shape);
  std::int64_t flat = 0;
  const std::size_t shift = at.size() - static_cast<std::size_t>(shape.rank());
  for (int i = 0; i < shape.rank(); ++i)
    flat += shape[i] == 1 ? 0 : strides[i] * at[shift + static_cast<std::size_t>(i)];
  return flat;
}

struct Machine {
  Bindings values;

  const Values& of(const Node* node) const { return values.at(node); }

  double read(const Node* node, const std::vector<std::int64_t>& at) const {
    return of(node)[static_cast<std::size_t>(position(node->shape(), at))];
  }

  std::vector<std::int64_t> integers(const Node* node) const {
    std::vector<std::int64_t> out;
    for (double v : of(node)) out.push_back(static_cast<std::int64_t>(v));
    return out;
  }

  Values elementwise(const Node* node) const {
    Values out(static_cast<std::size_t>(node->shape().size()));
    for_each_index(node->shape(), [&](const auto& at, std::int64_t flat) {
      double x[3];
      for (std::size_t i = 0; i < node->inputs().size(); ++i) x[i] = read(node->inputs()[i], at);
      const auto number = fenchel::info(node->op).number;
      double y = number ? number(x) : x[0];  // a cast has no number
      if (node->dtype == fenchel::DType::int64) y = std::trunc(y);
      if (node->dtype == fenchel::DType::boolean) y = y != 0;
      if (node->dtype == fenchel::DType::float32) y = static_cast<float>(y);
      out[static_cast<std::size_t>(flat)] = y;
    });
    return out;
  }

  Values reduction(const Node* node) const {
    const auto fold = fenchel::info(node->op).fold;
    const double start = fold == fenchel::Fold::sum   ? 0.0
                         : fold == fenchel::Fold::max ? -INFINITY
                                                      : INFINITY;
    Values out(static_cast<std::size_t>(node->shape().size()), start);
    const Node* x = node->inputs()[0];
    const auto& axes = node->attributes();
    for_each_index(x->shape(), [&](std::vector<std::int64_t> at, std::int64_t flat) {
      at.erase(at.begin() + axes[0], at.begin() + axes[1]);
      double& y = out[static_cast<std::size_t>(position(node->shape(), at))];
      const double v = of(x)[static_cast<std::size_t>(flat)];
      if (fold == fenchel::Fold::sum) y += v;
      else if (std::isnan(v) || std::isnan(y)) y = NAN;
      else y = fold == fenchel::Fold::max ? std::fmax(y, v) : std::fmin(y, v);
    });
    return out;
  }

  Values structural(const Node* node) const;
  Values run(const Node* node) const;
};

inline Values matmul(const Machine& m, const Node* node) {
  Values out(static_cast<std::size_t>(node->shape().size()));
  const Node *a = node->inputs()[0], *b = node->inputs()[1];
  const std::int64_t inner = a->shape()[a->rank - 1];
  for_each_index(node->shape(), [&](const std::vector<std::int64_t>& at, std::int64_t flat) {
    double sum = 0;
    for (std::int64_t j = 0; j < inner; ++j) {
      auto left = at, right = at;
      left.back() = j;
      right[right.size() - 2] = j;
      sum += m.read(a, left) * m.read(b, right);
    }
    out[static_cast<std::size_t>(flat)] = sum;
  });
  return out;
}

/// slice (reads), unslice and slice_update (write).
inline Values sliced(const Machine& m, const Node* node, const std::string& name) {
  const bool reads = name == "slice";
  const Node* x = node->inputs()[0];
  const Node* small = reads ? node : node->inputs()[name == "slice_update" ? 1 : 0];
  const auto starts = m.integers(node->inputs().back());
  const auto& attributes = node->attributes();
  const std::size_t skip = name == "slice_update" ? 0 : attributes.size() / 2;
  Values out = name == "slice_update" ? m.of(x)
                                      : Values(static_cast<std::size_t>(node->shape().size()), 0.0);
  const Node* large = reads ? x : node;
  for_each_index(small->shape(), [&](std::vector<std::int64_t> at, std::int64_t flat) {
    for (std::size_t i = 0; i < at.size(); ++i) at[i] = starts[i] + attributes[skip + i] * at[i];
    const auto there = static_cast<std::size_t>(position(large->shape(), at));
    if (reads) out[static_cast<std::size_t>(flat)] = m.of(x)[there];
    else out[there] = m.of(small)[static_cast<std::size_t>(flat)];
  });
  return out;
}

/// gather (reads), scatter and scatter_add (write).
inline Values indexed(const Machine& m, const Node* node, const std::string& name) {
  const bool reads = name == "gather";
  const Node *base = node->inputs()[0], *index = node->inputs()[1];
  const Node* rows = reads ? node : node->inputs()[2];
  const auto batch = node->attributes()[0];
  const std::int64_t size = base->shape()[static_cast<int>(batch)];
  Values out = reads ? Values(static_cast<std::size_t>(node->shape().size())) : m.of(base);
  for_each_index(rows->shape(), [&](const std::vector<std::int64_t>& at, std::int64_t flat) {
    const std::vector<std::int64_t> head(at.begin(), at.begin() + index->rank);
    auto row = static_cast<std::int64_t>(m.read(index, head));
    if (row < -size || row >= size) throw std::out_of_range("oracle: index");
    std::vector<std::int64_t> there(at.begin(), at.begin() + batch);
    there.push_back(row < 0 ? row + size : row);
    there.insert(there.end(), at.begin() + index->rank, at.end());
    const auto to = static_cast<std::size_t>(position(base->shape(), there));
    if (reads) out[static_cast<std::size_t>(flat)] = m.of(base)[to];
    else if (name == "scatter") out[to] = m.of(rows)[static_cast<std::size_t>(flat)];
    else out[to] += m.of(rows)[static_cast<std::size_t>(flat)];
  });
  return out;
}

inline Values joined(const Machine& m, const Node* node) {
  Values out(static_cast<std::size_t>(node->shape().size()));
  const auto axis = static_cast<std::size_t>(node->attributes()[0]);
  for_each_index(node->shape(), [&](std::vector<std::int64_t> at, std::int64_t flat) {
    for (const Node* part : node->inputs()) {
      const std::int64_t n = part->shape()[static_cast<int>(axis)];
      if (at[axis] < n) {
        out[static_cast<std::size_t>(flat)] = m.read(part, at);
        return;
      }
      at[axis] -= n;
    }
  });
  return out;
}

inline Values viewed(const Machine& m, const Node* node, const std::string& name) {
  if (name == "reshape") return m.of(node->inputs()[0]);
  Values out(static_cast<std::size_t>(node->shape().size()));
  for_each_index(node->shape(), [&](const std::vector<std::int64_t>& at, std::int64_t flat) {
    auto from = at;
    if (name == "permute")
      for (std::size_t i = 0; i < at.size(); ++i)
        from[static_cast<std::size_t>(node->attributes()[i])] = at[i];
    out[static_cast<std::size_t>(flat)] = m.read(node->inputs()[0], from);
  });
  return out;
}

inline Values Machine::structural(const Node* node) const {
  const std::string& name = fenchel::info(node->op).name;
  if (name == "matmul") return matmul(*this, node);
  if (name == "concatenate") return joined(*this, node);
  if (name == "slice" || name == "unslice" || name == "slice_update")
    return sliced(*this, node, name);
  if (name == "gather" || name == "scatter" || name == "scatter_add")
    return indexed(*this, node, name);
  return viewed(*this, node, name);
}

inline Values Machine::run(const Node* node) const {
  using fenchel::Role;
  switch (fenchel::info(node->op).role) {
    case Role::identity:
      return of(node->inputs()[0]);
    case Role::elementwise:
      return elementwise(node);
    case Role::reduction:
      return reduction(node);
    default:
      return structural(node);
  }
}

/// The value of a leaf: a bound placeholder, a number, or an array in memory.
inline Values leaf(Node* node) {
  if (node->rank == 0) return {fenchel::number_of(*node)};
  Values out(static_cast<std::size_t>(node->shape().size()));
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (node->dtype == fenchel::DType::float64) out[i] = static_cast<double*>(node->data())[i];
    else if (node->dtype == fenchel::DType::float32) out[i] = static_cast<float*>(node->data())[i];
    else if (node->dtype == fenchel::DType::int64)
      out[i] = static_cast<double>(static_cast<std::int64_t*>(node->data())[i]);
    else out[i] = static_cast<unsigned char*>(node->data())[i];
  }
  return out;
}

/// The value of x, with placeholders bound.
inline Values evaluate(const Var& x, const Bindings& bound = {}) {
  fenchel::Walk walk;
  Machine machine{bound};
  walk.visit(x.node(), [&](Node* node) { return !bound.count(node) && !node->known(); });
  for (Node* node : walk.order())
    if (!bound.count(node)) machine.values[node] = node->known() ? leaf(node) : machine.run(node);
  return machine.of(x.node());
}

inline Values random_values(std::int64_t n, unsigned seed) {
  std::mt19937 engine(seed);
  std::normal_distribution<double> normal;
  Values out(static_cast<std::size_t>(n));
  for (double& v : out) v = normal(engine);
  return out;
}

inline double dot(const Values& a, const Values& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace oracle
