# SPDX-License-Identifier: Apache-2.0
"""Runs the Python workloads: ours beside the hand-written gradient and the installed peers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import peers
from rounds import interleaved
from workloads import Workload, workloads


def measure(work: Workload, rounds: int, seconds: float) -> Iterator[dict[str, Any]]:
    """One row for every reference."""
    calls = {"ours": peers.ours(work), "fenchel-untraced": peers.untraced(work)}
    if work.by_hand:
        calls["hand"] = work.by_hand()
    calls |= {name: peer(work) for name, peer in peers.installed().items()}
    times = interleaved(calls, rounds, seconds)
    for reference, reference_s in times.items():
        if reference == "ours":
            continue
        yield {
            "suite": "python",
            "workload": work.name,
            "size": work.size,
            "threads": 1,
            "ours_s": times["ours"],
            "reference": reference,
            "reference_s": reference_s,
            "ratio": times["ours"] / reference_s,
        }


def run(quick: bool, only: str | None) -> Iterator[dict[str, Any]]:
    """All rows, workload by workload."""
    rounds, seconds = (7, 0.01) if quick else (21, 0.02)
    for work in workloads(quick):
        if only is None or only in work.name:
            yield from measure(work, rounds, seconds)
