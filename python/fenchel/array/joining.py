# SPDX-License-Identifier: Apache-2.0
"""Tensors joined, split and repeated."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from fenchel import _core
from fenchel._core import Tensor
from fenchel.array.creation import asarray
from fenchel.array.shaping import along, checked_axes
from fenchel.types import ArrayLike, Axis

__all__ = [
    "concat",
    "concatenate",
    "pad",
    "repeat",
    "roll",
    "split",
    "stack",
    "tile",
]


def stack(xs: Sequence[ArrayLike], axis: int = 0) -> Tensor:
    """Tensors of one shape side by side along a new axis.

    Args:
        xs: the tensors.
        axis: where the new axis stands in the result.

    Returns:
        A tensor of one more axis.

    Example:
        >>> import fenchel as fl
        >>> fl.stack([fl.zeros(2), fl.ones(2)])
        Tensor([[0., 0.],
                [1., 1.]])
    """
    return _core.stack([asarray(x) for x in xs], axis)


def concatenate(xs: Sequence[ArrayLike], axis: int | None = 0) -> Tensor:
    """Tensors joined along an axis they have.

    Args:
        xs: the tensors; they agree in all other axes.
        axis: the axis; None joins the flattened tensors.

    Returns:
        The joined tensor.

    Example:
        >>> import fenchel as fl
        >>> fl.concatenate([fl.zeros(1), fl.ones(2)])
        Tensor([0., 1., 1.])
    """
    parts = [asarray(x) for x in xs]
    if axis is None:
        return _core.concatenate([_core.reshape(part, [-1]) for part in parts], 0)
    return _core.concatenate(parts, axis)


concat = concatenate


def split(x: ArrayLike, sections: int | Sequence[int], axis: int = 0) -> list[Tensor]:
    """The tensor cut into pieces along an axis.

    Args:
        x: the tensor.
        sections: the number of equal pieces, or the positions at which to cut.
        axis: the axis.

    Returns:
        The pieces, from the first to the last.

    Raises:
        ValueError: the axis cannot be cut into so many equal pieces.

    Example:
        >>> import fenchel as fl
        >>> fl.split(fl.arange(5), [2])
        [Tensor([0, 1]), Tensor([2, 3, 4])]
    """
    x = asarray(x)
    [at] = checked_axes([axis], x.ndim, "split")
    cuts = _equal_cuts(x.shape, sections, at) if isinstance(sections, int) else list(sections)
    before = (slice(None),) * at
    bounds = zip([None, *cuts], [*cuts, None], strict=True)
    return [x[(*before, slice(start, stop))] for start, stop in bounds]


def _equal_cuts(shape: tuple[int, ...], sections: int, axis: int) -> list[int]:
    if sections < 1 or shape[axis] % sections:
        raise ValueError(
            f"split: axis {axis} of shape {shape} cannot be cut into {sections} equal pieces"
        )
    piece = shape[axis] // sections
    return [piece * i for i in range(1, sections)]


def repeat(x: ArrayLike, repeats: int | Sequence[int], axis: int | None = None) -> Tensor:
    """Every element several times in a row.

    Args:
        x: the tensor.
        repeats: how often; one number for each position of the axis, or one for all.
        axis: the axis along which to repeat; by default the tensor is flattened.

    Returns:
        The longer tensor.

    Example:
        >>> import fenchel as fl
        >>> fl.repeat(fl.asarray([1.0, 2.0]), 2)
        Tensor([1., 1., 2., 2.])
    """
    x, axis = along(x, axis)
    [at] = checked_axes([axis], x.ndim, "repeat")
    if not isinstance(repeats, int):
        return x[(slice(None),) * at + (np.repeat(np.arange(x.shape[at]), repeats),)]
    before, after = x.shape[: at + 1], x.shape[at + 1 :]
    wide = _core.broadcast_to(_core.reshape(x, (*before, 1, *after)), (*before, repeats, *after))
    return _core.reshape(wide, (*before[:-1], before[-1] * repeats, *after))


def tile(x: ArrayLike, reps: int | Sequence[int]) -> Tensor:
    """Copies of the tensor side by side.

    Args:
        x: the tensor.
        reps: how many along each axis; axes that `x` lacks are added in front.

    Returns:
        The larger tensor.

    Example:
        >>> import fenchel as fl
        >>> fl.tile(fl.asarray([1.0, 2.0]), 2)
        Tensor([1., 2., 1., 2.])
    """
    x = asarray(x)
    counts = [reps] if isinstance(reps, int) else list(reps)
    rank = max(x.ndim, len(counts))
    counts = [1] * (rank - len(counts)) + counts
    sizes = (1,) * (rank - x.ndim) + x.shape
    apart = [n for size in sizes for n in (1, size)]
    wide = [n for pair in zip(counts, sizes, strict=True) for n in pair]
    full = _core.broadcast_to(_core.reshape(x, apart), wide)
    return _core.reshape(full, [n * size for n, size in zip(counts, sizes, strict=True)])


def roll(x: ArrayLike, shift: int | Sequence[int], axis: Axis = None) -> Tensor:
    """The elements moved along axes; those that leave at the end come back at the beginning.

    Args:
        x: the tensor.
        shift: by how many places; one number for each axis, or one for all.
        axis: the axis or axes; by default the tensor is moved as if it were flat.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import fenchel as fl
        >>> fl.roll(fl.arange(4), 1)
        Tensor([3, 0, 1, 2])
    """
    x = asarray(x)
    if axis is None:
        return _core.reshape(roll(_core.reshape(x, [-1]), shift, 0), x.shape)
    axes = [axis] if isinstance(axis, int) else list(axis)
    shifts = [shift] * len(axes) if isinstance(shift, int) else list(shift)
    for by, at in zip(shifts, axes, strict=True):
        n = x.shape[at]
        if n and by % n:
            pieces = split(x, [n - by % n], at)
            x = _core.concatenate(pieces[::-1], at)
    return x


def pad(
    x: ArrayLike,
    pad_width: int | Sequence[Any],
    mode: str = "constant",
    constant_values: ArrayLike = 0,
) -> Tensor:
    """The tensor with elements added at the beginning and the end of its axes.

    Args:
        x: the tensor.
        pad_width: how many: one number, a pair (before, after), or a pair for every axis.
        mode: "constant", or "edge", "reflect", "symmetric" or "wrap", which repeat elements.
        constant_values: the number that is added in mode "constant".

    Returns:
        The larger tensor, of the type of `x`.

    Raises:
        ValueError: a width is negative, or there is none for some axis.

    Example:
        >>> import fenchel as fl
        >>> fl.pad(fl.ones(2), (1, 2))
        Tensor([0., 1., 1., 0., 0.])
    """
    x = asarray(x)
    widths = _widths(x, pad_width)
    if mode == "constant":
        before, after = widths.T.tolist()
        return _core.pad(x, before, after, constant_values)
    for axis, (n, width) in enumerate(zip(x.shape, widths, strict=True)):
        where = np.pad(np.arange(n), width, mode=mode)  # type: ignore[call-overload]
        x = x[(slice(None),) * axis + (where,)]
    return x


def _widths(x: Tensor, pad_width: Any) -> npt.NDArray[np.int64]:
    given = np.asarray(pad_width)
    if given.shape not in ((), (1,), (2,), (1, 2), (x.ndim, 2), (x.ndim, 1)):
        raise ValueError(f"pad: widths of shape {given.shape} do not fit shape {x.shape}")
    if given.size and given.min() < 0:
        raise ValueError(f"pad: a negative width in {pad_width}")
    return np.broadcast_to(given, (x.ndim, 2)).astype(np.int64)
