"""The instances of bench/territory/partition_bench.cpp as mixed-integer programs for HiGHS:
territory_highs.py [SECONDS]. Needs numpy and scipy >= 1.9."""
import math
import sys
import time

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix

MASK = (1 << 64) - 1


class SplitMix64:
    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return ((z ^ (z >> 31)) >> 11) * 2.0 ** -53

    def normal(self):
        u, v = self.uniform(), self.uniform()
        return math.sqrt(-2 * math.log(u)) * math.cos(2 * math.pi * v)


def main():
    limit = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    for n, k in ((200, 10), (635, 17), (2000, 40)):
        random = SplitMix64(11)
        accounts = numpy.array([(100 * random.uniform(), 100 * random.uniform(),
                                 math.exp(0.5 * random.normal())) for _ in range(n)])
        centers = numpy.array([(100 * random.uniform(), 100 * random.uniform()) for _ in range(k)])
        size = accounts[:, 2]
        cost = size[:, None] * ((accounts[:, None, :2] - centers) ** 2).sum(axis=2)
        cells = numpy.arange(n * k)
        once = coo_matrix((numpy.ones(n * k), (cells // k, cells))).tocsr()
        load = coo_matrix((numpy.repeat(size, k), (cells % k, cells))).tocsr()
        mean = size.sum() / k
        start = time.process_time()
        found = milp(cost.ravel(), integrality=numpy.ones(n * k), bounds=Bounds(0, 1),
                     constraints=[LinearConstraint(once, 1, 1),
                                  LinearConstraint(load, 0.95 * mean, 1.05 * mean)],
                     options={"time_limit": limit})
        seconds = time.process_time() - start
        if found.fun is None:
            print(f"HiGHS {n}x{k}: nothing found in {seconds:.1f} s CPU", flush=True)
            continue
        print(f"HiGHS {n}x{k}: cost {found.fun:.1f} bound {found.mip_dual_bound:.1f} "
              f"gap {100 * found.mip_gap:.3f} % in {seconds:.1f} s CPU", flush=True)


if __name__ == "__main__":
    main()
