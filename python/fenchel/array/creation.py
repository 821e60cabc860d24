# SPDX-License-Identifier: Apache-2.0
"""Making tensors."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from fenchel import _core
from fenchel._core import Tensor
from fenchel.types import ArrayLike, DTypeLike, Nested, Shape

__all__ = [
    "arange",
    "asarray",
    "eye",
    "full",
    "full_like",
    "linspace",
    "ones",
    "ones_like",
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
        joined = _core.stack([asarray(part) for part in x], 0)
        return joined if dtype is None else _core.cast(joined, dtype)
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


def eye(n: int, m: int | None = None, dtype: DTypeLike = np.float64, *, k: int = 0) -> Tensor:
    """The identity matrix.

    Args:
        n: number of rows.
        m: number of columns; by default that of the rows.
        dtype: the type of the elements.
        k: which diagonal holds the ones; 1 is the one above the main diagonal.

    Returns:
        A matrix with ones on a diagonal.

    Example:
        >>> import fenchel as fl
        >>> fl.eye(2)
        Tensor([[1., 0.],
                [0., 1.]])
    """
    return _core.asarray(np.eye(n, m, k), dtype)
