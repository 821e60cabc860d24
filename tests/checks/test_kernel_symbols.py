# SPDX-License-Identifier: Apache-2.0
"""No function compiled for one instruction set can stand in for its twin of another.

Two object files that define the same weak symbol share one copy in the linked module, which may be
the one an old processor cannot run. So every symbol a kernel object defines names its set; and what
is compiled for every processor holds no AVX instruction.
"""

import os
import platform
import re
import subprocess
from pathlib import Path

import pytest

from checks.repository import ROOT

BUILD = Path(os.environ.get("FENCHEL_BUILD_DIR", ROOT / "build" / "default"))
OBJECTS = sorted(BUILD.glob("CMakeFiles/fenchel_kernels_*.dir/**/*.o"))

BASELINE = [
    *BUILD.glob("CMakeFiles/fenchel_runtime.dir/**/*.o"),
    *BUILD.glob("CMakeFiles/fenchel_kernels_v2.dir/**/*.o"),
]

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


def avx(path):
    """The AVX instructions of an object file: the mnemonics of all of them begin with a v."""
    listing = subprocess.run(
        ["objdump", "--disassemble", "--no-show-raw-insn", path],
        capture_output=True,
        text=True,
        check=True,
    )
    return re.findall(r"^\s+[0-9a-f]+:\s+(v[a-z]\w*)", listing.stdout, re.MULTILINE)


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


@pytest.mark.skipif(not BASELINE, reason=f"no runtime is built in {BUILD}")
def test_the_baseline_holds_no_avx():
    found = [f"{path.name}: {set(avx(path))}" for path in BASELINE if avx(path)]
    assert not found, "\n".join(found)


@pytest.mark.skipif(platform.machine() != "x86_64", reason="AVX is of x86-64")
@pytest.mark.parametrize(("flag", "clean"), [("-march=x86-64-v2", True), ("-mavx2", False)])
def test_the_rule_catches_an_avx_instruction(tmp_path, flag, clean):
    source, compiled = tmp_path / "baseline.cpp", tmp_path / "baseline.o"
    source.write_text("double product(double x, double y) { return x * y; }\n")
    compiler = os.environ.get("CXX", "c++")
    subprocess.run([compiler, "-O2", flag, "-c", source, "-o", compiled], check=True)
    assert bool(avx(compiled)) is not clean
