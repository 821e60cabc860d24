# SPDX-License-Identifier: Apache-2.0
"""What a call costs: building an operator, a small expression with its value, a new process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from rounds import interleaved

Calls = dict[str, Callable[[], object]]

IMPORT_NUMPY = "import numpy"
IMPORT_FENCHEL = "import numpy, fenchel"
FIRST_GRADIENT = """
import numpy, fenchel as fl
fl.grad(lambda w: fl.sum(fl.log1p(fl.exp(-w * numpy.arange(10.0)))))(numpy.ones(10))
"""


def operator_build(size: int) -> Calls:
    """An operator that makes a node, beside NumPy's that computes."""
    import fenchel as fl

    x, y = np.ones(size), np.full(size, 2.0)
    a, b = fl.asarray(x), fl.asarray(y)
    return {"ours": lambda: a * b, "numpy": lambda: x * y}


def operator_with_float(size: int) -> Calls:
    """The same with a Python float."""
    import fenchel as fl

    x = np.ones(size)
    a = fl.asarray(x)
    return {"ours": lambda: a * 2.0, "numpy": lambda: x * 2.0}


def small_expression(size: int) -> Calls:
    """`x * y + z`, traced, planned from the cache and evaluated at every call."""
    import fenchel as fl

    x, y, z = (np.random.default_rng(i).normal(size=size) for i in range(3))
    a, b, c = map(fl.asarray, (x, y, z))
    return {"ours": lambda: fl.eval(a * b + c), "numpy": lambda: x * y + z}


def new_process(code: str) -> Callable[[], object]:
    """A fresh interpreter that runs `code`."""
    return lambda: subprocess.run([sys.executable, "-c", code], check=True)


def row(workload: str, size: str, ours: float, reference: str, seconds: float) -> dict[str, Any]:
    """A row of the table."""
    return {
        "suite": "python",
        "workload": workload,
        "size": size,
        "threads": 1,
        "ours_s": ours,
        "reference": reference,
        "reference_s": seconds,
        "ratio": ours / seconds,
    }


def in_process(rounds: int, seconds: float, only: str | None) -> Iterator[dict[str, Any]]:
    """Calls that are repeated in this process."""
    for make in (operator_build, operator_with_float, small_expression):
        if only is None or only in make.__name__:
            times = interleaved(make(100), rounds, seconds)
            yield row(make.__name__, "n=100", times["ours"], "numpy", times["numpy"])


def new_processes(rounds: int, only: str | None) -> Iterator[dict[str, Any]]:
    """Whole processes beside one that only imports NumPy."""
    codes = {"import_fenchel": IMPORT_FENCHEL, "first_gradient": FIRST_GRADIENT}
    for workload, code in codes.items():
        if only is None or only in workload:
            calls = {"ours": new_process(code), "numpy-import": new_process(IMPORT_NUMPY)}
            times = interleaved(calls, rounds, 0.0)
            yield row(workload, "process", times["ours"], "numpy-import", times["numpy-import"])


def run(rounds: int, seconds: float, only: str | None) -> Iterator[dict[str, Any]]:
    """All rows."""
    yield from in_process(rounds, seconds, only)
    yield from new_processes(rounds, only)
