"""Promotions: what they cost and brought, what planned ones may, which to run.

Results are dicts of columns; x_sd, x_lower and x_upper belong to the estimate x. Amounts are in one
currency unit throughout.
"""
from __future__ import annotations

from typing import Any, Iterable, Mapping

from . import _arrays as arrays
from . import _library as lib
from ._options import make_options

COSTS = ("people", "material", "media", "discount", "other")


def _scalars(table: dict[str, list[Any]], *rows: str) -> dict[str, Any]:
    """Columns of one value as that value, but those named."""
    return {name: column if name in rows else column[0] for name, column in table.items()}


def costs(lines: Iterable[tuple[str, int, float]], units: float) -> dict[str, Any]:
    """The budget sheet at `units` sold. lines: (kind, fixed, per_unit) in minor units, kind one of
    COSTS.

    >>> costs([("media", 30000, 0), ("discount", 0, 100)], 1500)["total"]
    180000
    """
    lines = list(lines)
    for i, line in enumerate(lines):
        if not isinstance(line, (tuple, list)) or len(line) != 3 or line[0] not in COSTS:
            raise lib.InvalidArgument(f"lines[{i}]: {line!r} is not (kind, fixed, per_unit)")
    n = len(lines)
    table = lib.columns(lib.make(
        "result", "promotion_costs", arrays.number(units, "units"), n,
        (lib.I32 * n)(*(COSTS.index(kind) for kind, _, _ in lines)),
        (lib.I64 * n)(*(arrays.integer(fixed, f"lines[{i}].fixed")
                        for i, (_, fixed, _) in enumerate(lines))),
        arrays.doubles([each for _, _, each in lines], "per_unit")))
    table["by_kind"] = dict(zip(COSTS, table.pop("kind_amount")))
    return _scalars({**table, "by_kind": [table["by_kind"]]}, "amount")


def roi(units: Iterable[float], baseline: Iterable[float], price: Any, margin: Any, discount: Any,
        *, baseline_sd: Any = None, pulled_forward: Any = None, pulled_forward_sd: Any = None,
        unit_cost: Any = None, fixed_cost: Any = None, periods: Any = None,
        related: Iterable[tuple[int, float, float, float]] = (),
        **options: Any) -> dict[str, list[float]]:
    """What n promotions brought: columns such as roi, net, profit_probability, break_even_uplift.

    units sold, and the baseline that would have been sold without: [n]. price, margin (a unit
    before the discount), discount and the keywords: [n], or one number for all. related: effects on
    other products, (promotion, units, units_sd, margin). Keyword `level` covers the intervals.

    >>> round(roi([1500], [1000], 10, 4, 1, fixed_cost=300)["net"][0], 6)
    200.0
    """
    sold = arrays.doubles(units, "units")
    n = len(sold)
    base = arrays.numbers(baseline, n, "baseline")
    columns = [arrays.numbers(value, n, name) for name, value in (
        ("baseline_sd", baseline_sd), ("pulled_forward", pulled_forward),
        ("pulled_forward_sd", pulled_forward_sd), ("price", price), ("margin", margin),
        ("discount", discount), ("unit_cost", unit_cost), ("fixed_cost", fixed_cost),
        ("periods", periods))]
    effects = [tuple(effect) for effect in related]
    if any(len(effect) != 4 for effect in effects):
        raise lib.InvalidArgument("related: not (promotion, units, units_sd, margin)")
    m = len(effects)
    to = arrays.indices([effect[0] for effect in effects], m, "related")
    others = [arrays.doubles([effect[j] for effect in effects], "related") for j in (1, 2, 3)]
    return lib.columns(lib.make("result", "promotion_roi", make_options("promotion_roi", **options),
                                n, sold, base, *columns, m, to, *others))


def evaluate(period: Iterable[int], product: Iterable[Any], promotion: Iterable[Any],
             units: Iterable[float], revenue: Iterable[float], discount: Iterable[float],
             cost: Iterable[float], fixed_cost: Mapping[Any, float] | None = None,
             **options: Any) -> dict[str, list[Any]]:
    """What past promotions brought, from sales by period, product and promotion (None: sold without
    one). All [n]: units, revenue (paid), discount (given away), cost (of the goods). fixed_cost: by
    promotion. Keywords: level, price_lags. One row a promotion that sold, by `promotion`: the facts
    (baseline, elasticity, …), the columns of `roi` and those of `recommend`.
    """
    columns = [arrays.doubles(values, name) for name, values in (
        ("units", units), ("revenue", revenue), ("discount", discount), ("cost", cost))]
    n = len(columns[0])
    given = arrays.items(promotion, "promotion")
    names, of = arrays.codes([p for p in given if not arrays.is_missing(p)], "promotion")
    of = iter(of)
    which = [-1 if arrays.is_missing(p) else next(of) for p in given]
    for name, column in zip(("revenue", "discount", "cost"), columns[1:]):
        if len(column) != n:
            raise lib.InvalidArgument(f"{name}: {len(column)} values for {n} items")
    spent = dict(fixed_cost or {})
    for name in spent:
        if name not in names:
            raise lib.NotFound(f"fixed_cost: {name!r} is no promotion that sold")
    table = lib.columns(lib.make(
        "result", "promotion_evaluate", make_options("promotion_evaluate", **options), n,
        arrays.indices(period, n, "period"),
        arrays.indices(arrays.codes(product, "product")[1], n, "product"),
        arrays.indices(which, n, "promotion"), *columns, len(names),
        arrays.doubles([spent.get(name, 0.0) for name in names], "fixed_cost")))
    table["promotion"] = [names[i] for i in table["promotion"]]
    return table


def experiment(treated: Iterable[float], control: Iterable[float], margin: float = 1.0,
               cost_per_member: float = 0.0, fixed_cost: float = 0.0) -> dict[str, float]:
    """The effect of a promotion given by lot: effect and total with their standard deviations,
    p_value, and the roi of the cost where there is one.

    >>> experiment([3, 5], [1, 3])["effect"]
    2.0
    """
    one, other = arrays.doubles(treated, "treated"), arrays.doubles(control, "control")
    return _scalars(lib.columns(lib.make(
        "result", "promotion_experiment", len(one), one, len(other), other,
        arrays.number(margin, "margin"), arrays.number(cost_per_member, "cost_per_member"),
        arrays.number(fixed_cost, "fixed_cost"))))


def effect(y: Iterable[Any], start: int, length: int = 0,
           controls: Iterable[Iterable[float]] = (), **options: Any) -> dict[str, Any]:
    """The effect on one series from period `start` over `length` periods (0: to its end), against a
    forecast of what would have been. controls: series that the promotion cannot touch. Keywords:
    model, season_length, placebos, level."""
    series = arrays.doubles(y, "y")
    n = len(series)
    others = [arrays.numbers(list(one), n, f"controls[{i}]") for i, one in enumerate(controls)]
    flat = (lib.F64 * (n * len(others)))(*(v for one in others for v in one))
    table = lib.columns(lib.make(
        "result", "promotion_effect", make_options("promotion_effect", **options), n, series,
        len(others), flat, arrays.integer(start, "start"), arrays.integer(length, "length")))
    return _scalars(table, "baseline", "effect", "placebo")


def response(unit: Iterable[Any], period: Iterable[int], volume: Iterable[Any],
             price: Iterable[Any], drivers: Mapping[str, Iterable[Any]] | None = None,
             lags: Mapping[str, int] | None = None, **options: Any) -> dict[str, Any]:
    """How ln(volume) responds to ln(price) and the drivers, over stores or products (`unit`):
    coefficient and sd by column name; unit_coefficient by unit, where shrunk; sigma,
    log_likelihood, rows, pulled_forward_share. lags: how many past values of a driver count.
    Keywords: pooling, price_lags, season_length, harmonics."""
    sold = arrays.doubles(volume, "volume")
    n = len(sold)
    named = dict(drivers or {})
    back = dict(lags or {})
    for name in back:
        if name not in named:
            raise lib.NotFound(f"lags: {name!r} is no driver")
    units, of = arrays.codes(unit, "unit")
    values = [arrays.numbers(values, n, name) for name, values in named.items()]
    flat = (lib.F64 * (n * len(values)))(*(v for one in values for v in one))
    table = lib.columns(lib.make(
        "result", "promotion_response", make_options("promotion_response", **options), n,
        arrays.indices(of, n, "unit"), arrays.indices(period, n, "period"), sold,
        arrays.numbers(price, n, "price"), len(named), *lib.encode_list(named, "drivers"), flat,
        arrays.indices([back.get(name, 0) for name in named], len(named), "lags")))
    names = table.pop("name")
    k = len(names)
    covariance = table["covariance"]
    own = table.pop("unit_coefficient")
    result = _scalars(table, "coefficient", "covariance", "unit_covariance")
    result["coefficient"] = dict(zip(names, table["coefficient"]))
    result["sd"] = {name: covariance[i * k + i]**0.5 for i, name in enumerate(names)}
    result["unit_coefficient"] = {
        units[u]: dict(zip(names, own[u * k:(u + 1) * k])) for u in range(len(own) // k)}
    return result


def cross_elasticities(product: Iterable[Any], unit: Iterable[Any], period: Iterable[int],
                       volume: Iterable[Any], price: Iterable[Any],
                       drivers: Mapping[str, Iterable[Any]] | None = None,
                       **options: Any) -> dict[str, Any]:
    """How products that stand beside each other (2 to 100) respond to each other's prices: elasticity
    and sd, {product: {price_of: value}}, and rows used, {product: rows}. Below 0 the two go together
    (halo), above 0 they replace each other (cannibalisation). All [n]: unit is a store; drivers, such
    as display and feature, are of the row's own product. Keywords: season_length, harmonics."""
    sold = arrays.doubles(volume, "volume")
    n = len(sold)
    names, of = arrays.codes(product, "product")
    named = dict(drivers or {})
    values = [arrays.numbers(values, n, name) for name, values in named.items()]
    flat = (lib.F64 * (n * len(values)))(*(v for one in values for v in one))
    table = lib.columns(lib.make(
        "result", "promotion_cross_elasticities", make_options("promotion_related", **options),
        len(names), n, arrays.indices(of, n, "product"),
        arrays.indices(arrays.codes(unit, "unit")[1], n, "unit"), arrays.indices(period, n, "period"),
        sold, arrays.numbers(price, n, "price"), len(named), *lib.encode_list(named, "drivers"), flat))
    result = {"rows": dict(zip(names, table["rows"]))}
    for key, column in (("elasticity", "elasticity"), ("sd", "elasticity_sd")):
        result[key] = {name: dict(zip(names, row))
                       for name, row in zip(names, arrays.rows(table[column], len(names)))}
    return result


def related_effects(elasticities: Mapping[str, Any], promoted: Any, discount: float,
                    base: Mapping[Any, float]) -> dict[Any, tuple[float, float]]:
    """By how many units the other products change, {product: (units, units_sd)}, while `promoted` is
    sold at `discount`, a share of its price. elasticities: as cross_elasticities gives them; base:
    what each other product would sell meanwhile.

    >>> known = {"elasticity": {"tea": {"tea": -2, "mugs": 0.0}, "mugs": {"tea": -0.5, "mugs": -1}},
    ...          "sd": {"tea": {"tea": 0, "mugs": 0}, "mugs": {"tea": 0.1, "mugs": 0}}}
    >>> units, sd = related_effects(known, "tea", 0.19, {"mugs": 900})["mugs"]
    >>> round(units, 6), round(sd, 1)
    (100.0, 21.1)
    """
    names = list(elasticities["elasticity"])
    for name in (promoted, *base):
        if name not in names:
            raise lib.NotFound(f"base: {name!r} is none of the products")
    for name in names:
        if name != promoted and name not in base:
            raise lib.NotFound(f"base: {name!r} is missing")
    n = len(names)
    matrices = [arrays.doubles([elasticities[key][i][j] for i in names for j in names], key)
                for key in ("elasticity", "sd")]
    units, sd = (lib.F64 * n)(), (lib.F64 * n)()
    lib.call("promotion_related_effects", n, *matrices, names.index(promoted),
             arrays.number(discount, "discount"),
             arrays.doubles([base.get(name, 0.0) for name in names], "base"), units, sd)
    return {name: pair for name, pair in zip(names, zip(units, sd)) if name != promoted}


def outlook(history: Iterable[tuple[str, str, float, float, float]],
            planned: Iterable[tuple[str, str, float]], **options: Any) -> dict[str, list[Any]]:
    """What planned promotions (type, category, depth) may return, from past ones (type, category,
    depth, result, result_sd): result with its standard deviation, similar, basis. Keywords:
    depth_edges, prior_mean, prior_sd, spread.

    >>> outlook([], [("coupon", "bikes", 0.2)])["basis"]
    ['no history']
    """
    past, plans = [tuple(row) for row in history], [tuple(row) for row in planned]
    for rows, size, what in ((past, 5, "history"), (plans, 3, "planned")):
        for i, row in enumerate(rows):
            if len(row) != size:
                raise lib.InvalidArgument(f"{what}[{i}]: {len(row)} values, not {size}")
    kinds = [lib.encode_list([row[j] for row in rows], what) for rows, what in
             ((past, "history"), (plans, "planned")) for j in (0, 1)]
    depth, result, sd = (arrays.doubles([row[j] for row in past], "history") for j in (2, 3, 4))
    return lib.columns(lib.make(
        "result", "promotion_outlook", make_options("promotion_outlook", **options), len(past),
        *kinds[0], *kinds[1], depth, result, sd, len(plans), *kinds[2], *kinds[3],
        arrays.doubles([row[2] for row in plans], "planned")))


def roi_outlook(log_uplift: Iterable[float], baseline: Any, margin: Any, discount: Any, *,
                log_uplift_sd: Any = None, unit_cost: Any = None, fixed_cost: Any = None,
                level: float = 90) -> dict[str, list[float]]:
    """The ROI that n planned promotions may bring: median, lower, upper and profit_probability.
    log_uplift: ln(units with / without), normal with log_uplift_sd, such as `outlook` gives it;
    baseline in units; margin, discount and unit_cost a unit; level in percent.

    >>> planned = roi_outlook([0.5], 1000, 4, 1, log_uplift_sd=0.2, fixed_cost=300)
    >>> round(planned["profit_probability"][0], 3)
    0.758
    """
    mean = arrays.doubles(log_uplift, "log_uplift")
    n = len(mean)
    columns = [arrays.numbers(values, n, name) for name, values in (
        ("log_uplift_sd", log_uplift_sd), ("baseline", baseline), ("margin", margin),
        ("discount", discount), ("unit_cost", unit_cost), ("fixed_cost", fixed_cost))]
    out = {name: (lib.F64 * n)() for name in ("median", "lower", "upper", "profit_probability")}
    lib.call("promotion_roi_outlook", n, mean, *columns, arrays.number(level, "level") / 100,
             *out.values())
    return {name: list(values) for name, values in out.items()}


def calibration(forecast: Iterable[float], forecast_sd: Any,
                realised: Iterable[Any]) -> dict[str, Any]:
    """How forecasts of ROI did against what came (None: not known yet): bias, absolute_error,
    coverage_80, coverage_95, spread_factor, brier_score, by_tenth."""
    mean = arrays.doubles(forecast, "forecast")
    n = len(mean)
    return _scalars(lib.columns(lib.make(
        "result", "promotion_calibration", n, mean, arrays.numbers(forecast_sd, n, "forecast_sd"),
        arrays.numbers(realised, n, "realised"))), "by_tenth")


def recommend(baseline: Iterable[float], price: Any, margin: Any, discount: Any, log_uplift: Any,
              elasticity: Any, *, log_uplift_sd: Any = None, elasticity_sd: Any = None,
              unit_cost: Any = None, fixed_cost: Any = None,
              **options: Any) -> dict[str, list[Any]]:
    """Keep, change or stop each of n promotions: action, depth, expected_net, reason. log_uplift:
    ln(units with / without) at the present discount; elasticity: the coefficient of ln(price).
    Keywords: deepest, step, stop_below, worth_changing."""
    base = arrays.doubles(baseline, "baseline")
    n = len(base)
    columns = [arrays.numbers(value, n, name) for name, value in (
        ("price", price), ("margin", margin), ("discount", discount), ("unit_cost", unit_cost),
        ("fixed_cost", fixed_cost), ("log_uplift", log_uplift), ("log_uplift_sd", log_uplift_sd),
        ("elasticity", elasticity), ("elasticity_sd", elasticity_sd))]
    return lib.columns(lib.make("result", "promotion_recommend",
                                make_options("promotion_recommend", **options), n, base, *columns))


def optimize(promotion: Iterable[Any], value: Iterable[float], cost: Iterable[int], budget: int,
             start: Any = None, periods: Any = None, load: Any = None,
             capacity: Iterable[float] = (),
             exclusive: Iterable[tuple[Iterable[Any], int]] = (),
             **options: Any) -> dict[str, Any]:
    """The choice of promotions with the largest total value: chosen (positions), value, bound, cost.

    Of the choices of one promotion at most one is taken: depths and starts, say. cost, budget: minor
    units. A choice runs from period start (0) over periods (1) and takes load (0) of the capacity of
    each. exclusive: (promotions, gap), of which no two may run with fewer than gap periods between
    them. Keywords: gap, nodes.

    >>> optimize(["a", "a", "b"], [5, 8, 4], [10, 20, 15], budget=30)["chosen"]
    [0, 2]
    """
    names, of = arrays.codes(promotion, "promotion")
    n = len(of)

    def whole(values, what):
        return None if values is None else arrays.indices(values, n, what)

    sets = [(list(members), arrays.integer(gap, "exclusive", 0, 2**31 - 1))
            for members, gap in exclusive]
    memberships = [(i, name) for i, (members, _) in enumerate(sets) for name in members]
    for _, name in memberships:
        if name not in names:
            raise lib.NotFound(f"exclusive: {name!r} is no promotion of the choices")
    limits = arrays.doubles(list(capacity), "capacity")
    m = len(memberships)
    prices = arrays.integers(cost, "cost")
    if len(prices) != n:
        raise lib.InvalidArgument(f"cost: {len(prices)} values for {n} items")
    table = lib.columns(lib.make(
        "result", "promotion_optimize", make_options("promotion_optimize", **options),
        arrays.integer(budget, "budget"), n, arrays.indices(of, n, "promotion"),
        arrays.numbers(value, n, "value"), prices, whole(start, "start"), whole(periods, "periods"),
        arrays.numbers(load, n, "load"), len(limits), limits, m,
        arrays.indices([i for i, _ in memberships], m, "exclusive"),
        arrays.indices([names.index(name) for _, name in memberships], m, "exclusive"), len(sets),
        arrays.indices([gap for _, gap in sets], len(sets), "exclusive")))
    return _scalars(table, "chosen")


def channels(budget: float, scale: Iterable[float], half: Any, slope: Any = None,
             margin: Any = None, retention: Any = None, lags: Any = None, lower: Any = None,
             upper: Any = None, logistic: Iterable[bool] | None = None,
             **options: Any) -> dict[str, Any]:
    """The split of a budget a period over n channels with the largest margin: spend, margin, roi and
    marginal_roi by channel, total_margin, bound.

    scale, half, slope: the Hill curve scale·x^slope / (half^slope + x^slope), S-shaped for a slope
    above 1; or where `logistic`, scale·tanh(x·ln 3 / (2·half)). retention: share that still works a
    period later, over `lags` periods. Keywords: periods, gap, nodes.
    """
    scales = arrays.doubles(scale, "scale")
    n = len(scales)
    shape = None if logistic is None else [int(bool(one)) for one in logistic]
    columns = [arrays.numbers(values, n, name) for name, values in (
        ("half", half), ("slope", slope), ("margin", margin), ("retention", retention))]
    bounds = [arrays.numbers(values, n, name)
              for name, values in (("lower", lower), ("upper", upper))]
    if lags is not None and not hasattr(lags, "__iter__"):
        lags = [lags] * n
    table = lib.columns(lib.make(
        "result", "promotion_channels", make_options("promotion_channels", **options),
        arrays.number(budget, "budget"), n,
        None if shape is None else arrays.indices(shape, n, "logistic"), scales, *columns,
        None if lags is None else arrays.indices(lags, n, "lags"), *bounds))
    return _scalars(table, "spend", "margin", "roi", "marginal_roi")
