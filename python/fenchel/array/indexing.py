# SPDX-License-Identifier: Apache-2.0
"""Elements at positions, and new values for them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from fenchel import _core
from fenchel._core import Tensor
from fenchel.array.creation import asarray
from fenchel.array.shaping import along, checked_axes, moveaxis
from fenchel.types import ArrayLike

__all__ = ["clip", "take", "take_along_axis"]

Positions = Tensor | npt.NDArray[np.integer[Any]] | Sequence[Any] | int


def take(x: ArrayLike, indices: Positions, axis: int | None = None) -> Tensor:
    r"""Elements, or whole slices, at positions along an axis.

    Formula: y_j = x_{i_j}

    Args:
        x: the tensor.
        indices: integers of any shape; negative ones count from the end.
        axis: the axis; by default the tensor is flattened.

    Returns:
        The tensor with the axis replaced by those of `indices`. A derivative by `x` adds up where
        a position occurs several times.

    Raises:
        IndexError: a position is outside the axis.

    Example:
        >>> import fenchel as fl
        >>> fl.take(fl.asarray([1.0, 2.0, 4.0]), [2, 0, 2])
        Tensor([4., 1., 4.])
    """
    x = asarray(x)
    if axis is None:
        return _core.reshape(x, [-1])[indices]
    [at] = checked_axes([axis], x.ndim, "take")
    return x[(slice(None),) * at + (indices,)]


def take_along_axis(x: ArrayLike, indices: Positions, axis: int | None = -1) -> Tensor:
    r"""For every position of the other axes, elements at positions of its own.

    Formula: y_{ij} = x_{i k_{ij}}

    Args:
        x: the tensor.
        indices: integers with the axes of `x`; sizes other than that of the axis broadcast.
        axis: the axis; None takes from the flattened tensor.

    Returns:
        The elements, in the shape of `indices`.

    Raises:
        IndexError: a position is outside the axis.
        ValueError: `indices` has another number of axes.

    Example:
        >>> import fenchel as fl
        >>> fl.take_along_axis(fl.asarray([[1.0, 2.0], [3.0, 4.0]]), [[1], [0]], axis=1)
        Tensor([[2.],
                [3.]])
    """
    (x, axis), indices = along(x, axis), asarray(indices)
    if x.ndim != indices.ndim:
        raise ValueError(
            f"take_along_axis: indices of shape {indices.shape} have another number of axes than "
            f"an array of shape {x.shape}"
        )
    if indices.dtype != np.int64:
        raise IndexError(f"take_along_axis: indices are integers, got {indices.dtype}")
    [at] = checked_axes([axis], x.ndim, "take_along_axis")
    rows, picks = moveaxis(x, at, -1), moveaxis(indices, at, -1)
    shape = np.broadcast_shapes(rows.shape[:-1], picks.shape[:-1])
    rows = _core.broadcast_to(rows, (*shape, rows.shape[-1]))
    picks = _core.broadcast_to(picks, (*shape, picks.shape[-1]))
    return moveaxis(_core.gather(rows, picks, len(shape)), -1, at)


def clip(x: ArrayLike, min: ArrayLike | None = None, max: ArrayLike | None = None) -> Tensor:
    r"""The elements moved to the nearest bound where they are outside.

    Formula: \min(\max(x, a), b)

    Args:
        x: the tensor.
        min: the lower bound, or none.
        max: the upper bound, or none; it wins where the lower one is larger.

    Returns:
        The bounded elements. At a bound the derivative is 1/2, as that of `maximum` at a tie.

    Example:
        >>> import fenchel as fl
        >>> fl.clip(fl.asarray([-1.0, 0.5, 2.0]), 0, 1)
        Tensor([0. , 0.5, 1. ])
    """
    x = asarray(x)
    x = x if min is None else _core.maximum(x, min)
    return x if max is None else _core.minimum(x, max)
