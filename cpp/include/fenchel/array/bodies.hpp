// SPDX-License-Identifier: Apache-2.0
// The bodies of the array layer. The compiled runtime includes them in one unit; with
// FENCHEL_HEADER_ONLY the umbrella of the layer does.
#pragma once

#include <fenchel/array/array-inl.hpp>
#include <fenchel/array/evaluate-inl.hpp>
