# SPDX-License-Identifier: Apache-2.0
"""fenchel, traced once or at every call."""

from __future__ import annotations

from typing import Any

import fenchel as fl
from libraries.base import Function, Library


class Fenchel(Library):
    """`jit` removes the Python function and nothing else."""

    name, xp = "ours", fl

    def compiled(self, f: Function) -> Function:
        return fl.jit(f)

    def scan(self, step: Function, init: Any, xs: Any) -> tuple[Any, Any]:
        return fl.scan(step, init, xs)

    def repeat(self, n: int, step: Function, init: Any) -> Any:
        return fl.fori_loop(0, n, lambda _i, carry: step(carry), init)

    def newton(self, f: Function, slope: Function, x: Any) -> Any:
        """A root of f, differentiated through the iterations."""

        def step(state: Any) -> Any:
            change = f(state[0]) / slope(state[0])
            return state[0] - change, fl.max(fl.abs(change))

        return fl.while_loop(lambda state: state[1] > 1e-12, step, (x, 1.0))[0]

    def value_and_grad(self, f: Function, argnums: Any) -> Function:
        return fl.value_and_grad(f, argnums)

    def hvp(self, f: Function, _argnums: Any) -> Function:
        return lambda x, v, *rest: fl.hvp(lambda x: f(x, *rest), x, v)

    def hessian(self, f: Function, argnums: Any) -> Function:
        return fl.hessian(f, argnums)

    def block_jacobian(self, f: Function, _argnums: Any) -> Function:
        return fl.vmap(fl.jacobian(f))


class Traced(Fenchel):
    """Without `jit`: the Python function runs at every call."""

    name = "fenchel-traced"

    def compiled(self, f: Function) -> Function:
        return f

    def wait(self, result: Any) -> Any:
        return fl.eval(result)
