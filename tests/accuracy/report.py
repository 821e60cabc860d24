#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes docs/reference/accuracy.md and its plots from the results of run.py.

`python tests/accuracy/report.py [--speed FILE]`; the file of speeds is what
`python bench/run.py functions --json FILE` writes.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import plots  # noqa: E402
from results import PRECISIONS, Summary, load, summaries  # noqa: E402

ROOT = HERE.parents[1]
PAGE = ROOT / "docs" / "reference" / "accuracy.md"
RESULTS = ROOT / "build" / "accuracy" / "results.jsonl"
SETS = {"v2": "SSE4.2, no FMA", "v3": "AVX2 and FMA", "v4": "AVX-512"}
Rows = dict[tuple[str, str, str], Summary]
Speeds = dict[tuple[str, str, str], dict[str, Any]]

HEAD = """# Accuracy

The largest error of every function, in units in the last place of the correctly rounded result,
and the argument at which it was found. `python tests/accuracy/run.py` measures, and `report.py`
beside it writes this page.

- *Reference*: MPFR with 160 bits, and 320 at the point reported. Where long double is known to be
  good to 0.01 ULP it decides which points need MPFR; every 256th is compared all the same.
- *float64*: {float64} points of each function. Equal shares are random bit patterns, uniform over
  the interval of the function's facts, uniform in the exponent from 2^-20 to 2^12, at and around
  hard points (multiples of ln 2 / 2, of pi / 2, of 1 / 2 and of 1 / 16, zeros of the function, the
  special points of its facts), and denormal; and the numbers next to multiples of pi / 2 at every
  exponent, of which there are 10^4.
- *float32*: {float32}, against our float64, and MPFR near the largest
  error. Functions of two arguments have the same kinds of points as in float64.
- An infinity, a NaN or the sign of a zero that is not as it should be is an infinite error.
  Overflow and denormal results are judged like all others.
- `digamma`, `lgamma` and `polygamma` below 0, and `logaddexp` near 0, are differences of larger
  terms. Their errors count relative to those terms, as the docstrings say, and a zero there may
  have either sign.
- The sets with fused multiply-add, v3 and v4, give the same bits, and so do GCC and clang:
  `recorded.json` holds their fingerprints, and a test compares them.

"""
SPEED = """Times are nanoseconds for each element of an array in the first-level cache: ours,
libmvec's and SLEEF's (its functions within 1 ULP), on one core of the machine that measured. They
have no sigmoid, softplus, log_sigmoid, logaddexp and rsqrt: there stands the formula a user of them
writes, `1 / (1 + exp(-x))` and so on, with its cancellation and overflow. `sincos` has the bits of
`sin` and `cos`.

"""
PLOTS = """## The error over the range

The largest error in each quarter of a binade of the (first) argument; the dashed lines are the
bounds with and without fused multiply-add. Functions whose results are exact have no plot.

"""


def line(cells: list[str]) -> str:
    """A line of a table."""
    return f"| {' | '.join(cells)} |\n"


def where(row: Summary, precision: str) -> str:
    """The worst point, in as many digits as it takes to type it again."""
    return ", ".join(f"{x:.9g}" if precision == "float32" else repr(x) for x in row.x)


def error(row: Summary | None, precision: str) -> list[str]:
    """The cells of a set: its largest error, and where."""
    if row is None:
        return ["not run", ""]
    if row.ulp == 0:
        return ["exact", ""]
    return [f"{row.ulp:.3f}", f"`{where(row, precision)}`"]


def speed(row: dict[str, Any] | None) -> str:
    """Ours / libmvec / SLEEF in nanoseconds."""
    if row is None:
        return ""
    times = [row.get(f"{name}_ns") for name in ("ours", "libmvec", "sleef")]
    return " / ".join("-" if time is None else f"{time:.2f}" for time in times)


def table(precision: str, rows: Rows, speeds: Speeds) -> str:
    """The table of a precision."""
    heads = ["function", "bound"] + [h for s in SETS for h in (f"{s}: ULP", "at")]
    heads += [f"{s}: ns" for s in SETS if speeds]
    text = line(heads) + line(["---"] * len(heads))
    for name in sorted({name for name, p, _ in rows if p == precision}):
        found = {s: rows.get((name, precision, s)) for s in SETS}
        limits = sorted({row.bound for row in found.values() if row})
        cells = [f"`{name}`", " or ".join(f"{limit:g}" for limit in limits)]
        for row in found.values():
            cells += error(row, precision)
        cells += [speed(speeds.get((name, precision, s))) for s in SETS if speeds]
        text += line(cells)
    return text


def points(rows: Rows, precision: str) -> str:
    """How many points each function has, in words."""
    of_one = [row for (_, p, _), row in rows.items() if p == precision]
    if precision == "float32":
        patterns = max(row.patterns for row in of_one)
        return "all 2^32 bit patterns" if patterns == 2**32 else f"{patterns} bit patterns of 2^32"
    return str(min(row.points for row in of_one))


def page(rows: Rows, speeds: Speeds, shown: list[str]) -> str:
    """The whole page."""
    text = HEAD.format(**{precision: points(rows, precision) for precision in PRECISIONS})
    text += "The sets are " + ", ".join(f"{s} ({SETS[s]})" for s in SETS) + ".\n\n"
    text += SPEED if speeds else ""
    for precision in PRECISIONS:
        text += f"## {precision}\n\n{table(precision, rows, speeds)}\n"
    text += PLOTS
    for name in shown:
        text += f"![Error of {name} over its range](accuracy/{name}.png)\n\n"
    return text.rstrip() + "\n"


def read_speeds(path: Path | None) -> Speeds:
    """The rows of array loops, by function, precision and set."""
    if path is None:
        return {}
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {
        (row["function"], row["precision"], row["set"]): row
        for row in rows
        if row.get("form") == "array"
    }


def main() -> None:
    """Reads the results, draws, writes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--speed", type=Path, metavar="FILE", help="rows of bench/run.py functions")
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    lines = load(options.results).values()
    if not lines:
        sys.exit(f"{options.results} holds no results: python tests/accuracy/run.py")
    rows = summaries(lines)
    shown = plots.draw(rows, options.page.with_suffix(""))
    text = page(rows, read_speeds(options.speed), shown)
    options.page.write_text(text, encoding="utf-8")
    print(f"{options.page} and {len(shown)} plots are written")


if __name__ == "__main__":
    main()
