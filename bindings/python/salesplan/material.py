"""Sales material: what is needed, how much to order and when, who gets it, and the stock ledger."""
from __future__ import annotations

import math
from typing import Any, Iterable, Mapping

from . import _arrays as arrays
from . import _library as lib
from .calendar import Calendar, named

SERVICES = ("cycle", "fill")
DISCOUNTS = ("all_units", "incremental")
MOVEMENTS = ("receipt", "issue", "return", "transfer", "count", "scrap")
WINDOWS = ("day", "week", "month", "quarter", "year")
LIMITS_OF = ("everyone", "rep", "customer")


def _choice(value, choices, what):
    if value not in choices:
        raise lib.InvalidArgument(f"{what}: {value!r} is none of {', '.join(choices)}")
    return choices.index(value)


class _Names:
    """Names of one kind as positions; None is -1."""

    def __init__(self, names=()):
        self.names = list(names)
        self._position = {name: i for i, name in enumerate(self.names)}

    def add(self, name):
        if name is None:
            return -1
        if name not in self._position:
            self._position[name] = len(self.names)
            self.names.append(name)
        return self._position[name]

    def find(self, name, what):
        if name is None:
            return -1
        if name not in self._position:
            raise lib.NotFound(f"{what}: {name!r} is none of {', '.join(map(str, self.names))}")
        return self._position[name]


def _i32(values):
    return (lib.I32 * len(values))(*values)


def requirement(material_list: Iterable[Mapping[str, Any]], plan: Iterable[Mapping[str, Any]]
                ) -> dict[str, Any]:
    """Pieces of each material that a plan takes: {(material, period): pieces} as `pieces`, and
    `uses`, a dict for each use of a material by a row of the plan.

    material_list: dicts with material, pieces_an_event and, where the line is for some only,
    activity, rep, channel, tier; the most specific line decides. plan: dicts with period, events and
    the same keys.

    >>> requirement([{"material": "brochure", "pieces_an_event": 1},
    ...              {"material": "brochure", "tier": "A", "pieces_an_event": 2}],
    ...             [{"period": "2026-03", "tier": "A", "events": 10},
    ...              {"period": "2026-03", "tier": "B", "events": 4}])["pieces"]
    {('brochure', '2026-03'): 24}
    """
    lines, rows = list(material_list), list(plan)
    kinds = ("activity", "rep", "channel", "tier")
    names = {kind: _Names() for kind in ("material", "period", *kinds)}

    def column(table, kind):
        return _i32([names[kind].add(row.get(kind)) for row in table])

    listed = [column(lines, kind) for kind in ("material", *kinds)]
    each = arrays.doubles([line.get("pieces_an_event") for line in lines], "pieces_an_event")
    planned = [column(rows, kind) for kind in ("period", *kinds)]
    events = arrays.doubles([row.get("events") for row in rows], "events")
    materials, periods = names["material"].names, names["period"].names
    table = lib.columns(lib.make("result", "material_requirement", len(lines), *listed, each,
                                 len(rows), *planned, events, len(materials), len(periods)))
    return {"pieces": {(m, p): table["pieces"][i * len(periods) + j]
                       for i, m in enumerate(materials) for j, p in enumerate(periods)},
            "uses": [{"plan_row": row, "list_line": line, "pieces": pieces} for row, line, pieces
                     in zip(table["plan_row"], table["list_line"], table["use"])]}


def safety_stock(level: float, sd: Any = None, errors: Iterable[float] | None = None,
                 order_quantity: Any = None, service: str = "cycle") -> Any:
    """Safety stock for a level of service: from the standard deviation(s) of normal errors over the
    lead time, or from errors as they were, actual less forecast. service: "cycle", the share of
    cycles without a stockout, or "fill", the share of demand served, which takes order_quantity.

    >>> round(safety_stock(0.98, sd=25), 1), round(safety_stock(0.98, 25, order_quantity=100,
    ...                                                         service="fill"), 1)
    (51.3, 25.5)
    """
    how, share = _choice(service, SERVICES, "service"), arrays.number(level, "level")
    if (sd is None) == (errors is None):
        raise lib.InvalidArgument("sd: either sd or errors is to be given")
    if errors is not None:
        values, out = arrays.doubles(errors, "errors"), lib.F64()
        quantity = 0.0 if order_quantity is None else arrays.number(order_quantity, "order_quantity")
        lib.call("material_empirical_safety_stock", how, share, len(values), values, quantity,
                 lib.ctypes.byref(out))
        return out.value
    single = not hasattr(sd, "__iter__")
    values = arrays.doubles([sd] if single else sd, "sd")
    out = (lib.F64 * len(values))()
    lib.call("material_safety_stock", how, share, len(values), values,
             arrays.numbers(order_quantity, len(values), "order_quantity"), out)
    return out[0] if single else list(out)


def order_quantity(demand: float, order_cost: float, carrying: float,
                   breaks: Iterable[tuple[int, float]], discount: str = "all_units", pack: int = 1,
                   minimum: int = 0) -> dict[str, Any]:
    """The order of least yearly cost in whole packs: quantity, unit_price, yearly_cost. demand: a
    year; carrying: of the value in stock, a year; breaks: (from, price), rising and falling.

    >>> order_quantity(5000, 49, 0.2, [(1, 5.0), (1000, 4.8), (2000, 4.75)])["quantity"]
    1000
    """
    pairs = list(breaks)
    table = lib.columns(lib.make(
        "result", "material_order_quantity", arrays.number(demand, "demand"),
        arrays.number(order_cost, "order_cost"), arrays.number(carrying, "carrying"), len(pairs),
        arrays.integers([start for start, _ in pairs], "from"),
        arrays.doubles([price for _, price in pairs], "price"),
        _choice(discount, DISCOUNTS, "discount"), arrays.integer(pack, "pack"),
        arrays.integer(minimum, "minimum")))
    return {name: values[0] for name, values in table.items()}


def joint_order(demand: Iterable[float], order_cost: Any, holding_cost: Any, price: Any = 0.0,
                space: Any = None, budget: float = math.inf,
                space_limit: float = math.inf) -> dict[str, Any]:
    """Order quantities of items of least yearly cost within a budget and a space: quantity, a list;
    budget_price and space_price, what a unit more of a limit saves a year; yearly_cost.

    >>> made = joint_order([1850, 1150, 800], [100, 150, 50], [12.5, 87.5, 21.25], [50, 350, 85],
    ...                    budget=30000)
    >>> [round(q) for q in made["quantity"]]
    [144, 53, 51]
    """
    wanted = arrays.doubles(demand, "demand")
    n = len(wanted)
    table = lib.columns(lib.make(
        "result", "material_joint_order", n, wanted, arrays.numbers(order_cost, n, "order_cost"),
        arrays.numbers(holding_cost, n, "holding_cost"), arrays.numbers(price, n, "price"),
        arrays.numbers(space, n, "space"), arrays.number(budget, "budget"),
        arrays.number(space_limit, "space_limit")))
    return {name: values if name == "quantity" else values[0] for name, values in table.items()}


def lot_sizes(need: Iterable[int], order_cost: Any, holding: Any, price: Any = None, pack: int = 1,
              minimum: int = 0) -> tuple[list[int], float]:
    """(orders [periods] of least cost that meet the needs, that cost), exactly. order_cost, holding
    and price: one number, or one a period.

    >>> lot_sizes([10, 62, 12, 130], 54, 0.5)
    ([84, 0, 0, 130], 151.0)
    """
    wanted = arrays.integers(need, "need")
    n = len(wanted)
    orders, cost = (lib.I64 * n)(), lib.F64()
    lib.call("material_lot_sizes", n, wanted, arrays.numbers(order_cost, n, "order_cost"),
             arrays.numbers(holding, n, "holding"), arrays.numbers(price, n, "price"),
             arrays.integer(pack, "pack"), arrays.integer(minimum, "minimum"), orders,
             lib.ctypes.byref(cost))
    return list(orders), cost.value


def _dated(rows, what):
    pairs = list(rows)
    return len(pairs), arrays.dates([day for day, _ in pairs], what), \
        arrays.integers([pieces for _, pieces in pairs], what)


def supply(today: Any, needs: Iterable[tuple[Any, int]], on_hand: int = 0,
           open_orders: Iterable[tuple[Any, int]] = (), safety_stock: int = 0, lead_time: int = 0,
           buffer: int = 0, pack: int = 1, minimum: int = 0, order_cost: float = 0.0,
           holding_cost: float = 0.0, calendar: str | Calendar = "CN") -> dict[str, Any]:
    """When to order one material so that nothing is late. needs, open_orders: (date, pieces);
    lead_time, buffer: workdays. `orders`: dicts with order_on, arrives, needed_on, pieces, days_late;
    `projected`: stock after each day with a need; `estimated`.

    >>> supply("2026-01-12", [("2026-02-26", 80)], lead_time=5)["orders"][0]["order_on"].isoformat()
    '2026-02-12'
    """
    table = lib.columns(lib.make(
        "result", "material_supply", named(calendar)._handle, arrays.date_number(today, "today"),
        *_dated(needs, "needs"), arrays.integer(on_hand, "on_hand"),
        *_dated(open_orders, "open_orders"), arrays.integer(safety_stock, "safety_stock"),
        arrays.integer(lead_time, "lead_time"), arrays.integer(buffer, "buffer"),
        arrays.integer(pack, "pack"), arrays.integer(minimum, "minimum"),
        arrays.number(order_cost, "order_cost"), arrays.number(holding_cost, "holding_cost")))
    names = ("order_on", "arrives", "needed_on", "pieces", "days_late")
    rows = [dict(zip(names, row)) for row in zip(*(table[name] for name in names))]
    for row in rows:
        row.update({name: arrays.to_date(row[name]) for name in names[:3]})
    return {"orders": rows, "projected": table["projected"],
            "estimated": bool(table["estimated"][0])}


def share_out(stock: int, pieces: Iterable[int], priority: Iterable[int] | None = None,
              minimum: Iterable[int] | None = None, pack: int = 1) -> list[int]:
    """Who gets how much of scarce stock: minimums first, then by priority (0 first), in proportion
    within one priority, in whole packs.

    >>> share_out(100, [100, 60, 30], priority=[1, 1, 0], minimum=[0, 10, 0], pack=10)
    [40, 30, 30]
    """
    asked = arrays.integers(pieces, "pieces")
    n = len(asked)
    least = None if minimum is None else arrays.integers(minimum, "minimum")
    if least is not None and len(least) != n:
        raise lib.InvalidArgument(f"minimum: {len(least)} values for {n} items")
    first = None if priority is None else arrays.indices(priority, n, "priority")
    out = (lib.I64 * n)()
    lib.call("material_share_out", arrays.integer(stock, "stock"), arrays.integer(pack, "pack"), n,
             asked, arrays.pointer(least), first, out)
    return list(out)


def expiry(batches: Iterable[tuple[Any, int]], needs: Iterable[tuple[Any, int]], today: Any,
           unit_cost: int = 0) -> tuple[list[int], int]:
    """(pieces of each batch that expire before they are used, their value in minor units). batches:
    (last day of use, pieces), None for what keeps; needs: (date, pieces), first expired first out.

    >>> expiry([("2026-03-01", 6), (None, 4)], [("2026-02-25", 4)], "2026-02-20", 250)
    ([2, 0], 500)
    """
    pairs = list(batches)
    n = len(pairs)
    last = _i32([arrays.NO_DATE if day is None else arrays.date_number(day, f"batches[{i}]")
                 for i, (day, _) in enumerate(pairs)])
    lost, value = (lib.I64 * n)(), lib.I64()
    lib.call("material_expiry", n, last, arrays.integers([p for _, p in pairs], "batches"),
             *_dated(needs, "needs"), arrays.date_number(today, "today"),
             arrays.integer(unit_cost, "unit_cost"), lost, lib.ctypes.byref(value))
    return list(lost), value.value


def health(on_hand: Iterable[int], unit_cost: Iterable[int], daily_demand: Iterable[float],
           last_issue: Iterable[Any], today: Any, safety_stock: Iterable[int] | None = None,
           horizon_days: float = 90.0, idle_days: int = 90) -> dict[str, list[Any]]:
    """Overstock and idle stock with their value in minor units: days_of_stock, overstock,
    overstock_value, idle, idle_value. last_issue: dates, None for never."""
    stock = arrays.integers(on_hand, "on_hand")
    n = len(stock)

    def whole(values, what):
        column = arrays.integers(values, what)
        if len(column) != n:
            raise lib.InvalidArgument(f"{what}: {len(column)} values for {n} materials")
        return column

    issued = arrays.items(last_issue, "last_issue")
    if len(issued) != n:
        raise lib.InvalidArgument(f"last_issue: {len(issued)} values for {n} materials")
    table = lib.columns(lib.make(
        "result", "material_health", n, stock, whole(unit_cost, "unit_cost"),
        arrays.numbers(daily_demand, n, "daily_demand"),
        None if safety_stock is None else whole(safety_stock, "safety_stock"),
        _i32([arrays.NO_DATE if day is None else arrays.date_number(day, f"last_issue[{i}]")
              for i, day in enumerate(issued)]),
        arrays.date_number(today, "today"), arrays.number(horizon_days, "horizon_days"),
        arrays.integer(idle_days, "idle_days")))
    table["idle"] = [bool(one) for one in table["idle"]]
    return table


class Ledger:
    """A stock ledger that balances to the piece; what is refused changes nothing.

    rules: dicts with limit and, as wanted, material, rep, role, tier (whose issues count), of
    ("everyone", "rep", "customer") and window ("day" .. "year").

    >>> ledger = Ledger(["brochure"], ["depot"], rules=[{"limit": 10, "window": "month"}])
    >>> ledger.book([{"kind": "receipt", "date": "2026-03-02", "material": "brochure",
    ...               "location": "depot", "pieces": 50},
    ...              {"kind": "issue", "date": "2026-03-03", "material": "brochure",
    ...               "location": "depot", "pieces": 8, "rep": "Li"}])
    >>> ledger.balance()[0]["on_hand"]
    42
    """

    def __init__(self, materials: Iterable[str], locations: Iterable[str],
                 rules: Iterable[Mapping[str, Any]] = ()) -> None:
        self._materials, self._locations = _Names(materials), _Names(locations)
        self._others = {kind: _Names() for kind in ("rep", "role", "customer", "tier")}
        given = list(rules)
        columns = [_i32([self._materials.find(rule.get("material"), "material") for rule in given])]
        columns += [_i32([self._others[kind].add(rule.get(kind)) for rule in given])
                    for kind in ("rep", "role", "tier")]
        columns += [_i32([_choice(rule.get("of", "rep"), LIMITS_OF, "of") for rule in given]),
                    _i32([_choice(rule.get("window", "month"), WINDOWS, "window")
                          for rule in given]),
                    arrays.integers([rule.get("limit") for rule in given], "limit")]
        self._handle = lib.make("ledger", "ledger_create", len(self._materials.names),
                                len(self._locations.names), len(given), *columns)

    def book(self, movements: Iterable[Mapping[str, Any]]) -> None:
        """Books movements, all or none: dicts with kind (one of MOVEMENTS), date, material,
        location, pieces and, as they apply, expires, to_location, rep, role, customer, tier."""
        rows = list(movements)
        places = [_i32([self._locations.find(row.get(name), name) for row in rows])
                  for name in ("location", "to_location")]
        lib.call("ledger_book", self._handle, len(rows),
                 _i32([_choice(row.get("kind"), MOVEMENTS, "kind") for row in rows]),
                 arrays.dates([row.get("date") for row in rows], "date"),
                 _i32([self._materials.find(row.get("material"), "material") for row in rows]),
                 places[0], arrays.integers([row.get("pieces") for row in rows], "pieces"),
                 _i32([arrays.NO_DATE if row.get("expires") is None
                       else arrays.date_number(row["expires"], "expires") for row in rows]),
                 places[1], *(_i32([self._others[kind].add(row.get(kind)) for row in rows])
                              for kind in ("rep", "role", "customer", "tier")))

    def balance(self) -> list[dict[str, Any]]:
        """A dict for each material and location that ever moved: what came in, what went out,
        on_hand, last_issue."""
        table = lib.columns(lib.make("result", "ledger_balance", self._handle))
        rows = [dict(zip(table, row)) for row in zip(*table.values())]
        for row in rows:
            row["material"] = self._materials.names[row["material"]]
            row["location"] = self._locations.names[row["location"]]
            row["last_issue"] = None if row["last_issue"] == arrays.NO_DATE \
                else arrays.to_date(row["last_issue"])
        return rows
