"""Budgets in Python: budget_test.py."""
import doctest
import sqlite3
import threading
import unittest

import salesplan
from salesplan import budget

POLICY = budget.Policy({"ann": ["author"], "bob": ["reviewer", "controller"],
                        "cid": (["approver"], 70000), "dan": ["approver"]}, second_above=50000)
STEPS = [("draft", "ann", {"lines": {"Web": 60000}}), ("submit", "ann", {}), ("endorse", "bob", {}),
         ("approve", "cid", {}), ("approve", "dan", {}), ("monitor", "bob", {}),
         ("adjust", "ann", {"lines": {"Web": 40000, "Fairs": 500}, "reason": "less to do"})]
FIELDS = "sequence, at, actor, action, reason, content, hash"


class Table:
    """A host's store: a table with a unique key."""

    def __init__(self):
        self.database = sqlite3.connect(":memory:", check_same_thread=False)
        self.database.execute(f"CREATE TABLE entry (name, {FIELDS}, UNIQUE (name, sequence))")
        self.store = budget.Store(self.read, self.append)

    def read(self, name):
        rows = self.database.execute(
            f"SELECT {FIELDS} FROM entry WHERE name = ? ORDER BY sequence", (name,))
        return [dict(zip(FIELDS.split(", "), row)) for row in rows]

    def append(self, name, entry):
        try:
            with self.database:
                self.database.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                                      (name, *entry.values()))
        except sqlite3.IntegrityError:
            raise salesplan.Conflict("taken") from None


def walk(store):
    for now, (step, actor, more) in enumerate(STEPS):
        standing = store.act("2026", step, actor, POLICY, now=now, **more)
    return standing


class Amounts(unittest.TestCase):
    def test_docstrings(self):
        failed, tried = doctest.testmod(budget)
        self.assertEqual(failed, 0)
        self.assertGreater(tried, 6)

    def test_bounds(self):
        made = budget.best_split(1000000, [4e6, 1e6, 1e6], [200000, 200000, 100000],
                                 shape=["hill", "hill", "logistic"], upper={0: 400000})
        self.assertEqual(sum(made["amount"]), 1000000)
        self.assertEqual(made["amount"][0], 400000)
        self.assertAlmostEqual(made["response"] / made["bound"], 1, 6)
        self.assertEqual(budget.split(100, 2, target=[1, 3], history_weight=0, target_weight=2),
                         [25, 75])
        for error, text, call in [
                (salesplan.NotFound, "equals", lambda: budget.split(1, 2, equals=1)),
                (salesplan.InvalidArgument, "history", lambda: budget.split(1, 2)),
                (salesplan.InvalidArgument, r"shape\[0\]",
                 lambda: budget.best_split(1, [1], 1, shape=["bell"]))]:
            with self.assertRaisesRegex(error, text):
                call()

    def test_proposals(self):
        line = {"line": "Web", "budget": 100000, "planned": 50000, "spent": 50000, "target": 1000,
                "landing": 960, "marginal": 3}
        self.assertEqual(budget.propose([line], 50000).proposals, [])
        made = budget.propose([dict(line, last="add")], 50000, step=0.2)
        self.assertEqual((made.budget, made.reserve, made.last), ({"Web": 120000}, 30000,
                                                                  {"Web": "add"}))
        self.assertIsNone(made.proposals[0]["from"])
        for error, text, lines in [
                (salesplan.Duplicate, r"lines\[1\].line", [line, line]),
                (salesplan.InvalidArgument, "last", [dict(line, last="more")]),
                (salesplan.InvalidArgument, r"lines\[0\].target", [dict(line, target=0)])]:
            with self.assertRaisesRegex(error, text):
                budget.propose(lines)


class Workflow(unittest.TestCase):
    def test_steps_on_both_stores(self):
        table = Table()
        self.assertEqual(walk(budget.Store()), walk(table.store))
        trail = table.store.trail("2026")
        trail.verify(trail.standing()["head"])
        self.assertEqual(trail.standing()["stage"], "adjustment")
        self.assertEqual(trail.standing()["in_force"], 1)
        self.assertEqual(trail.difference(1, 2), {"Web": (60000, 40000), "Fairs": (None, 500)})
        self.assertEqual(trail.entries, table.read("2026"))
        budget.Trail("2026", trail.entries).verify()
        with self.assertRaisesRegex(salesplan.ParseError, r"trail\[0\]"):
            budget.Trail("2027", trail.entries).verify()
        with self.assertRaises(salesplan.ParseError):
            budget.Trail("2026", trail.entries[:-1]).verify(trail.standing()["head"])

    def test_what_was_done_last_time(self):
        store = budget.Store()
        walk(store)
        self.assertEqual(store.trail("2026").last_change(), {"Web": (60000, "keep")})
        for now, (step, actor) in enumerate([("submit", "ann"), ("endorse", "bob"),
                                             ("approve", "cid")], 10):
            store.act("2026", step, actor, POLICY, now=now)
        self.assertEqual(store.trail("2026").last_change(),
                         {"Web": (40000, "cut"), "Fairs": (500, "add")})
        self.assertEqual(budget.Trail("none").last_change(), {})

    def test_refusals_change_nothing(self):
        table = Table()
        walk(table.store)
        for error, text, given in [
                (salesplan.InvalidArgument, "not possible in adjustment", ("approve", "cid")),
                (salesplan.InvalidArgument, "is no author", ("submit", "bob")),
                (salesplan.NotFound, "eve", ("submit", "eve")),
                (salesplan.NotFound, "step: \"dream\"", ("dream", "ann"))]:
            with self.assertRaisesRegex(error, text):
                table.store.act("2026", *given, POLICY, now=9)
        with self.assertRaisesRegex(salesplan.Conflict, "7 entries, 6 were seen"):
            table.store.act("2026", "submit", "ann", POLICY, now=9, seen=6)
        self.assertEqual(len(table.read("2026")), 7)

    def test_what_a_host_raises_comes_out(self):
        def broken(*_):
            raise KeyError("disk")
        with self.assertRaisesRegex(KeyError, "disk"):
            budget.Store(broken, broken).trail("2026")
        with self.assertRaisesRegex(KeyError, "disk"):
            budget.Store(lambda name: [], broken).act("2026", "draft", "ann", POLICY, now=0,
                                                      lines={"Web": 1})
        with self.assertRaisesRegex(salesplan.InvalidArgument, "both functions"):
            budget.Store(broken)

    def test_two_at_once_lose_nothing(self):
        table, lock, told = Table(), threading.Lock(), []

        def append(name, entry):
            with lock:
                table.append(name, entry)

        def read(name):
            with lock:
                return table.read(name)

        store = budget.Store(read, append)

        def clerk():
            done = 0
            while done < 20:
                try:
                    store.act("both", "draft", "ann", POLICY, now=0, lines={"Web": done})
                    done += 1
                except salesplan.Conflict:
                    told.append(done)

        clerks = [threading.Thread(target=clerk) for _ in range(2)]
        for one in clerks:
            one.start()
        for one in clerks:
            one.join()
        self.assertEqual(store.trail("both").standing()["entries"], 40)


if __name__ == "__main__":
    unittest.main()
