// SPDX-License-Identifier: Apache-2.0
// Compiles the bodies of the optimization chapter.
#include <fenchel/optimize/bodies.hpp>
