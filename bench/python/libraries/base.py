# SPDX-License-Identifier: Apache-2.0
"""The little that a formula needs besides array functions, as each library's users write it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from workload import Call, Workload

Function = Callable[..., Any]


class Library:
    """Array functions of `xp`, loops, and the tasks of a workload."""

    name: str
    xp: Any

    def __getattr__(self, name: str) -> Any:
        return getattr(self.xp, name)

    def prepare(self, work: Workload) -> Call:
        """The call that is timed: compiled where the library compiles."""
        task = getattr(self, work.task)
        call = self.compiled(task(functools.partial(work.formula, self), work.argnums))
        arguments = self.arrays(work.arguments)
        return lambda: self.wait(call(*arguments))

    def arrays(self, arguments: Any) -> Any:
        """NumPy arrays in tuples as the library's; numbers stay."""
        if isinstance(arguments, tuple):
            return tuple(map(self.arrays, arguments))
        return self.array(arguments) if isinstance(arguments, np.ndarray) else arguments

    def array(self, x: np.ndarray) -> Any:
        return self.xp.asarray(x)

    def compiled(self, f: Function) -> Function:
        return f

    def wait(self, result: Any) -> Any:
        """Until a result is computed."""
        return result

    # what formulas call

    def logsumexp(self, x: Any, axis: int) -> Any:
        return self.xp.logsumexp(x, axis)

    def scan(self, step: Function, init: Any, xs: Any) -> tuple[Any, Any]:
        """`carry, y = step(carry, x)` over the rows of a tree of arrays; the ys are stacked."""
        ys = []
        for i in range(len(xs[0] if isinstance(xs, tuple) else xs)):
            init, y = step(init, tuple(x[i] for x in xs) if isinstance(xs, tuple) else xs[i])
            ys.append(y)
        return init, None if ys[0] is None else self.stack(ys)

    def repeat(self, n: int, step: Function, init: Any) -> Any:
        """`step` applied n times."""
        for _ in range(n):
            init = step(init)
        return init

    def stack(self, arrays: Sequence[Any]) -> Any:
        return self.xp.stack(arrays)

    # tasks

    def value(self, f: Function, _argnums: Any) -> Function:
        return f
