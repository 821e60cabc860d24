// SPDX-License-Identifier: Apache-2.0
// The bodies of the smoothing chapter. The compiled runtime includes them in one unit; with
// FENCHEL_HEADER_ONLY the umbrella of the layer does.
#pragma once

#include <fenchel/smooth/envelope-inl.hpp>
#include <fenchel/smooth/fenchel_young-inl.hpp>
#include <fenchel/smooth/project_simplex-inl.hpp>
#include <fenchel/smooth/regularizer-inl.hpp>
#include <fenchel/smooth/scale-inl.hpp>
#include <fenchel/smooth/soft_max-inl.hpp>
#include <fenchel/smooth/soften-inl.hpp>
