# SPDX-License-Identifier: Apache-2.0
"""The hand-written gradients of the sources beside, compiled on first use, called by ctypes."""

from __future__ import annotations

import ctypes
import functools
import hashlib
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from workload import Call

SOURCES = sorted(Path(__file__).parent.glob("*.cpp"))
FLAGS = ["-O3", "-march=native", "-ffast-math", "-shared", "-fPIC", "-std=c++17"]
FLAGS += ["-mprefer-vector-width=512"]
LIBRARIES = ["-lmvec", "-lm"]


@functools.cache
def library() -> ctypes.CDLL:
    """The compiled functions; rebuilt when a source changes."""
    text = b"".join(source.read_bytes() for source in SOURCES)
    target = (
        Path(tempfile.gettempdir()) / f"fenchel_hand_{hashlib.sha256(text).hexdigest()[:12]}.so"
    )
    if not target.exists():
        command = ["g++", *FLAGS, *map(str, SOURCES), "-o", f"{target}.new", *LIBRARIES]
        subprocess.run(command, check=True)
        Path(f"{target}.new").replace(target)
    return ctypes.CDLL(str(target))


def bound(name: str, *arguments: Any, gradient: np.ndarray) -> Call:
    """A call of a hand-written function, with everything converted beforehand: value, gradient."""
    function = getattr(library(), name)
    function.restype = ctypes.c_double
    arrays = [np.ascontiguousarray(a) if isinstance(a, np.ndarray) else a for a in arguments]
    converted = [
        ctypes.c_void_p(a.ctypes.data) if isinstance(a, np.ndarray) else ctypes.c_long(a)
        for a in (*arrays, gradient)
    ]
    keep = (arrays, gradient)
    return lambda: (function(*converted), keep[1])
