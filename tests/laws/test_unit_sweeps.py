# SPDX-License-Identifier: Apache-2.0
"""Jacobians of functions that take numbers out of an array, or join them, against the other mode.

Such functions are differentiated by a sweep for every number; reading the argument through a
function that hides this (a product with the identity) takes the sweep over all directions.
"""

import numpy as np
import pytest

import fenchel as fl


def hidden(x):
    """About x, by operations that select nothing."""
    return x * 1.5 / 1.5


def rotate(v):
    a, b, c = v[0], v[1], v[2]
    return fl.stack([a * fl.cos(c) - b * fl.sin(c), a * fl.sin(c) + b * fl.cos(c)])


def parts_of_parts(v):
    head, tail = v[:3], v[2:]
    return fl.stack([head[0] * tail[1], head[2] ** 2 + tail[0], fl.exp(tail[-1]), head[1]])


def twice_the_same(v):
    return fl.stack([v[0] * v[0] + v[-4] * v[1], v[0] / v[1]])


def a_number(v):
    return v[0] * fl.sin(v[1])


def with_an_array(v):
    return fl.arange(3.0) * v[1] + v[0]


def constant_rows(v):
    return fl.stack([v[0] * 0.0 + 1.0, v[3] * 2.0])


def matrix_entries(v):
    m = fl.reshape(v, (2, 2))
    return fl.stack([m[0, 0] * m[1, 1] - m[0, 1] * m[1, 0]])


FUNCTIONS = [
    rotate,
    parts_of_parts,
    twice_the_same,
    a_number,
    with_an_array,
    constant_rows,
    matrix_entries,
]


@pytest.fixture(params=["float64", "float32"])
def point(request):
    return fl.asarray(np.random.default_rng(3).uniform(0.5, 1.5, size=4).astype(request.param))


def differences(f, x):
    """Central differences in float64."""
    x = np.asarray(x, dtype=np.float64)
    steps = np.eye(len(x)) * 1e-5
    pairs = [(f(fl.asarray(x + step)), f(fl.asarray(x - step))) for step in steps]
    return np.stack(
        [(np.asarray(after) - np.asarray(before)) / 2e-5 for after, before in pairs], -1
    )


@pytest.mark.parametrize("f", FUNCTIONS)
def test_both_modes_and_differences_agree(f, point):
    forward, reverse = fl.jacfwd(f)(point), fl.jacrev(f)(point)
    tolerance = 1e-7 if point.dtype == fl.float64 else 1e-5
    np.testing.assert_allclose(forward, reverse, rtol=tolerance, atol=tolerance)
    np.testing.assert_allclose(forward, differences(f, point), rtol=tolerance, atol=tolerance)
    assert forward.dtype == f(point).dtype


@pytest.mark.parametrize("f", FUNCTIONS)
def test_sweeps_over_all_directions_agree(f, point):
    all_directions = fl.jacfwd(lambda x: f(hidden(x)))(point)
    np.testing.assert_allclose(fl.jacfwd(f)(point), all_directions, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("f", FUNCTIONS)
def test_under_vmap_and_jit(f):
    x = fl.asarray(np.random.default_rng(4).uniform(0.5, 1.5, size=(5, 4)))
    expected = np.stack([np.asarray(fl.jacobian(f)(row)) for row in x])
    for mode in ("forward", "reverse"):
        mapped = fl.vmap(fl.jacobian(f, mode=mode))
        np.testing.assert_allclose(mapped(x), expected, rtol=1e-12)
        np.testing.assert_allclose(fl.jit(mapped)(x), expected, rtol=1e-12)


@pytest.mark.parametrize("f", FUNCTIONS)
def test_second_derivatives(f):
    x = fl.asarray(np.random.default_rng(5).uniform(0.5, 1.5, size=4))

    def total(x):
        return fl.sum(f(x) ** 2)

    by_differences = differences(fl.grad(total), x)
    np.testing.assert_allclose(fl.hessian(total)(x), by_differences, rtol=1e-6, atol=1e-7)
    reverse = fl.jacrev(fl.grad(total))(x)
    np.testing.assert_allclose(fl.hessian(total)(x), reverse, rtol=1e-12, atol=1e-12)


def test_overlapping_parts():
    """Parts that overlap are added, and gaps are zeros."""
    x = fl.asarray(np.arange(1.0, 7.0))
    gradient = fl.grad(lambda x: fl.sum(x[1:3] ** 2) + fl.sum(x[2:5] ** 3) + x[5] * x[1])(x)
    np.testing.assert_allclose(gradient, [0, 2 * 2 + 6, 2 * 3 + 27, 48, 75, 2])


def test_parts_of_a_matrix_along_two_axes():
    x = fl.asarray(np.arange(12.0).reshape(3, 4))
    gradient = fl.grad(lambda x: fl.sum(x[0] ** 2) + fl.sum(x[:, 1] ** 2) + fl.sum(x[2]))(x)
    expected = np.zeros((3, 4))
    expected[0] += 2 * np.arange(4.0)
    expected[:, 1] += 2 * np.array([1.0, 5.0, 9.0])
    expected[2] += 1
    np.testing.assert_allclose(gradient, expected)


def test_zeros_win_over_infinite_partials():
    """An entry that is not touched has derivative zero, whatever the others have."""
    jacobian = fl.jacfwd(lambda x: fl.stack([fl.sqrt(x[0]), x[1] * 2.0]))(fl.asarray([0.0, 1.0]))
    np.testing.assert_array_equal(jacobian, [[np.inf, 0.0], [0.0, 2.0]])
    reverse = fl.jacrev(lambda x: fl.stack([fl.sqrt(x[0]), x[1] * 2.0]))(fl.asarray([0.0, 1.0]))
    np.testing.assert_array_equal(reverse, [[np.inf, 0.0], [0.0, 2.0]])


def test_several_arguments_and_trees():
    def f(p, q):
        return {"y": fl.stack([p["a"][0] * q[1], q[0]]), "z": p["a"] * q[0]}

    p, q = {"a": fl.asarray([2.0, 3.0])}, fl.asarray([5.0, 7.0])
    for mode in ("forward", "reverse"):
        found = fl.jacobian(f, argnums=(0, 1), mode=mode)(p, q)
        np.testing.assert_allclose(found["y"][0]["a"], [[7, 0], [0, 0]])
        np.testing.assert_allclose(found["y"][1], [[0, 2], [1, 0]])
        np.testing.assert_allclose(found["z"][0]["a"], [[5, 0], [0, 5]])
        np.testing.assert_allclose(found["z"][1], [[2, 0], [3, 0]])
