# SPDX-License-Identifier: Apache-2.0
"""Loops over numbers: Lotka-Volterra by RK4, alone and as an ensemble, and Newton's method."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import hand
import numpy as np
from workload import Call, Workload

STEPS, STEP = 1000, 0.01


def lotka_volterra(y: Any, p: Any) -> tuple[Any, Any]:
    return y[0] * (p[0] - p[1] * y[1]), y[1] * (p[3] * y[0] - p[2])


def rk4(y: Any, p: Any, h: float) -> tuple[Any, Any]:
    """One step of the classical method of order 4."""

    def after(h: float, k: Any) -> tuple[Any, Any]:
        return y[0] + h * k[0], y[1] + h * k[1]

    k1 = lotka_volterra(y, p)
    k2 = lotka_volterra(after(h / 2, k1), p)
    k3 = lotka_volterra(after(h / 2, k2), p)
    k4 = lotka_volterra(after(h, k3), p)
    return after(h / 6, [k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i] for i in range(2)])


def trajectory(xp: Any, y0: Any, p: Any) -> Any:
    """Squared length of the state after all steps."""
    y = xp.repeat(STEPS, lambda y: rk4(y, p, STEP), (y0[0], y0[1]))
    return xp.sum(y[0] ** 2 + y[1] ** 2)


def newton(xp: Any, a: Any) -> Any:
    """Sum of the roots of x^3 + a x - exp(-x)."""
    root = xp.newton(
        lambda x: x**3 + a * x - xp.exp(-x),
        lambda x: 3.0 * x * x + a + xp.exp(-x),
        xp.ones_like(a),
    )
    return xp.sum(root)


def trajectory_case(batch: int) -> Workload:
    rng = np.random.default_rng(3)
    y0 = np.array([[10.0], [5.0]]) * rng.uniform(0.9, 1.1, size=(2, batch))
    p = np.array([1.5, 1.0, 3.0, 1.0])

    def by_hand() -> Call:
        gradient = np.empty(4 + 2 * batch)
        return hand.bound("lotka_volterra", y0, p, batch, STEPS, gradient=gradient)

    arguments = (y0[:, 0].copy() if batch == 1 else y0, p)
    size = f"{STEPS} steps, {batch} of them"
    return Workload("rk4", size, trajectory, arguments, argnums=(0, 1), by_hand=by_hand)


def newton_case(n: int) -> Workload:
    a = np.random.default_rng(3).uniform(1, 2, size=n)
    return Workload("newton", f"n={n}", newton, (a,))


def workloads(_quick: bool) -> Iterator[Workload]:
    for batch in (1, 1000):
        yield trajectory_case(batch)
    for n in (1, 1000):
        yield newton_case(n)
