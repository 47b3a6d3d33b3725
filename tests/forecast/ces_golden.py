"""Writes ces_golden.csv beside it: python ces_golden.py (statsforecast 2.1.1).

Complex exponential smoothing of AirPassengers (from ets_golden.csv) with fixed parameters and first
states: errors, n log of their sum of squares, last states and means by statsforecast; the ratio of
the variances to the first one by the matrices of the state space."""
import csv
from pathlib import Path

import numpy as np
from statsforecast._lib import ces

here = Path(__file__).parent
y = np.array([float(row["value"]) for row in csv.DictReader(open(here / "ets_golden.csv"))
              if row["field"] == "y" and row["case"] == "ANA_air"])
level, season = 120.0, np.array([5, -4, 3, -2, 1, 0, 2, -5, 3, -3, 4, -4.0])
a0, a1, b0, b1 = {"N": 1.3, "P": 1.3, "F": 1.4}, {"N": 1.01, "P": 0.99, "F": 1.01}, {"P": 0.2, "F": 1.2}, {"F": 0.99}
steps = 30


def run(form, m, values):
    """Likelihood, states [m + n][...] and errors [n]. What it leaves in the last m rows of the
    states are steps without an error."""
    states = np.zeros((m + len(values), {"N": 2, "P": 3, "F": 4}[form]))
    states[:m, 0], states[:m, 1] = level, level / a0[form]
    if form != "N":
        states[:m, 2] = season
    if form == "F":
        states[:m, 3] = season / b0[form]
    errors = np.zeros(len(values))
    likelihood = ces.cescalc(values, states, m, ces.switch_ces(form), *parameters(form), errors,
                             np.zeros(30), 3, 0)
    return likelihood, states, errors


def parameters(form):
    return [p.get(form, np.nan) for p in (a0, a1, b0, b1)]


def variances(form, m):
    """1 + the sum of squared responses w F^(j-1) g."""
    k = 2 + {"N": 0, "P": m, "F": 2 * m}[form]
    F, g, w = np.zeros((k, k)), np.zeros(k), np.zeros(k)
    F[:2, :2] = [[1, a1[form] - 1], [1, 1 - a0[form]]]
    g[:2] = a0[form] - a1[form], a0[form] + a1[form]
    w[0] = 1
    if form != "N":  # seasonal states of the next m steps, and the potentials after them
        w[2] = 1
        for part in range((k - 2) // m):
            for j in range(1, m):
                F[2 + part * m + j - 1, 2 + part * m + j] = 1
        last = m + 1
        F[last, 2] = 1
        g[last] = b0[form]
        if form == "F":
            F[last, 2 + m] = b1[form] - 1
            F[last + m, 2], F[last + m, 2 + m] = 1, 1 - b0[form]
            g[last], g[last + m] = b0[form] - b1[form], b0[form] + b1[form]
    ratio, total = [1.0], 1.0
    for _ in range(1, steps):
        total += (w @ g) ** 2
        g = F @ g
        ratio.append(total)
    return ratio


with open(here / "ces_golden.csv", "w", newline="") as out:
    write = csv.writer(out, lineterminator="\n").writerow
    write(["case", "field", "position", "value", "source"])
    for form, m in (("N", 1), ("P", 12), ("F", 12)):
        likelihood, _, errors = run(form, m, y)
        states = run(form, m, np.r_[y, np.zeros(m)])[1][:m + len(y)].copy()
        mean = np.zeros(steps)
        ces.forecast(states.copy(), len(y), m, form, mean, steps, *parameters(form))
        fields = {"y": y, "parameters": [p for p in parameters(form) if p == p], "level": [level],
                  "season": [] if form == "N" else season, "likelihood": [likelihood], "errors": errors,
                  "end_level": states[-1:, 0], "end_potential": states[-1:, 1], "mean": mean}
        for field, values in fields.items():
            for i, value in enumerate(values):
                write([form, field, i, repr(float(value)), "statsforecast ces_golden.py"])
        for i, value in enumerate(variances(form, m)):
            write([form, "variance_ratio", i, repr(float(value)), "numpy ces_golden.py"])
