"""One series looked at closely: cleaned, taken apart, put into words, spread over days."""
from __future__ import annotations

from typing import Any, Iterable

from . import _arrays as arrays
from . import _library as lib
from ._options import make_options
from .calendar import Calendar, named


def clean(y: Iterable[Any], season_length: int, *, outliers: bool = True, stock_outs: bool = True,
          level_shifts: bool = False) -> tuple[list[float], list[dict[str, Any]]]:
    """(the series with the oddities asked for corrected, all oddities found): dicts of kind
    ("outlier", "level shift", "stock-out"), first, length, observed and expected.

    >>> clean([50, 52, 49, 51, 90, 50, 48, 51, 50, 52], 1)[1][0]["first"]
    4
    """
    values = arrays.doubles(y, "y")
    table = lib.columns(lib.make(
        "result", "series_clean", len(values), values,
        arrays.integer(season_length, "season_length"), int(bool(outliers)), int(bool(stock_outs)),
        int(bool(level_shifts))))
    cleaned = table.pop("cleaned")
    return cleaned, [dict(zip(table, row)) for row in zip(*table.values())]


def diagnose(y: Iterable[Any], season_length: int) -> dict[str, Any]:
    """What a series is made of: trend, season and remainder [n]; segments, the straight stretches
    (first, level, slope); trend_strength and season_strength (0 to 1), growth over the last season,
    peak and trough (positions) with their effects; autocorrelation_p, normality_p and calm_p of the
    errors of the ETS model, which are no noise below 0.05."""
    values = arrays.doubles(y, "y")
    table = lib.columns(lib.make("result", "series_diagnose", len(values), values,
                                 arrays.integer(season_length, "season_length")))
    result = {name: table[name] for name in ("trend", "season", "remainder")}
    result["segments"] = [dict(zip(("first", "level", "slope"), row)) for row in
                          zip(table["segment_first"], table["segment_level"],
                              table["segment_slope"])]
    result.update(zip(table["measure"], table["value"]))
    for place in ("peak", "trough"):
        result[place] = int(result[place])
    return result


def explain(y: Iterable[Any], h: int, season_length: int, *, name: str = "", grain: str = "",
            first: Any = None, language: str = "en", **options: Any) -> str:
    """The forecast of one series in plain sentences, in English ("en") or Chinese ("zh"). grain and
    first: the period of the first value, where there are dates. Options as for forecast."""
    values = arrays.doubles(y, "y")
    handle = make_options("forecast", horizon=arrays.integer(h, "h"), season_length=season_length,
                          **options)
    day = arrays.date_number(first, "first") if grain else 0
    return lib.columns(lib.make("result", "forecast_explain", handle, lib.encode(name, "name"),
                                len(values), values, lib.encode(grain, "grain"), day,
                                lib.encode(language, "language")))["text"][0]


def daily_profile(y: Iterable[Any], first: Any, month: Any,
                  calendar: str | Calendar = "CN") -> dict[str, list[float]]:
    """How the sales of the month that holds `month` fall on its days, learned from daily sales y
    from `first` on: share of each day; kind [9], factors of Monday .. Sunday, weekdays off and
    weekend days worked; phase [9], of the first three workdays, the others and the last five."""
    values = arrays.doubles(y, "y")
    return lib.columns(lib.make("result", "daily_profile", named(calendar)._handle,
                                arrays.date_number(first, "first"), len(values), values,
                                arrays.date_number(month, "month")))
