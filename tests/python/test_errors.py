# SPDX-License-Identifier: Apache-2.0
"""Errors name the operation, both shapes and what to write, and come from the user's line."""

# ruff: noqa: E501, PLW0108 - a table of one case a line
import traceback

import numpy as np
import pytest

import fenchel as fl

pytestmark = pytest.mark.core

A, B, M = fl.zeros(3), fl.zeros(4), fl.zeros((2, 3))
ONES = fl.ones((3, 3))

CASES = [
    (lambda: A + B, ValueError, "add: shapes (3,) and (4,) cannot be broadcast together: sizes 3 and 4 differ"),
    (lambda: A @ B, ValueError, "matmul: shapes (3,) and (4,) do not fit: sizes 3 and 4 differ"),
    (lambda: M @ M, ValueError, "matmul: shapes (2, 3) and (2, 3) do not fit: sizes 3 and 2 differ"),
    (lambda: fl.where(A > 0, B, 0.0), ValueError, "where: shapes (3,) and (4,) cannot be broadcast together"),
    (lambda: fl.reshape(M, 4), ValueError, "reshape: an array of shape (2, 3) cannot take the shape (4,)"),
    (lambda: fl.reshape(M, (-1, 4)), ValueError, "reshape: an array of shape (2, 3) has no size left"),
    (lambda: fl.sum(M, axis=2), ValueError, "sum: axis 2 is out of range for an array of 2 axes"),
    (lambda: fl.sum(M, axis=(0, 0)), ValueError, "sum: axis 0 is given twice"),
    (lambda: fl.max(fl.zeros((0, 3)), axis=0), ValueError, "max: the maximum or minimum of no elements"),
    (lambda: fl.transpose(M, (0, 0)), ValueError, "transpose: axis 0 is given twice"),
    (lambda: fl.broadcast_to(A, (2, 2)), ValueError, "broadcast_to: an array of shape (3,) does not broadcast"),
    (lambda: fl.stack([A, B]), ValueError, "stack: shapes (3,) and (4,) differ"),
    (lambda: fl.concatenate([M, A]), ValueError, "concatenate: arrays of shapes (2, 3) and (3,) differ"),
    (lambda: fl.concatenate([]), ValueError, "concatenate: at least one array is needed"),
    (lambda: fl.squeeze(M, axis=0), ValueError, "squeeze: axis 0 of shape (2, 3) has size 2, not 1"),
    (lambda: fl.expand_dims(M, 5), ValueError, "expand_dims: axis 5 is out of range for an array of 3 axes"),
    (lambda: fl.split(M, 2, axis=1), ValueError, "split: axis 1 of shape (2, 3) cannot be cut into 2 equal pieces"),
    (lambda: fl.pad(M, ((1, 1),) * 3), ValueError, "pad: widths of shape (3, 2) do not fit shape (2, 3)"),
    (lambda: fl.pad(M, -1), ValueError, "pad: a negative width in -1"),
    (lambda: fl.diff(A, -1), ValueError, "diff: n = -1 is negative"),
    (lambda: fl.diff(fl.asarray(1.0)), ValueError, "diff: axis -1 is out of range for an array of 0 axes"),
    (lambda: fl.take(A, 1.5), IndexError, "only integers, slices"),
    (lambda: fl.take(A, [0, 3]), IndexError, "index 3 is out of bounds for axis 0 with size 3"),
    (lambda: fl.take_along_axis(M, [0, 1], 1), ValueError, "take_along_axis: indices of shape (2,) have another number of axes than an array of shape (2, 3)"),
    (lambda: fl.take_along_axis(M, [[0.5]], 1), IndexError, "take_along_axis: indices are integers, got float64"),
    (lambda: fl.diag(fl.zeros((1, 2, 3))), ValueError, "diag: a vector or a matrix is expected, got shape (1, 2, 3)"),
    (lambda: fl.diagonal(M, 0, 1, 1), ValueError, "diagonal: the two axes are the same, axis 1"),
    (lambda: fl.tril(A), ValueError, "tril: a matrix is expected, got shape (3,)"),
    (lambda: fl.cumsum(A, 1), ValueError, "cumsum: axis 1 is out of range for an array of 1 axes"),
    (lambda: fl.argmax(fl.zeros((0, 2)), axis=0), ValueError, "the maximum or minimum of no elements is not defined"),
    (lambda: fl.moveaxis(M, (0, 1), 0), ValueError, "moveaxis: 2 axes cannot move to 1 places"),
    (lambda: fl.tensordot(M, M, 1), ValueError, "tensordot: axes [1] of shape (2, 3) and [0] of shape (2, 3) have different sizes"),
    (lambda: fl.tensordot(M, A, axes=3), ValueError, "tensordot: shapes (2, 3) and (3,) have no 3 axes to pair"),
    (lambda: fl.einsum("ij,j", M), ValueError, "einsum: 'ij,j' has another number of operands than the 1 given"),
    (lambda: fl.einsum("ij", A), ValueError, "einsum: 'ij' names 2 axes in 'ij' of an operand of 1 axes"),
    (lambda: fl.einsum("i,i", A, B), ValueError, "einsum: 'i,i' gives one letter to axes of sizes 3 and 4; the latter is in an operand of shape (4,)"),
    (lambda: fl.einsum("i->j", A), ValueError, "einsum: 'i->j' has 'j' in its result only"),
    (lambda: fl.einsum("i->ii", A), ValueError, "einsum: 'i->ii' has 'i' twice in its result"),
    (lambda: fl.einsum("i->i2", A), ValueError, "einsum: 'i->i2' has the character '2', which is no letter"),
    (lambda: fl.einsum("...i->i", M), ValueError, "einsum: '...i->i' has '...' in an operand, but not in its result"),
    (lambda: fl.einsum(A, [0]), TypeError, "einsum: subscripts are a string such as 'ij,jk->ik', got Tensor"),
    (lambda: fl.norm(M, 2), ValueError, "norm: ord=2 of a matrix is none of 'fro', 1, -1, inf, -inf"),
    (lambda: fl.norm(A, "fro"), ValueError, "norm: there is no norm 'fro' over the axes (0,) of shape (3,)"),
    (lambda: fl.norm(fl.zeros((1, 2, 3)), 1), ValueError, "norm: there is no norm 1 over the axes (0, 1, 2) of shape (1, 2, 3)"),
    (lambda: fl.linalg.solve(M, A), ValueError, "solve: a square matrix is expected, got shape (2, 3)"),
    (lambda: fl.linalg.solve(fl.eye(2), A), ValueError, "solve: a right side of shape (3,) does not fit a matrix of shape (2, 2)"),
    (lambda: fl.linalg.solve(fl.zeros((2, 3, 3)), fl.zeros((4, 3, 1))), ValueError, "solve: shapes (2,) and (4,) cannot be broadcast together"),
    (lambda: fl.linalg.solve_triangular(fl.eye(2), A), ValueError, "solve_triangular: a right side of shape (3,) does not fit"),
    (lambda: fl.linalg.cholesky(A), ValueError, "cholesky: a square matrix is expected, got shape (3,)"),
    (lambda: fl.linalg.inv(M), ValueError, "inv: a square matrix is expected, got shape (2, 3)"),
    (lambda: fl.linalg.det(M), ValueError, "det: a square matrix is expected, got shape (2, 3)"),
    (lambda: fl.linalg.slogdet(M), ValueError, "slogdet: a square matrix is expected, got shape (2, 3)"),
    (lambda: fl.eval(fl.linalg.solve(ONES, A)), fl.LinAlgError, "solve: the matrix of shape (3, 3) is singular"),
    (lambda: fl.eval(fl.linalg.inv(fl.stack([fl.eye(3), ONES]))), fl.LinAlgError, "inv: matrix 1 of the stack of shape (2, 3, 3) is singular"),
    (lambda: fl.eval(fl.linalg.cholesky(-ONES)), fl.LinAlgError, "cholesky: the matrix of shape (3, 3) is not positive definite"),
    (lambda: fl.grad(fl.linalg.det)(ONES), np.linalg.LinAlgError, "the derivative of det: the matrix of shape (3, 3) is singular"),
    (lambda: fl.grad(lambda a: fl.linalg.slogdet(a)[1])(ONES), fl.LinAlgError, "the derivative of slogdet: the matrix of shape (3, 3) is singular"),
    (lambda: fl.zeros((2**40, 2**40)), ValueError, "an array of shape (1099511627776, 1099511627776) is larger"),
    (lambda: fl.zeros(-1), ValueError, "negative dimensions are not allowed, got -1"),
    (lambda: fl.zeros((1,) * 17), ValueError, "arrays have at most 16 axes"),
    (lambda: fl.arange(0, 1, 0), ValueError, "arange: the step must not be zero"),
    (lambda: fl.linspace(0, 1, -1), ValueError, "linspace: the number of samples, -1, is negative"),
    (lambda: fl.asarray([1, 2]) ** -1, ValueError, "integers to negative integer powers are not allowed"),
    (lambda: fl.exp("a"), TypeError, "exp: a tensor, an array or a number is expected, got str"),
    (lambda: fl.exp(), TypeError, "exp() takes 1 positional arguments but 0 were given"),
    (lambda: fl.exp(1, 2), TypeError, "exp() takes 1 positional arguments but 2 were given"),
    (lambda: A + "a", TypeError, "unsupported operand type(s) for +"),
    (lambda: fl._core.operation("nonsense"), TypeError, "there is no operation named 'nonsense'"),
    (lambda: fl._core.operation("matmul"), TypeError, "'matmul' is not elementwise"),
    (lambda: np.spacing(A), TypeError, "np.spacing has no counterpart for tensors"),
    (lambda: np.linalg.svd(M), TypeError, "np.svd has no counterpart for tensors"),
    (lambda: fl.grad(lambda x: x)(A), ValueError, "grad: the function returned a tensor of shape (3,)"),
    (lambda: fl.grad(lambda x: x > 0)(1.0), TypeError, "grad: the function returned a number of type bool"),
    (lambda: fl.grad(lambda x: x)(3), TypeError, "grad: argument 0 has elements of type int64"),
    (lambda: fl.grad(lambda p: p["w"][1])({"w": [1.0, 2]}), TypeError, "grad: argument 0['w'][1] has elements"),
    (lambda: fl.grad(lambda x: x)("a"), TypeError, "grad: argument 0 is a str; leaves must be tensors"),
    (lambda: fl.grad(lambda x: x, argnums=1)(1.0), ValueError, "grad: argnums=1, but the function is called with 1"),
    (lambda: fl.grad(lambda x: "a")(1.0), TypeError, "the result of the function is a str"),
    (lambda: fl.grad(lambda x: x, has_aux=True)(1.0), TypeError, "the function returns a pair (value, aux)"),
    (lambda: fl.jvp(lambda x: x, (A,), (B,)), ValueError, "jvp: tangents: shape (4,) differs from (3,)"),
    (lambda: fl.jvp(lambda x: x, A, A), TypeError, "jvp: primals is a tuple with one entry for every argument"),
    (lambda: fl.vjp(lambda x: x, A)[1](B), ValueError, "vjp: cotangent: shape (4,) differs from (3,)"),
    (lambda: fl.vmap(lambda x, y: x)(A, B), ValueError, "argument 0 has 3 examples along axis 0, but argument 1 has 4"),
    (lambda: fl.vmap(lambda x: x)(1.0), ValueError, "vmap: argument 0 of shape () has no axis 0"),
    (lambda: fl.vmap(lambda x: x, in_axes=None)(A), ValueError, "vmap: no argument is mapped"),
    (lambda: fl.vmap(lambda x: x, in_axes=(0, 0))(A), ValueError, "vmap: in_axes=(0, 0) does not fit"),
    (lambda: fl.vmap(lambda x: x, out_axes=None)(A), ValueError, "vmap: out_axes=None, but the result differs"),
    (lambda: fl.jit(lambda x, m: x)(A, "m"), TypeError, "name arguments that are no arrays in static_argnames"),
    (lambda: fl.jit(lambda x: x, static_argnames="y"), ValueError, "jit: the function has no argument named 'y'"),
    (lambda: fl.jacobian(lambda x: x, mode="back"), ValueError, 'jacobian: mode is "auto", "forward" or "reverse"'),
]  # fmt: skip


@pytest.mark.parametrize(("action", "kind", "message"), CASES, ids=lambda case: str(case)[:30])
def test_message(action, kind, message):
    with pytest.raises(kind) as caught:
        action()
    assert message in str(caught.value)


def add(x, y):
    return x + y


def test_shapes_are_checked_where_they_are_written():
    with pytest.raises(ValueError, match="add") as caught:
        fl.jit(fl.grad(lambda x: fl.sum(add(x, B))))(A)
    assert traceback.extract_tb(caught.value.__traceback__)[-1].name == "add"


TRACED = {
    "bool": (lambda x: 1.0 if x > 0 else 2.0, "fl.where(condition, a, b)"),
    "while": (lambda x: [x := x - 1 for _ in iter(lambda: bool(x > 0), False)] and x, "fl.where"),
    "float": (lambda x: float(x), "compute with the tensor itself"),
    "int": (lambda x: int(x), "compute with the tensor itself"),
    "array": (lambda x: np.asarray(x), "functions of fenchel"),
    "item": (lambda x: x.item(), "functions of fenchel"),
    "mask": (lambda x: fl.asarray([1.0, 2.0])[fl.asarray([1.0, 2.0]) > x], "fl.where(mask, a, b)"),
}


@pytest.mark.parametrize("case", TRACED)
@pytest.mark.parametrize("tracer", ["jit", "vmap"])
def test_values_of_traced_tensors(case, tracer):
    function, advice = TRACED[case]
    call = fl.jit(function) if tracer == "jit" else fl.vmap(function)
    with pytest.raises(fl.TracedValueError) as caught:
        call(2.0 if tracer == "jit" else fl.ones(3))
    assert advice in str(caught.value)
    if case != "mask":
        assert f"traced by {tracer}" in str(caught.value)
    assert issubclass(fl.TracedValueError, TypeError)


@pytest.mark.parametrize("transform", [fl.grad, fl.jit, fl.vmap, fl.jacobian, fl.value_and_grad])
def test_exceptions_of_the_user_pass_unchanged(transform):
    mine = KeyError("mine")

    def f(x):
        raise mine

    with pytest.raises(KeyError) as caught:
        transform(f)(fl.ones(2))
    assert caught.value is mine
    assert fl._core.open_traces() == 0
    assert float(fl.grad(fl.sin)(0.0)) == 1


def test_writing_into_numpy_arrays_is_refused():
    array = np.zeros(3)
    with pytest.raises(TypeError, match="cannot write a tensor into a NumPy array"):
        array += fl.ones(3)
