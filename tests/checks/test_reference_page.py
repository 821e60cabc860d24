# SPDX-License-Identifier: Apache-2.0
"""The page of the primitives is the one that the table gives now."""

import runpy

import fenchel as fl
from checks.repository import ROOT

FOLDER = ROOT / "docs" / "reference"
generate = runpy.run_path(str(FOLDER / "generate.py"))


def test_the_page_is_current():
    committed = (FOLDER / "primitives.md").read_text(encoding="utf-8")
    assert committed == generate["page"](), "run: python docs/reference/generate.py"


def test_every_cell_is_filled_and_stays_a_cell():
    for facts in fl.primitives():
        cells = generate["row"](facts)
        assert len(cells) == len(generate["COLUMNS"])
        assert all(cell.strip("`$ ") and "|" not in cell for cell in cells), facts["name"]


def test_a_bar_in_a_formula_is_caught():
    facts = {"formula": "|x| + |y|"}
    assert generate["formula"](facts) == r"$\lvert x \rvert + \lvert y \rvert$"
