# SPDX-License-Identifier: Apache-2.0
"""The laws of the functions of whole arrays, over their table.

Values are compared with NumPy's and SciPy's, derivatives of both orders with differences of those,
and modes and transforms with one another.
"""

import numpy as np
import pytest

import fenchel as fl
from laws.array_table import CASES, VALUES, public

DTYPES = [np.float64, np.float32]
X = np.random.default_rng(0).normal(size=(3, 4))
SMOOTH = [case for case in CASES if not case.kinks]
DIFFERENCES = {1: 8 / 12, -1: -8 / 12, 2: -1 / 12, -2: 1 / 12}  # times 1/h, of fourth order
SECOND = {0: -30 / 12, 1: 16 / 12, -1: 16 / 12, 2: -1 / 12, -2: -1 / 12}  # times 1/h^2


def over(cases):
    return pytest.mark.parametrize("case", cases, ids=[case.name for case in cases])


def tangents_of(case, dtype=np.float64):
    rng = np.random.default_rng(11)
    return [rng.normal(size=shape).astype(dtype) for shape in case.shapes]


def cotangent_of(y):
    return np.random.default_rng(5).normal(size=y.shape).astype(y.dtype)


def dot(a, b):
    return float(np.sum(np.asarray(a, dtype=float) * np.asarray(b, dtype=float)))


def along(case, weights, h, power):
    """Differences of the reference in the direction of the tangents."""
    x, t = case.points(), tangents_of(case)
    terms = [
        weight * case.reference(*[a + step * h * b for a, b in zip(x, t, strict=True)])
        for step, weight in weights.items()
    ]
    return sum(terms) / h**power


def pulled(case):
    """The function from the arguments to the pullback of a fixed cotangent."""

    def f(*x):
        y, pullback = fl.vjp(case.ours, *x)
        return pullback(cotangent_of(y))

    return f


def close(ours, theirs, tolerance):
    theirs = np.asarray(theirs)
    scale = np.max(np.abs(theirs), initial=1.0)
    np.testing.assert_allclose(np.asarray(ours), theirs, rtol=tolerance, atol=tolerance * scale)


def test_every_function_has_a_row():
    rows = [case.name for case in CASES] + [name for name, _ in VALUES]
    assert {name.split()[0] for name in rows} == public()


@over(CASES)
@pytest.mark.parametrize("dtype", DTYPES)
def test_value(case, dtype):
    x = case.points(dtype)
    ours, theirs = case.ours(*map(fl.asarray, x)), np.asarray(case.reference(*x))
    assert ours.shape == theirs.shape
    assert ours.dtype == dtype
    close(ours, theirs, 1e-12 if dtype is np.float64 else 2e-5)


@pytest.mark.parametrize(("name", "f"), VALUES, ids=[name for name, _ in VALUES])
@pytest.mark.parametrize("x", [X, X.astype(np.float32), np.round(X), np.sign(X).astype(int)])
def test_values_without_a_derivative(name, f, x):
    ours, theirs = f(fl, fl.asarray(x)), f(np, x)
    assert ours.dtype == theirs.dtype
    np.testing.assert_array_equal(np.asarray(ours), theirs)
    np.testing.assert_array_equal(np.asarray(fl.jit(lambda x: f(fl, x))(x)), theirs)
    batched = fl.vmap(lambda x: f(fl, x))(np.stack([x, x[::-1]]))
    np.testing.assert_array_equal(np.asarray(batched), np.stack([theirs, f(np, x[::-1])]))


@over(SMOOTH)
def test_tangents_are_differences_of_the_reference(case):
    _, moved = fl.jvp(case.ours, tuple(case.points()), tuple(tangents_of(case)))
    close(moved, along(case, DIFFERENCES, 1e-3, 1), 1e-8)


@over(SMOOTH)
def test_second_derivatives_are_differences_of_the_reference(case):
    """The second derivative along the tangents, forward over forward."""
    t = tuple(tangents_of(case))

    def slope(*x):
        return fl.jvp(case.ours, x, t)[1]

    _, bent = fl.jvp(slope, tuple(case.points()), t)
    close(bent, along(case, SECOND, 3e-3, 2), 1e-5)


@over(CASES)
@pytest.mark.parametrize("dtype", DTYPES)
def test_reverse_mode_is_the_transpose(case, dtype):
    x, t = case.points(dtype), tangents_of(case, dtype)
    y, moved = fl.jvp(case.ours, tuple(x), tuple(t))
    assert moved.dtype == dtype
    back = pulled(case)(*x)
    assert [(b.shape, b.dtype) for b in back] == [(a.shape, a.dtype) for a in x]
    left = dot(cotangent_of(y), moved)
    right = sum(dot(b, s) for b, s in zip(back, t, strict=True))
    tolerance = 1e-11 if dtype is np.float64 else 1e-3
    np.testing.assert_allclose(left, right, rtol=tolerance, atol=tolerance)


@over(CASES)
def test_orders_of_modes_agree(case):
    """Forward over reverse, reverse over forward and reverse over reverse."""
    x, t = tuple(case.points()), tuple(tangents_of(case))
    _, over_reverse = fl.jvp(pulled(case), x, t)

    def along_tangents(*x):
        y, moved = fl.jvp(case.ours, x, t)
        return fl.sum(moved * cotangent_of(y))

    def inner(*x):
        return sum(fl.sum(b * s) for b, s in zip(pulled(case)(*x), t, strict=True))

    argnums = tuple(range(len(x)))
    for other in (fl.grad(along_tangents, argnums), fl.grad(inner, argnums)):
        for a, b in zip(over_reverse, other(*x), strict=True):
            close(a, b, 1e-9)


@over(CASES)
def test_jit_gives_the_same_bits(case):
    x = list(map(fl.asarray, case.points()))
    for f in (lambda *x: [case.ours(*x)], pulled(case)):
        for a, b in zip(f(*x), fl.jit(f)(*x), strict=True):
            assert np.asarray(a).tobytes() == np.asarray(b).tobytes()


@over(CASES)
def test_a_batch_is_a_loop(case):
    """All arguments mapped, and each alone."""
    x = case.points()
    many = [np.stack([a, 1.25 * a, np.flip(0.75 * a) if a.ndim < 2 else 0.75 * a]) for a in x]
    for alone in [None, *range(len(x))] if len(x) > 1 else [None]:
        mapped = [alone is None or i == alone for i in range(len(x))]
        axes = tuple(0 if flag else None for flag in mapped)
        arguments = [m if flag else a for m, a, flag in zip(many, x, mapped, strict=True)]
        for f in (lambda *x: (case.ours(*x),), pulled(case)):
            together = fl.vmap(f, in_axes=axes)(*arguments)
            for k in range(3):
                one = f(*[a[k] if flag else a for a, flag in zip(arguments, mapped, strict=True)])
                for a, b in zip(together, one, strict=True):
                    assert a.shape[1:] == b.shape
                    close(np.asarray(a)[k], b, 1e-11)


@over(CASES)
def test_strided_arguments(case):
    x = case.points()
    spread = [fl.asarray(np.repeat(a.T, 2, axis=0))[::2].T if a.ndim else a for a in x]
    backward = [fl.asarray(np.flip(a).copy())[(slice(None, None, -1),) * a.ndim] for a in x]
    expected = case.ours(*map(fl.asarray, x))
    for seen in (spread, backward):
        close(case.ours(*seen), expected, 1e-14)


def faults(case, factor):
    """The laws that a row breaks when its reference is off by a factor."""
    x, t = case.points(), tangents_of(case)
    y, moved = fl.jvp(case.ours, tuple(x), tuple(t))
    found = []
    for law, ours, theirs, tolerance in [
        ("value", y, case.reference(*x), 1e-12),
        ("tangent", moved, along(case, DIFFERENCES, 1e-3, 1), 1e-8),
    ]:
        try:
            close(ours, factor * np.asarray(theirs), tolerance)
        except AssertionError:
            found.append(law)
    return found


@over(
    [case for case in CASES if case.name in ("einsum chain", "cumsum", "solve", "cholesky", "std")]
)
def test_the_sweep_catches_a_planted_fault(case):
    assert faults(case, 1) == []
    assert faults(case, 1 + 1e-6) == ["value", "tangent"]
