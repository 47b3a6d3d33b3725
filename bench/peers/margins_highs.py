"""Which tables exist, by salesplan.allocation.margins and by HiGHS (scipy.optimize.linprog):
margins_highs.py [TABLES [SEED]]. Random tables of two and three dimensions with zeros and bounds, in
half of which some totals are ranges and some have a price. Ours must refuse exactly those that the
linear program has no solution for; the totals it names must have no solution by themselves, and have
one when any of them is dropped. What totals with a price cost must be no more than at the solution
that costs least, plus what is nearer there. Needs numpy and scipy; run with PYTHONPATH=bindings/python
and SALESPLAN_LIBRARY."""
import itertools
import math
import random
import re
import sys
from collections import Counter

import numpy
import salesplan
from scipy.optimize import linprog

NAMES = ("rep", "month", "line")
UNITS = 1000    # of one, so that rounding costs little


class Table:
    def __init__(self, draw):
        ways = draw.choice((2, 2, 3))
        self.shape = [draw.randint(2, 4) for _ in range(ways)]
        self.keys = {NAMES[d]: [f"{NAMES[d][0]}{i}" for i in range(n)]
                     for d, n in enumerate(self.shape)}
        self.positions = list(itertools.product(*map(range, self.shape)))
        cells = len(self.positions)
        self.basis = [0 if draw.random() < 0.3 else draw.randint(1, 9) for _ in range(cells)]
        # A table that need not respect the zeros and bounds gives the totals.
        hidden = [draw.randint(1, 9) if b or draw.random() < 0.05 else 0 for b in self.basis]
        self.lower = [min(h, draw.randint(1, 4)) if b and draw.random() < 0.1 else None
                      for b, h in zip(self.basis, hidden)]
        self.upper = [max(draw.randint(3, 9), low or 0) if draw.random() < 0.25 else None
                      for low in self.lower]
        subsets = [s for n in range(1, ways) for s in itertools.combinations(range(ways), n)]
        self.totals = {}      # dimensions: {position: total}
        for subset in draw.sample(subsets, min(len(subsets), draw.randint(2, 3))):
            sums = Counter({key: 0 for key in itertools.product(*(range(self.shape[d]) for d in subset))})
            for position, amount in zip(self.positions, hidden):
                sums[tuple(position[d] for d in subset)] += amount
            self.totals[subset] = {key: (total, total) for key, total in sums.items()}
        self.prices = {}      # (dimensions, position): price
        if draw.random() < 0.5:
            self.loosen(draw)

    def loosen(self, draw):
        for subset, sums in self.totals.items():
            for key, (total, _) in sums.items():
                if draw.random() < 0.4:
                    sums[key] = (total - draw.randint(0, total) if draw.random() < 0.7 else 0,
                                 total + draw.randint(0, 5) if draw.random() < 0.7 else None)
                if draw.random() < 0.2:
                    self.prices[subset, key] = draw.choice((0.1, 1, 10))

    def fit(self):
        def units(amounts):
            return [None if amount is None else amount * UNITS for amount in amounts]
        totals, prices = {}, {}
        for subset, sums in self.totals.items():
            names = tuple(NAMES[d] for d in subset)
            ends = [units(sums[key]) for key in sorted(sums)]
            totals[names] = [low if low == high else (low, high) for low, high in ends]
            prices[names] = [self.prices.get((subset, key)) for key in sorted(sums)]
        return salesplan.allocation.margins(units(self.basis), self.keys, totals,
                                            lower=units(self.lower), upper=units(self.upper),
                                            prices=prices)

    def solve(self, constraints, prices):
        """The linear program of the totals [(dimensions, position)]; with prices, what a sum is
        short of its range or beyond it may be bought."""
        cells = len(self.positions)
        bounds = [(low or 0, high if b else low or 0)
                  for b, low, high in zip(self.basis, self.lower, self.upper)]
        cost = [0.0] * cells + [p for c in constraints if (p := prices.get(c)) is not None for _ in "+-"]
        bounds += [(0, None)] * (len(cost) - cells)
        rows, most, at = [], [], cells
        for subset, key in constraints:
            row = [0.0] * len(cost)
            row[:cells] = [float(all(position[d] == k for d, k in zip(subset, key)))
                           for position in self.positions]
            if (subset, key) in prices:
                row[at:at + 2] = 1.0, -1.0
                at += 2
            low, high = self.totals[subset][key]
            rows.append([-x for x in row])
            most.append(-low)
            if high is not None:
                rows.append(row)
                most.append(high)
        return linprog(cost, A_ub=numpy.array(rows), b_ub=most, bounds=bounds, method="highs")

    def exists(self, constraints):
        """Whether a table has these totals."""
        found = self.solve([c for c in constraints if c not in self.prices], {}) if any(
            c not in self.prices for c in constraints) else None
        assert found is None or found.status in (0, 2), found.message
        return found is None or found.status == 0

    def check_cost(self, everything, cost, where):
        """A fit costs no less than the cheapest table, and no more than that and how far it is from
        the basis; whole units may move every sum by as much as it has cells."""
        cheapest = self.solve(everything, self.prices)
        distance = sum((x * math.log(x / b) if x > 0 else 0) - x + b
                       for x, b in zip(cheapest.x, self.basis) if b > 0)
        slack = sum(self.prices.values()) * len(self.positions) / UNITS
        assert cheapest.fun - 1e-6 <= cost <= cheapest.fun + distance + slack, (
            f"{where}: {cost} is not between {cheapest.fun} and {distance} more")

    def named(self, text):
        """The totals that a refusal names; none where it names margins as a whole."""
        constraints = []
        for margin, keys in re.findall(r"((?:\w+)(?: × \w+)*)\[([^\]]*)\]", text):
            subset = tuple(NAMES.index(name) for name in margin.split(" × "))
            key = tuple(self.keys[NAMES[d]].index(k) for d, k in zip(subset, keys.split(", ")))
            constraints.append((subset, key))
        return constraints


def main():
    tables = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20261130
    draw = random.Random(seed)
    seen = Counter()
    for at in range(tables):
        table = Table(draw)
        everything = [(subset, key) for subset, sums in table.totals.items() for key in sums]
        where = f"seed {seed} table {at}"
        try:
            fitted = table.fit()
        except salesplan.Infeasible as error:
            text = str(error)
            assert not table.exists(everything), f"{where}: refused, but exists: {text}"
            constraints = table.named(text)
            if not constraints or " sums to " in text or " more and " in text:
                seen["margins that disagree, or many totals"] += 1
                continue
            seen[f"refused, {min(len(constraints), 4)}{'+' * (len(constraints) > 3)} named"] += 1
            assert not table.exists(constraints), f"{where}: can hold: {text}"
            for k in range(len(constraints)):
                rest = constraints[:k] + constraints[k + 1:]
                assert not rest or table.exists(rest), f"{where}: can be spared: {text}"
            continue
        except salesplan.Error as error:
            assert "are met only to" in str(error), f"{where}: {error}"
            assert table.exists(everything), f"{where}: neither met nor refused: {error}"
            seen["exists at the border only"] += 1
            continue
        assert table.exists(everything), f"{where}: met, but HiGHS finds none"
        if table.prices:
            table.check_cost(everything, fitted.cost / UNITS, where)
            seen["met, with prices"] += 1
            continue
        seen["met"] += 1
    print(f"margins against HiGHS: {tables} tables,",
          ", ".join(f"{count} {kind}" for kind, count in sorted(seen.items())))


if __name__ == "__main__":
    main()
