# SPDX-License-Identifier: Apache-2.0
"""NumPy's functions on tensors: `np.exp(t)`, `array * t`, `np.sum(t)`, `np.linalg.solve(t, u)`.

Our functions have NumPy's names, so most of the correspondence is the name itself.
"""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

from fenchel import _core, array, elementwise, linalg, reduce, special
from fenchel._core import Tensor

Call = Callable[..., Any]


def _invert(x: Any) -> Any:
    return ~_core.asarray(x)


# NumPy's name, where it is not ours.
UFUNCS: dict[str, Call] = {
    "absolute": _core.abs,
    "arccos": _core.acos,
    "arccosh": _core.acosh,
    "arcsin": _core.asin,
    "arcsinh": _core.asinh,
    "arctan": _core.atan,
    "arctan2": _core.atan2,
    "arctanh": _core.atanh,
    "bitwise_and": _core.logical_and,
    "bitwise_or": _core.logical_or,
    "bitwise_xor": _core.logical_xor,
    "fabs": _core.abs,
    "invert": _invert,
    "isnan": lambda x: _core.asarray(x) != x,
    "matmul": array.matmul,
    "positive": lambda x: +_core.asarray(x),
    "power": lambda a, b: _core.asarray(a) ** b,
    "reciprocal": lambda x: 1.0 / _core.asarray(x),
    "rint": _core.round,
    "true_divide": _core.divide,
}
REDUCTIONS: dict[str, Call] = {
    "add": reduce.sum,
    "logical_and": array.all,
    "logical_or": array.any,
    "maximum": reduce.max,
    "minimum": reduce.min,
    "multiply": array.prod,
}
ACCUMULATIONS: dict[str, Call] = {"add": array.cumsum, "multiply": array.cumprod}


def _counterpart(name: str) -> Call | None:
    """Our function for the name of a universal function of NumPy, or of `scipy.special`."""
    if name in UFUNCS:
        return UFUNCS[name]
    module = _core if name in elementwise.__all__ else special
    return getattr(module, name) if module is _core or name in special.__all__ else None


def _plain(value: Any) -> Any:
    return _core.to_numpy(value) if isinstance(value, Tensor) else value


def array_ufunc(
    self: Tensor,  # noqa: ARG001 - it is among the inputs
    ufunc: np.ufunc,
    method: str,
    *inputs: Any,
    **options: Any,
) -> Any:
    """NumPy's protocol for universal functions."""
    if "out" in options:
        raise TypeError(
            f"np.{ufunc.__name__} cannot write a tensor into a NumPy array; "
            "write x = x + t instead of x += t, or convert the tensor with np.asarray first"
        )
    name = ufunc.__name__
    function = _counterpart(name) if method == "__call__" and not options else None
    if function is not None:
        return function(*inputs)
    if method == "reduce" and name in REDUCTIONS:
        axis, keepdims = options.get("axis", 0), options.get("keepdims", False)
        return REDUCTIONS[name](inputs[0], axis, keepdims)
    if method == "accumulate" and name in ACCUMULATIONS:
        return ACCUMULATIONS[name](inputs[0], options.get("axis", 0))
    raise TypeError(_no_counterpart(f"np.{name}" + ("" if method == "__call__" else f".{method}")))


def _no_counterpart(name: str) -> str:
    return (
        f"{name} has no counterpart for tensors; compute it on values with np.asarray(tensor), "
        "which has no derivative"
    )


def _shape(a: Tensor) -> tuple[int, ...]:
    return a.shape


def _where(condition: Any, x: Any, y: Any) -> Tensor:
    return _core.where(condition, x, y)


def _dot(a: Any, b: Any) -> Tensor:
    a, b = array.asarray(a), array.asarray(b)
    return a * b if 0 in (a.ndim, b.ndim) else array.matmul(a, b)


def _clip(a: Tensor, a_min: Any = None, a_max: Any = None, **bounds: Any) -> Tensor:
    return array.clip(a, bounds.get("min", a_min), bounds.get("max", a_max))


def _einsum(subscripts: Any, *operands: Any, optimize: Any = None) -> Tensor:  # noqa: ARG001
    """The order of products is ours."""
    return array.einsum(subscripts, *operands)


def _moment(function: Call) -> Call:
    """NumPy's name for the correction."""

    def moment(a: Tensor, axis: Any = None, *, ddof: float = 0, **options: Any) -> Tensor:
        options.setdefault("correction", ddof)
        found: Tensor = function(a, axis, **options)
        return found

    return moment


def _array_of_values(a: Tensor, *args: Any, **options: Any) -> Any:
    return np.array(_plain(a), *args, **options)


def _round(a: Tensor, decimals: int = 0) -> Tensor:
    if decimals == 0:
        return _core.round(a)
    unit = 10.0**decimals
    return _core.round(a * unit) / unit


def _of_the_same_name() -> dict[Any, Call]:
    """NumPy's functions whose name is that of ours."""
    ours = {name: (np, module) for module in (array, reduce) for name in _public(module)}
    ours |= dict.fromkeys(linalg.__all__, (np.linalg, linalg))
    found = {getattr(theirs, name, None): getattr(m, name) for name, (theirs, m) in ours.items()}
    return {theirs: function for theirs, function in found.items() if theirs is not None}


def _public(module: ModuleType) -> list[str]:
    return [name for name, member in vars(module).items() if callable(member) and name[0] != "_"]


FUNCTIONS: dict[Any, Call] = _of_the_same_name() | {
    np.amax: reduce.max,
    np.amin: reduce.min,
    np.clip: _clip,
    np.copy: array.asarray,
    np.dot: _dot,
    np.einsum: _einsum,
    np.fix: _core.trunc,
    np.ndim: lambda a: a.ndim,
    np.round: _round,
    np.shape: _shape,
    np.size: lambda a: a.size,
    np.std: _moment(array.std),
    np.var: _moment(array.var),
    np.where: _where,
}
# Functions that look at values and promise nothing of derivatives.
ON_VALUES = {np.array_equal, np.allclose, np.isclose, np.array2string, np.array_repr, np.array_str}


def array_function(self: Tensor, function: Any, types: Any, args: Any, options: Any) -> Any:  # noqa: ARG001
    """NumPy's protocol for its other functions."""
    if function in FUNCTIONS:
        return FUNCTIONS[function](*args, **options)
    if function in ON_VALUES:
        return function(*map(_plain, args), **options)
    raise TypeError(_no_counterpart(f"np.{function.__name__}"))


def attach() -> None:
    """Tells NumPy that tensors take its functions."""
    for name, protocol in (("ufunc", array_ufunc), ("function", array_function)):
        setattr(Tensor, f"__array_{name}__", protocol)
