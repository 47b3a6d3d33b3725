"""Promotions and product lines in Python: promotion_test.py."""
import doctest
import math
import unittest

import salesplan
from salesplan import product, promotion


def sales(products=8, months=20):
    """A 20 % cut in one month of each product sells two and a half times as much."""
    rows = {name: [] for name in ("period", "product", "promotion", "units", "revenue", "discount",
                                  "cost")}
    for i in range(products):
        for t in range(months):
            on = t == i + 6
            units = (250 if on else 100) * (1 + 0.02 * ((t * 7 + i * 3) % 5))
            for name, value in zip(rows, (t, f"p{i}", "cut" if on else None, units,
                                          units * (8 if on else 10), 2 * units if on else 0,
                                          3 * units)):
                rows[name].append(value)
    return rows


class Returns(unittest.TestCase):
    def test_roi(self):
        made = promotion.roi([1500, 1500], [1000, 1000], 10, 4, [1, 2], baseline_sd=50,
                             fixed_cost=300, related=[(1, 200, 40, 2)], level=0.8)
        self.assertAlmostEqual(made["net"][0], 200)
        self.assertAlmostEqual(made["indirect_return"][1], 400)
        self.assertLess(made["roi_lower"][0], made["roi"][0])
        none = promotion.roi([1500], [1000], 10, 4, 0)
        self.assertTrue(math.isnan(none["roi"][0]))
        with self.assertRaisesRegex(salesplan.InvalidArgument, r"promotions\[1\].units"):
            promotion.roi([1500, 0], [1000, 1000], 10, 4, 1)
        with self.assertRaisesRegex(salesplan.InvalidArgument, "price: 2 values for 1 items"):
            promotion.roi([1500], [1000], [10, 10], 4, 1)
        with self.assertRaises(salesplan.InvalidArgument):
            promotion.roi([1500], [1000], 10, 4, 1, related=[(0, 1)])
        with self.assertRaises(salesplan.NotFound):
            promotion.roi([1500], [1000], 10, 4, 1, colour=2)

    def test_costs(self):
        sheet = promotion.costs([("media", 30000, 0), ("discount", 0, 100)], 1500)
        self.assertEqual(sheet["by_kind"]["discount"], 150000)
        self.assertEqual(sheet["amount"], [30000, 150000])
        with self.assertRaises(salesplan.InvalidArgument):
            promotion.costs([("bribe", 1, 0)], 1)

    def test_evaluate(self):
        rows = sales()
        made = promotion.evaluate(**rows, fixed_cost={"cut": 500})
        self.assertEqual(made["promotion"], ["cut"])
        self.assertAlmostEqual(made["log_uplift"][0], math.log(2.5), delta=0.05)
        self.assertGreater(made["profit_probability"][0], 0.99)
        self.assertIn(made["action"][0], ("keep", "change_depth"))
        with self.assertRaises(salesplan.NotFound):
            promotion.evaluate(**rows, fixed_cost={"other": 1})
        with self.assertRaisesRegex(salesplan.InvalidArgument, r"units\[0\]"):
            promotion.evaluate(**{**rows, "units": [0] * 160})

    def test_experiment_and_effect(self):
        self.assertEqual(promotion.experiment([3, 5], [1, 3], cost_per_member=0.5)["roi"], 3)
        market = [100 + 10 * math.sin(t) + t % 3 for t in range(40)]
        y = [2 * m + (25 if t >= 32 else 0) + (t * 5 % 7) * 0.1 for t, m in enumerate(market)]
        found = promotion.effect(y, 32, controls=[market])
        self.assertAlmostEqual(found["total"], 200, delta=5)
        self.assertEqual(len(found["effect"]), 8)
        with self.assertRaises(salesplan.InvalidArgument):
            promotion.effect(y, 32, controls=[market[1:]])
        with self.assertRaises(salesplan.InvalidArgument):
            promotion.effect(y, 50)

    def test_response(self):
        unit = [f"shop {i % 4}" for i in range(80)]
        period = [i // 4 for i in range(80)]
        price = [8 if i * 7 % 5 == 0 else 10 for i in range(80)]
        display = [i * 3 % 4 == 1 and i % 3 == 0 for i in range(80)]
        volume = [math.exp(5 - (2 + 0.1 * (i % 4)) * math.log(p) + 0.5 * d + 0.01 * (i * 11 % 13))
                  for i, (p, d) in enumerate(zip(price, display))]
        fit = promotion.response(unit, period, volume, price, {"display": [int(d) for d in display]},
                                 lags={"display": 1}, price_lags=1)
        self.assertAlmostEqual(fit["coefficient"]["price"], -2.15, delta=0.1)
        self.assertIn("display[-1]", fit["coefficient"])
        self.assertEqual(set(fit["unit_coefficient"]), set(unit))
        self.assertLess(abs(fit["pulled_forward_share"]), 0.1)
        with self.assertRaises(salesplan.NotFound):
            promotion.response(unit, period, volume, price, lags={"display": 1})

    def test_related(self):
        rows = [(product, f"shop {u}", t, math.exp(4 + u * .1 + (-3 if product == "tea" else -.5) * cut
                                                   + .02 * ((t * 7 + u * 5) % 11)),
                 5 * math.exp(cut if product == "tea" else mugs))
                for u in range(6) for t in range(40)
                for cut, mugs in [(math.log(.8) if t % 5 == u % 5 else 0,
                                   math.log(.9) if (t + u) % 7 == 0 else 0)]
                for product in ("tea", "mugs")]
        columns = list(zip(*rows))
        found = promotion.cross_elasticities(*columns)
        self.assertEqual(found["rows"], {"tea": 240, "mugs": 240})
        self.assertAlmostEqual(found["elasticity"]["tea"]["tea"], -3, delta=.15)
        self.assertAlmostEqual(found["elasticity"]["mugs"]["tea"], -.5, delta=.15)
        self.assertLess(found["sd"]["mugs"]["tea"], .1)
        effects = promotion.related_effects(found, "tea", .2, {"mugs": 1000})
        units, sd = effects["mugs"]
        self.assertAlmostEqual(units, 1000 * (.8**-.5 - 1), delta=4 * sd)
        made = promotion.roi([1500], [1000], 5, 2, 1, related=[(0, units, sd, 3)])
        self.assertAlmostEqual(made["indirect_return"][0], 3 * units)
        columns[3] = [0.0] * len(rows)
        with self.assertRaisesRegex(salesplan.InvalidArgument, r"volume\[0\]"):
            promotion.cross_elasticities(*columns)
        for error, arguments in ((salesplan.NotFound, ("coffee", .2, {"mugs": 1})),
                                 (salesplan.NotFound, ("tea", .2, {})),
                                 (salesplan.InvalidArgument, ("tea", 1.2, {"mugs": 1})),
                                 (salesplan.InvalidArgument, ("tea", .2, {"mugs": -1}))):
            with self.subTest(arguments=arguments), self.assertRaises(error):
                promotion.related_effects(found, *arguments)

    def test_before(self):
        history = [("coupon", "bikes", 0.1, 0.5 + 0.01 * i, 0.1) for i in range(8)]
        seen = promotion.outlook(history, [("coupon", "bikes", 0.1), ("gift", "bikes", 0.1)])
        self.assertEqual(seen["similar"], [8, 8])
        self.assertLess(seen["result_sd"][0], seen["result_sd"][1])
        ledger = promotion.calibration([0.5, 0], [0.5, 1], [1, None])
        self.assertEqual((ledger["realised"], ledger["bias"]), (1, 0.5))
        advice = promotion.recommend([1000], 10, 5, 2, [-4 * math.log(0.8)], -4)
        self.assertEqual(advice["action"], ["change_depth"])
        self.assertAlmostEqual(advice["depth"][0], 1 / 3, delta=0.01)
        with self.assertRaises(salesplan.InvalidArgument):
            promotion.outlook([("coupon", "bikes", 0.1)], [])


class Mixes(unittest.TestCase):
    def test_optimize(self):
        choices = dict(promotion=["a", "a", "b"], value=[5, 8, 7], cost=[10, 20, 15],
                       start=[0, 0, 1], periods=[2, 2, 2])
        best = promotion.optimize(**choices, budget=100)
        self.assertEqual((best["chosen"], best["cost"]), ([1, 2], 35))
        apart = promotion.optimize(**choices, budget=100, exclusive=[(["a", "b"], 0)])
        self.assertEqual((apart["chosen"], apart["bound"]), ([1], 8))
        full = promotion.optimize(**choices, budget=100, load=1, capacity=[1, 1, 1])
        self.assertEqual(full["chosen"], [1])
        self.assertEqual(promotion.optimize(**choices, budget=5)["chosen"], [])
        with self.assertRaises(salesplan.NotFound):
            promotion.optimize(**choices, budget=5, exclusive=[(["c"], 0)])
        with self.assertRaises(salesplan.InvalidArgument):
            promotion.optimize(["a"], [math.nan], [1], budget=5)

    def test_channels(self):
        # PyMC-Marketing's budget test has four draws of each curve; this is one.
        best = promotion.channels(40, [1, 2], [10, 20], [3, 1], upper=[math.inf, 12])
        self.assertAlmostEqual(sum(best["spend"]), 40)
        self.assertLessEqual(best["spend"][1], 12)
        self.assertAlmostEqual(best["total_margin"], best["bound"], delta=1e-6)
        curved = promotion.channels(100, [1, 1], 10, logistic=[True, True], retention=0.5, lags=4,
                                    periods=30)
        self.assertAlmostEqual(curved["spend"][0], 50, delta=1e-4)
        with self.assertRaises(salesplan.Infeasible):
            promotion.channels(1, [1], [1], lower=2)


class Lines(unittest.TestCase):
    def test_priority(self):
        lines = product.criteria(contribution=[10, 30], resources=[5, 10])
        self.assertEqual(lines, {"contribution": [10, 30], "return_on_resources": [2, 3]})
        ranking = product.priority({"profit": [10, 30], "cost": [2, 3]},
                                   weights={"profit": 3, "cost": 1}, lower_is_better="cost")
        self.assertEqual(ranking["score"], [0.25, 0.75])
        self.assertEqual(ranking["weights"], {"profit": 0.75, "cost": 0.25})
        self.assertEqual(ranking["normalised"]["cost"], [1, 0])
        self.assertAlmostEqual(sum(ranking["share_first"]), 1)
        with self.assertRaises(salesplan.NotFound):
            product.priority({"profit": [1]}, weights={"growth": 1})
        with self.assertRaises(salesplan.InvalidArgument):
            product.priority({})
        with self.assertRaises(salesplan.InvalidArgument):
            product.priority({"profit": [1, 2], "growth": [1]})

    def test_classes_and_life(self):
        series = [[90] * 6, [1, 2, 4, 8, 16, 32]]
        self.assertEqual(product.classes(series)["xyz"], ["X", "Z"])
        self.assertEqual(product.lifecycle(series)["stage"], ["maturity", "introduction"])
        self.assertEqual(product.quadrant([0.2], [0.5]), ["question mark"])
        self.assertEqual(product.resources(1000, [0.9, 0.1], cap=[0.6, 1]), [600, 400])
        with self.assertRaises(salesplan.Infeasible):
            product.resources(1000, [0.9, 0.1], cap=0.3)


def load_tests(loader, tests, pattern):
    for module in (promotion, product):
        tests.addTests(doctest.DocTestSuite(module))
    return tests


if __name__ == "__main__":
    unittest.main()
