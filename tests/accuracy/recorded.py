# SPDX-License-Identifier: Apache-2.0
"""recorded.json: the fingerprints of all results, one for the sets with fused multiply-add and one
for those without, and the largest error of a slice beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from measurement import Bits, Measurement
from results import summaries

FILE = Path(__file__).with_name("recorded.json")


def arithmetic(sets: dict[str, Any], name: str) -> str:
    """All sets with fused multiply-add have the same bits."""
    return "fma" if sets[name]["fma"] else "plain"


def entries(bits: Bits, sets: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Each fingerprint with the function, the precision and the set it is of."""
    for (name, precision), found in bits.items():
        for set_ in sets:
            if set_ in found:
                yield name, precision, set_, found[set_]


def faults(bits: Bits, sets: dict[str, Any], recorded: dict[str, Any]) -> list[str]:
    """Where the bits are not the recorded ones."""
    found = []
    for name, precision, set_, value in entries(bits, sets):
        row = recorded.get(name, {}).get(precision, {}).get(arithmetic(sets, set_))
        if row is None:
            found.append(f"{name} {precision} {set_}: not recorded")
        elif row["bits"] != value:
            found.append(f"{name} {precision} {set_}: other bits than recorded")
    return found


def rows(measured: Measurement, sets: dict[str, Any]) -> dict[str, Any]:
    """What a recorded.json of the measured functions holds."""
    found: dict[str, Any] = {}
    summary = summaries(measured.lines.values())
    for name, precision, set_, value in entries(measured.bits, sets):
        ulp = round(summary[name, precision, set_].ulp, 3)
        cell = found.setdefault(name, {}).setdefault(precision, {})
        row = cell.setdefault(arithmetic(sets, set_), {"bits": value, "ulp": ulp})
        if row["bits"] != value:
            raise SystemExit(f"{name} {precision}: sets with the same arithmetic have other bits")
    return found


def read(path: Path) -> dict[str, Any]:
    """The recorded rows; none where there is no file."""
    content: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return content


def write(path: Path, content: dict[str, Any]) -> None:
    """Sorted, so that a change of one function is a difference of its lines."""
    path.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", "utf-8")
