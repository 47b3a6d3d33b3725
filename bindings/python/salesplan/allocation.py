"""Spreading totals, exact to the unit."""
from . import _arrays as arrays
from . import _library as lib
from ._options import make_options


def _per_item(value, n, what):
    """None, one value for all, a dict {index: value}, or a sequence with None for none."""
    if value is None:
        return None
    if isinstance(value, dict):
        rows = [None] * n
        for key, one in value.items():
            rows[arrays.integer(key, f"{what} key", 0, n - 1)] = one
        return arrays.integers(rows, what)
    if not hasattr(value, "__iter__"):
        return arrays.integers([value] * n, what)
    values = arrays.integers(value, what)
    if len(values) != n:
        raise lib.InvalidArgument(f"{what}: {len(values)} values for {n} items")
    return values


def _locks(locked, weights):
    """Fixed parts; True holds an item at its weight."""
    if locked is None or isinstance(locked, dict):
        return locked
    locked = arrays.items(locked, "locked")
    if len(locked) == len(weights) and any(isinstance(one, bool) for one in locked):
        return [arrays.integer(weights[i], f"locked[{i}]: the weight") if one is True
                else None if one is False else one for i, one in enumerate(locked)]
    return locked


def spread(total, weights, lower=None, upper=None, locked=None, unit=1, **options):
    """Parts of `total` in proportion to `weights` that sum to it exactly: a list of int.

    total, parts, lower, upper, locked: minor units (cents). lower, upper: one bound an item (None
    for none), or one for all. locked: fixed parts (None for free), a dict {index: part}, or bools:
    True holds the item at its weight. Every part is a multiple of `unit`. Keywords are the options
    of scope "allocate", such as zero_weights="equal". Raises Infeasible where bounds and locks leave
    no answer.

    >>> spread(60 + 40, [10, 20, 30], locked=[None, 20, None])
    [20, 20, 60]
    """
    values = arrays.doubles(weights, "weights")
    n = len(values)
    bounds = [arrays.pointer(_per_item(lower, n, "lower")),
              arrays.pointer(_per_item(upper, n, "upper")),
              arrays.pointer(_per_item(_locks(locked, values), n, "locked"))]
    out = (lib.I64 * n)()
    handle = make_options("allocate", dict(options, unit=unit))
    lib.call("allocate_spread", handle, arrays.integer(total, "total"), n, values, *bounds, out)
    return list(out)


def cascade(total, parents, weights, lower=None, upper=None, locked=None, labels=None, unit=1,
            **options):
    """Breaks `total` down a tree so that every parent is the sum of its children: a list of int.

    parents: [n] index of each node's parent, -1 for node 0, the root; parents come first. weights:
    [n], None at an inner node for the sum of its children. labels: names for messages.

    >>> cascade(101, [-1, 0, 0, 1, 1], [None, None, 1, 1, 1])
    [101, 67, 34, 34, 33]
    """
    values = arrays.doubles(weights, "weights")
    n = len(values)
    above = arrays.items(parents, "parents")
    if len(above) != n:
        raise lib.InvalidArgument(f"parents: {len(above)} values for {n} nodes")
    tree = (lib.I32 * n)(*(arrays.integer(p, f"parents[{i}]", -(2**31), 2**31 - 1)
                           for i, p in enumerate(above)))
    if labels is not None and len(labels) != n:
        raise lib.InvalidArgument(f"labels: {len(labels)} values for {n} nodes")
    names, size = (None, 0) if labels is None else lib.encode_list(labels, "labels")
    bounds = [arrays.pointer(_per_item(lower, n, "lower")),
              arrays.pointer(_per_item(upper, n, "upper")),
              arrays.pointer(_per_item(_locks(locked, values), n, "locked"))]
    out = (lib.I64 * n)()
    handle = make_options("allocate", dict(options, unit=unit))
    lib.call("allocate_cascade", handle, arrays.integer(total, "total"), n, tree, values, *bounds,
             names, size, out)
    return list(out)
