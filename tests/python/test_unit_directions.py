# SPDX-License-Identifier: Apache-2.0
"""Jacobians and Hessians of products: the directions are the identity, which nothing multiplies."""

import numpy as np
import pytest

import fenchel as fl

RNG = np.random.default_rng(0)
X, W, B = RNG.normal(size=(7, 5)), RNG.normal(size=5), RNG.normal(size=(5, 3))


def products(f, *args):
    return str(fl.plan(f)(*args)).count("matmul")


@pytest.mark.parametrize("transform", [lambda f: f, fl.jit])
def test_jacobians_of_products_are_the_matrices(transform):
    for f in (lambda w: X @ w, lambda w: fl.asarray(w) @ X.T):
        np.testing.assert_array_equal(np.asarray(transform(fl.jacfwd(f))(W)), X)
        np.testing.assert_allclose(np.asarray(transform(fl.jacrev(f))(W)), X)
    of_matrix = np.asarray(transform(fl.jacfwd(lambda b: X @ b))(B))
    truth = np.einsum("ij,kl->iljk", X, np.eye(3))
    np.testing.assert_allclose(of_matrix, truth, rtol=1e-15)


def test_a_hessian_of_a_linear_model_takes_two_products():
    def f(w):
        return fl.sum(fl.softplus(X @ w))

    p = 1 / (1 + np.exp(-X @ W))
    truth = X.T @ (X * (p * (1 - p))[:, None])
    np.testing.assert_allclose(np.asarray(fl.jit(fl.hessian(f))(W)), truth, rtol=1e-13)
    assert products(fl.hessian(f), W) == 2  # X w, and X' D X


def test_infinite_entries_stay_where_they_are():
    A = X.copy()
    A[2, 3] = np.inf
    np.testing.assert_array_equal(np.asarray(fl.jacfwd(lambda w: A @ w)(W)), A)


def test_other_squares_are_no_identity():
    unit = np.eye(5)
    unit[1, 2] = 2.0
    np.testing.assert_allclose(np.asarray(fl.asarray(unit) @ B), unit @ B)
    x = RNG.normal(size=(2, 3))  # unit arrays of a shape that is no square, reshaped to one
    jacobian = np.asarray(fl.jacfwd(lambda x: fl.reshape(x, (3, 2)) @ fl.reshape(x, (2, 3)))(x))
    moved = 1e-6 * RNG.normal(size=x.shape)
    difference = [(x + s * moved).reshape(3, 2) @ (x + s * moved) for s in (0.5, -0.5)]
    np.testing.assert_allclose(
        np.tensordot(jacobian, moved, 2), difference[0] - difference[1], rtol=1e-7
    )


@pytest.mark.parametrize("shape", [(), (1,), (0,), (2, 0)])
def test_small_and_empty_arguments(shape):
    x = np.ones(shape)
    assert np.asarray(fl.jacfwd(lambda x: 2 * x)(x)).shape == shape * 2
