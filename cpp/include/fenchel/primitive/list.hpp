// SPDX-License-Identifier: Apache-2.0
// The elementwise primitives of fenchel, one line each: what a new file adds.
#pragma once

#include <fenchel/primitive/elementwise/abs.hpp>
#include <fenchel/primitive/elementwise/add.hpp>
#include <fenchel/primitive/elementwise/cos.hpp>
#include <fenchel/primitive/elementwise/divide.hpp>
#include <fenchel/primitive/elementwise/equal.hpp>
#include <fenchel/primitive/elementwise/erf.hpp>
#include <fenchel/primitive/elementwise/exp.hpp>
#include <fenchel/primitive/elementwise/expm1.hpp>
#include <fenchel/primitive/elementwise/fast_expm1.hpp>
#include <fenchel/primitive/elementwise/fast_sigmoid.hpp>
#include <fenchel/primitive/elementwise/fast_tanh.hpp>
#include <fenchel/primitive/elementwise/greater.hpp>
#include <fenchel/primitive/elementwise/greater_equal.hpp>
#include <fenchel/primitive/elementwise/less.hpp>
#include <fenchel/primitive/elementwise/less_equal.hpp>
#include <fenchel/primitive/elementwise/log.hpp>
#include <fenchel/primitive/elementwise/log1p.hpp>
#include <fenchel/primitive/elementwise/logical_and.hpp>
#include <fenchel/primitive/elementwise/logical_not.hpp>
#include <fenchel/primitive/elementwise/logical_or.hpp>
#include <fenchel/primitive/elementwise/logical_xor.hpp>
#include <fenchel/primitive/elementwise/masked_multiply.hpp>
#include <fenchel/primitive/elementwise/maximum.hpp>
#include <fenchel/primitive/elementwise/minimum.hpp>
#include <fenchel/primitive/elementwise/multiply.hpp>
#include <fenchel/primitive/elementwise/negative.hpp>
#include <fenchel/primitive/elementwise/not_equal.hpp>
#include <fenchel/primitive/elementwise/pow.hpp>
#include <fenchel/primitive/elementwise/sigmoid.hpp>
#include <fenchel/primitive/elementwise/sign.hpp>
#include <fenchel/primitive/elementwise/sin.hpp>
#include <fenchel/primitive/elementwise/softplus.hpp>
#include <fenchel/primitive/elementwise/sqrt.hpp>
#include <fenchel/primitive/elementwise/square.hpp>
#include <fenchel/primitive/elementwise/subtract.hpp>
#include <fenchel/primitive/elementwise/tan.hpp>
#include <fenchel/primitive/elementwise/tanh.hpp>
#include <fenchel/primitive/elementwise/where.hpp>
#include <fenchel/primitive/typelist.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

using Elementwise = TypeList<  //
    Abs, Add, Cos, Divide, Equal, Erf, Exp, Expm1, FastExpm1, FastSigmoid, FastTanh, Greater,
    GreaterEqual, Less, LessEqual, Log, Log1p, LogicalAnd, LogicalNot, LogicalOr, LogicalXor,
    MaskedMultiply, Maximum, Minimum, Multiply, Negative, NotEqual, Pow, Sigmoid, Sign, Sin,
    Softplus, Sqrt, Square, Subtract, Tan, Tanh, Where>;

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
