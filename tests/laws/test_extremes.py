# SPDX-License-Identifier: Apache-2.0
"""Derivatives far out, where a formula that is right in the middle overflows or cancels."""

import math

import numpy as np
import pytest

import fenchel as fl

pytestmark = pytest.mark.core

E_MINUS_ONE = math.exp(-1)
HALF_ANGLE = math.sqrt(0.5)


def logaddexp_with(b):
    return lambda x: fl.logaddexp(x, b)


def hypot_with(b):
    return lambda x: fl.hypot(x, b)


# The function, a point, and its first two derivatives there.
EXTREMES = {
    "exp2, small": (fl.exp2, -1000.0, 2.0**-1000 * math.log(2), 2.0**-1000 * math.log(2) ** 2),
    "log2, small": (fl.log2, 1e-150, 1e150 / math.log(2), -1e300 / math.log(2)),
    "log10, large": (fl.log10, 1e150, 1e-150 / math.log(10), -1e-300 / math.log(10)),
    "rsqrt, small": (fl.rsqrt, 1e-120, -0.5e180, 0.75e300),
    "rsqrt, large": (fl.rsqrt, 1e120, -0.5e-180, 0.75e-300),
    "cbrt, small": (fl.cbrt, 1e-180, 1e120 / 3, -2e300 / 9),
    "cbrt, large and negative": (fl.cbrt, -1e180, 1e-120 / 3, 2e-300 / 9),
    "sinh, large": (fl.sinh, 700.0, math.cosh(700), math.sinh(700)),
    "sinh, tiny": (fl.sinh, 1e-300, 1.0, 1e-300),
    "cosh, tiny": (fl.cosh, 1e-300, 1e-300, 1.0),
    "softplus, far left": (fl.softplus, -700.0, math.exp(-700), math.exp(-700)),
    "softplus, far right": (fl.softplus, 1e4, 1.0, 0.0),
    "log_sigmoid, far left": (fl.log_sigmoid, -1e4, 1.0, 0.0),
    "log_sigmoid, right": (fl.log_sigmoid, 700.0, math.exp(-700), -math.exp(-700)),
    "log_sigmoid, tiny": (fl.log_sigmoid, 1e-300, 0.5, -0.25),
    "logaddexp, tie": (logaddexp_with(1e4), 1e4, 0.5, 0.25),
    "logaddexp, near": (
        logaddexp_with(-1e4),
        -10001.0,
        E_MINUS_ONE / (1 + E_MINUS_ONE),
        E_MINUS_ONE / (1 + E_MINUS_ONE) ** 2,
    ),
    "logaddexp, far": (logaddexp_with(1e4), -1e4, 0.0, 0.0),
    "logaddexp, 700 below": (logaddexp_with(0.0), -700.0, math.exp(-700), math.exp(-700)),
    "hypot, large": (hypot_with(1e200), 1e200, HALF_ANGLE, HALF_ANGLE / 2e200),
    "hypot, small": (hypot_with(1e-200), 1e-200, HALF_ANGLE, HALF_ANGLE / 2e-200),
    "hypot, across": (hypot_with(3.0), 0.0, 0.0, 1 / 3),
    "hypot, 3 4 5": (hypot_with(3.0), 4.0, 0.8, 9 / 125),
}


@pytest.mark.parametrize("case", EXTREMES)
def test_two_orders(case):
    f, at, first, second = EXTREMES[case]
    slope = fl.grad(f)
    forward = fl.jvp(f, (at,), (1.0,))[1]
    curvature = fl.grad(slope)(at)
    for ours, truth in ((slope(at), first), (forward, first), (curvature, second)):
        np.testing.assert_allclose(float(ours), truth, rtol=1e-14)
