# SPDX-License-Identifier: Apache-2.0
"""Triangles and diagonals of matrices."""

from fenchel import _core
from fenchel._core import Tensor
from fenchel.array.creation import asarray
from fenchel.types import ArrayLike

__all__ = ["diag", "diagonal", "trace", "tril", "triu"]


def tril(x: ArrayLike, k: int = 0) -> Tensor:
    """The lower triangle of matrices, with zeros above.

    Args:
        x: a matrix, or a stack (..., m, n) of them.
        k: the last diagonal that stays; -1 leaves the main diagonal out.

    Returns:
        A tensor of the shape of `x`.

    Raises:
        ValueError: `x` has fewer than two axes.

    Example:
        >>> import fenchel as fl
        >>> fl.tril(fl.ones((2, 2)))
        Tensor([[1., 0.],
                [1., 1.]])
    """
    return _core.tril(asarray(x), k)


def triu(x: ArrayLike, k: int = 0) -> Tensor:
    """The upper triangle of matrices, with zeros below.

    Args:
        x: a matrix, or a stack (..., m, n) of them.
        k: the first diagonal that stays; 1 leaves the main diagonal out.

    Returns:
        A tensor of the shape of `x`.

    Raises:
        ValueError: `x` has fewer than two axes.

    Example:
        >>> import fenchel as fl
        >>> fl.triu(fl.ones((2, 2)))
        Tensor([[1., 1.],
                [0., 1.]])
    """
    return _core.triu(asarray(x), k)


def diagonal(x: ArrayLike, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Tensor:
    """The elements on a diagonal of two axes.

    Args:
        x: a tensor of at least two axes.
        offset: which diagonal; 1 is the one above the main diagonal.
        axis1: the axis of the rows.
        axis2: the axis of the columns.

    Returns:
        The other axes in their order, then the diagonal.

    Example:
        >>> import fenchel as fl
        >>> fl.diagonal(fl.reshape(fl.arange(4), (2, 2)))
        Tensor([0, 3])
    """
    return _core.diagonal(asarray(x), offset, axis1, axis2)


def diag(x: ArrayLike, k: int = 0) -> Tensor:
    """The matrix with a given diagonal, or the diagonal of a matrix.

    Args:
        x: a vector, or a matrix.
        k: which diagonal; 1 is the one above the main diagonal.

    Returns:
        Of a vector, the square matrix with it on the diagonal and zeros elsewhere; of a matrix, the
        vector on its diagonal.

    Raises:
        ValueError: `x` is neither.

    Example:
        >>> import fenchel as fl
        >>> fl.diag(fl.asarray([1.0, 2.0]))
        Tensor([[1., 0.],
                [0., 2.]])
    """
    x = asarray(x)
    if x.ndim == 1:
        return _core.with_diagonal(x, k)
    if x.ndim != 2:
        raise ValueError(f"diag: a vector or a matrix is expected, got shape {x.shape}")
    return _core.diagonal(x, k, 0, 1)


def trace(x: ArrayLike, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Tensor:
    r"""The sum of the elements on a diagonal of two axes.

    Formula: \sum_i x_{ii}

    Args:
        x: a tensor of at least two axes.
        offset: which diagonal; 1 is the one above the main diagonal.
        axis1: the axis of the rows.
        axis2: the axis of the columns.

    Returns:
        The sums, in the shape of the other axes.

    Example:
        >>> import fenchel as fl
        >>> fl.trace(fl.eye(3))
        Tensor(3.0)
    """
    return _core.sum(diagonal(x, offset, axis1, axis2), -1)
