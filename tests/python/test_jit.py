# SPDX-License-Identifier: Apache-2.0
"""jit traces once for every kind of arguments, and changes no value."""

import functools
import gc
import inspect
import sys
import weakref

import numpy as np
import pytest

import fenchel as fl

pytestmark = pytest.mark.core


def counted(f):
    @functools.wraps(f)
    def traced(*args, **kwargs):
        traced.count += 1
        return f(*args, **kwargs)

    traced.count = 0
    return traced


def test_traces_once_for_a_kind():
    f = counted(lambda x, y: x * y + 1)
    g = fl.jit(f)
    for x in (1.0, 2.0, 3.5):
        assert float(g(x, 2.0)) == x * 2 + 1
    assert f.count == 1
    g(fl.ones(2), 2.0)
    g(np.ones(2), 7.0)
    assert f.count == 2
    assert g(np.ones(2, dtype=np.float32), 7.0).dtype == np.float32
    assert f.count == 3
    assert g(2, 3).dtype == np.int64


def test_python_numbers_stay_weak():
    g = fl.jit(lambda x, s: x * s)
    assert g(fl.ones(2, dtype=np.float32), 2.0).dtype == np.float32
    assert g(fl.ones(2, dtype=np.float32), np.float64(2.0)).dtype == np.float64
    assert g(fl.asarray([1, 2]), 2).dtype == np.int64


def test_static_arguments():
    f = counted(lambda x, n, mode="up": x**n if mode == "up" else x / n)
    g = fl.jit(f, static_argnames=("n", "mode"))
    assert float(g(2.0, 3)) == 8
    assert float(g(3.0, n=3)) == 27
    assert f.count == 1
    assert float(g(6.0, 3, mode="down")) == 2
    assert float(g(mode="down", n=2, x=6.0)) == 3
    assert f.count == 3


def test_closures_are_constants():
    scale = fl.asarray(2.0)
    g = fl.jit(lambda x: x * scale)
    assert float(g(3.0)) == 6
    scale += 1
    assert float(g(3.0)) == 6


def test_trees_in_and_out():
    @fl.jit
    def f(p, *, shift):
        return {"sum": p[0] + p[1]["a"], "shift": (shift, None, 1.5)}

    out = f((1.0, {"a": fl.ones(2)}), shift=4.0)
    assert out["sum"].tolist() == [2, 2]
    assert float(out["shift"][0]) == 4
    assert out["shift"][1] is None
    assert float(out["shift"][2]) == 1.5


def test_derivatives_go_through_and_around():
    g = fl.jit(lambda x: fl.sin(x) * x)
    outside = fl.jit(fl.grad(lambda x: fl.sin(x) * x))
    for x in (0.3, 0.4):
        expected = np.cos(x) * x + np.sin(x)
        assert np.isclose(float(fl.grad(g)(x)), expected)
        assert np.isclose(float(outside(x)), expected)
        assert np.isclose(float(fl.jvp(g, (x,), (1.0,))[1]), expected)


def test_a_closure_over_a_traced_value_is_no_constant():
    def f(a):
        return fl.jit(lambda x: a * x)(3.0)

    assert float(fl.grad(f)(2.0)) == 3
    assert fl.vmap(f)(fl.ones(2)).tolist() == [3, 3]
    helper = {}
    g = fl.jit(lambda x: helper["a"] * x)

    def through(a):
        helper["a"] = a
        return g(3.0)

    assert float(fl.grad(lambda a: through(a * a))(2.0)) == 12
    assert float(fl.grad(lambda a: through(a * a))(5.0)) == 30


def test_same_bits_as_without():
    rng = np.random.default_rng(1)
    x, w = rng.normal(size=(50, 7)), rng.normal(size=7)

    def loss(w, x):
        return fl.mean(fl.log1p(fl.exp(-(x @ w)))) + fl.sum(fl.tanh(w) ** 2)

    plain, jitted = fl.value_and_grad(loss), fl.jit(fl.value_and_grad(loss))
    for _ in range(2):
        for ours, other in zip(plain(w, x), jitted(w, x), strict=True):
            assert np.asarray(ours).tobytes() == np.asarray(other).tobytes()


def test_arguments_given_back_and_constants():
    assert fl.jit(lambda x: x)(fl.ones(2)).tolist() == [1, 1]
    assert fl.jit(lambda x: (x, x, fl.zeros(2)))(1.0)[2].tolist() == [0, 0]
    assert fl.jit(lambda: fl.ones(2) * 3)().tolist() == [3, 3]


def test_the_result_may_be_changed_by_its_owner():
    f = fl.jit(lambda x: x)
    x = fl.ones(2)
    y = f(x)
    y += 1
    assert x.tolist() == [1, 1]
    assert f(x).tolist() == [1, 1]


def test_static_arguments_that_are_equal_and_differ():
    f = fl.jit(lambda x, n: x / 2 if n is True else x * n, static_argnames="n")
    assert [f(2, n=n).dtype.kind for n in (1, 1.0, True)] == ["i", "f", "f"]
    g = fl.jit(lambda x, n: x / fl.asarray(n), static_argnames="n")
    assert [float(g(2.0, n=n)) for n in (0.0, -0.0)] == [float("inf"), float("-inf")]


def python_calls(call):
    """The Python functions that a call runs."""
    names = []
    sys.setprofile(lambda frame, event, _: event == "call" and names.append(frame.f_code.co_name))
    try:
        call()
    finally:
        sys.setprofile(None)
    return names


def leaves(tree):
    return tree if isinstance(tree, tuple) else (tree,)


@pytest.mark.parametrize("result", [lambda x: x * 2, lambda x: (x, x + 1), lambda x: (x,)])
def test_a_known_call_runs_no_python(result):
    f = fl.jit(result)
    for x in (1.0, 2, True, fl.ones(3), np.ones((2, 2), dtype=np.float32)):
        assert "slow" in python_calls(lambda x=x: f(x))
        assert python_calls(lambda x=x: f(x)) == ["<lambda>"]
        again, expected = f(x), result(fl.asarray(x))
        assert type(again) is type(expected)
        for a, b in zip(leaves(again), leaves(expected), strict=True):
            assert np.array_equal(a, b)


def test_a_jitted_function_is_like_a_function():
    @fl.jit
    def double(x, scale=2.0):
        """Twice."""
        return x * scale

    assert (double.__name__, double.__doc__) == ("double", "Twice.")
    assert list(inspect.signature(double).parameters) == ["x", "scale"]
    assert [float(double(3.0)), float(double(3.0, scale=4.0)), float(double(3.0, 5.0))] == [
        6,
        12,
        15,
    ]


def test_a_jitted_method_has_its_instance():
    class Model:
        def __init__(self, scale):
            self.scale = scale

        @functools.partial(fl.jit, static_argnames="self")
        def __call__(self, x):
            return self.scale * x

    first, second = Model(2.0), Model(3.0)
    assert [float(m(4.0)) for m in (first, second, first)] == [8, 12, 8]


def test_a_jitted_function_is_freed():
    f = fl.jit(lambda x: x + 1)
    f(1.0), f(1.0)
    alive = weakref.ref(f)
    del f
    gc.collect()
    assert alive() is None


def test_retraces_are_explained():
    f = fl.jit(lambda tree, k: tree["a"] * k)
    x = np.ones(3)
    assert f.explain_retrace({"a": x}, 2.0) == "traced: no call came before"
    f({"a": x}, 2.0)
    assert f.explain_retrace({"a": x}, 5.0).startswith("not traced")
    assert f.explain_retrace({"a": np.ones(4)}, 2.0) == (
        "traced anew: argument 0['a'] is float64[4], was float64[3]"
    )
    assert "argument 1 is float64[], was a Python float" in f.explain_retrace({"a": x}, x[0])
    assert "tree of the arguments is new" in f.explain_retrace({"b": x}, 2.0)


def test_retraces_by_static_arguments_and_names():
    f = fl.jit(lambda x, power=2: x**power, static_argnames="power")
    f(np.ones(3), power=2)
    assert f.explain_retrace(np.ones(3), power=3) == "traced anew: power=3 is new"
    assert f.explain_retrace(np.ones(2), power=2) == (
        "traced anew: argument x is float64[2], was float64[3]"
    )
    g = fl.jit(lambda x, y: x + y)
    g(1.0, y=np.ones(2))
    assert "argument y is float64[3], was float64[2]" in g.explain_retrace(1.0, y=np.ones(3))
