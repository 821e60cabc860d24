# SPDX-License-Identifier: Apache-2.0
"""Plots of the error over the range: one picture for each function, both precisions."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from results import PRECISIONS, Summary

# The bins of tests/accuracy/score.hpp: quarters of binades from 2^-32 to 2^32, then the negative.
LOWEST = -32
HALF = 256
COLORS = {"v2": "#e0a458", "v3": "#2b6cb0", "v4": "#2b6cb0"}
LABELS = {"v2": "without FMA", "v3": "with FMA", "v4": "with FMA"}


def position(x: float) -> float:
    """Where x lies on the axis: its binade, counted from 2^-32, with its sign."""
    return math.copysign(math.log2(abs(x)) - LOWEST, x)


def curve(envelope: dict[int, float]) -> tuple[list[float], list[float]]:
    """The edges of the bins from the left, and the error in each."""
    bins = [*range(2 * HALF - 1, HALF - 1, -1), *range(HALF)]
    edges = [(i - HALF) / 4 for i in range(2 * HALF + 1)]
    return edges, [min(envelope.get(b, 0.0), 1e3) for b in bins]


def decorate(axis: Any, precision: str, seen: set[int]) -> None:
    """Ticks at powers of ten, and only the half of the axis that has points."""
    powers = [-8, -4, 0, 4, 8]
    ticks = [(sign, power) for sign in ("-", "") for power in powers]
    axis.set_xticks(
        [position(float(f"{sign}1e{power}")) for sign, power in ticks],
        [f"${sign}10^{{{power}}}$" if power else f"${sign}1$" for sign, power in ticks],
        fontsize=6,
    )
    left, right = any(b >= HALF for b in seen), any(b < HALF for b in seen)
    axis.set_xlim(-HALF / 4 if left else 0, HALF / 4 if right else 0)
    axis.set_ylim(bottom=0)
    axis.tick_params(axis="y", labelsize=7)
    axis.set_title(precision, fontsize=8)
    axis.grid(alpha=0.3, linewidth=0.5)


def draw_precision(axis: Any, rows: dict[str, Summary]) -> set[int]:
    """The curves of the sets; the bins that saw an error."""
    # v3 and v4 have the same bits: the last of them covers the first.
    kinds = {LABELS.get(s, s): s for s in rows}
    seen: set[int] = set()
    for label, set_ in kinds.items():
        edges, tops = curve(rows[set_].envelope)
        color = COLORS.get(set_, "#2b6cb0")
        axis.stairs(tops, edges, color=color, linewidth=0.9, label=label)
        axis.axhline(rows[set_].bound, color=color, linewidth=0.8, linestyle="--")
        seen |= rows[set_].envelope.keys()
    return seen


def save(figure: Any, path: Path) -> None:
    """A picture of few colors, a quarter of the size."""
    from PIL import Image

    figure.canvas.draw()
    picture = Image.frombuffer(
        "RGBA", figure.canvas.get_width_height(), figure.canvas.buffer_rgba()
    )
    picture.convert("RGB").quantize(24).save(path, optimize=True)


def draw(rows: dict[tuple[str, str, str], Summary], folder: Path) -> list[str]:
    """Draws every function that is not exact into the folder; their names."""
    import matplotlib as mpl

    mpl.use("agg")
    import matplotlib.pyplot as plt

    folder.mkdir(parents=True, exist_ok=True)
    shown = []
    for name in sorted({name for (name, _, _), row in rows.items() if row.ulp > 0}):
        figure, axes = plt.subplots(1, 2, figsize=(7.2, 2.0), layout="constrained")
        for axis, precision in zip(axes, PRECISIONS, strict=True):
            of_one = {s: row for (n, p, s), row in rows.items() if (n, p) == (name, precision)}
            decorate(axis, precision, draw_precision(axis, of_one))
        axes[0].set_ylabel(f"{name}: ULP", fontsize=8)
        figure.legend(*axes[0].get_legend_handles_labels(), fontsize=6, loc="outside right upper")
        save(figure, folder / f"{name}.png")
        plt.close(figure)
        shown.append(name)
    return shown
