"""Where the month stands and will end, KPIs by formula, control charts, and alerts."""
from __future__ import annotations

import datetime
from typing import Any, Iterable, Mapping

from . import _arrays as arrays
from . import _library as lib
from .calendar import Calendar
from .table import Dimension

_SIDES = {"upper": 0, "lower": 1, "both": 2}


def _same_length(columns: Mapping[str, Any]) -> int:
    """The one length of all columns."""
    lengths = {name: len(values) for name, values in columns.items()}
    first = next(iter(lengths.values()))
    for name, length in lengths.items():
        if length != first:
            raise lib.InvalidArgument(f"{name}: {length} values, {first} are needed")
    return first


def landing(calendar: Calendar | str, first_date: Any, values: Iterable[float],
            through: Iterable[Any], sold: Iterable[int], target: Iterable[int],
            level: float = 0.8, whole: Iterable[float] | None = None) -> dict[str, Any]:
    """Where months will end: values of successive days from first_date on teach how a month comes
    in (whole: those of the whole a thin unit belongs to); by each evening of `through` `sold` of the
    month is in, `target` is to be reached. Columns expected_share, pace, mean, sd, lower, upper,
    probability, required_daily, and numbers own_weight, day, smoothing, prior_weight, spread, months.
    """
    calendar = Calendar(calendar) if isinstance(calendar, str) else calendar
    days = arrays.doubles(values, "values")
    pooled = None if whole is None else arrays.doubles(whole, "whole")
    if pooled is not None:
        _same_length({"values": days, "whole": pooled})
    columns = {"through": arrays.dates(through, "through"), "sold": arrays.integers(sold, "sold"),
               "target": arrays.integers(target, "target")}
    rows = _same_length(columns)
    table: dict[str, Any] = lib.columns(lib.make(
        "result", "landing", calendar._handle, arrays.date_number(first_date, "first_date"),
        len(days), days, arrays.pointer(pooled), rows, *columns.values(),
        arrays.number(level, "level")))
    for name in ("own_weight", "day", "smoothing", "prior_weight", "spread", "months"):
        table[name] = table[name][0]
    return table


def kpis(formulas: Mapping[str, str], measures: Mapping[str, Iterable[float]],
         distinct: Iterable[str] = (), before: Iterable[int] | None = None,
         year_ago: Iterable[int] | None = None,
         whole: Iterable[int] | None = None) -> dict[str, list[float]]:
    """KPIs of cells by formulas over measures and each other. distinct: measures that do not add up,
    such as customers. before, year_ago, whole: for each cell the one that before(x), year_ago(x) and
    whole(x) read, -1 for none.

    >>> kpis({"average_order": "sales / orders", "share": "sales / whole(sales)"},
    ...      {"sales": [300, 100, 200], "orders": [4, 1, 3]}, whole=[0, 0, 0])["average_order"]
    [75.0, 100.0, 66.66666666666667]
    """
    columns = {name: list(arrays.doubles(values, f"measures[{name!r}]"))
               for name, values in measures.items()}
    cells = _same_length(columns) if columns else 0
    values = (lib.F64 * (cells * len(columns)))(
        *(value for row in zip(*columns.values()) for value in row))
    distinct = set(distinct)
    for name in distinct - set(columns):
        raise lib.NotFound(f"distinct: {name!r} is not a measure")
    adds = (lib.I32 * len(columns))(*(int(name not in distinct) for name in columns))
    where = [None if given is None else arrays.small_integers(given, what, cells) for given, what in
             ((before, "before"), (year_ago, "year_ago"), (whole, "whole"))]
    table = lib.columns(lib.make(
        "result", "kpi_values", len(columns), *lib.encode_list(columns, "measures"), adds,
        len(formulas), *lib.encode_list(formulas, "formulas"),
        *lib.encode_list(formulas.values(), "formulas"), cells, values,
        *map(arrays.pointer, where)))
    return {name: table["value"][k::len(formulas)] for k, name in enumerate(formulas)}


def run_length(chart: str, weight: float, limit: float, shift: float = 0.0,
               side: str = "both") -> float:
    """Observations to an alarm, on average, of a chart "ewma" (weight λ) or "cusum" (allowance k).

    >>> round(run_length("cusum", 0.5, 5, side="upper"), 1)
    930.9
    """
    out = lib.F64()
    lib.call("chart_run_length", lib.encode(chart, "chart"), arrays.number(weight, "weight"),
             arrays.number(limit, "limit"), arrays.number(shift, "shift"), _side(side),
             lib.ctypes.byref(out))
    return out.value


def chart_limit(chart: str, weight: float, run_length: float, side: str = "both") -> float:
    """The limit whose false alarms are run_length observations apart on average.

    >>> round(chart_limit("ewma", 0.1, 500), 3)
    2.814
    """
    out = lib.F64()
    lib.call("chart_limit", lib.encode(chart, "chart"), arrays.number(weight, "weight"),
             arrays.number(run_length, "run_length"), _side(side), lib.ctypes.byref(out))
    return out.value


def _side(side: str) -> int:
    if side not in _SIDES:
        raise lib.InvalidArgument(f"side: {side!r} is not one of upper, lower, both")
    return _SIDES[side]


class LiveCube:
    """Sums of whole-number measures, and distinct customers, in every cell of the dimensions,
    updated by each fact."""

    def __init__(self, dimensions: Iterable[Dimension], measures: Iterable[str]) -> None:
        self._dimensions = list(dimensions)
        self._measures = list(measures)
        self._handle = lib.make("live", "live_create", len(self._measures))
        self._leaves: list[dict[str, int]] = []
        self._members: list[dict[str, int]] = []
        for dimension in self._dimensions:
            lib.call("live_add_dimension", self._handle, dimension._handle)
            rows = dimension.members()
            self._members.append({key: i for i, key in enumerate(rows["key"])})
            self._leaves.append({key: first for key, leaf, first in
                                 zip(rows["key"], rows["leaf"], rows["first_leaf"]) if leaf})
        self._customers: dict[Any, int] = {}

    def _numbered(self, rows: Iterable[Iterable[str]], among: list[dict[str, int]], what: str):
        numbers = []
        for i, row in enumerate(rows):
            row = [row] if isinstance(row, str) else list(row)
            if len(row) != len(among):
                raise lib.InvalidArgument(f"{what}[{i}]: {len(row)} keys for {len(among)} dimensions")
            for d, key in enumerate(row):
                if key not in among[d]:
                    raise lib.NotFound(f"{what}[{i}]: {key!r} is unknown")
                numbers.append(among[d][key])
        return (lib.I32 * len(numbers))(*numbers)

    def add(self, keys: Iterable[Iterable[str]], values: Mapping[str, Iterable[int]],
            customers: Iterable[Any] | None = None, orders: Iterable[int] | None = None) -> None:
        """Facts: for each a key of a leaf of every dimension, and whole numbers by measure. Returns
        and corrections are facts with negative values; orders -1 takes a customer's order back."""
        leaves = self._numbered(keys, self._leaves, "keys")
        for name in self._measures:
            if name not in values:
                raise lib.NotFound(f"values: {name!r} is missing")
        columns = {name: list(arrays.integers(values[name], name)) for name in self._measures}
        n = len(leaves) // len(self._dimensions)
        for name, column in columns.items():
            if len(column) != n:
                raise lib.InvalidArgument(f"{name}: {len(column)} values for {n} facts")
        flat = (lib.I64 * (n * len(columns)))(
            *(value for row in zip(*columns.values()) for value in row))
        who = None
        if customers is not None:
            who = arrays.small_integers(
                [-1 if key is None else self._customers.setdefault(key, len(self._customers))
                 for key in customers], "customers", n)
        placed = None if orders is None else arrays.small_integers(orders, "orders", n)
        lib.call("live_add", self._handle, n, leaves, flat, arrays.pointer(who),
                 arrays.pointer(placed))

    def cells(self, keys: Iterable[Iterable[str]],
              others: Iterable[Iterable[str]] | None = None) -> dict[str, list[int]]:
        """The measures and "customers" of cells by a key of each dimension, "*" for all; with others,
        "customers_of_both": customers of those cells too."""
        members = self._numbered(keys, self._members, "keys")
        compared = None if others is None else self._numbered(others, self._members, "others")
        if compared is not None:
            _same_length({"keys": members, "others": compared})
        table = lib.columns(lib.make("result", "live_cells", self._handle,
                                     len(members) // len(self._dimensions), members,
                                     arrays.pointer(compared)))
        value = table.pop("value")
        return {**{name: value[m::len(self._measures)] for m, name in enumerate(self._measures)},
                **table}


def _instant(value: Any, what: str) -> int:
    """Seconds since 1970-01-01 00:00 of a naive datetime, a date, or a number."""
    if isinstance(value, datetime.datetime):
        if value.tzinfo is not None:
            raise lib.InvalidArgument(f"{what}: {value!r} has a time zone; wall-clock times have none")
        return int((value - datetime.datetime(1970, 1, 1)) // datetime.timedelta(seconds=1))
    if isinstance(value, datetime.date):
        return arrays.date_number(value, what) * 86400
    return arrays.integer(value, what)


def _labels(labels: Mapping[str, str] | str) -> str:
    if isinstance(labels, str):
        return labels
    return ";".join(f"{name}={value}" for name, value in labels.items())


class Alerts:
    """The alert book of rules in JSON. Times are datetimes of the wall clock."""

    def __init__(self, rules: str) -> None:
        self._handle = lib.make("alerts", "alerts_create", lib.encode(rules, "rules"))

    def observe(self, now: Any, observations: Iterable[tuple[str, Any, float]] = ()) -> dict[str, Any]:
        """Takes (kpi, labels, value) seen at `now`, and returns the notices due, a row an alert."""
        rows = list(observations)
        return lib.columns(lib.make(
            "result", "alerts_observe", self._handle, _instant(now, "now"), len(rows),
            *lib.encode_list([row[0] for row in rows], "kpis"),
            *lib.encode_list([_labels(row[1]) for row in rows], "labels"),
            arrays.doubles([row[2] for row in rows], "values")))

    def payloads(self, format: str = "text") -> list[str]:
        """The notices of the last observe() as text, alertmanager, alertmanager_api, dingtalk,
        wecom or feishu."""
        return lib.columns(lib.make("result", "alerts_payloads", self._handle,
                                    lib.encode(format, "format")))["payload"]

    def act(self, now: Any, fingerprint: str, action: str, who: str, why: str = "",
            what: str = "") -> None:
        """acknowledge, assign (what: to whom), measure (what: which), verify or close an alert."""
        lib.call("alerts_act", self._handle, _instant(now, "now"),
                 *map(lib.encode, (fingerprint, action, who, why, what)))

    def silence(self, labels: Mapping[str, str] | str, start: Any, until: Any, who: str,
                why: str = "") -> None:
        """No notices for alerts at or below these labels in the meantime."""
        lib.call("alerts_silence", self._handle, lib.encode(_labels(labels)),
                 _instant(start, "start"), _instant(until, "until"), lib.encode(who),
                 lib.encode(why))

    def list(self) -> dict[str, Any]:
        """All alerts, the measures taken, and what happened."""
        return lib.columns(lib.make("result", "alerts_list", self._handle))
