#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Benchmarks: python bench/run.py {cpp,functions,python} [--quick] [--only NAME] [--json FILE]."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import functions

HERE = Path(__file__).resolve().parent
for variable in ("FENCHEL", "OMP", "OPENBLAS", "MKL"):  # one thread, unless the caller says so
    os.environ.setdefault(f"{variable}_NUM_THREADS", "1")


def run_python(quick: bool, only: str | None) -> Iterator[dict[str, Any]]:
    """Rows of bench/python, in this interpreter."""
    sys.path.insert(0, str(HERE / "python"))
    import suite

    return suite.run(quick, only)


def run_built(program: str, quick: bool, only: str | None) -> Iterator[dict[str, Any]]:
    """Rows of a program of bench/cpp, built first."""
    build = HERE.parent / "build" / "bench"
    configure = ["cmake", "-S", str(HERE / "cpp"), "-B", str(build), "-DCMAKE_BUILD_TYPE=Release"]
    subprocess.run(configure, check=True, stdout=subprocess.DEVNULL)
    command = ["cmake", "--build", str(build), "-j2", "--target", program]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    arguments = [str(build / program)]
    arguments += ["--quick"] if quick else []
    arguments += ["--only", only] if only else []
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for row in process.stdout:
            if row.startswith("{"):
                yield json.loads(row)
    if process.returncode:
        sys.exit(f"bench: {program} ended with code {process.returncode}")


def run_cpp(quick: bool, only: str | None) -> Iterator[dict[str, Any]]:
    """The static engine, and small functions through forward/, beside code written by hand."""
    for program in ("fenchel_bench", "fenchel_small_functions"):
        yield from run_built(program, quick, only)


def run_functions(quick: bool, only: str | None) -> Iterator[dict[str, Any]]:
    """The elementary functions beside libmvec and SLEEF."""
    return map(functions.with_ratios, run_built("fenchel_functions", quick, only))


HEADER = (
    f"{'workload':24} {'size':18} {'ours':>15}   {'reference':18} {'its time':>15}   {'ratio':>8}"
)
RUN = {"cpp": run_cpp, "functions": run_functions, "python": run_python}


def line(row: dict[str, Any]) -> str:
    """One line of the table."""
    return (
        f"{row['workload']:24} {row['size']:18} {row['ours_s'] * 1e6:12.2f} us   "
        f"{row['reference']:18} {row['reference_s'] * 1e6:12.2f} us   {row['ratio']:8.3f}"
    )


def main() -> None:
    """Parses, measures, prints, writes."""
    parser = argparse.ArgumentParser(description="Ours beside a gradient by hand, and the peers.")
    parser.add_argument("suite", choices=sorted(RUN))
    parser.add_argument("--quick", action="store_true", help="smaller sizes, under five minutes")
    parser.add_argument("--only", metavar="NAME", help="workloads whose name contains NAME")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the rows there")
    options = parser.parse_args()
    of_functions = options.suite == "functions"
    print(functions.HEADER if of_functions else HEADER)
    rows = []
    for row in RUN[options.suite](options.quick, options.only):
        print(functions.line(row) if of_functions else line(row), flush=True)
        rows.append(row)
    if not rows:
        sys.exit(f"bench: no workload of suite '{options.suite}' is named like '{options.only}'")
    if of_functions:
        print(functions.summary(rows))
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
