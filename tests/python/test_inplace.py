# SPDX-License-Identifier: Apache-2.0
"""Assignment rebinds the handle: aliases see it, captured programs and callers do not."""

import copy
import pickle

import numpy as np
import pytest

import fenchel as fl

pytestmark = pytest.mark.core


def test_aliases_of_the_object_see_the_change():
    x = fl.asarray([1.0, 2.0])
    same, other = x, fl.asarray(x)
    x += 1
    x[0] = 9
    assert same is x
    assert same.tolist() == [9, 3]
    assert other.tolist() == [1, 2]


def test_what_was_computed_before_keeps_its_value():
    x = fl.asarray([1.0, 2.0])
    y = x * 10
    x[0] = 100
    x *= 0
    assert y.tolist() == [10, 20]


def test_a_slice_is_no_view():
    x = fl.zeros(4)
    part = x[1:3]
    part += 1
    assert x.tolist() == [0] * 4


def test_the_array_captured_from_may_change():
    source = np.array([1.0, 2.0])
    x = fl.asarray(source)
    y, pull = fl.vjp(lambda v: v * source, x)
    source[:] = 100
    assert x.tolist() == [1, 2]
    assert y.tolist() == [1, 4]
    assert pull(np.ones(2))[0].tolist() == [1, 2]


def test_changing_the_array_given_out_changes_nothing():
    x = fl.asarray([1.0, 2.0])
    np.asarray(x)[:] = 7
    assert x.tolist() == [1, 2]


def test_the_caller_is_untouched_by_a_transform():
    x, w = fl.asarray([1.0, 2.0]), fl.asarray([3.0, 4.0])

    def f(x, parts):
        x += 1
        x[0] = x[1] * 5
        parts["w"] *= 2
        return fl.sum(x * parts["w"])

    for transform in (fl.grad(f), fl.jit(f), fl.value_and_grad(f)):
        fl.eval(transform(x, {"w": w}))
        assert x.tolist() == [1, 2]
        assert w.tolist() == [3, 4]


def test_gradient_through_assignment():
    def f(x):
        y = fl.zeros(3)
        y[0] = x[0] * x[1]
        y[1:] = x**2
        y[1] *= 3
        return fl.sum(y)

    assert fl.grad(f)(fl.asarray([2.0, 5.0])).tolist() == [5 + 12, 2 + 10]


def test_in_place_keeps_shape_and_type():
    x = fl.asarray([1, 2])
    with pytest.raises(TypeError, match=r"float64 does not fit a tensor of type int64"):
        x += 0.5
    with pytest.raises(ValueError, match=r"\(3, 2\) does not fit a tensor of shape \(2,\)"):
        x += fl.ones((3, 2), dtype=int)
    single = fl.ones(2, dtype=np.float32)
    single += fl.ones(2)
    assert single.dtype == np.float32
    assert x.tolist() == [1, 2]


@pytest.mark.parametrize(
    "make", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))]
)
def test_copies(make):
    x = fl.asarray([1.0, 2.0])
    y = make(x)
    x += 1
    assert y.tolist() == [1, 2]


def test_tensors_cannot_be_hashed_by_value_but_by_identity():
    x = fl.asarray(1.0)
    assert {x: 1}[x] == 1
    assert hash(x) != hash(fl.asarray(1.0))
