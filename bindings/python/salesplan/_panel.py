"""Series for the library from what callers have: lists, arrays, wide frames, long frames."""
from __future__ import annotations

import array
import datetime
from dataclasses import dataclass
from typing import Any

from . import _arrays as arrays
from . import _arrow as arrow
from . import _library as lib


@dataclass
class Panel:
    """n series as the C API takes them."""

    values: array.array
    offsets: Any                #: ctypes int64 [n + 1]
    as_numpy: bool = False      #: whether numpy's arrays are to be returned
    ids: list[str] | None = None
    first: list[int] | None = None   #: day number of each first period
    grain: str | None = None
    season_length: int | None = None

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def pointers(self) -> tuple[int, Any, Any]:
        """n, offsets and values of a call."""
        block = (lib.F64 * len(self.values)).from_buffer(self.values)
        return len(self), self.offsets, arrays.pointer(block)

    def series(self, i: int) -> array.array:
        return self.values[self.offsets[i]:self.offsets[i + 1]]

    def dates_ahead(self, i: int, h: int) -> list[datetime.date]:
        """First days of the h periods after series i."""
        length = self.offsets[i + 1] - self.offsets[i]
        return [shift(arrays.to_date(self.first[i]), self.grain, length + k) for k in range(h)]


def shift(day, grain, n):
    """The first day n periods after the one that begins with `day`."""
    if grain in ("day", "week"):
        return day + datetime.timedelta(days=n * (7 if grain == "week" else 1))
    months = day.year * 12 + day.month - 1 + n * {"month": 1, "quarter": 3, "year": 12}[grain]
    return datetime.date(months // 12, months % 12 + 1, 1)


def _series_of(y):
    """A list of series, and whether numpy's arrays are to be returned."""
    if hasattr(y, "columns") and hasattr(y, "items"):   # a pandas frame: one series a column
        return [column for _, column in y.items()], True
    if hasattr(y, "get_columns"):                       # a polars frame
        return y.get_columns(), True
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


def wide(y, what="y"):
    """A series, a list of series, a numpy matrix (a series a row) or a frame (a series a column)."""
    series, as_numpy = _series_of(y)
    values, offsets = array.array("d"), (lib.I64 * (len(series) + 1))()
    for i, one in enumerate(series):
        values.frombytes(memoryview(arrays.doubles(one, f"{what}[{i}]")).cast("B"))
        offsets[i + 1] = len(values)
    return Panel(values, offsets, as_numpy)


def columns_of(frame, names):
    """Columns of a frame, or of a mapping of columns, as lists."""
    if arrow.is_stream(frame):
        try:
            return arrow.columns(frame, names)
        except ImportError:  # pandas exports through pyarrow, which need not be there
            pass
    found = {}
    for name in names:
        try:
            found[name] = arrays.items(frame[name], name)
        except (KeyError, IndexError, TypeError):
            raise lib.InvalidArgument(f"no column {name!r}") from None
    return found


def long(frame, id=None, date=None, value="value", grain=None):
    """A panel from a long frame: one row a series and period."""
    for name, given in (("date", date), ("value", value)):
        if not isinstance(given, str):
            raise lib.InvalidArgument(f"{name}: the name of a column is needed")
    table = columns_of(frame, [name for name in dict.fromkeys((id, date, value)) if name])
    ids = [""] * len(table[date]) if id is None else \
        ["" if arrays.is_missing(one) else str(one) for one in table[id]]
    days = arrays.dates([day + "-01" if isinstance(day, str) and len(day) == 7 else day
                         for day in table[date]], date)  # "2026-02" is a month
    numbers = arrays.doubles(table[value], value)
    made = lib.columns(lib.make("result", "long_panel", len(ids), *lib.encode_list(ids, id or "id"),
                                days, numbers, None if grain is None else
                                lib.encode(grain, "grain")))
    return Panel(array.array("d", made["value"]), (lib.I64 * len(made["offset"]))(*made["offset"]),
                 ids=made["id"], first=made["first_date"], grain=made["grain"][0],
                 season_length=made["season_length"][0])


def panel_of(y, id, date, value, grain):
    """Long where a date column is named, else wide."""
    if date is not None:
        return long(y, id, date, "value" if value is None else value, grain)
    if id is not None or value is not None or grain is not None:
        raise lib.InvalidArgument("date: the name of a column is needed beside id, value and grain")
    return wide(y)
