// SPDX-License-Identifier: Apache-2.0
// Indexing by integer arrays along the first axis (after `batch` axes shared by array and index).
#pragma once

#include <fenchel/program/operation.hpp>

namespace fenchel {

/// Rows x[..., index, :] ; the index is checked when it runs, negative counts from the end.
Var gather(const Var& x, const Var& index, int batch = 0);
/// base with updates added at rows `index`; repeated rows add up.
Var scatter_add(const Var& base, const Var& index, const Var& updates, int batch = 0);
/// base with rows `index` replaced by updates; of repeated rows the last wins.
Var scatter(const Var& base, const Var& index, const Var& updates, int batch = 0);

}  // namespace fenchel
