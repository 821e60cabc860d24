# SPDX-License-Identifier: Apache-2.0
"""Bundle adjustment: the 2 x 15 Jacobian blocks of the reprojection errors of many observations.

A camera is a rotation vector, a center, a focal length, a principal point and two coefficients of
radial distortion (Srajer, Kukelova, Fitzgibbon 2018, section 4.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import hand
import numpy as np
from workload import Call, Workload


def rotated(xp: Any, r: Any, p: Any) -> tuple[Any, Any, Any]:
    """Rodrigues' rotation of p by the vector r."""
    angle = xp.sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2])
    c, s, inverse = xp.cos(angle), xp.sin(angle), 1.0 / angle
    w = (r[0] * inverse, r[1] * inverse, r[2] * inverse)
    along = (w[0] * p[0] + w[1] * p[1] + w[2] * p[2]) * (1.0 - c)
    return (
        p[0] * c + (w[1] * p[2] - w[2] * p[1]) * s + w[0] * along,
        p[1] * c + (w[2] * p[0] - w[0] * p[2]) * s + w[1] * along,
        p[2] * c + (w[0] * p[1] - w[1] * p[0]) * s + w[2] * along,
    )


def error(xp: Any, v: Any, feature: Any) -> Any:
    """Weighted reprojection error of one observation; v: camera, point, weight."""
    camera, point, weight = v[:11], v[11:14], v[14]
    q = rotated(xp, camera[:3], [point[i] - camera[3 + i] for i in range(3)])
    a, b = q[0] / q[2], q[1] / q[2]
    r = a * a + b * b
    scale = (1.0 + camera[9] * r + camera[10] * r * r) * camera[6]
    ex = weight * (a * scale + camera[7] - feature[0])
    ey = weight * (b * scale + camera[8] - feature[1])
    return xp.stack([ex, ey])


def observations_case(cameras: int, points: int, observations: int) -> Workload:
    rng = np.random.default_rng(3)
    camera = rng.normal(size=(cameras, 11)) * 0.1 + np.eye(11)[6]
    point = rng.normal(size=(points, 3)) + np.array([0.0, 0.0, 5.0])
    ci, pi = (rng.integers(0, n, size=observations) for n in (cameras, points))
    weight = rng.uniform(0.5, 1.0, size=(observations, 1))
    variables = np.concatenate([camera[ci], point[pi], weight], 1)
    features = rng.normal(size=(observations, 2))

    def by_hand() -> Call:
        blocks = np.empty((observations, 2, 15))
        return hand.bound("bundle_adjustment", variables, features, observations, gradient=blocks)

    size = f"{observations} observations"
    arguments = (variables, features)
    return Workload(
        "bundle_adjustment",
        size,
        error,
        arguments,
        task="block_jacobian",
        by_hand=by_hand,
        peers=("jax", "torch"),
    )


def workloads(_quick: bool) -> Iterator[Workload]:
    yield observations_case(49, 7776, 31843)
