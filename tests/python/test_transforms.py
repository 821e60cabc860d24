# SPDX-License-Identifier: Apache-2.0
"""Derivatives against closed forms: nested in any order, on trees, with all their options."""

from typing import Any, NamedTuple

import numpy as np
import pytest

import fenchel as fl

pytestmark = pytest.mark.core

X = np.array([0.3, -1.2, 2.0])
A = np.array([[2.0, 1.0, 0.0], [1.0, 3.0, -1.0], [0.0, -1.0, 4.0]])


class Point(NamedTuple):
    x: Any
    y: Any


def value(tree):
    import optree

    return optree.tree_map(np.asarray, tree)


def cubic(x):
    return fl.sum(x**3) + x[0] * x[1] * x[2]


def cubic_gradient(x):
    return 3 * x**2 + np.array([x[1] * x[2], x[0] * x[2], x[0] * x[1]])


def cubic_hessian(x):
    off = np.array([[0, x[2], x[1]], [x[2], 0, x[0]], [x[1], x[0], 0]])
    return np.diag(6 * x) + off


def test_gradient_hessian_and_products():
    v = np.array([1.0, 2.0, -0.5])
    np.testing.assert_allclose(value(fl.grad(cubic)(X)), cubic_gradient(X))
    np.testing.assert_allclose(value(fl.hessian(cubic)(X)), cubic_hessian(X))
    np.testing.assert_allclose(value(fl.hvp(cubic, X, v)), cubic_hessian(X) @ v)
    np.testing.assert_allclose(value(fl.jvp(cubic, (X,), (v,))[1]), cubic_gradient(X) @ v)
    np.testing.assert_allclose(value(fl.jvp(fl.grad(cubic), (X,), (v,))[1]), cubic_hessian(X) @ v)
    reverse_twice = fl.grad(lambda x: fl.sum(fl.grad(cubic)(x) * v))(X)
    np.testing.assert_allclose(value(reverse_twice), cubic_hessian(X) @ v)
    third = fl.grad(lambda x: fl.hvp(cubic, x, v) @ v)(X)
    expected = 6 * v**2 + 2 * np.array([v[1] * v[2], v[0] * v[2], v[0] * v[1]])
    np.testing.assert_allclose(value(third), expected)


@pytest.mark.parametrize("order", range(6))
def test_orders_of_a_scalar(order):
    f = fl.sin
    for _ in range(order):
        f = fl.grad(f)
    assert np.isclose(float(f(0.7)), np.sin(0.7 + order * np.pi / 2), rtol=1e-14)


def test_perturbations_are_not_confused():
    assert float(fl.grad(lambda x: x * fl.grad(lambda y: x * y)(1.0))(2.0)) == 4
    assert float(fl.grad(lambda x: x * fl.jvp(lambda y: x + y, (1.0,), (1.0,))[1])(2.0)) == 1
    assert float(fl.grad(lambda x: fl.grad(lambda y: y * y * x)(x))(3.0)) == 12
    inner = fl.jvp(lambda x: x * fl.jvp(lambda y: x * y, (x,), (1.0,))[1], (3.0,), (1.0,))
    assert [float(v) for v in inner] == [9, 6]


WRAPS = {
    "jit": fl.jit,
    "vmap": lambda f: lambda x: fl.vmap(f)(fl.stack([x, 2 * x]))[0],
    "vmap out 1": lambda f: lambda x: fl.vmap(f, out_axes=-1)(fl.stack([x, 2 * x]))[..., 0],
    "jvp": lambda f: lambda x: fl.jvp(f, (x,), (x,))[0],
    "vjp": lambda f: lambda x: fl.vjp(f, x)[0],
    "linearize": lambda f: lambda x: fl.linearize(f, x)[0],
}


@pytest.mark.parametrize("outer", WRAPS)
@pytest.mark.parametrize("middle", WRAPS)
@pytest.mark.parametrize("inner", WRAPS)
def test_transforms_nest_in_any_order(outer, middle, inner):
    gradient = WRAPS[outer](fl.grad(WRAPS[middle](WRAPS[inner](cubic))))
    np.testing.assert_allclose(value(gradient(fl.asarray(X))), cubic_gradient(X))
    hessian = WRAPS[outer](fl.jacfwd(WRAPS[middle](fl.grad(WRAPS[inner](cubic)))))
    np.testing.assert_allclose(value(hessian(fl.asarray(X))), cubic_hessian(X))


def test_jit_of_gradient_of_vmap():
    rows = np.stack([X, -X, X + 1])
    f = fl.jit(fl.grad(lambda rows: fl.sum(fl.vmap(cubic)(rows))))
    for _ in range(2):
        np.testing.assert_allclose(value(f(rows)), [cubic_gradient(x) for x in rows])
    per_row = fl.vmap(fl.jit(fl.hessian(cubic)))
    np.testing.assert_allclose(value(per_row(rows)), [cubic_hessian(x) for x in rows])


def test_jacobians_agree():
    def f(x):
        return {"a": fl.sin(x) * x[0], "b": A @ x, "c": fl.sum(x)}

    expected = {"a": np.diag(np.cos(X) * X[0]), "b": A, "c": np.ones(3)}
    expected["a"][:, 0] += np.sin(X)
    for jacobian in (fl.jacfwd, fl.jacrev, fl.jacobian):
        found = value(jacobian(f)(X))
        for key, block in expected.items():
            np.testing.assert_allclose(found[key], block, atol=1e-15)


def test_jacobian_shapes():
    def f(x, y):
        return fl.sum(x, axis=1), x[:, :1] * y

    x, y = np.ones((2, 3)), np.ones(4)
    for jacobian in (fl.jacfwd, fl.jacrev):
        found = jacobian(f, argnums=(0, 1))(x, y)
        assert [[block.shape for block in row] for row in found] == [
            [(2, 2, 3), (2, 4)],
            [(2, 4, 2, 3), (2, 4, 4)],
        ]
    assert fl.jacobian(lambda x: x)(np.zeros(0)).shape == (0, 0)


def test_trees():
    params = {"w": [np.ones(2), 3.0], "p": Point(2.0, (np.float64(5.0),)), "none": None}

    def f(p, scale):
        return scale * fl.sum(p["w"][0]) * p["w"][1] + p["p"].x ** 2 * p["p"].y[0]

    gradient = fl.grad(f)(params, scale=2.0)
    assert gradient["w"][0].tolist() == [6, 6]
    assert float(gradient["w"][1]) == 4
    assert isinstance(gradient["p"], Point)
    assert float(gradient["p"].x) == 20
    assert float(gradient["p"].y[0]) == 4
    assert gradient["none"] is None
    hessian = fl.hessian(f)(params, 2.0)
    assert float(hessian["p"].x["p"].y[0]) == 4
    assert float(fl.hvp(lambda p: f(p, 2.0), params, params)["p"].x) == 2 * 5 * 2 + 2 * 2 * 5


def test_argnums_and_aux():
    def f(x, y):
        return x * y, {"sum": x + y, "name": "aux"}

    value_aux, gradients = fl.value_and_grad(f, argnums=(1, 0), has_aux=True)(2.0, 5.0)
    assert [float(g) for g in gradients] == [2, 5]
    assert float(value_aux[0]) == 10
    assert float(value_aux[1]["sum"]) == 7
    assert value_aux[1]["name"] == "aux"
    assert float(fl.grad(f, argnums=-1, has_aux=True)(2.0, 5.0)[0]) == 2


def test_results_that_do_not_depend_on_inputs():
    assert fl.grad(lambda x: 3.0)(X).tolist() == [0, 0, 0]
    assert fl.grad(lambda x: fl.sum(fl.ones(2)))(X).tolist() == [0, 0, 0]
    assert fl.jvp(lambda x: fl.ones(2), (X,), (X,))[1].tolist() == [0, 0]
    assert fl.jacfwd(lambda x: fl.ones(2))(X).shape == (2, 3)
    assert fl.vmap(lambda x: 3.0)(X).tolist() == [3, 3, 3]
    assert fl.grad(lambda x: x)(1.5).item() == 1


def test_stop_gradient():
    assert float(fl.grad(lambda x: x * fl.stop_gradient(x * x))(3.0)) == 9
    assert float(fl.jvp(lambda x: x * fl.stop_gradient(x), (3.0,), (1.0,))[1]) == 3


def test_pullbacks_can_be_used_again_and_differentiated():
    y, pull = fl.vjp(lambda x: fl.exp(x) * x, X)
    first, second = pull(np.ones(3))[0], pull(2 * np.ones(3))[0]
    np.testing.assert_allclose(2 * value(first), value(second))
    np.testing.assert_allclose(value(y), np.exp(X) * X)
    outer = fl.grad(lambda x: fl.sum(fl.vjp(lambda t: t**3, x)[1](fl.ones(3))[0]))(X)
    np.testing.assert_allclose(value(outer), 6 * X)
    y, push = fl.linearize(lambda x: fl.exp(x) * x, X)
    np.testing.assert_allclose(value(push(np.ones(3))), value(first))


def test_integer_results_have_no_cotangent():
    _, pull = fl.vjp(lambda x: (x * x, x > 0), fl.asarray([3.0]))
    assert pull((fl.ones(1), fl.asarray([True])))[0].tolist() == [6]


def test_float32_stays_float32():
    x = X.astype(np.float32)
    for f in (
        fl.grad(cubic),
        fl.hessian(cubic),
        fl.jit(fl.grad(cubic)),
        fl.jacrev(lambda x: 2 * x),
    ):
        assert f(x).dtype == np.float32


def test_results_are_evaluated_outside_of_any_trace():
    gradient = fl.grad(cubic)(X)
    assert fl._core.is_known(gradient)
    assert fl._core.open_traces() == 0


@pytest.mark.parametrize("argnums", [(0, 0), (0, -2)])
def test_an_argument_named_twice(argnums):
    with pytest.raises(ValueError, match="twice"):
        fl.grad(lambda x, y: x * y, argnums=argnums)(2.0, 3.0)


def test_a_product_has_the_same_bits_for_a_view_and_its_value():
    rng = np.random.default_rng(0)
    for shape in ((3, 4), (5, 200), (200, 5)):
        x, b = rng.normal(size=shape), fl.asarray(rng.normal(size=shape))
        lazy = fl.asarray(x)[:, ::-1]
        held = fl.eval(fl.asarray(x)[:, ::-1])
        gathered, kept = fl.asarray(x)[:, [1, 0, 2]], fl.eval(fl.asarray(x)[:, [1, 0, 2]])
        for u, v in ((lazy, held), (gathered, kept)):
            c = b[:, : u.shape[1]]
            w = np.ones(u.shape[0])
            assert np.array_equal(np.asarray((u @ c.T) @ u), np.asarray((v @ c.T) @ v))
            assert np.array_equal(np.asarray(u.T @ w), np.asarray(v.T @ w))
            transposed = fl.eval(v.T)
            assert np.array_equal(np.asarray(v.T @ w), np.asarray(transposed @ w))
            assert np.array_equal(np.asarray(w @ v), np.asarray(w @ fl.eval(u)))
