"""Forecasts that add up: how series sum, and reconciliation of forecasts made one by one."""
from __future__ import annotations

import array
import math
from typing import Any, Callable, Iterable

from . import _arrays as arrays
from . import _library as lib
from ._forecast import Forecast, forecast_of, forecast_options
from ._options import make_options
from ._panel import wide
from ._progress import reporting


class Summing:
    """How series add up: a tree, crossed groups, or one series at several frequencies.

    >>> Summing.tree([-1, 0, 0]).rows
    [[0, 1], [0], [1]]
    """

    def __init__(self, handle):
        self._handle = handle
        table = lib.columns(lib.make("result", "summing_rows", handle))
        first, member = table["first"], table["member"]
        self.rows: list[list[int]] = [member[a:b] for a, b in zip(first, first[1:])]
        self.bottom_row: list[int] = table["bottom_row"]

    @classmethod
    def tree(cls, parents: Iterable[int | None]) -> "Summing":
        """The series of a tree: parents, -1 or None for a top, come before their children; leaves
        are the bottom series."""
        above = arrays.small_integers(parents, "parents")
        return cls(lib.make("summing", "summing_tree", len(above), above))

    @classmethod
    def groups(cls, *keys: Iterable[Any]) -> "Summing":
        """Crossed groups: the total, a series for each distinct key of each grouping in the order
        of first appearance, and the bottom series. keys: for each grouping, one key a bottom
        series; they may be any hashable values, such as tuples for crossings.

        >>> Summing.groups("NNS", "ABA").rows
        [[0, 1, 2], [0, 1], [2], [0, 2], [1], [0], [1], [2]]
        """
        numbered: list[int] = []
        lengths = set()
        for grouping in keys:
            places: dict[Any, int] = {}
            one = [places.setdefault(key, len(places)) for key in grouping]
            lengths.add(len(one))
            numbered += one
        if len(lengths) != 1:
            raise lib.InvalidArgument("keys: groupings need one key for each bottom series")
        flat = arrays.small_integers(numbered, "keys")
        return cls(lib.make("summing", "summing_groups", lengths.pop(), len(keys), flat))

    @classmethod
    def temporal(cls, periods: int, aggregates: Iterable[int]) -> "Summing":
        """A cycle of `periods` and its sums of so many periods at a time: temporal(12, [12, 3]) is
        the year, its quarters and its months."""
        steps = arrays.small_integers(aggregates, "aggregates")
        return cls(lib.make("summing", "summing_temporal", arrays.integer(periods, "periods"),
                            len(steps), steps))


def _turned(call, summing, values, name, residuals, as_arguments):
    """Runs a call that turns [n, columns] into another such matrix, as rows of the kind given."""
    n = len(summing.rows)
    given, columns = arrays.matrix(values, name, n)
    out = (lib.F64 * len(given))()
    history, periods = (None, 0) if residuals is None else arrays.matrix(residuals, "residuals", n)
    lib.call(call, *as_arguments(summing._handle, columns, given, periods, arrays.pointer(history)),
             out)
    if hasattr(values, "__array__"):
        import numpy  # the caller uses it: its objects came in
        return numpy.array(out).reshape(numpy.shape(values))
    rows = [list(out[i * columns:(i + 1) * columns]) for i in range(n)]
    return rows if all(hasattr(row, "__iter__") for row in values) else [row[0] for row in rows]


def reconcile(base: Any, summing: Summing, residuals: Any = None, method: str = "mint_shrink",
              **options: Any) -> Any:
    """Coherent forecasts nearest to `base`, which were made for each series on its own.

    base: [n, steps], a row a series in the order of summing.rows, or [n] for one step. residuals:
    [n, periods] one-step errors, needed by "wls_variance" and "mint_shrink". method: "ols",
    "wls_structural", "wls_variance" or "mint_shrink". Other keywords are the options of scope
    "reconcile", such as non_negative=True. Returns what came in: lists, or a numpy array.

    >>> reconcile([14, 4, 6], Summing.temporal(2, [2]), method="wls_structural")
    [12.0, 5.0, 7.0]
    """
    handle = make_options("reconcile", method=method, **options)
    return _turned("reconcile", summing, base, "base", residuals,
                   lambda *arguments: (handle, *arguments))


def reconciled_sd(sd: Any, summing: Summing, residuals: Any = None, method: str = "mint_shrink",
                  **options: Any) -> Any:
    """Standard deviations of reconciled forecasts from those of the base forecasts; mean ± z·sd is a
    coherent interval."""
    handle = make_options("reconcile", method=method, **options)
    return _turned("reconcile_sd", summing, sd, "sd", residuals,
                   lambda *arguments: (handle, *arguments))


def forecast_coherent(y: Any, summing: Summing, h: int, season_length: int, model: str = "auto",
                      levels: Iterable[float] = (80, 95), *, method: str = "mint_shrink",
                      origins: int = 24,
                      progress: Callable[[str, float], object] | None = None,
                      **options: Any) -> Forecast:
    """Forecasts all series of `summing` one by one and reconciles them, so that they add up.

    y: the bottom series in their order, as for `forecast`; all end together, shorter ones begin
    later. method: as for `reconcile`; the errors of `origins` earlier one-step forecasts weigh in
    "wls_variance" and "mint_shrink", and reconciled they tell how wide the intervals become. Other
    arguments as for `forecast`. Returns a row for each of summing.rows; .model names the model of the
    forecast before it was reconciled.

    >>> made = forecast_coherent([[1, 2, 3], [4, 5, 6]], Summing.tree([-1, 0, 0]), 1, 1, "snaive",
    ...                          method="ols")
    >>> made.mean
    [[9.0], [3.0], [6.0]]
    """
    panel = wide(y)
    if len(panel) != len(summing.bottom_row):
        raise lib.InvalidArgument(f"y: {len(panel)} series for {len(summing.bottom_row)} bottom series")
    h = arrays.integer(h, "h")
    levels = [arrays.number(level, "levels") for level in arrays.items(levels, "levels")]
    handle = forecast_options(panel, h, season_length, model, levels, options)
    periods = max((len(panel.series(i)) for i in range(len(panel))), default=0)
    block = array.array("d")
    for i in range(len(panel)):
        own = panel.series(i)
        block.extend([math.nan] * (periods - len(own)))
        block.extend(own)
    with reporting(progress) as context:
        result = lib.make("result", "forecast_coherent", handle,
                          make_options("reconcile", method=method, origins=origins),
                          summing._handle, periods, (lib.F64 * len(block)).from_buffer(block),
                          context=context)
    return forecast_of(lib.columns(result), len(summing.rows), h, levels, panel.as_numpy)


def top_down(base: Any, summing: Summing, proportions: Iterable[float] | None = None,
             start: Iterable[int] | None = None) -> Any:
    """The base forecasts of the series `start` (None: the total) shared out below and summed above:
    by fixed proportions of the bottom series, or level by level in proportion to the base forecasts
    (trees only). With a level in the middle it is middle-out.

    >>> top_down([100, 0, 0], Summing.tree([-1, 0, 0]), [3, 1])
    [100.0, 75.0, 25.0]
    """
    shares = None if proportions is None else arrays.doubles(proportions, "proportions")
    if shares is not None and len(shares) != len(summing.bottom_row):
        raise lib.InvalidArgument(f"proportions: {len(shares)} values for "
                                  f"{len(summing.bottom_row)} bottom series")
    rows = arrays.integers([] if start is None else start, "start")
    return _turned("top_down", summing, base, "base", None,
                   lambda handle, columns, given, *_: (handle, columns, given,
                                                       arrays.pointer(shares), len(rows), rows))
