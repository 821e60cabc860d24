// SPDX-License-Identifier: Apache-2.0
// Registers the structural operations: the bodies of this folder, one line a family.
#pragma once

#include <fenchel/program/structural/broadcast-inl.hpp>
#include <fenchel/program/structural/cholesky-inl.hpp>
#include <fenchel/program/structural/cumulative-inl.hpp>
#include <fenchel/program/structural/determinant-inl.hpp>
#include <fenchel/program/structural/gather-inl.hpp>
#include <fenchel/program/structural/matmul-inl.hpp>
#include <fenchel/program/structural/reduce-inl.hpp>
#include <fenchel/program/structural/several-inl.hpp>
#include <fenchel/program/structural/shaping-inl.hpp>
#include <fenchel/program/structural/slice-inl.hpp>
#include <fenchel/program/structural/solve-inl.hpp>
#include <fenchel/program/structural/sort-inl.hpp>
#include <fenchel/program/structural/triangle-inl.hpp>

namespace fenchel::structural {

inline void add_shaping() { add_structural<Alias, StopGradient, Cast>(); }

inline void add_structure() {
  add_structural<BroadcastTo, Reshape, Permute, Sum, Max, Min, Matmul>();
  add_structural<Slice, Unslice, SliceUpdate, Concatenate, Gather, ScatterAdd, Scatter>();
  add_structural<CumulativeSum, LinearRecurrence, SortingOrder>();
  add_structural<LuFactors, Solve, SolveTriangular, Cholesky, Det, LogAbsDet, DetSign>();
  add_structural<Bundle, Output>();
}

}  // namespace fenchel::structural
