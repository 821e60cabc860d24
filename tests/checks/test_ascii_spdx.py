# SPDX-License-Identifier: Apache-2.0
"""Sources are ASCII and say their license in one line."""

from checks.repository import CODE, files, name_of

SPDX = "SPDX-License-Identifier: Apache-2.0"
HEAD = 2  # a first line may be `#!`


def faults(text):
    found = [] if text.isascii() else ["is not ASCII"]
    if SPDX not in "\n".join(text.splitlines()[:HEAD]):
        found.append("does not open with its SPDX line")
    return found


def test_sources_are_ascii_and_licensed():
    found = []
    for path in files(*CODE):
        found += [f"{name_of(path)} {fault}" for fault in faults(path.read_text(encoding="utf-8"))]
    assert not found, "\n".join(found)


def test_the_rule_catches_a_letter_and_a_missing_line():
    assert faults(f"// {SPDX}\nint x;\n") == []
    assert faults(f"// {SPDX}\n// \N{GREEK SMALL LETTER THETA}\n") == ["is not ASCII"]
    assert faults("int x;\n") == ["does not open with its SPDX line"]
