# SPDX-License-Identifier: Apache-2.0
"""`fl.special` against `scipy.special`: values, derivatives, and SciPy's functions on tensors."""

import doctest

import mpmath
import numpy as np
import pytest
import scipy.special

import fenchel as fl

pytestmark = pytest.mark.core

INF, NAN = np.inf, np.nan
PROBABILITIES = [0.0, 1e-300, 1e-3, 0.2, 0.25, 0.3, 0.5 - 1e-9, 0.5, 0.7, 1 - 1e-12, 1.0, -0.1, 1.1]
SIGNED = [-30.0, -2.5, -1.0, -1e-9, -0.0, 0.0, 1e-300, 0.3, 1.0, 2.5, 30.0, INF, -INF, NAN]
NONNEGATIVE = [0.0, 1e-300, 1e-3, 0.5, 0.5 + 1e-9, 1.0, 2.0, 1e300]
POSITIVE = [1e-3, 0.4, 1.0, 1.5, 3.0, 20.0]


def grid(*axes):
    return [g.ravel() for g in np.meshgrid(*map(np.array, axes))]


# Where each function is compared with SciPy's, element by element.
ARGUMENTS = {
    "cbrt": grid(SIGNED),
    "cosm1": grid([-3.0, -1e-9, 0.0, 1e-5, 0.5, 30.0, NAN]),
    "digamma": grid(POSITIVE),
    "entr": grid([-1.0, 0.0, 1e-300, 0.3, 1.0, 7.0, NAN]),
    "erf": grid(SIGNED),
    "erfc": grid([-30.0, -1.0, 0.0, 0.3, 1.0, 5.0, INF, NAN]),
    "erfcx": grid([-3.0, -1.0, 0.0, 0.3, 1.0, 50.0, INF, NAN]),
    "erfinv": grid([-1.0, -0.9, -1e-9, 0.0, 0.3, 0.999, 1.0, NAN]),
    "exp2": grid(SIGNED),
    "expit": grid(SIGNED),
    "expm1": grid(SIGNED),
    "exprel": grid([-700.0, -0.6, -0.4, -1e-9, 0.0, 1e-4, 0.4999, 0.5001, 3.0, 700.0, NAN]),
    "gammaln": grid(POSITIVE),
    "huber": grid([-1.0, 0.0, 0.5, 2.0], [-3.0, -2.0, -0.1, 0.0, 0.5, 7.0]),
    "kl_div": grid(NONNEGATIVE[:-1], NONNEGATIVE[:-1]),
    "log1p": grid([-1.0, -0.5, 0.0, 1e-20, 3.0, INF, NAN]),
    "log_expit": grid(SIGNED),
    "logit": grid(PROBABILITIES),
    "polygamma": grid([1.0, 2.0, 3.0], POSITIVE),
    "pseudo_huber": grid([-1.0, 0.0, 0.5, 2.0, 1e9], [-3.0, -0.1, 0.0, 0.5, 7.0]),
    "psi": grid(POSITIVE),
    "rel_entr": grid([*NONNEGATIVE, -1.0], [*NONNEGATIVE, -1.0]),
    "round": grid([-2.5, -0.5, 0.2, 1.5, 7.9]),
    "softplus": grid(SIGNED),
    "xlog1py": grid([-2.0, 0.0, 0.5, NAN], [-1.0, -0.5, 0.0, 2.0, NAN]),
    "xlogy": grid([-2.0, 0.0, 0.5, NAN], [-1.0, 0.0, 0.5, 2.0, NAN]),
}
OVER_AXES = {"log_softmax", "logsumexp", "softmax"}
NAMES = sorted(set(fl.special.__all__) - OVER_AXES - {"sincos"})  # SciPy has none
# Our rows state one or two units in the last place; SciPy's own error counts too.
RTOL, ATOL = 2e-14, 1e-16


def close(ours, truth, rtol=RTOL, atol=ATOL):
    np.testing.assert_allclose(np.asarray(ours), truth, rtol=rtol, atol=atol)


@pytest.mark.parametrize("name", NAMES)
def test_values_are_those_of_scipy(name):
    with np.errstate(all="ignore"):
        truth = getattr(scipy.special, name)(*ARGUMENTS[name])
    close(getattr(fl.special, name)(*ARGUMENTS[name]), truth)


def test_the_comparison_has_a_row_for_every_function():
    assert set(NAMES) <= set(ARGUMENTS)
    assert set(ARGUMENTS) <= set(fl.special.ALIASES) | set(fl.special.COMPOSED)


INSIDE = {name: [x[np.isfinite(x)] for x in grid([0.3, 0.8])] for name in NAMES}
INSIDE |= {name: grid([0.3, 0.8], [0.4, 0.7]) for name in NAMES if len(ARGUMENTS[name]) == 2}
INSIDE["polygamma"] = grid([1.0, 2.0], [0.4, 0.7])


UNIVERSAL = [n for n in NAMES if isinstance(getattr(scipy.special, n), np.ufunc) and n != "round"]


@pytest.mark.parametrize("name", UNIVERSAL)
def test_functions_of_scipy_take_tensors_and_have_derivatives(name):
    function = getattr(scipy.special, name)
    at = INSIDE[name]
    last = len(at) - 1

    def f(x):
        return function(*at[:last], x)

    y, slope = fl.jvp(f, (at[last],), (np.ones_like(at[last]),))
    assert isinstance(y, fl.Tensor)
    close(y, f(at[last]))
    h = 1e-5
    numeric = (f(at[last] + h) - f(at[last] - h)) / (2 * h)
    close(slope, numeric, rtol=1e-7)


def test_over_axes():
    x = np.random.default_rng(0).normal(size=(3, 4)) * 5
    b = np.abs(x) * (x > -4)
    for axis in (None, 0, 1, (0, 1)):
        close(fl.special.softmax(x, axis), scipy.special.softmax(x, axis))
        close(fl.special.log_softmax(x, axis), scipy.special.log_softmax(x, axis))
        for keepdims in (False, True):
            for weights in (None, b):
                truth = scipy.special.logsumexp(x, axis, weights, keepdims)
                close(fl.special.logsumexp(x, axis, weights, keepdims), truth)
    p = scipy.special.softmax(x)
    close(fl.grad(fl.special.logsumexp)(x), p)
    close(fl.grad(lambda x: fl.sum(fl.special.softmax(x) * b))(x), p * (b - np.sum(p * b)))


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("transform", [lambda f: f, fl.jit, fl.vmap])
def test_sincos_has_the_bits_of_sin_and_cos(transform, dtype):
    x = np.array([0.0, -0.0, 1.0, -2.5, 1e22, INF, NAN, 3e-310], dtype)
    for ours, alone in zip(transform(fl.special.sincos)(x), (fl.sin(x), fl.cos(x)), strict=True):
        np.testing.assert_array_equal(np.asarray(ours), np.asarray(alone))
    sine, cosine = fl.grad(lambda x: fl.special.sincos(x)[0])(0.3), np.cos(0.3)
    close(sine, cosine)


def test_logit_is_accurate():
    for p in (1e-310, 1e-5, 0.24999, 0.25, 0.4999999999, 0.5000001, 0.75, 1 - 1e-15):
        with mpmath.workdps(40):
            truth = float(mpmath.log(mpmath.mpf(p) / (1 - mpmath.mpf(p))))
        close(fl.special.logit(p), truth, rtol=1e-15, atol=0)
        close(fl.grad(fl.special.logit)(p), 1 / (p * (1 - p)), rtol=1e-14)


def orders(f, x, count):
    """Derivatives of f from the first to a given order."""
    out = []
    for _ in range(count):
        f = fl.grad(f)
        out.append(float(f(x)))
    return out


def test_chosen_derivatives():
    special = fl.special
    close(orders(special.exprel, 0.0, 3), [1 / 2, 1 / 3, 1 / 4])
    close(orders(special.exprel, 0.4999, 3), orders(special.exprel, 0.5001, 3), rtol=1e-3)
    close(orders(lambda r: special.pseudo_huber(2.0, r), 0.0, 2), [0, 1])
    assert float(fl.grad(special.entr)(0.0)) == INF
    close(fl.grad(special.xlogy, argnums=(0, 1))(0.0, 3.0)[0], np.log(3.0))
    assert [float(g) for g in fl.grad(special.xlogy, argnums=(0, 1))(0.0, 0.0)] == [-INF, 0]
    close(fl.grad(special.rel_entr, argnums=(0, 1))(0.3, 0.4), [np.log(0.75) + 1, -0.75])


@pytest.mark.parametrize("name", fl.special.COMPOSED)
def test_examples(name):
    function = getattr(fl.special, name)
    tests = doctest.DocTestParser().get_doctest(function.__doc__, {}, name, None, 0)
    assert tests.examples
    shown = []
    doctest.DocTestRunner(verbose=False).run(tests, out=shown.append)
    assert not shown, "".join(shown)
    for part in ("Formula:", "Args:", "Returns:"):
        assert part in function.__doc__
