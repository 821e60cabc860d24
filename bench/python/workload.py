# SPDX-License-Identifier: Apache-2.0
"""What is measured: a formula over any array library, its arguments, and what is asked of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Call = Callable[[], Any]


@dataclass(frozen=True)
class Workload:
    """`formula(library, *arguments)`, of which a library computes `task`.

    Tasks are methods of the libraries: value, value_and_grad, hvp, hessian, block_jacobian.
    """

    name: str
    size: str
    formula: Callable[..., Any]
    arguments: tuple[Any, ...]
    task: str = "value_and_grad"
    argnums: int | tuple[int, ...] = 0
    by_hand: Callable[[], Call] | None = None
    peers: tuple[str, ...] | None = None  # only these; the others take minutes
