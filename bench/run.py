#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Benchmarks: python bench/run.py SUITE [--quick] [--only NAME] [--json FILE].

Suites: cpp (the static engine), counts (its instructions), compile (its compile time), functions
(the elementary functions), python.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import compile_time
import counts
import functions
import static_engine

HERE = Path(__file__).resolve().parent
for variable in ("FENCHEL", "OMP", "OPENBLAS", "MKL"):  # one thread, unless the caller says so
    os.environ.setdefault(f"{variable}_NUM_THREADS", "1")


def run_python(quick: bool, only: str | None) -> Iterator[dict[str, Any]]:
    """Rows of bench/python, in this interpreter."""
    sys.path.insert(0, str(HERE / "python"))
    import suite

    return suite.run(quick, only)


def build(program: str, folder: str, *options: str) -> Path:
    """Builds a program of bench/cpp; gives where it is."""
    into = HERE.parent / "build" / folder
    configure = ["cmake", "-S", str(HERE / "cpp"), "-B", str(into), "-DCMAKE_BUILD_TYPE=Release"]
    subprocess.run([*configure, *options], check=True, stdout=subprocess.DEVNULL)
    command = ["cmake", "--build", str(into), "-j2", "--target", program]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return into / program


def run_built(program: str, quick: bool, only: str | None) -> Iterator[dict[str, Any]]:
    """Rows of a program of bench/cpp, which runs in its folder: a peer leaves files."""
    path = build(program, "bench")
    arguments = [str(path)]
    arguments += ["--quick"] if quick else []
    arguments += ["--only", only] if only else []
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=path.parent) as process:
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


def run_counts(quick: bool, only: str | None) -> Iterator[dict[str, Any]]:
    """Instructions of the static engine's gradients and of those by hand."""
    program = build("fenchel_bench", "bench-v3", "-DFENCHEL_BENCH_MARCH=x86-64-v3")
    return counts.run(str(program), quick, only)


HEADER = (
    f"{'workload':24} {'size':18} {'ours':>15}   {'reference':18} {'its time':>15}   {'ratio':>8}"
)


def line(row: dict[str, Any]) -> str:
    """One line of the table."""
    return (
        f"{row['workload']:24} {row['size']:18} {row['ours_s'] * 1e6:12.2f} us   "
        f"{row['reference']:18} {row['reference_s'] * 1e6:12.2f} us   {row['ratio']:8.3f}"
    )


def nothing(rows: list[dict[str, Any]]) -> str:
    """No summary."""
    del rows
    return ""


class Suite(NamedTuple):
    """How the rows of a suite are made and shown."""

    run: Callable[[bool, str | None], Iterator[dict[str, Any]]]
    header: str
    line: Callable[[dict[str, Any]], str]
    summary: Callable[[list[dict[str, Any]]], str] = nothing


SUITES = {
    "compile": Suite(
        compile_time.run, compile_time.HEADER, compile_time.line, compile_time.summary
    ),
    "counts": Suite(run_counts, counts.HEADER, counts.line),
    "cpp": Suite(run_cpp, static_engine.HEADER, static_engine.line, static_engine.summary),
    "functions": Suite(run_functions, functions.HEADER, functions.line, functions.summary),
    "python": Suite(run_python, HEADER, line),
}


def main() -> None:
    """Parses, measures, prints, writes."""
    parser = argparse.ArgumentParser(description="Ours beside a gradient by hand, and the peers.")
    parser.add_argument("suite", choices=sorted(SUITES))
    parser.add_argument("--quick", action="store_true", help="smaller sizes, under five minutes")
    parser.add_argument("--only", metavar="NAME", help="workloads whose name contains NAME")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the rows there")
    options = parser.parse_args()
    suite = SUITES[options.suite]
    print(suite.header)
    rows = []
    for row in suite.run(options.quick, options.only):
        print(suite.line(row), flush=True)
        rows.append(row)
    if not rows:
        sys.exit(f"bench: no workload of suite '{options.suite}' is named like '{options.only}'")
    if text := suite.summary(rows):
        print(text)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
