// SPDX-License-Identifier: Apache-2.0
// What the file of an elementwise primitive includes first.
#pragma once

#include <fenchel/primitive/apply.hpp>
#include <fenchel/primitive/facts.hpp>
#include <fenchel/simd/simd.hpp>
