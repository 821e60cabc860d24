# SPDX-License-Identifier: Apache-2.0
"""A user's table of numbers and labels. Every fault names file, row and cause."""

import csv
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

MISSING = {"", "?", "-", "na", "n/a", "nan", "null", "none"}
FEWEST_ROWS = 8


class Problem(Exception):
    """What keeps the demo from running, in one line for the user."""


@dataclass(frozen=True)
class Row:
    """The cells of a row, and the line of the file it starts on."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """Features `(n, d)` and labels `(n,)`."""

    name: str
    X: np.ndarray[Any, np.dtype[np.float64]]
    labels: list[str]


def read_table(path: Path) -> Table:
    """Reads a file of comma-separated values; its first row may be a header."""
    rows = list(_rows(path))
    if not rows:
        raise Problem(f"{path}: row 1: the file is empty")
    width = len(rows[0].cells)
    if width < 2:
        cause = "one column only; features and a label are needed, separated by commas"
        raise _fault(path, rows[0], cause)
    for row in rows:
        if len(row.cells) != width:
            cause = f"{len(row.cells)} columns, but the first row has {width}"
            raise _fault(path, row, cause)
    if _is_header(rows[0]):
        del rows[0]
    features = [_features(path, row) for row in rows]
    labels = [_label(path, row) for row in rows]
    _check_classes(path, rows, labels)
    return Table(path.name, np.array(features), labels)


def _rows(path: Path) -> Iterator[Row]:
    """The rows of a file that are not blank."""
    start = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield Row(start, [cell.strip() for cell in cells])
                start = reader.line_num + 1
    except OSError as error:
        raise Problem(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Problem(f"{path}: row {_undecodable_line(path)}: not UTF-8 text") from None
    except csv.Error as error:
        raise Problem(f"{path}: row {start}: malformed: {error}") from None


def _undecodable_line(path: Path) -> int:
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            line.decode()
        except UnicodeDecodeError:
            return number
    return 1


def _fault(path: Path, row: Row, cause: str) -> Problem:
    return Problem(f"{path}: row {row.line}: {cause}")


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return "_" not in cell


def _is_header(row: Row) -> bool:
    """Whether the first row names the columns: no feature is a number, and not all are missing."""
    features = row.cells[:-1]
    return not any(map(_is_number, features)) and any(c.lower() not in MISSING for c in features)


def _features(path: Path, row: Row) -> list[float]:
    for column, cell in enumerate(row.cells[:-1], 1):
        if cell.lower() in MISSING:
            raise _fault(path, row, f"column {column}: the value is missing")
        if not _is_number(cell):
            raise _fault(path, row, f"column {column}: {cell!r} is not a number")
        if not math.isfinite(float(cell)):
            raise _fault(path, row, f"column {column}: {cell} is not finite")
    return [float(cell) for cell in row.cells[:-1]]


def _label(path: Path, row: Row) -> str:
    label = row.cells[-1]
    if label.lower() in MISSING:
        raise _fault(path, row, "the label, in the last column, is missing")
    return label


def _check_classes(path: Path, rows: list[Row], labels: list[str]) -> None:
    """Every class needs a row to fit and a row to hold out."""
    if len(rows) < FEWEST_ROWS:
        last = rows[-1] if rows else Row(1, [])
        cause = f"the table ends after {len(rows)} rows of data; at least {FEWEST_ROWS} are needed"
        raise _fault(path, last, cause)
    counts = Counter(labels)
    if len(counts) == 1:
        cause = f"all labels up to here are {labels[0]!r}; at least two classes are needed"
        raise _fault(path, rows[-1], cause)
    for row, label in zip(rows, labels, strict=True):
        if counts[label] < 2:
            raise _fault(path, row, f"class {label!r} has no other row; at least two are needed")
