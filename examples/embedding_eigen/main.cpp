// SPDX-License-Identifier: Apache-2.0
// Logistic regression on Eigen's types by Newton's method: the loss and its gradient come from one
// expression that reads the matrix once, the curvature and the linear solve from Eigen.
#include <fenchel/interop/eigen.hpp>

#include <cstdio>
#include <Eigen/Dense>

namespace {

using Data = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr Eigen::Index rows = 500, features = 8;
constexpr double ridge = 1e-2;

/// The mean loss of the labels -1 and 1, and a ridge; the gradient is written to g.
double loss_and_gradient(const Data& X, const Eigen::VectorXd& labels, const Eigen::VectorXd& w,
                         Eigen::VectorXd& g) {
  using namespace fenchel;
  const auto weights = active(w, g);
  const auto margin = passive(labels) * matmul(matrix(X), weights);
  return value_and_grad(mean(softplus(-margin)) + 0.5 * ridge * dot(weights, weights));
}

Eigen::MatrixXd curvature(const Data& X, const Eigen::VectorXd& w) {
  const Eigen::ArrayXd p = (X * w).array().logistic();
  const Eigen::VectorXd weight = p * (1 - p) / double(rows);
  Eigen::MatrixXd H = X.transpose() * weight.asDiagonal() * X;
  H.diagonal().array() += ridge;
  return H;
}

}  // namespace

int main() {
  std::srand(1);
  const Data X = Data::Random(rows, features);
  const Eigen::VectorXd truth = 3 * Eigen::VectorXd::Random(features);
  const Eigen::VectorXd noise = 0.5 * Eigen::VectorXd::Random(rows);
  const Eigen::VectorXd labels = (X * truth + noise).array().sign();
  Eigen::VectorXd w = Eigen::VectorXd::Zero(features), g(features);
  double size = 1;
  for (int iteration = 0; iteration < 20 && size > 1e-12; ++iteration) {
    const double loss = loss_and_gradient(X, labels, w, g);
    size = g.norm();
    std::printf("%2d: loss %.12f, gradient %.1e\n", iteration, loss, size);
    w -= curvature(X, w).ldlt().solve(g);
  }
  const double agreement = w.normalized().dot(truth.normalized());
  std::printf("cosine of the weights and those that made the labels: %.3f\n", agreement);
  return size < 1e-12 && agreement > 0.95 ? 0 : 1;
}
