# SPDX-License-Identifier: Apache-2.0
"""The laws of the elementwise primitives, over every row of the table.

Values and derivatives are compared with mpmath at 50 digits, at random points of the probe interval
and in random directions; values at the special points with NumPy; modes and transforms with one
another.
"""

import itertools
import math

import numpy as np
import pytest
import scipy.special

import fenchel as fl
from laws import sweep
from laws.sweep import active, operation, points, random_tangents, reverse_partial

ROWS = fl.primitives()
SMOOTH = [row for row in ROWS if sweep.has_derivative(row)]
DTYPES = [np.float64, np.float32]


def over(rows):
    return pytest.mark.parametrize("row", rows, ids=[row["name"] for row in rows])


def reference(row):
    return sweep.REFERENCE[row["name"]]


def test_every_row_has_a_reference():
    names = {row["name"] for row in ROWS}
    assert names == set(sweep.REFERENCE) == set(NUMPY)


@pytest.mark.core
@over(ROWS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_value(row, dtype):
    assert sweep.value_error(row, reference(row), dtype) <= sweep.allowed_error(row)


@pytest.mark.core
@over(SMOOTH)
def test_forward_mode_is_the_derivative(row):
    at, tangents = points(row, 12), random_tangents(row, 12)
    truth = sweep.true_direction(row, reference(row), at, tangents)
    ours = np.asarray(sweep.direction(row, at, tangents)[1])
    np.testing.assert_allclose(ours, truth, rtol=1e-12, atol=1e-14)


@over(SMOOTH)
def test_the_sweep_finds_no_fault(row):
    assert sweep.faults(row, reference(row)) == []


@over(SMOOTH)
def test_the_sweep_catches_a_planted_fault(row):
    """A wrong constant in the reference is what one in the primitive would be."""
    found = sweep.faults(row, lambda *a: reference(row)(*a) * (1 + sweep.mp.mpf("1e-7")))
    assert "value" in found
    assert row["name"] == "sign" or "derivative" in found


@pytest.mark.core
@over(SMOOTH)
@pytest.mark.parametrize("dtype", DTYPES)
def test_reverse_mode_is_the_transpose(row, dtype):
    at = points(row, 9, dtype=dtype)
    tangents = [t.astype(dtype) for t in random_tangents(row, 9)]
    y, moved = sweep.direction(row, at, tangents)
    f, primals = sweep.moving_part(row, at)
    seed = np.random.default_rng(3).normal(size=9).astype(dtype)
    pulled = fl.vjp(f, *primals)[1](seed)
    assert {x.dtype for x in (y, moved, *pulled)} == {np.dtype(dtype)}
    left = dot(seed, moved)
    right = sum(dot(p, tangents[i]) for i, p in zip(active(row), pulled, strict=True))
    np.testing.assert_allclose(left, right, rtol=1e-12 if dtype is np.float64 else 1e-4, atol=1e-6)


def dot(a, b):
    return float(np.dot(np.asarray(a, dtype=float), np.asarray(b, dtype=float)))


@over(SMOOTH)
@pytest.mark.parametrize("order", [2, 3])
def test_higher_orders(row, order):
    at = points(row, 4, seed=order)
    for which in itertools.combinations_with_replacement(active(row), order):
        truth = sweep.true_mixed_partial(reference(row), at, which)
        ours = sweep.mixed_partial(row, at, which)
        np.testing.assert_allclose(ours, truth, rtol=1e-10, atol=1e-10)


@pytest.mark.core
@over(ROWS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_modes_give_the_same_bits(row, dtype):
    f, at = operation(row), points(row, 37, dtype=dtype)
    eager = np.asarray(f(*at))
    assert np.asarray(fl.jit(f)(*at)).tobytes() == eager.tobytes()
    assert np.asarray(fl.vmap(f)(*at)).tobytes() == eager.tobytes()
    loop = np.array([np.asarray(f(*element)) for element in zip(*at, strict=True)])
    assert loop.tobytes() == eager.tobytes()


@pytest.mark.core
@over(SMOOTH)
def test_derivatives_of_a_batch_are_those_of_its_elements(row):
    at = points(row, 5)
    for i in active(row):
        slope = reverse_partial(operation(row), i)
        loop = [float(slope(*map(fl.asarray, element))) for element in zip(*at, strict=True)]
        for call in (slope, fl.vmap(slope), fl.jit(slope), fl.jit(fl.vmap(slope))):
            ours = np.asarray(call(*map(fl.asarray, at)))
            np.testing.assert_allclose(ours, loop, rtol=1e-13, atol=1e-300)


@pytest.mark.core
@over(ROWS)
@pytest.mark.parametrize("shape", [(), (1,), (0,), (0, 3), (3, 0), (2, 1, 3)], ids=str)
def test_shapes(row, shape):
    size = int(np.prod(shape))
    at = [x.reshape(shape) for x in points(row, size)]
    y = operation(row)(*at)
    assert y.shape == np.asarray(y).shape == shape
    assert np.asarray(fl.vmap(operation(row))(*[x[None] for x in at])).shape == (1, *shape)
    for i in active(row) if sweep.has_derivative(row) else ():
        assert reverse_partial(operation(row), i)(*map(fl.asarray, at)).shape == shape


@over([row for row in ROWS if row["arity"] == 1])
def test_strided_arguments(row):
    [x] = points(row, 24)
    strided = x.reshape(4, 6)[::-1, ::2].T
    expected = np.asarray(operation(row)(np.ascontiguousarray(strided)))
    assert np.asarray(operation(row)(strided)).tobytes() == expected.tobytes()
    seen = fl.asarray(x.reshape(4, 6))[::-1, ::2].T
    assert np.asarray(operation(row)(seen)).tobytes() == expected.tobytes()


@over([row for row in ROWS if row["arity"] > 1])
def test_broadcast_arguments(row):
    shapes = [(4, 1), (3,), (2, 1, 1)][: row["arity"]]
    at = [x[: np.prod(s)].reshape(s) for x, s in zip(points(row, 4), shapes, strict=True)]
    full = np.broadcast_arrays(*at)
    expected = np.asarray(operation(row)(*map(np.ascontiguousarray, full)))
    assert np.asarray(operation(row)(*at)).tobytes() == expected.tobytes()
    for i in active(row) if sweep.has_derivative(row) else ():
        whole = np.asarray(reverse_partial(operation(row), i)(*map(fl.asarray, full)))
        ours = np.asarray(reverse_partial(operation(row), i)(*map(fl.asarray, at)))
        np.testing.assert_allclose(ours, summed_to(whole, at[i].shape), rtol=1e-12)


def summed_to(array, shape):
    array = array.sum(axis=tuple(range(array.ndim - len(shape))))
    axes = tuple(i for i, n in enumerate(shape) if n == 1)
    return array.sum(axis=axes, keepdims=True)


def exactly(name, at_minus_inf):
    """The reference of the sweep at every finite number: SciPy's tails are less accurate."""

    def value(x):
        if not math.isfinite(x):
            return at_minus_inf if x < 0 else x
        return math.copysign(float(sweep.REFERENCE[name](sweep.mp.mpf(x))), x)

    return np.vectorize(value, otypes=[float])


def log_gamma(x):
    pole = x == -math.inf or (x <= 0 and x == math.floor(x))
    return math.inf if pole else math.lgamma(x)


def polygamma(n, x):
    """SciPy's where the order is a whole number; where it is not, there is none."""
    whole = (n >= 0) & (n < np.inf) & (np.floor(n) == n)
    return np.where(whole, scipy.special.polygamma(np.where(whole, n, 1), x), np.nan).astype(
        x.dtype
    )


RENAMED = {"pow": np.power, "abs": np.absolute}
NUMPY = {row["name"]: getattr(np, row["name"], None) for row in ROWS} | RENAMED
NUMPY |= {
    "digamma": scipy.special.digamma,
    "erf": np.vectorize(math.erf, otypes=[float]),
    "erfc": np.vectorize(math.erfc, otypes=[float]),
    "erfcx": scipy.special.erfcx,
    "erfinv": lambda x: np.copysign(scipy.special.erfinv(x), x),
    "gelu": exactly("gelu", -0.0),
    "lgamma": np.vectorize(log_gamma, otypes=[float]),
    "masked_multiply": lambda a, b: np.where((a == 0) | (b == 0), 0, a * b),
    "polygamma": polygamma,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "silu": exactly("silu", -0.0),
    "softplus": lambda x: np.logaddexp(x, 0),
}
ZEROS_WITHOUT_SIGN = {"sign", "maximum", "minimum"}


def corners(row, dtype):
    """Every combination of the special points, subnormal numbers among them."""
    limits = np.finfo(dtype)
    special = [*row["special"], limits.tiny, limits.smallest_subnormal, -limits.smallest_subnormal]
    grid = np.meshgrid(*[np.array(special, dtype=dtype)] * row["arity"])
    return [(g != 0 if sweep.is_flag(row, i) else g).ravel() for i, g in enumerate(grid)]


@pytest.mark.core
@over(ROWS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_special_points(row, dtype):
    at = corners(row, dtype)
    ours = np.asarray(operation(row)(*at))
    with np.errstate(all="ignore"):
        truth = NUMPY[row["name"]](*at)
    limits = np.finfo(dtype)
    np.testing.assert_allclose(ours, truth, rtol=4 * limits.eps, atol=limits.smallest_subnormal)
    if row["signature"] == "arithmetic" and row["name"] not in ZEROS_WITHOUT_SIGN:
        zeros = truth == 0
        np.testing.assert_array_equal(np.signbit(ours)[zeros], np.signbit(truth)[zeros])


@pytest.mark.core
@over([row for row in ROWS if row["integers"] or row["signature"] == "comparison"])
def test_integers_are_exact(row):
    rng = np.random.default_rng(5)
    at = [rng.integers(-2, 3, 50) for _ in range(row["arity"])]
    at = [x > 0 if sweep.is_flag(row, i) else x * 2**30 + 1 for i, x in enumerate(at)]
    ours, truth = np.asarray(operation(row)(*at)), NUMPY[row["name"]](*at)
    assert ours.dtype == truth.dtype
    np.testing.assert_array_equal(ours, truth)


@over([row for row in SMOOTH if row["singular"]])
def test_zero_cotangents_stay_zero_where_partials_are_infinite(row):
    grid = corners(row, np.float64)
    f, primals = sweep.moving_part(row, grid)
    for pulled in fl.vjp(f, *primals)[1](np.zeros(grid[0].shape)):
        np.testing.assert_array_equal(np.asarray(pulled), 0)
