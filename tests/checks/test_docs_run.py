# SPDX-License-Identifier: Apache-2.0
"""Every Python block of the documentation runs, and every C++ program of it compiles and runs.

The blocks of a page share one namespace and run in order. A block after the line
`<!-- not run: reason -->` is shown only.
"""

import doctest
import os
import re
import subprocess

import pytest

from checks.repository import ROOT, files, name_of

BLOCK = re.compile(
    r"(?P<shown><!-- not run: \S[^\n]* -->\s*\n)?^```(?P<language>python|cpp)\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
PAGES = [ROOT / "README.md", *files(".md", under="docs")]


def blocks(text, language):
    """Pairs of the line a block starts at, and its code."""
    found = [m for m in BLOCK.finditer(text) if m["language"] == language and not m["shown"]]
    return [(text.count("\n", 0, m.start("code")), m["code"]) for m in found]


def pages_with(language):
    pages = [page for page in PAGES if blocks(page.read_text(encoding="utf-8"), language)]
    return pytest.mark.parametrize("page", pages, ids=name_of)


def run_examples(code, namespace, name, line):
    """Runs a block written as a session with `>>>`, whose outputs must agree."""
    test = doctest.DocTestParser().get_doctest(code, namespace, name, name, line)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert runner.run(test, clear_globs=False).failed == 0, f"{name}:{line + 1}"
    namespace.update(test.globs)


@pages_with("python")
def test_python_blocks_run(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "agg")
    namespace = {"__name__": "documentation"}
    for line, code in blocks(page.read_text(encoding="utf-8"), "python"):
        if code.lstrip().startswith(">>>"):
            run_examples(code, namespace, name_of(page), line)
        else:
            exec(compile("\n" * line + code, str(page), "exec"), namespace)


@pages_with("cpp")
def test_cpp_programs_run(page, tmp_path):
    include = ROOT / "cpp" / "include"
    for line, code in blocks(page.read_text(encoding="utf-8"), "cpp"):
        if "int main(" not in code:
            continue
        source, program = tmp_path / f"line_{line}.cpp", tmp_path / f"line_{line}"
        source.write_text(code)
        compiler = os.environ.get("CXX", "c++")
        subprocess.run(
            [compiler, "-std=c++20", "-O2", f"-I{include}", source, "-o", program], check=True
        )
        subprocess.run([program], check=True)


def test_blocks_are_found():
    text = "a\n```python\nx = 1\n```\n<!-- not run: slow -->\n```python\ny\n```\n```cpp\nz\n```\n"
    assert blocks(text, "python") == [(2, "x = 1\n")]
    assert blocks(text, "cpp") == [(9, "z\n")]
