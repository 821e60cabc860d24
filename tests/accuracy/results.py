# SPDX-License-Identifier: Apache-2.0
"""What was measured: the lines of a results file, and what they say about each function."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

PRECISIONS = ("float64", "float32")
KINDS = ("bits", "probe", "middle", "hard", "tiny")
CHUNKS_OF_A_KIND = 4  # of 2^19 points each: 10^7 points of five kinds
CHUNKS_OF_PATTERNS = 256  # of 2^24 bit patterns each: all of float32


def chunks(precision: str, arity: int) -> list[str]:
    """What makes a function measured, as `stage:chunk`; two float32 have too many patterns."""
    patterns = precision == "float32" and arity == 1
    kinds = [f"{kind}:{i}" for kind in KINDS for i in range(1 if patterns else CHUNKS_OF_A_KIND)]
    every = [f"patterns:{i}" for i in range(CHUNKS_OF_PATTERNS if patterns else 0)]
    return ["special:0", *kinds, *every]


def name_of(line: dict[str, Any]) -> tuple[str, str, str]:
    """The function, precision and chunk of a line."""
    return line["function"], line["precision"], f"{line['stage']}:{line['chunk']}"


def load(path: Path) -> dict[tuple[str, str, str], dict[str, Any]]:
    """The newest line of each chunk; a line cut short by an interruption does not count."""
    lines = {}
    if path.exists():
        for text in path.read_text(encoding="utf-8").splitlines():
            if text.endswith("}"):
                line = json.loads(text)
                lines[name_of(line)] = line
    return lines


def is_good(line: dict[str, Any]) -> bool:
    """Whether a chunk kept every bound, and its references agreed."""
    return not line["distrust"] and not any(row["failures"] for row in line["sets"].values())


@dataclasses.dataclass
class Summary:
    """The chunks of one function, precision and instruction set together."""

    bound: float = 0.0
    ulp: float = 0.0
    x: tuple[float, ...] = ()
    failures: int = 0
    points: int = 0
    patterns: int = 0
    distrust: int = 0
    envelope: dict[int, float] = dataclasses.field(default_factory=dict)
    kinds: dict[str, float] = dataclasses.field(default_factory=dict)

    def add(self, line: dict[str, Any], row: dict[str, Any]) -> None:
        """Takes in what a chunk says about the set."""
        self.bound = row["bound"]
        ulp, stage = float(row["ulp"]), line["stage"]
        if ulp > self.ulp or not self.x:
            self.ulp, self.x = ulp, tuple(float(x) for x in row["x"])
        self.failures += row["failures"]
        self.distrust += line["distrust"]
        self.points += line["points"]
        self.patterns += line["points"] if stage == "patterns" else 0
        self.kinds[stage] = max(self.kinds.get(stage, 0.0), ulp)
        for bin_, top in row["envelope"].items():
            self.envelope[int(bin_)] = max(self.envelope.get(int(bin_), 0.0), float(top))


def summaries(lines: Iterable[dict[str, Any]]) -> dict[tuple[str, str, str], Summary]:
    """By function, precision and set."""
    found: dict[tuple[str, str, str], Summary] = {}
    for line in lines:
        for name, row in line["sets"].items():
            key = line["function"], line["precision"], name
            found.setdefault(key, Summary()).add(line, row)
    return found
