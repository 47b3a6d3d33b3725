"""Marginal equalisation in numpy on the curves of budget_split_bench: response, and time.

    python3 bench/peers/budget_numpy.py BENCH_PROGRAM

The peer bisects the marginal return at which what all curves ask for is the budget, in whole arrays,
with the closed form of their inverse slopes; it rounds nothing. Times are of this run on this machine.
"""
import json
import subprocess
import sys
import time

import numpy

from promotion_slsqp import mt19937_64

LINES, SPEND = 500, 10000.0


def draw():
    random = mt19937_64(1)

    def uniform(low, high):
        return low + (high - low) * (next(random) >> 11) * 2.0**-53

    return numpy.array([[uniform(2e4, 3e5), uniform(1e4, 1.5e5)] for _ in range(LINES)]).T


def equalise(scale, half, budget):
    """Spends of equal marginal return scale·half / (half + x)^2, to a millionth of the budget."""
    root = numpy.sqrt(scale * half)
    low, high = 0.0, (root / half).max()  # of the square root of the marginal return
    while True:
        middle = (low + high) / 2
        spend = numpy.maximum(root / middle - half, 0)
        excess = spend.sum() - budget
        if abs(excess) < 1e-6 * budget:
            return spend
        low, high = (middle, high) if excess > 0 else (low, middle)


def main():
    scale, half = draw()
    budget, rounds = LINES * SPEND, 200
    seconds = []
    for _ in range(rounds):
        begin = time.perf_counter()
        spend = equalise(scale, half, budget)
        seconds.append(time.perf_counter() - begin)
    peer = sorted(seconds)[rounds // 2]
    output = subprocess.run(
        [sys.argv[1], f"--benchmark_filter=best_split/{LINES}$", "--benchmark_format=json"],
        check=True, capture_output=True, text=True).stdout
    ours = json.loads(output)["benchmarks"][0]
    print(f"numpy      response {(scale * spend / (half + spend)).sum():.3f}  {1e6 * peer:.0f} us")
    print(f"salesplan  response {ours['response']:.3f}  {ours['cpu_time']:.0f} us, to the cent, "
          f"gap to the bound {ours['gap']:.1e}")
    print(f"numpy takes {1e6 * peer / ours['cpu_time']:.1f} times as long; "
          f"{ours['cpu_time'] / 1e6:.6f} s are to be at most 0.000300 s")


if __name__ == "__main__":
    main()
