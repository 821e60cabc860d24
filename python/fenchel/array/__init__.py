# SPDX-License-Identifier: Apache-2.0
"""Functions of whole arrays, a room for each topic."""

# ruff: noqa: F403 - each module lists its public names
from fenchel.array.contraction import *
from fenchel.array.creation import *
from fenchel.array.diagonals import *
from fenchel.array.indexing import *
from fenchel.array.joining import *
from fenchel.array.ordering import *
from fenchel.array.running import *
from fenchel.array.shaping import *
from fenchel.array.statistics import *
