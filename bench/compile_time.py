# SPDX-License-Identifier: Apache-2.0
"""How long a translation unit that uses the static engine takes to compile."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

HEADERS = Path(__file__).resolve().parents[1] / "cpp" / "include"
HEADER = f"{'unit':34} {'compiler':16} {'seconds':>8} {'bar':>6}"
ROUNDS = 5


def unit(expression: str, first: str = "") -> str:
    """A unit with one function: the gradient of an expression of x and y."""
    return (
        f"#include <fenchel/expr.hpp>\n{first}\nusing namespace fenchel;\n"
        "double f(const double* px, const double* py, double* gradient, std::size_t n) {\n"
        "  const auto x = active(px, gradient, n);\n  const auto y = passive(py, n);\n"
        f"  return value_and_grad(sum({expression})) + y.size();\n}}\n"
    )


def terms(count: int) -> str:
    """A sum of terms of two functions each."""
    return " + ".join(f"exp(-square(x - {0.1 * k:.1f})) * sin({k}.0 * x)" for k in range(count))


LIKELIHOOD = "log1p(exp(-(y * x)))"
#: name -> source, and the seconds that it may take
UNITS = {
    "expr.hpp alone": ("#include <fenchel/expr.hpp>\n", 0.5),
    "sum of squares": (unit("square(x - y)"), 0.5),
    "logistic likelihood": (unit(LIKELIHOOD), 0.5),
    "the same with <Eigen/Dense>": (unit(LIKELIHOOD, "#include <Eigen/Dense>"), 2.0),
    "5 terms of 2 functions": (unit(terms(5)), 2.0),
    "10 terms": (unit(terms(10)), 2.0),
    "20 terms": (unit(terms(20)), 2.0),
}


def eigen() -> list[str]:
    """Where Eigen may be: of the system, or of the active virtual environment."""
    packages = sysconfig.get_path("purelib")
    if environment := os.environ.get("VIRTUAL_ENV"):
        packages = sysconfig.get_path("purelib", vars={"base": environment})
    return ["-I/usr/include/eigen3", f"-I{packages}/cmeel.prefix/include/eigen3"]


def seconds(compiler: str, source: Path) -> float:
    """Processor time of one compilation, which other work disturbs less than the clock."""
    command = [compiler, "-std=c++20", "-O2", f"-I{HEADERS}", *eigen()]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*command, "-c", str(source), "-o", os.devnull], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run(quick: bool, only: str | None) -> Iterator[dict[str, Any]]:
    """One row for each unit and compiler."""
    named = os.environ.get("CXX")
    compilers = [named] if named else [c for c in ("g++", "clang++-19") if shutil.which(c)]
    with tempfile.TemporaryDirectory() as folder:
        for name, (text, bar) in UNITS.items():
            if only and only not in name:
                continue
            source = Path(folder, "unit.cpp")
            source.write_text(text)
            for compiler in compilers:
                times = [seconds(compiler, source) for _ in range(1 if quick else ROUNDS)]
                yield {"unit": name, "compiler": compiler, "s": median(times), "bar_s": bar}


def line(row: dict[str, Any]) -> str:
    """One line of the table."""
    return f"{row['unit']:34} {row['compiler']:16} {row['s']:8.2f} {row['bar_s']:6.1f}"


def summary(rows: list[dict[str, Any]]) -> str:
    """How many keep to the bar."""
    good = sum(row["s"] <= row["bar_s"] for row in rows)
    return f"\n{good} of {len(rows)} within their bars"
