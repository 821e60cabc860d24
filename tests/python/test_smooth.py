# SPDX-License-Identifier: Apache-2.0
"""Soft maxima, losses and `smooth` from Python: arguments, types, trees, and errors."""

import subprocess
import sys

import numpy as np
import pytest

import fenchel as fl

pytestmark = pytest.mark.core


@pytest.mark.parametrize(
    "code",
    [
        "import fenchel as fl, fenchel.smooth; assert callable(fl.smooth)",
        "from fenchel.smooth import smooth; import fenchel; assert fenchel.smooth is smooth",
        "import fenchel.smooth as found; assert callable(found)",
    ],
)
def test_the_function_wins_over_its_module(code):
    subprocess.run([sys.executable, "-c", code], check=True)


def test_aliases():
    assert fl.softmax is fl.softargmax
    assert fl.sparsemax is fl.sparseargmax


@pytest.mark.parametrize("f", [fl.softargmax, fl.sparseargmax, fl.smooth_max, fl.logsumexp])
def test_integers_and_shapes(f):
    assert f(np.array([1, 2, 3])).dtype == np.float64
    assert f(np.zeros((0, 3))).size == (1 if f is fl.logsumexp else 0)
    assert f(np.zeros((1, 1))).size == 1


def test_trees_keywords_and_static_arguments():
    def f(p, shift=0.0, mode="up", times=2):
        for _ in range(times):
            p = {"a": fl.where(p["a"] > shift, p["a"], 0.0), "b": [p["b"][0] + 1.0]}
        assert mode == "up"
        return p, None

    result, nothing = fl.smooth(f, scale=0.5)({"a": np.ones(2), "b": [1.0]}, shift=1.0, mode="up")
    assert nothing is None
    assert result["b"][0].item() == 3.0
    np.testing.assert_allclose(np.asarray(result["a"]), 0.5 / (1 + np.exp(1.0)))


def test_integer_arguments_stay_hard_and_python_may_branch_on_them():
    soft = fl.smooth(lambda x, n: fl.where(n > 2, x, -x) if n.dtype.kind == "i" else None)
    np.testing.assert_array_equal(np.asarray(soft(np.ones(3), np.array([1, 2, 3]))), [-1, -1, 1])
    assert float(fl.smooth(lambda x, n: x if n > 2 else -x)(1.0, 3)) == 1.0


def test_types():
    f = fl.smooth(lambda x, t: fl.where(x > t, x, 0.0), scale=0.1)
    assert f(np.float32(1.0), 0.5).dtype == np.float32
    assert f(np.ones(2, np.float32), 0.5).dtype == np.float32
    assert (
        fl.smooth(lambda x: x > 0, scale=fl.asarray(0.5))(np.ones(2, np.float32)).dtype
        == np.float32
    )
    assert fl.smooth(lambda x: fl.sum(x > 0))(np.zeros(4)).item() == 2.0


def test_the_callers_tensor_is_untouched():
    x = fl.asarray([1.0, -1.0])

    def f(x):
        x[0] = 5.0
        return fl.abs(x)

    fl.smooth(f)(x)
    assert x.tolist() == [1.0, -1.0]


def test_closures_over_traced_values():
    def outer(t):
        return fl.smooth(lambda x: fl.where(x > t, x, 0.0), scale=0.5)(1.0)

    slope = fl.grad(outer)(0.8)
    h = 1e-6
    expected = (float(outer(0.8 + h)) - float(outer(0.8 - h))) / (2 * h)
    np.testing.assert_allclose(float(slope), expected, rtol=1e-7)


def test_smoothing_of_a_gradient_smooths_the_hard_gradient():
    soft = fl.smooth(fl.grad(fl.abs), scale=0.5)
    np.testing.assert_allclose(float(soft(0.3)), np.tanh(0.3), rtol=1e-14)


def test_stop_gradient_keeps_a_site_hard():
    soft = fl.smooth(
        lambda x: fl.stop_gradient(x // 1.0) + fl.where(fl.stop_gradient(x) > 2.0, x, 0.0)
    )
    assert float(soft(2.5)) == 4.5
    assert float(fl.grad(soft)(2.5)) == 1.0


def test_a_lazy_soft_argmax_is_a_constant_of_minimize():
    target = fl.softargmax(np.array([1.0, 2.0]))
    fit = fl.minimize(lambda x: fl.sum((x - target) ** 2), np.zeros(2))
    np.testing.assert_allclose(np.asarray(fit.x), np.asarray(target), atol=1e-6)


def test_losses_are_minimized():
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(60, 3)), rng.integers(0, 4, 60)
    for regularizer in ("shannon", "gini"):
        fit = fl.minimize(
            lambda w, r=regularizer: (
                fl.fenchel_young_loss(X @ w, y, r, reduction="mean") + 0.01 * fl.sum(w**2)
            ),
            np.zeros((3, 4)),
        )
        assert fit.success


def test_reductions():
    theta, y = np.eye(3), np.array([0, 1, 1])
    rows = np.asarray(fl.fenchel_young_loss(theta, y))
    assert rows.shape == (3,)
    assert float(fl.fenchel_young_loss(theta, y, reduction="sum")) == pytest.approx(rows.sum())
    assert float(fl.fenchel_young_loss(theta, y, reduction="mean")) == pytest.approx(rows.mean())


def branches(x):
    return x if x > 0 else -x


ERRORS = {
    "branch": (lambda: fl.smooth(branches)(1.0), fl.TracedValueError, "fl.where"),
    "method": (lambda: fl.smooth(fl.abs, method="gauss"), ValueError, "'gauss'.*'logistic'"),
    "scope": (lambda: fl.smooth(fl.abs, scope="global"), ValueError, "'global'.*'local'"),
    "scale": (lambda: fl.smooth(fl.abs, scale=0.0)(1.0), ValueError, "positive, not 0;"),
    "scale nan": (lambda: fl.softargmax(np.ones(2), scale=np.nan), ValueError, "positive"),
    "scale array": (lambda: fl.softargmax(np.ones(2), scale=np.ones(2)), ValueError, "single"),
    "rounding": (
        lambda: fl.smooth(lambda x: fl.astype(x, int))(1.5),
        TypeError,
        "float64 to int64.*stop_gradient",
    ),
    "position": (
        lambda: fl.smooth(lambda x: x[fl.sum(x > 0)])(np.ones(3)),
        TypeError,
        "position",
    ),
    "regularizer": (
        lambda: fl.smooth_max(np.ones(2), regularizer="x"),
        ValueError,
        "shannon, gini",
    ),
    "axis": (lambda: fl.softargmax(np.ones((2, 3)), axis=2), ValueError, "axis 2"),
    "no axis": (lambda: fl.softargmax(1.0), ValueError, "0 axes"),
    "empty axis": (lambda: fl.sparseargmax(np.ones((2, 0))), ValueError, r"shape \(2, 0\)"),
    "label": (
        lambda: fl.fenchel_young_loss(np.ones((2, 3)), [0, 3]),
        ValueError,
        "label 3.*0 to 2",
    ),
    "negative label": (
        lambda: fl.fenchel_young_loss(np.ones((1, 3)), [-1]),
        ValueError,
        "label -1",
    ),
    "labels": (lambda: fl.fenchel_young_loss(np.ones((2, 3)), [0, 1, 2]), ValueError, r"\(2,\)"),
    "points": (
        lambda: fl.fenchel_young_loss(np.ones((2, 3)), np.ones(2)),
        ValueError,
        "float64 and shape",
    ),
    "reduction": (
        lambda: fl.fenchel_young_loss(np.ones((1, 3)), [0], reduction="max"),
        ValueError,
        "'max'.*'mean', 'sum'",
    ),
}


@pytest.mark.parametrize("name", ERRORS)
def test_errors(name):
    call, error, message = ERRORS[name]
    with pytest.raises(error, match=message):
        call()


def test_a_traced_label_out_of_range_raises_when_it_runs():
    loss = fl.jit(lambda y: fl.fenchel_young_loss(np.ones((2, 3)), y))
    assert loss(np.array([0, 2])).shape == (2,)
    for label in (3, -1):
        with pytest.raises(IndexError, match="out of bounds"):
            loss(np.array([0, label]))
