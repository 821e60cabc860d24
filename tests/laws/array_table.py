# SPDX-License-Identifier: Apache-2.0
"""The functions of whole arrays: what each is called on, and what NumPy says it is.

A row is named by the public function it tests, and a word more where there are several.
"""

# ruff: noqa: E501, PLW0108 - a table of one case a line
import dataclasses
from collections.abc import Callable
from types import ModuleType

import numpy as np
import scipy.linalg

import fenchel as fl


def normal(rng, shape):
    return rng.normal(size=shape)


def with_zeros(rng, shape):
    """About a third of the elements are 0."""
    return rng.normal(size=shape) * (rng.random(shape) < 0.66)


def definite(rng, shape):
    """Symmetric positive definite."""
    a = rng.normal(size=shape)
    return a @ np.swapaxes(a, -1, -2) + shape[-1] * np.eye(shape[-1])


def diagonal_heavy(rng, shape):
    """Both triangles and the whole are well conditioned."""
    if len(shape) < 2 or shape[-1] != shape[-2]:
        return rng.normal(size=shape)
    return rng.normal(size=shape) + 2 * shape[-1] * np.eye(shape[-1])


@dataclasses.dataclass
class Case:
    """`f(np, *arrays)` is the reference, and `f(fl, *tensors)` is tested, unless `theirs` is given."""

    name: str
    shapes: list[tuple[int, ...]]
    f: Callable
    theirs: Callable | None = None
    draw: Callable = normal
    kinks: bool = False  # the derivative at the points of `draw` is a choice, not a limit

    def ours(self, *x):
        return self.f(fl, *x)

    def reference(self, *x):
        return self.theirs(*x) if self.theirs else self.f(np, *x)

    def points(self, dtype=np.float64):
        rng = np.random.default_rng([7, *map(ord, self.name)])
        return [self.draw(rng, shape).astype(dtype) for shape in self.shapes]


def rowwise(function):
    """A function of one matrix and one right side on stacks of them."""
    return lambda *x: np.vectorize(function, signature="(n,n),(n,k)->(n,k)")(*x)


def triangular(**options):
    return rowwise(lambda a, b: scipy.linalg.solve_triangular(a, b, **options))


def stable(module):
    """Our sort is stable without being told so."""
    return {"kind": "stable"} if module is np else {}


def symmetric_cholesky(a):
    return np.linalg.cholesky((a + np.swapaxes(a, -1, -2)) / 2)


INDEX = np.array([[3, -4], [0, 3]])
PICKS = np.array([[0, 2, 2], [1, -1, 0]])

CASES = [
    Case("astype", [(3, 2)], lambda m, x: m.astype(m.astype(x, np.float64), x.dtype), lambda x: x),
    Case("broadcast_to", [(3, 1)], lambda m, x: m.broadcast_to(x, (2, 3, 4))),
    Case("clip", [(3, 4)], lambda m, x: m.clip(x, -0.5, 0.8)),
    Case("clip below", [(3, 4), (4,)], lambda m, x, b: m.clip(x, b, None)),
    Case("concat", [(2, 3), (2, 1)], lambda m, x, y: m.concatenate([x, y], axis=-1)),
    Case("concatenate", [(2, 3), (0, 3), (1, 3)], lambda m, *x: m.concatenate(x)),
    Case("concatenate flat", [(2, 3), (2,)], lambda m, *x: m.concatenate(x, axis=None)),
    Case("cumprod", [(4, 5)], lambda m, x: m.cumprod(x, axis=1)),
    Case("cumprod flat", [(2, 3)], lambda m, x: m.cumprod(x)),
    Case("cumprod zeros", [(2, 5, 2)], lambda m, x: m.cumprod(x, axis=1), draw=with_zeros),
    Case("cumprod one", [(3, 1)], lambda m, x: m.cumprod(x, axis=1)),
    Case("cumprod empty", [(3, 0)], lambda m, x: m.cumprod(x, axis=1)),
    Case("cumsum", [(4, 5)], lambda m, x: m.cumsum(x, axis=0)),
    Case("cumsum flat", [(2, 3)], lambda m, x: m.cumsum(x)),
    Case("cumsum middle", [(2, 3, 4)], lambda m, x: m.cumsum(x, axis=-2)),
    Case("cumsum empty", [(0, 3)], lambda m, x: m.cumsum(x, axis=0)),
    Case("diag", [(4,)], lambda m, x: m.diag(x)),
    Case("diag above", [(3,)], lambda m, x: m.diag(x, 2)),
    Case("diag below", [(3,)], lambda m, x: m.diag(x, -1)),
    Case("diag of a matrix", [(4, 3)], lambda m, x: m.diag(x, -1)),
    Case("diag empty", [(0,)], lambda m, x: m.diag(x, 1)),
    Case("diagonal", [(3, 4)], lambda m, x: m.diagonal(x)),
    Case("diagonal above", [(3, 4, 2)], lambda m, x: m.diagonal(x, 1)),
    Case("diagonal axes", [(3, 2, 4)], lambda m, x: m.diagonal(x, -1, 2, 0)),
    Case("diagonal outside", [(3, 4)], lambda m, x: m.diagonal(x, 7)),
    Case("diff", [(5,)], lambda m, x: m.diff(x)),
    Case("diff twice", [(2, 5, 2)], lambda m, x: m.diff(x, 2, axis=1)),
    Case("diff more than there are", [(2, 3)], lambda m, x: m.diff(x, 5)),
    Case("diff ends", [(2, 5), (2, 2)], lambda m, x, y: m.diff(x, prepend=0.0, append=y)),
    Case("einsum product", [(3, 4), (4, 2)], lambda m, *x: m.einsum("ij,jk->ik", *x)),
    Case("einsum implicit", [(3, 4), (2, 4)], lambda m, *x: m.einsum("bj, aj", *x)),
    Case("einsum transposed", [(3, 4)], lambda m, x: m.einsum("ij->ji", x)),
    Case("einsum sum", [(3, 4)], lambda m, x: m.einsum("ij->", x)),
    Case("einsum trace", [(3, 3)], lambda m, x: m.einsum("ii", x)),
    Case("einsum diagonal", [(3, 2, 3)], lambda m, x: m.einsum("iji->ij", x)),
    Case("einsum thrice", [(3, 3, 3)], lambda m, x: m.einsum("iii->i", x)),
    Case("einsum elementwise", [(3, 4), (3, 4)], lambda m, *x: m.einsum("ij,ij->ij", *x)),
    Case("einsum dots", [(3, 4), (3, 4)], lambda m, *x: m.einsum("ij,ij->i", *x)),
    Case("einsum outer", [(3,), (4,)], lambda m, *x: m.einsum("i,j->ji", *x)),
    Case("einsum batched", [(2, 3, 4), (2, 4, 5)], lambda m, *x: m.einsum("bij,bjk->kbi", *x)),
    Case("einsum merged", [(2, 3, 4), (3, 4, 5, 2)], lambda m, *x: m.einsum("ajk,jkbc->bac", *x)),
    Case("einsum scalar", [(), (3,)], lambda m, *x: m.einsum(",i->i", *x)),
    Case("einsum lone sum", [(3, 4), (5,)], lambda m, *x: m.einsum("ij,k->i", *x)),
    Case("einsum ellipsis", [(2, 3, 4), (4, 3)], lambda m, *x: m.einsum("...ij,jk->...ik", *x)),
    Case("einsum ellipses", [(2, 1, 3), (5, 3, 4)], lambda m, *x: m.einsum("...i,...ij", *x)),
    Case("einsum stretched", [(1, 4), (3, 4)], lambda m, *x: m.einsum("ij,ij->j", *x)),
    Case("einsum chain", [(2, 3), (3, 4), (4, 2), (2,)], lambda m, *x: m.einsum("ij,jk,kl,l->i", *x)),
    Case("einsum everywhere", [(3, 2), (3, 2), (3, 2)], lambda m, *x: m.einsum("ij,ij,ik->jk", *x)),
    Case("einsum empty", [(3, 0), (0, 2)], lambda m, *x: m.einsum("ij,jk->ik", *x)),
    Case("expand_dims", [(3,)], lambda m, x: m.expand_dims(x, (0, 2))),
    Case("flip", [(3, 4)], lambda m, x: m.flip(x)),
    Case("flip one", [(3, 4)], lambda m, x: m.flip(x, 1)),
    Case("matmul", [(2, 3, 4), (4, 5)], lambda m, *x: m.matmul(*x)),
    Case("max", [(3, 4)], lambda m, x: m.max(x, axis=1)),
    Case("mean", [(3, 4)], lambda m, x: m.mean(x, axis=0)),
    Case("min", [(3, 4)], lambda m, x: m.min(x)),
    Case("moveaxis", [(2, 3, 4)], lambda m, x: m.moveaxis(x, (0, 1), (-1, 0))),
    Case("outer", [(3,), (2, 2)], lambda m, *x: m.outer(*x)),
    Case("pad", [(2, 3)], lambda m, x: m.pad(x, ((1, 2), (0, 1)))),
    Case("pad with a number", [(2, 3)], lambda m, x: m.pad(x, (1, 0), constant_values=0.5)),
    Case("pad edge", [(2, 3)], lambda m, x: m.pad(x, 2, mode="edge")),
    Case("pad reflect", [(4, 3)], lambda m, x: m.pad(x, ((1, 2), (2, 1)), mode="reflect")),
    Case("pad wrap", [(4, 3)], lambda m, x: m.pad(x, 1, mode="wrap")),
    Case("pad empty", [(0, 2)], lambda m, x: m.pad(x, 1)),
    Case("permute_dims", [(2, 3, 4)], lambda m, x: m.transpose(x, (2, 0, 1))),
    Case("prod", [(7,)], lambda m, x: m.prod(x)),
    Case("prod zeros", [(6, 5)], lambda m, x: m.prod(x, axis=1), draw=with_zeros),
    Case("prod axes", [(2, 3, 5)], lambda m, x: m.prod(x, axis=(0, 2), keepdims=True)),
    Case("prod empty", [(3, 0)], lambda m, x: m.prod(x, axis=1)),
    Case("ravel", [(2, 3)], lambda m, x: m.ravel(x)),
    Case("repeat", [(2, 3)], lambda m, x: m.repeat(x, 2, axis=1)),
    Case("repeat flat", [(2, 3)], lambda m, x: m.repeat(x, 3)),
    Case("repeat unequally", [(3, 2)], lambda m, x: m.repeat(x, [2, 0, 3], axis=0)),
    Case("reshape", [(3, 4)], lambda m, x: m.reshape(x, (2, -1))),
    Case("roll", [(3, 4)], lambda m, x: m.roll(x, 5)),
    Case("roll axes", [(3, 4)], lambda m, x: m.roll(x, (1, -2), (0, 1))),
    Case("sort", [(3, 7)], lambda m, x: m.sort(x)),
    Case("sort flat", [(2, 4)], lambda m, x: m.sort(x, axis=None)),
    Case("sort front", [(5, 2)], lambda m, x: m.sort(x, axis=0)),
    Case("split", [(6, 2)], lambda m, x: m.concatenate(m.split(x, 3)[::-1], axis=1)),
    Case("split at", [(2, 6)], lambda m, x: m.concatenate(m.split(x, [1, 4], axis=1)[::2], axis=1)),
    Case("squeeze", [(1, 3, 1)], lambda m, x: m.squeeze(x, axis=0)),
    Case("stack", [(2, 3), (2, 3)], lambda m, *x: m.stack(x, axis=1)),
    Case("std", [(5,)], lambda m, x: m.std(x)),
    Case("std axis", [(3, 5)], lambda m, x: m.std(x, axis=1, keepdims=True, correction=1), lambda x: np.std(x, axis=1, keepdims=True, ddof=1)),
    Case("sum", [(3, 4)], lambda m, x: m.sum(x, axis=0)),
    Case("swapaxes", [(2, 3, 4)], lambda m, x: m.swapaxes(x, 0, -1)),
    Case("take", [(4, 3)], lambda m, x: m.take(x, INDEX, axis=0)),
    Case("take last", [(2, 4)], lambda m, x: m.take(x, [1, 1], axis=-1)),
    Case("take flat", [(2, 3)], lambda m, x: m.take(x, INDEX)),
    Case("take one", [(4, 3)], lambda m, x: m.take(x, -1, axis=0)),
    Case("take_along_axis", [(2, 3)], lambda m, x: m.take_along_axis(x, PICKS, axis=1)),
    Case("take_along_axis front", [(3, 2, 1)], lambda m, x: m.take_along_axis(x, PICKS.T[:, :, None], axis=0)),
    Case("take_along_axis stretched", [(4, 3)], lambda m, x: m.take_along_axis(x, PICKS[:1], axis=1)),
    Case("take_along_axis flat", [(4, 3)], lambda m, x: m.take_along_axis(x, PICKS[0], axis=None)),
    Case("tensordot", [(2, 3, 4), (3, 4, 5)], lambda m, *x: m.tensordot(*x)),
    Case("tensordot axes", [(2, 3, 4), (4, 2)], lambda m, *x: m.tensordot(*x, axes=([0, 2], [1, 0]))),
    Case("tensordot outer", [(2,), (3,)], lambda m, *x: m.tensordot(*x, axes=0)),
    Case("tile", [(2, 3)], lambda m, x: m.tile(x, (2, 1, 2))),
    Case("tile less", [(2, 3)], lambda m, x: m.tile(x, 2)),
    Case("trace", [(3, 4)], lambda m, x: m.trace(x)),
    Case("trace axes", [(3, 2, 3)], lambda m, x: m.trace(x, 1, 2, 0)),
    Case("transpose", [(2, 3)], lambda m, x: m.transpose(x)),
    Case("tril", [(3, 4)], lambda m, x: m.tril(x)),
    Case("tril stack", [(2, 3, 3)], lambda m, x: m.tril(x, -1)),
    Case("triu", [(4, 3)], lambda m, x: m.triu(x)),
    Case("triu stack", [(2, 3, 3)], lambda m, x: m.triu(x, 2)),
    Case("var", [(5,)], lambda m, x: m.var(x)),
    Case("var axes", [(2, 3, 4)], lambda m, x: m.var(x, axis=(0, 2), correction=1), lambda x: np.var(x, axis=(0, 2), ddof=1)),
    Case("var of nothing", [(2, 3)], lambda m, x: m.var(x, axis=())),
    Case("norm", [(5,)], lambda m, x: m.linalg.norm(x)),
    Case("norm flat", [(2, 3, 2)], lambda m, x: m.linalg.norm(x, keepdims=True)),
    Case("norm axis", [(3, 4)], lambda m, x: m.linalg.norm(x, axis=-1)),
    Case("norm 1", [(5,)], lambda m, x: m.linalg.norm(x, 1)),
    Case("norm inf", [(3, 5)], lambda m, x: m.linalg.norm(x, np.inf, axis=1, keepdims=True)),
    Case("norm -inf", [(5,)], lambda m, x: m.linalg.norm(x, -np.inf)),
    Case("norm 0", [(6,)], lambda m, x: m.linalg.norm(x, 0), draw=with_zeros, kinks=True),
    Case("norm 3", [(5,)], lambda m, x: m.linalg.norm(x, 3)),
    Case("norm 2.5", [(2, 5)], lambda m, x: m.linalg.norm(x, 2.5, axis=1)),
    Case("norm fro", [(3, 4)], lambda m, x: m.linalg.norm(x, "fro")),
    Case("norm columns", [(3, 4)], lambda m, x: m.linalg.norm(x, 1)),
    Case("norm rows", [(2, 3, 4)], lambda m, x: m.linalg.norm(x, np.inf, axis=(2, 0))),
    Case("norm smallest", [(3, 4)], lambda m, x: m.linalg.norm(x, -1, keepdims=True)),
    Case("cholesky", [(4, 4)], lambda m, x: m.linalg.cholesky(x), symmetric_cholesky, definite),
    Case("cholesky stack", [(2, 1, 3, 3)], lambda m, x: m.linalg.cholesky(x), symmetric_cholesky, definite),
    Case("cholesky one", [(1, 1)], lambda m, x: m.linalg.cholesky(x), symmetric_cholesky, definite),
    Case("cholesky empty", [(2, 0, 0)], lambda m, x: m.linalg.cholesky(x), symmetric_cholesky, definite),
    Case("det", [(4, 4)], lambda m, x: m.linalg.det(x)),
    Case("det stack", [(2, 3, 3)], lambda m, x: m.linalg.det(x)),
    Case("det empty", [(0, 0)], lambda m, x: m.linalg.det(x)),
    Case("inv", [(4, 4)], lambda m, x: m.linalg.inv(x), draw=diagonal_heavy),
    Case("inv stack", [(3, 2, 2)], lambda m, x: m.linalg.inv(x), draw=diagonal_heavy),
    Case("slogdet", [(4, 4)], lambda m, x: m.linalg.slogdet(x)[1]),
    Case("slogdet sign", [(5, 3, 3)], lambda m, x: m.linalg.slogdet(x)[0] * m.linalg.slogdet(x)[1]),
    Case("solve", [(4, 4), (4, 2)], lambda m, a, b: m.linalg.solve(a, b)),
    Case("solve vector", [(4, 4), (4,)], lambda m, a, b: m.linalg.solve(a, b)),
    Case("solve stack", [(2, 1, 3, 3), (3, 3, 2)], lambda m, a, b: m.linalg.solve(a, b)),
    Case("solve nothing", [(3, 3), (3, 0)], lambda m, a, b: m.linalg.solve(a, b)),
    Case("solve empty", [(0, 0), (0, 2)], lambda m, a, b: m.linalg.solve(a, b)),
    Case("solve_triangular", [(4, 4), (4, 2)], lambda m, *x: m.linalg.solve_triangular(*x), triangular(), diagonal_heavy),
    Case("solve_triangular lower", [(2, 3, 3), (3, 2)], lambda m, *x: m.linalg.solve_triangular(*x, lower=True), triangular(lower=True), diagonal_heavy),
    Case("solve_triangular trans", [(4, 4), (4, 1)], lambda m, *x: m.linalg.solve_triangular(*x, trans=True), triangular(trans=1), diagonal_heavy),
    Case("solve_triangular lower trans", [(4, 4), (4, 3)], lambda m, *x: m.linalg.solve_triangular(*x, lower=True, trans=True), triangular(lower=True, trans=1), diagonal_heavy),
    Case("solve_triangular unit", [(3, 3), (3, 2)], lambda m, *x: m.linalg.solve_triangular(*x, unit_diagonal=True), triangular(unit_diagonal=True)),
    Case("solve_triangular unit lower trans", [(3, 3), (3, 2)], lambda m, *x: m.linalg.solve_triangular(*x, lower=True, trans=True, unit_diagonal=True), triangular(lower=True, trans=1, unit_diagonal=True)),
]  # fmt: skip

# Integers or truths: values only.
VALUES = [
    ("all", lambda m, x: m.all(x > -1, axis=1)),
    ("any", lambda m, x: m.any(x > 1, axis=(0, 1), keepdims=True)),
    ("any of numbers", lambda m, x: m.any(x)),
    ("argmax", lambda m, x: m.argmax(x)),
    ("argmax axis", lambda m, x: m.argmax(x, axis=0, keepdims=True)),
    ("argmin", lambda m, x: m.argmin(x, axis=-1)),
    ("argmin flat", lambda m, x: m.argmin(x, keepdims=True)),
    ("argsort", lambda m, x: m.argsort(x, axis=0, **stable(m))),
    ("argsort flat", lambda m, x: m.argsort(x, axis=None, **stable(m))),
]  # fmt: skip

MAKES = {
    "arange", "asarray", "eye", "full", "full_like", "linspace", "ones", "ones_like", "zeros", "zeros_like",
}  # fmt: skip


def public():
    """The public functions of the rooms for whole arrays."""
    rooms = [fl.reshape.__globals__["__name__"].rpartition(".")[0], "fenchel.reduce"]
    names = {"LinAlgError"} | set(fl.linalg.__all__)
    for member in vars(fl).values():
        module = getattr(member, "__module__", "")
        if not isinstance(member, ModuleType) and str(module).startswith(tuple(rooms)):
            names.add(member.__name__)
    return names - MAKES - {"LinAlgError"} | {"concat"}
