"""Review: why results changed, to the cent, how customers moved, and the next month's targets."""
from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any, Iterable, Mapping

from . import _arrays as arrays
from . import _library as lib
from ._options import make_options


@dataclass
class Finding:
    """An effect worth telling."""

    node: Any
    effect: str
    amount: int      #: minor units
    share: float     #: of all movement
    sentence: str


@dataclass
class Bridge:
    """How every node came from `base` to `actual`: base + effects = actual, to the minor unit, and
    a parent's effects are the sums of its children's."""

    nodes: list[str]
    parent: list[int]
    base: dict[str, int]
    actual: dict[str, int]
    effects: dict[str, dict[str, int]]  #: by node, then effect

    def largest(self, limit: int = 5, focus: float = 0.6, decimals: int = 2,
                language: str = "en") -> list[Finding]:
        """The few largest effects, each told of the deepest node that bears `focus` of it."""
        names = list(self.effects[self.nodes[0]])
        n, k = len(self.nodes), len(names)
        table = lib.columns(lib.make(
            "result", "review_findings", n, (lib.I32 * n)(*self.parent),
            *lib.encode_list(self.nodes, "nodes"), k, *lib.encode_list(names, "effects"),
            (lib.I64 * n)(*self.base.values()), (lib.I64 * n)(*self.actual.values()),
            (lib.I64 * (n * k))(*(amount for node in self.nodes
                                  for amount in self.effects[node].values())),
            arrays.integer(limit, "limit", 0), arrays.number(focus, "focus"),
            arrays.integer(decimals, "decimals", 0, 9)))
        return [Finding(self.nodes[node], names[effect], amount, share, sentence)
                for node, effect, amount, share, sentence in zip(
                    table["node"], table["effect"], table["amount"], table["share"],
                    table[f"sentence_{language}"])]


def _tree(leaves: Iterable[Any], root: str) -> tuple[list[str], list[int], list[int]]:
    """Nodes, their parents, and the node of each leaf, given as a name or a path of names. A node is
    called by its path: "Bikes / Road"."""
    nodes, parent, place, ends = [root], [-1], {(): 0}, []
    for i, leaf in enumerate(leaves):
        path = (leaf,) if isinstance(leaf, str) else tuple(leaf)
        if not path or path in place:
            raise lib.Duplicate(f"leaves[{i}]: {leaf!r} is empty or there already")
        for depth in range(1, len(path) + 1):
            key = path[:depth]
            if key not in place:
                if place[key[:-1]] in ends:
                    raise lib.InvalidArgument(f"leaves[{i}]: {leaf!r} is below a leaf")
                place[key] = len(nodes)
                nodes.append(" / ".join(map(str, key)))
                parent.append(place[key[:-1]])
        ends.append(place[path])
    called = set()
    for name in nodes:
        if name in called:
            raise lib.Duplicate(f"leaves: two nodes are called {name!r}")
        called.add(name)
    return nodes, parent, ends


def _spread(column: Any, kind: Any, n: int, ends: list[int], what: str) -> Any:
    """The values of the leaves at their nodes, 1 or 0 elsewhere; None for None."""
    if column is None:
        return None
    values = (arrays.doubles if kind is lib.F64 else arrays.integers)(column, what)
    if len(values) != len(ends):
        raise lib.InvalidArgument(f"{what}: {len(values)} values for {len(ends)} leaves")
    out = (kind * n)()
    for node, value in zip(ends, values):
        out[node] = value
    return out


def _bridge(table: Mapping[str, Any], nodes: list[str], parent: list[int]) -> Bridge:
    names, amount, k = table["effect"], table["amount"], len(table["effect"])
    return Bridge(nodes, parent, dict(zip(nodes, table["base"])),
                  dict(zip(nodes, table["actual"])),
                  {node: dict(zip(names, amount[i * k:(i + 1) * k]))
                   for i, node in enumerate(nodes)})


def mix(leaves: Iterable[Any], units_before: Any, units_after: Any, revenue_before: Any,
        revenue_after: Any, cost_before: Any = None, cost_after: Any = None, root: str = "Total",
        **options: Any) -> Bridge:
    """The change of revenue, or of profit where costs are given, by volume, mix, price (and cost),
    new and discontinued. leaves: a name or a path of names each. Keywords: weights, mix.

    >>> mix(["a", "b"], [500, 500], [550, 650], [2500, 5000], [2750, 6500]).effects["Total"]
    {'volume': 1500, 'mix': 250, 'price': 0, 'new': 0, 'discontinued': 0}
    """
    nodes, parent, ends = _tree(leaves, root)
    n = len(nodes)
    given = [(units_before, lib.F64, "units_before"), (units_after, lib.F64, "units_after"),
             (revenue_before, lib.I64, "revenue_before"), (revenue_after, lib.I64, "revenue_after"),
             (cost_before, lib.I64, "cost_before"), (cost_after, lib.I64, "cost_after")]
    return _bridge(lib.columns(lib.make(
        "result", "review_mix", make_options("review_mix", **options), n, (lib.I32 * n)(*parent),
        *(_spread(column, kind, n, ends, what) for column, kind, what in given))), nodes, parent)


def customers(leaves: Iterable[Any], before: Any, after: Any, known: Any = None,
              root: str = "Total") -> Bridge:
    """The change of sales by customers new, returned, lost, grown, shrunk, moved in and out. known:
    1 (or True) of one that bought at some time before, 2 of one that has sales of another unit where
    it has none here, else 0.

    >>> bridge = customers([("ann", "shop"), ("bob", "shop")], [10, 0], [0, 12], [2, 2])
    >>> bridge.effects["ann"]["moved_out"], bridge.effects["bob"]["moved_in"]
    (-10, 12)
    """
    nodes, parent, ends = _tree(leaves, root)
    n = len(nodes)
    seen = None
    if known is not None:
        seen = (lib.I32 * n)()
        for node, value in zip(ends, arrays.items(known, "known")):
            seen[node] = int(value)
    return _bridge(lib.columns(lib.make(
        "result", "review_customers", n, (lib.I32 * n)(*parent),
        _spread(before, lib.I64, n, ends, "before"), _spread(after, lib.I64, n, ends, "after"),
        seen)), nodes, parent)


def calendar(leaves: Iterable[Any], before: Any, after: Any, days_before: Any = None,
             days_after: Any = None, promotion_before: Any = None, promotion_after: Any = None,
             root: str = "Total") -> Bridge:
    """The change of sales by the calendar (selling days, a number for all or one a leaf), by
    promotions, and by performance.

    >>> calendar(["shop"], [1000], [1230], 20, 22, [100], [250]).effects["Total"]
    {'calendar': 90, 'promotion': 150, 'performance': -10}
    """
    nodes, parent, ends = _tree(leaves, root)
    n = len(nodes)
    days = [None if given is None else list(arrays.numbers(given, len(ends), what))
            for given, what in ((days_before, "days_before"), (days_after, "days_after"))]
    given = [(before, lib.I64, "before"), (after, lib.I64, "after"),
             (days[0], lib.F64, "days_before"), (days[1], lib.F64, "days_after"),
             (promotion_before, lib.I64, "promotion_before"),
             (promotion_after, lib.I64, "promotion_after")]
    return _bridge(lib.columns(lib.make(
        "result", "review_calendar", n, (lib.I32 * n)(*parent),
        *(_spread(column, kind, n, ends, what) for column, kind, what in given))), nodes, parent)


def migration(segments: int, before: Iterable[Any], now: Iterable[Any],
              money_before: Iterable[int], money_now: Iterable[int]) -> dict[str, Any]:
    """How customers moved between segments 0 (best) .. segments - 1, None for none: matrices
    customers, money_before and money_now by segment before, then now, none last; stay; up, down.

    >>> migration(2, [0, 1], [1, 1], [5, 6], [4, 6])["customers"]
    [[0, 1, 0], [0, 1, 0], [0, 0, 0]]
    """
    was = arrays.small_integers(before, "before")
    n = len(was)
    moneys = [arrays.integers(money, what) for money, what in
              ((money_before, "money_before"), (money_now, "money_now"))]
    if any(len(money) != n for money in moneys):
        raise lib.InvalidArgument(f"money: needs a value for each of {n} customers")
    table = lib.columns(lib.make(
        "result", "review_migration", arrays.integer(segments, "segments"), n, was,
        arrays.small_integers(now, "now", n), *moneys))
    side = segments + 1
    for name in ("customers", "money_before", "money_now"):
        table[name] = [table[name][i * side:(i + 1) * side] for i in range(side)]
    return {**table, "up": table["up"][0], "down": table["down"][0]}


def place_targets(mean: Any, sd: Any, total_sd: float = math.nan, ramp: Any = None,
                  last: Any = None, carry: Any = None,
                  resources: Mapping[str, tuple[Any, Any]] | None = None,
                  soft: Iterable[str] = (), **options: Any) -> dict[str, Any]:
    """Next month's targets at a probability of attainment, equally hard, within limits. resources:
    by name, what a minor unit of sales uses and what there is, each a number or one a unit; those in
    soft are no limits. Keywords: probability, least_probability, max_change.

    >>> place_targets([1000, 2000], [0, 100], total_sd=100, probability=0.5)["target"]
    [1000, 2000]
    """
    means = arrays.doubles(mean, "mean")
    n = len(means)
    named = dict(resources or {})
    flat = [[value for name, pair in named.items() for value in arrays.numbers(pair[side], n, name)]
            for side in (0, 1)]
    columns = [None if column is None else arrays.integers(column, what)
               for column, what in ((last, "last"), (carry, "carry"))]
    for column, what in zip(columns, ("last", "carry")):
        if column is not None and len(column) != n:
            raise lib.InvalidArgument(f"{what}: {len(column)} values for {n} units")
    loose = set(soft)
    for name in loose - set(named):
        raise lib.NotFound(f"soft: {name!r} is no resource")
    table = lib.columns(lib.make(
        "result", "review_place_targets", make_options("next_target", **options), n, means,
        arrays.numbers(sd, n, "sd"), arrays.number(total_sd, "total_sd"),
        arrays.numbers(ramp, n, "ramp"), *columns, len(named),
        *lib.encode_list(named, "resources"), *((lib.F64 * len(side))(*side) for side in flat),
        (lib.I32 * len(named))(*(int(name not in loose) for name in named))))
    needed = table.pop("needed")
    table["needed"] = {name: needed[r * n:(r + 1) * n] for r, name in enumerate(named)}
    return {name: value[0] if name in ("total", "placed", "carried", "cut", "probability")
            else value for name, value in table.items()}


def channels(leaves: Iterable[Any], visits: tuple[Any, Any], orders: tuple[Any, Any],
             revenue: tuple[Any, Any], cost: tuple[Any, Any] = (None, None),
             spend: tuple[Any, Any] = (None, None),
             root: str = "Total") -> tuple[Bridge, dict[str, dict[str, float]]]:
    """Revenue as visits times conversion times order value, each given as (before, after) with a
    value a leaf: the bridge, and by node conversion, order_value (minor units) and roi of the spend,
    before and after, from sums.

    >>> bridge, figures = channels(["shop"], ([100], [120]), ([20], [30]), ([10000], [18000]))
    >>> bridge.effects["shop"]["conversion"], figures["shop"]["conversion"]
    (3000, 0.25)
    """
    nodes, parent, ends = _tree(leaves, root)
    n = len(nodes)
    given = [(column, kind, f"{name}_{side}") for name, kind, pair in (
        ("visits", lib.F64, visits), ("orders", lib.F64, orders), ("revenue", lib.I64, revenue),
        ("cost", lib.I64, cost), ("spend", lib.I64, spend))
        for side, column in zip(("before", "after"), pair)]
    table = lib.columns(lib.make(
        "result", "review_channels", n, (lib.I32 * n)(*parent),
        *(_spread(column, kind, n, ends, what) for column, kind, what in given)))
    ratios = ("conversion_before", "conversion", "order_value_before", "order_value", "roi_before",
              "roi")
    return _bridge(table, nodes, parent), {
        node: {name: table[name][i] for name in ratios} for i, node in enumerate(nodes)}


def cycles(series: Mapping[str, Any], season_length: int = 12,
           first: Any = None, grain: str = "month", language: str = "en") -> list[dict[str, Any]]:
    """Trend, season and changes of course of each series by name, values period by period (None:
    missing), all beginning in the period of the date `first`, if given: in numbers, and as a
    `sentence`. `turns` are dicts of at (position), jump, pace_before and pace.

    >>> sales = [100 + 20 * (month % 12 == 11) for month in range(48)]
    >>> north = cycles({"North": sales}, first="2022-01-01")[0]
    >>> north["peak"], north["sentence"][:60]
    (47, 'North: the trend is level. Strongest is December, 18 % above')
    """
    columns = [arrays.doubles(values, name) for name, values in series.items()]
    n, length = len(columns), max(map(len, columns), default=0)
    if any(len(column) != length for column in columns):
        raise lib.InvalidArgument("series: need as many values each")
    table = lib.columns(lib.make(
        "result", "review_cycles", n, *lib.encode_list(list(series), "series"), length,
        (lib.F64 * (n * length))(*(value for column in columns for value in column)),
        arrays.integer(season_length, "season_length", 1),
        lib.encode(grain if first is not None else "", "grain"),
        arrays.date_number(first, "first") if first is not None else 0))
    turns = [dict(zip(("series", "at", "jump", "pace_before", "pace"), row)) for row in zip(
        *(table.pop(f"turn_{name}") for name in ("series", "at", "jump", "pace_before", "pace")))]
    sentences = {code: table.pop(f"sentence_{code}") for code in ("en", "zh")}
    if language not in sentences:
        raise lib.InvalidArgument(f"language: {language!r} is not en or zh")
    return [{"series": name, **{key: column[i] for key, column in table.items()},
             "turns": [{k: v for k, v in turn.items() if k != "series"}
                       for turn in turns if turn["series"] == i],
             "sentence": sentences[language][i]} for i, name in enumerate(series)]


def strategy(rules: Mapping[str, Any] | str, units: Mapping[str, Mapping[str, Any]],
             decimals: int = 2) -> list[dict[str, Any]]:
    """Which levers to move, by rules as a dict or JSON text (see the guide). units: by name, the
    "sales" of a month in minor units, and of each measure and lever the values month by month, the
    latest last. The moves come first, the largest expected effect leading, then what waits.

    >>> rule = {"name": "visits", "measure": "attainment", "acts": "below", "threshold": 0.9,
    ...         "lever": "visits", "gain": 10, "step": 2, "response": {"mean": 0.02}}
    >>> strategy({"rules": [rule]},
    ...          {"North": {"sales": 100000, "attainment": [0.8], "visits": [4]}})[0]["to"]
    5.0
    """
    text = rules if isinstance(rules, str) else json.dumps(rules)
    table = _strategy(text, [], [], decimals)  # refuses what is no rule
    book = json.loads(text)["rules"]
    cases = [(rule, name) for rule in range(len(book)) for name in units]
    courses = [[_course(units[name], book[rule][kind], name) for rule, name in cases]
               for kind in ("measure", "lever")]
    rows = [(rule, name, units[name].get("sales", 0), measure, lever)
            for (rule, name), measure, lever in zip(cases, *courses)]
    table = _strategy(text, rows, [*courses[0], *courses[1]], decimals)
    at = table.pop("case")
    return [{"rule": book[rows[at[i]][0]]["name"], "unit": rows[at[i]][1],
             **{name: values[i] for name, values in table.items()}} for i in range(len(at))]


def _course(unit: Mapping[str, Any], column: str, name: str) -> list[float]:
    if column not in unit:
        raise lib.NotFound(f"units[{name!r}]: no values of {column!r}")
    return list(arrays.doubles(unit[column], f"units[{name!r}][{column!r}]"))


def _strategy(rules: str, rows: list[tuple[Any, ...]], courses: list[list[float]],
              decimals: int) -> dict[str, Any]:
    length = max(map(len, courses), default=0)
    measure, lever = ([value for row in rows
                       for value in [math.nan] * (length - len(row[k])) + row[k]] for k in (3, 4))
    return lib.columns(lib.make(
        "result", "review_strategy", lib.encode(rules, "rules"), len(rows),
        *lib.encode_list([row[1] for row in rows], "units"),
        (lib.I32 * len(rows))(*(row[0] for row in rows)), length,
        (lib.F64 * len(measure))(*measure), (lib.F64 * len(lever))(*lever),
        arrays.integers([row[2] for row in rows], "sales"),
        arrays.integer(decimals, "decimals", 0, 9)))
