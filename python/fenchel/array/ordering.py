# SPDX-License-Identifier: Apache-2.0
"""Elements in order."""

from fenchel import _core
from fenchel._core import Tensor
from fenchel.array.indexing import take_along_axis
from fenchel.array.shaping import along, checked_axes, moveaxis
from fenchel.types import ArrayLike

__all__ = ["argsort", "sort"]


def argsort(x: ArrayLike, axis: int | None = -1) -> Tensor:
    """The positions that sort an axis.

    Args:
        x: the tensor.
        axis: the axis; None sorts the flattened tensor.

    Returns:
        Integers: first the position of the smallest element. Equal elements keep their order, and
        NaN comes last. They have no derivative.

    Example:
        >>> import fenchel as fl
        >>> fl.argsort(fl.asarray([3.0, 1.0, 2.0]))
        Tensor([1, 2, 0])
    """
    x, axis = along(x, axis)
    [at] = checked_axes([axis], x.ndim, "argsort")
    return moveaxis(_core.sorting_order(moveaxis(x, at, -1)), -1, at)


def sort(x: ArrayLike, axis: int | None = -1) -> Tensor:
    r"""The elements of an axis from the smallest to the largest.

    Formula: y_1 \le y_2 \le \dots

    Args:
        x: the tensor.
        axis: the axis; None sorts the flattened tensor.

    Returns:
        The sorted tensor. Its derivative is that of the permutation which sorts; of equal elements
        the first in `x` is the first in the result.

    Example:
        >>> import fenchel as fl
        >>> fl.sort(fl.asarray([3.0, 1.0, 2.0]))
        Tensor([1., 2., 3.])
    """
    x, axis = along(x, axis)
    return take_along_axis(x, argsort(x, axis), axis)
