"""Targets and how hard they are."""
from __future__ import annotations

import math
from typing import Any, Iterable, Mapping, NamedTuple

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


class Fairness(NamedTuple):
    """How unevenly a measure is shared, and by whom: a unit is its label, or its number."""

    gini: float  #: 0 where all have the same, 1 - 1/n where one has all
    limit: float | None
    fair: bool  #: not above the limit
    mean: float
    least_unit: Any
    least: float
    most_unit: Any
    most: float


def fairness(measures: Mapping[str, Iterable[Any]], limits: Mapping[str, float] | None = None,
             labels: Iterable[str] | None = None, enforce: bool = False) -> dict[str, Fairness]:
    """How fairly hardness, workload, potential … are shared among units: {measure: Fairness}.

    measures: {name: values}, >= 0, None for a unit that does not count. limits: {name: largest Gini
    coefficient that is fair}. enforce: a measure above its limit raises Infeasible.

    >>> fairness({"workload": [150, 50]}, {"workload": 0.2}, ["Ann", "Bob"])["workload"].gini
    0.25
    >>> fairness({"workload": [150, 50]}, {"workload": 0.2}, ["Ann", "Bob"], enforce=True)
    Traceback (most recent call last):
        ...
    salesplan.Infeasible: workload: Gini 0.25 exceeds 0.2: Ann has 150, Bob 50, the mean is 100
    """
    columns = {name: arrays.doubles(values, f"measures[{name!r}]")
               for name, values in measures.items()}
    names = None if labels is None else arrays.items(labels, "labels")
    sizes = [len(names)] if names is not None else []
    n = (sizes + [len(values) for values in columns.values()] + [0])[0]
    for name, values in columns.items():
        if len(values) != n:
            raise lib.InvalidArgument(f"measures[{name!r}]: {len(values)} values for {n} units")
    for name in limits or {}:
        if name not in columns:
            raise lib.NotFound(f"limits: {name!r} is not a measure")
    given = (lib.F64 * (n * len(columns)))(*(v for values in columns.values() for v in values))
    most = (lib.F64 * len(columns))(*(arrays.number((limits or {}).get(name), f"limits[{name!r}]")
                                      for name in columns))
    table = lib.columns(lib.make(
        "result", "target_fairness", len(columns), *lib.encode_list(columns, "measures"), n, given,
        most, *((None, 0) if names is None else lib.encode_list(names, "labels")),
        int(bool(enforce))))

    def unit(i: int, value: float) -> Any:
        if math.isnan(value):
            return None
        return i if names is None else names[i]

    report = {}
    for k, name in enumerate(table["measure"]):
        row = {column: values[k] for column, values in table.items()}
        report[name] = Fairness(
            row["gini"], None if math.isnan(row["limit"]) else row["limit"], bool(row["fair"]),
            row["mean"], unit(row["least_unit"], row["least"]), row["least"],
            unit(row["most_unit"], row["most"]), row["most"])
    return report
