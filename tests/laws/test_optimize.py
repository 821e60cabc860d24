# SPDX-License-Identifier: Apache-2.0
"""The laws of optimization: known rates on quadratic functions, and stationary solutions."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import fenchel as fl

METHODS = {
    "lbfgs": {},
    "adam": {"learning_rate": 0.05},
    "gradient_descent": {},
}


def quadratic(curvatures, seed=0):
    """<x, A x> / 2 with random axes and the curvatures given, and a start with f = 1."""
    rng = np.random.default_rng(seed)
    axes, _ = np.linalg.qr(rng.normal(size=(len(curvatures), len(curvatures))))
    A = axes * curvatures @ axes.T
    start = rng.normal(size=len(curvatures))
    start /= math.sqrt(0.5 * start @ A @ start)
    return (lambda x: 0.5 * fl.sum(x * (fl.asarray(A) @ x))), start


@pytest.mark.parametrize("condition", [1.0, 10.0, 1e3])
@pytest.mark.parametrize("choice", ["1/L", "2/(L+mu)"])
def test_gradient_descent_contracts_at_its_rate(condition, choice):
    """A component of curvature c shrinks by |1 - a c|; f falls by the largest of them squared."""
    f, start = quadratic(np.geomspace(1, condition, 6))
    rate = 1 / condition if choice == "1/L" else 2 / (condition + 1)
    fit = fl.minimize(f, start, method="gradient_descent", learning_rate=rate, max_iter=200)
    contraction = max(abs(1 - rate), abs(1 - rate * condition))
    bound = fit.history[0] * contraction ** (2 * np.arange(len(fit.history)))
    assert np.all(fit.history <= bound * (1 + 1e-9) + 1e-13)


@pytest.mark.parametrize("condition", [1.0, 10.0, 1e2, 1e3])
def test_backtracking_is_linear(condition):
    """Every step is at least 1/(2L): f falls by a factor of 1 - 1/(2 condition) or better."""
    f, start = quadratic(np.geomspace(1, condition, 6))
    fit = fl.minimize(f, start, method="gradient_descent", tol=1e-6)
    assert fit.success
    assert np.all(np.diff(fit.history) <= 1e-14)
    assert fit.nit <= 2 * condition * math.log(condition / 1e-12) + 10


@pytest.mark.parametrize("condition", [1.0, 10.0, 1e2, 1e3, 1e4])
def test_lbfgs_is_as_quick_as_conjugate_gradients(condition):
    """Their bound, sqrt(condition)/2 log(2/eps), holds within a factor of 3."""
    f, start = quadratic(np.geomspace(1, condition, 50))
    fit = fl.minimize(f, start, tol=1e-6)
    assert fit.success
    assert fit.nit <= 3 * 0.5 * math.sqrt(condition) * math.log(2 * condition / 1e-6) + 5


def test_lbfgs_needs_few_steps_for_few_curvatures():
    f, start = quadratic(np.repeat([1.0, 7.0, 50.0], 10))
    assert fl.minimize(f, start, tol=1e-8).nit <= 16


def test_the_first_step_of_adam_is_its_learning_rate():
    """Both means are exact after one step: x moves by the rate times the sign of the slope."""
    f, start = quadratic(np.array([1.0, 100.0, 1e4]))
    options = {"learning_rate": 0.01, "b1": 0.7, "b2": 0.9}
    seen = []
    fl.minimize(f, start, method="adam", max_iter=1, callback=seen.append, **options)
    moved = np.asarray(seen[0].x) - start
    slopes = np.asarray(fl.grad(f)(start))
    np.testing.assert_allclose(moved, -0.01 * np.sign(slopes), rtol=1e-6)


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=15)
@given(
    center=arrays(np.float64, 4, elements=st.floats(-5, 5)),
    start=arrays(np.float64, 4, elements=st.floats(-5, 5)),
)
def test_a_converged_point_is_stationary(method, center, start):
    def f(p):
        return (
            fl.sum(fl.softplus(p["a"] - center[:2]))
            + fl.sum((p["b"] - center[2:]) ** 2)
            + (0.1 * fl.sum(p["a"] ** 2))
        )

    params = {"a": start[:2], "b": start[2:]}
    fit = fl.minimize(f, params, method=method, tol=1e-7, **METHODS[method])
    assert fit.success, fit.message
    value, gradient = fl.value_and_grad(f)(fit.x)
    assert float(value) == pytest.approx(fit.fun, rel=1e-13)
    for name, leaf in gradient.items():
        assert np.abs(np.asarray(leaf)).max() <= 1.0001e-7
        np.testing.assert_allclose(np.asarray(leaf), np.asarray(fit.jac[name]), atol=1e-13)


@pytest.mark.parametrize("method", METHODS)
def test_the_shape_of_the_tree_changes_no_bit(method):
    f, start = quadratic(np.geomspace(1, 10, 6))
    plain = fl.minimize(f, start, method=method, max_iter=20, **METHODS[method])
    table = fl.minimize(
        lambda x: f(x.reshape((6,))),
        start.reshape(2, 3),
        method=method,
        max_iter=20,
        **METHODS[method],
    )
    assert plain.history.tolist() == table.history.tolist()


@pytest.mark.parametrize("method", METHODS)
def test_runs_repeat_bit_for_bit(method):
    f, start = quadratic(np.geomspace(1, 30, 8))
    runs = [fl.minimize(f, start, method=method, max_iter=50, **METHODS[method]) for _ in range(2)]
    assert runs[0].history.tolist() == runs[1].history.tolist()


@pytest.mark.parametrize("method", METHODS)
def test_the_best_point_is_returned(method):
    f, start = quadratic(np.geomspace(1, 100, 5))
    for limit in (0, 1, 2, 7, 30):
        fit = fl.minimize(f, start, method=method, max_iter=limit, **METHODS[method])
        assert fit.fun <= fit.history.min()
        assert float(f(fit.x)) == pytest.approx(fit.fun, rel=1e-13)
