# SPDX-License-Identifier: Apache-2.0
"""Running sums and products, and their opposite, differences."""

import numpy as np

from fenchel import _core
from fenchel._core import Tensor
from fenchel.array.creation import asarray
from fenchel.array.shaping import along, checked_axes
from fenchel.types import ArrayLike

__all__ = ["cumprod", "cumsum", "diff"]


def cumsum(x: ArrayLike, axis: int | None = None) -> Tensor:
    r"""The sums of all elements up to each.

    Formula: y_k = \sum_{i \le k} x_i

    Args:
        x: the tensor.
        axis: the axis along which to add; by default the tensor is flattened.

    Returns:
        The running sums, added in the order of the axis.

    Example:
        >>> import fenchel as fl
        >>> fl.cumsum(fl.asarray([1.0, 2.0, 3.0]))
        Tensor([1., 3., 6.])
    """
    return _core.cumsum(*along(x, axis))


def cumprod(x: ArrayLike, axis: int | None = None) -> Tensor:
    r"""The products of all elements up to each.

    Formula: y_k = \prod_{i \le k} x_i

    Args:
        x: the tensor.
        axis: the axis along which to multiply; by default the tensor is flattened.

    Returns:
        The running products. Their derivatives do not divide, so zeros are elements like others.

    Example:
        >>> import fenchel as fl
        >>> fl.cumprod(fl.asarray([1.0, 2.0, 3.0]))
        Tensor([1., 2., 6.])
    """
    return _core.cumprod(*along(x, axis))


def diff(
    x: ArrayLike,
    n: int = 1,
    axis: int = -1,
    prepend: ArrayLike | None = None,
    append: ArrayLike | None = None,
) -> Tensor:
    r"""The differences of neighbors.

    Formula: y_k = x_{k + 1} - x_k

    Args:
        x: a tensor of at least one axis.
        n: how often to take differences.
        axis: the axis along which the neighbors lie.
        prepend: values to put before `x` along the axis; a number stands for one value.
        append: values to put after it.

    Returns:
        The differences; each time the axis gets shorter by one. Of booleans, whether they differ.

    Raises:
        ValueError: `n` is negative, or `x` has no such axis.

    Example:
        >>> import fenchel as fl
        >>> fl.diff(fl.asarray([1.0, 2.0, 4.0]))
        Tensor([1., 2.])
    """
    x = asarray(x)
    if n < 0:
        raise ValueError(f"diff: n = {n} is negative")
    [at] = checked_axes([axis], x.ndim, "diff")
    parts = [_beside(x, part, at) for part in (prepend, x, append) if part is not None]
    x = _core.concatenate(parts, at)
    minus = _core.not_equal if x.dtype == bool else _core.subtract
    before = (slice(None),) * at
    for _ in range(n):
        x = minus(x[(*before, slice(1, None))], x[(*before, slice(None, -1))])
    return x


def _beside(x: Tensor, part: ArrayLike, axis: int) -> Tensor:
    """Numbers are repeated beside x; Python's take its type."""
    if np.ndim(part) > 0:
        return asarray(part)
    one = (*x.shape[:axis], 1, *x.shape[axis + 1 :])
    return _core.full(one, 0, x.dtype) + part
