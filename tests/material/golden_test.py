"""golden_test.py: works out every row of golden.csv again from its inputs, by definition and not by
our algorithms: costs of all quantities, integrals by Simpson's rule, all ways to order.

The inputs are those of the textbooks that the rows name, as retold: what is checked is their
arithmetic, not the printed page. Wohl's price list can be read at
https://quesba.com/questions/wohl-s-discount-stores-stocks-toy-race-cars-recently-the-store-has-been-giv-48672
"""
import csv
import math
from functools import cache
from pathlib import Path
from statistics import NormalDist


def order_cost(demand, fixed, paid, quantity, carrying):
    """A year's purchase, orders and holding, where `quantity` pieces cost `paid`."""
    return demand * paid / quantity + demand / quantity * fixed + carrying * paid / 2


def best(demand, fixed, carrying, paid, most):
    """(quantity, yearly cost), by trying every quantity."""
    return min(((q, order_cost(demand, fixed, paid(q), q, carrying)) for q in range(1, most + 1)),
               key=lambda one: one[1])


def all_units(breaks):
    return lambda q: q * next(price for start, price in reversed(breaks) if q >= start)


def incremental(breaks):
    def paid(q):
        ends = [start for start, _ in breaks[1:]] + [math.inf]
        return sum(price * max(min(q, end) - (start if start > 1 else 0), 0)
                   for (start, price), end in zip(breaks, ends))
    return paid


def short(stock, mean, sd):
    """E(demand - stock)+ of normal demand, by Simpson's rule over ten standard deviations."""
    n, normal = 20000, NormalDist(mean, sd)
    low, high = stock, max(mean, stock) + 10 * sd
    h = (high - low) / n
    return h / 3 * sum((1 if i in (0, n) else 4 if i % 2 else 2) * i * h * normal.pdf(low + i * h)
                       for i in range(n + 1))


def fill_stock(level, mean, sd, quantity):
    """The reorder point at which (1 - level) of an order is short, by bisection."""
    low, high = mean - quantity, mean + 10 * sd
    for _ in range(40):
        middle = (low + high) / 2
        missed = short(middle, mean, sd) - short(middle + quantity, mean, sd)
        low, high = (middle, high) if missed > (1 - level) * quantity else (low, middle)
    return high


def least_lots(need, setup, holding):
    """The least cost of meeting dated needs: every set of order dates, in its best branch."""
    @cache
    def from_date(t):
        if t == len(need):
            return 0.0
        return min(setup[t] + sum(holding * (k - t) * need[k] for k in range(t, end))
                   + from_date(end) for end in range(t + 1, len(need) + 1))
    return from_date(0)


def reorder(mean, variance, level):
    return mean + NormalDist().inv_cdf(level) * math.sqrt(variance)


resistors = best(2400, 3.20, 0.24, all_units([(1, 0.40)]), 3000)
wohl = best(5000, 49, 0.2, all_units([(1, 5.0), (1000, 4.8), (2000, 4.75)]), 5000)
BAGS = [(1, 0.30), (500, 0.29), (1000, 0.28)]
bags = best(600, 8, 0.2, all_units(BAGS), 3000)
bags_incremental = best(600, 8, 0.2, incremental(BAGS), 3000)
STEREO = [(1850, 100, 12.5, 50), (1150, 150, 87.5, 350), (800, 50, 21.25, 85)]  # holding: 25 %
free = [math.sqrt(2 * a * d / h) for d, a, h, _ in STEREO]
expected = {
    "eoq": resistors[0],
    "eoq_cost": resistors[1] - 2400 * 0.40,
    "all_units_quantity": wohl[0],
    "all_units_cost": wohl[1],
    "bags_all_units_quantity": bags[0],
    "bags_all_units_cost": bags[1],
    "bags_incremental_quantity": bags_incremental[0],
    "bags_incremental_cost": bags_incremental[1],
    "mustard_cycle": reorder(100, 25**2, 0.98),
    "mustard_fill": fill_stock(0.98, 100, 25, 100),
    "random_lead_time": reorder(150 * 5, 5 * 16**2 + 150**2 * 1**2, 0.97),
    "constant_demand": reorder(10 * 6, 10**2 * 3**2, 0.98),
    "wagner_whitin": least_lots(
        [69, 29, 36, 61, 61, 26, 34, 67, 45, 67, 79, 56],
        [85, 102, 102, 101, 98, 114, 105, 86, 119, 110, 98, 114], 1.0),
    # Prices are in proportion to holding costs, so a budget scales all quantities alike.
    "stereo_budget_scale": 30000 / sum(q * row[3] for q, row in zip(free, STEREO)),
}

with open(Path(__file__).with_name("golden.csv"), encoding="utf-8", newline="") as file:
    rows = {row["name"]: row for row in csv.DictReader(file)}
assert set(rows) == set(expected), set(rows) ^ set(expected)
for name, value in expected.items():
    printed, tolerance = float(rows[name]["expected"]), float(rows[name]["tolerance"])
    assert abs(value - printed) <= max(tolerance, 1e-9 * abs(printed)), (name, value, printed)
print(f"{len(expected)} rows are what their formulas give")
