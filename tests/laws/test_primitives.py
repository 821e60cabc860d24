# SPDX-License-Identifier: Apache-2.0
"""The laws of the elementwise primitives, over every row of the table.

Values and derivatives are compared with mpmath at 50 digits, at random points of the probe
interval, at random tangents, and at the special points; modes and transforms with one another.
"""

import itertools
import os
from pathlib import Path

import mpmath
import numpy as np
import pytest

import fenchel as fl

ROWS = fl._core.primitives()
mp = mpmath.mp.clone()
mp.dps = 50


def _logical(function):
    return lambda *a: mp.mpf(bool(function(*(bool(x) for x in a))))


def _compare(function):
    return lambda a, b: mp.mpf(bool(function(a, b)))


# What each row computes, at 50 digits. A row without an entry fails the sweep.
REFERENCE = {
    "abs": abs,
    "add": lambda a, b: a + b,
    "cos": mp.cos,
    "divide": lambda a, b: a / b,
    "equal": _compare(lambda a, b: a == b),
    "erf": mp.erf,
    "exp": mp.exp,
    "expm1": mp.expm1,
    "greater": _compare(lambda a, b: a > b),
    "greater_equal": _compare(lambda a, b: a >= b),
    "less": _compare(lambda a, b: a < b),
    "less_equal": _compare(lambda a, b: a <= b),
    "log": mp.log,
    "log1p": lambda x: mp.log(1 + x),
    "logical_and": _logical(lambda a, b: a and b),
    "logical_not": _logical(lambda a: not a),
    "logical_or": _logical(lambda a, b: a or b),
    "logical_xor": _logical(lambda a, b: a != b),
    "masked_multiply": lambda a, b: a * b,
    "maximum": max,
    "minimum": min,
    "multiply": lambda a, b: a * b,
    "negative": lambda x: -x,
    "not_equal": _compare(lambda a, b: a != b),
    "pow": mp.power,
    "sigmoid": lambda x: 1 / (1 + mp.exp(-x)),
    "sign": mp.sign,
    "sin": mp.sin,
    "softplus": lambda x: mp.log(1 + mp.exp(x)),
    "sqrt": mp.sqrt,
    "square": lambda x: x * x,
    "subtract": lambda a, b: a - b,
    "tan": mp.tan,
    "tanh": mp.tanh,
    "where": lambda c, a, b: a if c else b,
}
FLAGS = set(Path("/proc/cpuinfo").read_text().split()) if Path("/proc/cpuinfo").exists() else set()
HAS_FMA = "fma" in FLAGS and os.environ.get("FENCHEL_CPU", "") != "x86-64-v2"


def names(rows):
    return [row["name"] for row in rows]


def has_derivative(row):
    return any(row["active"]) and row["signature"] in ("arithmetic", "selection")


SMOOTH = [row for row in ROWS if has_derivative(row)]
every_row = pytest.mark.parametrize("row", ROWS, ids=names(ROWS))
every_smooth_row = pytest.mark.parametrize("row", SMOOTH, ids=names(SMOOTH))


def is_flag(row, i):
    return row["signature"] == "logical" or (row["signature"] == "selection" and i == 0)


def points(row, count, seed=0, dtype=np.float64):
    """Random arguments, each an array of `count` elements within its probe interval."""
    rng = np.random.default_rng([seed, *map(ord, row["name"])])
    out = []
    for i, (low, high) in enumerate(row["probe"]):
        if is_flag(row, i):
            out.append(rng.random(count) < 0.5)
        else:
            out.append(rng.uniform(low, high, count).astype(dtype))
    return out


def operation(row):
    return fl._core.operation(row["name"])


def active(row):
    return [i for i, flag in enumerate(row["active"]) if flag and not is_flag(row, i)]


def exact(value):
    return bool(value) if isinstance(value, np.bool_) else mp.mpf(float(value))


def true_partial(row, at, orders):
    """A mixed partial derivative at 50 digits."""
    reference = REFERENCE[row["name"]]
    moving = [i for i, order in enumerate(orders) if order]

    def f(*moved):
        arguments = [exact(value) for value in at]
        for i, value in zip(moving, moved, strict=True):
            arguments[i] = value
        return reference(*arguments)

    if not moving:
        return f()
    where = tuple(exact(at[i]) for i in moving)
    order = tuple(orders[i] for i in moving)
    if len(where) == 1:
        return mp.diff(f, where[0], order[0])
    return mp.diff(f, where, order)


def ulps(ours, truth, dtype):
    if ours == truth:
        return 0.0
    spacing = float(np.spacing(np.abs(dtype(float(truth)))))
    return float(abs(mp.mpf(float(ours)) - truth) / spacing)


def value_error(row, dtype, count=200):
    """The largest error of a row in units in the last place."""
    arguments = points(row, count, dtype=dtype)
    ours = np.asarray(operation(row)(*arguments))
    truth = [REFERENCE[row["name"]](*map(exact, at)) for at in zip(*arguments, strict=True)]
    return max(ulps(y, t, dtype) for y, t in zip(ours, truth, strict=True))


def test_every_row_has_a_reference():
    assert set(names(ROWS)) == set(REFERENCE)


@pytest.mark.core
@every_row
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_value(row, dtype):
    allowed = row["max_ulp"] + (0 if HAS_FMA else 1)
    assert value_error(row, dtype) <= allowed


def directional(row, at, tangents):
    """The true derivative in a direction, element by element."""
    total = []
    for j in range(len(at[0])):
        element = [x[j] for x in at]
        parts = []
        for i in active(row):
            orders = [int(k == i) for k in range(len(at))]
            parts.append(true_partial(row, element, orders) * exact(tangents[i][j]))
        total.append(float(mp.fsum(parts)))
    return np.array(total)


def jvp_of(row, at, tangents):
    """Our derivative in a direction; arguments without one stay outside."""
    moving = active(row)

    def f(*moved):
        arguments = list(at)
        for i, x in zip(moving, moved, strict=True):
            arguments[i] = x
        return operation(row)(*arguments)

    return fl.jvp(f, tuple(at[i] for i in moving), tuple(tangents[i] for i in moving))


def random_tangents(row, count):
    rng = np.random.default_rng(7)
    return [rng.normal(size=count) for _ in range(row["arity"])]


@pytest.mark.core
@every_smooth_row
def test_forward_mode_is_the_derivative(row):
    at, tangents = points(row, 12), random_tangents(row, 12)
    ours = np.asarray(jvp_of(row, at, tangents)[1])
    np.testing.assert_allclose(ours, directional(row, at, tangents), rtol=1e-12, atol=1e-14)


@every_smooth_row
def test_the_check_catches_a_planted_fault(row):
    at, tangents = points(row, 12), random_tangents(row, 12)
    truth = directional(row, at, tangents)
    ours = np.asarray(jvp_of(row, at, [1.0000001 * t for t in tangents])[1])
    if not truth.any():  # sign: no factor is wrong
        assert not ours.any()
        return
    with pytest.raises(AssertionError):
        np.testing.assert_allclose(ours, truth, rtol=1e-12, atol=1e-14)


@pytest.mark.core
@every_smooth_row
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_reverse_mode_is_the_transpose(row, dtype):
    at = points(row, 9, dtype=dtype)
    tangents = [t.astype(dtype) for t in random_tangents(row, 9)]
    moving = active(row)
    y, moved = jvp_of(row, at, tangents)
    seed = np.random.default_rng(3).normal(size=9).astype(dtype)

    def f(*arguments):
        given = dict(zip(moving, arguments, strict=True))
        return operation(row)(*[given.get(i, at[i]) for i in range(len(at))])

    _, pull = fl.vjp(f, *[at[i] for i in moving])
    pulled = pull(seed)
    assert all(p.dtype == dtype for p in pulled)
    assert moved.dtype == y.dtype == dtype
    left = float(np.dot(seed.astype(float), np.asarray(moved, dtype=float)))
    right = sum(
        float(np.dot(np.asarray(p, dtype=float), tangents[i].astype(float)))
        for i, p in zip(moving, pulled, strict=True)
    )
    np.testing.assert_allclose(left, right, rtol=1e-12 if dtype is np.float64 else 1e-4, atol=1e-6)


@every_smooth_row
@pytest.mark.parametrize("order", [2, 3])
def test_higher_orders(row, order):
    moving = active(row)
    for which in itertools.combinations_with_replacement(moving, order):
        at = points(row, 4, seed=order)
        ours = np.asarray(mixed_partial(row, at, which))
        orders = [which.count(i) for i in range(row["arity"])]
        truth = [float(true_partial(row, element, orders)) for element in zip(*at, strict=True)]
        np.testing.assert_allclose(ours, truth, rtol=1e-10, atol=1e-10)


def mixed_partial(row, at, which):
    """Derivatives by the arguments `which` in turn, alternating reverse and forward mode."""
    f = operation(row)
    for depth, i in enumerate(which):
        f = (reverse_partial if depth % 2 == 0 else forward_partial)(f, i)
    return f(*map(fl.asarray, at))


def reverse_partial(f, i):
    return lambda *x: fl.grad(lambda *z: fl.sum(f(*z)), argnums=i)(*x)


def forward_partial(f, i):
    def partial(*x):
        one = fl.ones_like(x[i])
        return fl.jvp(lambda z: f(*x[:i], z, *x[i + 1 :]), (x[i],), (one,))[1]

    return partial


@pytest.mark.core
@every_row
def test_modes_give_the_same_bits(row):
    f, at = operation(row), points(row, 37)
    eager = np.asarray(f(*at))
    assert np.asarray(fl.jit(f)(*at)).tobytes() == eager.tobytes()
    assert np.asarray(fl.vmap(f)(*at)).tobytes() == eager.tobytes()
    loop = np.array([np.asarray(f(*element)) for element in zip(*at, strict=True)])
    assert loop.tobytes() == eager.tobytes()


SHAPES = [(), (1,), (0,), (0, 3), (3, 0), (2, 1, 3)]


@pytest.mark.core
@every_row
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_shapes(row, shape):
    size = int(np.prod(shape))
    at = [x.reshape(shape) for x in points(row, size)]
    y = operation(row)(*at)
    assert y.shape == shape
    assert np.asarray(fl.vmap(operation(row))(*[x[None] for x in at])).shape == (1, *shape)
    for i in active(row) if has_derivative(row) else ():
        assert reverse_partial(operation(row), i)(*map(fl.asarray, at)).shape == shape


@every_row
def test_broadcast_and_strided_arguments(row):
    if row["arity"] == 1:
        [x] = points(row, 24)
        strided = x.reshape(4, 6)[::-1, ::2].T
        expected = np.asarray(operation(row)(np.ascontiguousarray(strided)))
        assert np.asarray(operation(row)(strided)).tobytes() == expected.tobytes()
        return
    shapes = [(4, 1), (3,), (2, 1, 1)][: row["arity"]]
    at = [x[: np.prod(s)].reshape(s) for x, s in zip(points(row, 4), shapes, strict=True)]
    full = np.broadcast_arrays(*at)
    expected = np.asarray(operation(row)(*map(np.ascontiguousarray, full)))
    assert np.asarray(operation(row)(*at)).tobytes() == expected.tobytes()
    for i in active(row) if has_derivative(row) else ():
        whole = np.asarray(reverse_partial(operation(row), i)(*map(fl.asarray, full)))
        ours = np.asarray(reverse_partial(operation(row), i)(*map(fl.asarray, at)))
        np.testing.assert_allclose(ours, summed_to(whole, at[i].shape), rtol=1e-12)


def summed_to(array, shape):
    array = array.sum(axis=tuple(range(array.ndim - len(shape))))
    axes = tuple(i for i, n in enumerate(shape) if n == 1)
    return array.sum(axis=axes, keepdims=True)


NUMPY_NAMES = {"pow": "power", "abs": "absolute"}


FUNCTIONS = [row for row in ROWS if row["arity"] == 1 and row["signature"] == "arithmetic"]


@pytest.mark.core
@pytest.mark.parametrize("row", FUNCTIONS, ids=names(FUNCTIONS))
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_special_points(row, dtype):
    x = np.array(row["special"], dtype=dtype)
    ours = np.asarray(operation(row)(x))
    numpy_function = getattr(np, NUMPY_NAMES.get(row["name"], row["name"]), None)
    if numpy_function is not None:
        with np.errstate(all="ignore"):
            truth = numpy_function(x)
        np.testing.assert_array_equal(np.isnan(ours), np.isnan(truth))
        np.testing.assert_allclose(ours, truth, rtol=4 * np.finfo(dtype).eps)
        zeros = (truth == 0) & (row["name"] != "sign")  # whose zero has no sign in NumPy
        assert (np.signbit(ours) == np.signbit(truth))[zeros].all()
    assert np.isnan(ours[np.isnan(x)]).all()


SINGULAR = [row for row in SMOOTH if row["singular"]]


@pytest.mark.parametrize("row", SINGULAR, ids=names(SINGULAR))
def test_zero_cotangents_stay_zero_where_partials_are_infinite(row):
    corners = [np.array(row["special"])] * row["arity"]
    grid = [g.ravel() for g in np.meshgrid(*corners)]
    for i in active(row):
        _, pull = fl.vjp(lambda x, i=i: operation(row)(*grid[:i], x, *grid[i + 1 :]), grid[i])
        assert (np.asarray(pull(np.zeros(grid[i].shape))[0]) == 0).all()
