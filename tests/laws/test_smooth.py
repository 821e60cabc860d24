# SPDX-License-Identifier: Apache-2.0
"""The laws of smoothing: regularizers and conjugates, losses, and small scales."""

import json
from pathlib import Path

import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import fenchel as fl

DATA = Path(__file__).parents[1] / "data" / "reference_values.json"
REFERENCE = {entry["name"]: entry for entry in json.loads(DATA.read_text())["entries"]}

REGULARIZERS = {
    "shannon": lambda p: float(np.sum(np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), 0))),
    "gini": lambda p: 0.5 * (float(p @ p) - 1),
}
every_regularizer = pytest.mark.parametrize("regularizer", REGULARIZERS)
scores = arrays(float, st.integers(1, 9), elements=st.floats(-6, 6))
R = np.random.default_rng(0)
ROWS = R.normal(size=(4, 5)) * 2


def near(ours, truth, rtol=1e-12, atol=1e-14):
    np.testing.assert_allclose(np.asarray(ours), truth, rtol=rtol, atol=atol)


def reference(name):
    entry = REFERENCE[name]
    return entry["inputs"], entry["expected"]


# Values from the outside, computed at 40 digits.


def test_reference_softargmax():
    given_, expected = reference("softargmax_temperature_jacobian")
    u, scale = np.array(given_["u"]), given_["T"]
    near(fl.softargmax(u, scale=scale), expected["p"])
    near(fl.jacobian(lambda u: fl.softargmax(u, scale=scale))(u), expected["jac"])


def test_reference_logsumexp():
    given_, expected = reference("logsumexp_large_inputs")
    u = np.array(given_["u"])
    near(fl.logsumexp(u), expected["value"])
    near(fl.grad(fl.logsumexp)(u), expected["grad"])


def test_reference_smoothed_relu_and_step():
    given_, expected = reference("smoothed_relu_and_step")
    u = np.array(given_["u"])
    functions = {
        "softplus": fl.softplus,
        "logistic": fl.sigmoid,
        "sparseplus": fl.sparseplus,
        "sparsesigmoid": fl.sparse_sigmoid,
    }
    for name, function in functions.items():
        near(function(u), expected[name])


@pytest.mark.parametrize(("regularizer", "key"), [("shannon", "softargmax"), ("gini", "sparsemax")])
def test_reference_maxima(regularizer, key):
    given_, expected = reference("regularized_argmax_and_max")
    for i, vector in enumerate(given_["vectors"]):
        values = expected[f"{i}:{key}"]
        near(fl.smooth_argmax(np.array(vector), regularizer=regularizer), values["argmax"])
        near(fl.smooth_max(np.array(vector), regularizer=regularizer), values["max"])


@pytest.mark.parametrize(("regularizer", "key"), [("shannon", "logistic"), ("gini", "sparse")])
def test_reference_binary_losses(regularizer, key):
    given_, expected = reference("binary_fenchel_young")
    s = np.array(given_["s"])
    theta = np.stack([np.zeros(2), s], axis=1)
    near(fl.fenchel_young_loss(theta, [1, 1], regularizer), expected[key])
    near({"logistic": fl.softplus, "sparse": fl.sparseplus}[key](-s), expected[key])


def test_reference_soft_inequality():
    given_, expected = reference("soft_inequality")
    above = fl.smooth(lambda a, b: fl.astype(a >= b, float), scale=given_["gumbel_scale"])
    value, slope = fl.value_and_grad(above)(given_["m1"], given_["m2"])
    near([float(value), float(slope)], expected["gumbel"])


# Regularizers.


@every_regularizer
@given(theta=scores, data=st.data())
def test_fenchel_young_inequality(regularizer, theta, data):
    """Omega(p) + Omega*(theta) >= <theta, p>, with equality at the soft argmax."""
    weights = data.draw(arrays(float, theta.shape, elements=st.floats(0, 1)))
    omega = REGULARIZERS[regularizer]
    conjugate = float(fl.smooth_max(theta, regularizer=regularizer))
    p = np.asarray(fl.smooth_argmax(theta, regularizer=regularizer))
    near(p.sum(), 1.0)
    assert (p >= 0).all()
    near(omega(p) + conjugate - theta @ p, 0, atol=1e-13)
    q = (weights + 1e-3) / (weights + 1e-3).sum()
    assert omega(q) + conjugate - theta @ q >= -1e-13


@every_regularizer
def test_the_inequality_catches_a_planted_fault(regularizer):
    p = np.asarray(fl.smooth_argmax(ROWS[0], regularizer=regularizer)).copy()
    wrong = 0.9 * p + 0.1 * np.roll(p, 1)
    conjugate = float(fl.smooth_max(ROWS[0], regularizer=regularizer))
    assert REGULARIZERS[regularizer](wrong) + conjugate - ROWS[0] @ wrong > 1e-4


@every_regularizer
@pytest.mark.parametrize("scale", [0.3, 1.0, 4.0])
def test_argmax_is_the_gradient_of_max_in_every_mode(regularizer, scale):
    def soft_max(x):
        return fl.smooth_max(x, regularizer=regularizer, scale=scale)

    def soft_argmax(x):
        return fl.smooth_argmax(x, regularizer=regularizer, scale=scale)

    x, v = ROWS[1], R.normal(size=5)
    p = np.asarray(soft_argmax(x))
    near(fl.grad(soft_max)(x), p)
    near(fl.jvp(soft_max, (x,), (v,))[1], p @ v)
    near(fl.vjp(soft_max, x)[1](2.0)[0], 2 * p)
    jacobian = np.asarray(fl.jacrev(soft_argmax)(x))
    near(fl.jacfwd(soft_argmax)(x), jacobian)
    near(fl.hessian(soft_max)(x), jacobian)
    near(fl.hvp(soft_max, x, v), jacobian @ v)
    near(jacobian, jacobian.T)
    h = 1e-6
    slope = (np.asarray(soft_argmax(x + h * v)) - np.asarray(soft_argmax(x - h * v))) / (2 * h)
    near(jacobian @ v, slope, rtol=1e-7, atol=1e-9)


@every_regularizer
def test_derivative_by_the_scale(regularizer):
    """d/dg of g Omega*(theta / g) is -Omega at the soft argmax."""

    def value(g):
        return fl.smooth_max(ROWS[2], regularizer=regularizer, scale=g)

    for g in (0.5, 1.0, 3.0):
        p = np.asarray(fl.smooth_argmax(ROWS[2], regularizer=regularizer, scale=g))
        near(fl.grad(value)(g), -REGULARIZERS[regularizer](p), atol=1e-13)


@every_regularizer
@pytest.mark.parametrize("axis", [0, 1, 2, -1, -2])
def test_axes_and_vmap_are_loops(regularizer, axis):
    x = R.normal(size=(2, 3, 4)) * 2
    rows = np.moveaxis(x, axis, -1)

    def each(function):
        loop = [np.asarray(function(row)) for row in rows.reshape(-1, rows.shape[-1])]
        return np.reshape(loop, rows.shape[:-1] + loop[0].shape)

    def soft_max(row):
        return fl.smooth_max(row, regularizer=regularizer)

    def soft_argmax(row):
        return fl.smooth_argmax(row, regularizer=regularizer)

    near(fl.smooth_max(x, axis, regularizer), each(soft_max))
    near(fl.smooth_argmax(x, axis, regularizer), np.moveaxis(each(soft_argmax), -1, axis))
    for f in (soft_max, soft_argmax, fl.grad(soft_max), fl.hessian(soft_max)):
        near(fl.vmap(fl.vmap(f))(rows), each(f))


@given(theta=scores)
def test_sparseargmax_jacobian(theta):
    """diag(s) - s s' / |s|, with s the support."""
    p = np.asarray(fl.sparseargmax(theta))
    s = (p > 0).astype(float)
    near(fl.jacobian(fl.sparseargmax)(theta), np.diag(s) - np.outer(s, s) / s.sum())


@given(theta=scores)
def test_sparseargmax_is_the_nearest_point(theta):
    """<theta - p, q - p> <= 0 at every vertex q."""
    p = np.asarray(fl.sparseargmax(theta))
    assert np.max((theta - p) - (theta - p) @ p) <= 1e-12


@every_regularizer
@given(theta=scores, shift=st.floats(-3, 3), seed=st.integers(0, 99))
def test_invariances(regularizer, theta, shift, seed):
    def soft_argmax(x, scale=1.0):
        return np.asarray(fl.smooth_argmax(x, regularizer=regularizer, scale=scale))

    p = soft_argmax(theta)
    order = np.random.default_rng(seed).permutation(len(theta))
    near(soft_argmax(theta + shift), p, atol=1e-13)
    near(soft_argmax(theta[order]), p[order], atol=1e-13)
    near(soft_argmax(3 * theta, 3.0), p, atol=1e-13)
    value = float(fl.smooth_max(theta, regularizer=regularizer))
    near(fl.smooth_max(theta + shift, regularizer=regularizer), value + shift, atol=1e-13)
    uniform = np.full(len(theta), 1 / len(theta))
    bound = -REGULARIZERS[regularizer](uniform)
    assert theta.max() - 1e-13 <= value <= theta.max() + bound + 1e-13


@every_regularizer
def test_small_scales_are_hard_and_large_ones_uniform(regularizer):
    def at(scale):
        return np.asarray(fl.smooth_argmax(ROWS, regularizer=regularizer, scale=scale))

    near(at(1e-5), np.eye(5)[ROWS.argmax(1)])
    near(fl.smooth_max(ROWS, regularizer=regularizer, scale=1e-9), ROWS.max(1), rtol=1e-8)
    near(at(1e9), 0.2, rtol=1e-7)


@pytest.mark.parametrize("u", [-1e4, -1.5, -1.0, -0.3, 0.0, 0.8, 1.0, 1e4])
def test_binary_forms_are_maxima_of_two(u):
    pair = np.array([u, 0.0])
    for regularizer, plus, step in [
        ("shannon", fl.softplus, fl.sigmoid),
        ("gini", fl.sparseplus, fl.sparse_sigmoid),
    ]:
        near(plus(u), fl.smooth_max(pair, regularizer=regularizer))
        near(step(u), fl.smooth_argmax(pair, regularizer=regularizer)[0])
        near(fl.grad(plus)(u), step(u))


# Losses.


def random_points(shape):
    return R.dirichlet(np.ones(shape[-1]), size=shape[:-1])


@every_regularizer
@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_losses(regularizer, scale):
    def loss(theta, y):
        return fl.fenchel_young_loss(theta, y, regularizer, scale)

    p = np.asarray(fl.smooth_argmax(ROWS, regularizer=regularizer, scale=scale))
    points = random_points(ROWS.shape)
    near(loss(ROWS, p), 0, atol=1e-13)
    assert (np.asarray(loss(ROWS, points)) > 1e-3).all()
    near(fl.grad(lambda x: fl.sum(loss(x, points)))(ROWS), p - points)
    labels = np.array([1, 4, 0, 2])
    near(loss(ROWS, labels), np.asarray(loss(ROWS, np.eye(5)[labels])), atol=1e-13)
    near(fl.grad(lambda x: fl.sum(loss(x, labels)))(ROWS), p - np.eye(5)[labels])
    near(fl.vmap(loss)(ROWS, labels), np.asarray(loss(ROWS, labels)))
    near(fl.jit(loss)(ROWS, labels), np.asarray(loss(ROWS, labels)))


def test_cross_entropy_and_margin():
    labels = np.array([1, 4, 0, 2])
    log_p = np.log(np.asarray(fl.softargmax(ROWS)))
    near(fl.fenchel_young_loss(ROWS, labels), -log_p[np.arange(4), labels])
    led = np.where(np.eye(5)[labels] > 0, ROWS.max() + 1, ROWS)
    near(fl.fenchel_young_loss(led, labels, "gini"), 0, atol=1e-14)
    assert (
        np.asarray(fl.fenchel_young_loss(led - np.eye(5)[labels], labels, "gini"))[:1] >= 0
    ).all()


# Extreme entries.


@every_regularizer
def test_large_entries_and_ties(regularizer):
    def soft_argmax(x):
        return np.asarray(fl.smooth_argmax(np.array(x), regularizer=regularizer))

    near(soft_argmax([1e4, -1e4, 0.0]), [1, 0, 0])
    near(soft_argmax([1e300, 1e300]), [0.5, 0.5])
    near(soft_argmax([0.0, -0.0, 5e-324]), 1 / 3)
    near(soft_argmax([-np.inf, 1.0, -np.inf, 1.0]), [0, 0.5, 0, 0.5])
    near(soft_argmax([-np.inf, -np.inf]), [0, 0])
    assert np.isnan(soft_argmax([np.nan, 1.0])).all()

    def soft_max(x):
        return fl.smooth_max(x, regularizer=regularizer)

    for x, truth in [([-np.inf] * 2, -np.inf), ([np.inf, 1.0], np.inf)]:
        assert float(soft_max(np.array(x))) == truth
    masked = np.array([1.0, -np.inf, 0.5])
    near(soft_max(masked), float(soft_max(masked[[0, 2]])))
    curvature = np.asarray(fl.hessian(soft_max)(masked))
    assert np.isfinite(curvature).all()
    assert (curvature[1] == 0).all()
    loss = fl.fenchel_young_loss(masked, 0, regularizer)
    near(loss, float(fl.fenchel_young_loss(masked[[0, 2]], 0, regularizer)))


def test_logsumexp_of_nothing():
    assert np.asarray(fl.logsumexp(np.zeros((2, 0)), axis=1)).tolist() == [-np.inf] * 2
    assert fl.logsumexp(np.zeros((0, 3)), axis=1).shape == (0,)
    near(fl.grad(fl.logsumexp)(np.full(3, -np.inf)), 0)
    near(fl.jvp(fl.logsumexp, (np.full(3, -np.inf),), (np.ones(3),))[1], 0)


def test_logsumexp_is_that_of_numpy():
    x = R.normal(size=(2, 3, 4))
    for axis in (None, 0, 1, (0, 2), (-1, 0)):
        for keepdims in (False, True):
            truth = np.log(np.sum(np.exp(x), axis=axis, keepdims=keepdims))
            ours = fl.logsumexp(x, axis, keepdims)
            assert ours.shape == truth.shape
            near(ours, truth)


@every_regularizer
def test_single_precision(regularizer):
    x = ROWS.astype(np.float32)
    labels = np.array([1, 4, 0, 2])
    for f in (
        lambda x: fl.smooth_max(x, regularizer=regularizer, scale=0.7),
        lambda x: fl.smooth_argmax(x, regularizer=regularizer, scale=0.7),
        lambda x: fl.fenchel_young_loss(x, labels, regularizer, 0.7),
        fl.sparseplus,
        fl.logsumexp,
    ):
        ours = f(x)
        assert ours.dtype == np.float32
        near(ours, np.asarray(f(ROWS)), rtol=3e-6, atol=1e-6)
        assert fl.grad(lambda x, f=f: fl.sum(f(x)))(x).dtype == np.float32


# The transform.


PROGRAMS = {
    "soft threshold": lambda x: fl.where(fl.abs(x) > 0.5, x - 0.5 * fl.sign(x), 0.0),
    "interval": lambda x: fl.where((x > -1) & (x < 1), 1.0, 0.0),
    "clip": lambda x: fl.minimum(fl.maximum(x, -1.0), 1.0),
    "outside": lambda x: fl.where(fl.logical_not(x > -1) | (x >= 1), x * x, 1.0),
    "one of two": lambda x: fl.astype(fl.logical_xor(x > -0.5, x > 0.5), float),
    "sorted pair": lambda x: fl.where(x > x[::-1], x, x[::-1]),
    "count": lambda x: x * fl.sum(x > 0.3),
    "range": lambda x: x + fl.max(x) - fl.min(x),
    "rounded": lambda x: fl.floor(x) + fl.round(2 * x) * fl.trunc(x) + fl.ceil(3 * x),
    "divided": lambda x: x // 0.31 + (x % 0.77) * fl.fmod(x, 0.53),
    "signed": lambda x: fl.copysign(x + 1, x),
}
every_program = pytest.mark.parametrize("name", PROGRAMS)
X = np.array([-2.3, -0.7, -0.2, 0.4, 0.9, 1.6])


@every_program
def test_towards_scale_0_a_program_is_hard(name):
    f = PROGRAMS[name]
    hard = np.asarray(f(fl.asarray(X)))
    gaps = [np.abs(np.asarray(fl.smooth(f, scale=g)(X)) - hard).max() for g in (1, 0.1, 1e-2, 1e-3)]
    assert gaps[0] > 1e-2
    assert gaps[-1] < 1e-2
    near(fl.smooth(f, scale=1e-9)(X), hard, atol=1e-8)


@every_program
@pytest.mark.parametrize("scale", [0.2, 1.0])
def test_smoothing_and_the_other_transforms(name, scale):
    soft = fl.smooth(PROGRAMS[name], scale=scale)
    value = np.asarray(soft(X))
    near(fl.jit(soft)(X), value)
    near(fl.smooth(fl.jit(PROGRAMS[name]), scale=scale)(X), value)
    near(fl.smooth(soft, scale=7.0)(X), value)
    batch = np.stack([X, -X, 2 * X])
    loop = np.stack([np.asarray(soft(x)) for x in batch])
    near(fl.vmap(soft)(batch), loop)
    near(fl.smooth(fl.vmap(PROGRAMS[name]), scale=scale)(batch), loop)
    jacobian = np.asarray(fl.jacrev(soft)(X))
    near(fl.jacfwd(soft)(X), jacobian)
    near(fl.vmap(fl.jacrev(soft))(batch)[0], jacobian)
    near(fl.jit(fl.jacrev(soft))(X), jacobian)
    v, h = R.normal(size=6), 1e-6
    slope = (np.asarray(soft(X + h * v)) - np.asarray(soft(X - h * v))) / (2 * h)
    near(jacobian @ v, slope, rtol=1e-6, atol=1e-8)
    assert np.abs(jacobian @ v).min() > 1e-6


@every_program
def test_derivative_by_the_scale_of_a_program(name):
    def value(g):
        return fl.sum(fl.smooth(PROGRAMS[name], scale=g)(X))

    h = 1e-6
    slope = (float(value(0.4 + h)) - float(value(0.4 - h))) / (2 * h)
    near(fl.grad(value)(0.4), slope, rtol=1e-6, atol=1e-8)


def test_local_smoothing_of_an_interval():
    """Probabilities of the two sides multiply: they count as independent."""
    soft = fl.smooth(PROGRAMS["interval"], scale=0.5)

    def sigmoid(u):
        return 1 / (1 + np.exp(-u))

    near(soft(X), sigmoid((X + 1) / 0.5) * sigmoid((1 - X) / 0.5))


def test_equality_is_1_where_it_holds():
    equal = fl.smooth(lambda a, b: a == b, scale=0.3)
    assert float(equal(2.0, 2.0)) == 1
    near(equal(2.0, 2.6), 1 / np.cosh(1.0) ** 2)
    near(fl.grad(equal)(2.0, 2.0), 0)


def logistic_staircase(x, scale):
    """The sum over whole k of P(x > k), less the k <= 0."""
    k = np.arange(-2000, 2001)
    steps = scipy.special.expit((x[:, None] - k) / scale) - (k <= 0)
    order = np.argsort(np.abs(k))[::-1]
    return steps[:, order].sum(1)


@pytest.mark.parametrize("scale", [1e-3, 0.03, 0.0999, 0.1, 0.1001, 0.3, 1.0, 20.0])
def test_rounding_is_a_sum_of_steps(scale):
    """Either side of the scale at which the sum changes its form, one staircase for all."""
    x = np.concatenate([R.uniform(-5, 5, 40), [0.5, -1.5, 2.0, 0.0, 0.4999999]])
    floor = np.asarray(fl.smooth(fl.floor, scale=scale)(x))
    tolerance = {"rtol": 1e-12, "atol": 3e-13 if scale < 20 else 1e-10}
    near(floor, logistic_staircase(x, scale), **tolerance)
    near(fl.smooth(fl.ceil, scale=scale)(x), floor + 1, **tolerance)
    near(fl.smooth(fl.round, scale=scale)(x - 0.5), floor, **tolerance)
    near(fl.smooth(fl.trunc, scale=scale)(x), floor + scipy.special.expit(-x / scale), **tolerance)


def test_the_two_forms_of_the_staircase_meet_smoothly():
    x = R.uniform(-2, 2, 30)

    def floor(g):
        return fl.smooth(fl.floor, scale=g)(x)

    for f in (floor, fl.jacfwd(floor), fl.jacfwd(fl.jacfwd(floor))):
        below, above = np.asarray(f(np.nextafter(0.1, 0))), np.asarray(f(0.1))
        near(below, above, rtol=1e-9, atol=1e-9)
    slope = fl.grad(fl.smooth(fl.floor, scale=0.2))
    near(slope(np.nextafter(0.5, 0)), float(slope(np.nextafter(0.5, 1))), atol=1e-13)


def test_a_rounding_that_is_smoothed_differs_from_its_argument_periodically():
    x = R.uniform(-3, 3, 20)
    for scale in (0.05, 0.2):
        floor = fl.smooth(fl.floor, scale=scale)
        near(np.asarray(floor(x + 4)) - 4, np.asarray(floor(x)), atol=1e-12)
        assert floor(x.astype(np.float32)).dtype == np.float32
        near(floor(x.astype(np.float32)), np.asarray(floor(x)), rtol=1e-5, atol=1e-5)
