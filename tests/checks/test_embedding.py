# SPDX-License-Identifier: Apache-2.0
"""A foreign CMake project finds fenchel in the three ways the README promises."""

import os
import subprocess
import sysconfig
from pathlib import Path

import pytest

from checks.repository import ROOT, installed_package

PROJECT = ROOT / "tests" / "embedding"
SYSTEM_EIGEN = "/usr/include/eigen3"
EXAMPLES = sorted(path.parent for path in ROOT.glob("examples/embedding_*/CMakeLists.txt"))


def cmake(*arguments):
    """Runs CMake in an environment that knows neither our prefixes nor our virtual environment."""
    hidden = {"CMAKE_PREFIX_PATH", "VIRTUAL_ENV"}
    environment = {k: v for k, v in os.environ.items() if k not in hidden}
    done = subprocess.run(
        ["cmake", *map(str, arguments)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    output = done.stdout + done.stderr
    assert done.returncode == 0, output
    return output


def build_and_run(build, *definitions):
    configured = cmake("-S", PROJECT, "-B", build, "-DCMAKE_BUILD_TYPE=Release", *definitions)
    cmake("--build", build)
    program = subprocess.run([build / "embedding"], capture_output=True, text=True, check=False)
    assert program.returncode == 0, program.stdout
    return configured


def test_add_subdirectory(tmp_path):
    configured = build_and_run(tmp_path, f"-DFENCHEL_SOURCE_DIR={ROOT}")
    for name in ("Eigen", "doctest", "pybind11", "ccache", "FENCHEL"):
        assert name not in configured.replace("FENCHEL_SOURCE_DIR", "")
    assert not list(tmp_path.rglob("CTestTestfile.cmake"))


@pytest.mark.parametrize("project", EXAMPLES, ids=lambda project: project.name)
def test_examples_build_and_run(project, tmp_path):
    eigen = Path(sysconfig.get_path("purelib"), "cmeel.prefix")  # else the system's, if any
    if project.name == "embedding_eigen" and not eigen.exists() and not Path(SYSTEM_EIGEN).exists():
        pytest.skip("Eigen is missing: pip install cmeel-eigen, or apt-get install libeigen3-dev")
    definitions = [f"-DFENCHEL_SOURCE_DIR={ROOT}", f"-DCMAKE_PREFIX_PATH={eigen}"]
    cmake("-S", project, "-B", tmp_path, "-DCMAKE_BUILD_TYPE=Release", *definitions)
    cmake("--build", tmp_path)
    program = tmp_path / project.name.removeprefix("embedding_")
    done = subprocess.run([program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def install_tree(tmp_path_factory):
    build, prefix = tmp_path_factory.mktemp("build"), tmp_path_factory.mktemp("prefix")
    cmake("-S", ROOT, "-B", build, "-DFENCHEL_BUILD_RUNTIME=OFF")
    cmake("--install", build, "--prefix", prefix)
    return prefix


def test_find_package_in_an_install_tree(install_tree, tmp_path):
    build_and_run(tmp_path, f"-DCMAKE_PREFIX_PATH={install_tree}")


def test_find_package_in_the_installed_wheel(tmp_path):
    package = installed_package()
    if not (package / "share").exists():
        pytest.skip("an editable install has no headers; tests/run.py installs the wheel")
    build_and_run(tmp_path, f"-DCMAKE_PREFIX_PATH={package.parent}")
    found = f"fenchel_DIR:PATH={package}"
    assert found in Path(tmp_path, "CMakeCache.txt").read_text()


def test_an_older_minor_version_is_refused(install_tree, tmp_path):
    listing = "cmake_minimum_required(VERSION 3.21)\nproject(p NONE)\n"
    (tmp_path / "CMakeLists.txt").write_text(
        listing + "find_package(fenchel 0.0 CONFIG QUIET)\nmessage(STATUS found=${fenchel_FOUND})\n"
    )
    output = cmake("-S", tmp_path, "-B", tmp_path / "b", f"-DCMAKE_PREFIX_PATH={install_tree}")
    assert "found=0" in output
