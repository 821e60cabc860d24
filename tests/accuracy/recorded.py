# SPDX-License-Identifier: Apache-2.0
"""recorded.json: the fingerprints of all results, and the largest error of a slice beside them.

There is one for the sets with fused multiply-add, and one for those without.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from measurement import Bits, Measurement
from results import summaries

FILE = Path(__file__).with_name("recorded.json")
Rows = dict[str, dict[str, Any]]


def entries(bits: Bits, sets: dict[str, Any]) -> Iterator[tuple[str, tuple[str, str, str], str]]:
    """Each fingerprint with its key in the file, and the function, precision and set it is of."""
    for (name, precision), found in bits.items():
        for set_, value in found.items():
            arithmetic = "fma" if sets[set_]["fma"] else "plain"
            yield f"{name} {precision} {arithmetic}", (name, precision, set_), value


def faults(bits: Bits, sets: dict[str, Any], recorded: Rows) -> list[str]:
    """Where the bits are not the recorded ones."""
    found = []
    for key, of, value in entries(bits, sets):
        if key not in recorded:
            found.append(f"{' '.join(of)}: not recorded")
        elif recorded[key]["bits"] != value:
            found.append(f"{' '.join(of)}: other bits than recorded")
    return found


def gone(bits: Bits, recorded: Rows) -> list[str]:
    """Functions that are recorded, and no more there."""
    names = {key.split()[0] for key in recorded} - {name for name, _ in bits}
    return [f"{name}: recorded, but no primitive" for name in sorted(names)]


def rows(measured: Measurement, sets: dict[str, Any]) -> Rows:
    """What a recorded.json of the measured functions holds."""
    found: Rows = {}
    summary = summaries(measured.lines.values())
    for key, of, value in entries(measured.bits, sets):
        row = found.setdefault(key, {"bits": value, "ulp": round(summary[of].ulp, 3)})
        if row["bits"] != value:
            raise SystemExit(f"{' '.join(of)}: other bits than a set with the same arithmetic")
    return found


def read(path: Path) -> Rows:
    """The recorded rows; none where there is no file."""
    content: Rows = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return content


def write(path: Path, content: Rows) -> None:
    """One line for each row, sorted: a change of one function is a difference of its lines."""
    lines = [f"{json.dumps(key)}: {json.dumps(content[key])}" for key in sorted(content)]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
