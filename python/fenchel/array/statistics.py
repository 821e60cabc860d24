# SPDX-License-Identifier: Apache-2.0
"""Reductions composed of others: moments, products, truths, positions of extremes."""

from collections.abc import Callable, Sequence

from fenchel import _core
from fenchel._core import Tensor
from fenchel.array.creation import asarray
from fenchel.types import ArrayLike, Axis

__all__ = ["all", "any", "argmax", "argmin", "prod", "std", "var"]

Reduction = Callable[[Tensor, Sequence[int], bool, float], Tensor]


def over_axes(
    function: Reduction, x: ArrayLike, axis: Axis, keepdims: bool, number: float
) -> Tensor:
    """A compiled reduction over NumPy's `axis`: None is all axes, and () none of them."""
    x = asarray(x)
    if axis is None:
        return function(x, [], keepdims, number)
    axes = [axis] if isinstance(axis, int) else list(axis)
    if not axes:
        return function(_core.reshape(x, (*x.shape, 1)), [-1], False, number)
    return function(x, axes, keepdims, number)


def var(
    x: ArrayLike, axis: Axis = None, keepdims: bool = False, *, correction: float = 0
) -> Tensor:
    r"""Mean square distance from the mean over axes, in two passes over the data.

    Formula: \frac{1}{n - c} \sum_i (x_i - \bar{x})^2

    Args:
        x: the tensor.
        axis: the axis or axes to reduce; by default all.
        keepdims: whether these axes stay, with size 1.
        correction: what is taken from the number of elements; 1 makes the estimate unbiased.

    Returns:
        The variances, of a floating type.

    Example:
        >>> import fenchel as fl
        >>> fl.var(fl.asarray([1.0, 2.0, 3.0]), correction=1)
        Tensor(1.0)
    """
    return over_axes(_core.var, x, axis, keepdims, correction)


def std(
    x: ArrayLike, axis: Axis = None, keepdims: bool = False, *, correction: float = 0
) -> Tensor:
    r"""Root of the variance over axes.

    Formula: \sqrt{\frac{1}{n - c} \sum_i (x_i - \bar{x})^2}

    Args:
        x: the tensor.
        axis: the axis or axes to reduce; by default all.
        keepdims: whether these axes stay, with size 1.
        correction: what is taken from the number of elements.

    Returns:
        The standard deviations. Where all elements are equal the derivative is 0.

    Example:
        >>> import fenchel as fl
        >>> fl.std(fl.asarray([1.0, 3.0]))
        Tensor(1.0)
    """
    return over_axes(_core.std, x, axis, keepdims, correction)


def prod(x: ArrayLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    r"""Product of the elements over axes.

    Formula: \prod_i x_i

    Args:
        x: the tensor.
        axis: the axis or axes to multiply over; by default all.
        keepdims: whether these axes stay, with size 1.

    Returns:
        The products; of no elements, 1. Their derivatives are products of the other elements, so
        they are exact where elements are zero.

    Example:
        >>> import fenchel as fl
        >>> fl.grad(fl.prod)(fl.asarray([2.0, 0.0, 3.0]))
        Tensor([0., 6., 0.])
    """
    return _core.prod(asarray(x), axis, keepdims)


def any(x: ArrayLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Whether an element is not zero.

    Args:
        x: the tensor.
        axis: the axis or axes to reduce; by default all.
        keepdims: whether these axes stay, with size 1.

    Returns:
        Truth values; of no elements, False. NaN is not zero.

    Example:
        >>> import fenchel as fl
        >>> fl.any(fl.asarray([False, True]))
        Tensor(True)
    """
    return _core.any(asarray(x), axis, keepdims)


def all(x: ArrayLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Whether no element is zero.

    Args:
        x: the tensor.
        axis: the axis or axes to reduce; by default all.
        keepdims: whether these axes stay, with size 1.

    Returns:
        Truth values; of no elements, True.

    Example:
        >>> import fenchel as fl
        >>> fl.all(fl.asarray([False, True]))
        Tensor(False)
    """
    return _core.all(asarray(x), axis, keepdims)


def argmax(x: ArrayLike, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """The position of the largest element along an axis.

    Args:
        x: the tensor.
        axis: the axis; by default the tensor is flattened.
        keepdims: whether the axis stays, with size 1.

    Returns:
        Integers: of equal elements the first, and of NaN before all others. They have no
        derivative; `fl.softargmax` has one.

    Raises:
        ValueError: the axis has no elements.

    Example:
        >>> import fenchel as fl
        >>> fl.argmax(fl.asarray([1.0, 3.0, 2.0]))
        Tensor(1)
    """
    return _position(_core.argmax, x, axis, keepdims)


def argmin(x: ArrayLike, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """The position of the smallest element along an axis.

    Args:
        x: the tensor.
        axis: the axis; by default the tensor is flattened.
        keepdims: whether the axis stays, with size 1.

    Returns:
        Integers: of equal elements the first, and of NaN before all others. They have no
        derivative.

    Raises:
        ValueError: the axis has no elements.

    Example:
        >>> import fenchel as fl
        >>> fl.argmin(fl.asarray([1.0, 3.0, 2.0]))
        Tensor(0)
    """
    return _position(_core.argmin, x, axis, keepdims)


def _position(
    function: Callable[[Tensor, int, bool], Tensor],
    x: ArrayLike,
    axis: int | None,
    keepdims: bool,
) -> Tensor:
    x = asarray(x)
    if axis is not None:
        return function(x, axis, keepdims)
    found = function(_core.reshape(x, [-1]), 0, False)
    return _core.reshape(found, (1,) * x.ndim) if keepdims else found
