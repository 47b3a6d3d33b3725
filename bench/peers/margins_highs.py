"""Which tables exist, by salesplan.allocation.margins and by HiGHS (scipy.optimize.linprog):
margins_highs.py [TABLES [SEED]]. Random tables of two and three dimensions with zeros and bounds.
Ours must refuse exactly those that the linear program has no solution for; the totals it names must
have no solution by themselves, and have one when any of them is dropped. Needs numpy and scipy; run
with PYTHONPATH=bindings/python and SALESPLAN_LIBRARY."""
import itertools
import random
import re
import sys
from collections import Counter

import numpy
import salesplan
from scipy.optimize import linprog

NAMES = ("rep", "month", "line")


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
            self.totals[subset] = sums

    def fit(self):
        totals = {tuple(NAMES[d] for d in subset): [sums[key] for key in sorted(sums)]
                  for subset, sums in self.totals.items()}
        return salesplan.allocation.margins(self.basis, self.keys, totals, lower=self.lower,
                                            upper=self.upper)

    def exists(self, constraints):
        """Whether a table has these totals, [(dimensions, position)]."""
        rows = [[all(position[d] == at for d, at in zip(subset, key)) for position in self.positions]
                for subset, key in constraints]
        bounds = [(low or 0, high if b else low or 0)
                  for b, low, high in zip(self.basis, self.lower, self.upper)]
        found = linprog(numpy.zeros(len(self.positions)), A_eq=numpy.array(rows, float),
                        b_eq=[self.totals[subset][key] for subset, key in constraints],
                        bounds=bounds, method="highs")
        assert found.status in (0, 2), found.message
        return found.status == 0

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
            table.fit()
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
        seen["met"] += 1
    print(f"margins against HiGHS: {tables} tables,",
          ", ".join(f"{count} {kind}" for kind, count in sorted(seen.items())))


if __name__ == "__main__":
    main()
