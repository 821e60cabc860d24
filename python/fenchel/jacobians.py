# SPDX-License-Identifier: Apache-2.0
"""Whole Jacobians and Hessians: a derivative in one direction, batched over all directions."""

import functools
from collections.abc import Sequence
from typing import Any

from fenchel import _core
from fenchel._core import Program, Tensor
from fenchel.trace import Argnums, Recorded, finish
from fenchel.transform import grad
from fenchel.types import Function

__all__ = ["hessian", "jacfwd", "jacobian", "jacrev"]

Blocks = list[list[Tensor]]


def _over_directions(at: Tensor, derivatives: Sequence[Tensor], seed: Tensor) -> list[Tensor]:
    """Derivatives, linear in the placeholder `seed`, for all directions of `at` in front."""
    directions = _core.unit_arrays(at.shape, at.dtype)
    batched = _core.batch(Program([seed], derivatives), [(directions, True)])
    shape = directions.shape[:1]
    return [
        value if has_axis else _core.broadcast_to(value, shape + value.shape)
        for value, has_axis in batched
    ]


def _forward(call: Recorded, results: Sequence[Tensor]) -> Blocks:
    """Blocks [output][input], one column of blocks after the other."""
    program, columns = call.program(results), []
    for k, x in enumerate(call.inputs):
        if _core.reads_numbers(program, k):
            columns.append(_core.jacobian_by_columns(program, k))
            continue
        seed = _core.parameter(x.dtype, x.shape, "vmap")
        seeds = [seed if i == k else None for i in range(len(call.inputs))]
        moved = [
            _core.full(y.shape, 0.0, y.dtype) if t is None else _core.broadcast_to(t, y.shape)
            for t, y in zip(_core.pushforward(program, seeds), results, strict=True)
        ]
        blocks = _over_directions(x, moved, seed)
        columns.append([_input_axes_last(b, x) for b in blocks])
    return [list(row) for row in zip(*columns, strict=True)]


def _input_axes_last(block: Tensor, x: Tensor) -> Tensor:
    shape = block.shape[1:] + x.shape
    axes = [*range(1, block.ndim), 0]
    return _core.reshape(_core.permute(block, axes), list(shape))


def _reverse(call: Recorded, results: Sequence[Tensor]) -> Blocks:
    """Blocks [output][input], one row of blocks after the other."""
    program, rows = call.program(results), []
    for k, y in enumerate(results):
        if _core.joins_numbers(program, k):
            rows.append(_core.jacobian_by_rows(program, k))
            continue
        seed = _core.parameter(y.dtype, y.shape, "vmap")
        seeds = [seed if i == k else None for i in range(len(results))]
        blocks = _over_directions(y, _core.pullback(program, seeds), seed)
        rows.append([_core.reshape(b, list(y.shape + b.shape[1:])) for b in blocks])
    return rows


def _sizes(tensors: Sequence[Tensor]) -> int:
    return sum(tensor.size for tensor in tensors)


def jacobian(f: Function, argnums: Argnums = 0, mode: str = "auto") -> Function:
    """The function that returns the Jacobian of `f`.

    Args:
        f: a function of trees of tensors that returns a tree of tensors.
        argnums: the position, or the tuple of positions, of the arguments to differentiate.
        mode: "forward", "reverse", or "auto": forward unless there are more inputs than outputs.

    Returns:
        A function that returns the Jacobian: the tree of the output, with, in place of every leaf,
        the tree of the argument, whose leaves have the axes of the output and then of the input.

    Example:
        >>> import fenchel as fl
        >>> fl.jacobian(lambda x: x**2)(fl.asarray([1.0, 2.0]))
        Tensor([[2., 0.],
                [0., 4.]])
    """
    if mode not in ("auto", "forward", "reverse"):
        raise ValueError(f'jacobian: mode is "auto", "forward" or "reverse", not {mode!r}')

    @functools.wraps(f)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        call = Recorded(f, args, kwargs, argnums, "jacobian")
        results, out = call.results()
        few_inputs = _sizes(call.inputs) <= _sizes(results)
        forward = few_inputs if mode == "auto" else mode == "forward"
        blocks = (_forward if forward else _reverse)(call, results)
        finish([block for row in blocks for block in row])
        return out.unflatten([call.like_arguments(row) for row in blocks])

    return wrapped


def jacfwd(f: Function, argnums: Argnums = 0) -> Function:
    """The Jacobian by forward mode: one sweep for every input number.

    Args:
        f: a function of trees of tensors that returns a tree of tensors.
        argnums: the position, or the tuple of positions, of the arguments to differentiate.

    Returns:
        A function that returns the Jacobian, as `jacobian` does.

    Example:
        >>> import fenchel as fl
        >>> fl.jacfwd(lambda t: fl.stack([fl.sin(t), fl.exp(t)]))(0.0)
        Tensor([1., 1.])
    """
    return jacobian(f, argnums, "forward")


def jacrev(f: Function, argnums: Argnums = 0) -> Function:
    """The Jacobian by reverse mode: one sweep for every output number.

    Args:
        f: a function of trees of tensors that returns a tree of tensors.
        argnums: the position, or the tuple of positions, of the arguments to differentiate.

    Returns:
        A function that returns the Jacobian, as `jacobian` does.

    Example:
        >>> import fenchel as fl
        >>> fl.jacrev(lambda x: fl.sum(x**2))(fl.asarray([1.0, 2.0]))
        Tensor([2., 4.])
    """
    return jacobian(f, argnums, "reverse")


def hessian(f: Function, argnums: Argnums = 0) -> Function:
    """The function that returns the Hessian of `f`, forward over reverse.

    Args:
        f: a function of trees of tensors that returns a single number.
        argnums: the position, or the tuple of positions, of the arguments to differentiate.

    Returns:
        A function that returns the Hessian: the tree of the argument within that tree.

    Example:
        >>> import fenchel as fl
        >>> fl.hessian(lambda x: x[0] ** 2 * x[1])(fl.asarray([1.0, 3.0]))
        Tensor([[6., 2.],
                [2., 0.]])
    """
    return jacfwd(grad(f, argnums), argnums)
