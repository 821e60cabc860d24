# SPDX-License-Identifier: Apache-2.0
"""jit: a function is traced once for every kind of arguments, and its program kept."""

import functools
import inspect
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from fenchel import _core
from fenchel._core import Compiled, Program, Tensor, Trace
from fenchel.retrace import explanation, specs
from fenchel.tree import LEAF, flatten_arguments, to_tensors, unflatten_arguments
from fenchel.types import Function

__all__ = ["cache_info", "clear_cache", "jit"]

MOST_PROGRAMS = 256  # of one function; the one unused for longest goes first


class _Entry:
    """A traced program, with the tree of its results and, once it ran, its plan."""

    def __init__(self, program: Program, structure: Any) -> None:
        self.program = program
        self.structure = structure
        self.open = any(_core.is_traced(x) for x in _core.captures(program))
        self.compiled: Compiled | None = None

    def __call__(self, arguments: Sequence[Tensor]) -> Any:
        if self.open or (_core.open_traces() and any(map(_core.is_pending, arguments))):
            return self.structure.unflatten(_core.substitute(self.program, arguments))
        if self.compiled is None:
            _core.evaluate(_core.captures(self.program))
            self.compiled = Compiled(self.program)
        return self.structure.unflatten(self.compiled(arguments))


def _trace(call: Callable[[Sequence[Tensor]], Any], arguments: Sequence[Tensor]) -> _Entry:
    trace = Trace()
    try:
        inputs = [
            _core.parameter(x.dtype, x.shape, "jit", weak=_core.is_weak(x)) for x in arguments
        ]
        output = call([_core.copy(x) for x in inputs])
        results, structure = to_tensors(output, "jit: the result of the function")
        return _Entry(Program(inputs, results), structure)
    finally:
        trace.close()


def _key_of(static: Any) -> Any:
    """What a program depends on: 1, 1.0 and True are equal in Python, and so are 0.0 and -0.0."""
    return tuple(
        (name, type(value), repr(value) if isinstance(value, float) else value)
        for name, value in static
    )


class _Static:
    """Takes the arguments that are part of the program out of a call, and puts them back."""

    def __init__(self, f: Function, names: str | Sequence[str]) -> None:
        self.f = f
        self.names = (names,) if isinstance(names, str) else tuple(names)
        self.signature = inspect.signature(f) if self.names else None
        unknown = set(self.names) - set(self.signature.parameters if self.signature else ())
        if unknown:
            raise ValueError(f"jit: the function has no argument named {sorted(unknown)[0]!r}")

    def split(self, args: Any, kwargs: Any) -> tuple[tuple[Any, ...], dict[str, Any], Any]:
        """The call with its static arguments apart."""
        if self.signature is None:
            return args, kwargs, ()
        bound = self.signature.bind(*args, **kwargs)
        bound.apply_defaults()
        static = {name: bound.arguments[name] for name in self.names}
        dynamic = {name: v for name, v in bound.arguments.items() if name not in static}
        return (dynamic,), {}, tuple(static.items())

    def call(self, args: Any, kwargs: Any, static: Any) -> Any:
        """The function on arguments that were split."""
        if self.signature is None:
            return self.f(*args, **kwargs)
        bound = inspect.BoundArguments(self.signature, OrderedDict())
        values = {**args[0], **dict(static)}
        for name in self.signature.parameters:
            bound.arguments[name] = values[name]
        return self.f(*bound.args, **bound.kwargs)


def _arrangement(entry: _Entry) -> Any:
    """How results are handed out: None for a single one, a number for a tuple, else a function."""
    if entry.structure is LEAF:
        return None
    positions = tuple(range(len(entry.program.results)))
    tree = entry.structure.unflatten(positions)
    is_flat = type(tree) is tuple and tree == positions
    return len(positions) if is_flat else entry.structure.unflatten


def _lifted(leaves: Sequence[Any]) -> tuple[list[Tensor], bytes]:
    try:
        return _core.lift_all(leaves)
    except TypeError as error:
        raise TypeError(
            f"jit: {error}; name arguments that are no arrays in static_argnames"
        ) from None


class _Given:
    """The arguments of a call: what a program depends on (`key`), and what it is run with."""

    def __init__(self, static_part: _Static, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self.static_part = static_part
        self.args, kwargs, self.static = static_part.split(args, kwargs)
        self.named = bool(kwargs)
        leaves, self.structure = flatten_arguments((self.args, kwargs) if self.named else self.args)
        self.arguments, kinds = _lifted(leaves)
        self.key = (self.structure, _key_of(self.static), self.named, kinds)

    def traced(self) -> _Entry:
        """The function on stand-ins for the arguments."""

        def call(stand_ins: Sequence[Tensor]) -> Any:
            trees = unflatten_arguments(self.structure, stand_ins)
            args, kwargs = trees if self.named else (trees, {})
            return self.static_part.call(args, kwargs, self.static)

        return _trace(call, self.arguments)

    def plain(self) -> bool:
        """Whether a program for such arguments may be found by their kinds alone."""
        return self.structure == len(self.args) and not self.static_part.names and not self.named


def traced_program(f: Function, static_argnames: Any, args: Any, kwargs: Any) -> Program:
    """The program that `jit` would keep for a call."""
    return _Given(_Static(f, static_argnames), args, kwargs).traced().program


def jit(f: Function, static_argnames: str | Sequence[str] = ()) -> Function:
    """The function `f`, traced once for every kind of arguments.

    The Python code of `f` runs when arguments of new trees, shapes or types come; after that its
    program runs without it. Arrays that `f` closes over are constants.

    Args:
        f: a function of trees of tensors, arrays and numbers. It cannot branch on their values.
        static_argnames: names of arguments that are part of the program: numbers that decide
            branches or shapes, strings, functions. They must be hashable.

    Returns:
        A function that computes the same. Its attribute `explain_retrace`, called with arguments,
        says whether they would be traced anew, and why.

    Example:
        >>> import fenchel as fl
        >>> f = fl.jit(lambda x, y: x * fl.exp(y))
        >>> f(3.0, 0.0)
        Tensor(3.0)
        >>> f.explain_retrace(3.0, fl.zeros(2))
        'traced anew: argument 1 is float64[2], was a Python float'
    """
    programs: OrderedDict[Any, _Entry] = OrderedDict()
    static_part = _Static(f, static_argnames)

    def slow(*args: Any, **kwargs: Any) -> Any:
        given = _Given(static_part, args, kwargs)
        entry = programs.get(given.key)
        if entry is None:
            entry = given.traced()
            if not entry.open:
                programs[given.key] = entry
                if len(programs) > MOST_PROGRAMS:
                    programs.popitem(last=False)
        else:
            programs.move_to_end(given.key)
        output = entry(given.arguments)
        if entry.compiled and given.plain() and not _core.open_traces():
            wrapped.remember(given.args, entry.compiled, _arrangement(entry))
        return output

    def explain_retrace(*args: Any, **kwargs: Any) -> str:
        given = _Given(static_part, args, kwargs)
        if given.key in programs:
            return "not traced: there is a program for such arguments"
        known = {key: specs(entry.program.parameters) for key, entry in programs.items()}
        return explanation(given.key, specs(given.arguments), known)

    wrapped = _core.Jitted(slow)
    functools.update_wrapper(wrapped, f)
    wrapped.explain_retrace = explain_retrace
    return wrapped


def cache_info() -> dict[str, int]:
    """Counters of the cache of plans: plans held, hits, misses, and the limit.

    Returns:
        A dictionary with the keys `plans`, `hits`, `misses` and `limit`.

    Example:
        >>> import fenchel as fl
        >>> sorted(fl.cache_info())
        ['hits', 'limit', 'misses', 'plans']
    """
    return _core.cache_info()


def clear_cache() -> None:
    """Forgets all plans.

    Example:
        >>> import fenchel as fl
        >>> fl.clear_cache()
        >>> fl.cache_info()["plans"]
        0
    """
    _core.clear_cache()
