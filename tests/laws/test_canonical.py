# SPDX-License-Identifier: Apache-2.0
"""The canonical form of derivatives: what leaves vectors and sums changes results by rounding only.

References are written by hand with NumPy, in extended precision where sums cancel.
"""

import numpy as np
import pytest

import fenchel as fl

SIZES = [0, 1, 7, 64, 1025, 4099]
TOLERANCE = {"float32": 2e-5, "float64": 1e-13}


def normal(x, mu, sigma):
    z = (x - mu) / sigma
    return fl.sum(-0.5 * z * z - fl.log(sigma) - 0.9189385332046727)


def normal_by_hand(x, mu, sigma):
    d = x.astype(np.longdouble) - mu
    value = np.sum(-0.5 * (d / sigma) ** 2 - np.log(sigma) - 0.9189385332046727)
    return value, (-d / sigma**2, np.sum(d) / sigma**2, np.sum((d / sigma) ** 2 - 1) / sigma)


def weighted(x, w, c):
    return -fl.sum((2.0 * x - 3.0 * (-x)) * (w / c) + c) / 7.0 + fl.mean(-(c * x) * (c * w))


def weighted_by_hand(x, w, c):
    x, w = x.astype(np.longdouble), w.astype(np.longdouble)
    n = x.size
    value = -np.sum(5 * x * w / c + c) / 7 - c * c * np.sum(x * w) / n
    by_c = -np.sum(-5 * x * w / c**2 + 1) / 7 - 2 * c * np.sum(x * w) / n
    return value, (-5 * w / c / 7 - c * c * w / n, -5 * x / c / 7 - c * c * x / n, by_c)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("n", SIZES)
def test_normal_density(n, dtype):
    x = np.random.default_rng(n).normal(size=n).astype(dtype)
    check(normal, normal_by_hand, (x, x.dtype.type(0.3), x.dtype.type(1.7)), dtype)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("n", SIZES[1:])
def test_factors_signs_and_quotients(n, dtype):
    x, w = np.random.default_rng(n).normal(size=(2, n)).astype(dtype)
    check(weighted, weighted_by_hand, (x, w, x.dtype.type(1.3)), dtype)


def check(f, by_hand, args, dtype):
    value, gradients = by_hand(*args)
    found = fl.value_and_grad(f, argnums=(0, 1, 2))
    for call in (found, fl.jit(found)):
        got, got_gradients = call(*map(fl.asarray, args))
        scale = 1 + np.sqrt(args[0].size) + abs(value)
        assert abs(float(got) - value) <= TOLERANCE[dtype] * scale
        for ours, theirs in zip(got_gradients, gradients, strict=True):
            error = np.abs(np.asarray(ours) - theirs)
            assert np.all(error <= TOLERANCE[dtype] * scale), (ours, theirs)


def test_over_axes():
    x = np.random.default_rng(0).normal(size=(5, 6))
    c = 1.5

    def f(x, c):
        return fl.sum(fl.exp(0.01 * fl.sum(-(c * x) * 2.0, axis=0))) + fl.sum(
            fl.sum(x * c, axis=1) ** 2
        )

    by_x, by_c = fl.grad(f, argnums=(0, 1))(x, c)
    inner = np.exp(-0.02 * c * x.sum(0))
    rows = x.sum(1)
    np.testing.assert_allclose(by_x, -0.02 * c * inner + 2 * c * c * rows[:, None], rtol=1e-12)
    expected = -0.02 * np.sum(inner * x.sum(0)) + 2 * c * np.sum(rows**2)
    np.testing.assert_allclose(float(by_c), expected, rtol=1e-12)


def test_exact_differences_stay_together():
    """sum(x - mean) of exact differences is exact; n * mean subtracted afterwards is not."""
    x = 1e8 + np.arange(7.0) / 8
    mean = 1e8 + 3 / 8

    def f(x, m):
        return fl.sum((x - m) ** 2)

    _, by_mean = fl.grad(f, argnums=(0, 1))(x, mean)
    assert float(by_mean) == 0.0


def test_a_zero_factor_wins():
    """A masked factor stays masked on its way out of a sum: 0 * inf is 0 in a derivative."""

    def f(x, c):
        return fl.sum(fl.log(x)) * c

    by_x, by_c = fl.grad(f, argnums=(0, 1))(np.array([0.0, 1.0]), 0.0)
    assert np.array_equal(by_x, [0.0, 0.0])
    assert float(by_c) == -np.inf


def test_masked_factor_of_a_shared_number():
    def f(a, x):
        return fl.sum(fl.sqrt(a * x))

    by_a = fl.grad(f)(4.0, np.array([1.0, 4.0]))
    np.testing.assert_allclose(float(by_a), np.sum(0.5 * np.sqrt([1.0, 4.0]) / 2.0), rtol=1e-14)


def test_plain_programs_are_evaluated_as_written():
    """Outside a derivative no factor moves: the products overflow exactly where NumPy's do."""
    x = np.array([1e200, 1.0])
    with np.errstate(over="ignore"):
        expected = np.sum(x * 1e200) * 1e-300
    assert float(fl.sum(fl.asarray(x) * 1e200) * 1e-300) == expected == np.inf


def test_jvp_vjp_and_jit_agree():
    x = np.random.default_rng(3).normal(size=300)
    t = np.random.default_rng(4).normal(size=300)
    f = lambda x: normal(x, 0.3, 1.7)  # noqa: E731
    gradient = np.asarray(fl.grad(f)(x))
    assert np.array_equal(gradient, np.asarray(fl.jit(fl.grad(f))(x)))
    np.testing.assert_allclose(np.asarray(fl.vjp(f, x)[1](1.0)[0]), gradient, rtol=1e-14)
    np.testing.assert_allclose(float(fl.jvp(f, (x,), (t,))[1]), gradient @ t, rtol=1e-12)
