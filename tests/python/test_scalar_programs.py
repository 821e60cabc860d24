# SPDX-License-Identifier: Apache-2.0
"""Programs of single numbers of many lengths and shapes, beside Python's floats."""

import math

import numpy as np
import pytest

import fenchel as fl

OPERATIONS = {
    "+": lambda xp, a, b: a + b,
    "-": lambda xp, a, b: a - b,
    "*": lambda xp, a, b: a * b,
    "/": lambda xp, a, b: a / (b * b + 1.0),
    "neg": lambda xp, a, b: -a,
    "square": lambda xp, a, b: a * a,
    "sin": lambda xp, a, b: xp.sin(a) - b,
    "where": lambda xp, a, b: xp.where(a > b, a, b * a),
}


class Floats:
    """The same functions of floats."""

    sin = staticmethod(math.sin)

    @staticmethod
    def where(condition, a, b):
        return a if condition else b


def program(seed, length):
    """Each step reads two of the last few numbers, so that chains are short and long."""
    rng = np.random.default_rng(seed)
    names = rng.choice(list(OPERATIONS), size=length)
    reads = rng.integers(1, 6, size=(length, 2))
    scale = rng.uniform(0.5, 1.0, size=length).tolist()

    def run(xp, x, y):
        numbers = [x, y]
        for name, (i, j), c in zip(names, reads, scale, strict=True):
            a, b = numbers[-min(i, len(numbers))], numbers[-min(j, len(numbers))]
            numbers.append(xp.sin(OPERATIONS[name](xp, a, b)) * c + b * 0.25)
        return numbers[-1], numbers[len(numbers) // 2]

    return run


# One instruction below, at and above the lengths at which programs are divided, and far beyond.
@pytest.mark.parametrize("length", [1, 2, 3, 40, 60, 62, 63, 64, 65, 100, 126, 127, 128, 129, 1000])
@pytest.mark.parametrize("seed", range(4))
def test_a_program_of_numbers_is_what_floats_give(seed, length):
    run = program(seed, length)
    ours = fl.jit(lambda x, y: run(fl, x, y))(0.3, -0.7)
    np.testing.assert_allclose([float(v) for v in ours], run(Floats, 0.3, -0.7), rtol=1e-9)


@pytest.mark.parametrize("length", range(245, 270))
def test_every_length_of_a_chain(length):
    def chain(x, y):
        for _ in range(length):
            x = x * y
        return x

    value, gradient = fl.jit(fl.value_and_grad(chain))(1.5, 0.99)
    np.testing.assert_allclose(float(value), 1.5 * 0.99**length, rtol=1e-12)
    np.testing.assert_allclose(float(gradient), 0.99**length, rtol=1e-12)


def test_the_gradient_of_a_long_program_is_that_of_its_arrays():
    """An array of two elements takes the kernels of blocks."""
    run = program(9, 700)
    numbers = fl.grad(lambda x: run(fl, x, -0.7)[0])
    arrays = fl.grad(lambda x: fl.sum(run(fl, x, np.array([-0.7, 0.1]))[0]))
    both = float(arrays(np.array([0.3, 0.2]))[0])
    np.testing.assert_allclose(float(numbers(0.3)), both, rtol=1e-9, atol=1e-12)
