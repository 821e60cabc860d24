# SPDX-License-Identifier: Apache-2.0
"""Runs the Python workloads: ours beside the hand-written gradient and the installed peers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import calls
import numpy as np
from libraries import installed
from rounds import interleaved
from workload import Call, Workload
from workloads import workloads

TOLERANCE = {"float32": 1e-3, "float64": 1e-6}


def flat(result: Any) -> np.ndarray:
    """All numbers of a result but its value, which hand-written code leaves elsewhere."""
    if not isinstance(result, (tuple, list)):
        return np.asarray(result).ravel()
    has_value = len(result) > 1 and np.shape(flat(result[0])) == (1,)
    return np.concatenate([flat(part) for part in result[has_value:]])


def candidates(work: Workload) -> Iterator[tuple[str, Call]]:
    """Who computes the workload: ours first."""
    for library in (*installed.ours(), *installed.peers()):
        ours = library in installed.ours()
        if ours or work.peers is None or library.name in work.peers:
            yield library.name, library.prepare(work)
    if work.by_hand:
        yield "hand", work.by_hand()


def agreeing(work: Workload) -> dict[str, Call]:
    """The candidates, all of which must come to what the first comes to."""
    found: dict[str, Call] = {}
    expected = None
    for name, call in candidates(work):
        result = flat(call())
        expected = result if expected is None else expected
        scale = np.max(np.abs(expected), initial=1e-30)
        if not np.max(np.abs(result - expected), initial=0) <= TOLERANCE[str(result.dtype)] * scale:
            sys.exit(f"bench: {work.name} {work.size}: {name} and ours disagree")
        found[name] = call
    return found


def measure(work: Workload, rounds: int, seconds: float) -> Iterator[dict[str, Any]]:
    """One row for every reference."""
    times = interleaved(agreeing(work), rounds, seconds)
    for reference, reference_s in times.items():
        if reference != "ours":
            yield calls.row(work.name, work.size, times["ours"], reference, reference_s)


def run(quick: bool, only: str | None) -> Iterator[dict[str, Any]]:
    """All rows, workload by workload."""
    rounds, seconds = (7, 0.01) if quick else (21, 0.02)
    yield from calls.run(rounds, seconds, only)
    for work in workloads(quick):
        if only is None or only in work.name:
            yield from measure(work, rounds, seconds)
