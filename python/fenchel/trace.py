# SPDX-License-Identifier: Apache-2.0
"""Running a function on stand-ins for its arguments, and recording the program it builds."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from fenchel import _core
from fenchel._core import Program, Tensor, Trace
from fenchel.tree import (
    flatten,
    flatten_arguments,
    map_leaves,
    path_name,
    to_tensors,
    unflatten_arguments,
)
from fenchel.types import Function, Tree

Argnums = int | Sequence[int]


def finish(tensors: Sequence[Tensor]) -> None:
    """Evaluates the results of a transformed call together, unless another surrounds it."""
    if _core.open_traces() == 0:
        _core.evaluate(tensors)


def tensors_in(tree: Tree) -> list[Tensor]:
    """The leaves of a tree that are tensors."""
    return [leaf for leaf in flatten(tree)[0] if isinstance(leaf, Tensor)]


def fresh(tree: Tree) -> Tree:
    """The tree with other handles on its tensors, so that `x += 1` in a function stays in it."""
    if isinstance(tree, Tensor):
        return _core.copy(tree)
    if isinstance(tree, float | int | np.ndarray):
        return tree
    return map_leaves(lambda leaf: _core.copy(leaf) if isinstance(leaf, Tensor) else leaf, tree)


def positions(argnums: Argnums, count: int, name: str) -> tuple[int, ...]:
    """Differentiated positions, counted from the front."""
    given = (argnums,) if isinstance(argnums, int) else tuple(argnums)
    for i in given:
        if not -count <= i < count:
            raise ValueError(
                f"{name}: argnums={i}, but the function is called with {count} arguments"
            )
    found = tuple(i % count for i in given)
    if len(set(found)) < len(found):
        raise ValueError(f"{name}: argnums={tuple(given)} names an argument twice")
    return found


def _refuse(leaf: Any, where: str, name: str) -> None:
    raise TypeError(
        f"{name}: {where} has elements of type {leaf.dtype}; derivatives exist with respect to "
        "floats only: write 3.0 for 3, use astype(float), or leave it out of argnums"
    )


def active_leaves(trees: tuple[Any, ...], at: Sequence[int], name: str) -> tuple[list[Tensor], Any]:
    """The leaves of the arguments a derivative is taken with respect to, as tensors."""
    leaves, structure = flatten_arguments(trees)
    try:
        tensors = [_core.asarray(leaf) for leaf in leaves]
    except TypeError:
        tensors = []
    if len(tensors) != len(leaves) or any(tensor.dtype.kind != "f" for tensor in tensors):
        _name_the_leaf(trees, at, name)
    return tensors, structure


def _name_the_leaf(trees: tuple[Any, ...], at: Sequence[int], name: str) -> None:
    for tree, i in zip(trees, at, strict=True):
        tensors, structure = to_tensors(tree, f"{name}: argument {i}")
        for tensor, path in zip(tensors, structure.paths(), strict=True):
            if tensor.dtype.kind != "f":
                _refuse(tensor, f"argument {i}{path_name(path)}", name)


class Recorded:
    """A call that was traced: the program from its differentiated leaves to its results."""

    def __init__(
        self,
        f: Function,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        argnums: Argnums,
        name: str,
    ) -> None:
        at = positions(argnums, len(args), name)
        self.single = isinstance(argnums, int)
        leaves, self.structure = active_leaves(tuple(args[i] for i in at), at, name)
        self.trace = Trace()  # evaluated values keep their inputs as long as this lives
        try:
            self.inputs = [_core.alias(leaf) for leaf in leaves]
            trees = unflatten_arguments(self.structure, [_core.copy(x) for x in self.inputs])
            given = dict(zip(at, trees, strict=True))
            self.output = f(
                *[given[i] if i in given else fresh(arg) for i, arg in enumerate(args)],
                **{key: fresh(value) for key, value in kwargs.items()},
            )
        finally:
            self.trace.close()

    def program(self, results: Sequence[Tensor]) -> Program:
        """The program from the inputs to some results."""
        return Program(self.inputs, results)

    def results(self) -> tuple[list[Tensor], Any]:
        """The leaves of the output as tensors, and its structure."""
        return to_tensors(self.output, "the result of the function")

    def like_arguments(self, leaves: Sequence[Any]) -> Tree:
        """Leaves in the tree of the differentiated arguments."""
        trees = unflatten_arguments(self.structure, leaves)
        return trees[0] if self.single else trees
