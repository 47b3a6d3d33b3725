"""Forecasts of one series or a panel, and how good they would have been."""
from __future__ import annotations

import array
import datetime
from dataclasses import dataclass
from typing import Any, Callable, Iterable, Mapping

from . import _arrays as arrays
from . import _library as lib
from ._options import make_options
from ._panel import panel_of, wide
from ._progress import reporting
from .calendar import Calendar, regressors as calendar_regressors


@dataclass
class Forecast:
    """The forecast of n series, h steps each: lists, or numpy arrays where the series were given as
    numpy or pandas objects."""

    mean: Any                #: [n, h]
    lower: dict[float, Any]  #: by level in percent, [n, h]
    upper: dict[float, Any]  #: by level in percent, [n, h]
    total_mean: Any          #: [n] mean of the sum over the horizon
    total_sd: Any            #: [n] its standard deviation
    model: list[str]         #: [n] what was used, and why when a fallback
    id: list[str] | None = None                     #: [n] of a long frame
    date: list[list[datetime.date]] | None = None   #: [n][h] first days of the periods ahead
    #: [n] by regressor: ratio, units, error and t of its effect; NaN where it is not used
    effects: list[dict[str, dict[str, float]]] | None = None
    #: [n][n_i + h] units that all effects add to each value and step
    contribution: list[list[float]] | None = None

    def columns(self) -> dict[str, list[Any]]:
        """The forecast of a long frame as one: columns id, date, mean, lower_80 .. and model."""
        if self.id is None:
            raise lib.InvalidArgument("columns: are those of a long frame's forecast")
        h = len(self.date[0]) if self.date else 0
        table = {"id": [one for one in self.id for _ in range(h)],
                 "date": [day for row in self.date for day in row],
                 "mean": [v for row in self.mean for v in row]}
        for level in self.lower:
            table[f"lower_{level}"] = [v for row in self.lower[level] for v in row]
            table[f"upper_{level}"] = [v for row in self.upper[level] for v in row]
        table["model"] = [one for one in self.model for _ in range(h)]
        return table


def _numbers(values, what):
    return [arrays.number(value, what) for value in arrays.items(values, what)]


def _season(panel, season_length):
    if season_length is None and panel.season_length is None:
        raise lib.InvalidArgument("season_length: is needed where there are no dates")
    return panel.season_length if season_length is None else season_length


def forecast_options(panel, h, season_length, model, levels, options):
    if not isinstance(options.get("more_seasons", ""), str):
        options["more_seasons"] = ",".join(
            str(arrays.integer(m, "more_seasons")) for m in options["more_seasons"])
    return make_options("forecast", model=model, horizon=h,
                        season_length=_season(panel, season_length),
                        levels=",".join(f"{level:.15g}" for level in levels), **options)


def _columns_of(panel, regressors, h):
    """Names, and rows of values series after series."""
    n = len(panel)
    per_series = {}
    for name, given in regressors.items():
        lists = list(given) if hasattr(given, "__iter__") else given
        several = bool(lists) and hasattr(lists[0], "__len__") and not isinstance(lists[0], str)
        per_series[name] = [arrays.doubles(one, f"regressors[{name!r}]")
                            for one in (lists if several else [given] * n)]
        if len(per_series[name]) != n:
            raise lib.InvalidArgument(
                f"regressors[{name!r}]: {len(per_series[name])} lists for {n} series")
    block = array.array("d")
    for i in range(n):
        length = panel.offsets[i + 1] - panel.offsets[i] + h
        for name, lists in per_series.items():
            if len(lists[i]) != length:
                raise lib.InvalidArgument(
                    f"regressors[{name!r}]: {len(lists[i])} values for "
                    f"{length - h} past and {h} future periods")
        for row in zip(*(lists[i] for lists in per_series.values())):
            block.extend(row)
    return list(per_series), block


def _calendar_columns(panel, calendar, effects, h):
    """The regressors of the calendar for every series of a long frame."""
    if panel.first is None:
        raise lib.InvalidArgument("calendar: needs the dates of a long frame")
    per_series = {}
    for i in range(len(panel)):
        length = panel.offsets[i + 1] - panel.offsets[i] + h
        made = calendar_regressors(arrays.to_date(panel.first[i]), length, grain=panel.grain,
                                   calendar=calendar, effects=effects)
        for name, column in made.items():
            per_series.setdefault(name, []).append(column)
    return per_series


def forecast(y: Any, h: int, season_length: int | None = None, model: str = "auto",
             levels: Iterable[float] = (80, 95), *, id: str | None = None,
             date: str | None = None, value: str | None = None, grain: str | None = None,
             groups: Iterable[int] | None = None, regressors: Mapping[str, Any] | None = None,
             calendar: str | Calendar | None = None,
             effects: Iterable[str] = ("workdays",), only_clear: bool = False,
             progress: Callable[[str, float], object] | None = None,
             **options: Any) -> Forecast:
    """Forecasts the next h values of a series, or of each of a list of series.

    y: numbers, oldest first, None or NaN missing; or a list of such series of any lengths, a numpy
    matrix (a series a row) or a frame of pandas or polars (a series a column). With date=, a long
    frame (or a dict of columns): id, date and value name its columns, grain the period that a date
    stands for (else it is seen from the dates); all series then end with the frame's last period.
    season_length: 12 for months, 1 for none; of dates the usual one. model: auto, ets, theta, dot,
    ces, arima, mstl, snaive, naive2, croston, sba or tsb. levels: percent,
    80 for 80 %.

    groups: a number for each series; those of fewer than two seasons then lean on their group.
    regressors: by name, n + h values for all series, or a list of such lists, one for each series.
    calendar: a name or Calendar whose effects ("workdays", "leap_day", "lunar_new_year", "easter")
    become regressors of a long frame. only_clear: drops those below two standard errors.
    progress: called with (step, share done). Other keywords are the options of scope "forecast",
    such as non_negative=True, threads=2 and more_seasons=[365]. Raises InvalidArgument for infinite
    values and unknown models.

    >>> forecast([5, 7, 6, 8, 7, 9], 2, 1, model="snaive").mean
    [[9.0, 9.0]]
    """
    panel = panel_of(y, id, date, value, grain)
    h = arrays.integer(h, "h")
    levels = _numbers(levels, "levels")
    handle = forecast_options(panel, h, season_length, model, levels, options)
    given = dict(regressors or {})
    if calendar is not None:
        given.update(_calendar_columns(panel, calendar, effects, h))
    if given and groups is not None:
        raise lib.InvalidArgument("groups: do not go with regressors")
    with reporting(progress) as context:
        if given:
            names, block = _columns_of(panel, given, h)
            result = lib.make("result", "forecast_with", handle, *panel.pointers, len(names),
                              *lib.encode_list(names, "regressors"), len(block) // len(names),
                              _pointer(block),
                              int(bool(only_clear)), context=context)
        elif groups is not None:
            numbers = [arrays.integer(g, "groups", -(2**31), 2**31 - 1)
                       for g in arrays.items(groups, "groups")]
            if len(numbers) != len(panel):
                raise lib.InvalidArgument(f"groups: {len(numbers)} for {len(panel)} series")
            result = lib.make("result", "forecast_in_groups", handle, *panel.pointers,
                              (lib.I32 * len(numbers))(*numbers), context=context)
        else:
            result = lib.make("result", "forecast", handle, *panel.pointers, context=context)
    table = lib.columns(result)
    made = _effects(panel, names, table, h) if given else {}
    if panel.first is not None:
        made.update(id=panel.ids, date=[panel.dates_ahead(i, h) for i in range(len(panel))])
    return forecast_of(table, len(panel), h, levels, panel.as_numpy, **made)


def forecast_of(table, n, h, levels, as_numpy, **made):
    """The Forecast of n series that the columns of a result are."""
    used, total_mean, total_sd = map(table.pop, ("model", "total_mean", "total_sd"))
    rows = _as_rows(table, n, h, as_numpy)
    if as_numpy:
        import numpy  # the caller uses it: its objects came in
        total_mean, total_sd = numpy.array(total_mean), numpy.array(total_sd)
    keys = [int(level) if level == int(level) else level for level in levels]
    return Forecast(rows[0], dict(zip(keys, rows[1::2])), dict(zip(keys, rows[2::2])),
                    total_mean, total_sd, used, **made)


def _pointer(values):
    return arrays.pointer((lib.F64 * len(values)).from_buffer(values)) if len(values) else None


def _as_rows(table, n, h, as_numpy):
    """Columns [n * h] as n rows of h."""
    if as_numpy:
        import numpy
        return [numpy.array(block).reshape(n, h) for block in table.values()]
    return [[block[i * h:(i + 1) * h] for i in range(n)] for block in table.values()]


def _effects(panel, names, table, h):
    """The effects and contributions, taken out of the table."""
    k, n = len(names), len(panel)
    parts = {part: table.pop("effect_" + part) for part in ("ratio", "units", "error", "t")}
    flat = table.pop("contribution")
    effects = [{name: {part: column[i * k + j] for part, column in parts.items()}
                for j, name in enumerate(names)} for i in range(n)]
    starts = [panel.offsets[i] + i * h for i in range(n)] + [len(flat)]
    return {"effects": effects,
            "contribution": [flat[a:b] for a, b in zip(starts, starts[1:])]}


def forecast_sums(y: Any, lengths: Iterable[int], season_length: int, model: str = "auto",
                  levels: Iterable[float] = (80, 95), **options: Any) -> list[dict[str, list[float]]]:
    """What successive stretches of the horizon come to, such as quarters ([3, 3, 3, 3]): for each
    series mean, sd and the bounds lower_80 .. of each sum (not sums of bounds). Series and keywords
    as for forecast.

    >>> forecast_sums([5, 7, 6, 8, 7, 9], [1, 2], 1, model="snaive")[0]["mean"]
    [9.0, 18.0]
    """
    panel = wide(y)
    steps = [arrays.integer(length, "lengths") for length in arrays.items(lengths, "lengths")]
    handle = forecast_options(panel, sum(steps), season_length, model, _numbers(levels, "levels"),
                              options)
    table = lib.columns(lib.make("result", "forecast_sums", handle, *panel.pointers, len(steps),
                                 (lib.I64 * len(steps))(*steps)))
    del table["model"]
    k = len(steps)
    return [{name: column[i * k:(i + 1) * k] for name, column in table.items()}
            for i in range(len(panel))]


def accuracy(actual: Any, mean: Any, *, train: Any = None, season_length: int = 1,
             lower: Any = None, upper: Any = None, level: float = 80) -> dict[str, list[float]]:
    """Scores of forecasts against what came: [n] each of bias, mae, mape, smape (ratios), mase,
    rmsse, msis and coverage; NaN where there is nothing to compare or to scale by.

    actual, mean: a series of h values, or n of them. train: the series up to the forecasts, whose
    mean absolute difference over season_length steps scales mase, rmsse and msis. lower, upper: an
    interval of `level` percent.

    >>> accuracy([10, 20], [11, 18])["mae"]
    [1.5]
    """
    known, means = wide(actual, "actual"), wide(mean, "mean")
    n = len(known)
    h = known.offsets[1] if n else 0
    bounds = [wide(bound, what) for bound, what in ((lower, "lower"), (upper, "upper"))
              if bound is not None]
    if len(bounds) == 1:
        raise lib.InvalidArgument("lower, upper: both are needed")
    for one, what in zip([known, means, *bounds], ("actual", "mean", "lower", "upper")):
        if list(one.offsets) != [i * h for i in range(n + 1)]:
            raise lib.InvalidArgument(f"{what}: is not {n} series of {h} values")
    past = None if train is None else wide(train, "train")
    if past is not None and len(past) != n:
        raise lib.InvalidArgument(f"train: {len(past)} series for {n} forecasts")
    low, high = ([_pointer(one.values) for one in bounds] or [None, None])
    return lib.columns(lib.make(
        "result", "accuracy", n, None if past is None else past.offsets,
        None if past is None else _pointer(past.values),
        arrays.integer(season_length, "season_length"), h, _pointer(known.values),
        _pointer(means.values), arrays.number(level, "level") / 100, low, high))


@dataclass
class CrossValidation:
    """Past forecasts beside what came, and the backtest table."""

    rows: dict[str, list[Any]]      #: series, origin, step, actual, mean, lower_80 .., model
    by_step: dict[str, list[Any]]   #: step, forecasts, bias, mae, mape, smape, mase, coverage_80 ..


def cross_validate(y: Any, h: int, season_length: int | None = None, model: str = "auto",
                   levels: Iterable[float] = (80, 95), *, windows: int = 3, step: int = 1,
                   id: str | None = None, date: str | None = None, value: str | None = None,
                   grain: str | None = None, **options: Any) -> CrossValidation:
    """Forecasts every series from `windows` earlier origins, `step` values apart, the last one h
    values before its end. Series and keywords as for forecast.

    >>> cross_validate([1, 2, 3, 4, 5, 6], 1, 1, model="snaive", windows=2).by_step["mae"]
    [1.0]
    """
    panel = panel_of(y, id, date, value, grain)
    handle = forecast_options(panel, arrays.integer(h, "h"), season_length, model,
                              _numbers(levels, "levels"), options)
    table = lib.columns(lib.make("result", "cross_validate", handle, *panel.pointers,
                                 arrays.integer(windows, "windows"), arrays.integer(step, "step")))
    names = list(table)
    split = names.index("by_step")
    rows = {name: table[name] for name in names[:split]}
    if panel.ids is not None:
        rows["series"] = [panel.ids[i] for i in rows["series"]]
    return CrossValidation(rows, {"step" if name == "by_step" else name: table[name]
                                  for name in names[split:]})
