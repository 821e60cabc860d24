# SPDX-License-Identifier: Apache-2.0
"""The model of the demo, and its fit: scores theta = X W + b under a Fenchel-Young loss."""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

import fenchel as fl
from fenchel._core import Status
from fenchel.demo.data import SEED, Array, Data
from fenchel.optimize import Result

PENALTY = 1e-2

# The two losses, by the regularizer that generates each, and their maps to distributions.
MODELS = {"logistic": "shannon", "sparsemax": "gini"}
PREDICT = {"logistic": fl.softargmax, "sparsemax": fl.sparseargmax}

Params = dict[str, Any]


@dataclass(frozen=True)
class Fit:
    """A fitted model, with its distributions `(n, k)` on the rows held out."""

    name: str
    result: Result
    seconds: float  # per gradient
    distributions: Array
    accuracy: float

    @property
    def support(self) -> float:
        """The mean number of classes with a probability that is not zero."""
        return float(np.mean(np.sum(self.distributions > 0, axis=1)))


def scores(params: Params, X: Any) -> Any:
    """The linear model: theta, of shape `(n, k)`."""
    return X @ params["W"] + params["b"]


def loss(params: Params, X: Any, y: Any, regularizer: str) -> Any:
    """The mean loss of the rows, and a penalty on the weights."""
    rows = fl.fenchel_young_loss(scores(params, X), y, regularizer=regularizer)
    return fl.mean(rows) + 0.5 * PENALTY * fl.sum(params["W"] ** 2)


def start(data: Data) -> Params:
    """All weights zero."""
    d, k = data.X_train.shape[1], len(data.classes)
    return {"W": np.zeros((d, k)), "b": np.zeros(k)}


def fit(data: Data, name: str, progress: bool) -> Fit:
    """Fits one of the models by L-BFGS."""
    began = time.perf_counter()
    args = (fl.asarray(data.X_train), fl.asarray(data.y_train), MODELS[name])
    result = fl.minimize(loss, start(data), args, method="lbfgs", tol=1e-5, progress=progress)
    seconds = (time.perf_counter() - began) / result.nfev
    if result.status == Status.interrupted:
        raise KeyboardInterrupt
    p = np.asarray(PREDICT[name](scores(result.x, data.X_test)))
    accuracy = float(np.mean(p.argmax(axis=1) == data.y_test))
    return Fit(name, result, seconds, p, accuracy)


def gradient_error(data: Data, name: str, count: int = 20) -> float:
    """The largest error of some components of the gradient, relative to the largest component.

    The truth is the central difference (f(x + h e) - f(x - h e)) / 2h at random parameters x.
    """
    rng = np.random.default_rng(SEED)
    params = {key: rng.normal(scale=0.1, size=value.shape) for key, value in start(data).items()}
    args = (data.X_train, data.y_train, MODELS[name])
    gradient = np.asarray(fl.grad(loss)(params, *args)["W"])
    places = rng.choice(gradient.size, size=min(count, gradient.size), replace=False)
    errors = [
        gradient.flat[place] - central_difference(params, args, place, h=1e-5) for place in places
    ]
    return float(np.max(np.abs(errors)) / np.max(np.abs(gradient)))


def central_difference(params: Params, args: Any, place: int, h: float) -> float:
    """The slope of the loss along one component of the weights."""
    step = np.zeros_like(params["W"])
    step.flat[place] = h
    above = float(loss({**params, "W": params["W"] + step}, *args))
    below = float(loss({**params, "W": params["W"] - step}, *args))
    return (above - below) / (2 * h)
