// SPDX-License-Identifier: Apache-2.0
// Expressions over Eigen's types: fixed and dynamic, maps and references, matrices.
#include <doctest/doctest.h>
#include <fenchel/interop/eigen.hpp>

#include <Eigen/Dense>

using namespace fenchel;

namespace {

template <class T, int Rows, int Cols>
using RowMajor = Eigen::Matrix<T, Rows, Cols, Eigen::RowMajor>;

template <class X>
void check_leaf(X& x, X& g) {
  using T = typename std::remove_cvref_t<X>::Scalar;
  const auto e = sum(square(active(x, g)) * passive(x));
  CHECK(value_and_grad(e) == doctest::Approx(x.array().cube().sum()).epsilon(1e-6));
  for (Eigen::Index i = 0; i < x.size(); ++i)
    CHECK(g.data()[i] == doctest::Approx(T(2) * x.data()[i] * x.data()[i]).epsilon(1e-6));
}

}  // namespace

TEST_CASE("vectors, arrays and matrices, of fixed and dynamic size") {
  Eigen::VectorXd a = Eigen::VectorXd::Random(37), da(37);
  check_leaf(a, da);
  Eigen::Vector3d b(1, 2, 3), db;
  check_leaf(b, db);
  static_assert(decltype(active(b, db))::extent == 3);
  Eigen::ArrayXf c = Eigen::ArrayXf::Random(9), dc(9);
  check_leaf(c, dc);
  Eigen::Matrix2d d = Eigen::Matrix2d::Random(), dd;
  check_leaf(d, dd);
  RowMajor<float, Eigen::Dynamic, Eigen::Dynamic> e = Eigen::MatrixXf::Random(3, 5), de(3, 5);
  check_leaf(e, de);
  Eigen::VectorXd empty, none;
  CHECK(value_and_grad(sum(active(empty, none))) == 0);
}

TEST_CASE("maps, references and segments; what has gaps is refused") {
  Eigen::VectorXd all = Eigen::VectorXd::Random(10), g = Eigen::VectorXd::Constant(10, 99);
  value_and_grad(sum(exp(active(all.segment(2, 5), g.segment(2, 5)))));
  for (int i = 0; i < 10; ++i)
    CHECK(g[i] == doctest::Approx(i < 2 || i > 6 ? 99 : std::exp(all[i])).epsilon(1e-15));
  double memory[4] = {1, 2, 3, 4};
  CHECK(value(sum(passive(Eigen::Map<Eigen::VectorXd>(memory, 4)))) == 10);
  const Eigen::Ref<const Eigen::VectorXd> view(all);
  CHECK(value(sum(passive(view))) == doctest::Approx(all.sum()).epsilon(1e-15));
  Eigen::MatrixXd m = Eigen::MatrixXd::Random(4, 4);
  CHECK(value(sum(passive(m.col(1)))) == doctest::Approx(m.col(1).sum()).epsilon(1e-15));
  CHECK_THROWS_AS(passive(m.row(1)), ShapeError);
  CHECK_THROWS_AS(passive(m.topRows(2)), ShapeError);
  CHECK_THROWS_AS(active(all, m), ShapeError);
}

TEST_CASE("a matrix in a product") {
  RowMajor<double, Eigen::Dynamic, Eigen::Dynamic> X = Eigen::MatrixXd::Random(21, 6), dX(21, 6);
  Eigen::VectorXd w = Eigen::VectorXd::Random(6), dw(6), y = Eigen::VectorXd::Random(21);
  const auto loss = sum(square(matmul(active(matrix(X), matrix(dX)), active(w, dw)) - passive(y)));
  const Eigen::VectorXd r = X * w - y;
  CHECK(value_and_grad(loss) == doctest::Approx(r.squaredNorm()).epsilon(1e-14));
  CHECK((dw - 2 * X.transpose() * r).norm() < 1e-13);
  CHECK((dX - 2 * r * w.transpose()).norm() < 1e-13);
  const auto& fixed = X;
  value_and_grad(sum(matmul(matrix(fixed), active(w, dw))));
  CHECK((dw - X.colwise().sum().transpose()).norm() < 1e-14);
}
