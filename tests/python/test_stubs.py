# SPDX-License-Identifier: Apache-2.0
"""The stub of the table is what the table says; `python tests/python/test_stubs.py` writes it."""

import inspect
from pathlib import Path

import fenchel as fl

HEAD = """# SPDX-License-Identifier: Apache-2.0
# The functions of the table. Written by tests/python/test_stubs.py.
# ruff: noqa: RUF022 - in the order of the table
from fenchel._core import Tensor
from fenchel.types import ArrayLike

"""


def stub():
    names = [f'    "{row["name"]}",\n' for row in fl.primitives()]
    lines = ["__all__ = [\n", *names, "]\n\n"]
    for row in fl.primitives():
        arguments = ", ".join(f"{name}: ArrayLike" for name in row["arguments"])
        lines.append(f"def {row['name']}({arguments}, /) -> Tensor: ...\n")
    return HEAD + "".join(lines)


def test_the_stub_of_the_table_is_current():
    assert Path(fl.__file__).with_name("elementwise.pyi").read_text() == stub()


def test_the_stub_of_the_core_names_what_there_is():
    text = Path(fl.__file__).with_name("_core.pyi").read_text()
    table = {row["name"] for row in fl._core.primitives()}
    for name in set(dir(fl._core)) - table:
        if not name.startswith("__"):
            assert f"def {name}(" in text or f"class {name}" in text, name
    for name, member in inspect.getmembers(fl.Tensor):
        if not name.startswith("_"):
            assert f"def {name}(" in text, (name, member)


if __name__ == "__main__":
    folder = Path(__file__).resolve().parents[2] / "python" / "fenchel"
    (folder / "elementwise.pyi").write_text(stub())
