# SPDX-License-Identifier: Apache-2.0
"""Likelihoods: elementwise work and a reduction, with and without a matrix."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import hand
import numpy as np
from workload import Call, Workload


def logistic(xp: Any, w: Any, X: Any, y: Any) -> Any:
    """Sum of log1p(exp(-y * Xw))."""
    return xp.sum(xp.log1p(xp.exp(-y * (X @ w))))


def normal(xp: Any, p: Any, x: Any) -> Any:
    """Normal log density with p = (mu, log sigma)."""
    z = (x - p[0]) * xp.exp(-p[1])
    return xp.sum(-0.5 * z**2 - p[1] - 0.5 * float(np.log(2 * np.pi)))


def tanh_sin(xp: Any, x: Any) -> Any:
    """Sum of tanh(x) sin(x) + exp(-x^2)."""
    return xp.sum(xp.tanh(x) * xp.sin(x) + xp.exp(-x * x))


def cross_entropy(xp: Any, scores: Any, labels: Any, rows: Any) -> Any:
    """Mean over the rows of logsumexp(scores) - scores[label]."""
    return xp.mean(xp.logsumexp(scores, 1) - scores[rows, labels])


def logistic_case(n: int, d: int) -> Workload:
    rng = np.random.default_rng(1)
    X, y, w = rng.normal(size=(n, d)), np.sign(rng.normal(size=n)), 0.1 * rng.normal(size=d)

    def by_hand() -> Call:
        return hand.bound("logistic_regression", X, y, w, n, d, gradient=np.empty(d))

    return Workload("logistic", f"n={n},d={d}", logistic, (w, X, y), by_hand=by_hand)


def normal_case(n: int) -> Workload:
    x, p = np.random.default_rng(1).normal(size=n), np.array([0.1, -0.2])

    def by_hand() -> Call:
        return hand.bound("normal_log_density", x, p, n, gradient=np.empty(2))

    return Workload("normal", f"n={n}", normal, (p, x), by_hand=by_hand)


def tanh_sin_case(n: int) -> Workload:
    x = np.random.default_rng(1).normal(size=n)

    def by_hand() -> Call:
        return hand.bound("tanh_sin", x, n, gradient=np.empty(n))

    return Workload("tanh_sin", f"n={n}", tanh_sin, (x,), by_hand=by_hand)


def cross_entropy_case(n: int, k: int) -> Workload:
    rng = np.random.default_rng(1)
    scores, labels = rng.normal(size=(n, k)), rng.integers(0, k, size=n)

    def by_hand() -> Call:
        return hand.bound("cross_entropy", scores, labels, n, k, gradient=np.empty((n, k)))

    arguments = (scores, labels, np.arange(n))
    return Workload("cross_entropy", f"{n}x{k}", cross_entropy, arguments, by_hand=by_hand)


def workloads(quick: bool) -> Iterator[Workload]:
    sizes = [(100, 10), (1000, 10), (1000, 100), (10_000, 10), (10_000, 100), (100_000, 10)]
    for n, d in sizes if quick else [*sizes, (100_000, 100), (1_000_000, 10)]:
        yield logistic_case(n, d)
    for n in (1_000, 100_000) if quick else (1_000, 100_000, 10_000_000):
        yield normal_case(n)
        yield tanh_sin_case(n)
    yield cross_entropy_case(128, 10)
    yield cross_entropy_case(4096, 1000)
