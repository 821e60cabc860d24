# SPDX-License-Identifier: Apache-2.0
"""Branches of Python on values, and branches that are operations."""

import numpy as np
import pytest

import fenchel as fl

pytestmark = pytest.mark.core


def halve(x):
    while x > 1:
        x = x / 2
    return x


def test_loops_on_values_work_under_derivatives():
    assert float(fl.grad(halve)(20.0)) == 1 / 32
    assert float(fl.grad(fl.grad(lambda x: halve(x) ** 2))(3.0)) == 2 / 16
    assert fl.jvp(halve, (5.0,), (1.0,))[1].item() == 1 / 8


@pytest.mark.parametrize("transform", [fl.jit, fl.vmap])
def test_loops_on_values_raise_under_tracing(transform):
    with pytest.raises(fl.TracedValueError, match=r"fl\.where"):
        transform(halve)(fl.asarray([4.0]))


@pytest.mark.parametrize(
    "wrap", [lambda f: f, fl.jit, lambda f: lambda x: fl.vmap(f)(fl.stack([x]))[0]]
)
def test_where_leaks_no_nan(wrap):
    def f(x):
        return fl.where(x > 0, fl.sqrt(x), 0.0)

    assert float(wrap(fl.grad(f))(fl.asarray(0.0))) == 0
    assert float(wrap(fl.grad(fl.grad(f)))(fl.asarray(0.0))) == 0
    assert float(wrap(fl.grad(f))(fl.asarray(4.0))) == 0.25
    both = fl.grad(lambda x: fl.sum(fl.where(x > 0, fl.log(x), x * x)))
    assert both(fl.asarray([0.0, 2.0, -1.0])).tolist() == [0, 0.5, -2]


def test_printing_changes_nothing(capsys):
    def f(x):
        y = fl.sin(x) * x
        print(y, float(y))
        return y * y

    quiet = fl.grad(lambda x: (fl.sin(x) * x) ** 2)(0.7)
    assert fl.grad(f)(0.7).item() == quiet.item()
    assert capsys.readouterr().out


def test_a_value_may_be_asked_for_between():
    def f(x):
        y = x * x
        scale = float(y)  # a constant from here on
        return fl.sum(y * scale)

    assert float(fl.grad(f)(3.0)) == 2 * 3 * 9
    assert np.isclose(float(fl.grad(lambda x: x * np.asarray(x).item())(3.0)), 3)
