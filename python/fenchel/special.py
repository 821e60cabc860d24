# SPDX-License-Identifier: Apache-2.0
"""Special functions under the names of `scipy.special`, with derivatives of any order.

Most are rows of the table under another name; `fl.special.expit` is `fl.sigmoid`. SciPy's own
functions take tensors too: `scipy.special.expit(t)` comes back as a tensor.
"""

from typing import Any

from fenchel import _core, array
from fenchel._core import Tensor
from fenchel.smooth import logsumexp as _logsumexp
from fenchel.types import ArrayLike, Axis

# SciPy's name, and that of the row of the table.
ALIASES = {
    "cbrt": "cbrt",
    "digamma": "digamma",
    "erf": "erf",
    "erfc": "erfc",
    "erfcx": "erfcx",
    "erfinv": "erfinv",
    "exp2": "exp2",
    "expit": "sigmoid",
    "expm1": "expm1",
    "gammaln": "lgamma",
    "log1p": "log1p",
    "log_expit": "log_sigmoid",
    "polygamma": "polygamma",
    "psi": "digamma",
    "round": "round",
    "softplus": "softplus",
}
COMPOSED = [
    "cosm1",
    "entr",
    "exprel",
    "huber",
    "kl_div",
    "log_softmax",
    "logit",
    "logsumexp",
    "pseudo_huber",
    "rel_entr",
    "sincos",
    "softmax",
    "xlog1py",
    "xlogy",
]
globals().update({name: getattr(_core, row) for name, row in ALIASES.items()})

__all__ = [*ALIASES, *COMPOSED]  # noqa: PLE0604 - names of a table


def logit(p: ArrayLike) -> Tensor:
    r"""Inverse of `expit`: the logarithm of the odds.

    Formula: \log \frac{p}{1 - p}

    Args:
        p: probabilities.

    Returns:
        The logits; -inf at 0, inf at 1, NaN outside. Accurate at both ends and at 1/2.

    Example:
        >>> import fenchel as fl
        >>> fl.special.logit(0.5)
        Tensor(0.0)
    """
    p = array.asarray(p)
    s = 2.0 * p - 1.0  # exact for p >= 1/4; the two logarithms below have different signs
    at_least_a_quarter = _core.log1p(s) - _core.log1p(-s)
    return _core.where(p < 0.25, _core.log(p) - _core.log1p(-p), at_least_a_quarter)


def xlogy(x: ArrayLike, y: ArrayLike) -> Tensor:
    r"""`x * log(y)`, and 0 where x is 0, unless y is NaN.

    Formula: x \log y

    Args:
        x: the factor.
        y: the argument of the logarithm.

    Returns:
        The products; at x = 0 the derivative by x is `log(y)`, that by y is 0.

    Example:
        >>> import fenchel as fl
        >>> fl.special.xlogy(0.0, 0.0)
        Tensor(0.0)
    """
    return _zero_times(x, _core.log(y), y)


def xlog1py(x: ArrayLike, y: ArrayLike) -> Tensor:
    r"""`x * log1p(y)`, and 0 where x is 0, unless y is NaN.

    Formula: x \log(1 + y)

    Args:
        x: the factor.
        y: the argument of the logarithm, less 1.

    Returns:
        The products; at x = 0 the derivative by x is `log1p(y)`, that by y is 0.

    Example:
        >>> import fenchel as fl
        >>> fl.special.xlog1py(0.0, -1.0)
        Tensor(0.0)
    """
    return _zero_times(x, _core.log1p(y), y)


def _zero_times(x: ArrayLike, factor: Tensor, y: ArrayLike) -> Tensor:
    """A product in which a zero x wins over an infinite factor, but not over a NaN in y."""
    wins = _core.equal(x, 0.0) & _core.equal(y, y)
    return _core.where(wins, _core.masked_multiply(x, factor), _core.multiply(x, factor))


def entr(x: ArrayLike) -> Tensor:
    r"""Entropy of each element: -inf below 0.

    Formula: -x \log x

    Args:
        x: probabilities.

    Returns:
        The entropies, 0 at 0; their derivative there is inf.

    Example:
        >>> import fenchel as fl
        >>> fl.special.entr(0.0)
        Tensor(0.0)
    """
    x = array.asarray(x)
    return _core.where(x < 0.0, -float("inf"), xlogy(-x, x))


def rel_entr(x: ArrayLike, y: ArrayLike) -> Tensor:
    r"""Relative entropy of each pair of elements: inf where one is negative, or y alone is 0.

    Formula: x \log(x / y)

    Args:
        x: probabilities.
        y: probabilities they are compared with.

    Returns:
        The relative entropies, 0 where x is 0 and y is not negative.

    Example:
        >>> import fenchel as fl
        >>> fl.special.rel_entr(0.5, 0.5)
        Tensor(0.0)
    """
    x, y = array.asarray(x), array.asarray(y)
    undefined = (x < 0.0) | (y < 0.0) | ((x > 0.0) & (y == 0.0))
    return _core.where(undefined, float("inf"), _core.masked_multiply(x, _log_ratio(x, y)))


def _log_ratio(x: Tensor, y: Tensor) -> Tensor:
    """`log(x / y)`, accurate where x is close to y, and without overflow of the quotient."""
    near = (x > 0.5 * y) & (x < 2.0 * y)
    return _core.where(near, _core.log1p((x - y) / y), _core.log(x) - _core.log(y))


def kl_div(x: ArrayLike, y: ArrayLike) -> Tensor:
    r"""Kullback-Leibler divergence of each pair of elements, which need not add up to 1.

    Formula: x \log(x / y) - x + y

    Args:
        x: nonnegative numbers.
        y: nonnegative numbers they are compared with.

    Returns:
        The divergences, as exact as x and y are; inf where `rel_entr` is.

    Example:
        >>> import fenchel as fl
        >>> fl.special.kl_div(0.0, 2.0)
        Tensor(2.0)
    """
    x, y = array.asarray(x), array.asarray(y)
    return rel_entr(x, y) - x + y


def cosm1(x: ArrayLike) -> Tensor:
    r"""`cos(x) - 1`, accurate near 0.

    Formula: \cos x - 1

    Args:
        x: angles.

    Returns:
        The differences.

    Example:
        >>> import fenchel as fl
        >>> fl.special.cosm1(0.0)
        Tensor(0.0)
    """
    half = _core.sin(0.5 * array.asarray(x))
    return 0.0 - 2.0 * (half * half)


def sincos(x: ArrayLike) -> tuple[Tensor, Tensor]:
    r"""Sine and cosine, computed together: each reduces the argument for both.

    Formula: (\sin x, \cos x)

    Args:
        x: angles.

    Returns:
        The sines and the cosines, with the bits of `sin` and `cos`.

    Example:
        >>> import fenchel as fl
        >>> fl.special.sincos(0.0)
        (Tensor(0.0), Tensor(1.0))
    """
    x = array.asarray(x)
    return _core.sin(x), _core.cos(x)


def exprel(x: ArrayLike) -> Tensor:
    r"""Relative exponential: `expm1(x) / x`, and 1 at 0.

    Formula: \frac{e^x - 1}{x}

    Args:
        x: the tensor.

    Returns:
        The quotients. Their derivative at 0 is 1/2.

    Example:
        >>> import fenchel as fl
        >>> fl.special.exprel(0.0)
        Tensor(1.0)
    """
    x = array.asarray(x)
    small = _core.abs(x) < 0.5
    away = _core.where(small, 1.0, x)  # derivatives of the quotient cancel near 0
    return _core.where(small, _exprel_series(x), _core.expm1(away) / away)


def _exprel_series(x: Tensor) -> Tensor:
    """1 + x/2 (1 + x/3 (1 + ...)), for |x| < 1/2 to the last bit, third derivatives included."""
    series = 1.0 + x / 18.0
    for k in range(17, 1, -1):
        series = 1.0 + x / float(k) * series
    return series


def huber(delta: ArrayLike, r: ArrayLike) -> Tensor:
    r"""Huber's loss: a parabola up to `delta`, straight beyond; inf for a negative delta.

    Formula: \begin{cases} r^2 / 2 & |r| \le \delta \\ \delta(|r| - \delta / 2) \end{cases}

    Args:
        delta: where the parabola ends.
        r: residuals.

    Returns:
        The losses.

    Example:
        >>> import fenchel as fl
        >>> fl.special.huber(1.0, 3.0)
        Tensor(2.5)
    """
    delta, r = array.asarray(delta), array.asarray(r)
    size = _core.abs(r)
    loss = _core.where(size <= delta, 0.5 * r * r, delta * (size - 0.5 * delta))
    return _core.where(delta < 0.0, float("inf"), loss)


def pseudo_huber(delta: ArrayLike, r: ArrayLike) -> Tensor:
    r"""Smooth relative of Huber's loss; inf for a negative delta.

    Formula: \delta^2 \left(\sqrt{1 + (r / \delta)^2} - 1\right)

    Args:
        delta: the length on which the parabola bends into a line.
        r: residuals.

    Returns:
        The losses, without cancellation for a large delta.

    Example:
        >>> import fenchel as fl
        >>> fl.special.pseudo_huber(1.0, 0.0)
        Tensor(0.0)
    """
    delta, r = array.asarray(delta), array.asarray(r)
    ratio = r / delta
    loss = r * r / (1.0 + _core.sqrt(1.0 + ratio * ratio))
    loss = _core.where(delta == 0.0, 0.0 * r, loss)
    return _core.where(delta < 0.0, float("inf"), loss)


def logsumexp(a: ArrayLike, axis: Axis = None, b: Any = None, keepdims: bool = False) -> Tensor:
    r"""Logarithm of a sum of exponentials over axes, with weights, without overflow.

    Formula: \log \sum_i b_i e^{a_i}

    Args:
        a: the exponents.
        axis: the axis or axes to sum over; by default all.
        b: nonnegative weights, by default 1. An entry of weight 0 counts nothing.
        keepdims: whether the axes stay, with size 1.

    Returns:
        The logarithms.

    Example:
        >>> import fenchel as fl
        >>> fl.special.logsumexp([0.0, 700.0], b=[1.0, 0.0])
        Tensor(0.0)
    """
    a = array.asarray(a)
    return _logsumexp(a if b is None else a + _core.log(b), axis, keepdims)


def softmax(x: ArrayLike, axis: Axis = None) -> Tensor:
    r"""Exponentials over axes, divided by their sum.

    Formula: \frac{e^{x_i}}{\sum_j e^{x_j}}

    Args:
        x: the scores.
        axis: the axis or axes that sum to 1; by default all, unlike `fl.softmax`.

    Returns:
        Probabilities, of the shape of the scores.

    Example:
        >>> import fenchel as fl
        >>> fl.special.softmax([[0.0, 0.0]])
        Tensor([[0.5, 0.5]])
    """
    return _core.exp(log_softmax(x, axis))


def log_softmax(x: ArrayLike, axis: Axis = None) -> Tensor:
    r"""Logarithm of `softmax`, without underflow.

    Formula: x_i - \log \sum_j e^{x_j}

    Args:
        x: the scores.
        axis: the axis or axes whose exponentials sum to 1; by default all.

    Returns:
        Logarithms of probabilities, of the shape of the scores.

    Example:
        >>> import fenchel as fl
        >>> fl.special.log_softmax([0.0, -1e4])
        Tensor([     0., -10000.])
    """
    x = array.asarray(x)
    return x - _logsumexp(x, axis, keepdims=True)
