"""Customer lifetime: who is still a customer, what they will buy, and what they will spend."""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Iterable, Mapping

from . import _arrays as arrays
from . import _library as lib
from ._options import make_options
from .customers import _Lines, columns_of_one_length


class Fit:
    """A lifetime model and the customers it was fitted to, or others given to its methods."""

    def __init__(self, handle, histories, options):
        self._handle, self._histories, self._options = handle, histories, options
        table = lib.columns(lib.make("result", "lifetime_summary", handle))
        self.model: str = table["model"][0]
        self.params: dict[str, float] = dict(zip(table["parameter"], table["value"]))
        self.standard_errors: dict[str, float] = dict(zip(table["parameter"],
                                                          table["standard_error"]))
        self.k: int = table["k"][0]  #: phases a purchase; 1 but for mbg_cnbd_k
        self.log_likelihood: float = table["log_likelihood"][0]
        self.converged = bool(table["converged"][0])
        self.prior_used = bool(table["prior_used"][0])
        self.iterations: int = table["iterations"][0]
        self.note: str = table["note"][0]  #: empty, or what keeps the parameters from being trusted

    def __repr__(self):
        values = ", ".join(f"{name}={value:.6g}" for name, value in self.params.items())
        return f"<salesplan.lifetime {self.model} {values}>"

    def _given(self, histories):
        if histories:
            x, t_x, T = histories
            return columns_of_one_length(x=x, t_x=t_x, T=T)
        if self._histories is None:
            raise lib.InvalidArgument("histories: x, t_x and T are needed")
        return self._histories

    def _each(self, name, histories, *arguments):
        values, n = self._given(histories)
        out = (lib.F64 * n)()
        lib.call(name, self._handle, n, *values, *arguments, out)
        return list(out)

    def p_alive(self, *histories: Any) -> list[float]:
        """P(still a customer) of each."""
        return self._each("lifetime_p_alive", histories)

    def expected(self, t: float, *histories: Any) -> list[float]:
        """Purchases expected of each within the next t units of time."""
        return self._each("lifetime_expected", histories, arrays.number(t, "t"))

    def discounted(self, rate: float, *histories: Any) -> list[float]:
        """All purchases to come of each, one at time t counting exp(-rate * t)."""
        return self._each("lifetime_discounted", histories, arrays.number(rate, "rate"))

    def value(self, spend: Iterable[Any], *histories: Any, **options: Any) -> list[float]:
        """Discounted value of the purchases to come of each, at `spend` a purchase (see SpendFit).
        Keywords: periods, period_length, discount (a period), margin, threads.

        >>> one = at("bg_nbd", [.243, 4.414, .793, 2.426])
        >>> round(one.value([10], [2], [30.43], [38.86], periods=1, period_length=39)[0], 2)
        12.26
        """
        values, n = self._given(histories)
        each = arrays.doubles(spend, "spend")
        if len(each) != n:
            raise lib.InvalidArgument(f"spend: {len(each)} values for {n} customers")
        out = (lib.F64 * n)()
        lib.call("lifetime_value", make_options("lifetime_value", **options), self._handle, n,
                 *values, each, out)
        return list(out)

    def likeliest(self, t: float, total: float, *histories: Any) -> list[float]:
        """The forecast of least expected absolute error that sums to `total` purchases."""
        return self._each("lifetime_likeliest", histories, arrays.number(t, "t"),
                          arrays.number(total, "total"))

    def interval(self, t: float, level: float = 80, *histories: Any,
                 **options: Any) -> tuple[list[float], list[float]]:
        """Lower and upper ends of the purchases within t, by draws; level in percent. Keywords:
        draws, seed, threads."""
        values, n = self._given(histories)
        lower, upper = (lib.F64 * n)(), (lib.F64 * n)()
        lib.call("lifetime_interval", make_options("lifetime", **{**self._options, **options}),
                 self._handle, n, *values, arrays.number(t, "t"),
                 arrays.number(level, "level") / 100, lower, None, upper)
        return list(lower), list(upper)

    def draws(self, t: float, *histories: Any, draws: int = 1000,
              **options: Any) -> list[list[float]]:
        """Draws of the purchases within t, a row a customer, under the uncertainty of the parameters,
        of the customer and of chance. Keywords: seed, threads."""
        values, n = self._given(histories)
        settings = make_options("lifetime", **{**self._options, **options, "draws": draws})
        out = (lib.F64 * (n * draws))()
        lib.call("lifetime_draws", settings, self._handle, n, *values, arrays.number(t, "t"), out)
        return arrays.rows(out, n)


def fit(model: str, x: Iterable[Any], t_x: Iterable[Any], T: Iterable[Any],
        log_gaps: Iterable[Any] | None = None, **options: Any) -> Fit:
    """Fits a lifetime model: "bg_nbd", "mbg_nbd", "pareto_nbd", "mbg_cnbd_k" or "bg_bb".

    x: repeat purchases; t_x: time of the last one (0 where x is 0); T: time observed; see
    salesplan.customers.summary. Keywords are the options of scope "lifetime", such as prior="none"
    and threads=2. Small and odd portfolios fit with a weak prior: see prior_used and note.

    >>> fit("bg_nbd", [2, 0, 5], [30.4, 0, 35], [38.9, 38.9, 38.9]).prior_used
    True
    """
    values, n = columns_of_one_length(x=x, t_x=t_x, T=T)
    gaps = None if log_gaps is None else arrays.doubles(log_gaps, "log_gaps")
    if gaps is not None and len(gaps) != n:
        raise lib.InvalidArgument(f"log_gaps: {len(gaps)} values for {n} customers")
    handle = lib.make("lifetime", "lifetime_fit", make_options("lifetime", **options),
                      lib.encode(model, "model"), n, *values, arrays.pointer(gaps))
    return Fit(handle, (values, n), options)


def at(model: str, params: Iterable[float], k: int = 1) -> Fit:
    """A model at known parameters, in the order of `Fit.params`.

    >>> round(at("bg_nbd", [.243, 4.414, .793, 2.426]).expected(39, [2], [30.43], [38.86])[0], 3)
    1.226
    """
    values = arrays.doubles(params, "params")
    if len(values) != 4:
        raise lib.InvalidArgument(f"params: {len(values)} values, 4 are needed")
    handle = lib.make("lifetime", "lifetime_create", lib.encode(model, "model"),
                      arrays.integer(k, "k", 1, 2**31 - 1), values)
    return Fit(handle, None, {})


class CovariateFit:
    """Pareto/NBD whose rates are moved by what a customer is."""

    def __init__(self, table, histories, covariates):
        self._histories, self._covariates = histories, covariates
        names = table["parameter"][:4] + [f"{moved}.{name}" for moved, (given, _) in
                                          zip(("purchase", "leaving"), covariates) for name in given]
        self.params: dict[str, float] = dict(zip(names, table["value"]))
        self.standard_errors: dict[str, float] = dict(zip(names, table["standard_error"]))
        self.log_likelihood: float = table["log_likelihood"][0]
        self.converged = bool(table["converged"][0])
        self.prior_used = bool(table["prior_used"][0])
        self.note: str = table["note"][0]

    def _forecast(self, t):
        values, n = self._histories
        alive, expected = (lib.F64 * n)(), (lib.F64 * n)()
        moved = (part for names, block in self._covariates for part in (len(names), block))
        lib.call("lifetime_covariate_forecast", (lib.F64 * len(self.params))(*self.params.values()),
                 n, *values, *moved, t, alive, expected)
        return list(alive), list(expected)

    def p_alive(self) -> list[float]:
        """P(still a customer) of each."""
        return self._forecast(0.0)[0]

    def expected(self, t: float) -> list[float]:
        """Purchases expected of each within the next t units of time."""
        return self._forecast(arrays.number(t, "t"))[1]


def fit_covariates(x: Iterable[Any], t_x: Iterable[Any], T: Iterable[Any], *,
                   purchase: Mapping[str, Iterable[Any]] | None = None,
                   leaving: Mapping[str, Iterable[Any]] | None = None,
                   **options: Any) -> CovariateFit:
    """Fits Pareto/NBD with what customers are, {name: values}: `purchase` moves how often they buy,
    `leaving` how soon they leave, by exp(coefficient * value). 0/1 for a class, or about unit
    spread. Keywords as for `fit`.

    >>> some = fit_covariates([2, 0, 5], [30.4, 0, 35], [38.9, 38.9, 38.9], purchase={"web": [0, 0, 1]})
    >>> list(some.params)
    ['r', 'alpha', 's', 'beta', 'purchase.web']
    """
    values, n = columns_of_one_length(x=x, t_x=t_x, T=T)
    covariates = []
    for given in (purchase or {}, leaving or {}):
        columns = [arrays.numbers(column, n, name) for name, column in given.items()]
        block = (lib.F64 * (n * len(columns)))(*(column[i] for i in range(n) for column in columns))
        covariates.append((list(given), block))
    moved = (part for names, block in covariates for part in (len(names), block))
    table = lib.columns(lib.make("result", "lifetime_covariate_fit",
                                 make_options("lifetime", **options), n, *values, *moved))
    return CovariateFit(table, (values, n), covariates)


@dataclass
class Correction:
    """What a model missed on rolling splits of its past."""

    factor: float              #: purchases over predicted purchases
    error: float               #: mean error a customer and unit of time
    horizon: list[float]       #: of each split
    predicted: list[float]     #: purchases
    actual: list[float]
    split_error: list[float]


def correction(model: str, customer: Iterable[Any], date: Iterable[Any], *, until: Any,
               unit_days: float = 7, **options: Any) -> Correction:
    """How much a model under- or over-predicts this company: it is refitted at four days before
    `until` and held against what came. Multiply expected purchases by `factor`."""
    lines = _Lines(customer, date, None)
    table = lib.columns(lib.make("result", "lifetime_correction", make_options("lifetime", **options),
                                 lib.encode(model, "model"), lines.n, lines.customer, lines.date,
                                 arrays.date_number(until, "until"),
                                 arrays.number(unit_days, "unit_days")))
    table["factor"], table["error"] = table["factor"][0], table["error"][0]
    return Correction(**table)


class SpendFit:
    """The Gamma-Gamma model of what a customer spends a purchase."""

    def __init__(self, table, values):
        self._values = values
        self.params: dict[str, float] = dict(zip(table["parameter"], table["value"]))
        self.standard_errors: dict[str, float] = dict(zip(table["parameter"],
                                                          table["standard_error"]))
        self.log_likelihood: float = table["log_likelihood"][0]
        self.converged = bool(table["converged"][0])
        self.prior_used = bool(table["prior_used"][0])
        self.customers: int = table["customers"][0]  #: that tell something about spend
        self.note: str = table["note"][0]
        covariance = table["log_covariance"]
        self._log_covariance = (lib.F64 * 9)(*covariance) if covariance else None

    def draws(self, purchases: Iterable[Iterable[float]], x: Iterable[Any] | None = None,
              mean_spend: Iterable[Any] | None = None, **options: Any) -> list[list[float]]:
        """Draws of the money that customers spend, a row each, for draws of their purchases as
        `Fit.draws` gives them. Keywords: seed, threads."""
        values, n = self._given(x, mean_spend)
        block, rows, each = arrays.block(purchases, "purchases")
        if rows != n:
            raise lib.InvalidArgument(f"purchases: {rows} rows for {n} customers")
        out = (lib.F64 * (n * each))()
        lib.call("spend_draws", make_options("lifetime", **options),
                 (lib.F64 * 3)(*self.params.values()), self._log_covariance, n, *values, each, block,
                 out)
        return arrays.rows(out, n)

    def _given(self, x, mean_spend):
        if x is None and mean_spend is None:
            return self._values
        return columns_of_one_length(x=x, mean_spend=mean_spend)

    def expected(self, x: Iterable[Any] | None = None,
                 mean_spend: Iterable[Any] | None = None) -> list[float]:
        """Spend expected a purchase of each customer fitted, or of those given."""
        values, n = self._given(x, mean_spend)
        out = (lib.F64 * n)()
        lib.call("spend_expected", (lib.F64 * 3)(*self.params.values()), n, *values, out)
        return list(out)

    @property
    def mean(self) -> float:
        """Over all customers; infinite where q <= 1."""
        p, q, v = self.params.values()
        return p * v / (q - 1) if q > 1 else math.inf


def fit_spend(x: Iterable[Any], mean_spend: Iterable[Any], **options: Any) -> SpendFit:
    """Fits the Gamma-Gamma model: x repeat purchases, mean_spend of each. Customers without a repeat
    purchase or with a mean that is not positive do not count. Keyword: prior.

    >>> fit_spend([2, 1, 0, 7], [22.35, 11.77, 0, 73.74]).customers
    3
    """
    values, n = columns_of_one_length(x=x, mean_spend=mean_spend)
    made = lib.make("result", "spend_fit", make_options("lifetime", **options), n, *values)
    return SpendFit(lib.columns(made), (values, n))
