# SPDX-License-Identifier: Apache-2.0
"""Gradients, Hessian-vector products and Hessians of Rosenbrock's function and of a likelihood."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import hand
import numpy as np
from workload import Call, Workload

from workloads.likelihoods import logistic


def rosenbrock(xp: Any, x: Any) -> Any:
    """Rosenbrock's function."""
    return xp.sum((1.0 - x[:-1]) ** 2 + 100.0 * (x[1:] - x[:-1] ** 2) ** 2)


def rosenbrock_gradient(d: int) -> Workload:
    x = np.linspace(-1.2, 1.0, d)

    def by_hand() -> Call:
        return hand.bound("rosenbrock", x, d, gradient=np.empty(d))

    return Workload("rosenbrock", f"d={d}", rosenbrock, (x,), by_hand=by_hand)


def rosenbrock_second(task: str, d: int) -> Workload:
    rng = np.random.default_rng(4)
    x, v = rng.uniform(0.5, 1.5, size=d), rng.normal(size=d)
    arguments = (x, v) if task == "hvp" else (x,)
    return Workload(f"rosenbrock_{task}", f"d={d}", rosenbrock, arguments, task=task)


def logistic_second(task: str, n: int, d: int) -> Workload:
    rng = np.random.default_rng(4)
    X, y = rng.normal(size=(n, d)), np.sign(rng.normal(size=n))
    w, v = 0.1 * rng.normal(size=d), rng.normal(size=d)
    arguments = (w, v, X, y) if task == "hvp" else (w, X, y)
    return Workload(f"logistic_{task}", f"n={n},d={d}", logistic, arguments, task=task)


def workloads(_quick: bool) -> Iterator[Workload]:
    for d in (2, 10):
        yield rosenbrock_gradient(d)
    for task in ("hvp", "hessian"):
        yield logistic_second(task, 1000, 100)
        yield rosenbrock_second(task, 100)
    yield rosenbrock_second("hvp", 1000)
