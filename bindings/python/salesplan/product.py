"""Product lines: which come first, their classes, stage of life and share of the resources."""
from __future__ import annotations

from typing import Any, Iterable, Mapping

from . import _arrays as arrays
from . import _library as lib
from ._options import make_options

QUADRANTS = ("star", "cash cow", "question mark", "dog")


def criteria(contribution: Any = None, demand: Any = None, market_share: Any = None,
             largest_rival: Any = None, resources: Any = None) -> dict[str, list[float]]:
    """The usual criteria of product lines, each the more the better, for `priority`: contribution,
    demand, relative_share = own / largest rival's share, return_on_resources = contribution /
    resources. None: not known; criteria of which nothing is known are left out."""
    given = {"contribution": contribution, "demand": demand, "market_share": market_share,
             "largest_rival": largest_rival, "resources": resources}
    columns = {name: arrays.doubles(values, name) for name, values in given.items()
               if values is not None}
    n = len(next(iter(columns.values()), ()))
    for name, column in columns.items():
        if len(column) != n:
            raise lib.InvalidArgument(f"{name}: {len(column)} values for {n} lines")
    table = lib.columns(lib.make("result", "product_criteria", n,
                                 *(columns.get(name) for name in given)))
    return {name: column for name, column in table.items()
            if not all(map(arrays.is_missing, column))}


def priority(criteria: Mapping[str, Iterable[Any]], weights: Mapping[str, float] | None = None,
             lower_is_better: Iterable[str] = (), **options: Any) -> dict[str, Any]:
    """Ranks alternatives by named criteria [n]: score, rank, share_first, share_top and mean_rank
    under changed weightings, all [n]; weights, by criterion. No weights: by entropy. Keywords:
    method, normalisation, weightings, change, top, seed.

    >>> priority({"profit": [10, 30, 20], "growth": [0.1, 0.3, 0.2]})["rank"]
    [3, 1, 2]
    """
    columns = [arrays.doubles(values, name) for name, values in criteria.items()]
    names = list(criteria)
    n, k = len(columns[0]) if columns else 0, len(columns)
    for name, column in zip(names, columns):
        if len(column) != n:
            raise lib.InvalidArgument(f"{name}: {len(column)} values for {n} rows")
    less = [lower_is_better] if isinstance(lower_is_better, str) else list(lower_is_better)
    for name in [*less, *(weights or {})]:
        if name not in names:
            raise lib.NotFound(f"criteria: {name!r} is none of {', '.join(names)}")
    values = (lib.F64 * (n * k))(*(column[i] for i in range(n) for column in columns))
    higher = (lib.I32 * k)(*(int(name not in less) for name in names))
    given = None if weights is None else arrays.doubles(
        [weights.get(name, 0.0) for name in names], "weights")
    table = lib.columns(lib.make("result", "product_priority",
                                 make_options("product_priority", **options), n, k, values, higher,
                                 given))
    table["weights"] = dict(zip(names, table["weights"]))
    normalised = table.pop("normalised")
    table["normalised"] = {name: normalised[j::k] for j, name in enumerate(names)}
    return table


def classes(demand: Iterable[Iterable[Any]], **options: Any) -> dict[str, list[Any]]:
    """ABC by share of the total and XYZ by how steady the demand is, of products with one series
    each: abc, xyz, variation, value. Keywords: share_a, share_b, x, y.

    >>> classes([[90, 90, 90], [1, 30, 0]])["abc"]
    ['A', 'B']
    """
    offsets, values = arrays.ragged(demand, "demand")
    return lib.columns(lib.make("result", "product_classes",
                                make_options("product_classes", **options), len(offsets) - 1,
                                offsets, values))


def lifecycle(sales: Iterable[Iterable[Any]], **options: Any) -> dict[str, list[Any]]:
    """The stage of life of products with one series of sales each, oldest first: stage,
    yearly_growth and its standard deviation. Keywords: periods_a_year, steady, young, recent."""
    offsets, values = arrays.ragged(sales, "sales")
    return lib.columns(lib.make("result", "product_lifecycle",
                                make_options("product_lifecycle", **options), len(offsets) - 1,
                                offsets, values))


def quadrant(market_growth: Iterable[float], relative_share: Iterable[float],
             high_growth: float = 0.1, high_share: float = 1.0) -> list[str]:
    """Each product line's place in the growth/share portfolio, one of QUADRANTS.

    >>> quadrant([0.2, 0.01], [1.5, 0.3])
    ['star', 'dog']
    """
    growth = arrays.doubles(market_growth, "market_growth")
    n = len(growth)
    out = (lib.I32 * n)()
    lib.call("product_quadrant", n, growth, arrays.numbers(relative_share, n, "relative_share"),
             arrays.number(high_growth, "high_growth"), arrays.number(high_share, "high_share"), out)
    return [QUADRANTS[q] for q in out]


def resources(total: int, score: Iterable[float], floor: Any = None, cap: Any = None) -> list[int]:
    """Amounts that add up to total (minor units) in proportion to the scores, each between its floor
    and cap, shares of the total.

    >>> resources(1000, [0.9, 0.1], floor=0.2)
    [800, 200]
    """
    scores = arrays.doubles(score, "score")
    n = len(scores)
    out = (lib.I64 * n)()
    lib.call("product_resources", arrays.integer(total, "total"), n, scores,
             arrays.numbers(floor, n, "floor"),
             arrays.numbers(cap, n, "cap"), out)
    return list(out)
