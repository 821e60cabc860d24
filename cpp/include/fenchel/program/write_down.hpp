// SPDX-License-Identifier: Apache-2.0
// Writes a graph down as records.
#pragma once

#include <fenchel/program/program.hpp>
#include <fenchel/program/records.hpp>
#include <fenchel/program/walk.hpp>

namespace fenchel {

/// The records of everything in the order, and the nodes behind its leaves: the first `parameters`
/// nodes of the order, placeholders, and nodes that have a value.
struct WrittenDown {
  Records records;
  std::vector<Node*> leaves;
};

/// Fills `out`, whose memory is used again. `roots` are the nodes, all in the order, whose values
/// are wanted.
void write_down(WrittenDown& out, std::span<Node* const> order, std::span<Node* const> roots,
                std::size_t parameters = 0);

/// A program with its parameters as the first leaves; pending nodes from outside are written too.
WrittenDown write_down(const Program& program);

}  // namespace fenchel
