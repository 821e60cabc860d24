# SPDX-License-Identifier: Apache-2.0
"""Runs the Python workloads: ours beside the hand-written gradient and the installed peers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import calls
import peers
from rounds import interleaved
from workloads import Workload, workloads


def measure(work: Workload, rounds: int, seconds: float) -> Iterator[dict[str, Any]]:
    """One row for every reference."""
    candidates = {"ours": peers.ours(work), "fenchel-untraced": peers.untraced(work)}
    if work.by_hand:
        candidates["hand"] = work.by_hand()
    candidates |= {name: peer(work) for name, peer in peers.installed().items()}
    times = interleaved(candidates, rounds, seconds)
    for reference, reference_s in times.items():
        if reference == "ours":
            continue
        yield calls.row(work.name, work.size, times["ours"], reference, reference_s)


def run(quick: bool, only: str | None) -> Iterator[dict[str, Any]]:
    """All rows, workload by workload."""
    rounds, seconds = (7, 0.01) if quick else (21, 0.02)
    yield from calls.run(rounds, seconds, only)
    for work in workloads(quick):
        if only is None or only in work.name:
            yield from measure(work, rounds, seconds)
