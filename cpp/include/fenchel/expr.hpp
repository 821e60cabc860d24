// SPDX-License-Identifier: Apache-2.0
// The static engine: the type of an expression is its program.
#pragma once

#include <fenchel/expr/gather.hpp>
#include <fenchel/expr/let.hpp>
#include <fenchel/expr/logsumexp.hpp>
#include <fenchel/expr/matmul.hpp>
#include <fenchel/expr/matrix_product.hpp>
#include <fenchel/expr/max.hpp>
#include <fenchel/expr/norm.hpp>
#include <fenchel/expr/prod.hpp>
#include <fenchel/expr/rowwise.hpp>
#include <fenchel/expr/segment_sum.hpp>
#include <fenchel/expr/select.hpp>
#include <fenchel/expr/sum.hpp>
#include <fenchel/expr/value_and_grad.hpp>
#include <fenchel/expr/view.hpp>
#include <fenchel/primitive/list.hpp>
