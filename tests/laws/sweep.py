# SPDX-License-Identifier: Apache-2.0
"""What the sweep over the primitives is made of: the truth at 50 digits, and what fenchel says.

A row is the dictionary of facts that `fl.primitives()` gives. The truth of a derivative is mpmath's
numerical one of the reference function, so it shares nothing with the formulas under test.
"""

import os
from pathlib import Path

import mpmath
import numpy as np

import fenchel as fl

mp = mpmath.mp.clone()
mp.dps = 50


def _logical(function):
    return lambda *a: mp.mpf(bool(function(*(bool(x) for x in a))))


def _compare(function):
    return lambda a, b: mp.mpf(bool(function(a, b)))


def _trunc(x):
    return mp.floor(x) if x > 0 else mp.ceil(x)


def _beside(a, b):
    """The neighbor in float32 if both numbers are of it, else in float64: points are drawn so."""
    kind = np.float32 if all(np.float32(float(x)) == x for x in (a, b)) else np.float64
    ulp = np.spacing(kind(float(a)))
    step = np.nextafter(kind(float(a)), kind(float(b))) - kind(float(a))
    return a + (mp.mpf(float(step)) if step else mp.mpf(float(ulp)))


# What each row computes, at 50 digits.
REFERENCE = {
    "abs": abs,
    "acos": mp.acos,
    "acosh": mp.acosh,
    "add": lambda a, b: a + b,
    "asin": mp.asin,
    "asinh": mp.asinh,
    "atan": mp.atan,
    "atan2": mp.atan2,
    "atanh": mp.atanh,
    "cbrt": lambda x: mp.sign(x) * mp.cbrt(abs(x)),
    "ceil": mp.ceil,
    "copysign": lambda a, b: abs(a) if b > 0 else -abs(a),
    "cos": mp.cos,
    "cosh": mp.cosh,
    "digamma": mp.digamma,
    "divide": lambda a, b: a / b,
    "equal": _compare(lambda a, b: a == b),
    "erf": mp.erf,
    "erfc": mp.erfc,
    "erfcx": lambda x: mp.exp(x * x) * mp.erfc(x),
    "erfinv": mp.erfinv,
    "exp": mp.exp,
    "exp2": lambda x: mp.power(2, x),
    "expm1": mp.expm1,
    "fast_expm1": mp.expm1,
    "fast_sigmoid": lambda x: 1 / (1 + mp.exp(-x)),
    "fast_tanh": mp.tanh,
    "floor": mp.floor,
    "floor_divide": lambda a, b: mp.floor(a / b),
    "fmod": lambda a, b: a - b * _trunc(a / b),
    "gelu": lambda x: x * mp.ncdf(x),
    "greater": _compare(lambda a, b: a > b),
    "greater_equal": _compare(lambda a, b: a >= b),
    "hypot": mp.hypot,
    "less": _compare(lambda a, b: a < b),
    "less_equal": _compare(lambda a, b: a <= b),
    "lgamma": mp.loggamma,
    "log": mp.log,
    "log10": mp.log10,
    "log1p": lambda x: mp.log(1 + x),
    "log2": lambda x: mp.log(x, 2),
    "log_sigmoid": lambda x: -mp.log(1 + mp.exp(-x)),
    "logaddexp": lambda a, b: mp.log(mp.exp(a) + mp.exp(b)),
    "logical_and": _logical(lambda a, b: a and b),
    "logical_not": _logical(lambda a: not a),
    "logical_or": _logical(lambda a, b: a or b),
    "logical_xor": _logical(lambda a, b: a != b),
    "masked_multiply": lambda a, b: a * b,
    "maximum": max,
    "minimum": min,
    "multiply": lambda a, b: a * b,
    "negative": lambda x: -x,
    "nextafter": _beside,
    "not_equal": _compare(lambda a, b: a != b),
    "polygamma": lambda n, x: mp.polygamma(int(n), x),
    "pow": mp.power,
    "remainder": lambda a, b: a - b * mp.floor(a / b),
    "round": mp.nint,
    "rsqrt": lambda x: 1 / mp.sqrt(x),
    "sigmoid": lambda x: 1 / (1 + mp.exp(-x)),
    "sign": mp.sign,
    "silu": lambda x: x / (1 + mp.exp(-x)),
    "sin": mp.sin,
    "sinh": mp.sinh,
    "softplus": lambda x: mp.log(1 + mp.exp(x)),
    "sqrt": mp.sqrt,
    "square": lambda x: x * x,
    "subtract": lambda a, b: a - b,
    "tan": mp.tan,
    "tanh": mp.tanh,
    "trunc": _trunc,
    "where": lambda c, a, b: a if c else b,
}
FLAGS = set(Path("/proc/cpuinfo").read_text().split()) if Path("/proc/cpuinfo").exists() else set()
HAS_FMA = "fma" in FLAGS and os.environ.get("FENCHEL_CPU", "") not in ("v2", "x86-64-v2")


def is_flag(row, i):
    """Whether argument i of the row is a truth value."""
    return row["signature"] == "logical" or (row["signature"] == "selection" and i == 0)


def active(row):
    """The arguments by which the row has a derivative."""
    return [i for i, flag in enumerate(row["active"]) if flag and not is_flag(row, i)]


def has_derivative(row):
    return bool(active(row)) and row["signature"] in ("arithmetic", "selection")


def operation(row):
    return getattr(fl, row["name"])


def points(row, count, seed=0, dtype=np.float64):
    """Random arguments, each an array of `count` elements within its probe interval."""
    rng = np.random.default_rng([seed, *map(ord, row["name"])])
    out = []
    for i, (low, high) in enumerate(row["probe"]):
        if is_flag(row, i):
            out.append(rng.random(count) < 0.5)
        else:
            out.append(rng.uniform(low, high, count).astype(dtype))
    return out


def random_tangents(row, count):
    rng = np.random.default_rng(7)
    return [rng.normal(size=count) for _ in range(row["arity"])]


def exact(value):
    return bool(value) if isinstance(value, np.bool_) else mp.mpf(float(value))


def ulps(ours, truth, dtype):
    """The distance of a number from the truth, in units in the last place."""
    if ours == truth:
        return 0.0
    spacing = float(np.spacing(np.abs(dtype(float(truth)))))
    return float(abs(mp.mpf(float(ours)) - truth) / spacing)


def value_error(row, reference, dtype=np.float64, count=200):
    """The largest error of a row in units in the last place."""
    arguments = points(row, count, dtype=dtype)
    ours = np.asarray(operation(row)(*arguments))
    truth = [reference(*map(exact, at)) for at in zip(*arguments, strict=True)]
    return max(ulps(y, t, dtype) for y, t in zip(ours, truth, strict=True))


def allowed_error(row):
    """The error the row promises."""
    return row["max_ulp"] if HAS_FMA else row["max_ulp_plain"]


def true_partial(reference, at, orders):
    """A mixed partial derivative at 50 digits; `orders` has one number for every argument."""
    moving = [i for i, order in enumerate(orders) if order]

    def f(*moved):
        arguments = [exact(value) for value in at]
        for i, value in zip(moving, moved, strict=True):
            arguments[i] = value
        return reference(*arguments)

    where = tuple(exact(at[i]) for i in moving)
    order = tuple(orders[i] for i in moving)
    return mp.diff(f, where[0], order[0]) if len(where) == 1 else mp.diff(f, where, order)


def true_direction(row, reference, at, tangents):
    """The true derivative in a direction, element by element."""
    total = []
    for j in range(len(at[0])):
        element = [x[j] for x in at]
        parts = []
        for i in active(row):
            orders = [int(k == i) for k in range(len(at))]
            parts.append(true_partial(reference, element, orders) * exact(tangents[i][j]))
        total.append(float(mp.fsum(parts)))
    return np.array(total)


def moving_part(row, at):
    """The row as a function of the arguments by which it has a derivative."""
    moving = active(row)

    def f(*moved):
        given = dict(zip(moving, moved, strict=True))
        return operation(row)(*[given.get(i, x) for i, x in enumerate(at)])

    return f, tuple(at[i] for i in moving)


def direction(row, at, tangents):
    """Value and derivative in a direction, by forward mode."""
    f, primals = moving_part(row, at)
    return fl.jvp(f, primals, tuple(tangents[i] for i in active(row)))


def reverse_partial(f, i):
    return fl.grad(lambda *x: fl.sum(f(*x)), argnums=i)


def forward_partial(f, i):
    def partial(*x):
        one = fl.ones_like(x[i])
        return fl.jvp(lambda z: f(*x[:i], z, *x[i + 1 :]), (x[i],), (one,))[1]

    return partial


def mixed_partial(row, at, which):
    """Derivatives by the arguments `which` in turn, alternating reverse and forward mode."""
    f = operation(row)
    for depth, i in enumerate(which):
        f = (reverse_partial if depth % 2 == 0 else forward_partial)(f, i)
    return np.asarray(f(*map(fl.asarray, at)))


def true_mixed_partial(reference, at, which):
    orders = [which.count(i) for i in range(len(at))]
    return [float(true_partial(reference, element, orders)) for element in zip(*at, strict=True)]


def faults(row, reference):
    """The laws that a row breaks: `value`, `derivative`, `order 2`, `order 3`."""
    found = [] if value_error(row, reference) <= allowed_error(row) else ["value"]
    at, tangents = points(row, 8), random_tangents(row, 8)
    truth = true_direction(row, reference, at, tangents)
    if not np.allclose(np.asarray(direction(row, at, tangents)[1]), truth, rtol=1e-12, atol=1e-14):
        found.append("derivative")
    for order in (2, 3):
        which = (active(row)[0],) * order
        truth = true_mixed_partial(reference, at, which)
        if not np.allclose(mixed_partial(row, at, which), truth, rtol=1e-10, atol=1e-10):
            found.append(f"order {order}")
    return found
