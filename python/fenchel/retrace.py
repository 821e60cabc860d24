# SPDX-License-Identifier: Apache-2.0
"""Why a jitted function traces a call anew: what differs from the programs it has."""

from collections.abc import Mapping, Sequence
from typing import Any

from fenchel import _core
from fenchel._core import Tensor
from fenchel.tree import path_name

Spec = tuple[Any, tuple[int, ...], bool]
Key = tuple[Any, ...]


def specs(tensors: Sequence[Tensor]) -> list[Spec]:
    """What a program depends on in its arguments: type, shape, whether it is a Python number."""
    return [(x.dtype, x.shape, _core.is_weak(x)) for x in tensors]


def _words(spec: Spec) -> str:
    dtype, shape, weak = spec
    return (
        f"a Python {'int' if dtype.kind == 'i' else 'float'}" if weak else f"{dtype}{list(shape)}"
    )


def _names(structure: Any, wrapped: bool) -> list[str]:
    """The leaves of the arguments; in `wrapped` ones the first step chooses how they were given."""
    paths = [(i,) for i in range(structure)] if isinstance(structure, int) else structure.paths()
    steps = [path[wrapped:] for path in paths]
    return [f"argument {path[0]}{path_name(path[1:])}" for path in steps]


def _differences(names: list[str], mine: Sequence[Spec], theirs: Sequence[Spec]) -> list[str]:
    """The leaves that differ."""
    return [
        f"{name} is {_words(a)}, was {_words(b)}"
        for name, a, b in zip(names, mine, theirs, strict=True)
        if a != b
    ]


def explanation(mine: Key, leaves: Sequence[Spec], known: Mapping[Key, list[Spec]]) -> str:
    """A sentence about a call for which there is no program among the known ones.

    Of the programs for the same tree and static arguments the one is compared that differs in the
    fewest leaves. A key has the tree, the static arguments, and whether some were given by name.
    """
    structure, static, named = mine[:3]
    if not known:
        return "traced: no call came before"
    alike = [found for key, found in known.items() if key[:3] == mine[:3]]
    if alike:
        names = _names(structure, named or bool(static))
        found = min((_differences(names, leaves, theirs) for theirs in alike), key=len)
        return "traced anew: " + "; ".join(found)
    if any(key[0] == structure for key in known):
        given = ", ".join(f"{name}={value!r}" for name, _, value in static)
        return f"traced anew: {given or 'arguments by name'} is new"
    return f"traced anew: the tree of the arguments is new: {structure}"
