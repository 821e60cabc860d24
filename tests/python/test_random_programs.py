# SPDX-License-Identifier: Apache-2.0
"""Random programs: where values are asked for, printed or dropped changes no bit of the results."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fenchel as fl

UNARY = [fl.sin, fl.tanh, fl.exp, fl.square, fl.negative, fl.sigmoid, lambda x: x[::-1]]
BINARY = [fl.add, fl.multiply, fl.subtract, fl.maximum, lambda a, b: fl.where(a > b, a, b * 0.5)]
steps = st.tuples(
    st.sampled_from(range(len(UNARY) + len(BINARY))), st.integers(0, 9), st.integers(0, 9)
)
interruptions = st.sampled_from(["", "", "eval", "print", "del"])


def run(program, inputs, interrupted):
    values = list(inputs)
    for (which, a, b), action in zip(program, interrupted, strict=True):
        x, y = values[a % len(values)], values[b % len(values)]
        if which < len(UNARY):
            values.append(fl.tanh(UNARY[which](x)))
        else:
            values.append(fl.tanh(BINARY[which - len(UNARY)](x, y)))
        if action == "eval":
            fl.eval(x, values[-1])
        elif action == "print":
            repr(values[-1])
        elif action == "del" and len(values) > 3:
            values.pop(b % len(values))
    return values[-1]


def without(program, interrupted):
    """The same program with no value asked for."""
    return ["del" if action == "del" else "" for action in interrupted]


@pytest.mark.core
@settings(max_examples=60)
@given(
    st.lists(st.tuples(steps, interruptions), min_size=1, max_size=12), st.sampled_from([1, 5, 300])
)
def test_asking_changes_no_bit(listed, n):
    program, interrupted = zip(*listed, strict=True)
    rng = np.random.default_rng(n)
    inputs = [fl.asarray(rng.normal(size=n)) for _ in range(2)]
    quiet = np.asarray(run(program, inputs, without(program, interrupted)))
    asked = np.asarray(run(program, inputs, interrupted))
    assert asked.tobytes() == quiet.tobytes()
    assert fl.cache_info()["plans"] <= fl.cache_info()["limit"]


def gradient_of(program, interrupted, inputs):
    return fl.grad(lambda x: fl.sum(run(program, [x, inputs[1]], interrupted)))(inputs[0])


@pytest.mark.core
@settings(max_examples=60)
@given(st.lists(st.tuples(steps, interruptions), min_size=1, max_size=10))
def test_asking_changes_no_derivative(listed):
    program, interrupted = zip(*listed, strict=True)
    rng = np.random.default_rng(0)
    inputs = [fl.asarray(rng.normal(size=4)) for _ in range(2)]
    quiet = gradient_of(program, without(program, interrupted), inputs)
    asked = gradient_of(program, interrupted, inputs)
    np.testing.assert_allclose(np.asarray(asked), np.asarray(quiet), rtol=1e-13, atol=1e-300)


def test_the_same_program_is_planned_once():
    rng = np.random.default_rng(0)
    program = [(0, 0, 0), (8, 1, 2), (3, 3, 0), (10, 2, 4)]
    fl.clear_cache()
    before = fl.cache_info()["misses"]
    for _ in range(50):
        inputs = [fl.asarray(rng.normal(size=10)) for _ in range(2)]
        fl.eval(run(program, inputs, ["del"] * 4))
    assert fl.cache_info()["misses"] - before <= 2
