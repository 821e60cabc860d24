# SPDX-License-Identifier: Apache-2.0
"""The command line of the demo."""

import argparse
import sys
from pathlib import Path

from fenchel.demo import data, picture
from fenchel.demo.fit import MODELS, Fit, fit, gradient_error
from fenchel.demo.table import Problem, read_table


def arguments(words: list[str] | None) -> argparse.Namespace:
    """What the user asks for."""
    parser = argparse.ArgumentParser(
        prog="python -m fenchel.demo",
        description="Fits a linear classifier with a dense (logistic) and with a sparse "
        "(sparsemax) Fenchel-Young loss, and draws what both say about data they have not seen.",
    )
    parser.add_argument(
        "--data",
        type=Path,
        metavar="FILE.csv",
        help="a table of numbers with the label in the last column; default: scikit-learn's digits",
    )
    parser.add_argument("--out", type=Path, default=Path("demo.png"), help="the picture to write")
    parser.add_argument("--no-progress", action="store_true", help="show no progress bars")
    return parser.parse_args(words)


def run(options: argparse.Namespace) -> None:
    """The job. Everything that may be wrong with the input is found before the first fit."""
    picture.check_matplotlib()
    table = options.data and data.from_table(read_table(options.data))
    work = table or data.digits()
    picture.check_writable(options.out)
    print(
        f"{work.name}: {len(work.y_train)} rows to fit, {len(work.y_test)} held out, "
        f"{work.X_train.shape[1]} features, {len(work.classes)} classes"
    )
    error = gradient_error(work, "logistic")
    print(f"gradient(logistic): largest relative error against central differences {error:.1e}")
    fits = [fit(work, name, progress=not options.no_progress) for name in MODELS]
    for each in fits:
        report(each, len(work.classes))
    picture.draw(work, fits, options.out)
    print(f"wrote {options.out}")


def report(fit: Fit, classes: int) -> None:
    """What came out of one fit."""
    print(f"accuracy({fit.name})={fit.accuracy:.3f}")
    print(
        f"  {fit.result.nit} iterations, {1e3 * fit.seconds:.2f} ms per gradient, "
        f"{fit.support:.2f} of {classes} classes non-zero on average"
    )
    if not fit.result.success:
        print(f"  {fit.result.message}")


def main(words: list[str] | None = None) -> int:
    """Runs the demo; returns the exit code."""
    try:
        run(arguments(words))
    except Problem as problem:
        print(f"fenchel.demo: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("fenchel.demo: interrupted", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
