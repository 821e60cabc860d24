// SPDX-License-Identifier: Apache-2.0
// Compiles the bodies of the control layer.
#include <fenchel/control/bodies.hpp>
