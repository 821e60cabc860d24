# SPDX-License-Identifier: Apache-2.0
"""ADBench's mixture of Gaussians with a Wishart prior, on generated data of its sizes.

The formula is that of Srajer, Kukelova, Fitzgibbon: A Benchmark of Selected Algorithmic
Differentiation Tools (2018), section 4.1.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from workload import Workload

GAMMA, WISHART = 1.0, 0


def below_diagonal(d: int) -> np.ndarray:
    """Where each entry of L lies in a row of 0 and the entries below its diagonal, by columns."""
    place = np.zeros((d, d), dtype=np.int64)
    rows, columns = np.tril_indices(d, -1)
    order = np.lexsort((rows, columns))
    place[rows[order], columns[order]] = 1 + np.arange(len(rows))
    return place


def constant(n: int, d: int, k: int) -> float:
    """What does not depend on the parameters."""
    degrees = d + WISHART + 1
    multigamma = 0.25 * d * (d - 1) * math.log(math.pi) + sum(
        math.lgamma(0.5 * degrees + 0.5 * (1 - j)) for j in range(1, d + 1)
    )
    prior = degrees * d * (math.log(GAMMA) - 0.5 * math.log(2)) - multigamma
    return -0.5 * n * d * math.log(2 * math.pi) - k * prior


def mixture(xp: Any, alphas: Any, means: Any, factors: Any, x: Any, place: Any, eye: Any) -> Any:
    """Log density: weights by softmax of alphas, inverse covariances L'L with a log diagonal."""
    (n, d), k = x.shape, means.shape[0]
    log_diagonal, off = factors[:, :d], factors[:, d:]
    diagonal, sums = xp.exp(log_diagonal), xp.sum(log_diagonal, 1)
    padded = xp.concatenate([off[:, :1] * 0.0, off], 1)
    L = padded[:, place] + diagonal[:, :, None] * eye
    at_mean = xp.matmul(L, means[:, :, None])[:, :, 0]
    z = (x @ L.reshape(k * d, d).T).reshape(n, k, d) - at_mean
    inner = alphas + sums - 0.5 * xp.sum(z * z, 2)
    prior = 0.5 * GAMMA**2 * (xp.sum(diagonal * diagonal) + xp.sum(off * off))
    total = xp.sum(xp.logsumexp(inner, 1)) - n * xp.logsumexp(alphas, 0)
    return total + prior - WISHART * xp.sum(sums) + constant(n, d, k)


def mixture_case(n: int, d: int, k: int) -> Workload:
    rng = np.random.default_rng(2)
    parameters = (rng.normal(size=k), rng.uniform(size=(k, d)))
    factors = rng.normal(size=(k, d + d * (d - 1) // 2))
    arguments = (*parameters, factors, rng.normal(size=(n, d)), below_diagonal(d), np.eye(d))
    return Workload("mixture", f"n={n},d={d},k={k}", mixture, arguments, argnums=(0, 1, 2))


def workloads(_quick: bool) -> Iterator[Workload]:
    for d, k in ((2, 5), (10, 25), (32, 50)):
        yield mixture_case(1000, d, k)
