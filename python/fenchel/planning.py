# SPDX-License-Identifier: Apache-2.0
"""plan: what will run for a call, before it runs."""

import functools
from collections import Counter
from typing import Any

from fenchel import _core
from fenchel._core import PlanReport, Program, StepReport
from fenchel.compilation import traced_program
from fenchel.types import Function

__all__ = ["Plan", "plan"]

KINDS = {
    "cluster": "elementwise work, block by block",
    "rows": "row by row, in cache",
    "scalars": "single numbers",
    "product": "matrix product",
    "call": "whole arrays",
    "control": "loops and branches",
}


def _size(count: int) -> str:
    """A number of bytes to three digits."""
    value, units = float(count), ["B", "KB", "MB", "GB", "TB"]
    while value >= 1000 and len(units) > 1:
        value /= 1000
        units.pop(0)
    return f"{value:.3g} {units[0]}"


def _names(step: StepReport) -> str:
    """The operations of a step, each once, with how often it occurs."""
    counts = Counter(step.operations)
    return ", ".join(name if n == 1 else f"{n} {name}" for name, n in counts.items())


class Plan:
    """What will run: steps, memory, operations. Printed, it is a table.

    Attributes:
        steps: in the order in which they run; each has `kind`, `elements`, `operations` (names),
            `bytes_read`, `bytes_written`, `operation_count` and `after` (the steps it reads from).
        bytes_read: what the steps read from memory, in bytes; what stays in cache does not count.
        bytes_written: what they write.
        peak_bytes: arguments, results and temporaries together.
        operation_count: elementwise and summed elements, two for a multiplication with addition.
    """

    def __init__(self, report: PlanReport) -> None:
        self.steps = report.steps
        self.bytes_read = sum(step.bytes_read for step in self.steps)
        self.bytes_written = sum(step.bytes_written for step in self.steps)
        self.peak_bytes = report.leaf_bytes + report.result_bytes + report.temporary_bytes
        self.operation_count = sum(step.operation_count for step in self.steps)

    def __str__(self) -> str:
        lines = [
            (
                f"{len(self.steps)} steps, {self.operation_count:.3g} operations, "
                f"{_size(self.bytes_read)} read, {_size(self.bytes_written)} written, "
                f"{_size(self.peak_bytes)} at the peak"
            )
        ]
        for number, step in enumerate(self.steps):
            lines.append(
                f"{number}: {KINDS[step.kind]}, {step.elements} elements, "
                f"{_size(step.bytes_read)} read, {_size(step.bytes_written)} written"
            )
            lines.append(f"   {_names(step)}")
        return "\n".join(lines)

    __repr__ = __str__

    def to_dot(self) -> str:
        """The steps as a graph in the language of Graphviz.

        Returns:
            The text of a digraph: a node for every step, an edge for what one reads of another.
        """
        lines = ["digraph plan {", "  node [shape=box];"]
        for number, step in enumerate(self.steps):
            label = f"{number}: {step.kind}, {step.elements}\\n{_names(step)}"
            lines.append(f'  {number} [label="{label}"];')
        lines += [f"  {a} -> {b};" for b, step in enumerate(self.steps) for a in step.after]
        return "\n".join([*lines, "}"])


def plan(f: Function, static_argnames: str | tuple[str, ...] = ()) -> Function:
    """The function that tells what `f` would run, as `jit` would plan it.

    Args:
        f: a function of trees of tensors, arrays and numbers; a transformed one, such as
            `fl.value_and_grad(loss)`, shows the plan of the derivative.
        static_argnames: as of `jit`.

    Returns:
        A function of the same arguments that returns a `Plan`; nothing is computed.

    Example:
        >>> import fenchel as fl
        >>> found = fl.plan(fl.grad(lambda x: fl.sum(fl.exp(x) * fl.sin(x))))(fl.ones(1000))
        >>> len(found.steps), found.steps[0].kind, found.bytes_read, found.bytes_written
        (1, 'cluster', 8000, 8000)
    """

    @functools.wraps(f)
    def wrapped(*args: Any, **kwargs: Any) -> Plan:
        program: Program = traced_program(f, static_argnames, args, kwargs)
        return Plan(_core.report(program))

    return wrapped
