#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Passes every test of fenchel, C++ and Python: `python tests/run.py` in a fresh clone.

It installs the package with its `test` extra into the environment of the Python that runs it (use
a virtual environment), and tests what it installed. With --cpp, --python or --checks it does only
that part.
"""

import argparse
import contextlib
import dataclasses
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
JOBS = str(min(os.cpu_count() or 1, 8))

PROCESSOR_SETS = {
    "x86-64-v2": {"sse4_2", "popcnt"},
    "x86-64-v3": {"avx2", "fma", "bmi2"},
    "x86-64-v4": {"avx512f", "avx512bw", "avx512dq", "avx512vl"},
}
# Ends with an error when fenchel is not importable, or is imported from the tree given.
IS_INSTALLED = """
import fenchel, pathlib, sys
sys.exit(pathlib.Path(sys.argv[1], "python") in pathlib.Path(fenchel.__file__).resolve().parents)
"""


class Failure(Exception):
    """A stage did not pass."""


class Skip(Exception):
    """A stage cannot run here, for the reason given."""


def run(*command: object, cwd: Path = ROOT, **variables: str) -> None:
    """Runs a command that prints for itself."""
    words = [str(word) for word in command]
    print("$", *(f"{name}={value}" for name, value in variables.items()), *words, flush=True)
    done = subprocess.run(words, cwd=cwd, env=environment() | variables, check=False)
    if done.returncode != 0:
        raise Failure(f"`{' '.join(words)}` ended with code {done.returncode}")


def environment() -> dict[str, str]:
    """Ours, with the scripts of this Python first, whether or not its environment is active."""
    scripts = sysconfig.get_path("scripts")
    hidden = {"PYTHONPATH", "FENCHEL_CPU"}
    inherited = {name: value for name, value in os.environ.items() if name not in hidden}
    return inherited | {"PATH": os.pathsep.join([scripts, os.environ.get("PATH", "")])}


def need_system_package(name: str, present: Callable[[], bool]) -> None:
    """Installs a Debian package where it is missing and we may; else says what to type."""
    if present():
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        apt = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq")
        with contextlib.suppress(Failure):
            run(*apt, "update")
            run(*apt, "install", "-y", "--no-install-recommends", name)
    if not present():
        raise Failure(f"{name} is missing. Type:  sudo apt-get install {name}")


def has_header(name: str) -> bool:
    """Whether the compiler finds a header."""
    command = [os.environ.get("CXX", "c++"), "-E", "-x", "c++", "-include", name]
    done = subprocess.run(
        [*command, os.devnull, "-o", os.devnull], stderr=subprocess.DEVNULL, check=False
    )
    return done.returncode == 0


def has_doctest() -> bool:
    """Whether the compiler finds doctest."""
    return has_header("doctest/doctest.h")


def has_mpfr() -> bool:
    """Whether the compiler finds MPFR."""
    return has_header("mpfr.h")


def has_qemu() -> bool:
    """Whether an emulator of other processors is installed."""
    return shutil.which("qemu-x86_64") is not None


def has_cross_compiler() -> bool:
    """Whether there is a compiler for AArch64."""
    return shutil.which("aarch64-linux-gnu-g++") is not None


def system() -> None:
    """The compiler, the one system package the C++ tests need, and the one they can do without."""
    if not shutil.which(os.environ.get("CXX", "c++")):
        raise Failure("no C++ compiler is found. Type:  sudo apt-get install g++")
    need_system_package("doctest-dev", has_doctest)
    with contextlib.suppress(Failure):
        need_system_package("libmpfr-dev", has_mpfr)


def install() -> None:
    """The wheel of this tree, built in isolation."""
    run(sys.executable, "-m", "pip", "install", "--disable-pip-version-check", ".[test]")


def cpp(preset: str) -> None:
    """The C++ tests, built with a preset."""
    prefix = sysconfig.get_path("platlib")
    # Fresh, because an older configuration may know the tools of an environment that is gone.
    run("cmake", "--fresh", "--preset", preset, f"-DCMAKE_PREFIX_PATH={prefix}")
    run("cmake", "--build", "--preset", preset, "--parallel", JOBS)
    run("ctest", "--preset", preset, "--parallel", JOBS, "--label-exclude", "accuracy")


def tsan() -> None:
    """The tests of threads under ThreadSanitizer, which does not run under every kernel."""
    with tempfile.TemporaryDirectory() as folder:
        source, program = Path(folder, "empty.cpp"), Path(folder, "empty")
        source.write_text("int main() {}\n", encoding="utf-8")
        compiler = os.environ.get("CXX", "c++")
        words = [compiler, "-fsanitize=thread", str(source), "-o", str(program)]
        for command in (words, [str(program)]):
            if subprocess.run(command, capture_output=True, check=False).returncode:
                raise Skip("programs of ThreadSanitizer do not run here")
    cpp("tsan")


def accuracy() -> None:
    """A slice of the accuracy tests, in the build of the C++ tests."""
    if not has_mpfr():
        raise Skip("libmpfr-dev is missing. Type:  sudo apt-get install libmpfr-dev")
    run("ctest", "--preset", "default", "--label-regex", "accuracy")


def pytest(*arguments: object, emulator: tuple[str, ...] = (), **variables: str) -> None:
    """Tests of the installed package, from a folder where the source tree is out of sight."""
    with tempfile.TemporaryDirectory() as elsewhere:
        folder = Path(elsewhere)
        probe = [sys.executable, "-c", IS_INSTALLED, str(ROOT)]
        if subprocess.run(probe, cwd=folder, env=environment(), check=False).returncode:
            raise Failure("the installed fenchel is not importable, or lies in the source tree")
        settings = ["-c", ROOT / "pyproject.toml", "--rootdir", ROOT, "-q"]
        command = [*emulator, sys.executable, "-m", "pytest", *settings, *arguments]
        run(*command, cwd=folder, **variables)


def core(*, emulator: tuple[str, ...] = (), **variables: str) -> None:
    """The core suite under other circumstances."""
    folders = [ROOT / "tests" / name for name in ("python", "laws")]
    pytest(*folders, "-m", "core", "-x", emulator=emulator, **variables)


def processor_sets() -> list[str]:
    """The instruction sets this processor has."""
    try:
        flags = set(Path("/proc/cpuinfo").read_text(encoding="utf-8").split())
    except OSError:
        return []
    return [name for name, needed in PROCESSOR_SETS.items() if needed <= flags]


def forced() -> None:
    """The core suite with each instruction set the processor has."""
    names = processor_sets()
    if not names:
        raise Skip("this is no x86-64 processor")
    for name in names:
        core(FENCHEL_CPU=name)


def aarch64() -> None:
    """The C++ tests cross-compiled for another architecture, emulated."""
    try:
        need_system_package("qemu-user", lambda: shutil.which("qemu-aarch64") is not None)
        need_system_package("g++-aarch64-linux-gnu", has_cross_compiler)
    except Failure as failure:
        raise Skip(str(failure)) from None
    cpp("aarch64")


def emulated() -> None:
    """The core suite on a processor of 2008, emulated."""
    if not processor_sets():
        raise Skip("this is no x86-64 processor")
    try:
        need_system_package("qemu-user", has_qemu)
    except Failure as failure:
        raise Skip(str(failure)) from None
    core(emulator=("qemu-x86_64", "-cpu", "Nehalem"))


@dataclasses.dataclass(frozen=True)
class Stage:
    """One line of the summary."""

    name: str
    part: str
    action: Callable[[], None]
    required: bool = False  # nothing after it makes sense without it


def stages(*, sanitizers: bool, emulate: bool) -> list[Stage]:
    """All stages, in their order."""
    tests = ROOT / "tests"
    found = [
        Stage("system packages", "cpp", system, required=True),
        Stage("install the wheel", "all", install, required=True),
        Stage("C++ tests", "cpp", lambda: cpp("default")),
        Stage("accuracy, 1 % of the points", "cpp", accuracy),
        Stage("C++ tests, ASan and UBSan", "cpp", lambda: cpp("asan")),
        Stage("C++ tests of threads, TSan", "cpp", tsan),
        Stage("C++ tests on an emulated AArch64", "cpp", aarch64),
        Stage("Python tests", "python", lambda: pytest(tests / "python", tests / "laws")),
        Stage("checks of the repository", "checks", lambda: pytest(tests / "checks")),
        Stage("core tests with each instruction set", "python", forced),
        Stage("core tests on an emulated Nehalem", "python", emulated),
    ]
    if not sanitizers:
        found = [stage for stage in found if "San" not in stage.name]
    return found if emulate else [stage for stage in found if "emulated" not in stage.name]


def perform(stage: Stage) -> tuple[str, str]:
    """Runs a stage: its verdict and a remark."""
    print(f"\n=== {stage.name} ===", flush=True)
    start = time.monotonic()
    try:
        stage.action()
    except Skip as reason:
        return "skipped", str(reason)
    except (Failure, OSError) as failure:
        print(f"FAILED: {failure}", flush=True)
        return "failed", str(failure)
    return "passed", f"{time.monotonic() - start:.0f} s"


def arguments() -> argparse.Namespace:
    """What the user asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for part in ("cpp", "python", "checks"):
        parser.add_argument(f"--{part}", action="store_true", help=f"only the {part} part")
    for switch in ("sanitizers", "emulate"):
        parser.add_argument(f"--{switch}", action=argparse.BooleanOptionalAction, default=True)
    return parser.parse_args()


def main() -> int:
    """Runs the stages and prints the summary."""
    asked = arguments()
    parts = {part for part in ("cpp", "python", "checks") if getattr(asked, part)}
    results = []
    for stage in stages(sanitizers=asked.sanitizers, emulate=asked.emulate):
        if stage.part == "all" or not parts or stage.part in parts:
            verdict, remark = perform(stage)
            results.append((verdict, stage.name, remark))
            if stage.required and verdict == "failed":
                break

    print("\n=== summary ===")
    for verdict, name, remark in results:
        print(f"{verdict:8}{name}  ({remark})")
    verdicts = [verdict for verdict, _, _ in results]
    print(f"{verdicts.count('passed')} passed, {verdicts.count('failed')} failed")
    return 1 if "failed" in verdicts else 0


if __name__ == "__main__":
    sys.exit(main())
