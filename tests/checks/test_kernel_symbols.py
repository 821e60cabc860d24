# SPDX-License-Identifier: Apache-2.0
"""No function compiled for one instruction set can stand in for its twin of another.

Two object files that define the same weak symbol share one copy in the linked module, which may be
the one an old processor cannot run. So every symbol a kernel object defines names its set.
"""

import os
import re
import subprocess
from pathlib import Path

import pytest

from checks.repository import ROOT

BUILD = Path(os.environ.get("FENCHEL_BUILD_DIR", ROOT / "build" / "default"))
OBJECTS = sorted(BUILD.glob("CMakeFiles/fenchel_kernels_*.dir/**/*.o"))

# Symbols of the compiler's own, which hold no code of ours.
HARMLESS = re.compile(r"DW\.ref\.\w+|__clang_call_terminate")


def defined(path):
    """The symbols of an object file that the linker may merge or bind to from outside."""
    listing = subprocess.run(
        ["nm", "--defined-only", "--extern-only", "--format=posix", path],
        capture_output=True,
        text=True,
        check=True,
    )
    return [line.split()[0] for line in listing.stdout.splitlines()]


def untagged(symbols, tag):
    """The symbols that name no namespace or function of the set, such as arch_v3 or table_v3."""
    return [s for s in symbols if f"_{tag}" not in s and not HARMLESS.fullmatch(s)]


@pytest.mark.skipif(not OBJECTS, reason=f"no kernels are built in {BUILD}")
def test_every_symbol_names_its_set():
    found = []
    for path in OBJECTS:
        tag = re.search(r"fenchel_kernels_(\w+)\.dir", str(path))[1]
        found += [f"{path.name} ({tag}): {symbol}" for symbol in untagged(defined(path), tag)]
    assert not found, "\n".join(found)


def test_the_rule_catches_a_shared_inline_function(tmp_path):
    source, compiled = tmp_path / "kernel.cpp", tmp_path / "kernel.o"
    source.write_text(
        "inline double leaks(double x) { return x + x; }\n"
        "namespace arch_v3 { inline double stays(double x) { return x * x; } }\n"
        "double table_v3(double x) { return leaks(x) + arch_v3::stays(x); }\n"
    )
    compiler = os.environ.get("CXX", "c++")
    subprocess.run([compiler, "-O0", "-c", source, "-o", compiled], check=True)
    assert untagged(defined(compiled), "v3") == ["_Z5leaksd"]
