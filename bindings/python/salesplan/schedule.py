"""The visit plan: call frequencies to dates that a rep can keep."""
from __future__ import annotations

import csv
import datetime
import json
import pathlib
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


def monthly_template() -> list[dict[str, Any]]:
    """The month of a sales team: dicts with node, key, en, zh and after (keys of tasks done first)."""
    table = lib.columns(lib.make("result", "month_task_template"))
    tasks = [dict(zip(("node", "key", "en", "zh"), row), after=[])
             for row in zip(*(table[name] for name in ("node", "key", "en", "zh")))]
    for task, before in zip(table["link_task"], table["link_after"]):
        tasks[task]["after"].append(tasks[before]["key"])
    return tasks


def read_template(path: Any) -> list[dict[str, Any]]:
    """A month's tasks from a file that a company edits: a JSON list of objects, or CSV with the
    columns node, key and, if wanted, en, zh, role and after (keys, by blanks)."""
    path = pathlib.Path(path)
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = json.load(file) if path.suffix == ".json" else list(csv.DictReader(file))
    for i, row in enumerate(rows):
        after = row.get("after") or []
        row["after"] = after.split() if isinstance(after, str) else after
        try:
            row["node"] = int(row["node"])
        except (KeyError, TypeError, ValueError):
            raise lib.ParseError(f"{path}: tasks[{i}].node: {row.get('node')!r} is not 1, 2, 3 or 4"
                                 ) from None
    return rows


def month_tasks(month: Any, targets: Mapping[Any, int],
                tasks: Iterable[Mapping[str, Any]] | None = None, calendar: str | Calendar = "CN",
                worth: Iterable[float] | None = None,
                slipped: Iterable[tuple[Any, str]] = ()) -> dict[str, Any]:
    """The month of every rep in `targets` (minor units): weeks, dicts with week, start, due,
    workdays, share, workday_share, moved_by and targets by rep; tasks, dicts with rep, task, week,
    start, due, carried.

    month: a day of it. tasks: dicts with node, key and after, monthly_template() if None. worth: of
    each day of the month, as series.daily_profile learns it, by which targets are spread (None: by
    workdays). slipped: (rep, key) of tasks that last month left undone, which come back in W1.

    >>> made = month_tasks("2026-02-01", {"ann": 3560000}, slipped=[("ann", "closing")])
    >>> [(week["start"].day, week["targets"]["ann"]) for week in made["weeks"]]
    [(2, 890000), (6, 890000), (12, 890000), (25, 890000)]
    >>> made["tasks"][0]["task"], made["tasks"][0]["due"].isoformat(), made["tasks"][0]["carried"]
    ('closing', '2026-02-05', True)
    """
    rows = monthly_template() if tasks is None else [dict(row) for row in tasks]
    keys = [row.get("key") for row in rows]
    number = {key: i for i, key in enumerate(keys)}
    reps = list(targets)
    rep_number = {rep: i for i, rep in enumerate(reps)}

    def found(table, key, what):
        if key not in table:
            raise lib.NotFound(f"{what}: {key!r} is unknown")
        return table[key]

    links = [(i, found(number, before, f"tasks[{i}].after")) for i, row in enumerate(rows)
             for before in row.get("after") or ()]
    left = [(found(rep_number, rep, f"slipped[{i}]"), found(number, key, f"slipped[{i}]"))
            for i, (rep, key) in enumerate(slipped)]
    value = None if worth is None else arrays.doubles(worth, "worth")

    def column(values):
        values = list(values)
        return (lib.I32 * len(values))(*values)

    table = lib.columns(lib.make(
        "result", "month_tasks", named(calendar)._handle, arrays.date_number(month, "month"),
        len(rows), column(arrays.integer(row.get("node"), f"tasks[{i}].node", -2**31, 2**31 - 1)
                          for i, row in enumerate(rows)),
        *lib.encode_list(keys, "key"), len(links), column(link[0] for link in links),
        column(link[1] for link in links), len(reps), arrays.integers(targets.values(), "targets"),
        0 if value is None else len(value), value, len(left), column(row[0] for row in left),
        column(row[1] for row in left)))
    weeks = [{"week": w + 1, "start": arrays.to_date(table["week_start"][w]),
              "due": arrays.to_date(table["week_due"][w]), "workdays": table["workdays"][w],
              "share": table["share"][w], "workday_share": table["workday_share"][w],
              "moved_by": table["moved_by"][w],
              "targets": {rep: table["target"][4 * r + w] for r, rep in enumerate(reps)}}
             for w in range(4)]
    return {"weeks": weeks, "tasks": [
        {"rep": reps[rep], "task": keys[task], "week": week, "start": arrays.to_date(start),
         "due": arrays.to_date(due), "carried": bool(carried)}
        for rep, task, week, start, due, carried in zip(*(table[name] for name in (
            "rep", "task", "week", "start", "due", "carried")))]}


_PARTS = {"R": 1, "A": 2, "C": 4, "I": 8}


def sales_team() -> tuple[dict[str, dict[str, str]], dict[str, float]]:
    """The responsibility matrix that comes with salesplan, {task: {role: "A/R"}}, and the hours a
    month of its tasks."""
    table = lib.columns(lib.make("result", "responsibilities_template"))
    roles, parts = table["role"], iter(table["parts"])
    matrix = {}
    for task in table["task"]:
        row = [(role, next(parts)) for role in roles]
        matrix[task] = {role: "/".join(letter for letter in "ARCI" if bits & _PARTS[letter])
                        for role, bits in row if bits}
    return matrix, dict(zip(table["task"], table["hours"]))


def review_responsibilities(matrix: Mapping[str, Mapping[str, str]],
                            hours: Mapping[str, float] | None = None,
                            capacity: Mapping[str, float] | None = None) -> dict[str, Any]:
    """Checks who is Responsible, Accountable, Consulted and Informed: findings, dicts with issue, of
    (the task or role) and detail; load_hours and parts (tasks) by role; sound. matrix: {task: {role:
    "R", "A", "C", "I" or several, by "/"}}; hours a month by task (1); capacity by role.

    >>> review_responsibilities({"visits": {"manager": "A", "rep": "R"}, "files": {"rep": "R"}})[
    ...     "findings"]
    [{'issue': 'nobody_accountable', 'of': 'files', 'detail': ''}]
    """
    roles = list(dict.fromkeys(role for row in matrix.values() for role in row))
    roles += [role for role in capacity or () if role not in roles]
    for task in hours or ():
        if task not in matrix:
            raise lib.NotFound(f"hours: {task!r} is no task of the matrix")
    parts = []
    for task, row in matrix.items():
        for role in roles:
            letters = str(row.get(role, "") or "").split("/") if row.get(role) else []
            for letter in letters:
                if letter not in _PARTS:
                    raise lib.InvalidArgument(f"matrix[{task!r}][{role!r}]: {row[role]!r} is not R, "
                                              "A, C, I or several of them by \"/\"")
            parts.append(sum(_PARTS[letter] for letter in set(letters)))
    limits = None if capacity is None else arrays.doubles(
        [capacity.get(role, 1e6) for role in roles], "capacity")
    table = lib.columns(lib.make(
        "result", "responsibilities_review", len(roles), *lib.encode_list(roles, "roles"), limits,
        len(matrix), *lib.encode_list(matrix, "tasks"), (lib.I32 * len(parts))(*parts),
        arrays.doubles([(hours or {}).get(task, 1.0) for task in matrix], "hours")))
    tasks = list(matrix)
    return {"findings": [{"issue": issue, "of": (roles if issue in ("overloaded", "idle") else
                                                 tasks)[index], "detail": detail}
                         for issue, index, detail in zip(table["issue"], table["index"],
                                                         table["detail"])],
            "load_hours": dict(zip(roles, table["load_hours"])),
            "parts": dict(zip(roles, table["parts"])), "sound": bool(table["sound"][0])}


def review_flow(steps: Iterable[Mapping[str, Any]], given: Iterable[str] = (),
                wanted: Iterable[str] = ()) -> dict[str, Any]:
    """Reviews the work between departments: steps, dicts with key, start, end, slack, critical;
    workdays and measured_workdays of the whole; critical_path; crossings (from, to, what) between
    departments; orphans, outputs that nobody takes; slow, (step, days that the flow would win).

    steps: dicts with key, department, workdays and, where there are any, inputs, outputs (names of
    what is handed over), due and measured (workdays). given: inputs from outside; wanted: outputs
    for outside.

    >>> flow = review_flow([
    ...     {"key": "draft", "department": "sales", "workdays": 2, "outputs": ["plan"]},
    ...     {"key": "check", "department": "finance", "workdays": 1, "inputs": ["plan"]}])
    >>> flow["workdays"], flow["critical_path"], flow["crossings"]
    (3.0, ['draft', 'check'], [('draft', 'check', 'plan')])
    """
    rows = [dict(row) for row in steps]
    known = {"key", "department", "workdays", "inputs", "outputs", "due", "measured"}
    for i, row in enumerate(rows):
        if set(row) - known or not {"key", "department", "workdays"} <= set(row):
            raise lib.InvalidArgument(f"steps[{i}]: needs key, department and workdays, and allows "
                                      f"{', '.join(sorted(known))}")
    n, outside = len(rows), [list(given), list(wanted)]

    def numbers(field):
        return arrays.doubles([row.get(field) for row in rows], field)

    def side(field):
        pairs = [(i, name) for i, row in enumerate(rows) for name in row.get(field) or ()]
        return (len(pairs), (lib.I32 * len(pairs))(*(i for i, _ in pairs)),
                *lib.encode_list([name for _, name in pairs], field))

    table = lib.columns(lib.make(
        "result", "flow_review", n, *lib.encode_list([row["key"] for row in rows], "key"),
        *lib.encode_list([row["department"] for row in rows], "department"), numbers("workdays"),
        numbers("due"), numbers("measured"), *side("inputs"), *side("outputs"),
        len(outside[0]), *lib.encode_list(outside[0], "given"), len(outside[1]),
        *lib.encode_list(outside[1], "wanted")))
    keys = [row["key"] for row in rows]
    return {"steps": [{"key": key, "start": start, "end": end, "slack": slack,
                       "critical": bool(critical)}
                      for key, start, end, slack, critical in zip(
                          keys, *(table[name] for name in ("start", "end", "slack", "critical")))],
            "workdays": table["workdays"][0], "measured_workdays": table["measured_workdays"][0],
            "critical_path": [keys[s] for s in table["critical_path"]],
            "crossings": [(keys[a], keys[b], what) for a, b, what in zip(
                *(table["crossing_" + name] for name in ("from", "to", "what")))],
            "orphans": table["orphan"],
            "slow": [(keys[s], days) for s, days in zip(table["slow"], table["slow_days"])]}


def meeting_dates(meetings: Iterable[Mapping[str, Any]], first: Any, last: Any,
                  calendar: str | Calendar = "CN") -> list[tuple[datetime.date, str]]:
    """(date, key) of every meeting from first to last: dicts with key, every ("week", "2 weeks",
    "month") and workday (1) of it, below 0 from its end; on the nearest workday where there are
    fewer, on none in a week without any.

    >>> meeting_dates([{"key": "stand-up", "every": "week"}], "2026-02-09", "2026-02-28")
    [(datetime.date(2026, 2, 9), 'stand-up'), (datetime.date(2026, 2, 24), 'stand-up')]
    """
    rows = [dict(row) for row in meetings]
    months, every, workday = [], [], []
    for i, row in enumerate(rows):
        visits, interval, monthly = _frequency(row.get("every"), f"meetings[{i}].every")
        if visits != 1:
            raise lib.InvalidArgument(f"meetings[{i}].every: must be one in so many weeks or months")
        months.append(monthly)
        every.append(interval)
        workday.append(arrays.integer(row.get("workday", 1), f"meetings[{i}].workday", -31, 31))

    def column(values):
        return (lib.I32 * len(values))(*values)

    table = lib.columns(lib.make("result", "meeting_dates", named(calendar)._handle, len(rows),
                                 column(months), column(every), column(workday),
                                 arrays.date_number(first, "first"),
                                 arrays.date_number(last, "last")))
    return [(arrays.to_date(date), rows[meeting].get("key"))
            for meeting, date in zip(table["meeting"], table["date"])]
