# SPDX-License-Identifier: Apache-2.0
"""PyTorch, eager, and with `torch.compile`."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from libraries.base import Function, Library


class Torch(Library):
    """Loops are Python's."""

    name, xp = "torch", torch

    def array(self, x: np.ndarray) -> Any:
        return torch.from_numpy(np.ascontiguousarray(x))

    def max(self, x: Any) -> Any:
        return torch.max(x)

    def newton(self, f: Function, slope: Function, x: Any) -> Any:
        """A root of f, differentiated through the iterations."""
        while True:
            change = f(x) / slope(x)
            x = x - change
            if change.abs().max().item() < 1e-12:
                return x

    def value_and_grad(self, f: Function, argnums: Any) -> Function:
        positions = (argnums,) if isinstance(argnums, int) else argnums

        def call(*arguments: Any) -> Any:
            given = list(arguments)
            for i in positions:
                given[i] = given[i].detach().requires_grad_()
            value = f(*given)
            return value.detach(), torch.autograd.grad(value, [given[i] for i in positions])

        return call

    def hvp(self, f: Function, _argnums: Any) -> Function:
        def call(x: Any, v: Any, *rest: Any) -> Any:
            return torch.func.jvp(torch.func.grad(lambda x: f(x, *rest)), (x,), (v,))[1]

        return call

    def hessian(self, f: Function, argnums: Any) -> Function:
        return torch.func.hessian(f, argnums)

    def block_jacobian(self, f: Function, _argnums: Any) -> Function:
        return torch.func.vmap(torch.func.jacrev(f))
