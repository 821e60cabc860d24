# SPDX-License-Identifier: Apache-2.0
"""How each library computes value and gradient of a workload; absent libraries are left out."""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Callable
from typing import Any

from workloads import Workload

Call = Callable[[], object]


def ours(work: Workload) -> Call:
    """Value and gradient by fenchel, traced once."""
    import fenchel as fl

    data = {name: fl.asarray(array) for name, array in work.data.items()}
    call = fl.jit(fl.value_and_grad(functools.partial(work.formula, fl)))
    argument = fl.asarray(work.argument)
    return lambda: call(argument, data)


def untraced(work: Workload) -> Call:
    """Value and gradient by fenchel, traced at every call."""
    import fenchel as fl

    data = {name: fl.asarray(array) for name, array in work.data.items()}
    call = fl.value_and_grad(lambda a: work.formula(fl, a, data))
    argument = fl.asarray(work.argument)
    return lambda: call(argument)


def jax(work: Workload) -> Call:
    """Value and gradient by JAX, jitted, in float64."""
    import jax as library
    import jax.numpy as jnp

    library.config.update("jax_enable_x64", True)
    data = {name: jnp.asarray(array) for name, array in work.data.items()}
    call = library.jit(library.value_and_grad(functools.partial(work.formula, jnp)))
    argument = jnp.asarray(work.argument)
    return lambda: library.block_until_ready(call(argument, data))


def torch(work: Workload) -> Call:
    """Value and gradient by PyTorch, eager, one thread."""
    import torch as library

    library.set_num_threads(1)
    data = {name: library.from_numpy(array) for name, array in work.data.items()}
    argument = library.from_numpy(work.argument.copy()).requires_grad_()

    def call() -> Any:
        value = work.formula(library, argument, data)
        return value, library.autograd.grad(value, argument)

    return call


PEERS: dict[str, Callable[[Workload], Call]] = {"jax": jax, "torch": torch}


def installed() -> dict[str, Callable[[Workload], Call]]:
    """The peers that can be imported."""
    return {name: peer for name, peer in PEERS.items() if importlib.util.find_spec(name)}
