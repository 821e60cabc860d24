# SPDX-License-Identifier: Apache-2.0
"""Timing in interleaved rounds: noise of the machine hits all competitors alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping


def repeats_for(call: Callable[[], object], seconds: float) -> int:
    """How often to call so that one sample takes about `seconds`; the first call does not count."""
    call()
    repeats = 1
    while True:
        elapsed = sample(call, repeats)
        if elapsed * repeats > seconds / 4 or repeats >= 1 << 22:
            return max(1, int(seconds / max(elapsed, 1e-9)))
        repeats *= 4


def sample(call: Callable[[], object], repeats: int) -> float:
    """Seconds a call, over `repeats` calls."""
    start = time.perf_counter()
    for _ in range(repeats):
        call()
    return (time.perf_counter() - start) / repeats


def interleaved(
    calls: Mapping[str, Callable[[], object]], rounds: int, seconds: float
) -> dict[str, float]:
    """Median seconds a call of each competitor, asked in turn."""
    repeats = {name: repeats_for(call, seconds) for name, call in calls.items()}
    samples: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            samples[name].append(sample(call, repeats[name]))
    return {name: statistics.median(values) for name, values in samples.items()}
