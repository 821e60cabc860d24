# SPDX-License-Identifier: Apache-2.0
"""Loops and branches that are part of the program: traced once, differentiable, batched.

Python's own `if`, `for` and `while` work under `grad` as long as they look at values; these work
where a value is not known yet (`jit`, `vmap`), and cost a body once, however often it runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fenchel import _core, array
from fenchel._core import Program, Tensor, Trace
from fenchel.body import Carry, branch_results
from fenchel.trace import finish
from fenchel.tree import to_tensors
from fenchel.types import Function, Tree

__all__ = ["cond", "fori_loop", "scan", "switch", "while_loop"]


def _traced(f: Function, *arguments: Tree) -> Tree:
    """What a body returns for placeholders; nothing in it is evaluated."""
    trace = Trace()
    try:
        return f(*arguments)
    finally:
        trace.close()


def cond(predicate: Any, true_branch: Function, false_branch: Function, *operands: Tree) -> Tree:
    r"""`true_branch(*operands)` where the predicate holds, else `false_branch(*operands)`.

    Formula: p \, t(x) + (1 - p) \, f(x)

    Only the chosen branch runs, and only it has a derivative. Under `vmap`, where examples choose
    differently, both run and each example takes from its own; no NaN of the other reaches it.

    Args:
        predicate: one truth value.
        true_branch: a function of the operands; it may use variables from outside.
        false_branch: another one, whose result has the same tree, shapes and types.
        operands: trees of tensors.

    Returns:
        The tree that the chosen branch returns.

    Raises:
        TypeError: the branches return different trees, shapes or types.

    Source: book section 5.6.

    Example:
        >>> import fenchel as fl
        >>> fl.cond(fl.asarray(2.0) > 1, lambda x: 2 * x, lambda x: -x, fl.asarray(3.0))
        Tensor(6.0)
    """
    choice = array.asarray(predicate)
    if choice.shape != ():
        raise ValueError(f"cond: the predicate has shape {choice.shape}; it must be one value")
    holds = choice if choice.dtype.kind == "b" else _core.not_equal(choice, 0)
    index = _core.cast(holds, "int64")
    return _choose(index, [false_branch, true_branch], operands, "cond")


def switch(index: Any, branches: Sequence[Function], *operands: Tree) -> Tree:
    r"""`branches[index](*operands)`; an index beyond the ends takes the first or the last.

    Formula: f_i(x)

    Args:
        index: a whole number.
        branches: functions that return trees of the same structure, shapes and types.
        operands: trees of tensors.

    Returns:
        The tree that the chosen branch returns.

    Raises:
        TypeError: the branches return different trees, or the index is no whole number.

    Source: book section 5.6.

    Example:
        >>> import fenchel as fl
        >>> fl.switch(2, [fl.sin, fl.cos, fl.exp], 0.0)
        Tensor(1.0)
    """
    if not branches:
        raise ValueError("switch: there is no branch to choose")
    chosen = array.asarray(index)
    if chosen.shape != () or chosen.dtype.kind not in "ib":
        raise TypeError(
            f"switch: the index is {chosen.dtype} of shape {chosen.shape}; it must be one integer"
        )
    return _choose(_core.cast(chosen, "int64"), list(branches), operands, "switch")


def _choose(index: Tensor, branches: list[Function], operands: Any, name: str) -> Tree:
    tensors, structure = to_tensors(operands, f"{name}: the operands")
    start = _core.next_node_id()
    parameters, outputs = [], []
    for branch in branches:
        parameters.append([_core.parameter(x.dtype, x.shape, "body") for x in tensors])
        stand_ins = structure.unflatten([_core.copy(x) for x in parameters[-1]])
        outputs.append(_traced(branch, *stand_ins))
    leaves, tree = branch_results(outputs, name)
    programs = [Program(p, results) for p, results in zip(parameters, leaves, strict=True)]
    results = _core.branch(index, programs, start, tensors)
    finish(results)
    return tree.unflatten(results)


def fori_loop(lower: Any, upper: Any, body: Function, init: Tree) -> Tree:
    r"""`c = body(i, c)` for i = lower, ..., upper - 1, beginning with `init`.

    Formula: c_{i+1} = f(i, c_i)

    Args:
        lower: the first number; it may be traced.
        upper: the number behind the last; it may be traced.
        body: a function of the number and the carry that returns the next carry.
        init: the first carry, a tree of tensors. Python's numbers in it take the type that the
            body gives them.

    Returns:
        The last carry; `init` if there is no step.

    Raises:
        TypeError: the body returns another tree, shape or type than it is given.

    Source: book section 5.7.

    Example:
        >>> import fenchel as fl
        >>> fl.fori_loop(0, 5, lambda i, c: c + i, 0)
        Tensor(10)
    """
    first = array.asarray(lower)
    for bound, value in (("lower", first), ("upper", array.asarray(upper))):
        if value.shape != () or value.dtype.kind not in "ib":
            raise TypeError(
                f"fori_loop: {bound} is {value.dtype} of shape {value.shape}; it must be one "
                "integer"
            )
    known = isinstance(lower, int) and isinstance(upper, int)
    steps = max(0, upper - lower) if known else -1
    count = None if known else _core.cast(array.asarray(upper) - first, "int64")

    def step(i: Tensor, carry: Tree) -> tuple[Tree, None]:
        return body(i, carry), None

    return _loop(step, Carry(init, "fori_loop"), steps, count, counter=first)[0]


def scan(
    step: Function,
    init: Tree,
    xs: Tree = None,
    length: int | None = None,
    reverse: bool = False,
) -> tuple[Tree, Tree]:
    r"""`c, y[t] = step(c, x[t])` along the first axis of `xs`, beginning with `init`.

    Formula: (c_{t+1}, y_t) = f(c_t, x_t)

    Args:
        step: a function of the carry and a row of `xs` that returns the next carry and a result.
        init: the first carry, a tree of tensors.
        xs: a tree of tensors with a common first axis, or None.
        length: the number of steps, needed without `xs`.
        reverse: from the last row to the first; results keep the places of their rows.

    Returns:
        The last carry, and the results stacked along a new first axis.

    Raises:
        ValueError: the first axes differ, or no length is known.
        TypeError: the step returns another carry than it is given.

    Source: book section 5.7.

    Example:
        >>> import fenchel as fl
        >>> fl.scan(lambda c, x: (c + x, c * x), 0.0, fl.asarray([1.0, 2.0, 3.0]))
        (Tensor(6.0), Tensor([0., 2., 9.]))
    """
    rows, structure = to_tensors(xs, "scan: xs")
    lengths = {x.shape[0] if x.ndim else None for x in rows}
    if length is not None:
        lengths.add(int(length))
    if None in lengths or len(lengths) != 1:
        raise ValueError(
            "scan: xs has leaves of shapes "
            f"{[x.shape for x in rows]} and length={length}; they need one common length"
        )
    steps = int(lengths.pop() or 0)
    if reverse:
        rows = [array.flip(x, axis=0) for x in rows]

    def row_step(carry: Tree, *given: Tensor) -> tuple[Tree, Tree]:
        result = step(carry, structure.unflatten(list(given)))
        if not isinstance(result, tuple) or len(result) != 2:
            raise TypeError("scan: a step must return a pair, the carry and a result (or None)")
        return result

    carry, results = _loop(row_step, Carry(init, "scan"), steps, None, rows=rows)
    leaves, tree = to_tensors(results, "scan: the results")
    if reverse:
        leaves = [array.flip(y, axis=0) for y in leaves]
    finish(leaves)
    return carry, tree.unflatten(leaves)


def while_loop(condition: Function, body: Function, init: Tree) -> Tree:
    r"""`c = body(c)` while `condition(c)` holds, beginning with `init`.

    Formula: c_{t+1} = f(c_t) \text{ while } p(c_t)

    It is differentiable in both modes: reverse mode keeps the carries of all steps. Under `vmap`
    it goes on until the last example is done; those that are done keep their carries.

    Args:
        condition: a function of the carry that returns one truth value; it has no derivative.
        body: a function of the carry that returns the next one.
        init: the first carry, a tree of tensors.

    Returns:
        The first carry for which the condition does not hold.

    Raises:
        TypeError: the body returns another tree, shape or type than it is given, or the condition
            no single truth value.

    Source: book section 5.8.

    Example:
        >>> import fenchel as fl
        >>> fl.while_loop(lambda c: c < 100, lambda c: 2 * c, 3)
        Tensor(192)
    """

    def step(carry: Tree) -> tuple[Tree, None]:
        return body(carry), None

    return _loop(step, Carry(init, "while_loop"), -1, None, condition=condition)[0]


def _loop(
    step: Function,
    carry: Carry,
    steps: int,
    count: Tensor | None,
    *,
    rows: Sequence[Tensor] = (),
    counter: Tensor | None = None,
    condition: Function | None = None,
) -> tuple[Tree, Tree]:
    """Traces a body until its types have settled, and runs it."""
    while True:
        start = _core.next_node_id()
        number = [] if counter is None else [_core.parameter("int64", (), "body")]
        before = carry.placeholders()
        given = [_core.parameter(x.dtype, x.shape[1:], "body") for x in rows]
        stand_ins = [_core.copy(x) for x in (*number, *given)]
        arguments = [carry.tree(before), *stand_ins]
        if counter is not None:
            arguments.reverse()
        after, output = _traced(step, *arguments)
        leaves = carry.accept(after)
        if leaves is not None:
            break
    results, tree = to_tensors(output, f"{carry.name}: the result of the step")
    if counter is not None and not _core.depend([*leaves, *results], number[0]):
        number, counter = [], None  # nobody asks for it
    first = [] if counter is None else [_core.cast(counter, "int64")]
    following = [x + 1 for x in number]
    body = Program([*number, *before, *given], [*following, *leaves, *results])
    test = None if condition is None else _test(condition, carry)
    out = _core.loop(steps, count, body, test, start, [*first, *carry.tensors], list(rows))
    finish(out)
    last = out[len(first) : len(first) + len(leaves)]
    return carry.structure.unflatten(last), tree.unflatten(out[len(first) + len(leaves) :])


def _test(condition: Function, carry: Carry) -> Program:
    """The condition of a while loop as a program."""
    before = carry.placeholders()
    holds = array.asarray(_traced(condition, carry.tree(before)))
    if holds.shape != ():
        raise TypeError(
            f"while_loop: the condition returns shape {holds.shape}; it must be one truth value"
        )
    return Program(before, [_core.not_equal(holds, 0)])
