# SPDX-License-Identifier: Apache-2.0
"""One idea a file: none is long without a written reason."""

import re

from checks.repository import files, name_of

WORTH_A_LOOK = 300
LONGEST = 500
LONGEST_TEST = 800
REASON = re.compile(r"^(//|#) long because \S.+", re.MULTILINE)


def too_long(name, text):
    longest = LONGEST_TEST if name.startswith("tests/") else LONGEST
    return text.count("\n") > longest and not REASON.search(text)


def test_no_file_is_long_without_a_reason():
    lines = {}
    found = []
    for path in files(".hpp", ".cpp", ".py", ".cmake"):
        text = path.read_text()
        lines[name_of(path)] = text.count("\n")
        if too_long(name_of(path), text):
            found.append(f"{name_of(path)} has {lines[name_of(path)]} lines")
    for name, count in lines.items():
        if count > WORTH_A_LOOK:
            print(f"{name} has {count} lines: is it one idea?")
    assert not found, "\n".join(found)


def test_the_rule_catches_a_long_file():
    assert too_long("cpp/src/a.cpp", "x\n" * 501)
    assert not too_long("cpp/src/a.cpp", "x\n" * 500)
    assert not too_long(
        "cpp/src/a.cpp", "// long because a table is read as a whole\n" + "x\n" * 501
    )
    assert not too_long("tests/cpp/a.cpp", "x\n" * 501)
