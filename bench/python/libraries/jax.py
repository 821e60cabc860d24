# SPDX-License-Identifier: Apache-2.0
"""JAX, jitted, in float64."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp

from libraries.base import Function, Library

jax.config.update("jax_enable_x64", True)


class Jax(Library):
    """With the loops of `jax.lax`."""

    name, xp = "jax", jnp

    def compiled(self, f: Function) -> Function:
        return jax.jit(f)

    def wait(self, result: Any) -> Any:
        return jax.block_until_ready(result)

    def logsumexp(self, x: Any, axis: int) -> Any:
        return jax.nn.logsumexp(x, axis)

    def scan(self, step: Function, init: Any, xs: Any) -> tuple[Any, Any]:
        return jax.lax.scan(step, init, xs)

    def repeat(self, n: int, step: Function, init: Any) -> Any:
        return jax.lax.scan(lambda carry, _: (step(carry), None), init, None, length=n)[0]

    def newton(self, f: Function, slope: Function, x: Any) -> Any:
        """Implicitly: reverse mode does not pass a while_loop."""

        def solve(f: Function, x: Any) -> Any:
            def step(state: Any) -> Any:
                value, derivative = jax.jvp(f, (state[0],), (jnp.ones_like(x),))
                change = value / derivative
                return state[0] - change, jnp.max(jnp.abs(change))

            return jax.lax.while_loop(lambda state: state[1] > 1e-12, step, (x, jnp.inf))[0]

        return jax.lax.custom_root(f, x, solve, lambda g, y: y / g(jnp.ones_like(y)))

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
