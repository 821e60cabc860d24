// SPDX-License-Identifier: Apache-2.0
// The workloads for libraries with a scalar type of their own: plain loops over it, as their users
// write them.
#pragma once

#include "../gradients.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <type_traits>

namespace peers {

/// The inputs that have a gradient, a bit each.
enum Active : unsigned { of_x = 1, of_y = 2, of_mu = 4, of_sigma = 8, of_w = 16 };

/// Visits the active inputs and where their gradients go: visit(data, gradient, count).
template <unsigned active, class Visit>
void each_active(Problem& p, const Visit& visit) {
  if constexpr (active & of_x) visit(p.x, p.g, p.n);
  if constexpr (active & of_y) visit(p.y, p.g_y, p.n);
  if constexpr (active & of_mu) visit(&p.mu, &p.g_mu, std::size_t(1));
  if constexpr (active & of_sigma) visit(&p.sigma, &p.g_sigma, std::size_t(1));
  if constexpr (active & of_w) visit(p.w, p.g, p.d);
}

/// The inputs of a formula: those that are active are numbers of type T, the others doubles.
template <class T, unsigned active>
struct Inputs {
  using Number = T;
  template <unsigned bit>
  using Of = std::conditional_t<(active & bit) != 0, T, double>;
  const Problem& p;
  const Of<of_x>* x = nullptr;
  const Of<of_y>* y = nullptr;
  const Of<of_w>* w = nullptr;
  const Of<of_mu>* mu = nullptr;
  const Of<of_sigma>* sigma = nullptr;

  /// `at` holds the active inputs, in the order of each_active.
  Inputs(const Problem& problem, const T* at) : p(problem) {
    const auto take = [&at](auto*& pointer, const double* passive, std::size_t count) {
      if constexpr (std::is_same_v<std::remove_reference_t<decltype(pointer)>, const T*>)
        pointer = at, at += count;
      else pointer = passive;
    };
    take(x, p.x, p.n), take(y, p.y, p.n), take(mu, &p.mu, 1), take(sigma, &p.sigma, 1);
    take(w, p.w, p.d);
  }
};

/// Defines a formula: a sum over i of a term of its inputs `in`.
#define FENCHEL_BENCH_SUM(Type, workload, bits, ...)        \
  struct Type {                                             \
    static constexpr std::string_view name = workload;      \
    static constexpr unsigned active = bits;                \
    template <class In>                                     \
    static auto value(const In& in) {                       \
      using std::exp, std::log, std::sin;                   \
      typename In::Number sum = 0;                          \
      for (std::size_t i = 0; i < in.p.n; ++i) __VA_ARGS__; \
      return sum;                                           \
    }                                                       \
  };

FENCHEL_BENCH_SUM(Sum, "sum", of_x, sum += in.x[i])
FENCHEL_BENCH_SUM(SumLog, "sum_log", of_x, sum += log(in.x[i]))
FENCHEL_BENCH_SUM(SumExp, "sum_exp", of_x, sum += exp(in.x[i]))
FENCHEL_BENCH_SUM(Softplus, "softplus", of_x, sum += log(1.0 + exp(-in.y[i] * in.x[i])))
FENCHEL_BENCH_SUM(Poisson, "poisson", of_x, sum += in.y[i] * in.x[i] - exp(in.x[i]))
FENCHEL_BENCH_SUM(Mixed, "mixed", of_x,
                  sum += exp(-(in.x[i] * in.x[i])) * sin(in.x[i]) + log(in.x[i]))
FENCHEL_BENCH_SUM(SinExpLog, "sin_exp_log", of_x | of_y,
                  sum +=
                  sin(in.x[i]) * in.y[i] + exp(-(in.x[i] * in.x[i])) * log(1.0 + in.y[i] * in.y[i]))

/// What is said about a row of X: a term of its product with w and of its label.
template <class In>
auto score(const In& in, std::size_t i) {
  typename In::Number sum = 0;
  for (std::size_t j = 0; j < in.p.d; ++j) sum += in.x[i * in.p.d + j] * in.w[j];
  return sum;
}
FENCHEL_BENCH_SUM(Linear, "linear_regression", of_w, {
  const typename In::Number rest = score(in, i) - in.y[i];
  sum += rest * rest;
})
FENCHEL_BENCH_SUM(Logistic, "logistic_regression", of_w,
                  sum += log(1.0 + exp(-in.y[i] * score(in, i))))
#undef FENCHEL_BENCH_SUM

/// Two square matrices in x and y.
struct MatrixProduct {
  static constexpr std::string_view name = "matrix_product";
  static constexpr unsigned active = of_x | of_y;
  template <class In>
  static auto value(const In& in) {
    const std::size_t d = in.p.d;
    typename In::Number sum = 0;
    for (std::size_t i = 0; i < d; ++i)
      for (std::size_t j = 0; j < d; ++j)
        for (std::size_t k = 0; k < d; ++k) sum += in.x[i * d + k] * in.y[k * d + j];
    return sum;
  }
};

struct Product {
  static constexpr std::string_view name = "product";
  static constexpr unsigned active = of_x;
  template <class In>
  static auto value(const In& in) {
    typename In::Number product = 1;
    for (std::size_t i = 0; i < in.p.n; ++i) product *= in.x[i];
    return product;
  }
};
struct ProductZero : Product {
  static constexpr std::string_view name = "product_zero";
};

struct LogSumExp {
  static constexpr std::string_view name = "logsumexp";
  static constexpr unsigned active = of_x;
  template <class In>
  static auto value(const In& in) {
    using std::exp, std::log;
    const double top = *std::max_element(in.p.x, in.p.x + in.p.n);
    typename In::Number sum = 0;
    for (std::size_t i = 0; i < in.p.n; ++i) sum += exp(in.x[i] - top);
    return typename In::Number(top + log(sum));
  }
};

/// Up to the constant; X says whether x is active.
template <unsigned X>
struct Normal {
  static constexpr std::string_view name = X ? "normal_all_active" : "normal_log_density";
  static constexpr unsigned active = X | of_mu | of_sigma;
  template <class In>
  static auto value(const In& in) {
    using std::log;
    typename In::Number sum = 0;
    for (std::size_t i = 0; i < in.p.n; ++i) {
      const typename In::Number z = (in.x[i] - *in.mu) / *in.sigma;
      sum += -0.5 * z * z;
    }
    return typename In::Number(sum - double(in.p.n) * log(*in.sigma));
  }
};

/// The function of Gradients, `template <class F> double of(Problem&)`, that a workload's formula F
/// belongs to; null if there is none.
template <class Gradients, class... F>
Gradient among(std::string_view workload) {
  Gradient found = nullptr;
  ((F::name == workload ? void(found = &Gradients::template of<F>) : void()), ...);
  return found;
}
template <class Gradients>
Gradient find(std::string_view workload) {
  return among<Gradients, Sum, SumLog, SumExp, LogSumExp, Product, ProductZero, Normal<0>,
               Normal<of_x>, Softplus, Poisson, SinExpLog, Mixed, Linear, Logistic, MatrixProduct>(
      workload);
}

}  // namespace peers
