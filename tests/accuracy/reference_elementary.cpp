// SPDX-License-Identifier: Apache-2.0
// References of the elementary functions, which the C library and MPFR both have.
#include "formula.hpp"

namespace accuracy {
namespace {

#define FENCHEL_BOTH_HAVE(name) reference(#name, [](auto x) { return name(x); })
#define FENCHEL_BOTH_HAVE_2(name) reference(#name, [](auto a, auto b) { return name(a, b); })

constexpr Reference table[] = {
    FENCHEL_BOTH_HAVE(acos),
    FENCHEL_BOTH_HAVE(acosh),
    FENCHEL_BOTH_HAVE(asin),
    FENCHEL_BOTH_HAVE(asinh),
    FENCHEL_BOTH_HAVE(atan),
    FENCHEL_BOTH_HAVE_2(atan2),
    FENCHEL_BOTH_HAVE(atanh),
    FENCHEL_BOTH_HAVE(cbrt),
    FENCHEL_BOTH_HAVE(cos),
    FENCHEL_BOTH_HAVE(cosh),
    FENCHEL_BOTH_HAVE(exp),
    FENCHEL_BOTH_HAVE(exp2),
    FENCHEL_BOTH_HAVE(expm1),
    FENCHEL_BOTH_HAVE_2(hypot),
    FENCHEL_BOTH_HAVE(log),
    FENCHEL_BOTH_HAVE(log10),
    FENCHEL_BOTH_HAVE(log1p),
    FENCHEL_BOTH_HAVE(log2),
    FENCHEL_BOTH_HAVE_2(pow),
    reference("rsqrt", [](auto x) { return 1 / sqrt(x); }),
    FENCHEL_BOTH_HAVE(sin),
    FENCHEL_BOTH_HAVE(sinh),
    FENCHEL_BOTH_HAVE(tan),
    FENCHEL_BOTH_HAVE(tanh),
    reference("fast_expm1", [](auto x) { return expm1(x); }),
    reference("fast_tanh", [](auto x) { return tanh(x); }),
};

}  // namespace

std::span<const Reference> elementary_references() { return table; }

}  // namespace accuracy
