"""The review in Python: review_test.py."""
import random
import unittest

import salesplan
from salesplan import review


class Review(unittest.TestCase):
    def test_every_node_adds_up(self):
        for seed in range(20):
            with self.subTest(seed=seed):
                rng = random.Random(seed)
                leaves = [(f"line {i % 3}", f"kind {i % 2}", f"item {i}") for i in range(30)]
                draw = lambda: [rng.randrange(100000) for _ in leaves]
                units = lambda: [rng.choice([0, 1.5, 7, 20]) for _ in leaves]
                bridge = review.mix(leaves, units(), units(), draw(), draw(), draw(), draw(),
                                    weights=rng.choice(["base_price", "mean", "joint"]))
                for i, node in enumerate(bridge.nodes):
                    self.assertEqual(bridge.base[node] + sum(bridge.effects[node].values()),
                                     bridge.actual[node])
                    below = [bridge.nodes[c] for c, up in enumerate(bridge.parent) if up == i]
                    for effect, amount in bridge.effects[node].items() if below else ():
                        self.assertEqual(sum(bridge.effects[c][effect] for c in below), amount)
                sizes = [f.share for f in bridge.largest(5)]
                self.assertLessEqual(len(sizes), 5)

    def test_words(self):
        bridge = review.customers([("north", "ann"), ("south", "bob")], [0, 100], [900, 150])
        told = bridge.largest(2)
        self.assertEqual([one.node for one in told], ["north / ann", "south / bob"])
        self.assertEqual(bridge.largest(1, language="zh")[0].sentence,
                         "north / ann：新增影响 +9.00（占全部变动的95%）。")

    def test_refusals(self):
        with self.assertRaisesRegex(salesplan.Duplicate, r"leaves\[1\]"):
            review.customers(["a", "a"], [1, 1], [1, 1])
        with self.assertRaisesRegex(salesplan.InvalidArgument, "below a leaf"):
            review.customers(["a", ("a", "b")], [1, 1], [1, 1])
        with self.assertRaisesRegex(salesplan.InvalidArgument, "before: 1 values for 2 leaves"):
            review.customers(["a", "b"], [1], [1, 1])

        with self.assertRaisesRegex(salesplan.Duplicate, "two nodes are called 'Total'"):
            review.customers(["Total"], [1], [1])
        with self.assertRaisesRegex(salesplan.Duplicate, "two nodes are called 'a / b / c'"):
            review.customers([("a", "b / c"), ("a / b", "c")], [1, 1], [1, 1])
        with self.assertRaisesRegex(salesplan.InvalidArgument, "days_before: 0 values"):
            review.calendar(["a"], [1], [1], None, 20)
        with self.assertRaisesRegex(salesplan.InvalidArgument, r"money_before\[0\]: is missing"):
            review.migration(2, [0], [1], [None], [4])
        with self.assertRaisesRegex(salesplan.NotFound, "soft: 'gift' is no resource"):
            review.place_targets([1], [1], soft=["gift"])

    def test_targets(self):
        placed = review.place_targets(
            [100000, 200000], [10000, 20000], resources={"hours": (0.001, [50, 1000]),
                                                         "gifts": (1, 0)}, soft=["gifts"])
        self.assertEqual(placed["held"], ["hours", ""])
        self.assertEqual(sum(placed["target"]), placed["total"])
        self.assertEqual(placed["needed"]["gifts"], [50000, placed["target"][1]])

    def test_channels(self):
        bridge, figures = review.channels(
            ["web", "shop"], ([50, 100], [60, 80]), ([5, 20], [9, 20]), ([2500, 10000], [5400, 9000]),
            spend=([500, 1000], [500, 1000]))
        for node in bridge.nodes:
            self.assertEqual(bridge.base[node] + sum(bridge.effects[node].values()),
                             bridge.actual[node])
        self.assertAlmostEqual(figures["Total"]["conversion"], 29 / 140)
        self.assertAlmostEqual(figures["web"]["roi"], 9.8)

    def test_cycles(self):
        sales = {"North": [100 + 50 * (m % 12 == 11) for m in range(36)],
                 "South": [100 + 20 * (m >= 24) for m in range(36)]}
        north, south = review.cycles(sales, first="2023-01-01")
        self.assertEqual((north["peak"], north["turns"]), (35, []))
        self.assertEqual([turn["at"] for turn in south["turns"]], [24])
        self.assertAlmostEqual(south["turns"][0]["jump"], 0.2, 5)
        self.assertIn("From 2025-01 on: level +20 %", south["sentence"])
        self.assertIn("旺季是12月", review.cycles(sales, first="2023-01-01", language="zh")[0]["sentence"])
        with self.assertRaisesRegex(salesplan.InvalidArgument, "as many values"):
            review.cycles({"a": [1, 2], "b": [1]})

    def test_strategy(self):
        rule = {"name": "visits", "measure": "attainment", "acts": "below", "threshold": 0.9,
                "patience": 2, "lever": "visits", "gain": 10, "step": 2, "rest": 1,
                "response": {"mean": 0.02}}
        units = {"North": {"sales": 100000, "attainment": [0.8, 0.8], "visits": [4, 4]},
                 "South": {"sales": 200000, "attainment": [0.8, 0.8], "visits": [4, 4]},
                 "East": {"sales": 1, "attainment": [0.5, 0.5, 0.5], "visits": [3, 3, 4]},
                 "West": {"sales": 1, "attainment": [0.5], "visits": [4]}}
        made = review.strategy({"rules": [rule]}, units)
        self.assertEqual([(one["unit"], one["state"]) for one in made],
                         [("South", "change"), ("North", "change"), ("East", "awaits_effect")])
        self.assertAlmostEqual(made[0]["to"], 5)
        self.assertAlmostEqual(made[0]["effect"], 4000)
        for wrong, error, message in (
                ({"rules": [{**rule, "gain": 0}]}, salesplan.InvalidArgument, "rules[0].gain"),
                ({"rules": [{**rule, "colour": 1}]}, salesplan.ParseError, "colour"),
                ({}, salesplan.NotFound, "rules"),
                ({"rules": [{**rule, "lever": "price"}]}, salesplan.NotFound, "price")):
            with self.subTest(message=message), self.assertRaises(error) as caught:
                review.strategy(wrong, units)
            self.assertIn(message, str(caught.exception))


if __name__ == "__main__":
    unittest.main()
