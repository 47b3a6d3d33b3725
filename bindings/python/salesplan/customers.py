"""Customers: summaries of their purchases, RFM, tiers, and the whole portfolio in one table."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable

from . import _arrays as arrays
from . import _library as lib
from ._options import make_options


def columns_of_one_length(**given):
    """The columns as doubles, by name, and their length; they must agree in it."""
    columns = {name: arrays.doubles(values, name) for name, values in given.items()}
    lengths = {name: len(values) for name, values in columns.items()}
    n = next(iter(lengths.values()))
    for name, length in lengths.items():
        if length != n:
            raise lib.InvalidArgument(f"{name}: {length} values for {n} customers")
    return list(columns.values()), n


@dataclass
class Rfm:
    """Scores from 1, the better the higher, and the segment they name; lists [n]."""

    recency: list[int]
    frequency: list[int]
    monetary: list[int]
    segment: list[str]


def rfm(recency: Iterable[Any], frequency: Iterable[Any], monetary: Iterable[Any], levels: int = 5,
        borders: tuple | None = None) -> Rfm:
    """RFM scores of customers by quantile, or by `borders`: three rising lists.

    recency: time since the last purchase; frequency: purchases; monetary: spend. Equal values share
    a score, so the order of the customers does not matter.

    >>> rfm([2, 90, 400], [12, 4, 1], [900, 300, 20], levels=3).segment
    ['champions', 'need attention', 'hibernating']
    """
    values, n = columns_of_one_length(recency=recency, frequency=frequency, monetary=monetary)
    if borders is None:
        made = lib.make("result", "customer_rfm", make_options("rfm", levels=levels), n, *values)
    else:
        limits = [arrays.doubles(one, f"borders[{i}]") for i, one in enumerate(borders)]
        if len(limits) != 3:
            raise lib.InvalidArgument(f"borders: {len(limits)} lists, 3 are needed")
        made = lib.make("result", "customer_rfm_borders", n, *values,
                        *(part for one in limits for part in (len(one), one)))
    return Rfm(**lib.columns(made))


@dataclass
class Tiers:
    """Tiers of customers, 0 the best."""

    tier: list[int]           #: [n]
    held: list[bool]          #: [n] where only hysteresis keeps the customer in the tier
    border: list[float]       #: least value of a new customer in each tier but the last
    next_border: list[float]  #: [n] least value for the next tier up; 0 in tier 0
    missing: list[float]      #: [n] what is missing to it
    purchases: list[float]    #: [n] of value_per_purchase to make it up, NaN where not known
    explanation: list[str]    #: [n] such as "B: value 20, A starts at 50: 30 more"
    probability: list[list[float]]  #: [n][tiers] of each tier, by the draws; [] without them


def tiers(value: Iterable[Any], shares: Iterable[float] | None = None,
          borders: Iterable[float] | None = None, seats: Iterable[int] | None = None,
          previous: Iterable[Any] | None = None, band: float = 0.1, *,
          value_per_purchase: Any = None, names: Iterable[str] | None = None,
          draws: Iterable[Iterable[float]] | None = None) -> Tiers:
    """Tiers of customers by what they are worth, from one of: `shares` of the value, rising (0.5, 0.8
    where nothing is given); falling `borders`; or `seats`, how many customers each tier can serve.

    previous: tiers of the last time (None for a new customer); a border is then crossed only by the
    share `band`, so that a customer near it does not move every month.

    value_per_purchase [n], or one number for all, and `names` (A, B, ...) are for the explanation.
    draws: of each customer's value, a row each, as `SpendFit.draws` gives them: the share of them
    that falls into each tier is its probability.

    >>> tiers([50, 20, 15, 10, 5]).tier
    [0, 1, 1, 2, 2]
    >>> tiers([50, 20], borders=[40], value_per_purchase=8).explanation[1]
    'B: value 20, A starts at 40: 20 more, 3 purchases of 8'
    >>> tiers([50, 20], borders=[40], draws=[[60, 30], [10, 20]]).probability
    [[0.5, 0.5], [0.0, 1.0]]
    >>> tiers([50, 20, 15, 10, 5], seats=[1, 1]).border
    [50.0, 20.0]
    """
    given = {"share": shares, "border": borders, "capacity": seats}
    given = {by: limits for by, limits in given.items() if limits is not None}
    if len(given) > 1:
        raise lib.InvalidArgument("tiers: one of shares, borders and seats, not several")
    by, limits = next(iter(given.items()), ("share", (0.5, 0.8)))
    values = arrays.doubles(value, "value")
    limits = arrays.doubles(limits, {"share": "shares", "border": "borders"}.get(by, "seats"))
    before = None
    if previous is not None:
        rows = [-1 if arrays.is_missing(one) else one for one in arrays.items(previous, "previous")]
        if len(rows) != len(values):
            raise lib.InvalidArgument(f"previous: {len(rows)} values for {len(values)} customers")
        before = arrays.integers(rows, "previous")
    table = lib.columns(lib.make("result", "customer_tiers",
                                 make_options("tiers", by=by, band=float(band)), len(values), values,
                                 len(limits), limits, arrays.pointer(before)))
    table["held"] = [bool(one) for one in table["held"]]
    n, border = len(values), (lib.F64 * len(limits))(*table["border"])
    steps = lib.columns(lib.make(
        "result", "customer_tier_steps", n, values, (lib.I64 * n)(*table["tier"]), len(border), border,
        0.0 if before is None else float(band),
        arrays.numbers(value_per_purchase, n, "value_per_purchase"),
        *((None, 0) if names is None else lib.encode_list(names, "names"))))
    return Tiers(**table, purchases=steps["purchases"], explanation=steps["explanation"],
                 probability=[] if draws is None else _tier_probability(draws, n, border))


def _tier_probability(draws, n, border):
    block, rows, each = arrays.block(draws, "draws")
    if rows != n:
        raise lib.InvalidArgument(f"draws: {rows} rows for {n} customers")
    out = (lib.F64 * (n * (len(border) + 1)))()
    lib.call("customer_tier_probability", n, each, block, len(border), border, out)
    return arrays.rows(out, n)


def score(criteria: dict[str, tuple[float, Iterable[Any]]], scale: str = "rank") -> list[float]:
    """A value score of each customer in 0..1: the weighted mean of criteria, {name: (weight, values)},
    each brought to 0..1 by rank or by "min_max". The more the better; None is not known.

    >>> score({"spend": (3, [100, 300]), "loyalty": (1, [1, None])})
    [0.3125, 0.75]
    """
    if not criteria:
        raise lib.InvalidArgument("criteria: is empty")
    weights = arrays.doubles([weight for weight, _ in criteria.values()], "weights")
    columns, n = columns_of_one_length(**{name: values for name, (_, values) in criteria.items()})
    block = (lib.F64 * (n * len(columns)))(*(value for column in columns for value in column))
    out = (lib.F64 * n)()
    lib.call("customer_score", make_options("score", scale=scale), n, len(columns), block, weights,
             out)
    return list(out)


@dataclass
class Segments:
    """Segments found in the data."""

    segment: list[int]         #: [n] 0 the largest
    size: list[int]            #: [segments]
    centre: list[list[float]]  #: [segments][features], in the units of the features
    within: float              #: share of the variance left within segments
    stability: float           #: 1 the same segments in resampled customers, 0 as alike as chance


def segments(features: Iterable[Iterable[Any]], segments: int = 4, **options: Any) -> Segments:
    """Segments of customers by k-means on standardised features, a row a customer. Keywords: starts,
    resamples, seed, threads.

    >>> segments([[1, 10], [2, 11], [90, 10], [91, 12], [92, 11]], 2).segment
    [1, 1, 0, 0, 0]
    """
    block, rows, width = arrays.block(features, "features")
    table = lib.columns(lib.make("result", "customer_segments",
                                 make_options("segments", segments=segments, **options), rows,
                                 width, block))
    table["centre"] = arrays.rows(table["centre"], len(table["size"]))
    table["within"], table["stability"] = table["within"][0], table["stability"][0]
    return Segments(**table)


def care(p_alive: Iterable[Any], expected_value: Iterable[Any],
         potential: Iterable[Any] | None = None, lost_below: float = 0.3,
         safe_from: float = 0.8) -> list[dict[str, Any]]:
    """What to do for each customer: a list of dicts with customer (position), care ("grow", "retain",
    "reactivate", "maintain"), stake in money and reason, by care and then by stake.

    >>> [one["care"] for one in care([.9, .5, .1], [100, 100, 30], [900, None, None])]
    ['grow', 'retain', 'reactivate']
    """
    values = {"p_alive": p_alive, "expected_value": expected_value}
    if potential is not None:
        values["potential"] = potential
    columns, n = columns_of_one_length(**values)
    options = make_options("customers", lost_below=float(lost_below), safe_from=float(safe_from))
    table = lib.columns(lib.make("result", "customer_care", options, n, *columns[:2],
                                 arrays.pointer(columns[2] if len(columns) > 2 else None)))
    return [dict(zip(table, row)) for row in zip(*table.values())]


_SERVICE = ("calls", "hours_per_call", "discount_ceiling", "response_hours", "budget_share")


def _policies(policies):
    policies = list(policies)
    for i, policy in enumerate(policies):
        missing = [name for name in _SERVICE if name not in policy]
        if missing:
            raise lib.InvalidArgument(f"policies[{i}]: {missing[0]} is missing")
    return len(policies), *(arrays.doubles([policy[name] for policy in policies], name)
                            for name in _SERVICE)


def service_seats(policies: Iterable[dict[str, float]], hours: Iterable[Any]) -> list[int]:
    """Customers that each tier but the last can take within its visit hours: the `seats` of tiers.

    policies: the service of each tier, the best first: dicts of calls (a customer and period),
    hours_per_call, discount_ceiling, response_hours and budget_share (they sum to 1).
    """
    service = _policies(policies)
    given = arrays.doubles(hours, "hours")
    if len(given) != service[0] - 1:
        raise lib.InvalidArgument(f"hours: {len(given)} values for {service[0]} tiers: one for each "
                                  "but the last")
    out = (lib.I64 * len(given))()
    lib.call("customer_service_seats", *service, given, out)
    return list(out)


def service(policies: Iterable[dict[str, float]], tier: Iterable[int],
            expected_return: Iterable[Any], budget: int, capacity: float) -> dict[str, Any]:
    """Hours and budget (minor units) by tier and customer: a dict of customers, tier_budget and hours
    by tier, customer_budget, hours_needed and hours_short (beyond `capacity`)."""
    tiers_given = arrays.integers(tier, "tier")
    returns = arrays.doubles(expected_return, "expected_return")
    if len(tiers_given) != len(returns):
        raise lib.InvalidArgument(
            f"expected_return: {len(returns)} values for {len(tiers_given)} customers")
    table = lib.columns(lib.make("result", "customer_service", *_policies(policies),
                                 len(returns), tiers_given, returns, arrays.integer(budget, "budget"),
                                 arrays.number(capacity, "capacity")))
    table["hours_needed"], = table["hours_needed"]
    table["hours_short"], = table["hours_short"]
    return table


class _Lines:
    """Transactions as the library takes them; keys are any hashable values."""

    def __init__(self, customer, date, amount):
        keys = arrays.items(customer, "customer")
        self.keys = list(dict.fromkeys(keys))
        number = {key: i for i, key in enumerate(self.keys)}
        self.n = len(keys)
        self.customer = (lib.I64 * self.n)(*(number[key] for key in keys))
        self.date = arrays.dates(date, "date")
        self.amount = None if amount is None else arrays.doubles(amount, "amount")
        for name, column in (("date", self.date), ("amount", self.amount)):
            if column is not None and len(column) != self.n:
                raise lib.InvalidArgument(f"{name}: {len(column)} values for {self.n} transactions")

    @property
    def arguments(self):
        return self.n, self.customer, self.date, arrays.pointer(self.amount)

    def named(self, result):
        table = lib.columns(result)
        table["customer"] = [self.keys[i] for i in table["customer"]]
        return table


def summary(customer: Iterable[Any], date: Iterable[Any], amount: Iterable[Any] | None = None, *,
            until: Any, holdout_until: Any = None, unit_days: float = 7) -> dict[str, list]:
    """What the lifetime models need to know of each customer, from transactions: a dict of columns
    customer, x, t_x, T, log_gaps, mean_spend, spend, returned, holdout_purchases, holdout_spend.

    Lines of one customer and day are one purchase; negative amounts are returns. until: last day
    looked at; holdout_until: last day of the holdout. unit_days: 7 for weeks.

    >>> summary(["ann", "bob", "ann"], ["2026-01-05", "2026-01-06", "2026-01-19"],
    ...         until="2026-02-02")["t_x"]
    [2.0, 0.0]
    """
    lines = _Lines(customer, date, amount)
    end, holdout = arrays.date_number(until, "until"), arrays.NO_DATE
    if holdout_until is not None:
        holdout = arrays.date_number(holdout_until, "holdout_until")
        if holdout <= end:
            raise lib.InvalidArgument("holdout_until: is not after until")
    return lines.named(lib.make("result", "customer_summary", *lines.arguments, end, holdout,
                                arrays.number(unit_days, "unit_days")))


def portfolio(customer: Iterable[Any], date: Iterable[Any], amount: Iterable[Any] | None = None, *,
              today: Any, previous: dict[Any, int] | None = None,
              **options: Any) -> dict[str, list]:
    """All customers in one table, from transactions: a dict of columns customer, purchases,
    days_since_last, spend, the RFM scores and segment, p_alive, expected_purchases, expected_spend,
    expected_value, tier (0 the best), care (grow, retain, reactivate, maintain), stake, reason,
    tier_probability (of that tier) and next_tier (what the next one up would take).

    previous: tiers of the last time by customer. Keywords are the options of scope "customers", such
    as horizon_days=365 and shares="50,80".
    """
    lines = _Lines(customer, date, amount)
    day = arrays.date_number(today, "today")
    before = None
    if previous is not None:
        rows = lines.named(lib.make("result", "customer_summary", *lines.arguments, day,
                                    arrays.NO_DATE, 7.0))["customer"]
        before = arrays.integers([previous.get(key, -1) for key in rows], "previous")
    for name in ("horizon_days", "lost_below", "safe_from"):
        if name in options:
            options[name] = arrays.number(options[name], name)
    return lines.named(lib.make("result", "customer_portfolio", make_options("customers", **options),
                                *lines.arguments, day, 0 if before is None else len(before),
                                arrays.pointer(before)))
