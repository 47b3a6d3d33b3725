"""Workdays: ready-made and own calendars, month nodes, lunar new year, fiscal periods."""
import warnings

from . import _arrays as arrays
from . import _library as lib
from ._options import make_options


class EstimateWarning(UserWarning):
    """Part of the range lies outside the years whose holidays are known."""


class Calendar:
    """A workday calendar: "CN" (2004..2026), "US" (federal), "WEEKDAYS", or one's own.

    Calendar("CN"); Calendar.of(holidays=[...], makeup=[...], years=(2025, 2026)).
    """

    def __init__(self, name="CN"):
        self.name = name
        self._handle = lib.make("calendar", "calendar_named", lib.encode(name, "calendar"))

    @classmethod
    def of(cls, holidays=(), makeup=(), years=(2000, 2099), weekend=(5, 6)):
        """Weekend days (0 Monday .. 6 Sunday), holidays and make-up workdays (dates) of the years
        first..last."""
        calendar = cls.__new__(cls)
        calendar.name = "calendar"
        holidays, makeup = list(holidays), list(makeup)
        days = arrays.dates(holidays + makeup, "dates")
        kinds = (lib.I32 * len(days))(*[1] * len(holidays), *[2] * len(makeup))
        mask = sum(1 << arrays.integer(day, "weekend", 0, 6) for day in set(weekend))
        calendar._handle = lib.make("calendar", "calendar_create", mask, len(days),
                                    arrays.pointer(days), arrays.pointer(kinds),
                                    arrays.integer(years[0], "years[0]", 1, 9999),
                                    arrays.integer(years[1], "years[1]", 1, 9999))
        return calendar

    def count(self, start, end):
        """(workdays from start to end, both included; whether that is an estimate)."""
        first, last = lib.I32(arrays.date_number(start, "start")), \
            lib.I32(arrays.date_number(end, "end"))
        days, estimated = lib.I64(), lib.I32()
        lib.call("calendar_workdays", self._handle, 1, lib.ctypes.byref(first),
                 lib.ctypes.byref(last), lib.ctypes.byref(days), lib.ctypes.byref(estimated))
        return days.value, bool(estimated.value)

    def add_workdays(self, date, n):
        """The n-th workday after `date` (before it where n is negative)."""
        day = lib.I32(arrays.date_number(date, "date"))
        shift, out = lib.I64(arrays.integer(n, "n")), lib.I32()
        lib.call("calendar_add_workdays", self._handle, 1, lib.ctypes.byref(day),
                 lib.ctypes.byref(shift), lib.ctypes.byref(out), None)
        return arrays.to_date(out.value)

    def month_nodes(self, date):
        """W1..W4 of the month that holds `date`: four tuples (first day, last day, workdays)."""
        day = lib.I32(arrays.date_number(date, "date"))
        first, last, days = (lib.I32 * 4)(), (lib.I32 * 4)(), (lib.I64 * 4)()
        lib.call("calendar_month_nodes", self._handle, 1, lib.ctypes.byref(day), first, last, days)
        return [(arrays.to_date(a), arrays.to_date(b), n) for a, b, n in zip(first, last, days)]


def workdays(start, end, calendar="CN"):
    """Workdays from start to end, both included.

    start, end: dates, datetimes, ISO texts or numpy datetime64; calendar: a name or a Calendar.
    Where holidays are not known the weekend alone decides, and EstimateWarning says so.

    >>> workdays("2026-02-01", "2026-02-28")
    16
    """
    if not isinstance(calendar, Calendar):
        calendar = Calendar(calendar)
    days, estimated = calendar.count(start, end)
    if estimated:
        warnings.warn(f"calendar {calendar.name}: holidays are not known for all of {start}..{end}",
                      EstimateWarning, stacklevel=2)
    return days


def lunar_new_year(year):
    """The first day of the lunar year that begins in `year`, 1950..2100."""
    number, out = lib.I32(arrays.integer(year, "year", -(2**31), 2**31 - 1)), lib.I32()
    lib.call("lunar_new_year", 1, lib.ctypes.byref(number), lib.ctypes.byref(out))
    return arrays.to_date(out.value)


def fiscal(date, **options):
    """(fiscal year, quarter, month) of a date; keywords are the options of scope "fiscal"."""
    day = lib.I32(arrays.date_number(date, "date"))
    year, quarter, month = lib.I32(), lib.I32(), lib.I32()
    lib.call("fiscal_of", make_options("fiscal", options), 1, lib.ctypes.byref(day),
             lib.ctypes.byref(year), lib.ctypes.byref(quarter), lib.ctypes.byref(month))
    return year.value, quarter.value, month.value
