# SPDX-License-Identifier: Apache-2.0
"""What a call costs: programs of numbers, and of a hundred elements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from workload import Workload


def chain(xp: Any, x: Any, constants: list[float]) -> Any:
    """Operations of three kinds: sine, multiplication by a constant, addition of one."""
    for i, c in enumerate(constants):
        x = xp.sin(x) if i % 3 == 0 else x * (1.0 + c) if i % 3 == 1 else x + c
    return x


def product_and_sum(n: int) -> Workload:
    rng = np.random.default_rng(0)
    x, y, z = rng.normal(size=(3, n))
    return Workload("x*y+z", f"n={n}", lambda xp, x, y, z: x * y + z, (x, y, z), task="value")


def scalar_chain(k: int) -> Workload:
    rng = np.random.default_rng(0)
    x, constants = np.asarray(rng.normal()), rng.uniform(0.2, 0.4, size=k).tolist()
    return Workload("chain", f"k={k}", lambda xp, x: chain(xp, x, constants), (x,))


def array_chain(k: int, n: int) -> Workload:
    rng = np.random.default_rng(0)
    x, constants = rng.normal(size=n), rng.uniform(0.2, 0.4, size=k).tolist()
    return Workload("chain", f"k={k},n={n}", lambda xp, x: xp.sum(chain(xp, x, constants)), (x,))


def workloads(_quick: bool) -> Iterator[Workload]:
    for n in (1, 100):
        yield product_and_sum(n)
    for k in (10, 100):
        yield scalar_chain(k)
    yield array_chain(10, 100)
