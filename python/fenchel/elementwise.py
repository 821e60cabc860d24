# SPDX-License-Identifier: Apache-2.0
"""The functions of the table: one for every elementwise primitive."""

from fenchel import _core

__all__ = [facts["name"] for facts in _core.primitives()]  # load_primitives adds to it

globals().update({name: getattr(_core, name) for name in __all__})
