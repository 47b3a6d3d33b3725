"""Targets and how hard they are."""
from __future__ import annotations

from typing import Any, Iterable, NamedTuple

from . import _arrays as arrays
from . import _library as lib
from ._options import make_options
from .allocation import bounds_of


class Hardness(NamedTuple):
    """The target of every unit, in minor units, and the probability that it is attained."""

    targets: list[int]
    probabilities: list[float]


def equal_hardness(total: int, mean: Iterable[Any], sd: Iterable[Any], lower: Any = None,
                   upper: Any = None, locked: Any = None, unit: int = 1) -> Hardness:
    """Targets that sum to `total` and that every unit attains with the same probability.

    mean, sd: [n] forecast and standard deviation of each unit in minor units; results are normal.
    Bounds and locks as for `allocation.spread`; a unit that one holds has another probability.

    >>> equal_hardness(230, [100, 100], [10, 20]).targets
    [110, 120]
    """
    means = arrays.doubles(mean, "mean")
    deviations = arrays.doubles(sd, "sd")
    n = len(means)
    if len(deviations) != n:
        raise lib.InvalidArgument(f"sd: {len(deviations)} values for {n} units")
    targets, probabilities = (lib.I64 * n)(), (lib.F64 * n)()
    lib.call("target_equal_hardness", make_options("allocate", unit=unit),
             arrays.integer(total, "total"), n, means, deviations,
             *bounds_of(n, lower, upper, locked), targets, probabilities)
    return Hardness(list(targets), list(probabilities))
