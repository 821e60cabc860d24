# SPDX-License-Identifier: Apache-2.0
"""How each library computes a workload: a module a library."""
