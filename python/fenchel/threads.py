# SPDX-License-Identifier: Apache-2.0
"""How many threads a call may use."""

from fenchel import _core

__all__ = ["num_threads", "set_num_threads"]


def num_threads() -> int:
    """The number of threads a call may use, its own included.

    At start it is FENCHEL_NUM_THREADS if that is set, else the number of processors the process
    may run on.

    Returns:
        The number.

    Example:
        >>> import fenchel as fl
        >>> fl.num_threads() >= 1
        True
    """
    return _core.num_threads()


def set_num_threads(count: int) -> None:
    """Changes the number of threads a call may use; results do not depend on it by a bit.

    Args:
        count: from 1 to 1024; 1 computes in the calling thread alone.

    Raises:
        ValueError: for another number.

    Example:
        >>> import fenchel as fl
        >>> before = fl.num_threads()
        >>> fl.set_num_threads(1)
        >>> fl.num_threads()
        1
        >>> fl.set_num_threads(before)
    """
    _core.set_num_threads(count)
