// SPDX-License-Identifier: Apache-2.0
// Forward mode: numbers that carry their tangent, and derivatives of any order.
#pragma once

#include <fenchel/forward/derivative.hpp>
#include <fenchel/forward/dual.hpp>
#include <fenchel/forward/rule.hpp>
#include <fenchel/primitive/list.hpp>
