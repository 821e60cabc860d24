# SPDX-License-Identifier: Apache-2.0
"""Names are written as their owners write them, and words as Americans do."""

import re
from pathlib import Path

from checks.repository import TEXT, files, name_of

VERBS = "regular|optim|initial|normal|vector|linear|minim|maxim|general|special|parametr|real"

# A pattern, and what to write instead.
RULES = {
    r"\bNumpy\b": "NumPy",
    r"\bScipy\b": "SciPy",
    r"\bPy[Bb]ind\b|\bPyBind11\b|\bPybind11\b": "pybind11",
    r"\bCmake\b": "CMake",
    r"\bPytorch\b": "PyTorch",
    r"\bPytest\b": "pytest",
    r"\bGithub\b": "GitHub",
    r"\bC\+\+ ?2a\b": "C++20",
    rf"(?i)\b({VERBS})is(e|es|ed|er|ing|ation)\b": "-ize",
    r"(?i)\b(behavi|col|fav|neighb)our": "-or",
    r"(?i)\bcentre[ds]?\b": "center",
    r"(?i)\blicence[sd]?\b": "license",
    r"/(home|root|Users)/[a-z]": "no path of one machine",
}


def faults(text):
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, instead in RULES.items():
            if match := re.search(pattern, line):
                found.append(f"{number}: {match[0]} (write: {instead})")
    return found


def test_words():
    found = []
    for path in files(*TEXT):
        if path != Path(__file__).resolve():
            text = path.read_text(encoding="utf-8")
            found += [f"{name_of(path)}:{fault}" for fault in faults(text)]
    assert not found, "\n".join(found)


def test_the_rule_catches_planted_words():
    assert faults("Numpy arrays\nNumPy arrays\nto optimise\n") == [
        "1: Numpy (write: NumPy)",
        "3: optimise (write: -ize)",
    ]
    assert not faults("realistic, generalist, revised, advise, otherwise")
