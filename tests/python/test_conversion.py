# SPDX-License-Identifier: Apache-2.0
"""NumPy arrays in and out, Python numbers out, and what is printed."""

import math

import numpy as np
import pytest

import fenchel as fl

pytestmark = pytest.mark.core

BASE = np.arange(24, dtype=float).reshape(2, 3, 4)
ARRAYS = {
    "contiguous": BASE,
    "Fortran": np.asfortranarray(BASE),
    "transposed": BASE.T,
    "reversed": BASE[::-1, :, ::-2],
    "stepped": BASE[:, ::2, 1::2],
    "repeated": np.broadcast_to(BASE[:, :1], (5, 2, 3, 4)),
    "read only": np.frombuffer(BASE.tobytes(), dtype=float),
    "misaligned": np.frombuffer(b"?" + BASE.tobytes(), dtype=float, offset=1),
    "empty": np.zeros((0, 3)),
    "number": np.array(2.5),
    "float32": BASE.astype(np.float32),
    "bool": BASE > 3,
}


@pytest.mark.parametrize("name", ARRAYS)
def test_any_layout_comes_back(name):
    array = ARRAYS[name]
    back = np.asarray(fl.asarray(array))
    assert back.dtype == array.dtype
    np.testing.assert_array_equal(back, array)
    assert back.flags.writeable


@pytest.mark.parametrize("dtype", [np.int8, np.int16, np.int32, np.uint8, np.uint16, np.uint32])
def test_narrow_integers_become_int64(dtype):
    assert fl.asarray(np.array([1, 2], dtype=dtype)).dtype == np.int64


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.zeros(2, dtype=">f8"), "byte-swapped arrays are not supported; convert this one with"),
        (np.zeros(2, dtype=np.float16), "float16 arrays are not supported; convert them with"),
        (np.zeros(2, dtype=complex), "complex128 arrays are not supported: fenchel has bool"),
        (np.zeros(2, dtype=np.uint64), "uint64 arrays are not supported: fenchel has bool"),
        (np.array(["a"]), "<U1 arrays are not supported"),
        (np.array([None]), "an array of Python objects has no numbers"),
    ],
)
def test_types_that_are_refused(array, message):
    with pytest.raises(TypeError) as caught:
        fl.asarray(array)
    assert message in str(caught.value)


def test_lists_and_numbers():
    assert fl.asarray([[1, 2], [3, 4]]).tolist() == [[1, 2], [3, 4]]
    assert fl.asarray(2.5).dtype == np.float64
    assert fl.asarray(True).dtype == np.bool_
    assert fl.asarray(np.float32(1)).dtype == np.float32
    assert fl.asarray([fl.asarray(1.0), 2.0]).tolist() == [1, 2]
    assert fl.asarray([1, 2], dtype=float).dtype == np.float64
    with pytest.raises(ValueError, match="inhomogeneous"):
        fl.asarray([[1], [1, 2]])
    with pytest.raises(TypeError, match="dtype complex128 is not supported"):
        fl.zeros(2, dtype=complex)


def test_lists_of_tensors_are_differentiable():
    grad = fl.grad(lambda x: fl.sum(fl.asarray([x, [x * x][0], 3.0]) ** 2))(2.0)
    assert float(grad) == 2 * 2 + 4 * 8


def test_numbers_out():
    assert float(fl.asarray(2)) == 2.0
    assert int(fl.asarray([[7.9]])) == 7
    assert complex(fl.asarray(1.5)) == 1.5
    assert bool(fl.asarray(0.0)) is False
    assert fl.asarray([3]).item() == 3
    assert f"{fl.asarray(1.23456):.2f}" == "1.23"
    with pytest.raises(TypeError, match=r"only a tensor of one element is a number.*\(2,\)"):
        float(fl.zeros(2))
    with pytest.raises(ValueError, match=r"shape \(2,\) is ambiguous"):
        bool(fl.zeros(2))


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: fl.asarray(1.0), "Tensor(1.0)"),
        (lambda: fl.asarray([1.0, 2.5]), "Tensor([1. , 2.5])"),
        (lambda: fl.asarray([[1], [2]]), "Tensor([[1],\n        [2]])"),
        (lambda: fl.asarray(True), "Tensor(True)"),
        (lambda: fl.ones(2, dtype=np.float32), "Tensor([1., 1.], dtype=float32)"),
        (lambda: fl.zeros((0, 2)), "Tensor([], shape=(0, 2))"),
    ],
)
def test_repr(make, text):
    assert repr(make()) == text


def test_the_protocols_of_numbers():
    x = fl.asarray([-1.25, 0.5, 2.675])
    for function in (math.trunc, math.floor, math.ceil, round):
        expected = getattr(np, function.__name__)(np.asarray(x))
        np.testing.assert_array_equal(np.asarray(function(x)), expected)
    np.testing.assert_array_equal(np.asarray(round(x, 1)), np.round(np.asarray(x), 1))
    quotient, rest = divmod(7.0, x)
    np.testing.assert_array_equal(np.asarray(quotient), 7.0 // np.asarray(x))
    np.testing.assert_array_equal(np.asarray(rest), 7.0 % np.asarray(x))
    assert float(fl.grad(lambda x: divmod(x, 0.75)[1])(2.0)) == 1.0


def test_repr_of_a_traced_tensor():
    seen = []
    fl.jit(lambda x: seen.append(repr(x * 2)) or x)(fl.zeros(3))
    assert seen == ["Tensor(<traced>, shape=(3,), dtype=float64)"]


def test_attributes():
    x = fl.zeros((2, 3))
    assert (x.shape, x.ndim, x.size, x.T.shape) == ((2, 3), 2, 6, (3, 2))
    assert x.reshape(3, 2).shape == x.reshape((3, -1)).shape == (3, 2)
    assert x.transpose().shape == x.transpose(1, 0).shape == (3, 2)
    assert x.__array_namespace__() is fl
    with pytest.raises(AttributeError):
        x.shape = (6,)
    with pytest.raises(TypeError, match=r"fl\.asarray"):
        fl.Tensor()


def test_creation():
    np.testing.assert_array_equal(np.asarray(fl.arange(2, 9, 3)), np.arange(2, 9, 3))
    np.testing.assert_array_equal(np.asarray(fl.arange(0, 1, 0.1)), np.arange(0, 1, 0.1))
    np.testing.assert_array_equal(np.asarray(fl.arange(5, 0, -2)), np.arange(5, 0, -2))
    np.testing.assert_array_equal(np.asarray(fl.linspace(-1, 2, 7)), np.linspace(-1, 2, 7))
    open_end = fl.linspace(0, 1, 4, endpoint=False)
    np.testing.assert_array_equal(np.asarray(open_end), np.linspace(0, 1, 4, endpoint=False))
    np.testing.assert_array_equal(np.asarray(fl.eye(2, 3)), np.eye(2, 3))
    assert fl.zeros(3).tolist() == [0, 0, 0]
    assert fl.full((2,), fl.asarray([1, 2])).tolist() == [1, 2]
    assert fl.squeeze(fl.zeros((1, 2, 1)), axis=-1).shape == (1, 2)
    assert fl.expand_dims(fl.zeros(2), (0, -1)).shape == (1, 2, 1)
    assert fl.concatenate([fl.zeros(2), fl.ones(1, dtype=int)]).dtype == np.float64
    assert fl.concatenate([fl.zeros((2, 2)), fl.ones(1)], axis=None).shape == (5,)
