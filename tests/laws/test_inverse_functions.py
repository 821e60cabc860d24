# SPDX-License-Identifier: Apache-2.0
"""Derivatives of the inverse functions far out, next to 0 and next to the ends of the domain.

The closed forms of the first and second derivative are evaluated at 1000 digits, so that no square
overflows or cancels there.
"""

import mpmath
import numpy as np
import pytest

import fenchel as fl

mp = mpmath.mp.clone()
mp.dps = 1000

CENTER = [-0.75, -0.5, -1e-20, 1e-300, 1e-9, 0.5, 0.9]
ENDS = [-1 + 2.0**-40, 1 - 2.0**-52]
LINE = [-1e300, -1e100, -7.0, -1.0, -1e-20, 1e-300, 0.5, 1.0, 3.0, 1e9, 1e90]
# Where it is tested, the first derivative, the second.
DERIVATIVES = {
    "acos": (CENTER + ENDS, lambda x: -mp.power(1 - x * x, -0.5), lambda x: -steep(1 - x * x, x)),
    "acosh": (
        [1 + 2.0**-52, 1.5, 1e9, 1e100, 1e300],
        lambda x: mp.power(x * x - 1, -0.5),
        lambda x: -steep(x * x - 1, x),
    ),
    "asin": (CENTER + ENDS, lambda x: mp.power(1 - x * x, -0.5), lambda x: steep(1 - x * x, x)),
    "asinh": (LINE, lambda x: mp.power(1 + x * x, -0.5), lambda x: -steep(1 + x * x, x)),
    "atan": (LINE, lambda x: 1 / (1 + x * x), lambda x: -2 * x / (1 + x * x) ** 2),
    "atanh": (CENTER + ENDS, lambda x: 1 / (1 - x * x), lambda x: 2 * x / (1 - x * x) ** 2),
}


def steep(square, x):
    return x / mp.power(square, 1.5)


def close(ours, truth):
    """Equal to a few units in the last place, or both below the smallest normal number."""
    truth = [float(t) for t in truth]
    np.testing.assert_allclose(np.asarray(ours), truth, rtol=4e-15, atol=np.finfo(float).tiny)


@pytest.mark.core
@pytest.mark.parametrize("name", DERIVATIVES)
def test_derivatives(name):
    at, first, second = DERIVATIVES[name]
    f, x = getattr(fl, name), fl.asarray(at)
    slope = fl.grad(lambda x: fl.sum(f(x)))
    exact = [mp.mpf(value) for value in at]
    close(slope(x), map(first, exact))
    close(fl.grad(lambda x: fl.sum(slope(x)))(x), map(second, exact))


SIZES = [1e-300, 1e-200, 1e-9, 1.0, 2.0, 1e200, 1e300]


@pytest.mark.core
@pytest.mark.parametrize("mirror", [1, -1])
def test_derivatives_of_the_angle_of_a_point(mirror):
    """Without overflow, at points near and far, and on both sides of the diagonals."""
    a, b = (g.ravel() for g in np.meshgrid(SIZES, mirror * np.array(SIZES)))
    ours = fl.grad(lambda a, b: fl.sum(fl.atan2(a, b)), argnums=(0, 1))(a, b)
    exact = [(mp.mpf(x), mp.mpf(y)) for x, y in zip(a, b, strict=True)]
    close(ours[0], [y / (x * x + y * y) for x, y in exact])
    close(ours[1], [-x / (x * x + y * y) for x, y in exact])
