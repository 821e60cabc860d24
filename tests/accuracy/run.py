#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the error of every function: `python tests/accuracy/run.py`.

It builds and runs the program beside it, for about an hour, and continues where it was interrupted.
It ends with an error where a bound is broken, and where the bits of a result are not those of
recorded.json: a wrong last digit of a coefficient that no bound notices changes them. Where it
changes too few results for that, the coefficients are not those of constants.json. After an
intended change, `--record` writes that file again, and its difference shows how the error moved.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import constants  # noqa: E402
import recorded  # noqa: E402
import results  # noqa: E402
from measurement import Measurement  # noqa: E402

BUILD = HERE.parents[1] / "build" / "accuracy"
HEADERS = HERE.parents[1] / "cpp" / "include" / "fenchel" / "simd"
SLICE = 0.01


def build() -> Path:
    """The program, built."""
    folder = BUILD / "program"
    for command in (["-S", HERE, "-B", folder], ["--build", folder, "-j2"]):
        words = ["cmake", *map(str, command)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{done.stdout}{done.stderr}\n`{' '.join(words)}` failed")
    return folder / "fenchel_accuracy"


def verdict(summary: results.Summary) -> str:
    """A word, or what is wrong."""
    faults = []
    if summary.failures:
        faults.append(f"above the bound at {summary.failures} points")
    if summary.distrust:
        faults.append(f"the references disagree at {summary.distrust} points")
    return ", ".join(faults) if faults else "ok"


def show(name: str, rows: dict[str, results.Summary]) -> None:
    """The line of a function and precision: each set's largest error, and where the worst is."""
    worst = max(rows.values(), key=lambda row: row.ulp)
    errors = "  ".join(f"{set_} {row.ulp:6.4f} of {row.bound:<4g}" for set_, row in rows.items())
    good = all(verdict(row) == "ok" for row in rows.values())
    where = ", ".join(f"{x:.17g}" for x in worst.x)
    word = "ok" if good else "FAILED"
    print(f"{name:24}  {errors}  {worst.points:>10} points  {word:6}  at {where}", flush=True)


def measure(measured: Measurement, functions: list[dict[str, Any]], options: Any) -> list[str]:
    """Measures and shows the functions; those that are not good."""
    precisions = [options.precision] if options.precision else results.PRECISIONS
    tasks = [(function, precision) for function in functions for precision in precisions]
    bad: list[str] = []
    with ThreadPoolExecutor(options.jobs) as pool:
        done = pool.map(lambda task: measured.measure(*task), tasks)
        for (function, precision), lines in zip(tasks, done, strict=True):
            name = f"{function['name']} {precision}"
            rows = {set_: row for (_, _, set_), row in results.summaries(lines).items()}
            show(name, rows)
            bad += [
                f"{name} {s}: {verdict(row)}" for s, row in rows.items() if verdict(row) != "ok"
            ]
    return bad


def judge_bits(measured: Measurement, sets: dict[str, Any], options: Any) -> list[str]:
    """Compares the bits with the recorded ones, or records them."""
    known = recorded.read(options.recorded)
    partly = options.only or options.precision
    if not options.record:
        gone = [] if partly else recorded.gone(measured.bits, known)
        changed = constants.faults(options.headers)
        return recorded.faults(measured.bits, sets, known) + gone + changed
    if not partly:
        constants.record(options.headers)
    kept = known if partly else {}
    recorded.write(options.recorded, kept | recorded.rows(measured, sets))
    return []


def arguments() -> argparse.Namespace:
    """What the user asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--slice", type=float, metavar="F", help="this part of the points, anew")
    parser.add_argument("--only", action="append", metavar="NAME", help="this function; repeatable")
    parser.add_argument("--precision", choices=results.PRECISIONS)
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="functions at a time")
    parser.add_argument("--fresh", action="store_true", help="measure again what is measured")
    parser.add_argument("--record", action="store_true", help="write recorded.json from a slice")
    parser.add_argument("--recorded", type=Path, default=recorded.FILE, help="that file")
    parser.add_argument("--headers", type=Path, default=HEADERS, help="those that are measured")
    parser.add_argument("--program", type=Path, help="the program, if it is built")
    options = parser.parse_args()
    if options.record and options.slice is None:
        options.slice = SLICE
    return options


def main() -> int:
    """Builds, measures, judges."""
    options = arguments()
    part = options.slice or 1.0
    file = (options.program.parent if options.program else BUILD) / (
        "slice.jsonl" if options.slice else "results.jsonl"
    )
    measured = Measurement(options.program or build(), file, part, options.fresh or part < 1)
    table = measured.ask("list")
    functions = [f for f in table["functions"] if not options.only or f["name"] in options.only]
    bad = [f"{f['name']}: no reference is written" for f in functions if not f["reference"]]
    absent = [name for name, set_ in table["sets"].items() if not set_["runs"]]
    if not functions:
        bad.append(f"no function is called {options.only}")
    bad += measure(measured, [f for f in functions if f["reference"]], options)
    bad += judge_bits(measured, table["sets"], options)
    for name in absent:
        print(f"{name}: not run, this processor does not have it")
    for line in bad:
        print(f"FAILED {line}")
    print(f"{len(functions)} functions, {len(bad)} faults; measured in {file}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
