# SPDX-License-Identifier: Apache-2.0
"""Ours, and the peers that are installed; absent libraries are left out."""

from __future__ import annotations

import functools
import importlib
import importlib.util

from libraries.base import Library

PEERS = {"jax": "Jax", "torch": "Torch", "autograd": "Autograd"}


@functools.cache
def ours() -> tuple[Library, Library]:
    """With jit and without."""
    from libraries.ours import Fenchel, Traced

    return Fenchel(), Traced()


@functools.cache
def peers() -> tuple[Library, ...]:
    """The peers that can be imported."""
    return tuple(
        getattr(importlib.import_module(f"libraries.{module}"), name)()
        for module, name in PEERS.items()
        if importlib.util.find_spec(module)
    )
