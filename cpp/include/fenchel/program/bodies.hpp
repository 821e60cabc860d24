// SPDX-License-Identifier: Apache-2.0
// The bodies of the program layer. The compiled runtime includes them in one unit; with
// FENCHEL_HEADER_ONLY the umbrella of the layer does.
#pragma once

#include <fenchel/program/buffer-inl.hpp>
#include <fenchel/program/constant-inl.hpp>
#include <fenchel/program/node-inl.hpp>
#include <fenchel/program/operation-inl.hpp>
#include <fenchel/program/region-inl.hpp>
#include <fenchel/program/shape-inl.hpp>
#include <fenchel/program/trace-inl.hpp>
#include <fenchel/program/transform-inl.hpp>
#include <fenchel/program/unit_sweeps-inl.hpp>
#include <fenchel/program/write_down-inl.hpp>
