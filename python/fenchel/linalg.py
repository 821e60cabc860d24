# SPDX-License-Identifier: Apache-2.0
"""Linear algebra under NumPy's names: norms, linear systems, factors, determinants.

Matrices are the last two axes; axes before them are a stack of matrices. Derivatives of any order
exist in every mode.
"""

from collections.abc import Callable
from typing import Any

from fenchel import _core, reduce
from fenchel._core import LinAlgError, Tensor
from fenchel.array import asarray, squeeze
from fenchel.array.statistics import over_axes
from fenchel.types import ArrayLike, Axis

__all__ = [
    "LinAlgError",
    "cholesky",
    "det",
    "inv",
    "norm",
    "slogdet",
    "solve",
    "solve_triangular",
]

INF = float("inf")
# The norm of a matrix induced by a vector norm: over which of its two axes to sum, what then.
INDUCED: dict[float, tuple[int, Callable[..., Tensor]]] = {
    1: (0, reduce.max),
    -1: (0, reduce.min),
    INF: (1, reduce.max),
    -INF: (1, reduce.min),
}


def norm(
    x: ArrayLike, ord: float | str | None = None, axis: Axis = None, keepdims: bool = False
) -> Tensor:
    r"""The norm of vectors or matrices.

    Formula: \lVert x \rVert_p = \left(\sum_i \lvert x_i \rvert^p\right)^{1/p}

    Args:
        x: the tensor.
        ord: of vectors the p of the formula, by default 2; inf and -inf are the largest and the
            smallest magnitude, 0 counts what is not 0. Of matrices "fro", the root of the sum of
            squares, by default; 1 and inf are the largest sum of magnitudes of a column and of a
            row, -1 and -inf the smallest.
        axis: the axis of the vectors, or the two axes of the matrices; by default all of `x`.
        keepdims: whether these axes stay, with size 1.

    Returns:
        The norms. The derivative at 0 is 0, and tied magnitudes of `inf` share it.

    Raises:
        ValueError: there is no such norm of a vector, or of a matrix.

    Example:
        >>> import fenchel as fl
        >>> fl.norm(fl.asarray([3.0, 4.0]))
        Tensor(5.0)
    """
    x = asarray(x)
    if axis is None and ord is None:
        return over_axes(_core.vector_norm, x, None, keepdims, 2)
    axes = (
        tuple(range(x.ndim)) if axis is None else (axis,) if isinstance(axis, int) else tuple(axis)
    )
    if len(axes) == 2:
        return _matrix_norm(x, "fro" if ord is None else ord, axes, keepdims)
    if len(axes) != 1 or isinstance(ord, str):
        raise ValueError(f"norm: there is no norm {ord!r} over the axes {axes} of shape {x.shape}")
    return over_axes(_core.vector_norm, x, axes, keepdims, 2 if ord is None else ord)


def _matrix_norm(x: Tensor, ord: float | str, axes: tuple[int, ...], keepdims: bool) -> Tensor:
    if ord == "fro":
        return over_axes(_core.vector_norm, x, axes, keepdims, 2)
    if ord not in INDUCED:
        raise ValueError(
            f"norm: ord={ord!r} of a matrix is none of 'fro', 1, -1, inf, -inf; norms by singular "
            "values do not exist here"
        )
    summed, extreme = INDUCED[ord]
    sums = reduce.sum(_core.abs(x), axes[summed], keepdims=True)
    found = extreme(sums, axes[1 - summed], keepdims=True)
    return found if keepdims else squeeze(found, axes)


def cholesky(a: ArrayLike) -> Tensor:
    r"""The Cholesky factor of a symmetric positive definite matrix.

    Formula: A = L L^T

    Args:
        a: matrices of shape (..., n, n). Of a matrix that is not symmetric the symmetric part
            (A + A') / 2 is factored, so a derivative by `a` is symmetric.

    Returns:
        The lower triangular factors, zeros above the diagonal.

    Raises:
        ValueError: the matrices are not square.
        LinAlgError: a matrix is not positive definite; raised when the value is asked for.

    Example:
        >>> import fenchel as fl
        >>> fl.linalg.cholesky([[4.0, 2.0], [2.0, 5.0]])
        Tensor([[2., 0.],
                [1., 2.]])
    """
    return _core.cholesky(asarray(a))


def solve(a: ArrayLike, b: ArrayLike) -> Tensor:
    r"""The solution of a linear system, by LU factors with partial pivoting.

    Formula: A x = b

    Args:
        a: matrices of shape (..., n, n).
        b: a vector of shape (n,), or right sides of shape (..., n, k). Leading axes broadcast.

    Returns:
        The solutions, shaped as the right sides.

    Raises:
        ValueError: the matrices are not square, or the right sides do not fit them.
        LinAlgError: a matrix is singular; raised when the value is asked for.

    Example:
        >>> import fenchel as fl
        >>> fl.linalg.solve([[2.0, 0.0], [1.0, 4.0]], fl.asarray([2.0, 9.0]))
        Tensor([1., 2.])
    """
    return _core.solve(asarray(a), asarray(b))


def solve_triangular(
    a: ArrayLike,
    b: ArrayLike,
    *,
    lower: bool = False,
    trans: bool = False,
    unit_diagonal: bool = False,
) -> Tensor:
    r"""The solution of a triangular linear system.

    Formula: A x = b

    Args:
        a: matrices of shape (..., n, n); the other triangle is not read.
        b: a vector of shape (n,), or right sides of shape (..., n, k). Leading axes broadcast.
        lower: whether the lower triangle counts, or the upper.
        trans: whether to solve with the transposed matrix.
        unit_diagonal: whether the diagonal is taken for ones, whatever is there.

    Returns:
        The solutions, shaped as the right sides. A zero on the diagonal makes them infinite or NaN.

    Raises:
        ValueError: the matrices are not square, or the right sides do not fit them.

    Example:
        >>> import fenchel as fl
        >>> fl.linalg.solve_triangular([[2.0, 1.0], [0.0, 4.0]], fl.asarray([4.0, 8.0]))
        Tensor([1., 2.])
    """
    return _core.solve_triangular(asarray(a), asarray(b), lower, trans, unit_diagonal)


def inv(a: ArrayLike) -> Tensor:
    r"""The inverse of a matrix. To multiply with it, `solve` is more accurate and faster.

    Formula: A A^{-1} = I

    Args:
        a: matrices of shape (..., n, n).

    Returns:
        The inverses.

    Raises:
        ValueError: the matrices are not square.
        LinAlgError: a matrix is singular; raised when the value is asked for.

    Example:
        >>> import fenchel as fl
        >>> fl.linalg.inv([[2.0, 0.0], [0.0, 4.0]])
        Tensor([[0.5 , 0.  ],
                [0.  , 0.25]])
    """
    return _core.inv(asarray(a))


def det(a: ArrayLike) -> Tensor:
    r"""The determinant of a matrix.

    Formula: \det A

    Args:
        a: matrices of shape (..., n, n).

    Returns:
        The determinants; 0 of a singular matrix.

    Raises:
        ValueError: the matrices are not square.
        LinAlgError: the derivative at a singular matrix is asked for, which takes its inverse.

    Example:
        >>> import fenchel as fl
        >>> fl.linalg.det([[1.0, 2.0], [3.0, 4.0]])
        Tensor(-2.0)
    """
    return _core.det(asarray(a))


def slogdet(a: ArrayLike) -> tuple[Tensor, Tensor]:
    r"""Sign, and logarithm of the magnitude, of the determinant; it neither over- nor underflows.

    Formula: \operatorname{sign} \det A, \; \log \lvert \det A \rvert

    Args:
        a: matrices of shape (..., n, n).

    Returns:
        The signs, which have no derivative, and the logarithms; 0 and -inf of a singular matrix.

    Raises:
        ValueError: the matrices are not square.
        LinAlgError: the derivative at a singular matrix is asked for.

    Example:
        >>> import fenchel as fl
        >>> fl.linalg.slogdet(2 * fl.eye(3))[0]
        Tensor(1.0)
    """
    pair: tuple[Any, Any] = _core.slogdet(asarray(a))
    return pair
