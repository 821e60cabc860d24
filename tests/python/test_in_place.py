# SPDX-License-Identifier: Apache-2.0
"""Writing to a part of an array may happen in its memory: never where somebody sees the old one."""

import numpy as np
import pytest

import fenchel as fl

X = np.arange(12.0).reshape(4, 3) / 7
PICKS = np.array([2, 0, 2, -1])
ROWS = np.arange(12.0).reshape(4, 3) - 5


def set_rows(y):
    return y.at[PICKS[:2]].set(ROWS[:2])


def add_rows(y):
    return y.at[PICKS].add(ROWS)


def set_slice(y):
    return y.at[1:3].set(ROWS[:2])


def by_numpy(write, y):
    out = np.array(y)
    if write is add_rows:
        np.add.at(out, PICKS, ROWS)
    elif write is set_rows:
        out[PICKS[:2]] = ROWS[:2]
    else:
        out[1:3] = ROWS[:2]
    return out


WRITES = [set_rows, add_rows, set_slice]

PROGRAMS = {  # what becomes of the array before and after it is written to
    "a leaf": lambda x, write: (write(x), x * 1.0),
    "a temporary": lambda x, write: (write(x * 2) + 1,),
    "a temporary, as a result": lambda x, write: (write(x * 2),),
    "read later": lambda x, write: (*((y := x * 2), write(y))[1:], y - 1),
    "a result itself": lambda x, write: ((y := x * 2), write(y)),
    "written twice": lambda x, write: (write(write(x * 2)),),
    "written in two ways": lambda x, write: ((y := x * 2), write(y), write(y + 0.5), write(y))[1:],
    "read before": lambda x, write: ((y := x * 2), (y * y).sum(), write(y))[1:],
    "read around": lambda x, write: ((y := x * 2), write(y) * y, write(y).sum(axis=0))[1:],
    "a sum of rows": lambda x, write: (write(x * (x.sum(axis=1, keepdims=True) + 0.0)),),
}


@pytest.mark.parametrize("transform", [lambda f: lambda x: f(fl.asarray(x)), fl.jit])
@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("name", PROGRAMS)
def test_values_are_those_of_copies(name, write, transform):
    program, x = PROGRAMS[name], X.copy()
    compiled = transform(lambda x: program(x, write))
    expected = program(X, lambda y: by_numpy(write, y))
    for _ in range(3):  # a plan leaves nothing behind
        for ours, truth in zip(compiled(x), expected, strict=True):
            np.testing.assert_allclose(np.asarray(ours), truth, rtol=1e-14)
    np.testing.assert_array_equal(x, X)


def picked(x, weight):
    """A gradient that is scattered onto a dense one."""
    return (x * x * weight).sum() + (x[PICKS] * ROWS).sum()


@pytest.mark.parametrize("transform", [lambda f: f, fl.jit], ids=["traced", "jit"])
def test_a_gradient_scattered_onto_a_dense_one(transform):
    expected = 2 * X * 0.5
    np.add.at(expected, PICKS, ROWS)
    gradient = transform(fl.grad(picked))
    for _ in range(2):
        np.testing.assert_allclose(np.asarray(gradient(X, 0.5)), expected, rtol=1e-14)
    flat = transform(fl.grad(lambda x: (x * x).sum() + x.ravel()[PICKS].sum()))(X)
    expected = 2 * X
    np.add.at(expected.reshape(-1), PICKS, 1.0)
    np.testing.assert_allclose(np.asarray(flat), expected, rtol=1e-14)


def test_two_scattered_terms():
    def f(x):
        return (x[PICKS] ** 2).sum() + (x[::-1][PICKS] * ROWS).sum() + x[1, 2]

    expected = np.zeros_like(X)
    np.add.at(expected, PICKS, 2 * X[PICKS])
    np.add.at(expected[::-1], PICKS, ROWS)
    expected[1, 2] += 1
    np.testing.assert_allclose(np.asarray(fl.grad(f)(X)), expected, rtol=1e-14)


def test_sums_of_a_loop_that_picks():
    """Gradients of an array that every step reads at another place."""
    order = np.array([1, 3, 1, 0, 1])

    def f(x):
        return fl.scan(lambda c, i: (fl.tanh(c * x[i] + x[0]).sum(), None), 0.3, order)[0]

    def unrolled(x):
        c = 0.3
        for i in order:
            c = fl.tanh(c * x[i] + x[0]).sum()
        return c

    ours, truth = fl.grad(f)(X), fl.grad(unrolled)(X)
    np.testing.assert_allclose(np.asarray(ours), np.asarray(truth), rtol=1e-12)


@pytest.mark.parametrize("shape", [(300, 40), (4096, 7), (5, 1)])
def test_cross_entropy_reads_its_scores_once(shape):
    """Steps of rows come together though a gather lies between them."""
    rng = np.random.default_rng(0)
    scores, labels = rng.normal(size=shape), rng.integers(0, shape[1], size=shape[0])
    rows = np.arange(shape[0])

    def loss(s):
        return fl.mean(fl.logsumexp(s, axis=1) - s[rows, labels])

    value, gradient = fl.jit(fl.value_and_grad(loss))(scores)
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(float(value), -np.log(p[rows, labels]).mean(), rtol=1e-12)
    p[rows, labels] -= 1
    np.testing.assert_allclose(np.asarray(gradient), p / shape[0], rtol=1e-11, atol=1e-15)
    if shape[0] * shape[1] > 10_000:
        steps = str(fl.plan(fl.value_and_grad(loss))(scores))
        assert steps.count("row by row") == 1
        assert "max" in steps.split("row by row")[1].split("\n")[1]
        assert "exp" in steps.split("row by row")[1].split("\n")[1]
