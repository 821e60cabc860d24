// SPDX-License-Identifier: Apache-2.0
// The chunks a function is measured in: points of one kind, the special points, or a stretch of all
// bit patterns of float32. A chunk is always the same, so that an interrupted run continues.
#pragma once

#include "judge.hpp"
#include "points.hpp"

namespace accuracy {

/// A chunk of a kind has 2^19 points, of all patterns 2^24; a slice has `fraction` of them.
template <class T>
Report measure_kind(Judge<T>& judge, const Function& f, Kind kind, int chunk, double fraction);

/// All special points, or all pairs of them.
template <class T>
Report measure_special(Judge<T>& judge, const Function& f);

/// Against our own float64 kernel, whose error is 10^-9 of a float32 unit; what comes near the
/// bound is confirmed by MPFR.
Report measure_patterns(Judge<float>& judge, const Function& f, int chunk, double fraction);

/// A fingerprint of the results in every set at points that never change: 2^20 of them, and the
/// special ones. All NaN are one.
template <class T>
std::vector<std::uint64_t> fingerprints(const Function& f);

}  // namespace accuracy
