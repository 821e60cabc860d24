# SPDX-License-Identifier: Apache-2.0
"""vmap equals a loop over examples."""

import numpy as np
import pytest

import fenchel as fl

pytestmark = pytest.mark.core

R = np.random.default_rng(0)
X, Y, W = R.normal(size=(4, 3)), R.normal(size=(4, 3)), R.normal(size=(3, 2))
INDEX = np.array([2, 0, 1, 2])


def assign(x, y):
    x[1] = y[0]
    x[::2] *= 3
    return x


def assign_at(x, i):
    x[i] = 10.0
    x[fl.stack([i, i])] = fl.stack([x[0], x[1]])
    return x


CASES = {
    "elementwise": (lambda x, y: fl.sin(x) * y + fl.maximum(x, y), (X, Y)),
    "broadcast": (lambda x, y: x[:, None] * y + 1.0, (X, Y)),
    "reduce": (lambda x, y: fl.sum(x * y) + fl.max(x) - fl.mean(y, axis=0), (X, Y)),
    "matmul": (lambda x, y: (x @ W) @ (W.T @ y), (X, Y)),
    "outer": (lambda x, y: fl.reshape(x, (3, 1)) @ fl.reshape(y, (1, 3)), (X, Y)),
    "slices": (lambda x, y: x[::-1][:2] + y[1:], (X, Y)),
    "concatenate": (lambda x, y: fl.concatenate([x, y, fl.ones(1)]), (X, Y)),
    "assign": (lambda x, y: fl.where(x > 0, y, 0.0) + assign(x, y), (X, Y)),
    "index": (lambda x, i: x[i] * 2, (X, INDEX)),
    "constant index": (lambda x, y: x[[2, 0]] - y[fl.asarray([1, 1])], (X, Y)),
    "scatter": (assign_at, (X, INDEX)),
    "gradient": (fl.grad(lambda x, y: fl.sum(fl.exp(x * y) * x[0])), (X, Y)),
    "hessian": (fl.hessian(lambda x, y: fl.sum(fl.exp(x * y) * x[0])), (X, Y)),
    "jit": (fl.jit(lambda x, y: fl.tanh(x) @ y), (X, Y)),
    "transpose": (lambda x, y: fl.stack([x, y], axis=1).T, (X, Y)),
}


@pytest.mark.parametrize("name", CASES)
def test_equals_loop(name):
    f, arguments = CASES[name]
    expected = np.stack(
        [np.asarray(f(*map(fl.asarray, row))) for row in zip(*arguments, strict=True)]
    )
    np.testing.assert_allclose(np.asarray(fl.vmap(f)(*arguments)), expected, rtol=1e-13)
    np.testing.assert_allclose(np.asarray(fl.jit(fl.vmap(f))(*arguments)), expected, rtol=1e-13)
    inner = fl.vmap(fl.vmap(f))
    doubled = inner(*(np.stack([a, a]) for a in arguments))
    np.testing.assert_allclose(np.asarray(doubled), np.stack([expected, expected]), rtol=1e-13)


def test_axes():
    product = fl.vmap(lambda x, y: x * y, in_axes=(1, None), out_axes=-1)
    np.testing.assert_allclose(np.asarray(product(X, np.ones(4))), X)
    tree = fl.vmap(lambda p, s: p["a"] * p["b"] * s, in_axes=({"a": 0, "b": None}, None))
    assert tree({"a": X, "b": 2.0}, 3.0).shape == X.shape
    pair = fl.vmap(lambda x: (x, fl.sum(x)), out_axes=(1, 0))(X)
    assert (pair[0].shape, pair[1].shape) == ((3, 4), (4,))
    assert fl.vmap(lambda x: fl.ones(2), out_axes=None)(X).shape == (2,)
    assert fl.vmap(lambda x, scale: x * scale)(X, scale=2.0).shape == X.shape


def test_empty_batch():
    assert fl.vmap(fl.sum)(np.zeros((0, 3))).shape == (0,)


def test_gradient_of_batched_sums():
    f = fl.grad(lambda w: fl.sum(fl.vmap(lambda x: fl.tanh(x @ w))(X)))
    expected = sum(np.outer(x, 1 - np.tanh(x @ W) ** 2) for x in X)
    np.testing.assert_allclose(np.asarray(f(W)), expected)


def test_assignment_of_a_mapped_value_to_an_unmapped_tensor():
    def f(x):
        y = fl.zeros(3)
        y[1] = x
        return y

    assert fl.vmap(f)(fl.asarray([5.0, 7.0])).tolist() == [[0, 5, 0], [0, 7, 0]]


@pytest.mark.parametrize("shape", [(3, 4), (2, 3, 4), (0, 4), (2, 0, 4)])
def test_rows_of_all_examples_are_rows_of_one_product(shape):
    """One matrix for all examples: `x @ W`, `W @ x`, and their cotangents."""
    rng = np.random.default_rng(1)
    x, w = rng.normal(size=shape), rng.normal(size=(4, 5))
    batch = shape[:-1]

    def mapped(f):
        for _ in batch:
            f = fl.vmap(f, in_axes=(0, None))
        return f

    np.testing.assert_allclose(mapped(lambda v, w: v @ w)(x, w), x @ w, atol=1e-14)
    np.testing.assert_allclose(mapped(lambda v, w: w.T @ v)(x, w), x @ w, atol=1e-14)
    np.testing.assert_allclose(fl.asarray(x) @ fl.asarray(w), x @ w, atol=1e-14)
    expected = x.reshape(-1, 4).T @ np.cos(x @ w).reshape(-1, 5)
    for product in (lambda v, w: v @ w, lambda v, w: w.T @ v):
        total = fl.grad(lambda w, product=product: fl.sum(fl.sin(mapped(product)(x, w))))
        np.testing.assert_allclose(total(w), expected, atol=1e-13)
