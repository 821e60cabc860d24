// SPDX-License-Identifier: Apache-2.0
// Kernels over whole arrays against the oracle's loops, on every type; indices are checked.
#include <doctest/doctest.h>

#include <fenchel/execute/whole_kernels.hpp>
#include <fenchel/program/structural/gather.hpp>
#include <fenchel/program/structural/slice.hpp>

#include "oracle.hpp"

using fenchel::DType;
using fenchel::IndexError;
using fenchel::Node;
using fenchel::Shape;
using fenchel::Var;

namespace {

/// Calls use.operator()<T>() with the type in memory.
template <class Use>
void with_type(DType dtype, Use&& use) {
  if (dtype == DType::boolean) use.template operator()<unsigned char>();
  else if (dtype == DType::int64) use.template operator()<std::int64_t>();
  else if (dtype == DType::float32) use.template operator()<float>();
  else use.template operator()<double>();
}

/// An array of a type with these values.
Var array(DType dtype, const Shape& shape, const oracle::Values& values) {
  fenchel::Memory memory(values.size() * 8 + 1);
  with_type(dtype, [&]<class T>() {
    for (std::size_t i = 0; i < values.size(); ++i) memory.as<T>()[i] = static_cast<T>(values[i]);
  });
  Node* node = fenchel::new_node(fenchel::op::array, dtype, shape);
  node->buffer = memory.release();
  node->flags |= Node::has_value;
  return Var::adopt(node);
}

Var random_array(DType dtype, const Shape& shape, unsigned seed) {
  auto values = oracle::random_values(shape.size(), seed);
  for (double& v : values) {
    if (dtype == DType::boolean) v = v > 0;
    if (dtype == DType::int64) v = std::round(10 * v);
    if (dtype == DType::float32) v = std::round(256 * v) / 256;  // sums are exact in both types
  }
  return array(dtype, shape, values);
}

Var indices(const Shape& shape, const oracle::Values& values) {
  return array(DType::int64, shape, values);
}

/// Runs the kernel of a node whose inputs have values.
oracle::Values run(const Var& y) {
  std::vector<const void*> in;
  std::vector<Shape> in_shapes;
  for (Node* input : y->inputs()) {
    in.push_back(input->data());
    in_shapes.push_back(input->shape());
  }
  const Shape shape = y.shape();
  oracle::Values out(static_cast<std::size_t>(shape.size()));
  with_type(y.dtype(), [&]<class T>() {
    std::vector<T> memory(out.size() + 1, T(1));
    const auto kernel = fenchel::whole_kernel(y->op);
    REQUIRE((kernel != nullptr));
    kernel({in, in_shapes, memory.data(), shape, y.dtype(), y->attributes()});
    CHECK(memory.back() == T(1));  // nothing behind the end
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<double>(memory[i]);
  });
  return out;
}

void check(const Var& y) {
  CAPTURE(fenchel::info(y->op).name);
  CAPTURE(fenchel::name_of(y.dtype()));
  CAPTURE(fenchel::to_string(y.shape()));
  CHECK(run(y) == oracle::evaluate(y));
}

constexpr DType all_types[] = {DType::boolean, DType::int64, DType::float32, DType::float64};

void check_indexed(DType dtype, const Shape& base, const Var& index, int batch) {
  Shape picked = index.shape();
  for (int i = batch + 1; i < base.rank(); ++i) picked.push_back(base[i]);
  const Var x = random_array(dtype, base, 1), updates = random_array(dtype, picked, 2);
  check(fenchel::gather(x, index, batch));
  check(fenchel::scatter(x, index, updates, batch));
  if (dtype != DType::boolean) check(fenchel::scatter_add(x, index, updates, batch));
}

void check_sliced(DType dtype, const Shape& large, const Shape& small, const oracle::Values& starts,
                  const std::vector<std::int64_t>& steps) {
  const Var at = indices(Shape{static_cast<std::int64_t>(starts.size())}, starts);
  const Var x = random_array(dtype, large, 3), v = random_array(dtype, small, 4);
  check(fenchel::unslice(v, at, large, steps));
  check(fenchel::slice_update(x, v, at, steps));
}

void check_joined(DType dtype, const std::vector<Shape>& shapes, int axis) {
  std::vector<Var> parts;
  for (const Shape& shape : shapes) parts.push_back(random_array(dtype, shape, 5 + parts.size()));
  check(fenchel::concatenate(parts, axis));
}

}  // namespace

TEST_CASE("gather, scatter, scatter_add: repeated, negative and no indices, batches, no rows") {
  for (DType dtype : all_types) {
    check_indexed(dtype, Shape{5}, indices(Shape{4}, {0, 4, -1, 0}), 0);
    check_indexed(dtype, Shape{5, 3}, indices(Shape{2, 2}, {1, 1, -5, 3}), 0);
    check_indexed(dtype, Shape{2, 5, 3}, indices(Shape{2, 2}, {1, 0, 4, 4}), 1);
    check_indexed(dtype, Shape{3, 4}, indices(Shape{3}, {1, -1, 0}), 1);
    check_indexed(dtype, Shape{5, 2}, indices(Shape{0}, {}), 0);
    check_indexed(dtype, Shape{5, 0}, indices(Shape{2}, {1, 2}), 0);
  }
}

TEST_CASE("unslice and slice_update: steps forward and backward, empty slices, no axes") {
  for (DType dtype : all_types) {
    check_sliced(dtype, Shape{7}, Shape{3}, {1}, {2});
    check_sliced(dtype, Shape{7}, Shape{7}, {6}, {-1});
    check_sliced(dtype, Shape{4, 5}, Shape{2, 3}, {1, 0}, {1, 1});
    check_sliced(dtype, Shape{4, 5}, Shape{2, 3}, {3, 4}, {-2, -2});
    check_sliced(dtype, Shape{3, 4, 5}, Shape{3, 1, 5}, {0, 2, 0}, {1, 1, 1});
    check_sliced(dtype, Shape{4, 5}, Shape{0, 3}, {0, 0}, {1, 1});
  }
}

TEST_CASE("concatenate along every axis, with empty parts") {
  for (DType dtype : all_types) {
    check_joined(dtype, {Shape{2}, Shape{0}, Shape{3}}, 0);
    check_joined(dtype, {Shape{2, 3}, Shape{1, 3}}, 0);
    check_joined(dtype, {Shape{2, 3}, Shape{2, 1}, Shape{2, 2}}, 1);
    check_joined(dtype, {Shape{2, 2, 3}, Shape{2, 4, 3}, Shape{2, 1, 3}, Shape{2, 1, 3}}, 1);
    check_joined(dtype, {Shape{0, 3}, Shape{0, 2}}, 1);
  }
}

TEST_CASE("of repeated rows the last is kept; sums are added in order") {
  const Var base = array(DType::float64, Shape{2}, {1, 2});
  const Var index = indices(Shape{3}, {1, 1, -1});
  const Var updates = array(DType::float64, Shape{3}, {10, 20, 30});
  CHECK(run(fenchel::scatter(base, index, updates)) == oracle::Values{1, 30});
  CHECK(run(fenchel::scatter_add(base, index, updates)) == oracle::Values{1, 62});
}

TEST_CASE("indices out of bounds") {
  const Var x = random_array(DType::float64, Shape{5, 2}, 1);
  const Var batched = random_array(DType::float64, Shape{2, 3}, 1);
  CHECK_THROWS_WITH_AS(run(fenchel::gather(x, indices(Shape{1}, {7}))),
                       "index 7 is out of bounds for axis 0 with size 5", IndexError);
  CHECK_THROWS_WITH_AS(run(fenchel::gather(batched, indices(Shape{2}, {0, -4}), 1)),
                       "index -4 is out of bounds for axis 1 with size 3", IndexError);
  const Var index = indices(Shape{2}, {0, 5}), rows = random_array(DType::float64, Shape{2, 2}, 2);
  CHECK_THROWS_AS(run(fenchel::scatter(x, index, rows)), IndexError);
  CHECK_THROWS_AS(run(fenchel::scatter_add(x, index, rows)), IndexError);
}

TEST_CASE("a slice whose start is data must fit") {
  const Var v = random_array(DType::float64, Shape{2}, 1);
  const std::int64_t steps[] = {2};
  CHECK_THROWS_WITH_AS(run(fenchel::unslice(v, indices(Shape{1}, {3}), Shape{5}, steps)),
                       "slice: index 5 is out of bounds for axis 0 with size 5", IndexError);
  CHECK_THROWS_AS(run(fenchel::unslice(v, indices(Shape{1}, {-1}), Shape{5}, steps)), IndexError);
}

TEST_CASE("an operation gets its kernel when it is registered") {
  fenchel::OpInfo row{
      .name = "kernel_of_a_test", .facts = {}, .role = fenchel::Role::call, .arity = 1};
  const auto id = fenchel::add_operation(row);
  CHECK((fenchel::whole_kernel(id) == nullptr));
  const fenchel::WholeKernel kernel = [](const fenchel::WholeCall&) {};
  fenchel::add_whole_kernel(id, kernel);
  CHECK((fenchel::whole_kernel(id) == kernel));
}
