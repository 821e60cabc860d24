# SPDX-License-Identifier: Apache-2.0
"""Programs over rows, large enough to be run some rows at a time.

They have the values of NumPy, and the bits of small programs, which are run in one go.
"""

import numpy as np
import pytest

import fenchel as fl

SHAPES = [(300, 100), (1000, 37), (37, 1000), (4, 9000), (9000, 3), (2500, 4, 3)]


def softmax_parts(x, w):
    top = fl.stop_gradient(fl.max(x, axis=-1, keepdims=True))
    e = fl.exp(x - top)
    total = fl.sum(e, axis=-1, keepdims=True)
    return e / total, fl.sum(w * (x - top - fl.log(total)), axis=-1)


def softmax_by_numpy(x, w):
    top = x.max(-1, keepdims=True)
    e = np.exp(x - top)
    total = e.sum(-1, keepdims=True)
    return e / total, np.sum(w * (x - top - np.log(total)), axis=-1)


def normalized(x, w):
    centered = x - fl.mean(x, axis=-1, keepdims=True)
    return w * centered / fl.sqrt(fl.mean(centered**2, axis=-1, keepdims=True) + 1e-3)


def normalized_by_numpy(x, w):
    centered = x - x.mean(-1, keepdims=True)
    return w * centered / np.sqrt(np.mean(centered**2, axis=-1, keepdims=True) + 1e-3)


def arrays(shape, dtype="float64"):
    x, w = np.random.default_rng(sum(shape)).normal(size=(2, *shape))
    return x.astype(dtype), w.astype(dtype)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("shape", SHAPES)
def test_values(shape, dtype):
    x, w = arrays(shape, dtype)
    tolerance = 1e-12 if dtype == "float64" else 2e-4
    for ours, theirs in [
        *zip(softmax_parts(fl.asarray(x), w), softmax_by_numpy(x, w), strict=True),
        (normalized(fl.asarray(x), w), normalized_by_numpy(x, w)),
    ]:
        np.testing.assert_allclose(np.asarray(ours), theirs, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("f", [softmax_parts, normalized])
def test_the_rows_of_a_large_program_are_those_of_small_ones(f, shape):
    x, w = arrays(shape)
    step = max(2, shape[0] // 7)  # what one row has is a number, and leaves sums

    def loss(x, w):
        out = f(x, w)
        parts = out if isinstance(out, tuple) else (out,)
        return sum(fl.sum(p * p) for p in parts)

    whole = np.asarray(fl.grad(loss)(x, w))
    pulled = [
        np.asarray(fl.grad(loss)(x[i : i + step], w[i : i + step]))
        for i in range(0, shape[0], step)
    ]
    assert np.array_equal(whole, np.concatenate(pulled))
    every = fl.eval(f(fl.asarray(x), w))
    every = every if isinstance(every, tuple) else (every,)
    for i in range(0, shape[0], step):
        some = f(fl.asarray(x[i : i + step]), w[i : i + step])
        some = some if isinstance(some, tuple) else (some,)
        for a, b in zip(every, some, strict=True):
            assert np.array_equal(np.asarray(a)[i : i + step], np.asarray(b))


def test_intermediate_results_that_are_asked_for():
    x, w = arrays((300, 100))

    def f(x):
        top = fl.max(x, axis=1, keepdims=True)
        e = fl.exp(x - top)
        return top, e, fl.sum(e, axis=1), fl.sum(e * w, axis=0), fl.sum(e)

    for found, one in zip(f(fl.asarray(x)), fl.jit(f)(x), strict=True):
        assert np.array_equal(np.asarray(found), np.asarray(one))
    top = x.max(1, keepdims=True)
    e = np.exp(x - top)
    expected = top, e, e.sum(1), (e * w).sum(0), e.sum()
    for ours, theirs in zip(fl.jit(f)(x), expected, strict=True):
        np.testing.assert_allclose(np.asarray(ours), theirs, rtol=1e-12)


def test_rows_that_are_permuted_wait_for_all_rows():
    x, _ = arrays((300, 100))

    def f(x):
        e = fl.exp(x - fl.max(x, axis=1, keepdims=True))
        return fl.sum(e[::-1] * e, axis=1) + fl.sum(e, axis=1)[::-1]

    e = np.exp(x - x.max(1, keepdims=True))
    expected = np.sum(e[::-1] * e, axis=1) + e.sum(1)[::-1]
    np.testing.assert_allclose(np.asarray(f(fl.asarray(x))), expected, rtol=1e-12)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("shape", [(5000, 7), (3001, 33), (6000, 100), (40, 1000), (1000, 1)])
def test_generalized_linear_model(shape, dtype):
    X = np.random.default_rng(1).normal(size=shape).astype(dtype)
    y = np.sign(np.random.default_rng(2).normal(size=shape[0])).astype(dtype)
    w = np.random.default_rng(3).normal(size=shape[1]).astype(dtype) / shape[1]

    def loss(w, X):
        return fl.sum(fl.log1p(fl.exp(-y * (X @ w))))

    value, gradient = fl.value_and_grad(loss)(w, X)
    margin = -y.astype(float) * (X.astype(float) @ w)
    r = -y / (1 + np.exp(-margin))
    tolerance = 1e-11 if dtype == "float64" else 1e-3
    np.testing.assert_allclose(float(value), np.sum(np.log1p(np.exp(margin))), rtol=tolerance)
    np.testing.assert_allclose(np.asarray(gradient), X.T @ r, rtol=tolerance, atol=tolerance * 100)


@pytest.mark.parametrize("shape", [(5000, 7), (3001, 33), (6000, 100)])
def test_products_among_rows_have_the_bits_of_products_alone(shape):
    X = fl.asarray(np.random.default_rng(1).normal(size=shape))
    w = fl.asarray(np.random.default_rng(3).normal(size=shape[1]))
    together = fl.jit(lambda X, w: (X @ w, fl.transpose(X) @ fl.sin(X @ w)))(X, w)
    m = fl.eval(X @ w)
    s = fl.eval(fl.sin(m))
    assert np.array_equal(np.asarray(together[0]), np.asarray(m))
    assert np.array_equal(np.asarray(together[1]), np.asarray(fl.eval(fl.transpose(X) @ s)))
