# SPDX-License-Identifier: Apache-2.0
"""Differentiate, smooth and optimize programs.

Tensors follow NumPy; `grad`, `jvp`, `vjp`, `vmap`, `jit` and their like turn functions into
functions, and nest in any order.
"""

# ruff: noqa: F403 - each module lists its public names
from fenchel import _core, interop, tensor
from fenchel import linalg as linalg
from fenchel import special as special
from fenchel._core import LinAlgError as LinAlgError
from fenchel._core import Tensor as Tensor
from fenchel._core import TracedValueError as TracedValueError
from fenchel._core import __version__ as __version__
from fenchel.array import *
from fenchel.batching import *
from fenchel.compilation import *
from fenchel.control import *
from fenchel.dtypes import *
from fenchel.elementwise import *
from fenchel.jacobians import *
from fenchel.linalg import norm as norm
from fenchel.optimize import *
from fenchel.planning import *
from fenchel.reduce import *
from fenchel.smooth import *  # fl.smooth is the function, not its module
from fenchel.table import *
from fenchel.threads import *
from fenchel.transform import *

tensor.attach()
interop.attach()
del interop, tensor

absolute = _core.abs
power = _core.pow
newaxis = None
__array_api_version__ = "2024.12"
