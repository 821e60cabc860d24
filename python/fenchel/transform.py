# SPDX-License-Identifier: Apache-2.0
"""Derivatives of functions: gradients, forward and reverse mode, and asking for values."""

import functools
from collections.abc import Sequence
from typing import Any

from fenchel import _core
from fenchel._core import Tensor
from fenchel.trace import Argnums, Recorded, finish, tensors_in
from fenchel.tree import to_tensor, to_tensors
from fenchel.types import ArrayLike, Function, Tree

__all__ = [
    "eval",
    "grad",
    "hvp",
    "jvp",
    "linearize",
    "stop_gradient",
    "value_and_grad",
    "vjp",
]


def eval(*trees: Tree) -> Tree:
    """Computes all tensors of some trees now, and together.

    Args:
        *trees: trees of tensors.

    Returns:
        The tree, or the tuple of trees.

    Example:
        >>> import fenchel as fl
        >>> fl.eval(fl.ones(2) + 1)
        Tensor([2., 2.])
    """
    if len(trees) == 1 and isinstance(trees[0], Tensor):  # the common case, without a tree
        _core.evaluate(trees)
        return trees[0]
    _core.evaluate([tensor for tree in trees for tensor in tensors_in(tree)])
    return trees[0] if len(trees) == 1 else trees


def stop_gradient(x: ArrayLike) -> Tensor:
    """The value of `x`, through which no derivative flows.

    Args:
        x: a tensor.

    Returns:
        A tensor of the same value.

    Example:
        >>> import fenchel as fl
        >>> fl.grad(lambda x: x * fl.stop_gradient(x))(3.0)
        Tensor(3.0)
    """
    return _core.stop_gradient(_core.asarray(x))


def _scalar(value: Any, name: str) -> Tensor:
    loss = to_tensor(value, f"{name}: the result of the function")
    if loss.shape != ():
        raise ValueError(
            f"{name}: the function returned a tensor of shape {loss.shape}, and only a number "
            "has a gradient; reduce it, for instance with fl.sum, or use fl.jacobian"
        )
    if loss.dtype.kind != "f":
        raise TypeError(f"{name}: the function returned a number of type {loss.dtype}, not a float")
    return loss


def _value_and_grad(
    f: Function, args: Any, kwargs: Any, argnums: Argnums, has_aux: bool, name: str
) -> tuple[Tensor, Any, Tree]:
    call = Recorded(f, args, kwargs, argnums, name)
    if has_aux and not (isinstance(call.output, tuple) and len(call.output) == 2):
        raise TypeError(f"{name}: with has_aux=True the function returns a pair (value, aux)")
    output, aux = call.output if has_aux else (call.output, None)
    value = _scalar(output, name)
    seed = _core.constant(1.0, value.dtype)
    gradient = _core.pullback(call.program([value]), [seed])
    return value, aux, call.like_arguments(gradient)


def value_and_grad(f: Function, argnums: Argnums = 0, has_aux: bool = False) -> Function:
    """The function that returns the value of `f` and its gradient.

    Args:
        f: a function of trees of tensors, arrays and floats that returns a single number.
        argnums: the position, or the tuple of positions, of the arguments to differentiate.
        has_aux: whether `f` returns a pair of the number and something that is passed on.

    Returns:
        A function that returns `(value, gradient)`, or `((value, aux), gradient)`; the gradient has
        the tree of the argument.

    Example:
        >>> import fenchel as fl
        >>> fl.value_and_grad(lambda x: fl.sum(x**2))(fl.asarray([1.0, 2.0]))
        (Tensor(5.0), Tensor([2., 4.]))
    """
    number = functools.partial(_scalar, name="value_and_grad")
    position = argnums if isinstance(argnums, int) and not has_aux else None

    @functools.wraps(f)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if position is not None and not kwargs:
            found = _core.differentiate(f, args, position, number, True)
            if found is not None:
                return found
        value, aux, gradient = _value_and_grad(f, args, kwargs, argnums, has_aux, "value_and_grad")
        finish([value, *tensors_in(gradient), *tensors_in(aux)])
        return ((value, aux) if has_aux else value), gradient

    return wrapped


def grad(f: Function, argnums: Argnums = 0, has_aux: bool = False) -> Function:
    """The function that returns the gradient of `f`.

    Args:
        f: a function of trees of tensors, arrays and floats that returns a single number.
        argnums: the position, or the tuple of positions, of the arguments to differentiate.
        has_aux: whether `f` returns a pair of the number and something that is passed on.

    Returns:
        A function that returns the gradient, or `(gradient, aux)`; the gradient has the tree of the
        argument.

    Example:
        >>> import fenchel as fl
        >>> fl.grad(fl.sin)(0.0)
        Tensor(1.0)
    """
    number = functools.partial(_scalar, name="grad")
    position = argnums if isinstance(argnums, int) and not has_aux else None

    @functools.wraps(f)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if position is not None and not kwargs:
            found = _core.differentiate(f, args, position, number, False)
            if found is not None:
                return found
        _, aux, gradient = _value_and_grad(f, args, kwargs, argnums, has_aux, "grad")
        finish([*tensors_in(gradient), *tensors_in(aux)])
        return (gradient, aux) if has_aux else gradient

    return wrapped


def _seeds(tree: Tree, like: Sequence[Tensor], structure: Any, name: str) -> list[Tensor]:
    """Tangents or cotangents: one for every leaf, of its shape and type."""
    seeds, own = to_tensors(tree, name)
    if own != structure:
        raise ValueError(f"{name}: the tree {own} differs from {structure}")
    for seed, leaf in zip(seeds, like, strict=True):
        if seed.shape != leaf.shape:
            raise ValueError(f"{name}: shape {seed.shape} differs from {leaf.shape}")
    return [_core.cast(seed, leaf.dtype) for seed, leaf in zip(seeds, like, strict=True)]


def _filled(tangents: Sequence[Tensor | None], results: Sequence[Tensor]) -> list[Tensor]:
    return [
        _core.full(y.shape, 0.0, y.dtype) if t is None else _core.broadcast_to(t, y.shape)
        for t, y in zip(tangents, results, strict=True)
    ]


def _record(f: Function, primals: Sequence[Any], name: str) -> Recorded:
    if not isinstance(primals, tuple | list):
        raise TypeError(
            f"{name}: primals is a tuple with one entry for every argument of the function"
        )
    return Recorded(f, tuple(primals), {}, range(len(primals)), name)


def jvp(f: Function, primals: Sequence[Any], tangents: Sequence[Any]) -> tuple[Tree, Tree]:
    """Forward mode: the value of `f` and its derivative in a direction.

    Args:
        f: a function of trees that returns a tree.
        primals: a tuple of the arguments.
        tangents: a tuple of the directions, of the same trees and shapes.

    Returns:
        The pair `(f(*primals), directional derivative)`.

    Example:
        >>> import fenchel as fl
        >>> fl.jvp(fl.sin, (0.0,), (2.0,))
        (Tensor(0.0), Tensor(2.0))
    """
    call = _record(f, primals, "jvp")
    _, structure = to_tensors(tuple(primals), "jvp: primals")
    seeds = _seeds(tuple(tangents), call.inputs, structure, "jvp: tangents")
    results, out = call.results()
    moved = _filled(_core.pushforward(call.program(results), seeds), results)
    finish([*results, *moved])
    return out.unflatten(results), out.unflatten(moved)


def linearize(f: Function, *primals: Any) -> tuple[Tree, Function]:
    """The value of `f` and its derivative as a function of the direction.

    Args:
        f: a function of trees that returns a tree.
        *primals: its arguments.

    Returns:
        The pair of `f(*primals)` and a function of one direction for every argument.

    Example:
        >>> import fenchel as fl
        >>> y, push = fl.linearize(fl.exp, 0.0)
        >>> push(3.0)
        Tensor(3.0)
    """
    call = _record(f, primals, "linearize")
    _, structure = to_tensors(tuple(primals), "linearize: primals")
    results, out = call.results()
    program = call.program(results)
    finish(results)

    def push(*tangents: Any) -> Tree:
        seeds = _seeds(tangents, call.inputs, structure, "linearize: tangents")
        moved = _filled(_core.pushforward(program, seeds), results)
        finish(moved)
        return out.unflatten(moved)

    return out.unflatten(results), push


def vjp(f: Function, *primals: Any) -> tuple[Tree, Function]:
    """Reverse mode: the value of `f`, and the function that pulls cotangents back.

    Args:
        f: a function of trees that returns a tree.
        *primals: its arguments.

    Returns:
        The pair of `f(*primals)` and a function from a cotangent, of the tree of the value, to the
        tuple of cotangents of the arguments.

    Example:
        >>> import fenchel as fl
        >>> y, pull = fl.vjp(lambda x, y: x * y, 2.0, 5.0)
        >>> pull(1.0)
        (Tensor(5.0), Tensor(2.0))
    """
    call = _record(f, primals, "vjp")
    results, out = call.results()
    program = call.program(results)
    finish(results)

    def pull(cotangent: Tree) -> tuple[Tree, ...]:
        given = _seeds(cotangent, results, out, "vjp: cotangent")
        seeds = [c if c.dtype.kind == "f" else None for c in given]
        found = _core.pullback(program, seeds)
        finish(found)
        trees: tuple[Tree, ...] = call.like_arguments(found)
        return trees

    return out.unflatten(results), pull


def hvp(f: Function, x: Tree, v: Tree) -> Tree:
    """The Hessian of `f` at `x` times `v`, forward over reverse: no Hessian is formed.

    Args:
        f: a function of one tree that returns a single number.
        x: the point.
        v: the direction, of the tree and shapes of `x`.

    Returns:
        The product, of the tree of `x`.

    Example:
        >>> import fenchel as fl
        >>> fl.hvp(lambda x: fl.sum(x**3), fl.asarray([1.0, 2.0]), fl.asarray([1.0, 0.0]))
        Tensor([6., 0.])
    """
    return jvp(grad(f), (x,), (v,))[1]
