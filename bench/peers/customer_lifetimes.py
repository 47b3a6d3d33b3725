"""The lifetimes package on the same customers as salesplan: fit time, and how often it converges.

    SALESPLAN_LIBRARY=build/release/capi/libsalesplan.so PYTHONPATH=bindings/python \\
        python3 bench/peers/customer_lifetimes.py [FILE]

FILE: a CSV with columns x, t_x, T, zbar, such as ../shared/data/customer/cdnow_sample_cbs_exact.csv;
without it, or where it is not there, 2,000 customers are drawn from BG/NBD. Times are CPU seconds of
this run on this machine, one thread: ours the best of twenty calls from Python, the package's of three.
"""
import contextlib
import csv
import io
import os
import sys
import time
import warnings

import lifetimes
import numpy
import salesplan

warnings.filterwarnings("ignore")
PEERS = {"bg_nbd": lifetimes.BetaGeoFitter, "mbg_nbd": lifetimes.ModifiedBetaGeoFitter,
         "pareto_nbd": lifetimes.ParetoNBDFitter}
SUBSAMPLES, SIZE = 40, 50


def drawn(n, seed=1):
    random = numpy.random.default_rng(seed)
    columns = []
    for _ in range(n):
        age, rate, leaves = (random.integers(190, 274), random.gamma(.2426) / 4.4136 / 7,
                             random.beta(.7929, 2.4259))
        x = last = t = 0
        while True:
            t += random.exponential() / rate
            if t > age:
                break
            x, last = x + (numpy.ceil(t) > last), numpy.ceil(t)
            if random.random() < leaves:
                break
        spend = random.gamma(6.25 * x) / x * 15.44 / random.gamma(3.74) if x else 0
        columns.append((x, last / 7, age / 7, spend))
    return columns


def read(path):
    with open(path, encoding="utf-8") as file:
        return [[float(row[name]) for name in ("x", "t_x", "T", "zbar")]
                for row in csv.DictReader(file)]


def best_of(call, times):
    seconds = []
    for _ in range(times):
        begin = time.process_time()
        call()
        seconds.append(time.process_time() - begin)
    return min(seconds)


def attempt(call):
    """Whether the fit came back with finite parameters."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # it prints what its optimiser says
            return bool(numpy.isfinite(list(call().params_.values)).all())
    except Exception:  # lifetimes raises ConvergenceError and, rarely, others
        return False


def main():
    given = len(sys.argv) > 1 and os.path.exists(sys.argv[1])
    rows = read(sys.argv[1]) if given else drawn(2000)
    x, t_x, T, spend = (numpy.array(column) for column in zip(*rows))
    buyers = (x > 0) & (spend > 0)
    print(f"{len(x)} customers")

    def report(name, ours, theirs):
        a, b = best_of(ours, 20), best_of(theirs, 3)
        print(f"{name:12} salesplan {1e3 * a:9.2f} ms   lifetimes {1e3 * b:9.2f} ms   ratio {b / a:.0f}")

    for name, peer in PEERS.items():
        report(name, lambda: salesplan.lifetime.fit(name, x, t_x, T), lambda: peer().fit(x, t_x, T))
    report("gamma_gamma", lambda: salesplan.lifetime.fit_spend(x, spend),
           lambda: lifetimes.GammaGammaFitter().fit(x[buyers], spend[buyers]))

    random = numpy.random.default_rng(1)
    failed = {"bg_nbd": [0, 0], "gamma_gamma": [0, 0]}
    for _ in range(SUBSAMPLES):
        at = random.choice(len(x), SIZE, replace=False)
        some = at[buyers[at]]
        failed["bg_nbd"][0] += not salesplan.lifetime.fit("bg_nbd", x[at], t_x[at], T[at]).converged
        failed["bg_nbd"][1] += not attempt(lambda: PEERS["bg_nbd"]().fit(x[at], t_x[at], T[at]))
        failed["gamma_gamma"][0] += not salesplan.lifetime.fit_spend(x[at], spend[at]).converged
        failed["gamma_gamma"][1] += not attempt(
            lambda: lifetimes.GammaGammaFitter().fit(x[some], spend[some]))
    for name, (ours, theirs) in failed.items():
        print(f"{name:12} of {SUBSAMPLES} portfolios of {SIZE} customers not converged: "
              f"salesplan {ours}, lifetimes {theirs}")


if __name__ == "__main__":
    main()
