# SPDX-License-Identifier: Apache-2.0
"""What a primitive that a user registers gets: `python log_cosh.py LIBRARY CHECK` runs one check.

A process of its own for each, because the table of a process only grows.
"""

import doctest
import inspect
import runpy
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import fenchel as fl
from laws import sweep

X = np.array([-800.0, -1.5, -0.0, 0.3, 20.0])
REFERENCE = lambda x: sweep.mp.log(sweep.mp.cosh(x))  # noqa: E731 - it stands beside the others


def row(name="log_cosh"):
    [found] = [facts for facts in fl.primitives() if facts["name"] == name]
    return found


def agree(ours, truth):
    np.testing.assert_allclose(np.asarray(ours), truth, rtol=1e-13, atol=1e-300)


def value():
    agree(fl.log_cosh(X), [float(REFERENCE(x)) for x in X])
    assert fl.log_cosh(X.astype(np.float32)).dtype == np.float32
    assert float(fl.log_cosh(0)) == 0


def laws_of_the_sweep():
    assert sweep.faults(row(), REFERENCE) == []


def derivatives_to_third_order():
    x, t = 0.7, np.tanh(0.7)
    truths = [t, 1 - t**2, -2 * t * (1 - t**2)]
    f = fl.log_cosh
    for truth in truths:
        f = fl.grad(f)
        agree(f(x), truth)


def forward_and_reverse_mode():
    agree(fl.jvp(fl.log_cosh, (X,), (2.0 * np.ones(5),))[1], 2 * np.tanh(X))
    agree(fl.vjp(fl.log_cosh, X)[1](3.0 * np.ones(5))[0], 3 * np.tanh(X))


def batching():
    rows = np.stack([X, X + 1])
    assert np.array_equal(fl.vmap(fl.log_cosh)(rows), fl.log_cosh(rows))
    agree(fl.vmap(fl.grad(lambda x: fl.sum(fl.log_cosh(x))))(rows), np.tanh(rows))


def jit():
    def f(x):
        return fl.sum(fl.log_cosh(x) * x + fl.sin(x))

    eager, jitted = fl.value_and_grad(f)(X), fl.jit(fl.value_and_grad(f))(X)
    assert all(np.array_equal(a, b) for a, b in zip(eager, jitted, strict=True))


def docstring():
    text = fl.log_cosh.__doc__
    for part in ("Formula:", "Args:", "Returns:", "Accuracy:", "Kinks:", "Source:", "Example:"):
        assert part in text
    assert str(inspect.signature(fl.log_cosh)) == "(x, /)"
    example = doctest.DocTestParser().get_doctest(text, {}, "log_cosh", None, 0)
    assert doctest.DocTestRunner().run(example).failed == 0


def row_of_the_documentation():
    generate = Path(__file__).parents[2] / "docs" / "reference" / "generate.py"
    lines = runpy.run_path(str(generate))["page"]().splitlines()
    assert sum(line.startswith("| `log_cosh(x)` |") for line in lines) == 1


def names():
    from fenchel import _core, elementwise

    assert fl.log_cosh is _core.log_cosh is elementwise.log_cosh
    assert "log_cosh" in elementwise.__all__


def universal_function_of_its_name():
    x, ufunc = fl.asarray(X), SimpleNamespace(__name__="log_cosh")
    agree(x.__array_ufunc__(ufunc, "__call__", x), np.asarray(fl.log_cosh(X)))


def smoothing_leaves_it():
    f = fl.smooth(lambda x: fl.where(x > 0, fl.log_cosh(x), 0.0), scale=0.5)
    agree(f(1.0), float(REFERENCE(1)) / (1 + np.exp(-2)))


def a_second_time_is_refused(library):
    with pytest.raises(TypeError, match="an operation named 'log_cosh' exists already"):
        fl.load_primitives(library)


def the_planted_fault_is_found():
    assert sweep.faults(row("planted"), REFERENCE) == ["derivative", "order 2", "order 3"]


CHECKS = [
    value,
    laws_of_the_sweep,
    derivatives_to_third_order,
    forward_and_reverse_mode,
    batching,
    jit,
    docstring,
    row_of_the_documentation,
    names,
    universal_function_of_its_name,
    smoothing_leaves_it,
    a_second_time_is_refused,
]

if __name__ == "__main__":
    library, name = sys.argv[1:]
    fl.load_primitives(library)
    check = globals()[name]
    check(library) if inspect.signature(check).parameters else check()
