# SPDX-License-Identifier: Apache-2.0
"""NumPy's functions on tensors: same values, and derivatives."""

# ruff: noqa: E501, PLW0108, SIM300 - a table of one case a line
import numpy as np
import pytest
import scipy.special

import fenchel as fl

pytestmark = pytest.mark.core

X = np.array([[0.5, 1.5, 2.0], [3.0, 0.25, 1.0]])
TABLE = {row["name"]: row["arity"] for row in fl.primitives() if row["signature"] != "logical"}
ALSO_UNARY = ["absolute", "fabs", "isnan", "positive", "reciprocal", "rint"]
ALSO_UNARY += ["arccos", "arccosh", "arcsin", "arcsinh", "arctan", "arctanh"]
ALSO_BINARY = ["arctan2", "power", "true_divide"]


def ufuncs(arity, more):
    """The universal functions of NumPy that have a row of the table, and some more."""
    names = [name for name, n in TABLE.items() if n == arity]
    return [name for name in names if isinstance(getattr(np, name, None), np.ufunc)] + more


def check(function, *arrays):
    with np.errstate(invalid="ignore", divide="ignore"):  # outside the domain, at its ends
        expected = function(*arrays)
    ours = function(*map(fl.asarray, arrays))
    assert isinstance(ours, fl.Tensor)
    np.testing.assert_allclose(np.asarray(ours), expected, rtol=1e-14)
    assert ours.dtype == expected.dtype


@pytest.mark.parametrize("name", ufuncs(1, ALSO_UNARY))
def test_unary(name):
    check(getattr(np, name), X)


@pytest.mark.parametrize("name", ufuncs(2, ALSO_BINARY))
def test_binary(name):
    function = getattr(np, name)
    check(function, X, X[::-1])
    ours = function(X, fl.asarray(X[::-1]))
    np.testing.assert_allclose(np.asarray(ours), function(X, X[::-1]), rtol=1e-14)


@pytest.mark.parametrize(
    "function",
    [
        np.sum, np.mean, np.max, np.min, np.ravel, np.transpose, np.zeros_like, np.ones_like, np.copy,
        lambda x: np.sum(x, axis=0), lambda x: np.add.reduce(x, axis=1), lambda x: np.maximum.reduce(x),
        lambda x: np.max(x, axis=(0, 1), keepdims=True), lambda x: np.reshape(x, (3, 2)),
        lambda x: np.where(x > 1, x, 0.0), lambda x: np.concatenate([x, x], axis=1),
        lambda x: np.concatenate([X, x]), lambda x: np.stack([x, x]), lambda x: np.dot(x, X.T),
        lambda x: X.T @ x, lambda x: x @ X.T, lambda x: X * x, lambda x: X - x, lambda x: 2.0 / x,
        lambda x: np.float64(2) * x, lambda x: X**x, lambda x: np.expand_dims(x, 0),
        lambda x: np.broadcast_to(x, (2, 2, 3)), lambda x: np.clip(x, 0.5, 2), lambda x: x.sum(axis=1),
        lambda x: np.squeeze(np.reshape(x, (1, 6))), lambda x: X > x, lambda x: x.mean(0), lambda x: x.T.dot(x),
        lambda x: np.logical_and(x > 1, x < 2), lambda x: (x > 1) & (x < 2), lambda x: ~(x > 1),
        np.var, lambda x: np.std(x, axis=0, ddof=1), np.prod, np.all, np.any, lambda x: np.argmax(x, axis=1), np.argmin,
        lambda x: np.cumsum(x, axis=1), np.cumprod, np.diff, lambda x: np.diff(x, n=1, axis=0, prepend=0.0), np.tril, np.triu,
        np.diag, np.diagonal, np.trace, lambda x: np.outer(x, X), lambda x: np.tensordot(x, X.T, axes=1), np.flip, np.sort,
        lambda x: np.einsum("ij,kj->ik", x, X, optimize=True), lambda x: np.einsum("ij->i", x), lambda x: np.roll(x, 1),
        lambda x: np.repeat(x, 2, axis=0), lambda x: np.tile(x, 2), lambda x: np.pad(x, 1, mode="edge"), np.argsort,
        lambda x: np.take(x, [1, 0], axis=1), lambda x: np.take_along_axis(x, np.array([[1], [0]]), axis=1),
        lambda x: np.split(x, 3, axis=1)[1], lambda x: np.moveaxis(x, 0, 1), lambda x: np.swapaxes(x, 0, 1),
        np.linalg.norm, lambda x: np.linalg.norm(x, axis=1), lambda x: np.linalg.norm(x, ord=1), lambda x: np.linalg.inv(x @ x.T),
        lambda x: np.linalg.solve(x @ x.T, X), lambda x: np.linalg.solve(X @ X.T, x), lambda x: np.linalg.cholesky(x @ x.T),
        lambda x: np.linalg.det(x @ x.T), lambda x: np.linalg.slogdet(x @ x.T)[1], lambda x: np.multiply.reduce(x, axis=1),
        lambda x: np.add.accumulate(x, axis=1), lambda x: np.multiply.accumulate(x), lambda x: np.logical_or.reduce(x > 2, axis=0),
        lambda x: np.clip(x, a_min=1, a_max=None), lambda x: x.cumsum(1), lambda x: x.prod(), lambda x: x.var(0), lambda x: x.flatten(),
        lambda x: x.clip(0.5, 1), lambda x: x.take([0, 5]), lambda x: x.argmax(0), lambda x: x.diagonal(), lambda x: x.squeeze(),
        lambda x: np.isnan(x), lambda x: np.full_like(x, 3), lambda x: np.matmul(x, x.T), np.amax, np.fix,
        np.round, lambda x: np.round(x / 3, 2), lambda x: np.round(30 * x, -1), lambda x: 7 % x, lambda x: -7 // x,
    ],
)  # fmt: skip
def test_function(function):
    check(function, X)


@pytest.mark.parametrize(
    "name", ["digamma", "erf", "erfc", "erfcx", "expit", "expm1", "gammaln", "log1p"]
)
def test_universal_functions_of_scipy(name):
    check(getattr(scipy.special, name), X)


def test_most_of_the_table_has_a_universal_function():
    assert len(ufuncs(1, [])) >= 12
    assert len(ufuncs(2, [])) >= 12


def test_numpy_code_differentiates_unchanged():
    def loss(w):
        z = X @ w
        return np.mean(np.log1p(np.exp(-z)) + 0.5 * np.square(z)) + np.sum(np.abs(w))

    w = np.array([0.3, -0.2, 0.1])
    numeric = [(loss(w + e) - loss(w - e)) / 2e-6 for e in 1e-6 * np.eye(3)]
    np.testing.assert_allclose(np.asarray(fl.grad(loss)(w)), numeric, rtol=1e-7)
    np.testing.assert_allclose(np.asarray(fl.jit(fl.grad(loss))(w)), numeric, rtol=1e-7)


def test_queries():
    x = fl.asarray(X)
    assert np.shape(x) == (2, 3)
    assert np.ndim(x) == 2
    assert np.size(x) == 6
    assert np.allclose(x, X)
    assert np.array_equal(x, X)
    np.testing.assert_allclose(x, X)
