"""Accounts to territories: balanced, compact, with few moves."""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Iterable, Mapping

from . import _arrays as arrays
from . import _library as lib
from ._options import make_options


@dataclass
class Partition:
    """Where every account goes, and how good that is."""

    territory: list[Any]                #: of each account: its name, or its number without names
    load: dict[str, list[float]]        #: by measure, of each territory
    gini: dict[str, float]              #: by measure, of each load over its part
    cost: float
    moving: float                       #: price of the accounts that moved
    imbalance: float                    #: price of loads off their ideal
    moved: int                          #: accounts that leave the territory of today
    bound: float                        #: no partition has less cost + moving + imbalance
    gap: float                          #: (total - bound) / total


def distance(x: Iterable[float], y: Iterable[float], center_x: Iterable[float],
             center_y: Iterable[float], weights: Iterable[float] | None = None, power: int = 2,
             degrees: bool = False) -> list[list[float]]:
    """Costs for `partition`: weights·distance^power of each account from each centre. degrees: x is
    longitude and y latitude; then in km.

    >>> distance([3], [4], [0, 3], [0, 0], power=1)
    [[5.0, 4.0]]
    """
    columns = [arrays.doubles(values, what) for values, what in
               ((x, "x"), (y, "y"), (center_x, "center_x"), (center_y, "center_y"))]
    n, k = len(columns[0]), len(columns[2])
    if len(columns[1]) != n or len(columns[3]) != k:
        raise lib.InvalidArgument("y: x and y must be of one length, for accounts and for centers")
    heavy = None if weights is None else arrays.doubles(weights, "weights")
    if heavy is not None and len(heavy) != n:
        raise lib.InvalidArgument(f"weights: {len(heavy)} values for {n} accounts")
    out = (lib.F64 * (n * k))()
    lib.call("territory_distance", n, columns[0], columns[1], k, columns[2], columns[3],
             arrays.pointer(heavy), arrays.integer(power, "power", 1, 2), int(bool(degrees)), out)
    return [list(out[i * k:(i + 1) * k]) for i in range(n)]


def _bounds(given, tolerance, ideal, what):
    """Bounds of one measure: given for each territory, or from the tolerance."""
    if given is not None:
        values = arrays.doubles(given, what)
        if len(values) != len(ideal):
            raise lib.InvalidArgument(f"{what}: {len(values)} values for {len(ideal)} territories")
        return values
    if tolerance is None:
        return None
    sign = 1 if what.startswith("upper") else -1
    return (lib.F64 * len(ideal))(*(max(0.0, part * (1 + sign * tolerance)) for part in ideal))


def partition(cost: Any, measures: Mapping[str, Iterable[float]], tolerance: float | None = 0.05,
              strength: Iterable[float] | None = None, lower: Mapping[str, Any] | None = None,
              upper: Mapping[str, Any] | None = None,
              imbalance: Mapping[str, float] | float = 0.0,
              most_gini: Mapping[str, float] | float | None = None, fixed: Iterable[Any] | None = None,
              today: Iterable[Any] | None = None, move_cost: Any = 0.0,
              borders: Iterable[tuple[Any, Any]] | None = None,
              accounts: Iterable[str] | None = None, territories: Iterable[str] | None = None,
              **options: Any) -> Partition:
    """The partition of least cost that gives every territory its part of every measure.

    cost: [accounts, territories], NaN or None where an account may not go (see `distance`).
    measures: size of each account by name. strength: parts of the territories (None: equal). Loads
    stay within tolerance of their part (None: no bounds); lower and upper give other bounds by
    measure. imbalance: price of Σ ((load - part)/part)². most_gini: the largest Gini coefficient of
    loads over their parts, of all measures or by measure. fixed, today: territory of each account,
    None for anywhere or nowhere; move_cost: price of leaving today's, for all or for each. borders:
    pairs of accounts; with any, territories are in one piece. accounts, territories: names, used in
    messages and, where given, in fixed, today, borders and the answer. Other keywords are the
    options of scope "territory". Raises Infeasible naming who stands in the way.

    >>> partition([[0, 9], [1, 4], [2, 3], [9, 0]], {"visits": [1, 1, 1, 1]}, 0).territory
    [0, 0, 1, 1]
    """
    rows = list(cost) if getattr(cost, "ndim", 1) == 2 else arrays.items(cost, "cost")
    n = len(rows)
    if not n:
        raise lib.InvalidArgument("cost: is empty")
    costs, k = arrays.matrix(rows, "cost", n)
    names = [None if given is None else [str(one) for one in arrays.items(given, what)]
             for given, what in ((accounts, "accounts"), (territories, "territories"))]

    def numbered(values, among, what):
        if among is None:
            return values
        place = {name: i for i, name in enumerate(among)}
        result = []
        for i, value in enumerate(values):
            if not arrays.is_missing(value) and value not in place:
                raise lib.NotFound(f"{what}[{i}]: {value!r} is unknown")
            result.append(None if arrays.is_missing(value) else place[value])
        return result

    lists = []
    for given, what, count in zip(names, ("accounts", "territories"), (n, k)):
        if given is not None and len(given) != count:
            raise lib.InvalidArgument(f"{what}: {len(given)} names for {count}")
        lists += (None, 0) if given is None else lib.encode_list(given, what)
    problem = lib.make("territory", "territory_create", n, k, costs, *lists)

    parts = [1.0] * k if strength is None else list(arrays.doubles(strength, "strength"))
    if len(parts) != k or not all(part > 0 and math.isfinite(part) for part in parts):
        raise lib.InvalidArgument(f"strength: needs a number above 0 for each of {k} territories")
    for name, given in measures.items():
        sizes = arrays.doubles(given, f"measures[{name!r}]")
        if len(sizes) != n:
            raise lib.InvalidArgument(f"measures[{name!r}]: {len(sizes)} values for {n} accounts")
        whole = math.fsum(sizes) / math.fsum(parts)
        ideal = (lib.F64 * k)(*(whole * part for part in parts))
        bounds = [_bounds((given_bounds or {}).get(name), tolerance, ideal, f"{what}[{name!r}]")
                  for given_bounds, what in ((lower, "lower"), (upper, "upper"))]
        weight = imbalance.get(name, 0.0) if isinstance(imbalance, Mapping) else imbalance
        lib.call("territory_add_measure", problem, lib.encode(name, "measures"), sizes,
                 *map(arrays.pointer, bounds), ideal, arrays.number(weight, "imbalance"))
        most = most_gini.get(name) if isinstance(most_gini, Mapping) else most_gini
        if most is not None:
            lib.call("territory_set_most_gini", problem, lib.encode(name, "measures"),
                     arrays.number(most, "most_gini"))
    if fixed is not None:
        lib.call("territory_set_fixed", problem, arrays.small_integers(
            numbered(arrays.items(fixed, "fixed"), names[1], "fixed"), "fixed", n))
    if today is not None:
        prices = arrays.items(move_cost, "move_cost") if hasattr(move_cost, "__iter__") \
            else [move_cost] * n
        prices = arrays.doubles(prices, "move_cost")
        if len(prices) != n:
            raise lib.InvalidArgument(f"move_cost: {len(prices)} values for {n} accounts")
        lib.call("territory_set_today", problem, arrays.small_integers(
            numbered(arrays.items(today, "today"), names[1], "today"), "today", n), prices)
    if borders is not None:
        ends = arrays.small_integers(numbered([end for pair in borders for end in pair], names[0],
                                              "borders"), "borders")
        lib.call("territory_set_borders", problem, len(ends) // 2, ends)

    table = lib.columns(lib.make("result", "territory_partition",
                                 make_options("territory", **options), problem))
    where, load = table["territory"], table["load"]
    return Partition(
        where if names[1] is None else [names[1][t] for t in where],
        {name: load[m * k:(m + 1) * k] for m, name in enumerate(measures)},
        dict(zip(measures, table["gini"])),
        *(table[name][0] for name in ("cost", "moving", "imbalance", "moved", "bound", "gap")))
