// SPDX-License-Identifier: Apache-2.0
// Compiles the bodies of the program layer.
#include <fenchel/program/bodies.hpp>
