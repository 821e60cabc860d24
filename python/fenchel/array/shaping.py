# SPDX-License-Identifier: Apache-2.0
"""Another shape, order or type of the same elements."""

from collections.abc import Sequence

from fenchel import _core
from fenchel._core import Tensor
from fenchel.array.creation import asarray
from fenchel.types import ArrayLike, Axis, DTypeLike, Shape

__all__ = [
    "astype",
    "broadcast_to",
    "expand_dims",
    "flip",
    "moveaxis",
    "permute_dims",
    "ravel",
    "reshape",
    "squeeze",
    "swapaxes",
    "transpose",
]


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
    axes = _several(axis)
    new = set(checked_axes(axes, x.ndim + len(axes), "expand_dims"))
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
    axes = checked_axes(_several(axis), x.ndim, "squeeze")
    for i in axes:
        if x.shape[i] != 1:
            raise ValueError(f"squeeze: axis {i} of shape {x.shape} has size {x.shape[i]}, not 1")
    return _core.reshape(x, [size for i, size in enumerate(x.shape) if i not in axes])


def along(x: ArrayLike, axis: int | None) -> tuple[Tensor, int]:
    """The tensor and the axis; flattened, and its only axis, where none is named."""
    x = asarray(x)
    return (_core.reshape(x, [-1]), 0) if axis is None else (x, axis)


def checked_axes(axes: Sequence[int], ndim: int, name: str) -> list[int]:
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


def ravel(x: ArrayLike) -> Tensor:
    """The elements in row-major order along one axis.

    Args:
        x: the tensor.

    Returns:
        A tensor of one axis.

    Example:
        >>> import fenchel as fl
        >>> fl.ravel(fl.eye(2))
        Tensor([1., 0., 0., 1.])
    """
    return _core.reshape(_core.asarray(x), [-1])


def moveaxis(x: ArrayLike, source: int | Sequence[int], destination: int | Sequence[int]) -> Tensor:
    """The tensor with some axes at other places, the others in their order.

    Args:
        x: the tensor.
        source: the axes to move.
        destination: where they stand in the result.

    Returns:
        The tensor with its axes permuted.

    Example:
        >>> import fenchel as fl
        >>> fl.moveaxis(fl.zeros((2, 3, 4)), 0, -1).shape
        (3, 4, 2)
    """
    x = _core.asarray(x)
    moved = checked_axes(_several(source), x.ndim, "moveaxis")
    to = checked_axes(_several(destination), x.ndim, "moveaxis")
    if len(moved) != len(to):
        raise ValueError(f"moveaxis: {len(moved)} axes cannot move to {len(to)} places")
    order = [axis for axis in range(x.ndim) if axis not in moved]
    for place, axis in sorted(zip(to, moved, strict=True)):
        order.insert(place, axis)
    return _core.permute(x, order)


def swapaxes(x: ArrayLike, axis1: int, axis2: int) -> Tensor:
    """The tensor with two axes exchanged.

    Args:
        x: the tensor.
        axis1: one of them.
        axis2: the other.

    Returns:
        The tensor with its axes permuted.

    Example:
        >>> import fenchel as fl
        >>> fl.swapaxes(fl.zeros((2, 3, 4)), 0, 2).shape
        (4, 3, 2)
    """
    x = _core.asarray(x)
    [first], [second] = (checked_axes([axis], x.ndim, "swapaxes") for axis in (axis1, axis2))
    order = list(range(x.ndim))
    order[first], order[second] = second, first
    return _core.permute(x, order)


def flip(x: ArrayLike, axis: Axis = None) -> Tensor:
    """The elements of axes in the opposite order.

    Args:
        x: the tensor.
        axis: the axis or axes to reverse; by default all.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import fenchel as fl
        >>> fl.flip(fl.arange(3))
        Tensor([2, 1, 0])
    """
    x = _core.asarray(x)
    axes = range(x.ndim) if axis is None else checked_axes(_several(axis), x.ndim, "flip")
    return x[tuple(slice(None, None, -1 if i in axes else 1) for i in range(x.ndim))]


def _several(axis: int | Sequence[int]) -> list[int]:
    return [axis] if isinstance(axis, int) else list(axis)
