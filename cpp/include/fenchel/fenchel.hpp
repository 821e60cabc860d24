// SPDX-License-Identifier: Apache-2.0
// All of fenchel. The static engine alone is <fenchel/expr.hpp>.
#pragma once

#include <fenchel/array.hpp>
#include <fenchel/control.hpp>
#include <fenchel/execute.hpp>
#include <fenchel/expr.hpp>
#include <fenchel/expr/factor.hpp>
#include <fenchel/expr/unroll.hpp>
#include <fenchel/forward.hpp>
#include <fenchel/forward/complex.hpp>
#include <fenchel/optimize.hpp>
#include <fenchel/program.hpp>
#include <fenchel/smooth.hpp>
