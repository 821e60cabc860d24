# SPDX-License-Identifier: Apache-2.0
"""Smoothing: soft maxima and argmaxes, the losses that belong to them, and smooth programs."""

import functools
from collections.abc import Callable, Sequence
from typing import Any

from fenchel import _core
from fenchel._core import Program, Tensor, Trace
from fenchel.array import asarray
from fenchel.reduce import mean, sum
from fenchel.trace import finish, fresh
from fenchel.tree import flatten, to_tensors
from fenchel.types import ArrayLike, Axis, Function, Nested

__all__ = [
    "fenchel_young_loss",
    "logsumexp",
    "smooth",
    "smooth_argmax",
    "smooth_max",
    "softargmax",
    "softmax",
    "sparse_sigmoid",
    "sparseargmax",
    "sparsemax",
    "sparseplus",
]


def logsumexp(x: ArrayLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    r"""Logarithm of the sum of exponentials over axes, without overflow.

    Entries of -inf count nothing; where all are -inf the value is -inf and the derivative 0.

    Formula: \log \sum_i e^{x_i}

    Args:
        x: the tensor.
        axis: the axis or axes to sum over; by default all.
        keepdims: whether these axes stay, with size 1.

    Returns:
        The logarithms: the soft maximum under Shannon entropy. Its gradient is `softargmax`.

    Source: book section 4.4.2.

    Example:
        >>> import fenchel as fl
        >>> fl.logsumexp(fl.asarray([1000.0, 0.0]))
        Tensor(1000.0)
    """
    return _core.logsumexp(x, axis, keepdims)


def smooth_max(
    theta: ArrayLike, axis: int = -1, regularizer: str = "shannon", scale: ArrayLike = 1.0
) -> Tensor:
    r"""Soft maximum along an axis: above the largest entry by at most a multiple of the scale.

    Formula: \max_{p \in \triangle} \langle\theta, p\rangle - \gamma\,\Omega(p)

    Args:
        theta: the scores.
        axis: the axis to reduce.
        regularizer: "shannon", for `scale * logsumexp(theta / scale)`, or "gini", for which entries
            far from the largest count nothing.
        scale: a positive number; towards 0 the maximum becomes hard.

    Returns:
        The soft maxima. Their gradient is `smooth_argmax`.

    Source: book section 13.4.2.

    Example:
        >>> import fenchel as fl
        >>> fl.smooth_max(fl.asarray([1.0, 0.5, -0.2, -1.0]), regularizer="gini")
        Tensor(1.0625)
    """
    return _core.smooth_max(theta, regularizer, scale, axis)


def smooth_argmax(
    theta: ArrayLike, axis: int = -1, regularizer: str = "shannon", scale: ArrayLike = 1.0
) -> Tensor:
    r"""The point of the simplex at which the soft maximum is attained, along an axis.

    Formula: \operatorname{argmax}_{p \in \triangle} \langle\theta, p\rangle - \gamma\,\Omega(p)

    Args:
        theta: the scores.
        axis: the axis of the entries that sum to one.
        regularizer: "shannon" or "gini".
        scale: a positive number; towards 0 the argmax becomes hard, at infinity uniform.

    Returns:
        Probabilities, of the shape of the scores.

    Source: book section 13.4.4.

    Example:
        >>> import fenchel as fl
        >>> fl.smooth_argmax(fl.asarray([1.0, 0.5, -0.2]), regularizer="gini")
        Tensor([0.75, 0.25, 0.  ])
    """
    return _core.smooth_argmax(theta, regularizer, scale, axis)


def softargmax(theta: ArrayLike, axis: int = -1, scale: ArrayLike = 1.0) -> Tensor:
    r"""Soft argmax under Shannon entropy along an axis, also known as `softmax`.

    Entries of -inf get 0; a row of them is all 0.

    Formula: \frac{e^{\theta_i / \gamma}}{\sum_j e^{\theta_j / \gamma}}

    Args:
        theta: the scores.
        axis: the axis of the entries that sum to one.
        scale: a positive number, the temperature.

    Returns:
        Probabilities, of the shape of the scores.

    Source: book section 4.4.4.

    Example:
        >>> import fenchel as fl
        >>> fl.softargmax(fl.asarray([0.0, 0.0]))
        Tensor([0.5, 0.5])
    """
    return smooth_argmax(theta, axis, "shannon", scale)


def sparseargmax(theta: ArrayLike, axis: int = -1, scale: ArrayLike = 1.0) -> Tensor:
    r"""Soft argmax under Gini entropy along an axis, also known as `sparsemax`: has exact zeros.

    It is the Euclidean projection of `theta / scale` onto the simplex. Equal scores get equal
    shares, -inf gets 0, and a row with a NaN is NaN. Its Jacobian is that of the entries that are
    not 0; an entry just at the border counts as 0.

    Formula: \operatorname{argmin}_{p \in \triangle} \|p - \theta / \gamma\|^2

    Args:
        theta: the scores.
        axis: the axis of the entries that sum to one.
        scale: a positive number, the temperature.

    Returns:
        Probabilities, of the shape of the scores.

    Source: book section 13.4.4; Martins and Astudillo 2016.

    Example:
        >>> import fenchel as fl
        >>> fl.sparseargmax(fl.asarray([0.6, 0.4, -1.0]))
        Tensor([0.6, 0.4, 0. ])
    """
    return smooth_argmax(theta, axis, "gini", scale)


softmax = softargmax
sparsemax = sparseargmax


def sparseplus(x: ArrayLike) -> Tensor:
    r"""Soft maximum of each element and 0 under Gini entropy: 0 up to -1, `x` from 1 on.

    Formula: \max_{p \in [0, 1]} x\,p + p (1 - p)

    Args:
        x: the tensor.

    Returns:
        A tensor of its shape. `softplus` is its sibling under Shannon entropy.

    Source: book section 13.4.1.

    Example:
        >>> import fenchel as fl
        >>> fl.sparseplus(fl.asarray([-2.0, 0.0, 2.0]))
        Tensor([0.  , 0.25, 2.  ])
    """
    return _core.sparseplus(x)


def sparse_sigmoid(x: ArrayLike) -> Tensor:
    r"""Soft step of each element under Gini entropy: 0 up to -1, 1 from 1 on, straight between.

    Formula: \min(\max(\tfrac{x + 1}{2}, 0), 1)

    Args:
        x: the tensor.

    Returns:
        A tensor of its shape: the derivative of `sparseplus`.

    Source: book section 13.4.3.

    Example:
        >>> import fenchel as fl
        >>> fl.sparse_sigmoid(fl.asarray([-2.0, 0.0, 0.5, 2.0]))
        Tensor([0.  , 0.5 , 0.75, 1.  ])
    """
    return _core.sparse_sigmoid(x)


_REDUCTIONS: dict[str | None, Callable[[Tensor], Tensor]] = {
    None: lambda losses: losses,
    "mean": mean,
    "sum": sum,
}


def fenchel_young_loss(
    theta: ArrayLike,
    y: Nested,
    regularizer: str = "shannon",
    scale: ArrayLike = 1.0,
    reduction: str | None = None,
) -> Tensor:
    r"""How far scores are from an answer, measured by a regularizer.

    The loss is convex in the scores, never negative, and 0 exactly where the soft argmax of the
    scores is the answer; its gradient is the soft argmax less the answer.

    Formula: \gamma\,\Omega^*(\theta / \gamma) + \gamma\,\Omega(y) - \langle\theta, y\rangle

    Args:
        theta: the scores, classes along the last axis.
        y: integer labels, one a row, or points of the simplex in the shape of the scores.
        regularizer: "shannon" for the logistic loss (cross-entropy), or "gini" for the sparsemax
            loss, which is exactly 0 once the right score leads by the scale.
        scale: a positive number, the temperature.
        reduction: None for the loss of every row, "mean" or "sum" for one number.

    Returns:
        The losses.

    Raises:
        ValueError: `y` does not fit the scores, a label is out of range, or there is no regularizer
            or reduction of the name.

    Source: book section 18.4; Blondel, Martins and Niculae 2020.

    Example:
        >>> import fenchel as fl
        >>> fl.fenchel_young_loss(fl.asarray([[2.0, 0.0], [0.0, 0.0]]), [0, 1], "gini")
        Tensor([0.  , 0.25])
    """
    if reduction not in _REDUCTIONS:
        raise ValueError(
            f"fenchel_young_loss: no reduction {reduction!r}; there are None, 'mean', 'sum'"
        )
    losses = _core.fenchel_young_loss(theta, asarray(y), regularizer, scale)
    return _REDUCTIONS[reduction](losses)


def _moves(leaf: Any) -> bool:
    """Whether a leaf of the arguments is floating: what smoothing is with respect to."""
    kind = getattr(getattr(leaf, "dtype", None), "kind", None)
    return isinstance(leaf, float) or kind == "f"


def _smoothed_call(
    f: Function, args: tuple[Any, ...], kwargs: dict[str, Any], scale: ArrayLike
) -> tuple[list[Tensor], Any]:
    leaves, structure = flatten((args, kwargs))
    at = [i for i, leaf in enumerate(leaves) if _moves(leaf)]
    arguments, _ = _core.lift_all([leaves[i] for i in at])
    trace = Trace()
    try:
        inputs = [
            _core.parameter(x.dtype, x.shape, "smooth", weak=_core.is_weak(x)) for x in arguments
        ]
        stand_ins = [fresh(leaf) for leaf in leaves]
        for i, x in zip(at, inputs, strict=True):
            stand_ins[i] = _core.copy(x)
        args, kwargs = structure.unflatten(stand_ins)
        results, out = to_tensors(f(*args, **kwargs), "smooth: the result of the function")
        return _core.soften(Program(inputs, results), arguments, scale), out
    finally:
        trace.close()


def _check(choice: str, what: str, known: Sequence[str]) -> None:
    if choice not in known:
        raise ValueError(f"smooth: no {what} {choice!r}; there is {', '.join(map(repr, known))}")


def smooth(
    f: Function, scale: ArrayLike = 1.0, method: str = "logistic", scope: str = "local"
) -> Function:
    """The function `f` with its steps, kinks and branches rounded off, so that it has derivatives.

    A comparison of floats becomes a probability, `where` the expectation over its branches, `sign`,
    `abs`, `maximum`, `minimum`, `max` and `min` their soft forms; a result that was a truth value
    becomes a probability. Integer arguments, and what goes through `fl.stop_gradient`, stay hard.

    Args:
        f: a function of trees of tensors, arrays and numbers. Python cannot branch on its floats:
            write `fl.where(condition, a, b)`.
        scale: a positive number: how far from a step its smoothing reaches. Towards 0 the function
            becomes `f` again. It may be a tensor, and differentiated.
        method: "logistic": a comparison is made under logistic noise of that scale.
        scope: "local": every operation is smoothed on its own, and truth values that meet count
            as independent.

    Returns:
        The smooth function. It nests with `grad`, `vmap`, `jit` and itself in any order.

    Raises:
        ValueError: there is no such method or scope, or the scale is not positive.
        TypeError: an operation has no smooth form, such as rounding to integers.
        TracedValueError: Python branches on a smoothed value.

    Source: book sections 5.2 to 5.6 and 13.4.

    Example:
        >>> import fenchel as fl
        >>> step = fl.smooth(lambda x: fl.where(x > 1.0, 1.0, 0.0), scale=0.1)
        >>> step(1.0), fl.grad(step)(1.0)
        (Tensor(0.5), Tensor(2.5))
    """
    _check(method, "method", ["logistic"])
    _check(scope, "scope", ["local"])

    @functools.wraps(f)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        results, out = _smoothed_call(f, args, kwargs, scale)
        finish(results)
        return out.unflatten(results)

    return wrapped
