# SPDX-License-Identifier: Apache-2.0
"""Instructions a call, ours and by hand, counted by valgrind on an x86-64-v3 build."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

HEADER = f"{'workload':24} {'n':>6} {'ours':>9} {'hand':>9} {'ratio':>6}"
WORKLOADS = (
    "sum",
    "sum_exp",
    "logsumexp",
    "product_zero",
    "normal_log_density",
    "normal_all_active",
    "normal_all_textbook",
    "softplus",
    "sin_exp_log",
)


def instructions(program: str, side: str, workload: str, n: int) -> float:
    """Of one call: the difference of many and few."""

    def count(calls: int) -> int:
        arguments = [program, "--repeat", side, workload, str(n), str(calls)]
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={os.devnull}"]
        said = subprocess.run([*command, *arguments], capture_output=True, text=True, check=True)
        found = re.search(r"Collected : (\d+)", said.stderr)
        assert found
        return int(found[1])

    return (count(300) - count(100)) / 200


def run(program: str, quick: bool, only: str | None) -> Iterator[dict[str, Any]]:
    """One row for each workload and size."""
    if not shutil.which("valgrind"):
        sys.exit("bench: instructions are counted by valgrind, which is not installed")
    for workload in WORKLOADS:
        if only and only not in workload:
            continue
        for n in (10, 100) if quick else (10, 100, 1000):
            ours, hand = (instructions(program, side, workload, n) for side in ("ours", "hand"))
            yield {"workload": workload, "n": n, "ours": ours, "hand": hand, "ratio": ours / hand}


def line(row: dict[str, Any]) -> str:
    """One line of the table."""
    return (
        f"{row['workload']:24} {row['n']:6} {row['ours']:9.0f} {row['hand']:9.0f} "
        f"{row['ratio']:6.2f}"
    )
