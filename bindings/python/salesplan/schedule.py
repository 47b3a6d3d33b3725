"""The visit plan: call frequencies to dates that a rep can keep."""
from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Iterable, Mapping

from . import _arrays as arrays
from . import _library as lib
from ._options import make_options
from .calendar import Calendar, named


@dataclass
class VisitPlan:
    """Dates of visits, and what they take."""

    visits: list[tuple[Any, Any, datetime.date]]  #: (rep, customer, date), in the order of the tours
    #: (rep, customer, first, last, reason): visits that their frequency asks for, and that are not
    unmet: list[tuple[Any, Any, datetime.date, datetime.date, str]]
    days: list[dict[str, Any]]  #: rep, date, visits, visit_minutes, travel_minutes, free_minutes
    reps: list[dict[str, Any]]  #: rep, mean_visits, most_visits, moved, cost, bound, estimated


def _frequency(value, what):
    """"week", "2 weeks", "month" or (visits, every, "week") as (visits, every, months)."""
    if isinstance(value, str):
        words = value.split()
        every, unit = ("1", words[0]) if len(words) == 1 else words if len(words) == 2 else ("", "")
        times = 1
    else:
        given = arrays.items(value, what)
        times, every, unit = given if len(given) == 3 else (0, "", "")
    unit = str(unit).rstrip("s")
    if unit not in ("week", "month") or not str(every).isdigit():
        raise lib.InvalidArgument(f"{what}: {value!r} is not a frequency such as \"week\", "
                                  "\"2 weeks\", \"month\" or (3, 2, \"weeks\")")
    return arrays.integer(times, what, 0, 31), arrays.integer(int(every), what, 1, 53), \
        int(unit == "month")


def plan_visits(customers: Iterable[Mapping[str, Any]], first: Any, last: Any,
                calendar: str | Calendar = "CN", day_minutes: float = 480,
                home: Mapping[Any, tuple[float, float]] | None = None,
                absences: Iterable[tuple[Any, Any, Any]] = (),
                busy: Iterable[tuple[Any, Any, float]] = (),
                fixed: Iterable[tuple[Any, Any, Any]] = (),
                previous: Iterable[tuple[Any, Any, Any]] = (), **options: Any) -> VisitPlan:
    """The dates of every customer's visits from first to last.

    customers: dicts with customer, rep and frequency ("week", "2 weeks", "month" or (visits, every,
    unit)) and, where wanted, minutes (30), gap_days, area, x (longitude), y (latitude), weekdays
    (0 Monday .. 6) and last_visit. home: (x, y) by rep. absences: (rep, first, last); busy: (rep,
    date, minutes); fixed, previous: (rep, customer, date), visits that must be, and those of an
    earlier plan. Other keywords are the options of scope "visits".

    >>> plan = plan_visits([{"rep": "ann", "customer": "acme", "frequency": "week"}],
    ...                    "2026-06-01", "2026-06-12", calendar="US", fixed=[
    ...                        ("ann", "acme", "2026-06-03")])
    >>> len(plan.visits), plan.visits[0][2].isoformat(), plan.unmet
    (2, '2026-06-03', [])
    """
    rows = [dict(row) for row in customers]
    known = {"customer", "rep", "frequency", "minutes", "gap_days", "area", "x", "y", "weekdays",
             "last_visit"}
    for i, row in enumerate(rows):
        if set(row) - known or not {"customer", "rep", "frequency"} <= set(row):
            raise lib.InvalidArgument(f"customers[{i}]: needs customer, rep and frequency, and "
                                      f"allows {', '.join(sorted(known))}")
    reps = list(dict.fromkeys(row["rep"] for row in rows))
    rep_number = {rep: i for i, rep in enumerate(reps)}
    areas = {area: i for i, area in enumerate(dict.fromkeys(
        row["area"] for row in rows if not arrays.is_missing(row.get("area"))))}
    number = {}
    for i, row in enumerate(rows):
        if number.setdefault((row["rep"], row["customer"]), i) != i:
            raise lib.Duplicate(f"customers[{i}]: {row['customer']!r} is given twice")

    def found(table, key, what):
        if key not in table:
            raise lib.NotFound(f"{what}: {key!r} is unknown")
        return table[key]

    def column(kind, values):
        values = list(values)
        return (kind * len(values))(*values)

    def numbers(field, otherwise):
        return column(lib.F64, (arrays.number(row.get(field, otherwise), f"customers[{i}].{field}")
                                for i, row in enumerate(rows)))

    places = [(home or {}).get(rep, (None, None)) for rep in reps]
    book = lib.make("visits", "visits_create", len(reps),
                    column(lib.F64, [arrays.number(day_minutes, "day_minutes")] * len(reps)),
                    *(column(lib.F64, (arrays.number(place[i], "home") for place in places))
                      for i in (0, 1)))
    frequencies = [_frequency(row["frequency"], f"customers[{i}].frequency")
                   for i, row in enumerate(rows)]
    lib.call("visits_add_customers", book, len(rows),
             column(lib.I32, (rep_number[row["rep"]] for row in rows)),
             *(column(lib.I32, (frequency[i] for frequency in frequencies)) for i in range(3)),
             numbers("minutes", 30.0),
             column(lib.I32, (arrays.integer(row.get("gap_days", -1), "gap_days", -1, 366)
                              for row in rows)),
             column(lib.I32, (areas.get(row.get("area"), -1) for row in rows)),
             numbers("x", None), numbers("y", None),
             column(lib.I32, (sum(1 << arrays.integer(day, f"customers[{i}].weekdays", 0, 6)
                                  for day in set(row.get("weekdays") or ()))
                              for i, row in enumerate(rows))),
             column(lib.I32, (arrays.NO_DATE if arrays.is_missing(row.get("last_visit")) else
                              arrays.date_number(row["last_visit"], f"customers[{i}].last_visit")
                              for i, row in enumerate(rows))))
    away = list(absences)
    lib.call("visits_add_absences", book, len(away),
             column(lib.I32, (found(rep_number, a[0], "absences") for a in away)),
             *(column(lib.I32, (arrays.date_number(a[i], "absences") for a in away))
               for i in (1, 2)))
    taken = list(busy)
    lib.call("visits_add_busy", book, len(taken),
             column(lib.I32, (found(rep_number, b[0], "busy") for b in taken)),
             column(lib.I32, (arrays.date_number(b[1], "busy") for b in taken)),
             column(lib.F64, (arrays.number(b[2], "busy") for b in taken)))
    for what, given in (("fixed", list(fixed)), ("previous", list(previous))):
        lib.call("visits_add_" + what, book, len(given),
                 column(lib.I64, (found(number, (v[0], v[1]), what) for v in given)),
                 column(lib.I32, (arrays.date_number(v[2], what) for v in given)))
    table = lib.columns(lib.make(
        "result", "visits_plan", make_options("visits", **options), book, named(calendar)._handle,
        arrays.date_number(first, "first"), arrays.date_number(last, "last")))

    def who(customer):
        return rows[customer]["rep"], rows[customer]["customer"]

    return VisitPlan(
        [(*who(c), arrays.to_date(d)) for c, d in zip(table["customer"], table["date"])],
        [(*who(c), arrays.to_date(a), arrays.to_date(b), reason) for c, a, b, reason in
         zip(*(table["unmet_" + name] for name in ("customer", "first", "last", "reason")))],
        [{"rep": reps[r], "date": arrays.to_date(d), "visits": n, "visit_minutes": v,
          "travel_minutes": t, "free_minutes": f} for r, d, n, v, t, f in
         zip(*(table["day_" + name] for name in ("rep", "date", "visits", "visit_minutes",
                                                 "travel_minutes", "free_minutes")))],
        [{"rep": rep, "mean_visits": mean, "most_visits": most, "moved": moved, "cost": cost,
          "bound": bound, "estimated": bool(estimated)} for rep, mean, most, moved, cost, bound,
         estimated in zip(reps, *(table[name] for name in ("mean_visits", "most_visits", "moved",
                                                          "cost", "bound", "estimated")))])
