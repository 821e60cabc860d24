# SPDX-License-Identifier: Apache-2.0
"""What the functions of fenchel accept."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from fenchel._core import Tensor

ArrayLike: TypeAlias = Tensor | npt.NDArray[Any] | np.generic | float | int | bool
Nested: TypeAlias = ArrayLike | Sequence[Any]
Shape: TypeAlias = int | Sequence[int]
Axis: TypeAlias = int | Sequence[int] | None
Tree: TypeAlias = Any
Function: TypeAlias = Callable[..., Any]
DTypeLike: TypeAlias = npt.DTypeLike
