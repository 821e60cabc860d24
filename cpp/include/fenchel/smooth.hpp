// SPDX-License-Identifier: Apache-2.0
// Smoothing: regularizers, soft maxima, Fenchel-Young losses, soft programs.
#pragma once

#include <fenchel/smooth/fenchel_young.hpp>
#include <fenchel/smooth/project_simplex.hpp>
#include <fenchel/smooth/regularizer.hpp>
#include <fenchel/smooth/soft_max.hpp>
#include <fenchel/smooth/soften.hpp>

#if defined(FENCHEL_HEADER_ONLY)
#include <fenchel/array.hpp>
#include <fenchel/smooth/bodies.hpp>
#endif
