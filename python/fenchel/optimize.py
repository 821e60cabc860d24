# SPDX-License-Identifier: Apache-2.0
"""Minimization: which parameters make a function smallest? The loop runs in C++."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from fenchel import _core
from fenchel._core import Status, Tensor, Trace, TracedValueError
from fenchel.trace import fresh
from fenchel.tree import path_name, to_tensor, to_tensors
from fenchel.types import Function, Tree

__all__ = ["minimize"]

Update = Callable[[int, float, float], None]

_METHODS: dict[str, type[Any]] = {
    "lbfgs": _core.Lbfgs,
    "adam": _core.Adam,
    "gradient_descent": _core.GradientDescent,
}


class Result(dict[str, Any]):
    """What a solver found: fields as attributes and as items, as in SciPy's `OptimizeResult`.

    Fields:
        x: the solution, a tree like the parameters.
        fun: the value there.
        jac: the gradient there, a tree like the parameters.
        nit, nfev: numbers of iterations, and of evaluations of value and gradient.
        success: whether the run converged.
        status: how the run ended, a member of `Status`; 0 is converged.
        message: the same as a sentence that says what to do.
        history: the values at the start and after every iteration.
    """

    x: Tree
    fun: float
    jac: Tree
    nit: int
    nfev: int
    success: bool
    status: Status
    message: str
    history: npt.NDArray[np.float64]

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"the result has no field {name}; it has {list(self)}") from None

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __delattr__(self, name: str) -> None:
        del self[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self]

    def __repr__(self) -> str:
        width = max(map(len, self), default=0)
        margin = "\n" + " " * (width + 3)
        shown = {name: v if isinstance(v, str) else repr(v) for name, v in self.items()}
        lines = [f"{name:>{width + 1}}: {text}" for name, text in shown.items()]
        return "\n".join(line.replace("\n", margin) for line in lines)


def minimize(
    fun: Function,
    params: Tree,
    args: tuple[Any, ...] = (),
    method: str = "lbfgs",
    tol: float = 1e-6,
    max_iter: int | None = None,
    callback: Callable[[Result], Any] | None = None,
    progress: bool = False,
    **options: float,
) -> Result:
    """Finds parameters at which `fun(params, *args)` is smallest, and its gradient zero.

    The function is called once, with placeholders for the parameters; value and gradient become one
    program, and the whole loop runs on it in C++. It converged when no component of the gradient is
    larger than `tol`.

    Args:
        fun: returns one number. It may use all of fenchel, and Python branches on anything but
            values that depend on the parameters; those are written with `fl.where`.
        params: where to start, a tree (dict, list, named tuple ...) of floating arrays and floats.
        args: further arguments of `fun`, fixed.
        method: "lbfgs" (option `history=10`), "adam" (`learning_rate=1e-3`, `b1=0.9`, `b2=0.999`,
            `eps=1e-8`), or "gradient_descent" (`learning_rate`; without it a backtracking search
            with `armijo=1e-4`).
        tol: the largest component of the gradient of a solution, as SciPy's `gtol`.
        max_iter: the limit of iterations, 10000 by default.
        callback: called after every iteration with a `Result` of `x`, `fun`, `jac`, `nit`, `nfev`;
            ends the run by returning True or raising StopIteration.
        progress: shows a bar if tqdm is installed, else a line.
        options: those of the method.

    Returns:
        A `Result`. Its point is the solution, or, if the run ended otherwise, the best point seen;
        `success` and `message` tell. Ctrl-C ends the run too, and raises nothing.

    Raises:
        TypeError: a parameter or the value is not floating, or an option does not exist.
        ValueError: there are no parameters; `fun` does not return one number; the value or the
            gradient at the start is not finite; the method does not exist; an option is out
            of its range.
        TracedValueError: `fun` branches on a value that depends on the parameters.
        Anything that `fun` or the callback raises, unchanged.

    Smoothness: L-BFGS needs a continuous gradient; at a kink it stops with `no_progress`.
    Parameters in single precision reach a gradient of about 1e-4.

    Source: book section 15; Nocedal and Wright, Numerical Optimization, algorithms 3.5 and 7.5;
    Kingma and Ba 2015.

    Example:
        >>> import fenchel as fl
        >>> fit = fl.minimize(lambda p: (p["a"] - 3) ** 2 + fl.exp(p["b"]) - p["b"],
        ...                   {"a": 0.0, "b": 1.0})
        >>> fit.success, round(float(fit.x["a"]), 6), round(fit.fun, 6)
        (True, 3.0, 1.0)
    """
    solver = _solver(method, options)
    leaves, structure = _start(params)
    placeholders = [_core.parameter(leaf.dtype, leaf.shape, "jit") for leaf in leaves]
    value = _trace(fun, structure.unflatten([_core.copy(x) for x in placeholders]), args)
    limit = solver.default_max_iter if max_iter is None else _limit(max_iter)
    told = callback and _told(callback, structure)
    with _shown(method, max_iter) if progress else contextlib.nullcontext() as update:
        found = _core.minimize(
            solver, placeholders, value, leaves, _tolerance(tol), limit, told, update
        )
        if update is not None and found["nit"]:
            update(found["nit"], found["fun"], _largest(found["jac"]))
    return _result(found, structure)


def _solver(method: str, options: dict[str, float]) -> Any:
    """The method with its options."""
    if method not in _METHODS:
        raise ValueError(f"minimize: no method {method!r}; there are {', '.join(_METHODS)}")
    solver = _METHODS[method]()
    names = [name for name, field in vars(type(solver)).items() if isinstance(field, property)]
    for name, value in options.items():
        if name not in names:
            known = ", ".join(names)
            raise TypeError(f"minimize: {method} has no option {name!r}; it has {known}")
        setattr(solver, name, value)
    return solver


def _start(params: Tree) -> tuple[list[Tensor], Any]:
    """The leaves of the parameters as tensors, and their structure."""
    leaves, structure = to_tensors(params, "params")
    if not leaves:
        raise ValueError("minimize: there are no parameters; params is an empty tree")
    for leaf, path in zip(leaves, structure.paths(), strict=True):
        if leaf.dtype.kind != "f":
            raise TypeError(
                f"minimize: params{path_name(path)} is of type {leaf.dtype}, not floating; "
                "write 3.0 for 3, or convert the array"
            )
    return leaves, structure


def _limit(max_iter: int) -> int:
    if max_iter < 0:
        raise ValueError(f"minimize: max_iter must not be negative, not {max_iter}")
    return max_iter


def _tolerance(tol: float) -> float:
    if not tol >= 0:
        raise ValueError(f"minimize: tol must not be negative, not {tol}")
    return float(tol)


def _trace(fun: Function, params: Tree, args: tuple[Any, ...]) -> Tensor:
    """The value of the function at placeholders."""
    trace = Trace()
    try:
        value = fun(params, *map(fresh, args))
    except TracedValueError as error:
        raise TracedValueError(
            "minimize: the function is traced once, for all values of the parameters, so Python "
            "cannot branch on what depends on them; write `fl.where(condition, a, b)` in place of "
            f"`if`. ({error})"
        ) from error
    finally:
        trace.close()
    return to_tensor(value, "minimize: the result of the function")


def _told(callback: Callable[[Result], Any], structure: Any) -> Callable[[dict[str, Any]], bool]:
    """The callback as the loop calls it: on fields, returning whether to stop."""

    def tell(fields: dict[str, Any]) -> bool:
        try:
            return bool(callback(_result(fields, structure)))
        except StopIteration:
            return True

    return tell


def _result(fields: dict[str, Any], structure: Any) -> Result:
    """The fields with trees in place of lists of leaves."""
    result = Result(fields)
    for name in ("x", "jac"):
        result[name] = structure.unflatten(fields[name])
    if "history" in fields:
        result["history"] = np.asarray(fields["history"])
    return result


def _largest(arrays: list[Tensor]) -> float:
    return max(float(np.max(np.abs(array), initial=0.0)) for array in map(np.asarray, arrays))


@contextlib.contextmanager
def _shown(method: str, max_iter: int | None) -> Iterator[Update]:
    """Shows the progress of a run on stderr."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        yield lambda nit, fun, norm: print(_line(method, nit, fun, norm), end="\r", file=sys.stderr)
        print(file=sys.stderr)
        return
    with tqdm(total=max_iter, desc=method, unit="it") as bar:

        def update(nit: int, fun: float, norm: float) -> None:
            bar.set_postfix(fun=f"{fun:.6g}", gradient=f"{norm:.1e}", refresh=False)
            bar.update(nit - bar.n)

        yield update


def _line(method: str, nit: int, fun: float, norm: float) -> str:
    return f"{method}: iteration {nit}, fun={fun:.6g}, gradient={norm:.1e}   "
