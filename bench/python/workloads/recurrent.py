# SPDX-License-Identifier: Apache-2.0
"""Recurrent networks: a long chain of small matrix products, and ADBench's LSTM."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import hand
import numpy as np
from workload import Call, Workload


def rnn(xp: Any, W: Any, U: Any, X: Any, h: Any) -> Any:
    """Squared length of the last state of h <- tanh(h W + x U)."""
    last, _ = xp.scan(lambda h, x: (xp.tanh(h @ W + x @ U), None), h, X)
    return xp.sum(last * last)


def sigmoid(xp: Any, x: Any) -> Any:
    return 1.0 / (1.0 + xp.exp(-x))


def lstm_cell(xp: Any, gates: Any, h: Any, c: Any, x: Any) -> tuple[Any, Any]:
    """One layer with diagonal weights: gates are forget, ingest, outgate, change."""
    weight, bias = gates[0], gates[1]
    forget = sigmoid(xp, x * weight[0] + bias[0])
    ingest = sigmoid(xp, h * weight[1] + bias[1])
    outgate = sigmoid(xp, x * weight[2] + bias[2])
    c = c * forget + ingest * xp.tanh(h * weight[3] + bias[3])
    return outgate * xp.tanh(c), c


def lstm(xp: Any, main: Any, extra: Any, state: Any, sequence: Any) -> Any:
    """Mean negative log likelihood of the next character (Srajer, Kukelova, Fitzgibbon 2018)."""
    steps, layers = len(sequence) - 1, len(state)

    def step(carry: Any, xy: Any) -> tuple[Any, Any]:
        signal, new = xy[0] * extra[0], []
        for k in range(layers):
            new.append(lstm_cell(xp, main[k], *carry[k], signal))
            signal = new[k][0]
        out = signal * extra[1] + extra[2]
        return tuple(new), xp.sum(xy[1] * (out - xp.log(xp.sum(xp.exp(out)) + 2.0)))

    initial = tuple((state[k][0], state[k][1]) for k in range(layers))
    _, scores = xp.scan(step, initial, (sequence[:-1], sequence[1:]))
    return -xp.sum(scores) / (steps * sequence.shape[1])


def rnn_case(steps: int, width: int, batch: int) -> Workload:
    rng = np.random.default_rng(3)
    W = rng.normal(size=(width, width)) / width**0.5 * 0.8
    U = rng.normal(size=(width, width)) / width**0.5
    X, h = rng.normal(size=(steps, batch, width)), np.zeros((batch, width))

    def by_hand() -> Call:
        return hand.bound("rnn", W, U, X, steps, width, gradient=np.empty((2, width, width)))

    size = f"T={steps},h={width},b={batch}"
    one = by_hand if batch == 1 else None
    return Workload("rnn", size, rnn, (W, U, X, h), argnums=(0, 1), by_hand=one)


def lstm_case(layers: int, steps: int, width: int) -> Workload:
    rng = np.random.default_rng(5)
    main, extra = rng.normal(size=(layers, 2, 4, width)), rng.normal(size=(3, width))
    state, sequence = rng.normal(size=(layers, 2, width)), rng.uniform(size=(steps, width))

    def by_hand() -> Call:
        gradient = np.empty(main.size + extra.size)
        data = (main, extra, state, sequence)
        return hand.bound("lstm", *data, layers, steps, width, gradient=gradient)

    arguments = (main, extra, state, sequence)
    size = f"l={layers},c={steps}"
    return Workload("lstm", size, lstm, arguments, argnums=(0, 1), by_hand=by_hand)


def workloads(quick: bool) -> Iterator[Workload]:
    yield rnn_case(1000, 32, 1)
    if not quick:
        yield rnn_case(1000, 128, 32)
    for layers in (2, 4):
        yield lstm_case(layers, 1024, 14)
