# SPDX-License-Identifier: Apache-2.0
"""Special functions where they are delicate: beside zeros, in far tails, at any order."""

import numpy as np
import pytest

import fenchel as fl
from laws.sweep import mp, ulps

ORDERS = [1, 2, 3, 5]


def worst(f, reference, points):
    ours = np.asarray(f(np.array(points)))
    return max(ulps(y, reference(mp.mpf(x)), np.float64) for y, x in zip(ours, points, strict=True))


def beside(x):
    """The number itself and those at distances of powers of two."""
    return [x, *(x + sign * 2.0**-j for j in range(4, 52) for sign in (-1, 1))]


@pytest.mark.core
@pytest.mark.parametrize(
    ("f", "reference", "zero"),
    [
        (fl.lgamma, mp.loggamma, 1.0),
        (fl.lgamma, mp.loggamma, 2.0),
        (fl.digamma, mp.digamma, 1.4616321449683623),
    ],
    ids=["lgamma, 1", "lgamma, 2", "digamma"],
)
def test_zeros_are_relatively_accurate(f, reference, zero):
    points = [x for x in beside(zero) if reference(mp.mpf(x)) != 0]
    assert worst(f, reference, points) <= 1.5


@pytest.mark.core
def test_the_tail_of_erfc_reaches_the_last_number():
    assert worst(fl.erfc, mp.erfc, np.linspace(20, 27.2, 60)) <= 2
    assert float(fl.erfc(27.2)) > 0 == float(fl.erfc(28.0))


@pytest.mark.core
@pytest.mark.parametrize("f", [fl.gelu, fl.silu])
def test_left_tails_do_not_cancel(f):
    reference = {
        fl.gelu: lambda x: x * mp.erfc(-x / mp.sqrt(2)) / 2,
        fl.silu: lambda x: x / (1 + mp.exp(-x)),
    }
    assert worst(f, reference[f], np.linspace(-38, -5, 60)) <= 2
    for x in (-37.0, -20.0, -5.0):
        truth = float(mp.diff(reference[f], mp.mpf(x)))
        slope = float(fl.grad(f)(x))
        np.testing.assert_allclose(slope, truth, rtol=1e-12, atol=1e-323)  # it may be subnormal


def repeated(f, order):
    for _ in range(order):
        f = fl.grad(f)
    return f


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("x", [-2.0, 0.5, 3.9, 4.1, 30.0, 1e4])
def test_derivatives_of_erfcx_do_not_cancel(order, x):
    """The n-th is (-2)^n n! e^(x^2) times the n-th repeated integral of erfc (DLMF 7.18.2)."""

    def integrand(t):
        return 2 / mp.sqrt(mp.pi) * (-2 * t) ** order * mp.exp(-t * t - 2 * mp.mpf(x) * t)

    width = mp.mpf(1) / (1 + max(x, 0))
    truth = mp.quad(integrand, [0, *(width * 2**k for k in range(8))])
    lost = 30.0**order if 1 < x < 4 else 100  # each order loses 2 x^2 up to 4, and nothing beyond
    ours = float(repeated(fl.erfcx, order)(x))
    np.testing.assert_allclose(ours, float(truth), rtol=1e-14 * lost)


@pytest.mark.parametrize("order", [0, 1, 2, 3, 6, 15, 40])
def test_polygamma_of_any_order(order):
    points = [*np.geomspace(1e-3, 1e3, 25), 1.4616321449683623, 2.5]
    assert worst(lambda x: fl.polygamma(order, x), lambda x: mp.polygamma(order, x), points) <= 3


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("x", [-3.3, -0.25, 0.01, 1.46, 30.0])
def test_derivatives_of_lgamma_are_polygammas(order, x):
    truth = float(mp.polygamma(order - 1, mp.mpf(x)))
    np.testing.assert_allclose(float(repeated(fl.lgamma, order)(x)), truth, rtol=1e-13, atol=1e-14)


@pytest.mark.core
@pytest.mark.parametrize("f", [fl.lgamma, fl.digamma])
def test_below_zero_the_error_is_that_of_a_number_of_size_one(f):
    reference = {fl.lgamma: lambda x: mp.log(abs(mp.gamma(x))), fl.digamma: mp.digamma}[f]
    points = np.random.default_rng(1).uniform(-15, 0, 200)
    for y, x in zip(np.asarray(f(points)), points, strict=True):
        truth = reference(mp.mpf(x))
        assert abs(mp.mpf(y) - truth) <= 2.0**-52 * max(1, abs(truth))
