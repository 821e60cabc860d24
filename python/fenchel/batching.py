# SPDX-License-Identifier: Apache-2.0
"""vmap: a function of one example becomes a function of a batch, without a loop."""

import functools
from collections.abc import Sequence
from typing import Any

from fenchel import _core
from fenchel._core import Program, Tensor, Trace
from fenchel.trace import finish, fresh
from fenchel.tree import flatten, path_name, to_tensors
from fenchel.types import Function, Tree

__all__ = ["vmap"]

AxisTree = Any  # an integer, None, or a tree of them that is a prefix of the arguments' tree


def _axes(prefix: AxisTree, tree: Tree, name: str) -> list[int | None]:
    """One axis for every leaf of the tree."""
    if prefix is None or isinstance(prefix, int):
        return [prefix] * len(flatten(tree)[0])
    if type(prefix) is not type(tree) or len(prefix) != len(tree):
        raise ValueError(
            f"vmap: {name}={prefix!r} does not fit the {type(tree).__name__} beside it"
        )
    keys = sorted(tree) if isinstance(tree, dict) else range(len(tree))
    return [axis for key in keys for axis in _axes(prefix[key], tree[key], name)]


def _front(x: Tensor, axis: int, where: str) -> Tensor:
    if not -x.ndim <= axis < x.ndim:
        raise ValueError(f"vmap: {where} of shape {x.shape} has no axis {axis}")
    axes = list(range(x.ndim))
    return _core.permute(x, [axes.pop(axis), *axes])


def _moved(x: Tensor, axis: int) -> Tensor:
    """The front axis at its place in the result."""
    if not -x.ndim <= axis < x.ndim:
        raise ValueError(f"vmap: out_axes={axis} does not exist in a result of shape {x.shape}")
    axes = list(range(1, x.ndim))
    axes.insert(axis % x.ndim, 0)
    return _core.permute(x, axes)


class _Arguments:
    """The leaves of the arguments of a mapped call: what is mapped, and over how many examples."""

    def __init__(self, args: tuple[Any, ...], in_axes: AxisTree) -> None:
        self.leaves, self.structure = to_tensors(args, "vmap: arguments")
        if isinstance(in_axes, list):
            in_axes = tuple(in_axes)
        self.axes = _axes(in_axes, args, "in_axes")
        self.names = [f"argument {p[0]}{path_name(p[1:])}" for p in self.structure.paths()]
        self.batched: list[Tensor | None] = [
            None if axis is None else _front(leaf, axis, name)
            for leaf, axis, name in zip(self.leaves, self.axes, self.names, strict=True)
        ]
        self.size = self._common_size()

    def _common_size(self) -> int:
        sizes = [None if leaf is None else leaf.shape[0] for leaf in self.batched]
        mapped = [i for i, size in enumerate(sizes) if size is not None]
        if not mapped:
            raise ValueError("vmap: no argument is mapped; give one an axis in in_axes")
        first = mapped[0]
        for i in mapped:
            if sizes[i] != sizes[first]:
                raise ValueError(
                    f"vmap: {self.names[first]} has {sizes[first]} examples along axis "
                    f"{self.axes[first]}, but {self.names[i]} has {sizes[i]} along axis "
                    f"{self.axes[i]}"
                )
        size: int = sizes[first]  # type: ignore[assignment]  # mapped leaves have one
        return size


def _mapped_call(f: Function, args: tuple[Any, ...], kwargs: Any, in_axes: AxisTree) -> Any:
    given = _Arguments(args, in_axes)
    trace = Trace()
    try:
        inputs: list[Tensor] = []
        stand_ins: list[Tensor] = []
        for leaf, batched in zip(given.leaves, given.batched, strict=True):
            if batched is None:
                stand_ins.append(leaf)
                continue
            inputs.append(_core.parameter(leaf.dtype, batched.shape[1:], "vmap"))
            stand_ins.append(_core.copy(inputs[-1]))
        output = f(*given.structure.unflatten(stand_ins), **fresh(kwargs))
        results, out = to_tensors(output, "vmap: the result of the function")
        arguments = [(batched, True) for batched in given.batched if batched is not None]
        return _core.batch(Program(inputs, results), arguments), out, output, given.size
    finally:
        trace.close()


def _placed(value: Tensor, has_axis: bool, axis: int | None, size: int) -> Tensor:
    if axis is None:
        if has_axis:
            raise ValueError("vmap: out_axes=None, but the result differs between examples")
        return value
    if not has_axis:
        value = _core.broadcast_to(value, (size, *value.shape))
    return _moved(value, axis)


def vmap(f: Function, in_axes: AxisTree = 0, out_axes: AxisTree = 0) -> Function:
    """The function that maps `f` over an axis of its arguments, all examples at once.

    Args:
        f: a function of trees of tensors, written for one example.
        in_axes: the axis to map over: one for all arguments, or a tuple with one for each, or
            trees of them; None for an argument that is the same in all examples, as keyword
            arguments are.
        out_axes: where the axis stands in the results; None where they do not depend on it.

    Returns:
        The mapped function. Python cannot branch on a value within it: the examples differ.

    Example:
        >>> import fenchel as fl
        >>> fl.vmap(fl.sum)(fl.ones((3, 2)))
        Tensor([2., 2., 2.])
    """

    @functools.wraps(f)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        batched, out, output, size = _mapped_call(f, args, kwargs, in_axes)
        axes = _axes(out_axes, output, "out_axes")
        results = _place_all(batched, axes, size)
        finish(results)
        return out.unflatten(results)

    return wrapped


def _place_all(
    batched: Sequence[tuple[Tensor, bool]], axes: Sequence[int | None], size: int
) -> list[Tensor]:
    return [
        _placed(value, has_axis, axis, size)
        for (value, has_axis), axis in zip(batched, axes, strict=True)
    ]
