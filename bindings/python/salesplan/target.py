"""Targets and how hard they are."""
from __future__ import annotations

import math
from typing import Any, Iterable, Mapping, NamedTuple

from . import _arrays as arrays
from . import _library as lib
from ._options import make_options
from .allocation import bounds_of
from .calendar import Calendar, named


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


def _spans(rows, known, what):
    """(unit, first, last) as a count and three columns; None is an open end."""
    rows = [tuple(row) for row in rows]
    for i, row in enumerate(rows):
        if len(row) != 3:
            raise lib.InvalidArgument(f"{what}[{i}]: {row!r} is not (unit, first, last)")
        if row[0] not in known:
            raise lib.NotFound(f"{what}[{i}]: {row[0]!r} is not a unit")

    def day(i, k):
        value = rows[i][k]
        return arrays.NO_DATE if value is None else arrays.date_number(value, f"{what}[{i}]")

    n = len(rows)
    return (n, (lib.I64 * n)(*(known[row[0]] for row in rows)),
            *((lib.I32 * n)(*(day(i, k) for i in range(n))) for k in (1, 2)))


def presence(units: Iterable[Any], first: Any, periods: int, grain: str = "month",
             calendar: str | Calendar = "CN", services: Iterable[tuple[Any, Any, Any]] = (),
             absences: Iterable[tuple[Any, Any, Any]] = ()) -> dict[Any, list[float]]:
    """The share of the workdays on which each unit is there: {unit: [periods]}, from the period
    that holds `first`.

    services: (unit, first, last) day of an employment, None for an open end; a unit without any
    always is employed. absences: likewise.

    >>> presence(["ann", "bob"], "2026-01-01", 2, calendar="WEEKDAYS",
    ...          services=[("ann", "2026-01-16", None)],
    ...          absences=[("bob", "2026-02-02", "2026-02-06")])
    {'ann': [0.5, 1.0], 'bob': [1.0, 0.75]}
    """
    names = arrays.items(units, "units")
    known = {name: i for i, name in enumerate(names)}
    if len(known) != len(names):
        raise lib.InvalidArgument("units: a name is given twice")
    steps = arrays.integer(periods, "periods", 0, 100000)
    out = (lib.F64 * (len(names) * steps))()
    lib.call("target_presence", named(calendar)._handle, lib.encode(grain, "grain"),
             arrays.date_number(first, "first"), steps, len(names),
             *_spans(services, known, "services"), *_spans(absences, known, "absences"), out)
    return {name: list(out[i * steps:(i + 1) * steps]) for i, name in enumerate(names)}


class PresentQuotas(NamedTuple):
    """Quotas by unit and period, and what nobody answers for in each period."""

    quotas: dict[Any, list[int]]
    open: list[int]


def present_quotas(quotas: Mapping[Any, Iterable[Any]], presence: Mapping[Any, Iterable[Any]],
                   absent: str = "team") -> PresentQuotas:
    """Quotas {unit: [periods]} of units that are there for a share of each period, as `presence`
    gives them; one without a share is always there.

    absent: who answers for the rest of a period: "team", the others in proportion to what they
    keep, or "open", nobody. In every period the quotas and what is open sum to the quotas given.

    >>> quotas = {"ann": [1000, 1000], "bob": [3000, 3000]}
    >>> present_quotas(quotas, {"ann": [0.5, 1]}).quotas
    {'ann': [571, 1000], 'bob': [3429, 3000]}
    >>> present_quotas(quotas, {"ann": [0.5, 1]}, "open")
    PresentQuotas(quotas={'ann': [500, 1000], 'bob': [3000, 3000]}, open=[500, 0])
    """
    rows = {unit: arrays.integers(row, f"quotas[{unit!r}]") for unit, row in quotas.items()}
    steps = len(next(iter(rows.values()), ()))
    for unit in presence:
        if unit not in rows:
            raise lib.NotFound(f"presence: {unit!r} has no quotas")
    shares = []
    for unit, row in rows.items():
        if len(row) != steps:
            raise lib.InvalidArgument(f"quotas[{unit!r}]: {len(row)} values for {steps} periods")
        shares += arrays.numbers(presence.get(unit, 1), steps, f"presence[{unit!r}]")
    n = len(rows)
    given = (lib.I64 * (n * steps))(*(value for row in rows.values() for value in row))
    kept, open_parts = (lib.I64 * (n * steps))(), (lib.I64 * steps)()
    if n:
        lib.call("target_present_quotas", n, steps, given, (lib.F64 * (n * steps))(*shares),
                 lib.encode(absent, "absent"), kept, open_parts)
    return PresentQuotas({unit: list(kept[i * steps:(i + 1) * steps])
                          for i, unit in enumerate(rows)}, list(open_parts))
