# SPDX-License-Identifier: Apache-2.0
"""Reference values computed elsewhere, by symbols or to many digits, through the public API."""

import json
from pathlib import Path

import numpy as np
import pytest

import fenchel as fl

FILE = Path(__file__).parents[1] / "data" / "reference_values.json"
ENTRIES = {entry["name"]: entry for entry in json.loads(FILE.read_text())["entries"]}

pytestmark = pytest.mark.core


def check(name, found):
    """Compares what was found, by the names of the entry, with what it expects."""
    entry = ENTRIES[name]
    assert set(found) == set(entry["expected"])
    for quantity, expected in entry["expected"].items():
        ours = np.asarray(found[quantity])
        np.testing.assert_allclose(ours, expected, rtol=entry["rtol"], err_msg=quantity)


def inputs(name):
    return {key: np.array(x, dtype=float) for key, x in ENTRIES[name]["inputs"].items()}


def rosenbrock(x):
    a, b = x[0], x[1]
    return (1 - a) ** 2 + 100 * (b - a**2) ** 2


def along(f, v):
    """The derivative of a function in the direction v, as a function."""
    return lambda x: fl.jvp(f, (x,), (v,))[1]


@pytest.mark.parametrize("wrap", [lambda f: f, fl.jit], ids=["plain", "jit"])
def test_rosenbrock_derivatives(wrap):
    x, v = inputs("rosenbrock_derivatives").values()
    found = {
        "value": wrap(rosenbrock)(x),
        "grad": wrap(fl.grad(rosenbrock))(x),
        "hess": wrap(fl.hessian(rosenbrock))(x),
        "hvp": wrap(lambda x: fl.hvp(rosenbrock, x, v))(x),
        "d3_vvv": wrap(along(along(along(rosenbrock, v), v), v))(x),
    }
    check("rosenbrock_derivatives", found)


def test_third_derivative_by_reverse_mode():
    x, v = inputs("rosenbrock_derivatives").values()
    slope = rosenbrock
    for _ in range(3):
        slope = lambda x, f=slope: fl.sum(fl.grad(f)(x) * v)  # noqa: E731 - it is nested
    assert float(slope(x)) == ENTRIES["rosenbrock_derivatives"]["expected"]["d3_vvv"]


@pytest.mark.parametrize("wrap", [lambda f: f, fl.jit], ids=["plain", "jit"])
def test_logsumexp_large_inputs(wrap):
    [u] = inputs("logsumexp_large_inputs").values()
    value, gradient = wrap(fl.value_and_grad(fl.logsumexp))(u)
    check("logsumexp_large_inputs", {"value": value, "grad": gradient})


@pytest.mark.parametrize("wrap", [lambda f: f, fl.jit], ids=["plain", "jit"])
def test_activations(wrap):
    [u] = inputs("activations").values()
    names = {"gelu": fl.gelu, "silu": fl.silu, "softplus": fl.softplus, "tanh": fl.tanh}
    slopes = fl.value_and_grad  # of one number at a time
    found = {
        name: [wrap(slopes(f))(x) for x in u]
        for name, f in (names | {"logistic": fl.sigmoid}).items()
    }
    check("activations", found)


def test_a_wrong_digit_is_caught():
    expected = dict(ENTRIES["rosenbrock_derivatives"]["expected"])
    expected["hvp"] = [370.0, 80.0 * (1 + 1e-11)]
    with pytest.raises(AssertionError, match="hvp"):
        check("rosenbrock_derivatives", expected)
