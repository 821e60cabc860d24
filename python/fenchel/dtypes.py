# SPDX-License-Identifier: Apache-2.0
"""Element types: NumPy's own dtype objects."""

from typing import Any, TypeAlias

import numpy as np

__all__ = ["bool_", "float32", "float64", "int64"]

DType: TypeAlias = np.dtype[Any]

bool_: DType = np.dtype(np.bool_)
int64: DType = np.dtype(np.int64)
float32: DType = np.dtype(np.float32)
float64: DType = np.dtype(np.float64)
