# SPDX-License-Identifier: Apache-2.0
"""The data of the demo: scikit-learn's digits or a table, split and standardized."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from fenchel.demo.table import Problem, Table

Array = np.ndarray[Any, np.dtype[Any]]

SEED = 0


@dataclass(frozen=True)
class Data:
    """Standardized features `(n, d)` and labels `(n,)`, from 0, of both parts of the split."""

    name: str
    classes: list[str]
    X_train: Array
    y_train: Array
    X_test: Array
    y_test: Array
    images: Array | None = None  # of the held-out rows


def digits() -> Data:
    """Scikit-learn's 1797 handwritten digits, 8 by 8 pixels each."""
    try:
        from sklearn.datasets import load_digits
    except ImportError:
        raise Problem('scikit-learn is not installed: pip install "fenchel[demo]"') from None
    bunch = load_digits()
    classes = [str(name) for name in bunch.target_names]
    train, test = split(bunch.target)
    return standardized("digits", bunch.data, bunch.target, classes, train, test, bunch.images)


def from_table(table: Table) -> Data:
    """The rows of a table."""
    classes, y = np.unique(table.labels, return_inverse=True)
    train, test = split(y)
    return standardized(table.name, table.X, y, [str(name) for name in classes], train, test)


def split(y: Array) -> tuple[Array, Array]:
    """Rows to fit and rows to hold out: a quarter of every class, the same at every run."""
    rng = np.random.default_rng(SEED)
    train, test = [], []
    for label in np.unique(y):
        rows = rng.permutation(np.flatnonzero(y == label))
        held_out = max(1, round(len(rows) / 4))
        test.append(rows[:held_out])
        train.append(rows[held_out:])
    return np.sort(np.concatenate(train)), np.sort(np.concatenate(test))


def standardized(
    name: str,
    X: Array,
    y: Array,
    classes: list[str],
    train: Array,
    test: Array,
    images: Array | None = None,
) -> Data:
    """The split data, in units of the spread that the rows to fit have around their mean."""
    largest = np.abs(X[train]).max(axis=0)
    X = X / np.where(largest > 0, largest, 1.0)  # now squares of huge numbers do not overflow
    center, spread = X[train].mean(axis=0), X[train].std(axis=0)
    X = (X - center) / np.where(spread > 1e-12, spread, 1.0)  # constant columns become 0
    shown = None if images is None else images[test]
    return Data(name, classes, X[train], y[train], X[test], y[test], shown)
