# SPDX-License-Identifier: Apache-2.0
"""Indexing and assignment to indices: NumPy's results for every kind of key."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import fenchel as fl

pytestmark = pytest.mark.core

X = np.arange(2 * 3 * 4 * 5, dtype=float).reshape(2, 3, 4, 5)
R, S = np.array([0, 2, -1]), np.array([[1], [-3]])
KEYS = [
    0, -1, slice(None), slice(None, None, -1), slice(1, None), slice(5, 1), ..., None, (),
    (0, 1), (0, ..., 1), (slice(None), None, 1), (None, 0, None, ..., None), (..., slice(3, 0, -2)),
    R[:2] * 0, (slice(None), R), (slice(None), R, S), (slice(None), R, slice(None), S),
    (0, slice(None), R), (0, R), (0, R, 1), (slice(None), 1, slice(None), R), (..., R, None, S),
    (None, slice(None), R, S), (R * 0, R, R, R), (slice(None), R, 1, R),
    (slice(1, 0, -1), R, ..., None), (slice(None), slice(0, 0), R), [0, 1], [],
    (slice(None), [0, 1], [1, 2]), X[:, :, 0, 0] > 20,
    (slice(None), np.array([True, False, True])), (..., np.array([True, False, True, True, False])),
    (np.array([True, True]), 0, np.array([1, 2])), np.zeros((2, 3), dtype=bool), X > 50,
]  # fmt: skip


@pytest.mark.parametrize("key", KEYS, ids=lambda key: repr(key)[:40].replace("\n", ""))
def test_key(key):
    expected = X[key]
    ours = fl.asarray(X)[key]
    assert ours.shape == expected.shape
    np.testing.assert_array_equal(np.asarray(ours), expected)
    target, tensor = X.copy(), fl.asarray(X)
    value = -np.arange(expected.size, dtype=float).reshape(expected.shape)
    target[key] = value
    tensor[key] = value
    np.testing.assert_array_equal(np.asarray(tensor), target)


@pytest.mark.parametrize("key", KEYS, ids=lambda key: repr(key)[:40].replace("\n", ""))
def test_gradient_of_key(key):
    weights = np.arange(X[key].size, dtype=float).reshape(X[key].shape) + 1
    expected = np.zeros_like(X)
    np.add.at(expected, key, weights)
    ours = fl.grad(lambda x: fl.sum(x[key] * weights))(X)
    np.testing.assert_array_equal(np.asarray(ours), expected)


@settings(max_examples=150)
@given(st.data())
def test_any_key(data):
    shape = data.draw(hnp.array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=4))
    x = np.arange(np.prod(shape), dtype=float).reshape(shape)
    basic = hnp.basic_indices(shape, allow_newaxis=True, allow_ellipsis=True)
    arrays = hnp.integer_array_indices(shape) if 0 not in shape else basic
    key = data.draw(st.one_of(basic, arrays))
    np.testing.assert_array_equal(np.asarray(fl.asarray(x)[key]), x[key])
    target, tensor = x.copy(), fl.asarray(x)
    target[key] = -1.0
    tensor[key] = -1.0
    np.testing.assert_array_equal(np.asarray(tensor), target)


def test_tensors_as_indices():
    x = fl.asarray([10.0, 20.0, 30.0])
    assert float(x[fl.asarray(1)]) == 20
    assert x[fl.asarray([2, 0])].tolist() == [30, 10]
    assert x[x > 15].tolist() == [20, 30]
    assert x[fl.arange(3)[::-1]].tolist() == [30, 20, 10]
    assert [10, 20, 30][fl.asarray(2)] == 30


def test_iteration():
    assert [float(v) for v in fl.arange(3)] == [0, 1, 2]
    assert len(fl.zeros((4, 2))) == 4
    with pytest.raises(TypeError, match="without axes"):
        iter(fl.asarray(1.0))


@pytest.mark.parametrize(
    ("shape", "key", "message"),
    [
        ((3,), 3, "index 3 is out of bounds for axis 0 with size 3"),
        ((3,), -4, "index -4 is out of bounds for axis 0 with size 3"),
        ((2, 3), (0, 5), "index 5 is out of bounds for axis 1 with size 3"),
        ((2, 3), (slice(None), [0, 7]), "index 7 is out of bounds for axis 1 with size 3"),
        ((2, 3), (0, 0, 0), "too many indices: an array of shape (2, 3) takes 2, got 3"),
        ((2,), (..., ...), "an index can only have a single ellipsis (`...`)"),
        ((2,), 0.5, "only integers, slices"),
        ((2,), "a", "only integers, slices"),
        ((2,), np.array([0.5]), "only integers, slices"),
        ((2, 3), np.array([True]), "a mask of shape (1,) does not fit the axes from 0 on"),
    ],
)
def test_errors(shape, key, message):
    with pytest.raises(IndexError) as caught:
        fl.zeros(shape)[key]
    assert message in str(caught.value)


def test_an_index_computed_later_is_checked_when_it_runs():
    x, i = fl.zeros(3), fl.asarray([1, 2]) + 5
    with pytest.raises(IndexError, match="out of bounds"):
        fl.eval(x[i])
    pair = fl.zeros((3, 3))[fl.asarray([0]) + 0, fl.asarray([1]) + 5]
    with pytest.raises(IndexError, match="out of bounds"):
        fl.eval(pair)


def test_assigned_values_must_fit():
    x = fl.zeros((2, 3))
    with pytest.raises(ValueError, match=r"\(4,\) does not broadcast to the shape \(3,\)"):
        x[0] = np.ones(4)
    whole = fl.asarray([1, 2])
    with pytest.raises(TypeError, match="float64 does not fit an array of type int64"):
        whole[0] = 1.5
    x[0] = [[1, 2, 3]]
    assert x[0].tolist() == [1, 2, 3]


def test_duplicates_last_wins_and_its_gradient():
    def f(v):
        x = fl.zeros(3)
        x[[0, 0, 2]] = v
        return fl.sum(x * fl.asarray([1.0, 10.0, 100.0]))

    assert fl.grad(f)(fl.asarray([5.0, 7.0, 9.0])).tolist() == [0, 1, 100]


@pytest.mark.parametrize("key", KEYS, ids=lambda key: repr(key)[:40].replace("\n", ""))
def test_addition_at_a_key_is_numpys(key):
    """`np.add.at` adds as often as a position occurs."""
    values = np.random.default_rng(1).normal(size=X[key].shape)
    expected = X.copy()
    np.add.at(expected, key, values)
    x = fl.asarray(X)
    np.testing.assert_array_equal(np.asarray(x.at[key].add(values)), expected)
    replaced = X.copy()
    replaced[key] = 2.0
    np.testing.assert_array_equal(np.asarray(x.at[key].set(2.0)), replaced)
    np.testing.assert_array_equal(np.asarray(x), X)


def test_gradients_of_addition_at_a_key():
    key = np.array([2, 0, 2])
    weights = np.array([3.0, 5.0, 7.0])

    def f(x, v):
        return fl.sum(x.at[key].add(v) ** 2 * weights)

    x, v = np.array([1.0, 2.0, 3.0]), np.array([0.5, -1.0, 0.25])
    y = x.copy()
    np.add.at(y, key, v)
    slope = 2 * weights * y
    for call in (fl.grad(f, (0, 1)), fl.jit(fl.grad(f, (0, 1)))):
        by_x, by_v = call(fl.asarray(x), fl.asarray(v))
        np.testing.assert_allclose(np.asarray(by_x), slope, rtol=1e-15)
        np.testing.assert_allclose(np.asarray(by_v), slope[key], rtol=1e-15)


def test_addition_where_a_traced_mask_holds():
    f = fl.jit(lambda x: x.at[x > 1].add(10.0))
    np.testing.assert_array_equal(np.asarray(f(fl.asarray([0.0, 2.0]))), [0.0, 12.0])
