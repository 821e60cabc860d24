# SPDX-License-Identifier: Apache-2.0
"""Methods of Tensor: the functions of the package on the tensor they belong to."""

import functools
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from fenchel import _core, array, reduce
from fenchel._core import Tensor, TracedValueError
from fenchel.types import Axis, DTypeLike

SHOWN_WITHOUT_DTYPE = ("float64", "int64", "bool")


def _reshape(self: Tensor, *shape: Any) -> Tensor:
    """The elements in row-major order under another shape, given as numbers or as one tuple."""
    return array.reshape(self, shape[0] if len(shape) == 1 else shape)


def _transpose(self: Tensor, *axes: Any) -> Tensor:
    """The axes reversed, or in the order given as numbers or as one tuple."""
    if len(axes) == 1 and (axes[0] is None or not isinstance(axes[0], int)):
        return array.transpose(self, axes[0])
    return array.transpose(self, axes or None)


def _sum(self: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Sum of the elements over axes."""
    return reduce.sum(self, axis, keepdims)


def _mean(self: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Mean of the elements over axes."""
    return reduce.mean(self, axis, keepdims)


def _max(self: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Largest element over axes."""
    return reduce.max(self, axis, keepdims)


def _min(self: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Smallest element over axes."""
    return reduce.min(self, axis, keepdims)


class _Place:
    """A part of a tensor, for the tensor with another value there."""

    def __init__(self, tensor: Tensor, key: Any) -> None:
        self.tensor, self.key = tensor, key

    def set(self, value: Any) -> Tensor:
        """The tensor with that part replaced; of a position that occurs twice the last counts."""
        return _core.put(self.tensor, self.key, value, False)

    def add(self, value: Any) -> Tensor:
        """The tensor with values added; a position that occurs twice counts twice."""
        return _core.put(self.tensor, self.key, value, True)


class _At:
    """What `x.at` is: `x.at[key]` is a place."""

    def __init__(self, tensor: Tensor) -> None:
        self.tensor = tensor

    def __getitem__(self, key: Any) -> _Place:
        return _Place(self.tensor, key)


def _as_method(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of the package, its first argument the tensor."""

    @functools.wraps(function)
    def method(self: Tensor, *args: Any, **options: Any) -> Any:
        return function(self, *args, **options)

    return method


def _dot(self: Tensor, other: Any) -> Tensor:
    """The matrix product, or the product with a number."""
    other = array.asarray(other)
    return self * other if 0 in (self.ndim, other.ndim) else array.matmul(self, other)


def _round(self: Tensor, digits: int | None = None) -> Tensor:
    """The elements rounded to a number of decimal digits, ties to even; never Python integers."""
    unit = 10.0 ** (digits or 0)
    return _core.round(self * unit) / unit if digits else _core.round(self)


def _divmod(self: Tensor, other: Any) -> tuple[Tensor, Tensor]:
    """Quotients rounded down, and remainders."""
    return self // other, self % other


def _rdivmod(self: Tensor, other: Any) -> tuple[Tensor, Tensor]:
    """Quotients and remainders of the other operand."""
    return other // self, other % self


def _astype(self: Tensor, dtype: DTypeLike) -> Tensor:
    """The elements converted to another type."""
    return array.astype(self, dtype)


def _item(self: Tensor) -> Any:
    """The only element, as a Python number."""
    return _core.to_numpy(self).item()


def _tolist(self: Tensor) -> Any:
    """The elements as nested lists of Python numbers."""
    return _core.to_numpy(self).tolist()


def _numpy(self: Tensor) -> npt.NDArray[Any]:
    """A NumPy array with a copy of the values."""
    return _core.to_numpy(self)


def _copy(self: Tensor, memo: Any = None) -> Tensor:  # noqa: ARG001 - copy.deepcopy passes it
    """Another tensor of the same value."""
    return _core.asarray(self)


def _array(self: Tensor, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
    """NumPy's protocol of conversion; it always copies."""
    if copy is False:
        raise ValueError("a tensor cannot be seen as a NumPy array without a copy")
    values = _core.to_numpy(self)
    return values if dtype is None else values.astype(dtype, copy=False)


def _namespace(self: Tensor, *, api_version: str | None = None) -> ModuleType:  # noqa: ARG001
    """The Python array API's protocol: the module whose functions take this tensor."""
    import fenchel

    return fenchel


def _text(values: npt.NDArray[Any]) -> str:
    if values.ndim == 0:
        return repr(values.item())
    return np.array2string(values, separator=", ", prefix="Tensor(")


def _repr(self: Tensor) -> str:
    try:
        values = _core.to_numpy(self)
    except TracedValueError:
        return f"Tensor(<traced>, shape={self.shape}, dtype={self.dtype})"
    shape = f", shape={values.shape}" if values.size == 0 and values.shape != (0,) else ""
    kind = "" if values.dtype.name in SHOWN_WITHOUT_DTYPE else f", dtype={values.dtype.name}"
    return f"Tensor({_text(values)}{shape}{kind})"


def _str(self: Tensor) -> str:
    try:
        return str(_core.to_numpy(self))
    except TracedValueError:
        return repr(self)


def _format(self: Tensor, spec: str) -> str:
    if self.ndim == 0 and spec:
        return format(_item(self), spec)
    return format(str(self), spec)


def _reduce_to_values(self: Tensor) -> tuple[Any, ...]:
    """Pickled as its values."""
    return array.asarray, (_core.to_numpy(self),)


METHODS: dict[str, Any] = {
    "__array__": _array,
    "__array_namespace__": _namespace,
    "__array_priority__": 1000.0,
    "__ceil__": _as_method(_core.ceil),
    "__copy__": _copy,
    "__deepcopy__": _copy,
    "__divmod__": _divmod,
    "__floor__": _as_method(_core.floor),
    "__format__": _format,
    "__rdivmod__": _rdivmod,
    "__reduce__": _reduce_to_values,
    "__repr__": _repr,
    "__round__": _round,
    "__str__": _str,
    "__trunc__": _as_method(_core.trunc),
    "astype": _astype,
    "at": property(_At, doc="x.at[key].add(v) and x.at[key].set(v): new tensors, x is unchanged."),
    "copy": _copy,
    "dot": _dot,
    "item": _item,
    "max": _max,
    "mean": _mean,
    "min": _min,
    "numpy": _numpy,
    "reshape": _reshape,
    "sum": _sum,
    "tolist": _tolist,
    "transpose": _transpose,
}
# Functions of the package whose arguments after the tensor are those of NumPy's method.
SAME = ["all", "any", "argmax", "argmin", "argsort", "clip", "cumprod", "cumsum", "diagonal"]
SAME += ["prod", "ravel", "repeat", "squeeze", "std", "swapaxes", "take", "trace", "var"]
METHODS |= {name: _as_method(getattr(array, name)) for name in SAME}
METHODS["flatten"] = _as_method(array.ravel)


def attach() -> None:
    """Gives the compiled type the methods that are written in Python."""
    for name, method in METHODS.items():
        if callable(method):
            method.__name__, method.__qualname__ = name, f"Tensor.{name}"
        setattr(Tensor, name, method)
