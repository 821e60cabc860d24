# SPDX-License-Identifier: Apache-2.0
"""The hand-written gradients of hand.cpp, compiled on first use and called through ctypes."""

from __future__ import annotations

import ctypes
import functools
import hashlib
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

SOURCE = Path(__file__).with_name("hand.cpp")
FLAGS = ["-O3", "-march=native", "-ffast-math", "-shared", "-fPIC", "-std=c++17"]
LIBRARIES = ["-lmvec", "-lm"]


@functools.cache
def library() -> ctypes.CDLL:
    """The compiled functions; rebuilt when the source changes."""
    key = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:12]
    target = Path(tempfile.gettempdir()) / f"fenchel_hand_{key}.so"
    if not target.exists():
        command = ["g++", *FLAGS, str(SOURCE), "-o", f"{target}.new", *LIBRARIES]
        subprocess.run(command, check=True)
        Path(f"{target}.new").replace(target)
    return ctypes.CDLL(str(target))


def bound(name: str, *arguments: Any, gradient: np.ndarray) -> Callable[[], float]:
    """A call of a hand-written function with everything converted beforehand."""
    function = getattr(library(), name)
    function.restype = ctypes.c_double
    converted = [
        ctypes.c_void_p(a.ctypes.data) if isinstance(a, np.ndarray) else ctypes.c_long(a)
        for a in (*arguments, gradient)
    ]
    keep = (arguments, gradient)
    return lambda: (function(*converted), keep)[0]
