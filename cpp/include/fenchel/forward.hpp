// SPDX-License-Identifier: Apache-2.0
// Derivatives of functions of fixed size: numbers that carry tangents or power series, and
// straight-line derivatives made by the compiler.
#pragma once

#include <fenchel/forward/batch.hpp>
#include <fenchel/forward/derivative.hpp>
#include <fenchel/forward/dual.hpp>
#include <fenchel/forward/hessian.hpp>
#include <fenchel/forward/jacobian.hpp>
#include <fenchel/forward/jet.hpp>
#include <fenchel/forward/rule.hpp>
#include <fenchel/forward/taylor.hpp>
#include <fenchel/forward/triangular.hpp>
#include <fenchel/forward/unroll.hpp>
#include <fenchel/primitive/list.hpp>
