# SPDX-License-Identifier: Apache-2.0
"""A training step: a network of three layers, cross-entropy, and Adam, in single precision."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
from workload import Workload

WIDTHS = (784, 256, 128, 10)
RATE, BETA1, BETA2, EPSILON = 1e-3, 0.9, 0.999, 1e-8


def loss(xp: Any, parameters: Any, X: Any, labels: Any, rows: Any) -> Any:
    """Mean cross-entropy of relu layers."""
    h = X
    for i, (W, b) in enumerate(parameters):
        h = h @ W + b
        if i + 1 < len(parameters):
            h = xp.maximum(h, xp.zeros_like(h))
    return xp.mean(xp.logsumexp(h, 1) - h[rows, labels])


def adam(xp: Any, x: Any, m: Any, v: Any, g: Any) -> tuple[Any, Any, Any]:
    """One update, as in its hundredth step."""
    m = BETA1 * m + (1 - BETA1) * g
    v = BETA2 * v + (1 - BETA2) * g * g
    step = RATE * (1 - BETA2**100) ** 0.5 / (1 - BETA1**100)
    return x - step * m / (xp.sqrt(v) + EPSILON), m, v


def train(xp: Any, state: Any, X: Any, labels: Any, rows: Any) -> Any:
    """The next parameters and moments."""
    parameters = tuple((W[0], b[0]) for W, b in state)
    gradient = xp.value_and_grad(lambda p: loss(xp, p, X, labels, rows), 0)(parameters)[1]
    return tuple(
        tuple(adam(xp, *moments, g) for moments, g in zip(layer, slopes, strict=True))
        for layer, slopes in zip(state, gradient, strict=True)
    )


def training_case(batch: int, dtype: str) -> Workload:
    rng = np.random.default_rng(6)

    def moments(*shape: int) -> tuple[np.ndarray, ...]:
        x = 0.05 * rng.normal(size=shape)
        return tuple(a.astype(dtype) for a in (x, np.zeros(shape), np.full(shape, 1e-4)))

    state = tuple((moments(n, m), moments(m)) for n, m in itertools.pairwise(WIDTHS))
    X, labels = rng.normal(size=(batch, WIDTHS[0])).astype(dtype), rng.integers(0, 10, size=batch)
    arguments = (state, X, labels, np.arange(batch))
    size = f"batch={batch},{dtype}"
    return Workload("mlp_adam", size, train, arguments, task="value", peers=("jax",))


def workloads(_quick: bool) -> Iterator[Workload]:
    for dtype in ("float32", "float64"):
        yield training_case(128, dtype)
