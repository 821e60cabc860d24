// SPDX-License-Identifier: Apache-2.0
// Writes a graph down as records.
#pragma once

#include <fenchel/program/records.hpp>
#include <fenchel/program/walk.hpp>

namespace fenchel {

/// The records of everything in the order, and the nodes behind its leaves: the first `parameters`
/// nodes of the order, placeholders, and nodes that have a value.
struct WrittenDown {
  Records records;
  std::vector<Node*> leaves;
};

/// `roots` are the nodes, all in the order, whose values are wanted.
WrittenDown write_down(std::span<Node* const> order, std::span<Node* const> roots,
                       std::size_t parameters = 0);

}  // namespace fenchel

#if defined(FENCHEL_HEADER_ONLY)
#include <fenchel/program/write_down-inl.hpp>
#endif
