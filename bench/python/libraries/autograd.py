# SPDX-License-Identifier: Apache-2.0
"""autograd: NumPy with a tape."""

from __future__ import annotations

from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np

from libraries.base import Function, Library


def plain(x: Any) -> np.ndarray:
    """The number under a tape's box."""
    while hasattr(x, "_value"):
        x = x._value
    return np.asarray(x)


class Autograd(Library):
    """Loops are Python's; no vmap."""

    name, xp = "autograd", anp

    def array(self, x: np.ndarray) -> Any:
        return x

    def logsumexp(self, x: Any, axis: int) -> Any:
        top = anp.max(x, axis=axis, keepdims=True)
        return anp.log(anp.sum(anp.exp(x - top), axis=axis)) + anp.squeeze(top, axis)

    def newton(self, f: Function, slope: Function, x: Any) -> Any:
        """A root of f, differentiated through the iterations."""
        while True:
            change = f(x) / slope(x)
            x = x - change
            if np.max(np.abs(plain(change))) < 1e-12:
                return x

    def value_and_grad(self, f: Function, argnums: Any) -> Function:
        if isinstance(argnums, int):
            return autograd.value_and_grad(f, argnums)
        of_tuple = autograd.value_and_grad(lambda active, rest: f(*active, *rest))
        return lambda *arguments: of_tuple(arguments[: len(argnums)], arguments[len(argnums) :])

    def hvp(self, f: Function, _argnums: Any) -> Function:
        product = autograd.hessian_vector_product(f)

        def call(x: Any, v: Any, *rest: Any) -> Any:
            return product(x, *rest, v)

        return call

    def hessian(self, f: Function, argnums: Any) -> Function:
        return autograd.hessian(f, argnums)
