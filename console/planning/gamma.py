"""Quantiles of the gamma distribution, without a library of statistics for one function."""

from math import exp, lgamma, log, sqrt

_STEPS = 200
_NEAR = 1e-12


def gamma_share(shape: float, value: float) -> float:
    """The share of a gamma distribution (scale 1) that lies below a value: the regularised lower incomplete gamma.

    W. H. Press and others, "Numerical Recipes", section 6.2: its series below shape + 1, its continued fraction above.
    """
    if value <= 0:
        return 0.0
    front = exp(shape * log(value) - value - lgamma(shape))
    if value < shape + 1:
        term = whole = 1 / shape
        for step in range(1, _STEPS * 10):
            term *= value / (shape + step)
            whole += term
            if term < whole * _NEAR:
                break
        return min(1.0, front * whole)
    b = value + 1 - shape
    c, d = 1e300, 1 / b
    fraction = d
    for step in range(1, _STEPS * 10):
        a = -step * (step - shape)
        b += 2
        d = 1 / (a * d + b or 1e-300)
        c = b + a / c or 1e-300
        fraction *= d * c
        if abs(d * c - 1) < _NEAR:
            break
    return max(0.0, 1 - front * fraction)


def gamma_quantile(share: float, shape: float) -> float:
    """The value below which a share (0 to 1) of a gamma distribution (scale 1) lies."""
    low, high = 0.0, shape + 10 * sqrt(shape) + 10
    for _ in range(60):
        middle = (low + high) / 2
        if gamma_share(shape, middle) < share:
            low = middle
        else:
            high = middle
        if high - low < 1e-7 * high:
            break
    return (low + high) / 2
