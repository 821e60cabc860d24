# SPDX-License-Identifier: Apache-2.0
"""JAX, jitted, in float64."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp

from libraries.base import Function, Library

jax.config.update("jax_enable_x64", True)


class Jax(Library):
    """Compiled once."""

    name, xp = "jax", jnp

    def compiled(self, f: Function) -> Function:
        return jax.jit(f)

    def wait(self, result: Any) -> Any:
        return jax.block_until_ready(result)

    def logsumexp(self, x: Any, axis: int) -> Any:
        return jax.nn.logsumexp(x, axis)

    def value_and_grad(self, f: Function, argnums: Any) -> Function:
        return jax.value_and_grad(f, argnums)

    def hvp(self, f: Function, _argnums: Any) -> Function:
        def call(x: Any, v: Any, *rest: Any) -> Any:
            return jax.jvp(jax.grad(lambda x: f(x, *rest)), (x,), (v,))[1]

        return call

    def hessian(self, f: Function, argnums: Any) -> Function:
        return jax.hessian(f, argnums)

    def block_jacobian(self, f: Function, _argnums: Any) -> Function:
        return jax.vmap(jax.jacfwd(f))
