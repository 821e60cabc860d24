// SPDX-License-Identifier: Apache-2.0
// The bodies of the control layer. The compiled runtime includes them in one unit; with
// FENCHEL_HEADER_ONLY the umbrella of the layer does.
#pragma once

#include <fenchel/control/activity-inl.hpp>
#include <fenchel/control/branch-inl.hpp>
#include <fenchel/control/loop-inl.hpp>
#include <fenchel/control/unloop_rules-inl.hpp>
