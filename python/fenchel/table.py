# SPDX-License-Identifier: Apache-2.0
"""The table of elementwise primitives: what is in it, and how a user adds to it."""

import os
import sys
from pathlib import Path
from typing import Any

from fenchel import _core, elementwise

__all__ = ["get_include", "load_primitives", "primitives"]


def primitives() -> list[dict[str, Any]]:
    """The elementwise primitives, as facts that docstrings, tests and tables are made of.

    Returns:
        One dictionary for every primitive, with `name`, `summary`, `formula`, `source`, `kinks`,
        `max_ulp`, the `arguments` and which of them are `active`, that is, have a derivative.

    Example:
        >>> import fenchel as fl
        >>> [facts["formula"] for facts in fl.primitives() if facts["name"] == "exp"]
        ['e^x']
    """
    return _core.primitives()


def load_primitives(path: str | os.PathLike[str]) -> tuple[str, ...]:
    """Adds the primitives of a shared library; each becomes a function of `fenchel`.

    The library defines `extern "C" void fenchel_register()`, which calls
    `fenchel::register_primitive<Op>()` of `<fenchel/execute/register_primitive.hpp>` for every
    struct it adds. It is compiled with `-shared -fPIC -std=c++20 -I` and `fl.get_include()`.

    Args:
        path: the library. It stays loaded as long as the process runs.

    Returns:
        The names of the new functions.

    Raises:
        OSError: the library cannot be opened, or has no `fenchel_register`.
        TypeError: a primitive of that name exists already.
        ValueError: `fenchel` has something else of that name.

    Example:
        >>> import fenchel as fl
        >>> fl.load_primitives("absent.so")
        Traceback (most recent call last):
        ...
        OSError: load_primitives: ...absent.so: cannot open shared object file: ...
    """
    # Absolute, because the loader looks for a plain name in the folders of the system.
    names = _core.load_library(str(Path(path).absolute()))
    for name in names:
        _publish(name)
    return tuple(names)


def _publish(name: str) -> None:
    """Makes the function of a new row what the functions of the table are."""
    package = sys.modules["fenchel"]
    if hasattr(package, name):
        raise ValueError(f"load_primitives: fenchel.{name} exists already; choose another name")
    function = _core.operation(name)
    for module in (_core, elementwise, package):
        setattr(module, name, function)
    elementwise.__all__.append(name)


def get_include() -> str:
    """The folder of the C++ headers that belong to the package.

    Returns:
        Its path, for `-I` of a compiler.

    Example:
        >>> import fenchel as fl
        >>> fl.get_include().endswith("include")
        True
    """
    return str(Path(__file__).parent / "include")
