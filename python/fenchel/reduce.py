# SPDX-License-Identifier: Apache-2.0
"""Reductions over axes."""

from fenchel import _core
from fenchel._core import Tensor
from fenchel.types import ArrayLike, Axis

__all__ = ["max", "mean", "min", "sum"]


def sum(x: ArrayLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    r"""Sum of the elements over axes.

    Formula: \sum_i x_i

    Args:
        x: the tensor.
        axis: the axis or axes to sum over; by default all.
        keepdims: whether these axes stay, with size 1.

    Returns:
        The sums. Their order of additions depends on the sizes only.

    Example:
        >>> import fenchel as fl
        >>> fl.sum(fl.ones((2, 3)), axis=0)
        Tensor([2., 2., 2.])
    """
    return _core.sum(x, axis, keepdims)


def mean(x: ArrayLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    r"""Mean of the elements over axes.

    Formula: \frac{1}{n} \sum_i x_i

    Args:
        x: the tensor.
        axis: the axis or axes to average over; by default all.
        keepdims: whether these axes stay, with size 1.

    Returns:
        The means.

    Example:
        >>> import fenchel as fl
        >>> fl.mean(fl.asarray([1.0, 2.0, 6.0]))
        Tensor(3.0)
    """
    return _core.mean(x, axis, keepdims)


def max(x: ArrayLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    r"""Largest element over axes.

    Formula: \max_i x_i

    Args:
        x: the tensor.
        axis: the axis or axes to reduce; by default all.
        keepdims: whether these axes stay, with size 1.

    Returns:
        The maxima. Tied elements share the derivative equally.

    Example:
        >>> import fenchel as fl
        >>> fl.max(fl.asarray([1.0, 3.0, 2.0]))
        Tensor(3.0)
    """
    return _core.max(x, axis, keepdims)


def min(x: ArrayLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    r"""Smallest element over axes.

    Formula: \min_i x_i

    Args:
        x: the tensor.
        axis: the axis or axes to reduce; by default all.
        keepdims: whether these axes stay, with size 1.

    Returns:
        The minima. Tied elements share the derivative equally.

    Example:
        >>> import fenchel as fl
        >>> fl.min(fl.asarray([1.0, 3.0, 2.0]))
        Tensor(1.0)
    """
    return _core.min(x, axis, keepdims)
