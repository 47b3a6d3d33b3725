"""Workdays: ready-made and own calendars, month nodes, lunar new year, fiscal periods."""
from __future__ import annotations

import datetime
import functools
import warnings
from typing import Any, Iterable

from . import _arrays as arrays
from . import _library as lib
from ._options import make_options


class EstimateWarning(UserWarning):
    """Part of the range lies outside the years whose holidays are known."""


class Calendar:
    """A workday calendar: "CN" (2004..2026), "US" (federal), "WEEKDAYS", or one's own.

    Calendar("CN"); Calendar.of(holidays=[...], makeup=[...], years=(2025, 2026)).
    """

    def __init__(self, name: str = "CN") -> None:
        self.name = name
        self._handle = lib.make("calendar", "calendar_named", lib.encode(name, "calendar"))

    @classmethod
    def of(cls, holidays: Iterable[Any] = (), makeup: Iterable[Any] = (),
           years: tuple[int, int] | None = None, weekend: Iterable[int] = (5, 6)) -> Calendar:
        """One's own: weekend days (0 Monday .. 6 Sunday), holidays and make-up workdays (dates).
        years: (first, last) year whose holidays are known; None: those the dates are in."""
        calendar = cls.__new__(cls)
        calendar.name = "calendar"
        holidays, makeup = arrays.items(holidays, "holidays"), arrays.items(makeup, "makeup")
        days = arrays.dates(holidays + makeup, "dates")
        kinds = (lib.I32 * len(days))(*[1] * len(holidays), *[2] * len(makeup))
        if years is None:
            if not days:
                raise lib.InvalidArgument("years: are needed where there are no dates")
            years = arrays.to_date(min(days)).year, arrays.to_date(max(days)).year
        years = arrays.items(years, "years")
        if len(years) != 2:
            raise lib.InvalidArgument(f"years: {years!r} is not (first, last)")
        off = {arrays.integer(day, "weekend", 0, 6) for day in arrays.items(weekend, "weekend")}
        calendar._handle = lib.make("calendar", "calendar_create", sum(1 << day for day in off),
                                    len(days), arrays.pointer(days), arrays.pointer(kinds),
                                    arrays.integer(years[0], "years[0]", 1, 9999),
                                    arrays.integer(years[1], "years[1]", 1, 9999))
        return calendar

    def _warn(self, what):
        warnings.warn(f"calendar {self.name}: holidays are not known for all of {what}",
                      EstimateWarning, stacklevel=3)

    def workdays(self, start: Any, end: Any) -> int:
        """Workdays from start to end, both included; EstimateWarning where that is an estimate."""
        days, estimated = self.count(start, end)
        if estimated:
            self._warn(f"{start}..{end}")
        return days

    def count(self, start: Any, end: Any) -> tuple[int, bool]:
        """(workdays from start to end, both included; whether that is an estimate)."""
        first, last = lib.I32(arrays.date_number(start, "start")), \
            lib.I32(arrays.date_number(end, "end"))
        days, estimated = lib.I64(), lib.I32()
        lib.call("calendar_workdays", self._handle, 1, lib.ctypes.byref(first),
                 lib.ctypes.byref(last), lib.ctypes.byref(days), lib.ctypes.byref(estimated))
        return days.value, bool(estimated.value)

    def add_workdays(self, date: Any, n: int) -> datetime.date:
        """The n-th workday after `date` (before it where n is negative); EstimateWarning where
        that is an estimate."""
        day = lib.I32(arrays.date_number(date, "date"))
        shift, out, estimated = lib.I64(arrays.integer(n, "n")), lib.I32(), lib.I32()
        lib.call("calendar_add_workdays", self._handle, 1, lib.ctypes.byref(day),
                 lib.ctypes.byref(shift), lib.ctypes.byref(out), lib.ctypes.byref(estimated))
        if estimated.value:
            self._warn(f"{date}..{arrays.to_date(out.value)}")
        return arrays.to_date(out.value)

    def month_nodes(self, date: Any) -> list[tuple[datetime.date, datetime.date, int]]:
        """W1..W4 of the month that holds `date`: four tuples (first day, last day, workdays);
        EstimateWarning where the workdays are an estimate."""
        day = lib.I32(arrays.date_number(date, "date"))
        first, last, days = (lib.I32 * 4)(), (lib.I32 * 4)(), (lib.I64 * 4)()
        lib.call("calendar_month_nodes", self._handle, 1, lib.ctypes.byref(day), first, last, days)
        if self.count(arrays.to_date(first[0]), arrays.to_date(last[3]))[1]:
            self._warn(f"{arrays.to_date(first[0])}..{arrays.to_date(last[3])}")
        return [(arrays.to_date(a), arrays.to_date(b), n) for a, b, n in zip(first, last, days)]


_named = functools.lru_cache(maxsize=None)(Calendar)


def named(calendar):
    """A Calendar, from itself or its name."""
    if isinstance(calendar, Calendar):
        return calendar
    lib.encode(calendar, "calendar")
    return _named(calendar)


def workdays(start: Any, end: Any, calendar: str | Calendar = "CN") -> int:
    """Workdays from start to end, both included.

    start, end: dates, datetimes, ISO texts or numpy datetime64; calendar: a name or a Calendar.
    Where holidays are not known the weekend alone decides, and EstimateWarning says so.

    >>> workdays("2026-02-01", "2026-02-28")
    16
    """
    calendar = named(calendar)
    days, estimated = calendar.count(start, end)
    if estimated:
        calendar._warn(f"{start}..{end}")
    return days


def regressors(first: Any, periods: int, grain: str = "month", calendar: str | Calendar = "CN",
               effects: Iterable[str] = ("workdays",),
               holidays: dict[str, tuple[Iterable[Any], int, int]] | None = None
               ) -> dict[str, list[float]]:
    """What the calendar does to `periods` periods from the one that holds `first`: a column for
    each effect ("workdays", "leap_day", "lunar_new_year" with "before_lunar_new_year", "easter") and
    each holiday of one's own, {name: (dates, first_day, last_day)}, the days around a date of every
    year. Workdays and shares of a holiday's days, less their mean at the same place of the year.

    >>> x = regressors("2023-01-01", 24, effects=["lunar_new_year"])["lunar_new_year"]
    >>> round(x[0] - x[12], 3)
    0.667
    """
    wanted = list(effects)
    own = dict(holidays or {})
    offsets, days, from_, until = [0], [], [], []
    for name, (dates, first_day, last_day) in own.items():
        days += [arrays.date_number(day, f"holidays[{name!r}]") for day in dates]
        offsets.append(len(days))
        from_.append(arrays.integer(first_day, "first_day", -366, 366))
        until.append(arrays.integer(last_day, "last_day", -366, 366))
    return lib.columns(lib.make(
        "result", "calendar_regressors", named(calendar)._handle, lib.encode(grain, "grain"),
        arrays.date_number(first, "first"), arrays.integer(periods, "periods"), len(wanted),
        *lib.encode_list(wanted, "effects"), len(own), *lib.encode_list(list(own), "holidays"),
        (lib.I64 * len(offsets))(*offsets), (lib.I32 * len(days))(*days),
        (lib.I32 * len(own))(*from_), (lib.I32 * len(own))(*until)))


def lunar_new_year(year: int) -> datetime.date:
    """The first day of the lunar year that begins in `year`, 1950..2100."""
    number, out = lib.I32(arrays.integer(year, "year", -(2**31), 2**31 - 1)), lib.I32()
    lib.call("lunar_new_year", 1, lib.ctypes.byref(number), lib.ctypes.byref(out))
    return arrays.to_date(out.value)


def fiscal(date: Any, **options: Any) -> tuple[int, int, int]:
    """(fiscal year, quarter, month) of a date; keywords are the options of scope "fiscal"."""
    day = lib.I32(arrays.date_number(date, "date"))
    year, quarter, month = lib.I32(), lib.I32(), lib.I32()
    lib.call("fiscal_of", make_options("fiscal", **options), 1, lib.ctypes.byref(day),
             lib.ctypes.byref(year), lib.ctypes.byref(quarter), lib.ctypes.byref(month))
    return year.value, quarter.value, month.value
