# SPDX-License-Identifier: Apache-2.0
"""Types of results: NumPy's, for all pairs of types and for Python's numbers."""

import itertools
import operator

import numpy as np
import pytest

import fenchel as fl

pytestmark = pytest.mark.core

DTYPES = [np.bool_, np.int64, np.float32, np.float64]
ARITHMETIC = [operator.add, operator.mul, operator.truediv]
WEAK = [True, 2, 2.5]


def values(dtype):
    return np.array([1, 0, 1], dtype=dtype)


@pytest.mark.parametrize(("a", "b"), [*itertools.product(DTYPES, DTYPES)])
@pytest.mark.parametrize("op", ARITHMETIC)
@pytest.mark.filterwarnings("ignore:divide by zero", "ignore:invalid value")
def test_pairs_of_types(op, a, b):
    expected = op(values(a), values(b)).dtype
    if expected == np.bool_:  # NumPy adds truth values to truth values; fenchel counts
        expected = np.dtype(np.int64)
    assert op(fl.asarray(values(a)), fl.asarray(values(b))).dtype == expected


@pytest.mark.parametrize(("dtype", "number"), [*itertools.product(DTYPES, WEAK)])
@pytest.mark.parametrize("op", ARITHMETIC)
@pytest.mark.filterwarnings("ignore:divide by zero", "ignore:invalid value")
def test_python_numbers_are_weak(op, dtype, number):
    expected = op(values(dtype), number).dtype
    if expected == np.bool_:
        expected = np.dtype(np.int64)
    assert op(fl.asarray(values(dtype)), number).dtype == expected
    assert op(number, fl.asarray(values(dtype))).dtype == expected


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("kind", [np.bool_, np.int64, np.float32, np.float64])
def test_numpy_numbers_are_strong(dtype, kind):
    expected = (values(dtype) * np.array(kind(1))).dtype
    if dtype is np.bool_ and kind is np.bool_:
        expected = np.dtype(np.int64)
    if np.dtype(kind).kind == np.dtype(dtype).kind or kind is np.float64:
        expected = (
            np.result_type(np.dtype(dtype), np.dtype(kind)) if dtype is not np.bool_ else expected
        )
    assert (fl.asarray(values(dtype)) * kind(1)).dtype == expected


def test_integers_become_floats_where_functions_need_them():
    assert fl.exp(fl.asarray([1, 2])).dtype == np.float64
    assert fl.mean(fl.asarray([1, 2])).dtype == np.float64
    assert fl.sum(fl.asarray([True, True])).dtype == np.int64
    assert (fl.asarray([1, 2]) // 2).dtype == np.int64
    assert (fl.asarray([1, 2]) ** 3).dtype == np.int64


@pytest.mark.parametrize("power", [0, 1, 2, 3, 5])
@pytest.mark.parametrize("dtype", [np.int64, np.float32, np.float64])
def test_whole_powers(dtype, power):
    x = np.array([-3, -1, 0, 2, 7], dtype=dtype)
    ours = fl.asarray(x) ** power
    assert ours.dtype == (x**power).dtype
    np.testing.assert_allclose(np.asarray(ours), x**power, rtol=1e-6)


def test_large_integers_keep_all_their_bits():
    big = 2**62 + 1
    assert int(fl.asarray(big)) == big
    assert fl.asarray([big, -big]).tolist() == [big, -big]
    assert (fl.asarray([1]) + big).tolist() == [big + 1]
    with pytest.raises(OverflowError):
        fl.asarray([1]) + 2**64


@pytest.mark.parametrize("op", [operator.floordiv, operator.mod])
@pytest.mark.parametrize("dtype", [np.int64, np.float64])
def test_floor_division(op, dtype):
    a = np.array([-7, -6, -1, 0, 1, 6, 7, 20], dtype=dtype)
    for b in (3, -3, 2.5 if dtype is np.float64 else 5):
        ours = op(fl.asarray(a), b)
        assert ours.dtype == op(a, b).dtype
        np.testing.assert_allclose(np.asarray(ours), op(a, b), atol=1e-15)


BIG = [2**53 + 1, 2**62 + 3, -(2**62) - 5, 2**63 - 1, -(2**63)]
DIVISORS = [1, -1, 2, 3, -7, 2**31 + 1, 2**53 + 1, -(2**62) - 1, 2**63 - 1, -(2**63)]


@pytest.mark.parametrize("wrap", [lambda f: f, fl.jit], ids=["eager", "jit"])
def test_integer_division_is_that_of_python(wrap):
    pairs = [(a, b) for a in BIG for b in DIVISORS if (a, b) != (-(2**63), -1)]
    a, b = fl.asarray([a for a, _ in pairs]), fl.asarray([b for _, b in pairs])
    for op, function in ((operator.floordiv, np.floor_divide), (operator.mod, np.remainder)):
        expected = [op(*pair) for pair in pairs]
        for ours in (wrap(op)(a, b), function(a, b)):
            assert ours.dtype == np.int64
            assert ours.tolist() == expected
    truncated = wrap(fl.fmod)(a, b).tolist()
    assert truncated == [abs(a) % abs(b) * (1 if a > 0 else -1) for a, b in pairs]


def test_integer_division_by_python_numbers():
    big = 2**62 + 1
    x = fl.asarray([big, -big])
    assert (x // 3).tolist() == [big // 3, -big // 3]
    assert (x % -3).tolist() == [big % -3, -big % -3]
    assert (big // fl.asarray([7, -7])).tolist() == [big // 7, big // -7]
    x //= 10
    assert x.tolist() == [big // 10, -big // 10]
    assert (x // 2.5).dtype == np.float64


def test_integer_division_by_zero_is_0_as_in_numpy():
    x = np.array([7, 0, -7])
    with np.errstate(divide="ignore"):
        for op in (operator.floordiv, operator.mod, np.fmod):
            assert np.asarray(op(fl.asarray(x), 0)).tolist() == op(x, 0).tolist() == [0, 0, 0]
    assert int(fl.asarray(-(2**63)) // -1) == -(2**63)


@pytest.mark.parametrize("op", [operator.floordiv, operator.mod])
def test_division_of_floats_is_that_of_python(op):
    pairs = [(1.0, 0.1), (-1.0, 0.1), (0.3, 0.1), (6.0, -0.1), (-1e-20, 1.0), (5.0, np.inf)]
    pairs += [(-5.0, np.inf), (1e300, 7.0), (2.0**60, 3.0), (-7.5, 2.0), (5e-324, 3.0)]
    ours = op(fl.asarray([a for a, _ in pairs]), np.array([b for _, b in pairs]))
    assert ours.tolist() == [op(*pair) for pair in pairs]


@pytest.mark.parametrize("function", [fl.floor, fl.ceil, fl.round, fl.trunc])
def test_integers_are_whole(function):
    big = 2**62 + 1
    assert function(fl.asarray([big, -3])).tolist() == [big, -3]
    assert function(fl.asarray([True])).dtype == np.int64


def test_dtype_objects_are_those_of_numpy():
    assert fl.zeros(2).dtype == np.float64 == fl.float64
    assert fl.zeros(2, dtype=np.float32).dtype == fl.float32
    assert fl.zeros(2, dtype="int64").dtype is np.dtype("int64")
    assert fl.ones(2, dtype=bool).dtype == fl.bool_
