# SPDX-License-Identifier: Apache-2.0
"""Products summed over shared axes."""

from collections.abc import Sequence
from string import ascii_letters
from typing import Any

from fenchel import _core
from fenchel._core import Tensor
from fenchel.array.creation import asarray
from fenchel.array.shaping import checked_axes
from fenchel.types import ArrayLike

__all__ = [
    "einsum",
    "matmul",
    "outer",
    "tensordot",
]


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


def outer(a: ArrayLike, b: ArrayLike) -> Tensor:
    r"""The products of all elements of one vector with all of another.

    Formula: c_{ij} = a_i b_j

    Args:
        a: the vector of the rows; other shapes are flattened.
        b: the vector of the columns.

    Returns:
        The matrix of the products.

    Example:
        >>> import fenchel as fl
        >>> fl.outer(fl.asarray([1.0, 2.0]), fl.asarray([3.0, 4.0]))
        Tensor([[3., 4.],
                [6., 8.]])
    """
    return _core.reshape(asarray(a), [-1, 1]) * _core.reshape(asarray(b), [1, -1])


def tensordot(a: ArrayLike, b: ArrayLike, axes: int | Sequence[Any] = 2) -> Tensor:
    r"""The products of two tensors summed over pairs of axes.

    Formula: c_{ik} = \sum_j a_{ij} b_{jk}

    Args:
        a: a tensor.
        b: a tensor.
        axes: how many of the last axes of `a` pair with the first of `b`, or two lists: axes of
            `a`, and the axes of `b` that they pair with.

    Returns:
        The sums; the axes of `a` that are left come first, then those of `b`.

    Raises:
        ValueError: paired axes differ in size, or do not exist.

    Example:
        >>> import fenchel as fl
        >>> fl.tensordot(fl.ones((2, 3, 4)), fl.ones((3, 4, 5))).shape
        (2, 5)
    """
    a, b = asarray(a), asarray(b)
    first, second = _paired_axes(a, b, axes)
    first = checked_axes(first, a.ndim, "tensordot")
    second = checked_axes(second, b.ndim, "tensordot")
    if [a.shape[i] for i in first] != [b.shape[j] for j in second]:
        raise ValueError(
            f"tensordot: axes {first} of shape {a.shape} and {second} of shape {b.shape} "
            "have different sizes"
        )
    left, right = ascii_letters[: a.ndim], list(ascii_letters[a.ndim : a.ndim + b.ndim])
    for i, j in zip(first, second, strict=True):
        right[j] = left[i]
    kept = [c for c in left if c not in right] + [c for c in right if c not in left]
    return _core.einsum(f"{left},{''.join(right)}->{''.join(kept)}", [a, b])


def _paired_axes(a: Tensor, b: Tensor, axes: int | Sequence[Any]) -> tuple[list[int], list[int]]:
    if not isinstance(axes, int):
        first, second = ([part] if isinstance(part, int) else list(part) for part in axes)
        return first, second
    if not 0 <= axes <= min(a.ndim, b.ndim):
        raise ValueError(f"tensordot: shapes {a.shape} and {b.shape} have no {axes} axes to pair")
    return list(range(a.ndim - axes, a.ndim)), list(range(axes))


def einsum(subscripts: str, *operands: ArrayLike) -> Tensor:
    r"""Products summed over axes that are named by letters.

    Formula: c_{ik} = \sum_j a_{ij} b_{jk} \text{ for } \texttt{"ij,jk->ik"}

    Args:
        subscripts: a letter for every axis of every operand, and after `->` those of the result;
            without it the result has the letters that occur once, in alphabetical order. A letter
            that occurs twice in one operand stands for the diagonal, `...` for axes that broadcast.
        *operands: the tensors, one for each group of letters.

    Returns:
        The sums over the letters that the result lacks. Of more than two operands, those two are
        multiplied first whose product is smallest beside them.

    Raises:
        ValueError: the letters do not fit the operands, or one letter has two sizes.

    Example:
        >>> import fenchel as fl
        >>> fl.einsum("ij,j->i", fl.ones((2, 3)), fl.ones(3))
        Tensor([3., 3.])
    """
    if not isinstance(subscripts, str):
        raise TypeError(
            f"einsum: subscripts are a string such as 'ij,jk->ik', got {type(subscripts).__name__}"
        )
    return _core.einsum(subscripts, [asarray(operand) for operand in operands])
