"""Forecasts of one series or a panel."""
from __future__ import annotations

import array
from dataclasses import dataclass
from typing import Any, Iterable

from . import _arrays as arrays
from . import _library as lib
from ._options import make_options


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


def _series_of(y):
    """A list of series, and whether numpy's arrays are to be returned."""
    if hasattr(y, "columns") and hasattr(y, "items"):   # a data frame: one series a column
        return [column for _, column in y.items()], True
    if getattr(y, "ndim", 1) == 2:
        return list(y), True
    if isinstance(y, (str, bytes, dict)) or not hasattr(y, "__iter__"):
        raise lib.InvalidArgument(f"y: {type(y).__name__} is neither a series nor a list of series")
    if hasattr(y, "__array__"):
        return [y], True
    y = y if isinstance(y, (list, tuple)) or hasattr(y, "typecode") else list(y)
    if len(y) and all(hasattr(one, "__len__") and not isinstance(one, (str, bytes)) for one in y):
        return list(y), any(hasattr(one, "__array__") for one in y)
    return [y], False


def forecast(y: Any, h: int, season_length: int, model: str = "auto",
             levels: Iterable[float] = (80, 95), **options: Any) -> Forecast:
    """Forecasts the next h values of a series, or of each of a list of series.

    y: numbers, oldest first, None or NaN missing; or a list of such series of any lengths, a numpy
    matrix (a series a row) or a pandas frame (a series a column). season_length: 12 for months, 1
    for none. levels: percent, 80 for 80 %. Keywords are the options of scope "forecast", such as
    non_negative=True and threads=2. Raises InvalidArgument for infinite values and unknown models.

    >>> forecast([5, 7, 6, 8, 7, 9], 2, 1, model="snaive").mean
    [[9.0, 9.0]]
    """
    series, as_numpy = _series_of(y)
    h = arrays.integer(h, "h")
    levels = [arrays.number(level, "levels") for level in arrays.items(levels, "levels")]
    handle = make_options("forecast", model=model, horizon=h, season_length=season_length,
                          levels=",".join(f"{level:.15g}" for level in levels), **options)
    values, offsets = array.array("d"), (lib.I64 * (len(series) + 1))()
    for i, one in enumerate(series):
        values.frombytes(memoryview(arrays.doubles(one, f"y[{i}]")).cast("B"))
        offsets[i + 1] = len(values)
    table = lib.columns(lib.make("result", "forecast", handle, len(series), offsets,
                                 arrays.pointer((lib.F64 * len(values)).from_buffer(values))))
    used, total_mean, total_sd = map(table.pop, ("model", "total_mean", "total_sd"))
    if as_numpy:
        import numpy  # the caller uses it: its objects came in
        blocks = [numpy.array(block).reshape(len(series), h) for block in table.values()]
        total_mean, total_sd = numpy.array(total_mean), numpy.array(total_sd)
    else:
        blocks = [[block[i * h:(i + 1) * h] for i in range(len(series))]
                  for block in table.values()]
    keys = [int(level) if level == int(level) else level for level in levels]
    return Forecast(blocks[0], dict(zip(keys, blocks[1::2])), dict(zip(keys, blocks[2::2])),
                    total_mean, total_sd, used)
