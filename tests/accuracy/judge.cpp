// SPDX-License-Identifier: Apache-2.0
#include "judge.hpp"

#include "error.hpp"

namespace accuracy {
namespace {

constexpr mpfr_prec_t bits = 160, more_bits = 320;
/// A correctly rounded result may be half a unit away, and the measure is itself rounded.
constexpr double tolerance = 0x1p-40;
/// A broken kernel is not confirmed at all of its points.
constexpr std::uint64_t enough_failures = 1000;

}  // namespace

template <class T>
Judge<T>::Judge(const Function& function)
    : function_(function), largest_(std::size_t(sets_)), failures_(std::size_t(sets_)) {
  Real::bits = bits;
  report_.scores.resize(std::size_t(sets_));
}

template <class T>
Real Judge<T>::exact(const T* x) const {
  const Real arguments[] = {Real((long double)x[0]), Real((long double)x[function_.arity - 1])};
  return function_.reference->exact(arguments, std::numeric_limits<T>::digits);
}

template <class T>
double Judge<T>::scale(const T* x) const {
  const double inputs[] = {double(x[0]), double(x[function_.arity - 1])};
  return function_.facts->scale ? function_.facts->scale(inputs) : 0;
}

template <class T>
double Judge<T>::threshold(int set) const {
  const double bound = function_.kernels[std::size_t(set)]->bound;
  const bool all = failures_[std::size_t(set)] < enough_failures;
  return all ? std::min(largest_[std::size_t(set)], bound) : largest_[std::size_t(set)];
}

template <class T>
void Judge<T>::note(int set, double x, double ulp) {
  report_.scores[std::size_t(set)].envelope.add(x, ulp);
}

template <class T>
void Judge<T>::point(const T* x, const T* y, bool sampled) {
  const long double arguments[] = {x[0], x[function_.arity - 1]};
  const Quick quick = function_.reference->quick(arguments, std::numeric_limits<T>::digits);
  const double least = scale(x);
  const long unit =
      unit_exponent<T>(std::max(exponent_of(quick.value), exponent_of((long double)least)));
  // Far beyond the range the result is an infinity, however far.
  const bool overflows = exponent_of(quick.value) > std::numeric_limits<T>::max_exponent + 1;
  const double slack = overflows ? 0 : double(scaled(quick.slack, -unit));
  double ulp[8];
  bool doubtful = sampled;
  for (int set = 0; set < sets_; ++set) {
    ulp[set] = ulp_error(y[set], quick.value, least);
    doubtful |= ulp[set] + slack > threshold(set);
  }
  report_.points += 1;
  if (!doubtful) {
    for (int set = 0; set < sets_; ++set) note(set, x[0], ulp[set]);
    return;
  }
  const Real want = exact(x);
  settle(x, y, want);
  compare(x, quick, want);
}

/// Whether the quick value is within its slack; one far too small for long double may be zero.
template <class T>
void Judge<T>::compare(const T* x, const Quick& quick, const Real& want) {
  if (!std::isfinite(quick.slack)) return;
  const bool finite = std::isfinite(quick.value) && mpfr_number_p(want.get());
  const Real gap = fabs(want - Real(quick.value)), least = Real(0x1p-16000L);
  const Real allowed = Real(quick.slack) + scaled(fabs(want), -62) + least;
  if (!is_wrong((long double)want, quick.value) && !(finite && gap > allowed)) return;
  report_.distrust += 1;
  mpfr_fprintf(stderr, "%s(%.17g, %.17g): MPFR says %.20Rg, long double %.20Lg +- %.3Lg\n",
               function_.facts->name, double(x[0]), double(x[function_.arity - 1]), want.get(),
               quick.value, quick.slack);
}

template <class T>
void Judge<T>::confirm(const T* x, const T* y) {
  settle(x, y, exact(x));
}

template <class T>
void Judge<T>::settle(const T* x, const T* y, const Real& want) {
  report_.confirmed += 1;
  const double least = scale(x);
  for (int i = 0; i < sets_; ++i) {
    const auto set = std::size_t(i);
    const double ulp = ulp_error(y[set], want, least);
    Score& score = report_.scores[set];
    note(i, x[0], ulp);
    if (ulp > score.worst.ulp)
      score.worst = {ulp, {x[0], x[function_.arity - 1]}, y[set], double(want)};
    const bool fails = !(ulp <= function_.kernels[set]->bound + tolerance);
    score.failures += fails;
    failures_[set] += fails;
    largest_[set] = std::max(largest_[set], ulp);
  }
}

template <class T>
void Judge<T>::check_worst(Score& score) {
  if (score.worst.ulp == 0) return;
  const T x[] = {T(score.worst.x[0]), T(score.worst.x[1])};
  Real::bits = more_bits;
  const double ulp = ulp_error(T(score.worst.got), exact(x), scale(x));
  Real::bits = bits;
  const bool agrees = ulp == score.worst.ulp || std::fabs(ulp - score.worst.ulp) < 1e-6;
  report_.distrust += !agrees;
  score.worst.ulp = ulp;
}

template <class T>
Report Judge<T>::take() {
  for (Score& score : report_.scores) check_worst(score);
  Report done = std::move(report_);
  report_ = {};
  report_.scores.resize(std::size_t(sets_));
  return done;
}

template class Judge<float>;
template class Judge<double>;

}  // namespace accuracy
