# SPDX-License-Identifier: Apache-2.0
"""A user adds a primitive by one struct, compiled into a library of their own, and gets everything.

The struct is tests/cpp/log_cosh.hpp; what it gets is checked by tests/laws/log_cosh.py.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import fenchel as fl
from laws import log_cosh

TESTS = Path(__file__).resolve().parents[1]

GOOD = """
#include <fenchel/execute/register_primitive.hpp>

#include "log_cosh.hpp"

extern "C" void fenchel_register() {
  fenchel::register_primitive<fenchel::primitive::LogCosh>();
}
"""
PLANTED = """
#include <fenchel/execute/register_primitive.hpp>

#include "log_cosh.hpp"

using fenchel::primitive::LogCosh;

struct Planted : LogCosh {
  static constexpr fenchel::Facts facts = [] {
    fenchel::Facts renamed = LogCosh::facts;
    renamed.name = "planted";
    return renamed;
  }();
  template <int I, class T>
  static T partial(const T& y, const T& x) {
    return 1.000001 * LogCosh::partial<I>(y, x);
  }
};

extern "C" void fenchel_register() { fenchel::register_primitive<Planted>(); }
"""


def include():
    """The headers of the package; an editable install has them in the source tree only."""
    installed = Path(fl.get_include())
    return installed if installed.exists() else TESTS.parent / "cpp" / "include"


def compiled(source, folder):
    """The library of a source, as a user would build it."""
    (folder / "user.cpp").write_text(source)
    library = folder / "user.so"
    compiler = [os.environ.get("CXX", "c++"), "-std=c++20", "-O2", "-shared", "-fPIC"]
    places = [f"-I{include()}", f"-I{TESTS / 'cpp'}"]
    subprocess.run([*compiler, *places, folder / "user.cpp", "-o", library], check=True)
    return library


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return compiled(GOOD, tmp_path_factory.mktemp("log_cosh"))


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    return compiled(PLANTED, tmp_path_factory.mktemp("planted"))


def passes(library, check):
    command = [sys.executable, log_cosh.__file__, library, check.__name__]
    known = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
    done = subprocess.run(command, env=known, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("check", log_cosh.CHECKS, ids=lambda check: check.__name__)
def test_what_a_registered_primitive_gets(library, check):
    passes(library, check)


def test_a_planted_wrong_constant_fails_the_sweep(planted):
    passes(planted, log_cosh.the_planted_fault_is_found)


def test_a_name_that_is_taken(library, monkeypatch):
    monkeypatch.setattr(fl, "log_cosh", None, raising=False)
    monkeypatch.setattr(fl._core, "load_library", lambda path: ["log_cosh"])
    with pytest.raises(ValueError, match=r"fenchel\.log_cosh exists already"):
        fl.load_primitives(library)


def test_libraries_that_register_nothing(tmp_path):
    (tmp_path / "text.so").write_text("no library")
    with pytest.raises(OSError, match=r"load_primitives: .*text\.so"):
        fl.load_primitives(tmp_path / "text.so")
    empty = compiled("int answer() { return 42; }\n", tmp_path)
    with pytest.raises(OSError, match=r"user\.so: no function extern .C. void fenchel_register"):
        fl.load_primitives(empty)
