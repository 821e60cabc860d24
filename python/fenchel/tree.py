# SPDX-License-Identifier: Apache-2.0
"""Pytrees: nested tuples, lists, dictionaries, named tuples; their leaves are arrays and numbers.

A single array is the common case, for which optree is not even imported.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from fenchel import _core
from fenchel._core import Tensor
from fenchel.types import Tree

_LEAVES = (Tensor, float, np.ndarray, int, np.generic)


class Leaf:
    """The structure of a tree that is a single leaf."""

    __slots__ = ()

    def unflatten(self, leaves: Sequence[Any]) -> Any:
        """The leaf."""
        return leaves[0]

    def paths(self) -> list[tuple[Any, ...]]:
        """The way to the leaf."""
        return [()]


class Nothing:
    """The structure of None, a tree without leaves."""

    __slots__ = ()

    def unflatten(self, leaves: Sequence[Any]) -> None:
        """None again."""

    def paths(self) -> list[tuple[Any, ...]]:
        """There is no leaf to go to."""
        return []


LEAF, NOTHING = Leaf(), Nothing()


def flatten(tree: Tree) -> tuple[list[Any], Any]:
    """The leaves of a tree in order, and its structure."""
    if isinstance(tree, _LEAVES):
        return [tree], LEAF
    if tree is None:
        return [], NOTHING
    import optree

    leaves, structure = optree.tree_flatten(tree)
    return leaves, structure


def flatten_arguments(arguments: tuple[Any, ...]) -> tuple[list[Any], Any]:
    """The leaves of a tuple of trees; a tuple of single leaves keeps optree out."""
    if all(isinstance(argument, _LEAVES) for argument in arguments):
        return list(arguments), len(arguments)
    import optree

    tree: Tree = arguments
    leaves, structure = optree.tree_flatten(tree)
    return leaves, structure


def unflatten_arguments(structure: Any, leaves: Sequence[Any]) -> tuple[Any, ...]:
    """The tuple of trees again."""
    if isinstance(structure, int):
        return tuple(leaves)
    trees: tuple[Any, ...] = structure.unflatten(leaves)
    return trees


def map_leaves(function: Callable[[Any], Any], tree: Tree) -> Tree:
    """The tree with the function applied to every leaf."""
    leaves, structure = flatten(tree)
    return structure.unflatten([function(leaf) for leaf in leaves])


def path_name(path: Sequence[Any]) -> str:
    """The text of Python that goes from the root to a leaf: ['w'][0]."""
    return "".join(f"[{step!r}]" for step in path)


def to_tensor(leaf: Any, where: str) -> Tensor:
    """A leaf as a tensor, or a TypeError that names it."""
    if not isinstance(leaf, _LEAVES):
        raise TypeError(
            f"{where} is a {type(leaf).__name__}; leaves must be tensors, NumPy arrays or numbers"
        )
    return _core.asarray(leaf)


def to_tensors(tree: Tree, where: str) -> tuple[list[Tensor], Any]:
    """The leaves of a tree as tensors, and its structure."""
    leaves, structure = flatten(tree)
    try:
        return [_core.asarray(leaf) for leaf in leaves], structure
    except TypeError:
        for leaf, path in zip(leaves, structure.paths(), strict=True):
            to_tensor(leaf, where + path_name(path))
        raise
