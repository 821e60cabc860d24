# SPDX-License-Identifier: Apache-2.0
"""What is measured: a formula over any array module, its data, and the hand-written gradient."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import hand
import numpy as np

Data = dict[str, np.ndarray]


@dataclass(frozen=True)
class Workload:
    """`formula(xp, argument, data)` is differentiated with respect to its argument."""

    name: str
    size: str
    formula: Callable[..., Any]
    argument: np.ndarray
    data: Data = field(default_factory=dict)
    by_hand: Callable[[], Callable[[], object]] | None = None


def logistic(xp: Any, w: Any, data: Any) -> Any:
    """Sum of log1p(exp(-y * Xw))."""
    return xp.sum(xp.log1p(xp.exp(-data["y"] * (data["X"] @ w))))


def normal(xp: Any, p: Any, data: Any) -> Any:
    """Normal log density with p = (mu, log sigma)."""
    z = (data["x"] - p[0]) * xp.exp(-p[1])
    return xp.sum(-0.5 * z**2 - p[1] - 0.5 * float(np.log(2 * np.pi)))


def tanh_sin(xp: Any, x: Any, _data: Any) -> Any:
    """Sum of tanh(x) sin(x) + exp(-x^2)."""
    return xp.sum(xp.tanh(x) * xp.sin(x) + xp.exp(-x * x))


def rosenbrock(xp: Any, x: Any, _data: Any) -> Any:
    """Rosenbrock's function."""
    return xp.sum((1.0 - x[:-1]) ** 2 + 100.0 * (x[1:] - x[:-1] ** 2) ** 2)


def logistic_case(n: int, d: int) -> Workload:
    rng = np.random.default_rng(1)
    X, w = rng.normal(size=(n, d)), 0.1 * rng.normal(size=d)
    y = np.sign(rng.normal(size=n))
    call = lambda: hand.bound("logistic_regression", X, y, w, n, d, gradient=np.empty(d))  # noqa: E731
    return Workload("logistic_regression", f"n={n},d={d}", logistic, w, {"X": X, "y": y}, call)


def normal_case(n: int) -> Workload:
    x, p = np.random.default_rng(1).normal(size=n), np.array([0.1, -0.2])
    call = lambda: hand.bound("normal_log_density", x, p, n, gradient=np.empty(2))  # noqa: E731
    return Workload("normal_log_density", f"n={n}", normal, p, {"x": x}, call)


def tanh_sin_case(n: int) -> Workload:
    x = np.random.default_rng(1).normal(size=n)
    call = lambda: hand.bound("tanh_sin", x, n, gradient=np.empty(n))  # noqa: E731
    return Workload("tanh_sin", f"n={n}", tanh_sin, x, {}, call)


def rosenbrock_case(d: int) -> Workload:
    x = np.linspace(-1.2, 1.0, d)
    call = lambda: hand.bound("rosenbrock", x, d, gradient=np.empty(d))  # noqa: E731
    return Workload("rosenbrock", f"d={d}", rosenbrock, x, {}, call)


def workloads(quick: bool) -> Iterator[Workload]:
    """All of them; `quick` leaves out the largest sizes."""
    yield rosenbrock_case(10)
    for n in (100, 10_000) if quick else (100, 10_000, 1_000_000):
        yield logistic_case(n, 10)
    for n in (1_000, 100_000) if quick else (1_000, 100_000, 10_000_000):
        yield normal_case(n)
        yield tanh_sin_case(n)
