# SPDX-License-Identifier: Apache-2.0
"""constants.json: a digest of the coefficients written in each header of the kernels.

The last digit of a late coefficient changes no result of millions. Whoever changes one must measure
everything anew, and says so by recording it.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

FILE = Path(__file__).with_name("constants.json")
COMMENT = re.compile(r"//.*")
# Hexadecimal ones of many digits, and decimal ones with a point.
NUMBER = re.compile(r"(?<![\w.])(?:0x[\da-fA-F.]{6,}(?:p[+-]?\d+)?|\d+\.\d+(?:e[+-]?\d+)?)")


def digests(headers: Path) -> dict[str, str]:
    """The digest of each header in a folder."""
    found = {}
    for header in sorted(headers.glob("*.hpp")):
        numbers = NUMBER.findall(COMMENT.sub("", header.read_text("utf-8")))
        if numbers:
            found[header.name] = hashlib.sha256(" ".join(numbers).encode()).hexdigest()[:16]
    return found


def faults(headers: Path) -> list[str]:
    """The headers whose coefficients are not those that were measured."""
    now, known = digests(headers), json.loads(FILE.read_text("utf-8"))
    return [
        f"{name}: other coefficients than those measured; measure all, then type --record"
        for name in sorted(now.keys() | known.keys())
        if now.get(name) != known.get(name)
    ]


def record(headers: Path) -> None:
    """Writes the file: the coefficients as they are have been measured."""
    FILE.write_text(json.dumps(digests(headers), indent=0) + "\n", "utf-8")
