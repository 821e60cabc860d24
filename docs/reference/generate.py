# SPDX-License-Identifier: Apache-2.0
"""Writes primitives.md from the table: `python docs/reference/generate.py`."""

from pathlib import Path
from typing import Any

import fenchel as fl

HEAD = """# Primitives

The elementwise functions of `fenchel`, one row of the table each. `generate.py` beside this page
writes it from the facts of the primitives, which their docstrings and tests are made of too.
Accuracy is the largest error in units in the last place, on a processor with fused multiply-add.

"""
COLUMNS = [
    "function",
    "formula",
    "domain",
    "derivative by",
    "kinks, and the value chosen",
    "ULP",
    "source",
]


def signature(facts: dict[str, Any]) -> str:
    """The call, as code."""
    return f"`{facts['name']}({', '.join(facts['arguments'])})`"


def differentiable(facts: dict[str, Any]) -> str:
    """The arguments that have a derivative."""
    flags = zip(facts["arguments"], facts["active"], strict=True)
    names = ", ".join(name for name, flag in flags if flag)
    return names if names and facts["signature"] in ("arithmetic", "selection") else "none"


def formula(facts: dict[str, Any]) -> str:
    """The formula in mathematics; a bar would end the cell."""
    text = facts["formula"]
    while "|" in text:
        text = text.replace("|", r"\lvert ", 1).replace("|", r" \rvert", 1)
    return f"${text}$"


def row(facts: dict[str, Any]) -> list[str]:
    """The cells of a primitive."""
    return [
        signature(facts),
        formula(facts),
        facts["domain"],
        differentiable(facts),
        facts["kinks"],
        f"{facts['max_ulp']:g}",
        facts["source"],
    ]


def line(cells: list[str]) -> str:
    """A line of the table."""
    return f"| {' | '.join(cells)} |\n"


def page() -> str:
    """The whole page."""
    rows = [line(row(facts)) for facts in sorted(fl.primitives(), key=lambda f: f["name"])]
    return HEAD + line(COLUMNS) + line(["---"] * len(COLUMNS)) + "".join(rows)


if __name__ == "__main__":
    Path(__file__).with_name("primitives.md").write_text(page(), encoding="utf-8")
