#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Benchmarks: python bench/run.py {cpp,python} [--quick] [--only NAME] [--json FILE]."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")  # one thread, unless the caller says otherwise


def run_python(quick: bool, only: str | None) -> Iterator[dict[str, Any]]:
    """Rows of bench/python, in this interpreter."""
    sys.path.insert(0, str(HERE / "python"))
    import suite

    return suite.run(quick, only)


def rows_of(program: list[str]) -> Iterator[dict[str, Any]]:
    """The rows a program prints."""
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            if line.startswith("{"):
                yield json.loads(line)
    if process.returncode:
        sys.exit(f"bench: {program[0]} ended with code {process.returncode}")


def run_cpp(quick: bool, only: str | None) -> Iterator[dict[str, Any]]:
    """Rows of bench/cpp, built first."""
    build = HERE.parent / "build" / "bench"
    configure = ["cmake", "-S", str(HERE / "cpp"), "-B", str(build), "-DCMAKE_BUILD_TYPE=Release"]
    subprocess.run(configure, check=True, stdout=subprocess.DEVNULL)
    command = ["cmake", "--build", str(build), "-j2"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    for name in ("fenchel_bench", "fenchel_bench_functions"):
        program = [str(build / name)]
        program += ["--quick"] if quick else []
        program += ["--only", only] if only else []
        yield from rows_of(program)


def show(row: dict[str, Any]) -> None:
    """One line of the table."""
    print(
        f"{row['workload']:24} {row['size']:18} {row['ours_s'] * 1e6:12.2f} us   "
        f"{row['reference']:18} {row['reference_s'] * 1e6:12.2f} us   {row['ratio']:8.3f}",
        flush=True,
    )


def main() -> None:
    """Parses, measures, prints, writes."""
    parser = argparse.ArgumentParser(description="Ours beside a gradient by hand, and the peers.")
    parser.add_argument("suite", choices=["cpp", "python"])
    parser.add_argument("--quick", action="store_true", help="smaller sizes, under five minutes")
    parser.add_argument("--only", metavar="NAME", help="workloads whose name contains NAME")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the rows there")
    options = parser.parse_args()
    print(
        f"{'workload':24} {'size':18} {'ours':>15}   "
        f"{'reference':18} {'its time':>15}   {'ratio':>8}"
    )
    rows = []
    suite = run_cpp if options.suite == "cpp" else run_python
    for row in suite(options.quick, options.only):
        show(row)
        rows.append(row)
    if not rows:
        sys.exit(f"bench: no workload of suite '{options.suite}' is named like '{options.only}'")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
