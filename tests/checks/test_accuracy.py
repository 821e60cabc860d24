# SPDX-License-Identifier: Apache-2.0
"""The accuracy tests notice a wrong digit of a coefficient, planted in copied headers."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from checks.repository import ROOT

HARNESS = ROOT / "tests" / "accuracy"
sys.path.insert(0, str(HARNESS))
import constants  # noqa: E402

HEXADECIMAL = re.compile(r"0x1\.([0-9a-f]+)p")


def has_mpfr():
    command = [os.environ.get("CXX", "c++"), "-E", "-x", "c++", "-include", "mpfr.h", os.devnull]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(not has_mpfr(), reason="MPFR is missing: libmpfr-dev")


def planted(text, struct, index, digit):
    """The header with the last bit of one digit, counted from the end, of a coefficient flipped."""
    start = text.index(" q[] = {", text.index(f"struct {struct} {{"))
    digits = list(HEXADECIMAL.finditer(text, start))[index]
    place = digits.end(1) - digit
    # The last digit of a float's literal has one bit less.
    flipped = int(text[place], 16) ^ (2 if struct.endswith("<float>") else 1)
    return text[:place] + f"{flipped:x}" + text[place + 1 :]


class Harness:
    """The program, of one function of a copy of the headers."""

    def __init__(self, folder):
        self.include, self.build = folder / "include", folder / "build"
        shutil.copytree(ROOT / "cpp" / "include", self.include)

    def cmake(self, *words):
        command = ["cmake", *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def verdict(self, function, precision):
        """What a slice says of the headers as they are: its return code and its output."""
        options = [f"-DFENCHEL_ACCURACY_INCLUDE={self.include}", "-DFENCHEL_ACCURACY_SETS=v2"]
        options += [f"-DFENCHEL_ACCURACY_ONLY={function}"]
        self.cmake("-S", HARNESS, "-B", self.build, *options)
        self.cmake("--build", self.build)
        command = [sys.executable, HARNESS / "run.py", "--slice", "0.01", "--precision", precision]
        command += ["--program", self.build / "fenchel_accuracy"]
        command += ["--headers", self.include / "fenchel" / "simd"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def harness(tmp_path_factory):
    return Harness(tmp_path_factory.mktemp("accuracy"))


@pytest.mark.parametrize(
    ("function", "struct", "index", "digit", "fault"),
    [
        ("exp", "Exp<double>", 0, 1, "other bits"),
        ("exp", "Exp<double>", 3, 1, "other bits"),
        ("exp", "Exp<float>", 3, 1, "other bits"),
        ("erf", "Erf<double>", 1, 1, "other bits"),
        ("erf", "Erf<float>", 1, 1, "other bits"),
        ("erf", "Erf<double>", 0, 2, "above the bound"),
        ("erf", "Erf<float>", 0, 2, "above the bound"),
    ],
)
def test_a_wrong_digit_fails(harness, function, struct, index, digit, fault):
    precision = "float32" if struct.endswith("<float>") else "float64"
    header = harness.include / "fenchel" / "simd" / f"{function}.hpp"
    good = header.read_text()
    header.write_text(planted(good, struct, index, digit))
    code, output = harness.verdict(function, precision)
    header.write_text(good)
    assert code == 1
    assert fault in output


@pytest.mark.parametrize("header", sorted((ROOT / "cpp/include/fenchel/simd").glob("*.hpp")))
def test_a_wrong_digit_anywhere_is_noticed(header, tmp_path):
    """The last digit of a late coefficient changes no result of millions, but what is recorded."""
    text, copy = header.read_text(), tmp_path / header.name
    copy.write_text(text)
    recorded = constants.digests(tmp_path)
    assert recorded.items() <= constants.digests(header.parent).items()
    for found in HEXADECIMAL.finditer(text):
        place = found.end(1) - 1
        if len(found.group(1)) < 5:  # a power of two and its like
            continue
        copy.write_text(text[:place] + f"{int(text[place], 16) ^ 1:x}" + text[place + 1 :])
        assert constants.digests(tmp_path) != recorded


def test_no_number_changed_since_it_was_measured():
    assert constants.faults(ROOT / "cpp/include/fenchel/simd") == []


def test_the_same_headers_pass(harness):
    code, output = harness.verdict("exp", "float64")
    assert code == 0, output


def test_a_primitive_without_a_reference_fails(harness):
    """The program measures what is in the list, and a name it does not know is a fault."""
    header = harness.include / "fenchel" / "primitive" / "elementwise" / "exp.hpp"
    good = header.read_text()
    header.write_text(good.replace('.name = "exp"', '.name = "unheard_of"'))
    code, output = harness.verdict("unheard_of", "float64")
    header.write_text(good)
    assert code == 1
    assert "unheard_of: no reference is written" in output
