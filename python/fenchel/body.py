# SPDX-License-Identifier: Apache-2.0
"""Tracing the bodies of loops and the branches: a function on placeholders becomes a program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from fenchel import _core
from fenchel._core import Tensor
from fenchel.tree import flatten, path_name, to_tensors
from fenchel.types import Tree

_SCALARS = (bool, int, float)


class Carry:
    """Values that go from step to step: tensors, and the tree they are in.

    Python's numbers take the type that the body gives them.
    """

    def __init__(self, tree: Tree, name: str) -> None:
        self.name = name
        self.loose = [isinstance(leaf, _SCALARS) for leaf in flatten(tree)[0]]
        self.tensors, self.structure = to_tensors(tree, f"{name}: the initial value")
        self.paths = [path_name(path) for path in self.structure.paths()]

    def placeholders(self) -> list[Tensor]:
        """One for each leaf."""
        return [
            _core.parameter(x.dtype, x.shape, "body", loose)
            for x, loose in zip(self.tensors, self.loose, strict=True)
        ]

    def tree(self, leaves: Sequence[Tensor]) -> Tree:
        """The leaves in the tree, behind handles of their own."""
        return self.structure.unflatten([_core.copy(x) for x in leaves])

    def accept(self, result: Tree) -> list[Tensor] | None:
        """The leaves of what a step returned; None where a number must take another type first."""
        leaves, structure = flatten(result)
        tensors, structure = to_tensors(result, f"{self.name}: the result of the body")
        if len(tensors) != len(self.tensors) or not _same(structure, self.structure):
            raise TypeError(
                f"{self.name}: the body returns {structure}, but the initial value is "
                f"{self.structure}; a step must return what it was given"
            )
        adapted = True
        for i, (leaf, given, got) in enumerate(zip(leaves, self.tensors, tensors, strict=True)):
            if got.shape != given.shape:
                self._refuse(i, f"shape {got.shape}", f"shape {given.shape}")
            if got.dtype == given.dtype:
                continue
            if isinstance(leaf, _SCALARS) and np.can_cast(got.dtype, given.dtype, "same_kind"):
                tensors[i] = _core.cast(got, given.dtype)
            elif self.loose[i] and np.can_cast(given.dtype, got.dtype, "same_kind"):
                self.tensors[i] = _core.cast(given, got.dtype)
                self.loose[i] = adapted = False
            else:
                self._refuse(i, f"type {got.dtype}", f"type {given.dtype}")
        return tensors if adapted else None

    def _refuse(self, i: int, got: str, given: str) -> None:
        raise TypeError(
            f"{self.name}: the carry{self.paths[i]} begins with {given}, but the body returns "
            f"{got}; give the initial value the {got.split(maxsplit=1)[0]} of the result"
        )


def _same(a: Any, b: Any) -> bool:
    return bool(type(a) is type(b) and (a == b or type(a).__module__.startswith("fenchel")))


def branch_results(outputs: Sequence[Tree], name: str) -> tuple[list[list[Tensor]], Any]:
    """The leaves of what branches returned, of common types, and their tree."""
    flat = [
        to_tensors(output, f"{name}: the result of branch {i}") for i, output in enumerate(outputs)
    ]
    leaves, structure = [tensors for tensors, _ in flat], flat[0][1]
    for i, (tensors, other) in enumerate(flat):
        if len(tensors) != len(leaves[0]) or not _same(other, structure):
            raise TypeError(
                f"{name}: branch 0 returns {structure}, but branch {i} returns {other}; all must "
                "return the same tree"
            )
    paths = [path_name(path) for path in structure.paths()]
    scalars = [[isinstance(leaf, _SCALARS) for leaf in flatten(output)[0]] for output in outputs]
    for k, path in enumerate(paths):
        column = [tensors[k] for tensors in leaves]
        typed = [x.dtype for x, loose in zip(column, scalars, strict=True) if not loose[k]]
        dtype = typed[0] if typed else np.result_type(*(x.dtype for x in column))
        for i, x in enumerate(column):
            if x.shape != column[0].shape:
                raise TypeError(
                    f"{name}: the result{path} of branch 0 has shape {column[0].shape}, but that "
                    f"of branch {i} has {x.shape}"
                )
            if x.dtype != dtype and not scalars[i][k]:
                raise TypeError(
                    f"{name}: the result{path} of branch 0 is {dtype}, but that of branch {i} is "
                    f"{x.dtype}; convert one with astype"
                )
            leaves[i][k] = _core.cast(x, dtype) if x.dtype != dtype else x
    return leaves, structure
