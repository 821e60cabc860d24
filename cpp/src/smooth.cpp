// SPDX-License-Identifier: Apache-2.0
// Compiles the bodies of the smoothing chapter.
#include <fenchel/smooth/bodies.hpp>
