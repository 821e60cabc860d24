// SPDX-License-Identifier: Apache-2.0
// Compiles the bodies of the array layer.
#include <fenchel/array/bodies.hpp>
