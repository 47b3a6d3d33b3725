"""Reference values for reconciliation on the Australian tourism set: reconciliation_golden.py DATA.

Written from the structural form b = (S'W⁻¹S)⁻¹ S'W⁻¹ ŷ and, for the bound, non-negative least
squares; needs numpy and scipy. DATA is aus_tourism_quarterly_region_purpose.csv."""
import csv
import sys

import numpy
from scipy.optimize import nnls

STEPS = 4


def series(path):
    """y [n, 80] and S: total, states, regions, purposes, states by purpose, bottom series."""
    rows = list(csv.DictReader(open(path)))
    keys = sorted({(r["State"], r["Region"], r["Purpose"]) for r in rows})
    place = {key: j for j, key in enumerate(keys)}
    quarters = sorted({r["Quarter"] for r in rows})
    when = {quarter: t for t, quarter in enumerate(quarters)}
    bottom = numpy.zeros((len(keys), len(quarters)))
    for r in rows:
        bottom[place[r["State"], r["Region"], r["Purpose"]], when[r["Quarter"]]] = r["Trips"]
    blocks = [numpy.ones((1, len(keys)))]
    for part in (lambda k: k[0], lambda k: k[:2], lambda k: k[2], lambda k: (k[0], k[2])):
        groups = sorted({part(key) for key in keys})
        blocks.append(numpy.array([[float(part(key) == g) for key in keys] for g in groups]))
    s = numpy.vstack(blocks + [numpy.eye(len(keys))])
    return s @ bottom, s


def growth(y, t):
    """The four quarters before t over the four before them, in [0.5, 2]; 1 where there is none."""
    new, old = y[:, t - 4:t].sum(axis=1), y[:, t - 8:t - 4].sum(axis=1)
    safe = numpy.where(old > 0, old, 1)
    return numpy.where(old > 0, numpy.clip(new / safe, 0.5, 2), 1)


def main():
    y, s = series(sys.argv[1])
    n, length = y.shape
    base = y[:, -4:] * growth(y, length)[:, None]
    residuals = numpy.array([y[:, t] - y[:, t - 4] * growth(y, t) for t in range(8, length)]).T
    periods = residuals.shape[1]

    mean_square = (residuals ** 2).mean(axis=1)
    standard = residuals / numpy.sqrt(mean_square)[:, None]
    r = standard @ standard.T / periods
    v = ((standard ** 2) @ (standard ** 2).T - periods * r ** 2) / (periods * (periods - 1))
    apart = ~numpy.eye(n, dtype=bool)
    intensity = v[apart].sum() / (r[apart] ** 2).sum()
    covariance = residuals @ residuals.T / periods
    weights = {
        "ols": numpy.eye(n),
        "wls_structural": numpy.diag(s.sum(axis=1)),
        "wls_variance": numpy.diag(mean_square),
        "mint_shrink": intensity * numpy.diag(mean_square) + (1 - intensity) * covariance,
    }
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["case", "field", "position", "value", "source"])
    out.writerow(["mint_shrink", "intensity", 0, repr(float(intensity)), "numpy: Schäfer-Strimmer"])

    def write(case, b, source):
        reconciled = s @ b
        for i in (0, 3, 50, 86, 120, 121, 250, n - 1):
            for c in range(STEPS):
                out.writerow([case, i, c, repr(float(reconciled[i, c])), source])
        out.writerow([case, "squares", 0, repr(float((reconciled ** 2).sum())), source])

    for name, w in weights.items():
        precision = numpy.linalg.inv(w)
        b = numpy.linalg.solve(s.T @ precision @ s, s.T @ precision @ base)
        write(name, b, "numpy: structural form")
        root = numpy.linalg.cholesky(precision).T
        b = numpy.array([nnls(root @ s, root @ base[:, c], maxiter=100000)[0]
                         for c in range(STEPS)]).T
        write(name + "+", b, "scipy: nnls")
        if name == "mint_shrink":
            g = numpy.linalg.solve(s.T @ precision @ s, s.T @ precision)
            sd = numpy.sqrt(numpy.diag(s @ g @ w @ g.T @ s.T))
            for i in (0, 3, 120, n - 1):
                out.writerow([name, f"sd{i}", 0, repr(float(sd[i])), "numpy: S G W G' S'"])


if __name__ == "__main__":
    main()
