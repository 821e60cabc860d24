# SPDX-License-Identifier: Apache-2.0
"""Draws 13_smooth.png: soft thresholding at four scales, and its derivative by the threshold."""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import fenchel as fl

SCALES = [1.0, 0.3, 0.1, 0.01]


def soft_threshold(x, t):
    """Shrinks x towards 0 by t."""
    return fl.where(fl.abs(x) > t, x - t * fl.sign(x), 0.0)


def main():
    """Draws the picture."""
    x = np.linspace(-3, 3, 601)
    figure, (value, slope) = plt.subplots(1, 2, figsize=(8, 3), layout="constrained")
    for scale in SCALES:
        soft = fl.smooth(soft_threshold, scale=scale)
        by_threshold = fl.vmap(fl.grad(soft, argnums=1), in_axes=(0, None))
        value.plot(x, np.asarray(soft(x, 1.0)), label=f"scale {scale:g}")
        slope.plot(x, np.asarray(by_threshold(x, 1.0)))
    value.plot(x, np.asarray(soft_threshold(fl.asarray(x), 1.0)), "k:", label="hard")
    value.set(title="soft thresholding, t = 1", xlabel="x")
    slope.set(title="its derivative by t", xlabel="x")
    value.legend(frameon=False)
    figure.savefig(Path(__file__).with_suffix(".png"), dpi=110)


if __name__ == "__main__":
    main()
