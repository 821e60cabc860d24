# SPDX-License-Identifier: Apache-2.0
"""The picture of the demo: how both fits went, and what both models say about one row."""

import io
from pathlib import Path
from typing import Any

import numpy as np

from fenchel.demo.data import Data
from fenchel.demo.fit import Fit
from fenchel.demo.table import Problem

COLORS = {"logistic": "#3b6fb6", "sparsemax": "#e07b39"}
SHOWN_CLASSES = 12


def check_matplotlib() -> None:
    """Says at once what would be missing at the end."""
    try:
        import matplotlib.figure  # noqa: F401
    except ImportError:
        raise Problem('matplotlib is not installed: pip install "fenchel[demo]"') from None


def check_writable(path: Path) -> None:
    """Finds out whether the file can be written, and leaves everything as it is."""
    existed = path.exists()
    try:
        with path.open("ab"):
            pass
        if not existed:
            path.unlink()
    except OSError as error:
        raise Problem(f"{path}: cannot be written: {error.strerror}") from None


def draw(data: Data, fits: list[Fit], path: Path) -> None:
    """Writes the picture, all of it or nothing."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    widths = [5, 5] if data.images is None else [5, 2.2, 5]
    figure = Figure(figsize=(sum(widths), 4), dpi=150, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(1, len(widths), width_ratios=widths)
    row = undecided(data, fits)
    _curves(axes[0], fits)
    if data.images is not None:
        _image(axes[1], data, row)
    _bars(axes[-1], data, fits, row)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    try:
        path.write_bytes(buffer.getvalue())
    except OSError as error:
        raise Problem(f"{path}: cannot be written: {error.strerror}") from None


def undecided(data: Data, fits: list[Fit]) -> int:
    """The row whose distributions are widest among those all models classify well."""
    right = [fit.distributions.argmax(axis=1) == data.y_test for fit in fits]
    largest = np.max([fit.distributions.max(axis=1) for fit in fits], axis=0)
    return int(np.argmin(np.where(np.all(right, axis=0), largest, 2.0)))


def _plain(ax: Any, title: str) -> None:
    ax.set_title(title, fontsize=11, loc="left")
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(axis="y", color="#dddddd", linewidth=0.6)
    ax.set_axisbelow(True)


def _curves(ax: Any, fits: list[Fit]) -> None:
    for fit in fits:
        label = f"{fit.name}, accuracy {fit.accuracy:.3f}"
        ax.plot(fit.result.history, color=COLORS[fit.name], linewidth=2, label=label)
    ax.set_yscale("log")
    ax.set_xlabel("iteration of L-BFGS")
    ax.set_ylabel("regularized loss")
    ax.legend(frameon=False)
    _plain(ax, "Fit")


def _image(ax: Any, data: Data, row: int) -> None:
    assert data.images is not None
    ax.imshow(data.images[row], cmap="gray_r", interpolation="nearest")
    ax.set_axis_off()
    ax.set_title(f"A held-out {data.classes[data.y_test[row]]}", fontsize=11)


def _bars(ax: Any, data: Data, fits: list[Fit], row: int) -> None:
    likely = np.argsort(-np.max([fit.distributions[row] for fit in fits], axis=0), kind="stable")
    shown = np.sort(likely[:SHOWN_CLASSES])
    for side, fit in zip((-0.2, 0.2), fits, strict=True):
        heights = fit.distributions[row][shown]
        label = f"{fit.name}: {np.count_nonzero(fit.distributions[row])} non-zero"
        ax.bar(np.arange(len(shown)) + side, heights, 0.4, color=COLORS[fit.name], label=label)
    ax.set_ylim(0, 1.3 * ax.get_ylim()[1])  # room for the legend
    names = [data.classes[i] for i in shown]
    tilt = {"rotation": 45, "ha": "right"} if max(map(len, names)) > 4 else {}
    ax.set_xticks(np.arange(len(shown)), names, **tilt)
    ax.set_xlabel("class")
    ax.set_ylabel("probability")
    ax.legend(frameon=False)
    _plain(ax, f"Distributions of one row of class {data.classes[data.y_test[row]]}")
