# SPDX-License-Identifier: Apache-2.0
"""The layers: a file includes its own folder and folders to the left of its group.

Siblings of one group do not see each other; chapters may use one another along CHAPTERS_MAY_USE.
"""

import ast
import re
import sys

import pytest

from checks.repository import ROOT, files, name_of

GROUPS = """
base
simd
primitive
forward
expr
program
linalg random control
execute
array
smooth perturb optimize implicit infer integrate probability structures nn
interop
"""

# (chapter, the chapter it uses)
CHAPTERS_MAY_USE: set[tuple[str, str]] = set()

# A foreign header, and the folders that may include it.
FOREIGN = {
    "pybind11": ("python/src/",),
    "Python.h": ("python/src/",),
    "numpy": ("python/src/",),
    "Eigen": (
        "cpp/include/fenchel/linalg/",
        "cpp/include/fenchel/interop/",
        "cpp/src/kernels/",
    ),
}

# What the Python package imports when it is imported; every extra is imported late.
IMPORTED = {"numpy", "optree", "fenchel"}

LEVELS = {name: i for i, group in enumerate(GROUPS.split("\n")) for name in group.split()}
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)


def layer_of(path):
    """The layer of `expr/sum.hpp` and of its umbrella `expr.hpp`; None for `fenchel.hpp`."""
    layer = path.removesuffix(".hpp").split("/")[0]
    return None if layer == "fenchel" else layer


def may_include(layer, other):
    if layer is None or layer == other or (layer, other) in CHAPTERS_MAY_USE:
        return True
    return other is not None and LEVELS[other] < LEVELS[layer]


def header_violations(path, text):
    """What breaks the rule in the file at `path`, relative to cpp/include/fenchel."""
    layer = layer_of(path)
    if layer is not None and layer not in LEVELS:
        return [f"{path}: {layer} is no layer"]
    targets = [
        t.removeprefix("fenchel/") for t in INCLUDE.findall(text) if t.startswith("fenchel/")
    ]
    return [f"{path} includes {t}" for t in targets if not may_include(layer, layer_of(t))]


def foreign_violations(path, text):
    """What breaks the rule in the file at `path`, relative to the repository."""
    heads = {target.split("/")[0] for target in INCLUDE.findall(text)}
    heads |= {"numpy" for target in INCLUDE.findall(text) if target == "pybind11/numpy.h"}
    return [
        f"{path} includes {head}"
        for head in sorted(heads & FOREIGN.keys())
        if not path.startswith(FOREIGN[head])
    ]


def import_violations(path, text):
    """The imports at the top of a module of the package that importing fenchel must not do."""
    found = []
    for statement in ast.parse(text).body:
        names = []
        if isinstance(statement, ast.Import):
            names = [alias.name for alias in statement.names]
        elif isinstance(statement, ast.ImportFrom) and statement.level == 0:
            names = [statement.module]
        heads = {name.split(".")[0] for name in names}
        found += sorted(heads - IMPORTED - sys.stdlib_module_names)
    return [f"{path} imports {name}" for name in found]


def test_headers_see_only_what_is_below_them():
    include = ROOT / "cpp" / "include" / "fenchel"
    found = []
    for path in files(".hpp", under="cpp/include/fenchel"):
        found += header_violations(path.relative_to(include).as_posix(), path.read_text())
    assert not found, "\n".join(found)


def test_foreign_headers_stay_in_their_folders():
    found = []
    for folder in ("cpp", "python"):
        for path in files(".hpp", ".cpp", under=folder):
            found += foreign_violations(name_of(path), path.read_text())
    assert not found, "\n".join(found)


def test_extras_are_imported_late():
    found = []
    for path in files(".py", under="python/fenchel"):
        found += import_violations(name_of(path), path.read_text())
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("path", "target", "good"),
    [
        ("simd/math.hpp", "base/config.hpp", True),
        ("base/config.hpp", "simd/math.hpp", False),
        ("primitive/elementwise/erf.hpp", "primitive/define.hpp", True),
        ("forward/dual.hpp", "expr/sum.hpp", False),
        ("expr.hpp", "expr/sum.hpp", True),
        ("expr.hpp", "program/node.hpp", False),
        ("optimize/lbfgs.hpp", "array/tensor.hpp", True),
        ("optimize/lbfgs.hpp", "smooth/regularizer.hpp", False),
        ("optimize/lbfgs.hpp", "fenchel.hpp", False),
        ("fenchel.hpp", "optimize.hpp", True),
        ("fancy/new.hpp", "base/config.hpp", False),
    ],
)
def test_the_rule_catches_planted_violations(path, target, good):
    assert bool(header_violations(path, f"#include <fenchel/{target}>\n")) is not good


@pytest.mark.parametrize(
    ("path", "target", "good"),
    [
        ("cpp/include/fenchel/linalg/matmul-inl.hpp", "Eigen/Core", True),
        ("cpp/include/fenchel/program/node.hpp", "Eigen/Core", False),
        ("cpp/src/program.cpp", "pybind11/pybind11.h", False),
        ("cpp/src/program.cpp", "Python.h", False),
        ("python/src/tensor.cpp", "pybind11/numpy.h", True),
        ("cpp/include/fenchel/array/tensor.hpp", "numpy/arrayobject.h", False),
    ],
)
def test_the_rule_catches_planted_foreign_headers(path, target, good):
    assert bool(foreign_violations(path, f"  # include <{target}>\n")) is not good


def test_the_rule_catches_planted_imports():
    text = "import os, scipy.stats\nimport numpy as np\nfrom . import tree\nfrom tqdm import tqdm\n"
    late = "def f():\n    import matplotlib\n"
    assert import_violations("m.py", text + late) == ["m.py imports scipy", "m.py imports tqdm"]
