// SPDX-License-Identifier: Apache-2.0
// The bodies of this folder that need no executor.
#pragma once

#include <fenchel/array/arithmetic-inl.hpp>
#include <fenchel/array/contraction-inl.hpp>
#include <fenchel/array/creation-inl.hpp>
#include <fenchel/array/diagonal-inl.hpp>
#include <fenchel/array/indexing-inl.hpp>
#include <fenchel/array/statistics-inl.hpp>
