"""The instances of bench/allocation/spread_bench.cpp and margins_bench.cpp (without bounds) by numpy,
as well as it can: variable fixing (Bitran & Hax) and iterative proportional fitting on whole arrays.
allocation_numpy.py. Needs numpy. Times are CPU milliseconds, the least of five."""
import time

import numpy


def uniforms(seed, count):
    """The first numbers of bench/splitmix64.hpp."""
    with numpy.errstate(over="ignore"):
        z = numpy.uint64(seed) + numpy.arange(1, count + 1, dtype=numpy.uint64) \
            * numpy.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> numpy.uint64(31))) >> numpy.uint64(11)) * 2.0 ** -53


def normals(u, v):
    return numpy.sqrt(-2 * numpy.log(u)) * numpy.cos(2 * numpy.pi * v)


def measured(call):
    times = []
    for _ in range(5):
        start = time.process_time()
        result = call()
        times.append(time.process_time() - start)
    return 1e3 * min(times), result


def fixed(total, weights, lower, upper):
    """clip(level·weights) that sums to the total; and whole numbers of the same sum."""
    parts = numpy.empty_like(weights)
    free = numpy.arange(len(weights))
    rest = total
    while len(free):
        w, low, high = weights[free], lower[free], upper[free]
        level = rest / w.sum()
        wish = level * w
        below, above = wish < low, wish > high
        short = (low - wish)[below].sum() - (wish - high)[above].sum()
        if short == 0 and not below.any() and not above.any():
            parts[free] = wish
            break
        done = below if short > 0 else above if short < 0 else below | above
        parts[free[done]] = numpy.where(below, low, high)[done]
        rest -= parts[free[done]].sum()
        free = free[~done]
    whole = numpy.floor(parts)
    missing = int(round(total - whole.sum()))
    room = numpy.where(whole < upper, parts - whole, -1)
    whole[numpy.argpartition(-room, missing)[:missing]] += 1
    return whole


def bounded_split(n=1000000):
    u = uniforms(42, 5 * n).reshape(n, 5)
    a = numpy.exp(6 + normals(u[:, 0], u[:, 1]))
    weights = a * numpy.exp(0.3 * normals(u[:, 2], u[:, 3]))
    lower, upper = numpy.rint(50 * a), numpy.rint(150 * a)
    locked = u[:, 4] < 0.05
    lower[locked] = upper[locked] = numpy.rint(100 * a[locked])
    total = float(round(112 * a.sum()))
    ms, parts = measured(lambda: fixed(total, weights, lower, upper))
    assert parts.sum() == total and (parts >= lower).all() and (parts <= upper).all()
    print(f"numpy bounded_split/{n}: {ms:.1f} ms")


def three_margins(a=200, b=200, c=12):
    u = uniforms(11, 6 * a * b * c).tolist()
    basis, hidden = numpy.zeros(a * b * c), numpy.zeros(a * b * c)
    at, cells, first = 0, [], []
    for k in range(a * b * c):
        at += 1
        if u[at - 1] < 0.3:
            continue
        cells.append(k)
        first.append(at)
        at += 5
    u, first = numpy.array(u), numpy.array(first)
    basis[cells] = numpy.exp(normals(u[first], u[first + 1]))
    hidden[cells] = numpy.exp(normals(u[first + 2], u[first + 3]))
    basis, hidden = basis.reshape(a, b, c), hidden.reshape(a, b, c)
    margins = [(axis, hidden.sum(axis=axis, keepdims=True)) for axis in (2, 1, 0)]

    def fit():
        y = basis.copy()
        for passes in range(1, 1000):
            error = 0
            for axis, totals in margins:
                sums = y.sum(axis=axis, keepdims=True)
                error = max(error, (abs(totals - sums) / numpy.maximum(totals, sums)).max())
                y *= totals / sums
            if error <= 1e-9:
                return passes
        raise AssertionError("not met")

    ms, passes = measured(fit)
    print(f"numpy three_margins: {ms:.1f} ms, {passes} passes")


if __name__ == "__main__":
    bounded_split()
    three_margins()
