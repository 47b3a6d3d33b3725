"""MinT with shrinkage in numpy on the shape of bench/forecast/reconciliation_bench.cpp (555 series,
228 residuals, 12 steps), and the bound by cvxopt where it is installed: reconciliation_numpy.py"""
import time

import numpy

random = numpy.random.default_rng(1)
j = numpy.arange(304)
region, purpose = j // 4, j % 4
zone = region * 27 // 76
state = zone * 7 // 27


def rows(key):
    return (key[None, :] == numpy.arange(key.max() + 1)[:, None]).astype(float)


S = numpy.vstack([numpy.ones((1, 304))] + [rows(key) for key in (
    state, zone, region, purpose, state * 4 + purpose, zone * 4 + purpose, j)])
n, periods, steps = len(S), 228, 12
scale = numpy.sqrt(S.sum(axis=1))[:, None]
residuals = scale * random.standard_normal((n, periods))
base = S @ numpy.exp(2 * random.standard_normal((304, steps)))
base += scale * random.standard_normal((n, steps))

start = time.process_time()
variance = (residuals ** 2).mean(axis=1)
x = residuals / numpy.sqrt(variance)[:, None]
r = x @ x.T / periods
v = ((x ** 2) @ (x ** 2).T - periods * r ** 2) / (periods * (periods - 1))
apart = ~numpy.eye(n, dtype=bool)
shrink = min(1, v[apart].sum() / (r[apart] ** 2).sum())
W = (1 - shrink) * residuals @ residuals.T / periods
W[numpy.diag_indices(n)] = variance
C = numpy.hstack([numpy.eye(n - 304), -S[:n - 304]])
reconciled = base - W @ C.T @ numpy.linalg.solve(C @ W @ C.T, C @ base)
print(f"numpy, constraint form: {time.process_time() - start:.3f} s CPU, "
      f"{(reconciled[n - 304:] < 0).sum()} bottom values below 0")

try:
    from cvxopt import matrix, solvers, spdiag
except ImportError:
    raise SystemExit
solvers.options["show_progress"] = False
start = time.process_time()
precision = numpy.linalg.inv(W)
Q = S.T @ precision @ S
for c in range(steps):
    solvers.qp(matrix(Q), matrix(-S.T @ precision @ base[:, c]), spdiag([-1.0] * 304),
               matrix(0.0, (304, 1)))
print(f"cvxopt, non-negative: {time.process_time() - start:.2f} s CPU")
