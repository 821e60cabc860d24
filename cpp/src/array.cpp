// SPDX-License-Identifier: Apache-2.0
// The bodies of the array layer, compiled once.
#include <fenchel/array/array-inl.hpp>
#include <fenchel/array/evaluate-inl.hpp>
