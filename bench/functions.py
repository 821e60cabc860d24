# SPDX-License-Identifier: Apache-2.0
"""The table of the elementary functions: time of an element beside libmvec and SLEEF."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from statistics import median
from typing import Any

Row = dict[str, Any]
HEADER = (
    f"{'function':14} {'precision':9} {'set':4} {'form':6} {'ours':>8} "
    f"{'libmvec':>8} {'SLEEF':>8}   {'/libmvec':>8} {'/SLEEF':>8}"
)


def with_ratios(row: Row) -> Row:
    """The row with ours over theirs, for those that have the function."""
    for name in ("libmvec", "sleef"):
        if f"{name}_ns" in row:
            row[f"over_{name}"] = row["ours_ns"] / row[f"{name}_ns"]
    return row


def line(row: Row) -> str:
    """Nanoseconds of an element, and ratios below 1 where ours is faster."""
    times = [
        f"{row[k]:8.3f}" if k in row else " " * 8 for k in ("ours_ns", "libmvec_ns", "sleef_ns")
    ]
    ratios = [f"{row[k]:8.2f}" if k in row else " " * 8 for k in ("over_libmvec", "over_sleef")]
    head = f"{row['function']:14} {row['precision']:9} {row['set']:4} {row['form']:6}"
    return f"{head} {' '.join(times)}   {' '.join(ratios)}"


def _ratios(rows: Iterable[Row], key: str, tiers: tuple[str, ...]) -> list[float]:
    return [row[key] for row in rows if row["tier"] in tiers and key in row]


def _show(of: Callable[[list[float]], float], ratios: list[float]) -> str:
    return f"{of(ratios):8.2f}" if ratios else f"{'-':>8}"


def summary(rows: list[Row]) -> str:
    """Medians by set and precision, and the worst against SLEEF."""
    lines = ["", f"{'':14} default/libmvec  joint   fast   default/SLEEF  worst   (medians)"]
    for name in sorted({row["set"] for row in rows}):
        for precision in ("float64", "float32"):
            group = [r for r in rows if r["set"] == name and r["precision"] == precision]
            ours = _show(median, _ratios(group, "over_libmvec", ("ordinary",)))
            joint = _show(median, _ratios(group, "over_libmvec", ("joint",)))
            fast = _show(median, _ratios(group, "over_libmvec", ("fast",)))
            sleef = _ratios(group, "over_sleef", ("ordinary", "joint"))
            tail = f"{_show(median, sleef)}      {_show(max, sleef)}"
            lines.append(f"{name} {precision:11} {ours}      {joint} {fast}     {tail}")
    return "\n".join(lines)
