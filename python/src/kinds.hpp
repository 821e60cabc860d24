// SPDX-License-Identifier: Apache-2.0
// What a traced program depends on in its arguments: types, shapes, weakness.
#pragma once

#include <fenchel/program/var.hpp>
#include <string>

namespace fenchel::python {

/// Adds the kind of one argument to a key.
inline void append_kind(std::string& key, const Var& x) {
  const auto dims = x->shape_span();
  key += {static_cast<char>(x.dtype()), static_cast<char>(x->is(Node::weak)),
          static_cast<char>(x.rank())};
  key.append(reinterpret_cast<const char*>(dims.data()), dims.size_bytes());
}

}  // namespace fenchel::python
