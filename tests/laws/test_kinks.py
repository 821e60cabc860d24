# SPDX-License-Identifier: Apache-2.0
"""The derivatives that docs/design/derivatives.md chooses at kinks and singular points."""

import numpy as np
import pytest

import fenchel as fl

pytestmark = pytest.mark.core

INF = np.inf
KINKS = {
    "abs at 0": (fl.abs, [0.0], [0]),
    "abs at -0": (fl.abs, [-0.0], [0]),
    "sign": (fl.sign, [-2.0, 0.0, 3.0], [0, 0, 0]),
    "floor": (fl.floor, [-1.0, 0.3, 2.0], [0, 0, 0]),
    "ceil": (fl.ceil, [-1.0, 0.3, 2.0], [0, 0, 0]),
    "round": (fl.round, [-0.5, 0.3, 2.5], [0, 0, 0]),
    "trunc": (fl.trunc, [-1.0, 0.3, 2.0], [0, 0, 0]),
    "floor division": (lambda x: x // 2.0, [-1.0, 0.0, 4.0], [0, 0, 0]),
    "floor division, divisor": (lambda x: 7.0 // x, [-2.0, 0.0, 3.5], [0, 0, 0]),
    "remainder": (lambda x: x % 2.0, [-1.0, 0.0, 4.0], [1, 1, 1]),
    "remainder, divisor": (lambda x: 7.0 % x, [-2.0, 3.0, 3.5, INF], [4, -2, -2, 0]),
    "remainder, quotient just below 3": (lambda x: np.nextafter(0.3, 0) % x, [0.1], [-2]),
    "fmod": (lambda x: fl.fmod(x, 2.0), [-1.0, 0.0, 4.0], [1, 1, 1]),
    "fmod, divisor": (lambda x: fl.fmod(-7.0, x), [-2.0, 3.0, 3.5, INF], [-3, 2, 2, 0]),
    "fmod, quotient just below 3": (lambda x: fl.fmod(np.nextafter(0.3, 0), x), [0.1], [-2]),
    "copysign": (lambda x: fl.copysign(x, -1.0), [-2.0, -0.0, 0.0, 3.0], [1, 1, -1, -1]),
    "copysign, sign": (lambda x: fl.copysign(2.0, x), [-2.0, -0.0, 0.0, 3.0], [0, 0, 0, 0]),
    "nextafter": (lambda x: fl.nextafter(x, 0.0), [-2.0, 0.0, INF], [1, 1, 1]),
    "nextafter, direction": (lambda x: fl.nextafter(2.0, x), [-2.0, 2.0, INF], [0, 0, 0]),
    "maximum with itself": (lambda x: fl.maximum(x, x), [2.0], [1]),
    "maximum, tie": (lambda x: fl.maximum(x, 1.0), [0.0, 1.0, 2.0], [0, 0.5, 1]),
    "minimum, tie": (lambda x: fl.minimum(x, 1.0), [0.0, 1.0, 2.0], [1, 0.5, 0]),
    "max, ties share": (fl.max, [3.0, 1.0, 3.0], [0.5, 0, 0.5]),
    "min, ties share": (fl.min, [3.0, 1.0, 1.0], [0, 0.5, 0.5]),
    "sqrt at 0": (fl.sqrt, [0.0], [INF]),
    "log at 0": (fl.log, [0.0], [INF]),
    "log1p at -1": (fl.log1p, [-1.0], [INF]),
    "asin at its ends": (fl.asin, [-1.0, 1.0], [INF, INF]),
    "acos at its ends": (fl.acos, [-1.0, 1.0], [-INF, -INF]),
    "acosh at 1": (fl.acosh, [1.0], [INF]),
    "atanh at its ends": (fl.atanh, [-1.0, 1.0], [INF, INF]),
    "ordinate of the origin": (lambda a: fl.atan2(a, 0.0), [0.0, -0.0], [0, 0]),
    "abscissa of the origin": (lambda b: fl.atan2(0.0, b), [0.0, -0.0], [0, 0]),
    "angle of a point at infinity": (lambda x: fl.atan2(x, x), [INF, -INF], [0, 0]),
    "erfinv at the ends": (fl.erfinv, [-1.0, 1.0], [INF, INF]),
    "lgamma at 0 and its other poles": (fl.lgamma, [0.0, -0.0, -1.0], [-INF, INF, np.nan]),
    "digamma at 0": (fl.digamma, [0.0, -0.0], [INF, INF]),
    "gelu far out": (fl.gelu, [-INF, -1e200, 1e200, INF], [0, 0, 1, 1]),
    "silu far out": (fl.silu, [-INF, -1e200, 1e200, INF], [0, 0, 1, 1]),
    "log2 at 0": (fl.log2, [0.0], [INF]),
    "log10 at 0": (fl.log10, [0.0], [INF]),
    "rsqrt at 0": (fl.rsqrt, [0.0], [-INF]),
    "cbrt at 0": (fl.cbrt, [0.0, -0.0], [INF, INF]),
    "hypot at the origin": (lambda x: fl.hypot(x, 0.0 * x), [0.0], [0]),
    "hypot, an infinite operand": (lambda x: fl.hypot(x, 1.0), [-INF, INF], [-1, 1]),
    "hypot, the operand beside it": (lambda x: fl.hypot(INF, x), [-2.0, 0.0], [0, 0]),
    "hypot on the axes": (lambda x: fl.hypot(x, 0.0), [-2.0, 0.0, 2.0], [-1, 0, 1]),
    "logaddexp of nothing": (lambda x: fl.logaddexp(x, -INF), [-INF, 1.0], [0, 1]),
    "logaddexp, both infinite": (lambda x: fl.logaddexp(x, INF), [INF, 1.0], [0.5, 0]),
    "1 / x at 0": (lambda x: 1.0 / x, [0.0], [-INF]),
    "power 0 is constant": (lambda x: fl.pow(x, 0.0), [0.0, 2.0], [0, 0]),
    "powers of 0 and 1 without end": (lambda x: fl.pow(x, INF), [0.0, 0.5], [0, 0]),
    "0 to a positive power": (lambda x: fl.pow(0.0, x), [2.0, 0.5], [0, 0]),
    "whole powers at 0": (lambda x: x**2 + x**3 + x**1, [0.0], [1]),
    "norm at 0": (fl.norm, [0.0, 0.0], [0, 0]),
    "norm 1 at 0": (lambda x: fl.norm(x, 1), [0.0, -2.0], [0, -1]),
    "norm 3 at 0": (lambda x: fl.norm(x, 3), [0.0, 0.0], [0, 0]),
    "norm inf at 0": (lambda x: fl.norm(x, INF), [0.0, 0.0], [0, 0]),
    "norm inf, ties share": (lambda x: fl.norm(x, INF), [-3.0, 1.0, 3.0], [-0.5, 0, 0.5]),
    "std of equal elements": (fl.std, [2.0, 2.0, 2.0], [0, 0, 0]),
    "var of equal elements": (fl.var, [2.0, 2.0, 2.0], [0, 0, 0]),
    "prod, one zero": (fl.prod, [2.0, 0.0, 3.0], [0, 6, 0]),
    "prod, two zeros": (fl.prod, [2.0, 0.0, 0.0], [0, 0, 0]),
    "cumprod, zeros": (fl.cumprod, [0.0, 2.0, 0.0, 5.0], [3, 0, 0, 0]),
    "clip at its bounds": (lambda x: fl.clip(x, 0.0, 1.0), [-1.0, 0.0, 0.5, 1.0], [0, 0.5, 1, 0.5]),
    "sort, ties": (lambda x: fl.sort(x) * fl.asarray([1.0, 2.0, 3.0]), [5.0, 1.0, 5.0], [2, 1, 3]),
    "logsumexp of nothing": (fl.logsumexp, [-INF, -INF], [0, 0]),
    "root of the branch not taken": (
        lambda x: fl.where(x > 0, fl.sqrt(x), 0.0),
        [0.0, -1.0, 4.0],
        [0, 0, 0.25],
    ),
    "logarithm of the branch not taken": (
        lambda x: fl.where(x > 0, x * fl.log(x), 0.0),
        [0.0, -1.0, 1.0],
        [0, 0, 1],
    ),
    "quotient of the branch not taken": (
        lambda x: fl.where(x == 0, 1.0, fl.sin(x) / x),
        [0.0],
        [0],
    ),
    "wave of the branch not taken": (
        lambda x: fl.where(x == 0, 0.0, x**2 * fl.sin(1.0 / x)),
        [0.0],
        [0],
    ),
    "larger of two": (lambda x: fl.maximum(fl.sqrt(x) * x, 2.0), [0.0, 1.0], [0, 0]),
    "element not taken": (lambda x: (x * fl.log(x))[1:], [0.0, 1.0], [0, 1]),
}


# Second derivatives at the ends, where a zero meets an infinity on the way.
SECOND = {
    "erf far out": (fl.erf, [-INF, -1e200, 0.0, 1e200, INF], [0, 0, 0, 0, 0]),
    "erfc far out": (fl.erfc, [-INF, -1e200, 0.0, 1e200, INF], [0, 0, 0, 0, 0]),
    "gelu far out": (fl.gelu, [-INF, -1e200, 1e200, INF], [0, 0, 0, 0]),
    "silu far out": (fl.silu, [-INF, -1e200, 0.0, 1e200, INF], [0, 0, 0.5, 0, 0]),
    "acosh at its ends": (fl.acosh, [1.0, INF], [-INF, 0]),
    "hypot at infinity": (lambda x: fl.hypot(x, 1.0), [-INF, INF], [0, 0]),
    "hypot at the origin": (lambda x: fl.hypot(x, 0.0), [0.0], [0]),
}
# Both derivatives of a^b by a and b: a^(b-1) (1 + b log a).
MIXED_POWERS = [(2.0, 0.0, 0.5), (4.0, 0.0, 0.25), (0.0, 1.0, -INF)]
MIXED_POWERS += [(1.0, 1.0, 1.0), (0.0, 2.0, 0.0), (INF, -1.0, 0.0)]


def reverse(f, x):
    return fl.grad(lambda x: fl.sum(f(x)))(x)


def forward(f, x):
    """The gradient from one forward sweep for every component."""
    return fl.stack([fl.jvp(lambda x: fl.sum(f(x)), (x,), (e,))[1] for e in np.eye(x.size)])


MODES = {
    "reverse": reverse,
    "forward": forward,
    "jit": lambda f, x: fl.jit(lambda x: reverse(f, x))(x),
    "vmap": lambda f, x: fl.vmap(lambda x: reverse(f, x))(x[None])[0],
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kink", KINKS)
def test_kink(kink, mode):
    f, at, expected = KINKS[kink]
    slope = MODES[mode](f, fl.asarray(at))
    np.testing.assert_array_equal(np.asarray(slope), expected)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("end", SECOND)
def test_second_derivatives_at_the_ends(end, mode):
    f, at, expected = SECOND[end]
    curve = MODES[mode](lambda x: reverse(f, x), fl.asarray(at))
    np.testing.assert_array_equal(np.asarray(curve), expected)


@pytest.mark.parametrize(("base", "exponent", "expected"), MIXED_POWERS)
def test_mixed_derivatives_of_powers(base, exponent, expected):
    at = (fl.asarray(base), fl.asarray(exponent))
    for first in (0, 1):
        mixed = fl.grad(fl.grad(fl.pow, argnums=first), argnums=1 - first)(*at)
        np.testing.assert_allclose(float(mixed), expected, rtol=1e-15)
