# SPDX-License-Identifier: Apache-2.0
"""The static engine's table: ours beside the gradient by hand and the libraries installed."""

from __future__ import annotations

from statistics import median
from typing import Any

Row = dict[str, Any]
HEADER = (
    f"{'workload':24} {'size':14} {'ours':>10} {'hand':>10} {'ratio':>6} {'/ value':>7} "
    f"{'allocations':>11} {'bytes':>6}   others, ratio to hand (bytes an element)"
)


def line(row: Row) -> str:
    """Microseconds; gradient over value alone; what ours takes from the heap; the peers."""
    text = f"{row['workload']:24} {row['size']:14} {row['ours_s'] * 1e6:10.3f} "
    text += f"{row['reference_s'] * 1e6:10.3f} {row['ratio']:6.2f}"
    if "peers" not in row:
        return text
    text += f" {row['gradient_over_primal']:7.2f} {row['allocations']:11d} "
    text += f"{row['bytes_an_element']:6.0f}  "
    for name, peer in row["peers"].items():
        text += f" {name} {peer['ratio']:.1f} ({peer['bytes_an_element']:.0f})"
    return text


def elements(row: Row) -> int:
    """The n of a row."""
    return int(row["size"].split(",")[0].removeprefix("n="))


def summary(rows: list[Row]) -> str:
    """Medians of the ratios to the hand-written gradient, and the worst."""
    groups = {
        "n < 100": [row for row in rows if elements(row) < 100],
        "n >= 100": [row for row in rows if elements(row) >= 100],
        "all": rows,
    }
    lines = [""]
    for name, group in groups.items():
        if group:
            worst = max(group, key=lambda row: row["ratio"])
            lines.append(
                f"{name:9} {len(group):3} rows, median {median(r['ratio'] for r in group):.2f}, "
                f"worst {worst['ratio']:.2f} ({worst['workload']}, {worst['size']})"
            )
    for name in sorted({name for row in rows for name in row.get("peers", {})}):
        ratios = [row["peers"][name]["ratio"] for row in rows if name in row.get("peers", {})]
        lines.append(f"{name:9} {len(ratios):3} rows, median {median(ratios):.1f}")
    return "\n".join(lines)
