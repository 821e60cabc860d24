# SPDX-License-Identifier: Apache-2.0
"""Making tensors, and giving them another shape, order or type."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from fenchel import _core
from fenchel._core import Tensor
from fenchel.types import ArrayLike, DTypeLike, Nested, Shape

__all__ = [
    "arange",
    "asarray",
    "astype",
    "broadcast_to",
    "concat",
    "concatenate",
    "expand_dims",
    "eye",
    "full",
    "full_like",
    "linspace",
    "matmul",
    "ones",
    "ones_like",
    "permute_dims",
    "reshape",
    "squeeze",
    "stack",
    "transpose",
    "zeros",
    "zeros_like",
]


def asarray(x: Nested, dtype: DTypeLike | None = None) -> Tensor:
    """A tensor with a copy of the values of `x`.

    Args:
        x: a tensor, an array, a number, or a nested list of them.
        dtype: the type of the elements; by default that of `x`.

    Returns:
        A new tensor. Later changes of `x` do not change it.

    Example:
        >>> import fenchel as fl
        >>> fl.asarray([1, 2, 3])
        Tensor([1, 2, 3])
    """
    if isinstance(x, list | tuple):
        return _from_nested(x, dtype)
    return _core.asarray(x, dtype)


def _from_nested(x: Sequence[Any], dtype: DTypeLike | None) -> Tensor:
    """A list of tensors is stacked, so that it stays differentiable."""
    if _holds_tensor(x):
        joined = stack([asarray(part) for part in x])
        return joined if dtype is None else astype(joined, dtype)
    return _core.asarray(np.asarray(x), dtype)


def _holds_tensor(x: Any) -> bool:
    if isinstance(x, list | tuple):
        return any(_holds_tensor(part) for part in x)
    return isinstance(x, Tensor)


def full(shape: Shape, fill_value: ArrayLike, dtype: DTypeLike | None = None) -> Tensor:
    """A tensor of one repeated value.

    Args:
        shape: the sizes of the axes, or one size.
        fill_value: the value; it may be a tensor that broadcasts to the shape.
        dtype: the type of the elements; by default that of the value.

    Returns:
        The tensor. It takes no memory before its elements are needed.

    Example:
        >>> import fenchel as fl
        >>> fl.full((2,), 0.5)
        Tensor([0.5, 0.5])
    """
    value = _core.asarray(fill_value, dtype)
    return _core.broadcast_to(value, shape)


def zeros(shape: Shape, dtype: DTypeLike = np.float64) -> Tensor:
    """A tensor of zeros.

    Args:
        shape: the sizes of the axes, or one size.
        dtype: the type of the elements.

    Returns:
        The tensor. It takes no memory before its elements are needed.

    Example:
        >>> import fenchel as fl
        >>> fl.zeros((2, 2))
        Tensor([[0., 0.],
                [0., 0.]])
    """
    return _core.full(shape, 0.0, dtype)


def ones(shape: Shape, dtype: DTypeLike = np.float64) -> Tensor:
    """A tensor of ones.

    Args:
        shape: the sizes of the axes, or one size.
        dtype: the type of the elements.

    Returns:
        The tensor. It takes no memory before its elements are needed.

    Example:
        >>> import fenchel as fl
        >>> fl.ones(3)
        Tensor([1., 1., 1.])
    """
    return _core.full(shape, 1.0, dtype)


def zeros_like(x: ArrayLike, dtype: DTypeLike | None = None) -> Tensor:
    """A tensor of zeros with the shape and type of `x`.

    Args:
        x: the tensor to be like.
        dtype: another type of the elements.

    Returns:
        The tensor.

    Example:
        >>> import fenchel as fl
        >>> fl.zeros_like(fl.asarray([1, 2]))
        Tensor([0, 0])
    """
    return _constant_like(x, 0.0, dtype)


def ones_like(x: ArrayLike, dtype: DTypeLike | None = None) -> Tensor:
    """A tensor of ones with the shape and type of `x`.

    Args:
        x: the tensor to be like.
        dtype: another type of the elements.

    Returns:
        The tensor.

    Example:
        >>> import fenchel as fl
        >>> fl.ones_like(fl.asarray([1.5, 2.5]))
        Tensor([1., 1.])
    """
    return _constant_like(x, 1.0, dtype)


def full_like(x: ArrayLike, fill_value: float, dtype: DTypeLike | None = None) -> Tensor:
    """A tensor of one repeated number with the shape and type of `x`.

    Args:
        x: the tensor to be like.
        fill_value: the number.
        dtype: another type of the elements.

    Returns:
        The tensor.

    Example:
        >>> import fenchel as fl
        >>> fl.full_like(fl.zeros(2), 3)
        Tensor([3., 3.])
    """
    like = _core.asarray(x)
    return full(like.shape, fill_value, like.dtype if dtype is None else dtype)


def _constant_like(x: ArrayLike, value: float, dtype: DTypeLike | None) -> Tensor:
    """Zeros and ones are part of the program, so it can be simplified; other numbers are data."""
    like = _core.asarray(x)
    return _core.full(like.shape, value, like.dtype if dtype is None else dtype)


def arange(
    start: float, stop: float | None = None, step: float = 1, dtype: DTypeLike | None = None
) -> Tensor:
    """Evenly spaced numbers of a half-open interval.

    Args:
        start: the first number, or, given alone, the end of an interval that begins at 0.
        stop: the end of the interval, which is left out.
        step: the distance of neighbors.
        dtype: the type of the elements; by default int64 if all arguments are whole, else float64.

    Returns:
        A tensor of one axis.

    Example:
        >>> import fenchel as fl
        >>> fl.arange(1, 7, 2)
        Tensor([1, 3, 5])
    """
    if stop is None:
        start, stop = 0, start
    if dtype is None:
        dtype = np.result_type(*(np.asarray(value).dtype for value in (start, stop, step)))
    return _core.arange(start, stop, step, dtype)


def linspace(
    start: float,
    stop: float,
    num: int = 50,
    *,
    endpoint: bool = True,
    dtype: DTypeLike = np.float64,
) -> Tensor:
    """A number of evenly spaced values of an interval.

    Args:
        start: the first value.
        stop: the end of the interval.
        num: how many values.
        endpoint: whether the end is the last value.
        dtype: the type of the elements.

    Returns:
        A tensor of one axis.

    Example:
        >>> import fenchel as fl
        >>> fl.linspace(0, 1, 5)
        Tensor([0.  , 0.25, 0.5 , 0.75, 1.  ])
    """
    return _core.linspace(start, stop, num, endpoint, dtype)


def eye(n: int, m: int | None = None, dtype: DTypeLike = np.float64) -> Tensor:
    """The identity matrix.

    Args:
        n: number of rows.
        m: number of columns; by default that of the rows.
        dtype: the type of the elements.

    Returns:
        A matrix with ones on the diagonal.

    Example:
        >>> import fenchel as fl
        >>> fl.eye(2)
        Tensor([[1., 0.],
                [0., 1.]])
    """
    return _core.asarray(np.eye(n, m), dtype)


def stack(xs: Sequence[ArrayLike], axis: int = 0) -> Tensor:
    """Tensors of one shape side by side along a new axis.

    Args:
        xs: the tensors.
        axis: where the new axis stands in the result.

    Returns:
        A tensor of one more axis.

    Example:
        >>> import fenchel as fl
        >>> fl.stack([fl.zeros(2), fl.ones(2)])
        Tensor([[0., 0.],
                [1., 1.]])
    """
    return _core.stack([asarray(x) for x in xs], axis)


def concatenate(xs: Sequence[ArrayLike], axis: int | None = 0) -> Tensor:
    """Tensors joined along an axis they have.

    Args:
        xs: the tensors; they agree in all other axes.
        axis: the axis; None joins the flattened tensors.

    Returns:
        The joined tensor.

    Example:
        >>> import fenchel as fl
        >>> fl.concatenate([fl.zeros(1), fl.ones(2)])
        Tensor([0., 1., 1.])
    """
    parts = [asarray(x) for x in xs]
    if axis is None:
        return _core.concatenate([_core.reshape(part, [-1]) for part in parts], 0)
    return _core.concatenate(parts, axis)


concat = concatenate


def reshape(x: ArrayLike, shape: Shape) -> Tensor:
    """The elements in row-major order under another shape.

    Args:
        x: the tensor.
        shape: the new sizes; one of them may be -1 and follows from the others.

    Returns:
        The reshaped tensor.

    Example:
        >>> import fenchel as fl
        >>> fl.reshape(fl.arange(4), (2, -1))
        Tensor([[0, 1],
                [2, 3]])
    """
    return _core.reshape(x, [shape] if isinstance(shape, int) else list(shape))


def permute_dims(x: ArrayLike, axes: Sequence[int]) -> Tensor:
    """The axes in another order.

    Args:
        x: the tensor.
        axes: for every axis of the result, the axis of `x` it was.

    Returns:
        The tensor with its axes permuted.

    Example:
        >>> import fenchel as fl
        >>> fl.permute_dims(fl.zeros((2, 3, 4)), (2, 0, 1)).shape
        (4, 2, 3)
    """
    return _core.permute(x, list(axes))


def transpose(x: ArrayLike, axes: Sequence[int] | None = None) -> Tensor:
    """The axes reversed, or in a given order.

    Args:
        x: the tensor.
        axes: the order; by default the reverse.

    Returns:
        The transposed tensor.

    Example:
        >>> import fenchel as fl
        >>> fl.transpose(fl.zeros((2, 3))).shape
        (3, 2)
    """
    x = _core.asarray(x)
    return _core.permute(x, list(axes) if axes is not None else list(range(x.ndim))[::-1])


def broadcast_to(x: ArrayLike, shape: Shape) -> Tensor:
    """The tensor repeated to another shape.

    Args:
        x: the tensor.
        shape: a shape that `x` broadcasts to.

    Returns:
        The tensor of that shape.

    Example:
        >>> import fenchel as fl
        >>> fl.broadcast_to(1.0, (3,))
        Tensor([1., 1., 1.])
    """
    return _core.broadcast_to(_core.asarray(x), shape)


def expand_dims(x: ArrayLike, axis: int | Sequence[int]) -> Tensor:
    """The tensor with axes of size 1 inserted.

    Args:
        x: the tensor.
        axis: where the new axes stand in the result.

    Returns:
        The tensor with more axes.

    Example:
        >>> import fenchel as fl
        >>> fl.expand_dims(fl.zeros(3), 0).shape
        (1, 3)
    """
    x = _core.asarray(x)
    axes = [axis] if isinstance(axis, int) else list(axis)
    new = set(_checked_axes(axes, x.ndim + len(axes), "expand_dims"))
    old = iter(x.shape)
    return _core.reshape(x, [1 if i in new else next(old) for i in range(x.ndim + len(axes))])


def squeeze(x: ArrayLike, axis: int | Sequence[int] | None = None) -> Tensor:
    """The tensor without axes of size 1.

    Args:
        x: the tensor.
        axis: which of them to drop; by default all.

    Returns:
        The tensor with fewer axes.

    Example:
        >>> import fenchel as fl
        >>> fl.squeeze(fl.zeros((1, 3, 1))).shape
        (3,)
    """
    x = _core.asarray(x)
    if axis is None:
        return _core.reshape(x, [size for size in x.shape if size != 1])
    axes = _checked_axes([axis] if isinstance(axis, int) else list(axis), x.ndim, "squeeze")
    for i in axes:
        if x.shape[i] != 1:
            raise ValueError(f"squeeze: axis {i} of shape {x.shape} has size {x.shape[i]}, not 1")
    return _core.reshape(x, [size for i, size in enumerate(x.shape) if i not in axes])


def _checked_axes(axes: Sequence[int], ndim: int, name: str) -> list[int]:
    for axis in axes:
        if not -ndim <= axis < ndim:
            raise ValueError(f"{name}: axis {axis} is out of range for an array of {ndim} axes")
    found = [axis % ndim for axis in axes]
    if len(set(found)) != len(found):
        raise ValueError(f"{name}: an axis is given twice in {tuple(axes)}")
    return found


def astype(x: ArrayLike, dtype: DTypeLike) -> Tensor:
    """The elements converted to another type.

    Args:
        x: the tensor.
        dtype: the type.

    Returns:
        The converted tensor; numbers lose their fraction on the way to integers.

    Example:
        >>> import fenchel as fl
        >>> fl.astype(fl.asarray([1.5, -1.5]), fl.int64)
        Tensor([ 1, -1])
    """
    return _core.cast(_core.asarray(x), dtype)


def matmul(a: ArrayLike, b: ArrayLike) -> Tensor:
    r"""The matrix product, batched over leading axes.

    Formula: c_{ik} = \sum_j a_{ij} b_{jk}

    Args:
        a: a matrix, a stack of matrices, or a vector, which is a row.
        b: a matrix, a stack of matrices, or a vector, which is a column.

    Returns:
        The product; the axis of a vector is dropped.

    Example:
        >>> import fenchel as fl
        >>> fl.matmul(fl.ones((2, 3)), fl.ones(3))
        Tensor([3., 3.])
    """
    return _core.matmul(a, b)
