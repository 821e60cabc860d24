// SPDX-License-Identifier: Apache-2.0
// Arrays: creation, indexing, arithmetic, evaluation.
#pragma once

#include <fenchel/array/arithmetic.hpp>
#include <fenchel/array/array.hpp>
#include <fenchel/array/evaluate.hpp>

#if defined(FENCHEL_HEADER_ONLY)
#include <fenchel/array/bodies.hpp>
#include <fenchel/execute.hpp>
#endif
