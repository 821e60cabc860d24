# SPDX-License-Identifier: Apache-2.0
"""Loops and branches are their unrolled programs: in every mode, nested, and for no step at all."""

import signal
import time

import numpy as np
import pytest

import fenchel as fl

pytestmark = pytest.mark.core

ROWS = np.array([[0.3, -0.2, 0.5], [1.1, 0.7, -0.4], [-0.6, 0.2, 0.9], [0.4, 0.1, 0.2]])


def python_loop(lower, upper, body, init):
    carry = init
    for i in range(int(lower), int(upper)):
        carry = body(i, carry)
    return carry


def python_scan(step, init, xs):
    carry, out = init, []
    for x in fl.asarray(xs):
        carry, y = step(carry, x)
        out.append(y)
    return carry, fl.stack(out)


def python_while(condition, body, init):
    carry = init
    while bool(condition(carry)):
        carry = body(carry)
    return carry


def python_cond(predicate, true, false, *operands):
    return true(*operands) if bool(predicate) else false(*operands)


class Nodes:
    loop, scan, repeat, cond = map(staticmethod, (fl.fori_loop, fl.scan, fl.while_loop, fl.cond))


class Unrolled:
    loop, scan, repeat, cond = map(
        staticmethod, (python_loop, python_scan, python_while, python_cond)
    )


def power(c, x):
    return c.loop(0, 4, lambda i, y: fl.sin(y) * x + 0.1 * i, x)


def no_step(c, x):
    return c.loop(3, 3, lambda i, y: y * x, x * x)


def recurrence(c, x):
    def step(h, row):
        h = fl.tanh(h * x + row)
        return h, h * x

    h, ys = c.scan(step, fl.zeros(3), ROWS)
    return fl.sum(h) + fl.sum(ys**2, axis=0)


def rows_from_x(c, x):
    h, ys = c.scan(lambda h, row: (h + row * x[0], fl.sum(row) * h), x, fl.outer(x, x))
    return h * ys[1] + ys[0]


def until_large(c, x):
    start = (fl.sum(x * x) + 1.5, x)
    return c.repeat(lambda s: s[0] < 40.0, lambda s: (s[0] * 2.0, s[1] * fl.cos(s[1])), start)[1]


def branch_on_value(c, x):
    return c.cond(fl.sum(x) > 0.2, lambda y: fl.exp(y) * x, lambda y: y * y, x)


def branch_in_loop(c, x):
    def body(i, y):
        return c.cond(fl.sum(y) > 0.5, lambda y: 0.5 * y * x, lambda y: y + fl.exp(y), y)

    return c.loop(0, 4, body, x)


def loop_in_loop_in_loop(c, x):
    def inner(j, y):
        return c.loop(0, 2, lambda k, z: 0.7 * z + fl.sin(z * x) * 0.1, y)

    return c.loop(0, 2, lambda i, y: c.loop(0, 3, inner, y) + y * x, x)


def while_in_scan(c, x):
    def step(h, row):
        grown = c.repeat(lambda s: fl.sum(s * s) < 2.0, lambda s: 1.5 * s + 0.1 * x, h + row)
        return 0.5 * grown, grown

    h, ys = c.scan(step, x, ROWS)
    return h + fl.mean(ys, axis=0)


def matrices(c, x):
    a = fl.outer(x, x) * 0.2 + fl.eye(3)
    return c.loop(0, 3, lambda i, y: fl.tanh(a @ y) + x, x)


def numbers_out_of_an_array(c, x):
    def body(i, y):
        return fl.stack([y[1] * x[0], y[2] + x[1], fl.sin(y[0])])

    return c.loop(0, 3, body, x)


PROGRAMS = [power, no_step, recurrence, rows_from_x, until_large, branch_on_value, branch_in_loop]
PROGRAMS += [loop_in_loop_in_loop, while_in_scan, matrices, numbers_out_of_an_array]
X = np.array([0.4, -0.3, 0.8])
V = np.array([0.7, 1.3, -0.4])
MODES = {
    "value": lambda f, x: f(x),
    "jvp": lambda f, x: fl.jvp(f, (x,), (V,))[1],
    "vjp": lambda f, x: fl.vjp(f, x)[1](V)[0],
    "jvp of vjp": lambda f, x: fl.jvp(lambda x: fl.vjp(f, x)[1](V)[0], (x,), (V,))[1],
    "vjp of jvp": lambda f, x: fl.vjp(lambda x: fl.jvp(f, (x,), (V,))[1], x)[1](V)[0],
    "vjp of vjp": lambda f, x: fl.vjp(lambda x: fl.vjp(f, x)[1](V)[0], x)[1](V)[0],
    "third": lambda f, x: fl.jvp(
        lambda x: fl.vjp(lambda x: fl.vjp(f, x)[1](V)[0], x)[1](V)[0], (x,), (V,)
    )[1],
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda f: f.__name__)
def test_nodes_are_their_unrolled_programs(program, mode):
    expected = np.asarray(MODES[mode](lambda x: program(Unrolled, x), X))

    def ours(x):
        return MODES[mode](lambda x: program(Nodes, x), x)

    np.testing.assert_allclose(np.asarray(ours(X)), expected, rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(np.asarray(fl.jit(ours)(X)), expected, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("mode", ["value", "jvp", "vjp", "jvp of vjp"])
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda f: f.__name__)
def test_batches_are_single_calls(program, mode):
    batch = np.stack([X, -X, 2 * X, 0.1 * X])

    def one(x):
        return MODES[mode](lambda x: program(Nodes, x), x)

    expected = np.stack([np.asarray(one(x)) for x in batch])
    for mapped in (fl.vmap(one), fl.jit(fl.vmap(one))):
        ours = np.asarray(mapped(batch))
        np.testing.assert_allclose(ours, expected, rtol=1e-11, atol=1e-13)


def random_body(rng, depth):
    """A program of y and x: some operations, and up to `depth` levels of loops and branches."""
    moves = []
    for _ in range(rng.integers(2, 5)):
        kind = rng.integers(7 if depth > 0 else 4)
        a, b = rng.uniform(0.3, 0.9, size=2)
        inner = random_body(rng, depth - 1) if kind >= 4 else None
        steps = int(rng.integers(0, 4))
        moves.append((kind, a, b, inner, steps))

    def body(c, y, x):
        for kind, a, b, inner, steps in moves:
            if kind == 0:
                y = fl.sin(a * y) + b * x
            elif kind == 1:
                y = a * y * x - b
            elif kind == 2:
                y = fl.where(y > a, y - b * x, fl.tanh(y))
            elif kind == 3:
                y = fl.cumsum(a * y) * b
            elif kind == 4:
                y = c.loop(0, steps, lambda i, z, f=inner: f(c, z, x) + 0.01 * i, y)
            elif kind == 5:
                y = c.scan(lambda h, r, f=inner: (f(c, h, r) + x, fl.sum(h)), y, ROWS)[0]
            else:
                y = c.cond(fl.sum(y) > a, lambda z, f=inner: f(c, z, x), lambda z: z * z, y)
        return y

    return body


@pytest.mark.parametrize("seed", range(25))
def test_random_bodies_nested_to_depth_three(seed):
    body = random_body(np.random.default_rng(seed), 3)
    for mode in ("value", "jvp", "vjp", "vjp of vjp"):
        expected = np.asarray(MODES[mode](lambda x: body(Unrolled, x * x, x), X))
        ours = np.asarray(MODES[mode](lambda x: body(Nodes, x * x, x), X))
        np.testing.assert_allclose(ours, expected, rtol=1e-9, atol=1e-9 * np.abs(expected).max())


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("shape", [(), (0,), (5,), (2, 3)])
def test_shapes_and_types(shape, dtype):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(4, *shape)).astype(dtype)
    carry, ys = fl.scan(lambda c, r: (c + r * r, c * r), np.zeros(shape, dtype), x)
    assert ys.dtype == carry.dtype == np.dtype(dtype)
    assert (carry.shape, ys.shape) == (shape, (4, *shape))
    np.testing.assert_allclose(np.asarray(carry), (x * x).sum(axis=0), rtol=1e-5)


def test_numbers_take_the_type_of_the_body():
    x = fl.asarray(np.float32([1.0, 2.0]))
    assert fl.fori_loop(0, 2, lambda i, c: c + x[0], 0.0).dtype == np.float32
    assert fl.fori_loop(0, 2, lambda i, c: c + 0.5, 0).dtype == np.float64
    assert fl.fori_loop(0, 2, lambda i, c: 0.0, x[0]).dtype == np.float32
    total, count = fl.fori_loop(0, 3, lambda i, c: (c[0] + i * x[1], c[1] + 1), (0.0, 0))
    assert (float(total), int(count), count.dtype) == (6.0, 3, np.dtype("int64"))


def test_trees_and_whole_carries():
    init = {"a": fl.asarray(1.0), "n": 0, "more": (fl.zeros(2), [fl.ones(3)])}

    def body(i, c):
        return {"a": c["a"] * 2, "n": c["n"] + i, "more": (c["more"][0] + c["a"], c["more"][1])}

    last = fl.fori_loop(1, 4, body, init)
    assert (float(last["a"]), int(last["n"])) == (8.0, 6)
    np.testing.assert_array_equal(np.asarray(last["more"][0]), [7.0, 7.0])
    np.testing.assert_array_equal(np.asarray(last["more"][1][0]), np.ones(3))


@pytest.mark.parametrize("upper", [0, 1, 5, -3])
def test_traced_bounds(upper):
    def f(x, n):
        return fl.fori_loop(0, n, lambda i, c: c * x + i, x)

    for run in (f, fl.jit(f)):
        value, slope = fl.value_and_grad(run)(1.3, upper)
        value_, slope_ = fl.value_and_grad(
            lambda x: python_loop(0, upper, lambda i, c: c * x + i, x)
        )(1.3)
        np.testing.assert_allclose([float(value), float(slope)], [float(value_), float(slope_)])


def test_examples_of_different_length():
    counts, x = np.array([0, 1, 2, 5]), np.array([0.5, 1.5, -0.3, 1.1])

    def f(n, x):
        return fl.fori_loop(0, n, lambda i, c: fl.sin(c) * x, x)

    slopes = fl.vmap(fl.grad(f, argnums=1))(counts, x)
    expected = [float(fl.grad(f, argnums=1)(int(n), y)) for n, y in zip(counts, x, strict=True)]
    np.testing.assert_allclose(np.asarray(slopes), expected, rtol=1e-14)


def test_scan_in_reverse_and_without_rows():
    carry, ys = fl.scan(lambda c, x: (c + x, c), 0.0, fl.asarray([1.0, 2.0, 4.0]), reverse=True)
    assert float(carry) == 7.0
    np.testing.assert_array_equal(np.asarray(ys), [6.0, 4.0, 0.0])
    carry, ys = fl.scan(lambda c, _: (2 * c, c), 1.0, length=3)
    np.testing.assert_array_equal(np.asarray(ys), [1.0, 2.0, 4.0])
    carry, ys = fl.scan(lambda c, x: (c + x, c), 2.5, np.zeros(0))
    assert (float(carry), ys.shape) == (2.5, (0,))


def test_no_nan_of_the_branch_not_taken():
    def f(x):
        return fl.cond(x > 0, lambda x: fl.sqrt(x) * fl.log(x), lambda x: x * x, x)

    points = np.array([-2.0, 0.0, 1.0])
    slopes = [float(fl.grad(f)(x)) for x in points]
    np.testing.assert_allclose(slopes, [-4.0, 0.0, 1.0])
    np.testing.assert_allclose(np.asarray(fl.vmap(fl.grad(f))(points)), slopes)
    many = fl.grad(lambda p: fl.sum(fl.vmap(f)(p)))(points)
    np.testing.assert_allclose(np.asarray(many), slopes)


@pytest.mark.parametrize("index", [-1, 0, 1, 2, 9])
def test_switch(index):
    branches = [fl.sin, fl.cos, lambda x: x * x]
    chosen = branches[min(max(index, 0), 2)]
    for run in (
        lambda i, x: fl.switch(i, branches, x),
        fl.jit(lambda i, x: fl.switch(i, branches, x)),
    ):
        assert float(run(index, 0.7)) == float(chosen(0.7))
        assert float(fl.grad(run, argnums=1)(index, 0.7)) == float(fl.grad(chosen)(0.7))
    mixed = fl.vmap(lambda i: fl.switch(i, branches, 0.7))(np.array([2, 0, 1]))
    np.testing.assert_array_equal(np.asarray(mixed), [0.7 * 0.7, np.sin(0.7), np.cos(0.7)])


def test_only_the_chosen_branch_runs():
    singular = fl.zeros((2, 2))

    def f(x):
        return fl.cond(x > 0, lambda: x, lambda: fl.sum(fl.linalg.inv(singular * x)))

    assert float(f(fl.asarray(2.0))) == 2.0
    with pytest.raises(fl.LinAlgError):
        float(f(fl.asarray(-2.0)))


ERRORS = {
    "another shape": (lambda: fl.fori_loop(0, 2, lambda i, c: fl.ones(3), fl.zeros(2)), "shape"),
    "another type": (lambda: fl.fori_loop(0, 2, lambda i, c: c + 0.5, fl.asarray(1)), "type"),
    "another tree": (lambda: fl.fori_loop(0, 2, lambda i, c: (c, c), 1.0), "returns"),
    "a leaf named": (
        lambda: fl.while_loop(lambda c: True, lambda c: {"w": fl.ones(3)}, {"w": fl.zeros(2)}),
        r"\['w'\]",
    ),
    "no pair": (lambda: fl.scan(lambda c, x: c + x, 0.0, fl.ones(3)), "pair"),
    "no length": (lambda: fl.scan(lambda c, x: (c, c), 0.0), "length"),
    "two lengths": (lambda: fl.scan(lambda c, x: (c, c), 0.0, (fl.ones(3), fl.ones(4))), "length"),
    "branches of two shapes": (
        lambda: fl.cond(fl.asarray(True), lambda: fl.ones(2), lambda: fl.ones(3)),
        "shape",
    ),
    "branches of two trees": (
        lambda: fl.cond(fl.asarray(True), lambda: 1.0, lambda: (1.0, 2.0)),
        "tree",
    ),
    "many predicates": (lambda: fl.cond(fl.asarray([True]), lambda: 1, lambda: 2), "one value"),
    "no integer": (lambda: fl.fori_loop(0, 2.5, lambda i, c: c, 0.0), "integer"),
    "no branch": (lambda: fl.switch(0, [], 1.0), "no branch"),
    "a branch on a carry": (
        lambda: fl.fori_loop(0, 2, lambda i, c: c if c > 0 else -c, 1.0),
        "body of a loop",
    ),
}


@pytest.mark.parametrize("error", ERRORS)
def test_errors(error):
    call, message = ERRORS[error]
    with pytest.raises((TypeError, ValueError), match=message):
        call()


def test_smooth_bodies_are_smooth_unrolled_programs():
    def program(c, x):
        return c.loop(0, 3, lambda i, y: fl.where(y > 0.1, y * x, fl.abs(y) + 0.2), x)

    ours = fl.smooth(lambda x: program(Nodes, x), scale=0.3)
    unrolled = fl.smooth(lambda x: program(Unrolled, x), scale=0.3)
    for x in (-0.4, 0.1, 0.9):
        np.testing.assert_allclose(float(ours(x)), float(unrolled(x)), rtol=1e-12)
        slope, truth = fl.grad(ours)(x), fl.grad(unrolled)(x)
        np.testing.assert_allclose(float(slope), float(truth), rtol=1e-12)
    inside = fl.smooth(fl.grad(lambda x: program(Nodes, x)), scale=0.3)
    truth = fl.smooth(fl.grad(lambda x: program(Unrolled, x)), scale=0.3)
    assert np.isfinite([float(inside(0.4)), float(truth(0.4))]).all()


def test_a_smooth_branch_is_an_expectation():
    def f(x):
        return fl.cond(x > 0, lambda x: 2 * x, fl.exp, x)

    def g(x):
        return fl.where(x > 0, 2 * x, fl.exp(x))

    for x in (-1.0, 0.0, 0.3, 2.0):
        soft, expected = fl.smooth(f, scale=0.5), fl.smooth(g, scale=0.5)
        np.testing.assert_allclose(float(soft(x)), float(expected(x)), rtol=1e-13)
        np.testing.assert_allclose(float(fl.grad(soft)(x)), float(fl.grad(expected)(x)), rtol=1e-12)
    hard = fl.smooth(f, scale=1e-6)
    np.testing.assert_allclose([float(hard(2.0)), float(hard(-1.0))], [4.0, np.exp(-1.0)])


def test_a_carry_that_would_be_a_probability_is_refused():
    def f(x):
        return fl.fori_loop(0, 2, lambda i, c: (c[0] * x, c[1] | (c[0] > 1)), (x, False))[0]

    with pytest.raises(TypeError, match="smooth"):
        fl.smooth(f, scale=0.1)(2.0)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no interval timer here")
@pytest.mark.parametrize("derivative", [False, True])
def test_loops_are_interrupted(derivative):
    def endless(x):
        return fl.while_loop(lambda c: c[0] < 10**9, lambda c: (c[0] + 1, c[1] * x), (0, x))[1]

    def stop(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    start = time.monotonic()
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(TimeoutError):
            float((fl.grad(endless) if derivative else endless)(0.999))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert time.monotonic() - start < 5
    assert float(fl.fori_loop(0, 3, lambda i, c: 2 * c, 1.0)) == 8.0
