"""Budgets: who gets how much, what to change while it runs, and its way from draft to closed.

Amounts are in minor units.
"""
from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Any, Callable, Iterable, Mapping

from . import _arrays as arrays
from . import _library as lib
from ._options import make_options
from .allocation import bounds_of

ROLES = ("author", "reviewer", "approver", "controller")
ACTIONS = ("keep", "add", "cut", "freeze")
SHAPES = ("hill", "logistic")
_FIELDS = ("sequence", "at", "actor", "action", "reason", "content", "hash")


def split(total: int, n: int, history: Iterable[float] | None = None,
          target: Iterable[float] | None = None, lower: Any = None, upper: Any = None,
          locked: Any = None, **basis: float) -> list[int]:
    """Amounts of n lines that add up to total. basis: the weights of history (1), target (0) and
    equal parts (0), as keywords history_weight, target_weight and equal_weight; lower, upper,
    locked: floors, caps and fixed amounts as in allocation.spread.

    >>> split(100000, 3, history=[300, 100, 0], lower=[0, 0, 10000])
    [67500, 22500, 10000]
    >>> split(100, 3, history_weight=0, equal_weight=1)
    [34, 33, 33]
    """
    lines = arrays.integer(n, "n", 0)
    for name in basis:
        if name not in ("history_weight", "target_weight", "equal_weight"):
            raise lib.NotFound(f"basis: {name!r} is none of history_weight, target_weight, "
                               "equal_weight")
    weights = {name[:-len("_weight")]: value for name, value in basis.items()}
    out = (lib.I64 * lines)()
    lib.call("budget_split", make_options("budget_split", **weights),
             arrays.integer(total, "total"), lines, arrays.numbers(history, lines, "history"),
             arrays.numbers(target, lines, "target"), *bounds_of(lines, lower, upper, locked), out)
    return list(out)


def best_split(total: int, scale: Iterable[float], half: Any, slope: Any = None,
               shape: Iterable[str] | None = None, lower: Any = None, upper: Any = None,
               locked: Any = None) -> dict[str, Any]:
    """The amounts with the largest total response: amount, a list; response; bound, which no split
    exceeds; marginal, of one minor unit more. The curves are scale·x^slope / (half^slope +
    x^slope), or where shape is "logistic", scale·tanh(x·ln 3 / (2·half)); half in minor units.

    >>> best_split(500000, [4e6, 1e6], 200000)["amount"]
    [400000, 100000]
    """
    most = arrays.doubles(scale, "scale")
    n = len(most)
    shapes = None
    if shape is not None:
        for i, one in enumerate(shape := arrays.items(shape, "shape")):
            if one not in SHAPES:
                raise lib.InvalidArgument(f"shape[{i}]: {one!r} is none of {', '.join(SHAPES)}")
        shapes = arrays.indices([SHAPES.index(one) for one in shape], n, "shape")
    table = lib.columns(lib.make(
        "result", "budget_best_split", arrays.integer(total, "total"), n, shapes, most,
        arrays.numbers(half, n, "half"), arrays.numbers(slope, n, "slope"),
        *bounds_of(n, lower, upper, locked)))
    return {name: values if name == "amount" else values[0] for name, values in table.items()}


@dataclass
class Adjustment:
    """Proposals, and what the budgets are after all of them."""

    #: action, from, to (names of lines, None the reserve), amount, effect, lower, upper, reason
    proposals: list[dict[str, Any]]
    budget: dict[Any, int]  #: by line
    last: dict[Any, str]  #: by line, for the next time: "keep", "add", "cut", "freeze"
    reserve: int


def propose(lines: Iterable[Mapping[str, Any]], reserve: int = 0, **options: Any) -> Adjustment:
    """What to change in a running budget.

    lines: dicts with line, budget, planned and spent (up to today), target and landing (of its
    result), marginal (result per unit of further spend) and, where known, committed (what is
    spent), landing_sd, marginal_sd (0), elasticity (1) and last ("keep"). Keywords are the options
    of scope "budget_adjustment".

    >>> made = propose([{"line": "Web", "budget": 100000, "planned": 50000, "spent": 50000,
    ...                  "target": 1000, "landing": 800, "marginal": 3}], reserve=50000)
    >>> made.proposals[0]["action"], made.proposals[0]["amount"], made.proposals[0]["effect"]
    ('add', 10000, 20000.0)
    """
    rows = [dict(row) for row in lines]
    needed = {"line", "budget", "planned", "spent", "target", "landing", "marginal"}
    more = {"committed", "landing_sd", "marginal_sd", "elasticity", "last"}
    for i, row in enumerate(rows):
        if not needed <= set(row) <= needed | more:
            raise lib.InvalidArgument(f"lines[{i}]: needs {', '.join(sorted(needed))} and allows "
                                      f"{', '.join(sorted(more))}")
        if row.get("last", "keep") not in ACTIONS:
            raise lib.InvalidArgument(f"lines[{i}].last: {row['last']!r} is none of "
                                      f"{', '.join(ACTIONS)}")
    names = [row["line"] for row in rows]
    for i, name in enumerate(names):
        if name in names[:i]:
            raise lib.Duplicate(f"lines[{i}].line: {name!r} is given twice")

    def money(field):
        return arrays.integers([row.get(field, row["spent"]) for row in rows], field)

    def numbers(field, otherwise=0.0):
        return arrays.doubles([row.get(field, otherwise) for row in rows], field)

    table = lib.columns(lib.make(
        "result", "budget_propose", make_options("budget_adjustment", **options), len(rows),
        *(money(field) for field in ("budget", "planned", "spent", "committed")),
        *(numbers(field) for field in ("target", "landing", "landing_sd", "marginal",
                                       "marginal_sd")),
        numbers("elasticity", 1.0),
        arrays.indices([ACTIONS.index(row.get("last", "keep")) for row in rows], len(rows), "last"),
        arrays.integer(reserve, "reserve")))
    columns = ("action", "from", "to", "amount", "effect", "lower", "upper", "reason")
    proposals = [dict(zip(columns, row)) for row in zip(*(table[name] for name in columns))]
    for proposal in proposals:
        for end in ("from", "to"):
            proposal[end] = None if proposal[end] < 0 else names[proposal[end]]
    return Adjustment(proposals, dict(zip(names, table["budget"])),
                      {name: ACTIONS[last] for name, last in zip(names, table["last"])},
                      table["reserve"][0])


class Policy:
    """Who may do what. people: by name, the roles, or (roles, the most he may approve); above
    second_above a second approver is needed.

    >>> policy = Policy({"ann": ["author"], "bob": ["reviewer", "controller"],
    ...                  "cid": (["approver"], 5000000)}, second_above=10000000)
    """

    def __init__(self, people: Mapping[str, Any], second_above: int | None = None) -> None:
        bits, limits = [], []
        for name, given in people.items():
            roles, limit = given if isinstance(given, tuple) else (given, None)
            for role in (roles := arrays.items(roles, f"people[{name!r}]")):
                if role not in ROLES:
                    raise lib.InvalidArgument(f"people[{name!r}]: {role!r} is none of "
                                              f"{', '.join(ROLES)}")
            bits.append(sum(1 << ROLES.index(role) for role in set(roles)))
            limits.append(limit)
        n = len(bits)
        above = arrays.MISSING if second_above is None else arrays.integer(second_above,
                                                                           "second_above")
        self._handle = lib.make("policy", "policy_create", n, *lib.encode_list(people, "people"),
                                (lib.I32 * n)(*bits), arrays.integers(limits, "limit"), above)


def _standing(result):
    table = lib.columns(result)
    return {name: values if name == "approvals" else values[0] for name, values in table.items()}


def _add(trail, entry):
    texts = [lib.encode(entry[field], field) for field in _FIELDS[2:]]
    lib.call("trail_add", trail, arrays.integer(entry["sequence"], "sequence"),
             arrays.integer(entry["at"], "at"), *texts)


class Trail:
    """An audit trail: the entries of one budget, dicts with sequence, at, actor, action, reason,
    content and hash, each chained to the one before."""

    def __init__(self, name: str, entries: Iterable[Mapping[str, Any]] = ()) -> None:
        self._handle = lib.make("trail", "trail_create", lib.encode(name, "name"))
        for entry in entries:
            _add(self._handle, entry)

    @property
    def entries(self) -> list[dict[str, Any]]:
        """Oldest first."""
        table = lib.columns(lib.make("result", "trail_entries", self._handle))
        return [dict(zip(table, row)) for row in zip(*table.values())]

    def verify(self, head: str = "") -> None:
        """ParseError for the first entry that was changed, inserted, removed or reordered. head: a
        hash noted down before, which must be there."""
        lib.call("trail_verify", self._handle, lib.encode(head, "head"))

    def standing(self) -> dict[str, Any]:
        """stage, versions, in_force, entries, head (the last hash), approvals (so far)."""
        return _standing(lib.make("result", "budget_standing", self._handle))

    def version(self, number: int) -> dict[str, int]:
        """Amounts by line of a version, from 1."""
        table = lib.columns(lib.make("result", "budget_version", self._handle,
                                     arrays.integer(number, "number")))
        return dict(zip(table["line"], table["amount"]))

    def last_change(self) -> dict[str, tuple[int, str]]:
        """By line of the version in force its amount, and what was done to it when it replaced the
        one before: "keep", "add" or "cut", as propose() takes it."""
        table = lib.columns(lib.make("result", "budget_last_change", self._handle))
        return {line: (amount, ACTIONS[last]) for line, amount, last in zip(
            table["line"], table["amount"], table["last"])}

    def difference(self, before: int, after: int) -> dict[str, tuple[int | None, int | None]]:
        """(before, after) by line that differs between two versions; None where it is not there."""
        table = lib.columns(lib.make("result", "budget_difference", self._handle,
                                     arrays.integer(before, "before"),
                                     arrays.integer(after, "after")))
        return {line: tuple(None if amount == arrays.MISSING else amount for amount in change)
                for line, *change in zip(table["line"], table["before"], table["after"])}


class Store:
    """Where trails are kept: in memory, or by two functions of the caller's.

    read(name) gives the entries kept under a name, oldest first: dicts as in Trail. append(name,
    entry) keeps one, durably, or raises Conflict where the name has one of that sequence already.

    >>> store, policy = Store(), Policy({"ann": ["author"], "bob": ["reviewer"]})
    >>> store.act("2026", "draft", "ann", policy, now=0, lines={"Web": 60000})["stage"]
    'drafting'
    >>> store.act("2026", "submit", "ann", policy, now=1)["stage"]
    'review'
    >>> store.trail("2026").version(1)
    {'Web': 60000}
    """

    def __init__(self, read: Callable[[str], Iterable[Mapping[str, Any]]] | None = None,
                 append: Callable[[str, dict[str, Any]], None] | None = None) -> None:
        if (read is None) != (append is None):
            raise lib.InvalidArgument("read: a store has both functions, or neither")
        raised = self._raised = threading.local()

        def kept(work):
            try:
                work()
                return 0
            except BaseException as error:  # not across the C frames: act() and trail() raise it
                raised.error = error
                return lib.Conflict.status if isinstance(error, lib.Conflict) else 1

        def on_read(name, trail, _):
            return kept(lambda: [_add(trail, entry) for entry in read(name.decode())])

        def on_append(name, sequence, at, actor, action, reason, content, digest, _):
            texts = [text.decode() for text in (actor, action, reason, content, digest)]
            entry = dict(zip(_FIELDS, (sequence, at, *texts)))
            return kept(lambda: append(name.decode(), entry))

        none = read is None
        self._callbacks = (lib.STORE_READ() if none else lib.STORE_READ(on_read),
                           lib.STORE_APPEND() if none else lib.STORE_APPEND(on_append))
        self._handle = lib.make("store", "store_create", *self._callbacks, None)

    def _make(self, kind, name, *arguments):
        self._raised.error = None
        try:
            return lib.make(kind, name, *arguments)
        except lib.Error:
            error = self._raised.error
            if error is None or isinstance(error, lib.Conflict):
                raise
            raise error from None
        finally:
            self._raised.error = None

    def trail(self, name: str) -> Trail:
        """The trail kept under a name; without entries where there is none."""
        trail = Trail.__new__(Trail)
        trail._handle = self._make("trail", "store_trail", self._handle, lib.encode(name, "name"))
        return trail

    def act(self, name: str, step: str, actor: str, policy: Policy, reason: str = "",
            lines: Mapping[str, int] | None = None, now: int | None = None,
            seen: int | None = None) -> dict[str, Any]:
        """Takes a budget one step on and returns its standing; what is refused changes nothing.

        step: draft, submit, endorse, reject, approve, monitor, adjust, withdraw, close. lines:
        amounts by name, of draft and adjust. now: seconds since 1970-01-01 UTC, else the clock's.
        seen: entries that the actor has seen; a Conflict where there are others.
        """
        amounts = dict(lines or {})
        when = int(time.time()) if now is None else arrays.integer(now, "now")
        return _standing(self._make(
            "result", "budget_act", self._handle, policy._handle, lib.encode(name, "name"),
            lib.encode(step, "step"), lib.encode(actor, "actor"), lib.encode(reason, "reason"),
            when, -1 if seen is None else arrays.integer(seen, "seen", 0), len(amounts),
            *lib.encode_list(amounts, "lines"), arrays.integers(amounts.values(), "lines")))
