// SPDX-License-Identifier: Apache-2.0
// All of simd/: packets, their memory, and the elementary functions.
#pragma once

#include <fenchel/simd/basic.hpp>
#include <fenchel/simd/erf.hpp>
#include <fenchel/simd/exp.hpp>
#include <fenchel/simd/expm1.hpp>
#include <fenchel/simd/fast.hpp>
#include <fenchel/simd/log.hpp>
#include <fenchel/simd/log1p.hpp>
#include <fenchel/simd/memory.hpp>
#include <fenchel/simd/pow.hpp>
#include <fenchel/simd/sigmoid.hpp>
#include <fenchel/simd/sincos.hpp>
#include <fenchel/simd/softplus.hpp>
#include <fenchel/simd/tan.hpp>
#include <fenchel/simd/tanh.hpp>
