// SPDX-License-Identifier: Apache-2.0
// The elementwise primitives of fenchel, one line each: what a new file adds.
#pragma once

#include <fenchel/primitive/elementwise/abs.hpp>
#include <fenchel/primitive/elementwise/acos.hpp>
#include <fenchel/primitive/elementwise/acosh.hpp>
#include <fenchel/primitive/elementwise/add.hpp>
#include <fenchel/primitive/elementwise/asin.hpp>
#include <fenchel/primitive/elementwise/asinh.hpp>
#include <fenchel/primitive/elementwise/atan.hpp>
#include <fenchel/primitive/elementwise/atan2.hpp>
#include <fenchel/primitive/elementwise/atanh.hpp>
#include <fenchel/primitive/elementwise/cbrt.hpp>
#include <fenchel/primitive/elementwise/ceil.hpp>
#include <fenchel/primitive/elementwise/copysign.hpp>
#include <fenchel/primitive/elementwise/cos.hpp>
#include <fenchel/primitive/elementwise/cosh.hpp>
#include <fenchel/primitive/elementwise/digamma.hpp>
#include <fenchel/primitive/elementwise/divide.hpp>
#include <fenchel/primitive/elementwise/equal.hpp>
#include <fenchel/primitive/elementwise/erf.hpp>
#include <fenchel/primitive/elementwise/erfc.hpp>
#include <fenchel/primitive/elementwise/erfcx.hpp>
#include <fenchel/primitive/elementwise/erfinv.hpp>
#include <fenchel/primitive/elementwise/exp.hpp>
#include <fenchel/primitive/elementwise/exp2.hpp>
#include <fenchel/primitive/elementwise/expm1.hpp>
#include <fenchel/primitive/elementwise/fast_expm1.hpp>
#include <fenchel/primitive/elementwise/fast_sigmoid.hpp>
#include <fenchel/primitive/elementwise/fast_tanh.hpp>
#include <fenchel/primitive/elementwise/floor.hpp>
#include <fenchel/primitive/elementwise/floor_divide.hpp>
#include <fenchel/primitive/elementwise/fmod.hpp>
#include <fenchel/primitive/elementwise/gelu.hpp>
#include <fenchel/primitive/elementwise/greater.hpp>
#include <fenchel/primitive/elementwise/greater_equal.hpp>
#include <fenchel/primitive/elementwise/hypot.hpp>
#include <fenchel/primitive/elementwise/less.hpp>
#include <fenchel/primitive/elementwise/less_equal.hpp>
#include <fenchel/primitive/elementwise/lgamma.hpp>
#include <fenchel/primitive/elementwise/log.hpp>
#include <fenchel/primitive/elementwise/log10.hpp>
#include <fenchel/primitive/elementwise/log1p.hpp>
#include <fenchel/primitive/elementwise/log2.hpp>
#include <fenchel/primitive/elementwise/log_sigmoid.hpp>
#include <fenchel/primitive/elementwise/logaddexp.hpp>
#include <fenchel/primitive/elementwise/logical_and.hpp>
#include <fenchel/primitive/elementwise/logical_not.hpp>
#include <fenchel/primitive/elementwise/logical_or.hpp>
#include <fenchel/primitive/elementwise/logical_xor.hpp>
#include <fenchel/primitive/elementwise/masked_multiply.hpp>
#include <fenchel/primitive/elementwise/maximum.hpp>
#include <fenchel/primitive/elementwise/minimum.hpp>
#include <fenchel/primitive/elementwise/multiply.hpp>
#include <fenchel/primitive/elementwise/negative.hpp>
#include <fenchel/primitive/elementwise/nextafter.hpp>
#include <fenchel/primitive/elementwise/not_equal.hpp>
#include <fenchel/primitive/elementwise/polygamma.hpp>
#include <fenchel/primitive/elementwise/pow.hpp>
#include <fenchel/primitive/elementwise/remainder.hpp>
#include <fenchel/primitive/elementwise/round.hpp>
#include <fenchel/primitive/elementwise/rsqrt.hpp>
#include <fenchel/primitive/elementwise/sigmoid.hpp>
#include <fenchel/primitive/elementwise/sign.hpp>
#include <fenchel/primitive/elementwise/silu.hpp>
#include <fenchel/primitive/elementwise/sin.hpp>
#include <fenchel/primitive/elementwise/sinh.hpp>
#include <fenchel/primitive/elementwise/softplus.hpp>
#include <fenchel/primitive/elementwise/sqrt.hpp>
#include <fenchel/primitive/elementwise/square.hpp>
#include <fenchel/primitive/elementwise/subtract.hpp>
#include <fenchel/primitive/elementwise/tan.hpp>
#include <fenchel/primitive/elementwise/tanh.hpp>
#include <fenchel/primitive/elementwise/trunc.hpp>
#include <fenchel/primitive/elementwise/where.hpp>
#include <fenchel/primitive/typelist.hpp>

namespace fenchel {
inline namespace FENCHEL_ARCH {
namespace primitive {

using Elementwise = TypeList<  //
    Abs, Acos, Acosh, Add, Asin, Asinh, Atan, Atan2, Atanh, Cbrt, Ceil, Copysign, Cos, Cosh,
    Digamma, Divide, Equal, Erf, Erfc, Erfcx, Erfinv, Exp, Exp2, Expm1, FastExpm1, FastSigmoid,
    FastTanh, Floor, FloorDivide, Fmod, Gelu, Greater, GreaterEqual, Hypot, Less, LessEqual, Lgamma,
    Log, Log10, Log1p, Log2, LogSigmoid, Logaddexp, LogicalAnd, LogicalNot, LogicalOr, LogicalXor,
    MaskedMultiply, Maximum, Minimum, Multiply, Negative, Nextafter, NotEqual, Polygamma, Pow,
    Remainder, Round, Rsqrt, Sigmoid, Sign, Silu, Sin, Sinh, Softplus, Sqrt, Square, Subtract, Tan,
    Tanh, Trunc, Where>;

}  // namespace primitive
}  // namespace FENCHEL_ARCH
}  // namespace fenchel
