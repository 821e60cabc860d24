# SPDX-License-Identifier: Apache-2.0
"""All workloads, a module a family."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from workload import Workload

FAMILIES = (
    "dispatch",
    "likelihoods",
    "second_order",
    "mixture",
    "bundle_adjustment",
    "recurrent",
    "dynamics",
    "learning",
)


def workloads(quick: bool) -> Iterator[Workload]:
    """Family by family; `quick` leaves out the largest sizes."""
    for family in FAMILIES:
        yield from importlib.import_module(f"workloads.{family}").workloads(quick)
