"""Forecasts of one series or a panel."""
from dataclasses import dataclass, field
from typing import Dict, List

from . import _arrays as arrays
from . import _library as lib
from ._options import make_options


@dataclass
class Forecast:
    """The forecast of n series, h steps each. Rows are lists, or numpy arrays where the series were
    given as numpy or pandas objects."""

    mean: list                                       #: [n, h]
    lower: Dict[float, list] = field(default_factory=dict)  #: by level, [n, h]
    upper: Dict[float, list] = field(default_factory=dict)  #: by level, [n, h]
    total_mean: list = field(default_factory=list)   #: [n] mean of the sum over the horizon
    total_sd: list = field(default_factory=list)     #: [n] its standard deviation
    model: List[str] = field(default_factory=list)   #: [n] what was used, and why when a fallback


def _series_of(y):
    """A list of series, and whether numpy's arrays are to be returned."""
    numpy_like = hasattr(y, "__array__")
    if hasattr(y, "columns") and hasattr(y, "items"):   # a data frame: one series a column
        return [column for _, column in y.items()], True
    if getattr(y, "ndim", 1) == 2:
        return list(y), True
    if isinstance(y, (str, bytes, dict)) or not hasattr(y, "__iter__"):
        raise lib.InvalidArgument(f"y: {type(y).__name__} is neither a series nor a list of series")
    if numpy_like:
        return [y], True
    y = y if isinstance(y, (list, tuple)) or hasattr(y, "typecode") else list(y)
    if len(y) and all(hasattr(one, "__len__") and not isinstance(one, (str, bytes)) for one in y):
        return list(y), any(hasattr(one, "__array__") for one in y)
    return [y], False


def forecast(y, h, season_length, model="auto", levels=(80, 95), **options):
    """Forecasts the next h values of a series, or of each of a list of series.

    y: numbers, oldest first, None or NaN missing; or a list of such series of any lengths, a numpy
    matrix (a series a row) or a pandas frame (a series a column). season_length: 12 for months, 1
    for none. levels: percent. Keywords are the options of scope "forecast", such as
    non_negative=True and threads=2. Raises InvalidArgument for infinite values and unknown models.

    >>> forecast([5, 7, 6, 8, 7, 9], 2, 1, model="snaive").mean
    [[9.0, 9.0]]
    """
    series, numpy_rows = _series_of(y)
    values, offsets = [], (lib.I64 * (len(series) + 1))()
    for i, one in enumerate(series):
        values.extend(arrays.doubles(one, f"y[{i}]"))
        offsets[i + 1] = len(values)
    levels = [arrays.number(level, "levels") for level in arrays.items(levels, "levels")]
    names = [f"{level:.10g}" for level in levels]
    h = arrays.integer(h, "h")
    options = make_options("forecast", dict(options, model=model, horizon=h,
                                            season_length=season_length, levels=",".join(names)))
    flat = (lib.F64 * len(values))(*values)
    table = lib.columns(lib.make("result", "forecast", options, len(series), offsets, flat))

    def matrix(name):
        rows = [table[name][i * h:(i + 1) * h] for i in range(len(series))]
        if numpy_rows:
            import numpy  # the caller uses it: its objects came in
            return numpy.array(rows)
        return rows

    keys = [int(level) if level == int(level) else level for level in levels]
    return Forecast(matrix("mean"),
                    {key: matrix("lower_" + name) for key, name in zip(keys, names)},
                    {key: matrix("upper_" + name) for key, name in zip(keys, names)},
                    table["total_mean"], table["total_sd"], table["model"])
