"""Spreading totals, exact to the unit."""
from __future__ import annotations

import math
from typing import Any, Iterable, Mapping, NamedTuple

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
    if not hasattr(value, "__iter__") or getattr(value, "ndim", 1) == 0:
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
    if len(locked) != len(weights) or not locked or not all(map(arrays.is_bool, locked)):
        return locked
    return [arrays.integer(weights[i], f"locked[{i}]: the weight") if one else None
            for i, one in enumerate(locked)]


def bounds_of(n, lower, upper, locked):
    """Bounds and locks of n items as the library takes them."""
    return [arrays.pointer(_per_item(lower, n, "lower")),
            arrays.pointer(_per_item(upper, n, "upper")),
            arrays.pointer(_per_item(locked, n, "locked"))]


def _tree(parents, n):
    above = arrays.items(parents, "parents")
    if len(above) != n:
        raise lib.InvalidArgument(f"parents: {len(above)} values for {n} nodes")
    return (lib.I32 * n)(*(arrays.integer(p, f"parents[{i}]", -(2**31), 2**31 - 1)
                           for i, p in enumerate(above)))


def _labels(labels, n):
    if labels is None:
        return None, 0
    labels = arrays.items(labels, "labels")
    if len(labels) != n:
        raise lib.InvalidArgument(f"labels: {len(labels)} values for {n} nodes")
    return lib.encode_list(labels, "labels")


def spread(total: int, weights: Iterable[Any], lower: Any = None, upper: Any = None,
           locked: Any = None, unit: int = 1, **options: Any) -> list[int]:
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
    out = (lib.I64 * n)()
    handle = make_options("allocate", unit=unit, **options)
    lib.call("allocate_spread", handle, arrays.integer(total, "total"), n, values,
             *bounds_of(n, lower, upper, _locks(locked, values)), out)
    return list(out)


def cascade(total: int, parents: Iterable[int], weights: Iterable[Any], lower: Any = None,
            upper: Any = None, locked: Any = None, labels: Iterable[str] | None = None,
            unit: int = 1, **options: Any) -> list[int]:
    """Breaks `total` down a tree so that every parent is the sum of its children: a list of int.

    parents: [n] index of each node's parent, -1 for node 0, the root; parents come first. weights:
    [n], None at an inner node for the sum of its children. labels: names for messages.

    >>> cascade(101, [-1, 0, 0, 1, 1], [None, None, 1, 1, 1])
    [101, 67, 34, 34, 33]
    """
    values = arrays.doubles(weights, "weights")
    n = len(values)
    out = (lib.I64 * n)()
    handle = make_options("allocate", unit=unit, **options)
    lib.call("allocate_cascade", handle, arrays.integer(total, "total"), n, _tree(parents, n),
             values, *bounds_of(n, lower, upper, _locks(locked, values)), *_labels(labels, n), out)
    return list(out)


def controlled_rounding(values: Iterable[Iterable[Any]], rows: Iterable[int] | None = None,
                        columns: Iterable[int] | None = None, unit: int = 1) -> list[list[int]]:
    """Rounds a table so that its rows, columns, subtotals and total come out rounded as well: each is
    the multiple of `unit` below or above, with the least squared change. A list of lists of int.

    values: minor units, a row for each leaf of the tree `rows` with a value for each leaf of the tree
    `columns`; parents as for `cascade`, None for a total alone.

    >>> controlled_rounding([[1400, 1300, 1400], [2600, 300, 1200]], unit=1000)
    [[1000, 1000, 2000], [3000, 0, 1000]]
    """
    flat, n, width = arrays.block(values, "values")
    trees = []
    for parents, leaves, what in ((rows, n, "rows"), (columns, width, "columns")):
        above = [-1] + [0] * leaves if parents is None else arrays.items(parents, what)
        trees += [len(above), arrays.indices(above, len(above), what)]
    out = (lib.I64 * (n * width))()
    lib.call("allocate_controlled_rounding", make_options("allocate", unit=unit), *trees, n * width,
             flat, out)
    return [list(out[i * width:(i + 1) * width]) for i in range(n)]


class Reason(NamedTuple):
    """One split on the way from the root to a node. `value` is `wish`, the part at the siblings'
    common level, held by `bound` where `hold` is not "none", and rounded."""

    node: int
    pool: int  #: what is handed down to the node and its siblings, in minor units
    weight: float
    share: float  #: of the siblings' weight
    wish: float
    hold: str  #: "none", "lower", "upper" or "locked"
    bound: int | None
    from_below: bool  #: the bound is the sum of what its children may be
    price: float  #: ln(bound / wish), the bound's shadow price
    rounding: float
    value: int


def explain(node: int, total: int, parents: Iterable[int], weights: Iterable[Any],
            lower: Any = None, upper: Any = None, locked: Any = None,
            labels: Iterable[str] | None = None, unit: int = 1, **options: Any) -> list[Reason]:
    """Why `cascade` of the same arguments gives `node` its value: the splits from the root to it.

    >>> [(r.node, r.pool, r.value) for r in explain(3, 101, [-1, 0, 0, 1, 1],
    ...                                             [None, None, 1, 1, 1])]
    [(0, 101, 101), (1, 101, 67), (3, 67, 34)]
    """
    values = arrays.doubles(weights, "weights")
    n = len(values)
    handle = make_options("allocate", unit=unit, **options)
    result = lib.make("result", "allocate_explain", handle, arrays.integer(node, "node"),
                      arrays.integer(total, "total"), n, _tree(parents, n), values,
                      *bounds_of(n, lower, upper, _locks(locked, values)), *_labels(labels, n))
    table = lib.columns(result)
    table["bound"] = [None if one == arrays.MISSING else one for one in table["bound"]]
    table["from_below"] = list(map(bool, table["from_below"]))
    return [Reason(*row) for row in zip(*(table[name] for name in Reason._fields))]


def replan(plan: Iterable[int], parents: Iterable[int], total: int,
           closed: Iterable[Any] | None = None, lower: Any = None, upper: Any = None,
           locked: Any = None, labels: Iterable[str] | None = None, unit: int = 1) -> list[int]:
    """A plan after a change in mid-year: what is closed stays, what is open moves no more than it
    must. A list of int.

    plan: [n] the present value of every node, parents the sums of their children. closed: [n] true
    for a leaf that is past. total: the root's new value. Bounds and locks as for `cascade`; a rep
    who leaves is one whose open leaves are locked at 0.

    >>> replan([100, 40, 60], [-1, 0, 0], 130, closed=[False, True, False])
    [130, 40, 90]
    """
    values = arrays.integers(plan, "plan")
    n = len(values)
    flags = None
    if closed is not None:
        closed = arrays.items(closed, "closed")
        if len(closed) != n:
            raise lib.InvalidArgument(f"closed: {len(closed)} values for {n} nodes")
        flags = (lib.I32 * n)(*map(bool, closed))
    out = (lib.I64 * n)()
    lib.call("allocate_replan", make_options("allocate", unit=unit),
             arrays.integer(total, "total"), n, _tree(parents, n), values, flags,
             *bounds_of(n, lower, upper, _locks(locked, values)), *_labels(labels, n), out)
    return list(out)


class Margins(NamedTuple):
    """A table that meets its margins: `cells` row-major, in minor units; `missed`, what the cells of
    a total come to less the nearest that was asked, as {(dimension, ...): {index: excess}}: totals
    with a price, and in tables of three and more margins those that whole units could not meet;
    `cost`, the prices of all that is missed."""

    cells: list[int]
    missed: dict[tuple[str, ...], dict[int, int]]
    cost: float


def _margin_prices(prices, keys, lengths):
    """The prices of all totals, one margin after the other, NaN for what must be met."""
    given = {(key,) if isinstance(key, str) else tuple(key): price for key, price in prices.items()}
    for key in given:
        if key not in keys:
            raise lib.InvalidArgument(f"prices: {key!r} has no totals")
    worth = []
    for key, length in zip(keys, lengths):
        price = given.get(key)
        if price is not None and hasattr(price, "__iter__"):
            price = arrays.items(price, f"prices[{key!r}]")
            if len(price) != length:
                raise lib.InvalidArgument(f"prices[{key!r}]: {len(price)} values for {length} totals")
            worth.extend(price)
        else:
            worth.extend([price] * length)
    return arrays.doubles(worth, "prices")


def margins(basis: Iterable[Any], dimensions: Mapping[str, Iterable[str]],
            totals: Mapping[Any, Iterable[Any]], lower: Any = None, upper: Any = None,
            locked: Any = None, unit: int = 1,
            prices: Mapping[Any, Any] | None = None) -> Margins:
    """Meets several margins of one table at once, to the unit, as near to `basis` as bounds allow.

    basis: row-major over `dimensions`, {name: members}; >= 0, 0 stays 0. totals: {name: totals} or
    {(name, ...): totals}, row-major over those dimensions; () is the grand total. A total is a
    number, None where it is free, or (lower, upper) with None for an open end. Bounds and locks as
    for `spread`, one a cell. prices: of the margins of `totals` that may be missed, one price or a
    list with None for what must be met; a price of p is worth multiplying or dividing cells by up
    to e^p. Raises Infeasible, naming totals that no table can meet together.

    >>> table = {"rep": ["Ann", "Bob"], "month": ["Jan", "Feb"]}
    >>> margins([40, 30, 35, 50], table, {"rep": [80, 70], "month": [65, 85]}).cells
    [41, 39, 24, 46]
    >>> margins([40, 30, 35, 50], table, {"rep": [80, 70], "month": [None, (80, None)]}).cells
    [43, 37, 27, 43]
    >>> margins([40, 30, 35, 50], table, {"rep": [80, 70], "month": [65, 85]},
    ...         prices={"month": 0.05})
    Margins(cells=[44, 36, 27, 43], missed={('month',): {0: 6, 1: -6}}, cost=0.6000000000000001)
    """
    values = arrays.doubles(basis, "basis")
    n = len(values)
    names = list(dimensions)
    members = [list(dimensions[name]) for name in names]
    keys = [(key,) if isinstance(key, str) else tuple(key) for key in totals]
    cell_bounds = bounds_of(n, lower, upper, _locks(locked, values))
    masks, given, lower, upper, lengths = [], [], [], [], []
    for key, rows in zip(keys, totals.values()):
        for name in key:
            if name not in dimensions:
                raise lib.InvalidArgument(f"totals: {name!r} is no dimension")
        if [names.index(name) for name in key] != sorted({names.index(name) for name in key}):
            raise lib.InvalidArgument(f"totals: {key!r} are not in the order of the dimensions")
        masks.append(sum(1 << names.index(name) for name in key))
        rows = arrays.items(rows, f"totals[{key!r}]")
        needed = math.prod(len(members[names.index(name)]) for name in key)
        if len(rows) != needed:
            raise lib.InvalidArgument(f"totals[{key!r}]: {len(rows)} values for {needed} totals")
        lengths.append(len(rows))
        for i, row in enumerate(rows):
            ends = row if isinstance(row, tuple) else (None, None)
            if len(ends) != 2:
                raise lib.InvalidArgument(f"totals[{key!r}][{i}]: {row!r} is not (lower, upper)")
            given.append(None if isinstance(row, tuple) else row)
            lower.append(ends[0])
            upper.append(ends[1])
    worth = _margin_prices(prices or {}, keys, lengths)
    out = (lib.I64 * n)()
    excess = (lib.I64 * len(given))()
    lib.call("allocate_margins", make_options("allocate", unit=unit), len(names),
             (lib.I64 * len(names))(*map(len, members)), n, values,
             *cell_bounds, len(masks), (lib.I32 * len(masks))(*masks), len(given),
             arrays.integers(given, "totals"), arrays.integers(lower, "totals"),
             arrays.integers(upper, "totals"), worth,
             *lib.encode_list([text for texts in (names, *members) for text in texts], "dimensions"),
             out, excess)
    missed: dict[tuple[str, ...], dict[int, int]] = {}
    start = 0
    for key, length in zip(keys, lengths):
        off = {i: excess[start + i] for i in range(length) if excess[start + i]}
        if off:
            missed[key] = off
        start += length
    cost = sum((abs(off) * price for off, price in zip(excess, worth) if price <= 500), 0.0)
    return Margins(list(out), missed, cost)


class Operation(NamedTuple):
    """One step of a worksheet's log; `Worksheet.apply` says what the fields are."""

    step: str
    node: int
    amount: int
    action: str
    cells: str
    growth: str
    last: int
    ratio: float
    reference: int
    pattern: str
    note: str


class Move(NamedTuple):
    """What the step at `operation` of the log made of a node."""

    operation: int
    before: int
    after: int


class Worksheet:
    """A plan under the planner's hand: steps on the nodes of a tree, logged, undone and replayed.
    Every parent is the sum of its children at all times.

    leaves: [n] minor units, of which the leaves' are taken. parents, labels as for `cascade`.

    >>> sheet = Worksheet([None, None, 60, 10, 30], [-1, 0, 0, 1, 1])
    >>> sheet.apply("proportional", 0, 200, note="the board wants twice as much")
    >>> sheet.apply("replan", 3, 0, note="Ann leaves")
    >>> sheet.values
    [200, 80, 120, 0, 80]
    >>> sheet.history(3)
    [Move(operation=0, before=10, after=20), Move(operation=1, before=20, after=0)]
    >>> sheet.undo(), sheet.values
    (True, [200, 80, 120, 20, 60])
    """

    def __init__(self, leaves: Iterable[Any], parents: Iterable[int],
                 labels: Iterable[str] | None = None) -> None:
        values = arrays.integers(leaves, "leaves")
        n = len(values)
        self._handle = lib.make("worksheet", "worksheet_create", n, _tree(parents, n), values,
                                *_labels(labels, n))

    def apply(self, step: str, node: int, amount: int = 0, **options: Any) -> None:
        """Does a step to a node, and so to the leaves below it: "proportional", "equal", "relative"
        or "pattern" (amount is what they come to), "repeat" (each one's value), "change",
        "straight_line" or "growth" (amount is the first value), "clear", "replan" (the node comes to
        amount and its nearest siblings make up for it), "hold" or "release". Keywords are the
        options of scope "worksheet". A step that is refused changes nothing."""
        lib.call("worksheet_apply", self._handle, make_options("worksheet", **options),
                 lib.encode(step, "step"), arrays.integer(node, "node"),
                 arrays.integer(amount, "amount"))

    def replay(self, log: Iterable[Operation]) -> None:
        """Applies the log of another worksheet: the same start gives the same values to the bit."""
        for operation in log:
            self.apply(**operation._asdict())

    def undo(self) -> bool:
        """Takes the last step back; False where there is none."""
        return self._travel("worksheet_undo")

    def redo(self) -> bool:
        """Brings a step that was taken back; False where there is none."""
        return self._travel("worksheet_redo")

    def _travel(self, way: str) -> bool:
        done = lib.I32()
        lib.call(way, self._handle, lib.ctypes.byref(done))
        return bool(done.value)

    def _table(self, what: str, *arguments: Any) -> dict[str, list[Any]]:
        return lib.columns(lib.make("result", f"worksheet_{what}", self._handle, *arguments))

    @property
    def values(self) -> list[int]:
        """The value of every node."""
        return self._table("values")["value"]

    @property
    def held(self) -> list[bool]:
        """Whether each leaf keeps its value."""
        return list(map(bool, self._table("values")["held"]))

    @property
    def log(self) -> list[Operation]:
        """The steps that stand, in order."""
        return [Operation(*row) for row in zip(*self._table("log").values())]

    def history(self, node: int) -> list[Move]:
        """Why a node is what it is: the steps that changed its value, in order."""
        table = self._table("history", arrays.integer(node, "node"))
        return [Move(*row) for row in zip(*table.values())]
