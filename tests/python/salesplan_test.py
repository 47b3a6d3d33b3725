"""The Python package against the built library: salesplan_test.py SOURCE_DIR."""
import array
import datetime
import doctest
import gc
import itertools
import math
import os
import random
import signal
import sys
import tempfile
import threading
import time
import unittest
import warnings
from pathlib import Path

import salesplan

ROOT = Path(sys.argv.pop(1))
TINY = {
    "schema": "salesplan.plan/1", "first_month": "2026-01", "months": 2,
    "dimensions": [{"name": "rep", "csv": "key\nann\nbob\n"}],
    "facts": {"csv": "date,rep,revenue\n2025-01-10,ann,100\n2025-02-10,bob,300\n"},
    "target": {"revenue": {"amount": 1000}},
    "forecast": {"by": ["rep"]},
}


class Allocate(unittest.TestCase):
    def test_parts(self):
        self.assertEqual(salesplan.allocate(26, [25, 25, 50]), [7, 6, 13])
        self.assertEqual(salesplan.allocate(100, [10, 20, 30], locked=[None, 20, None]),
                         [20, 20, 60])
        self.assertEqual(salesplan.allocate(100, [10, 20, 30], locked=[False, True, False]),
                         [20, 20, 60])
        self.assertEqual(salesplan.allocate(100, [10, 20, 30], locked={1: 20}), [20, 20, 60])
        self.assertEqual(salesplan.allocate(100, [1, 1], upper=[30, None]), [30, 70])
        self.assertEqual(salesplan.allocate(100, [0, 1], lower=10), [10, 90])
        self.assertEqual(salesplan.allocate(1200, [1, 1, 1], unit=100), [400, 400, 400])
        self.assertEqual(salesplan.allocate(7, array.array("d", [1, 1])), [4, 3])
        self.assertEqual(salesplan.allocate(4, [0, 0], zero_weights="equal"), [2, 2])
        self.assertEqual(salesplan.allocate(2**63 - 1, [1, 2])[0], (2**63 - 1) // 3)

    def test_refusals(self):
        for error, arguments in [
                (salesplan.Infeasible, (100, [1, 1], None, [30, 40])),
                (salesplan.Infeasible, (100, [1, 1], 60)),
                (salesplan.Infeasible, (100, [1, 1], None, None, [130, None])),
                (salesplan.InvalidArgument, (100, [0, 0])),
                (salesplan.InvalidArgument, (100, [-1, 2])),
                (salesplan.InvalidArgument, (100, [math.nan, 2])),
                (salesplan.InvalidArgument, (100, [math.inf, 2])),
                (salesplan.InvalidArgument, (100.5, [1, 2])),
                (salesplan.InvalidArgument, ("100", [1, 2])),
                (salesplan.InvalidArgument, (100, "12")),
                (salesplan.InvalidArgument, (100, [1, 2], [1])),
                (salesplan.InvalidArgument, (True, [1, 2])),
                (salesplan.InvalidArgument, (100, [True, 2])),
                (salesplan.InvalidArgument, (100, [1, 2], None, None, [True, 20])),
                (salesplan.InvalidArgument, (100, [1.5, 2], None, None, [True, False])),
                (salesplan.Overflow, (100, [10**400, 2])),
                (salesplan.Overflow, (2**63, [1, 2]))]:
            with self.subTest(arguments=arguments), self.assertRaises(error):
                salesplan.allocate(*arguments)
        with self.assertRaises(salesplan.NotFound):
            salesplan.allocate(1, [1], colour=3)

    def test_cascade(self):
        tree = salesplan.allocation.cascade(101, [-1, 0, 0, 1, 1], [None, None, 1, 1, 1])
        self.assertEqual(tree[0], tree[1] + tree[2])
        self.assertEqual(tree[1], tree[3] + tree[4])
        with self.assertRaisesRegex(salesplan.Infeasible, "Ann"):
            salesplan.allocation.cascade(100, [-1, 0, 0], [None, 1, 1], upper=[None, 10, 20],
                                         labels=["North", "Ann", "Bob"])

    def test_over_assignment(self):
        parents, weights = [-1, 0, 0, 1, 1, 2], [None, None, None, 1, 2, 3]
        values = salesplan.allocation.cascade(1000, parents, weights, over_assignment="0.05,0.1")
        self.assertEqual((values[1] + values[2], values[3] + values[4], values[5]),
                         (1050, round(1.1 * values[1] + 1e-9), round(1.1 * values[2] + 1e-9)))
        chain = salesplan.allocation.explain(3, 1000, parents, weights, over_assignment="0.05,0.1")
        self.assertEqual([r.value for r in chain], [values[0], values[1], values[3]])
        with self.assertRaisesRegex(salesplan.Unsupported, "over_assignment: is for the levels"):
            salesplan.allocate(10, [1, 2], over_assignment="0.1")
        with self.assertRaisesRegex(salesplan.InvalidArgument, r"over_assignment\[0\]: -1"):
            salesplan.allocation.cascade(1000, parents, weights, over_assignment="-1")

    def test_controlled_rounding(self):
        rng = random.Random(11)
        for trial in range(60):
            n, m, unit = rng.randint(1, 3), rng.randint(1, 3), rng.choice([1, 10])
            values = [[rng.choice([rng.randint(-3, 3), rng.uniform(-20, 40)]) * unit
                       for _ in range(m)] for _ in range(n)]
            columns = [-1, 0, 0] + [rng.randint(1, 2) for _ in range(m)]
            above = [above for above in (1, 2) if above in columns[3:]]
            columns = [-1] + [0] * len(above) + [1 + above.index(c) for c in columns[3:]]
            sums = [[(i, j)] for i in range(n) for j in range(m)]
            sums += [[(i, j) for j in range(m)] for i in range(n)]
            groups = [[j for j in range(m) if columns[1 + len(above) + j] == g + 1]
                      for g in range(len(above))] + [[j] for j in range(m)] + [range(m)]
            sums += [[(i, j) for i in range(n) for j in group] for group in groups]

            def ties(table):
                for cells in sums:
                    exact = sum(values[i][j] for i, j in cells) / unit
                    got = sum(table[i][j] for i, j in cells) / unit
                    if not math.floor(exact + 1e-9) <= got <= math.ceil(exact - 1e-9):
                        return False
                return True

            table = salesplan.allocation.controlled_rounding(values, columns=columns, unit=unit)
            self.assertTrue(ties(table), (values, table))

            def change(table):
                return sum((table[i][j] - values[i][j])**2 for i in range(n) for j in range(m))

            ends = [sorted({math.floor(v / unit) * unit, math.ceil(v / unit) * unit})
                    for row in values for v in row]
            tables = ([list(cells[i * m:(i + 1) * m]) for i in range(n)]
                      for cells in itertools.product(*ends))
            least = min(change(one) for one in tables if ties(one))
            self.assertAlmostEqual(change(table), least, delta=1e-6 * unit * unit)
        with self.assertRaisesRegex(salesplan.InvalidArgument, "values: 2 values for 3 items"):
            salesplan.allocation.controlled_rounding([[1, 2]], columns=[-1, 0, 0, 0])
        with self.assertRaisesRegex(salesplan.InvalidArgument, r"values\[1\]: 1 values, 2 in"):
            salesplan.allocation.controlled_rounding([[1, 2], [3]])

    def test_margins_need_all_totals(self):
        table = {"rep": ["Ann", "Bob"], "month": ["Jan", "Feb"]}
        with self.assertRaisesRegex(salesplan.InvalidArgument,
                                    r"totals\[\('rep', 'month'\)\]: 3 values for 4 totals"):
            salesplan.allocation.margins([1, 2, 3, 4], table, {("rep", "month"): [1, 2, 3]})

    def test_explain(self):
        parents, weights = [-1, 0, 0, 1, 1], [None, None, 1, 1, 3]
        arguments = dict(parents=parents, weights=weights, upper=[None, None, None, None, 50])
        values = salesplan.allocation.cascade(100, **arguments)
        chain = salesplan.allocation.explain(4, 100, **arguments)
        self.assertEqual([r.node for r in chain], [0, 1, 4])
        self.assertEqual([r.value for r in chain], [values[0], values[1], values[4]])
        self.assertEqual((chain[-1].hold, chain[-1].bound, chain[-1].from_below),
                         ("upper", 50, False))
        self.assertLess(chain[-1].price, 0)
        self.assertIsNone(chain[0].bound)
        with self.assertRaisesRegex(salesplan.InvalidArgument, "node: 5"):
            salesplan.allocation.explain(5, 100, **arguments)

    def test_replan(self):
        plan, parents = [100, 40, 60, 10, 30], [-1, 0, 0, 1, 1]
        replan = salesplan.allocation.replan
        self.assertEqual(replan(plan, parents, 100), plan)
        self.assertEqual(replan(plan, parents, 118, closed=[0, 0, 0, 1, 0]),
                         [118, 46, 72, 10, 36])
        self.assertEqual(replan(plan, parents, 100, locked={3: 20}), [100, 40, 60, 20, 20])
        with self.assertRaisesRegex(salesplan.Infeasible, "locked 10 of Ann"):
            replan(plan, parents, 5, closed=[0, 0, 0, 1, 0], labels=["C", "N", "S", "Ann", "Bob"])
        with self.assertRaisesRegex(salesplan.InvalidArgument, "closed: 1 values for 5"):
            replan(plan, parents, 5, closed=[True])

    def test_worksheet(self):
        arguments = ([None, None, 60, 10, 30], [-1, 0, 0, 1, 1], ["All", "North", "South", "Ann", "Bob"])
        sheet = salesplan.allocation.Worksheet(*arguments)
        self.assertFalse(sheet.undo())
        sheet.apply("change", 1, ratio=0.1, action="add")
        sheet.apply("hold", 3)
        sheet.apply("proportional", 0, 200, note="the board: ×2")
        sheet.apply("straight_line", 1, 5, last=7)
        self.assertEqual(sheet.values, [140, 18, 122, 11, 7])
        self.assertEqual(sheet.held, [False, False, False, True, False])
        self.assertEqual([(o.step, o.note) for o in sheet.log][2], ("proportional", "the board: ×2"))
        self.assertEqual(sheet.log[0].ratio, 0.1)
        self.assertEqual([m.operation for m in sheet.history(2)], [2])
        other = salesplan.allocation.Worksheet(*arguments)
        other.replay(sheet.log)
        self.assertEqual((other.values, other.log), (sheet.values, sheet.log))
        while sheet.undo():
            pass
        self.assertEqual(sheet.values, [100, 40, 60, 10, 30])
        self.assertTrue(sheet.redo())
        self.assertEqual(sheet.values, [104, 44, 60, 11, 33])
        for error, text, step in [
                (salesplan.NotFound, "no step 'x'|no step \"x\"", dict(step="x", node=0)),
                (salesplan.NotFound, "no option", dict(step="clear", node=0, colour=1)),
                (salesplan.InvalidArgument, "not one of the 5 nodes", dict(step="clear", node=5)),
                (salesplan.ParseError, "pattern", dict(step="pattern", node=0, pattern="4 x 1")),
                (salesplan.InvalidArgument, "whole number",
                 dict(step="equal", node=0, amount=1.5))]:
            with self.subTest(step=step), self.assertRaisesRegex(error, text):
                sheet.apply(**step)
        with self.assertRaisesRegex(salesplan.InvalidArgument, r"leaves\[1\]: is missing"):
            salesplan.allocation.Worksheet([None, None], [-1, 0])

    def test_fairness(self):
        measures = {"hardness": [0.5, 0.5, None], "workload": [50, 150, 100], "potential": [None] * 3}
        report = salesplan.target.fairness(measures, {"workload": 0.2}, ["Ann", "Bob", "Cai"])
        self.assertEqual((report["hardness"].gini, report["hardness"].limit), (0, None))
        self.assertEqual(report["workload"][:4], (2 / 9, 0.2, False, 100))
        self.assertEqual((report["workload"].least_unit, report["workload"].most_unit), ("Ann", "Bob"))
        self.assertIsNone(report["potential"].most_unit)
        for error, text, arguments in [
                (salesplan.Infeasible, "workload: Gini .* exceeds 0.2: unit 1 has 150",
                 dict(measures=measures, limits={"workload": 0.2}, enforce=True)),
                (salesplan.InvalidArgument, r"load\[Bob\]: -1 is not in",
                 dict(measures={"load": [1, -1]}, labels=["Ann", "Bob"])),
                (salesplan.InvalidArgument, "limit: 2 is not in",
                 dict(measures={"load": [1]}, limits={"load": 2})),
                (salesplan.NotFound, "'x' is not a measure", dict(measures={}, limits={"x": 1})),
                (salesplan.InvalidArgument, "1 values for 2", dict(measures={"a": [1, 2], "b": [1]}))]:
            with self.subTest(text=text), self.assertRaisesRegex(error, text):
                salesplan.target.fairness(**arguments)

    def test_presence(self):
        there = salesplan.target.presence(
            ["ann", "bob"], "2026-02-10", 2, calendar="WEEKDAYS",
            services=[("ann", None, "2026-02-13"), ("ann", "2026-03-30", None)],
            absences=[("bob", datetime.date(2026, 2, 2), "2026-02-27")])
        self.assertEqual(there, {"ann": [0.5, 2 / 22], "bob": [0, 1]})
        quotas = {"ann": [1000, 1100], "bob": [3000, 3300]}
        self.assertEqual(salesplan.target.present_quotas(quotas, there, "open"),
                         ({"ann": [500, 100], "bob": [0, 3300]}, [3500, 1000]))
        kept, left = salesplan.target.present_quotas(quotas, there)
        self.assertEqual((kept["ann"][0], kept["bob"][0], left), (4000, 0, [0, 0]))
        for wrong, message in (
                (dict(absences=[("cai", None, None)]), "absences\\[0\\]: 'cai' is not a unit"),
                (dict(services=[("ann", "2026-02-30", None)]), "services\\[0\\]: not a date"),
                (dict(absences=[("ann", "2026-03-02", "2026-03-01")]),
                 "units\\[0\\].absences\\[0\\].last: 2026-03-01 is before 2026-03-02")):
            with self.assertRaisesRegex(salesplan.Error, message):
                salesplan.target.presence(["ann"], "2026-02-01", 1, calendar="WEEKDAYS", **wrong)
        with self.assertRaisesRegex(salesplan.Error, "absent: \"boss\" given"):
            salesplan.target.present_quotas(quotas, there, "boss")

    def test_equal_hardness(self):
        targets, probabilities = salesplan.target.equal_hardness(330, [100, 200], [10, 20])
        self.assertEqual(targets, [110, 220])
        self.assertAlmostEqual(probabilities[0], 0.15865525393145707, 14)
        self.assertEqual(probabilities[0], probabilities[1])
        self.assertEqual(salesplan.target.equal_hardness(330, [100, 200], [10, 20],
                                                         upper={0: 105}).targets, [105, 225])
        with self.assertRaisesRegex(salesplan.InvalidArgument, r"sd\[1\]: -1"):
            salesplan.target.equal_hardness(330, [100, 200], [10, -1])


class Forecasts(unittest.TestCase):
    def test_panel(self):
        f = salesplan.forecast([[1, 2, None, 4, 5, 6, 7, 8], [5.0, 5.0, 5.0]], 3, 1, levels=(80, 95, 99.5))
        self.assertEqual([len(row) for row in f.mean], [3, 3])
        self.assertEqual(f.mean[1], [5, 5, 5])
        self.assertEqual(sorted(f.lower), [80, 95, 99.5])
        for level in f.lower:
            for low, mean, high in zip(f.lower[level][0], f.mean[0], f.upper[level][0]):
                self.assertLessEqual(low, mean)
                self.assertLessEqual(mean, high)
        self.assertEqual(len(f.model), 2)
        self.assertAlmostEqual(f.total_mean[1], 15)

    def test_every_model_and_thread_count(self):
        y = [100 + 10 * math.sin(t * math.pi / 6) + t * 37 % 11 for t in range(48)]
        for model in ("auto", "ets", "theta", "dot", "ces", "arima", "mstl", "snaive", "naive2",
                      "croston", "sba", "tsb"):
            one = salesplan.forecast([y] * 20, 12, 12, model=model)
            two = salesplan.forecast([y] * 20, 12, 12, model=model, threads=2)
            self.assertEqual(one.mean, two.mean)
            self.assertTrue(all(math.isfinite(v) for v in one.mean[0]), model)

    def test_refusals(self):
        for arguments in [([1, math.inf], 2, 1), ("123", 2, 1), ([1, "x"], 2, 1), ([1, 2], 0, 1),
                          ([1, 2], 2, 0), (5, 2, 1)]:
            with self.subTest(arguments=arguments), self.assertRaises(salesplan.Error):
                salesplan.forecast(*arguments)
        with self.assertRaises(salesplan.Error):
            salesplan.forecast([1, 2], 1, 1, model="oracle")
        with self.assertRaises(salesplan.Error):
            salesplan.forecast([1, 2], 1, 1, levels=(101,))
        with self.assertRaisesRegex(salesplan.Duplicate, "forecast.levels: 80 is given twice"):
            salesplan.forecast([1.0] * 24, 2, 12, levels=(80, 95, 80))
        with self.assertRaisesRegex(salesplan.Error, "80 stands for 80 %"):
            salesplan.forecast([1, 2], 1, 1, levels=(0.8,))
        with self.assertRaises(TypeError):  # h already says it
            salesplan.forecast([1, 2], 1, 1, horizon=5)

    def test_levels_are_keys_as_given(self):
        f = salesplan.forecast([1, 2, 3, 5], 1, 1, levels=[99.99999, 50])
        self.assertEqual(list(f.lower), [99.99999, 50])
        self.assertLess(f.lower[99.99999][0][0], f.lower[50][0][0])

    def test_accuracy(self):
        scores = salesplan.accuracy([[10, 20], [1, None]], [[11, 18], [2, 5]], train=[[1, 3, 2], [4, 4]],
                                    lower=[[9, 19], [0, 0]], upper=[[12, 21], [1.5, 9]])
        self.assertEqual(scores["bias"], [-0.5, 1])
        self.assertEqual(scores["mase"][0], 1)
        self.assertTrue(math.isnan(scores["mase"][1]))
        self.assertEqual(scores["coverage"], [1, 1])
        for arguments in [dict(mean=[[1, 2]]), dict(lower=[[1, 2], [3, 4]]), dict(train=[[1]])]:
            with self.subTest(arguments), self.assertRaises(salesplan.InvalidArgument):
                salesplan.accuracy(**{"actual": [[1, 2], [3, 4]], "mean": [[1, 2], [3, 4]],
                                      **arguments})

    def test_cross_validate(self):
        cv = salesplan.cross_validate([1, 3, 2, 6, 5, 9], 2, 1, "snaive", windows=2)
        self.assertEqual(cv.rows["origin"], [3, 3, 4, 4])
        self.assertEqual(cv.by_step["mae"], [2.5, 3])
        self.assertIn("coverage_80", cv.by_step)

    def test_long_frames(self):
        months = [f"{2021 + m // 12}-{m % 12 + 1:02d}" for m in range(48)]
        frame = {"region": ["north"] * 48 + ["south"] * 3, "month": months + months[45:],
                 "revenue": [100 + m % 12 for m in range(48)] + [50, 51, None]}
        f = salesplan.forecast(frame, 2, model="snaive", id="region", date="month", value="revenue")
        self.assertEqual(f.id, ["north", "south"])
        self.assertEqual(f.mean[0], [100, 101])
        self.assertEqual(f.date[1], [datetime.date(2025, 1, 1), datetime.date(2025, 2, 1)])
        self.assertEqual(f.columns()["id"], ["north"] * 2 + ["south"] * 2)
        grouped = salesplan.forecast(frame, 2, model="snaive", id="region", date="month",
                                     value="revenue", groups=[1, 1])
        self.assertTrue(grouped.model[1].startswith("group of 1"))
        cv = salesplan.cross_validate(frame, 2, model="snaive", id="region", date="month",
                                      value="revenue", windows=1)
        self.assertEqual(set(cv.rows["series"]), {"north", "south"})
        with self.assertRaises(salesplan.Duplicate):
            salesplan.forecast({"d": ["2025-01", "2025-01"], "value": [1, 2]}, 1, date="d")
        for arguments in [dict(date="day"), dict(id="region"), dict(date="month", value=3)]:
            with self.subTest(arguments), self.assertRaises(salesplan.InvalidArgument):
                salesplan.forecast(frame, 1, **arguments)

    def test_regressors(self):
        x = [t * 5 % 7 for t in range(62)]
        y = [100 * math.exp(0.1 * x[t] + 0.2 * math.sin(t * math.pi / 6)) for t in range(60)]
        f = salesplan.forecast(y, 2, 12, "ets", regressors={"promo": x})
        self.assertAlmostEqual(f.effects[0]["promo"]["ratio"], math.expm1(0.1), 3)
        self.assertEqual(len(f.contribution[0]), 62)
        days = [datetime.date(2020 + t // 12, t % 12 + 1, 1) for t in range(60)]
        f = salesplan.forecast({"day": days, "y": y}, 2, model="ets", date="day", value="y",
                               calendar="CN", effects=["workdays", "lunar_new_year"])
        self.assertEqual(set(f.effects[0]), {"workdays", "before_lunar_new_year", "lunar_new_year"})
        for wrong in ({"promo": x[:61]}, {"promo": [x, x]}, {"promo": x[:61] + [math.nan]}):
            with self.subTest(wrong), self.assertRaises(salesplan.InvalidArgument):
                salesplan.forecast(y, 2, 12, "ets", regressors=wrong)
        with self.assertRaises(salesplan.NotFound):
            salesplan.calendar.regressors("2025-01-01", 3, effects=["moon"])
        fair = salesplan.calendar.regressors(
            "2024-01-01", 24, effects=[],
            holidays={"fair": (["2024-05-30", "2025-06-03"], 0, 3)})["fair"]
        self.assertAlmostEqual(fair[4] - fair[16], 0.5)

    def test_one_series(self):
        y = [500 + 3 * t + (200 if t % 12 == 11 else 0) + t * 29 % 13 for t in range(48)]
        y[20] = 2000
        cleaned, found = salesplan.clean(y, 12)
        self.assertEqual([(one["kind"], one["first"]) for one in found], [("outlier", 20)])
        self.assertLess(cleaned[20], 800)
        self.assertGreater(salesplan.diagnose(y, 12)["season_strength"], 0.8)
        text = salesplan.explain(y, 12, 12, name="North", grain="month", first="2021-01-01",
                                 language="zh", model="ets")
        self.assertTrue(text.startswith("North：未来12个月预计约"), text)
        share = salesplan.daily_profile(y, "2025-01-01", "2025-03-15")["share"]
        self.assertEqual(len(share), 31)
        self.assertAlmostEqual(sum(share), 1)

    def test_progress(self):
        seen = []
        panel = [[1, 2, 3]] * 300
        salesplan.forecast(panel, 1, 1, "snaive", progress=lambda step, done: seen.append((step, done)))
        self.assertEqual(seen[0], ("forecast", 0))
        self.assertEqual(len(seen), 3)

        def stop(step, done):
            raise KeyError("enough")
        with self.assertRaises(KeyError):
            salesplan.forecast(panel, 1, 1, "snaive", progress=stop)


class Frames(unittest.TestCase):
    def check(self, table):
        f = salesplan.forecast(table, 1, model="snaive", id="shop", date="day", value="sales")
        self.assertEqual(f.id, ["a", "a shop with a long name"])
        self.assertEqual(f.mean, [[3], [7]])
        self.assertEqual(f.date[0], [datetime.date(2025, 3, 1)])

    columns = {"shop": ["a", "a shop with a long name", "a", "a shop with a long name"],
               "day": [datetime.date(2025, 1, 1), datetime.date(2025, 1, 1),
                       datetime.date(2025, 2, 1), datetime.date(2025, 2, 1)],
               "sales": [1.0, None, 3.0, 7.0]}

    def test_polars(self):
        try:
            import polars
        except ImportError:
            self.skipTest("polars is not installed")
        frame = polars.DataFrame(self.columns)
        self.check(frame)
        self.check(polars.concat([frame[:1], frame[1:]], rechunk=False))
        self.check(frame.with_columns(polars.col("day").cast(polars.Datetime("us")),
                                      polars.col("shop").cast(polars.Categorical)))
        with self.assertRaisesRegex(salesplan.InvalidArgument, "no column 'units'"):
            salesplan.forecast(frame, 1, id="shop", date="day", value="units")
        wide = polars.DataFrame({"a": [1.0, 2.0], "b": [4, 5]})
        self.assertEqual(list(salesplan.forecast(wide, 1, 1, "snaive").mean), [[2], [5]])

    def test_pyarrow(self):
        try:
            import pyarrow
        except ImportError:
            self.skipTest("pyarrow is not installed")
        table = pyarrow.table(self.columns)
        self.check(table)
        self.check(pyarrow.concat_tables([table.slice(0, 1), table.slice(1)]))
        self.check(table.set_column(2, "sales", pyarrow.array([1, None, 3, 7], pyarrow.int16())))
        odd = table.set_column(2, "sales", pyarrow.array([b"1"] * 4, pyarrow.binary(1)))
        with self.assertRaisesRegex(salesplan.InvalidArgument, "sales"):
            self.check(odd)

    def test_pandas(self):
        try:
            import pandas
        except ImportError:
            self.skipTest("pandas is not installed")
        frame = pandas.DataFrame(self.columns)
        self.check(frame)
        frame["day"] = pandas.to_datetime(frame["day"])
        self.check(frame)

    def test_dict(self):
        self.check(self.columns)



class Reconcile(unittest.TestCase):
    def test_series_add_up(self):
        company = salesplan.Summing.tree([None, 0, 0, 1, 1, 2])
        self.assertEqual(company.bottom_row, [3, 4, 5])
        base = [[100.0, 90], [61, 60], [40, 31], [20, 20], [-1, 35], [40, 30]]
        residuals = [[(-1) ** t * (i + t % 3) for t in range(12)] for i in range(6)]
        for method in ("ols", "wls_structural", "wls_variance", "mint_shrink"):
            rows = salesplan.reconcile(base, company, residuals, method, non_negative=True)
            for column in range(2):
                self.assertEqual(rows[0][column], rows[3][column] + rows[4][column] + rows[5][column])
                self.assertGreaterEqual(min(row[column] for row in rows), 0)
            self.assertEqual(rows, salesplan.reconcile(base, company, residuals, method,
                                                       non_negative=True, threads=2))
        sd = salesplan.reconciled_sd([3.0, 3, 3], salesplan.Summing.tree([-1, 0, 0]), method="ols")
        self.assertAlmostEqual(sd[0], 3 * math.sqrt(2 / 3))

    def test_forecasts_add_up(self):
        company = salesplan.Summing.groups("NNS")
        stores = [[100 + t % 4 * 10 + s * t for t in range(40 - 4 * s)] for s in range(3)]
        made = salesplan.forecast_coherent(stores, company, 4, 4, "ets")
        self.assertEqual(len(made.mean), 6)
        for u in range(4):
            self.assertAlmostEqual(made.mean[0][u], sum(row[u] for row in made.mean[3:]))
            self.assertAlmostEqual(made.mean[1][u], made.mean[3][u] + made.mean[4][u])
            self.assertLess(made.lower[95][0][u], made.lower[80][0][u])
        for wrong in (dict(y=stores[:2]), dict(h=0), dict(method="magic"), dict(origins=1)):
            with self.assertRaises(salesplan.InvalidArgument, msg=str(wrong)):
                salesplan.forecast_coherent(**{**dict(y=stores, summing=company, h=4,
                                                      season_length=4, model="ets"), **wrong})

    def test_top_down_and_middle_out(self):
        company = salesplan.Summing.tree([-1, 0, 0, 1, 1, 2])
        self.assertEqual(salesplan.top_down([100, 30, 20, 1, 3, 9], company),
                         [100, 60, 40, 15, 45, 40])
        self.assertEqual(salesplan.top_down([0, 80, 20, 0, 0, 0], company, [1, 3, 1], [1, 2]),
                         [100, 80, 20, 20, 60, 20])

    def test_refusals(self):
        pair = salesplan.Summing.tree([-1, 0, 0])
        for call in (lambda: salesplan.Summing.tree([0]), lambda: salesplan.Summing.tree([]),
                     lambda: salesplan.Summing.groups("ab", "abc"),
                     lambda: salesplan.Summing.groups(),
                     lambda: salesplan.Summing.temporal(12, [5]),
                     lambda: salesplan.reconcile([1, 2], pair, method="ols"),
                     lambda: salesplan.reconcile([1, 2, math.nan], pair, method="ols"),
                     lambda: salesplan.reconcile([[1], [2, 3], [4]], pair, method="ols"),
                     lambda: salesplan.reconcile([1, 2, 3], pair),
                     lambda: salesplan.reconcile([1, 2, 3], pair, method="magic"),
                     lambda: salesplan.top_down([1, 2, 3], pair, [1]),
                     lambda: salesplan.top_down([1, 2, 3], pair, start=[3])):
            with self.assertRaises(salesplan.Error):
                call()


class Customers(unittest.TestCase):
    X, LAST, AGE = [2, 0, 5, 1, 0], [30.43, 0, 35, 10, 0], [38.86] * 5

    def test_rfm(self):
        scores = salesplan.rfm([5, 30, 400], [9, 3, 1], [900, 100, 5])
        self.assertEqual(scores.recency, [5, 3, 1])
        self.assertEqual(scores.segment, ["champions", "need attention", "hibernating"])
        again = salesplan.rfm([5, 30, 400], [9, 3, 1], [900, 100, 5],
                              borders=([30, 90], [2, 5], [50]))
        self.assertEqual((again.recency, again.monetary), ([3, 3, 1], [2, 2, 1]))
        for wrong in (([1], [1, 2], [1]), ([1], [1], [None]), ([], [], []), ("1", "1", "1")):
            with self.subTest(wrong=wrong), self.assertRaises(salesplan.InvalidArgument):
                salesplan.rfm(*wrong)
        with self.assertRaisesRegex(salesplan.InvalidArgument, "levels"):
            salesplan.rfm([1], [1], [1], levels=1)

    def test_tiers(self):
        found = salesplan.tiers([50, 20, 15, 10, 5])
        self.assertEqual((found.tier, found.border), ([0, 1, 1, 2, 2], [50, 15]))
        self.assertEqual(found.missing, [0, 30, 35, 5, 10])
        self.assertEqual(salesplan.tiers([3, 2, 1], seats=[1, 1]).tier, [0, 1, 2])
        self.assertEqual(found.explanation[:2], ["A: value 50", "B: value 20, A starts at 50: 30 more"])
        self.assertEqual(found.probability, [])
        drawn = salesplan.tiers([50, 20], borders=[40], value_per_purchase=[10, 8],
                                names=["key", "other"], draws=[[60, 30], [10, 20]])
        self.assertEqual(drawn.probability, [[.5, .5], [0, 1]])
        self.assertEqual(drawn.purchases, [0, 3])
        self.assertEqual(drawn.explanation[1],
                         "other: value 20, key starts at 40: 20 more, 3 purchases of 8")
        held = salesplan.tiers([95, 100, 105], borders=[100], previous=[0, None, 1])
        self.assertEqual((held.tier, held.held), ([0, 0, 1], [True, False, True]))
        for wrong in (dict(shares=[0.5], seats=[1]), dict(seats=[1.5]), dict(borders=[]),
                      dict(previous=[0]), dict(band=2), dict(draws=[[1, 2]]),
                      dict(draws=[[1], [1, 2], [1]]), dict(draws=[[1], [math.nan], [1]]),
                      dict(names=["A"]), dict(value_per_purchase=[1])):
            with self.subTest(wrong=wrong), self.assertRaises(salesplan.Error):
                salesplan.tiers([3, 2, 1], **wrong)

    def test_lifetime_models(self):
        for model in ("bg_nbd", "mbg_nbd", "pareto_nbd", "mbg_cnbd_k"):
            fit = salesplan.lifetime.fit(model, self.X, self.LAST, self.AGE)
            self.assertTrue(fit.converged and fit.prior_used, model)
            self.assertEqual(len(fit.params), 4)
            self.assertTrue(all(0 <= p <= 1 for p in fit.p_alive()))
            expected = fit.expected(39)
            self.assertEqual(expected[1], expected[4])
            self.assertGreater(expected[2], expected[0])
            lower, upper = fit.interval(39, 80, draws=200)
            self.assertTrue(all(a <= b for a, b in zip(lower, upper)))
            self.assertEqual((lower, upper), fit.interval(39, 80, draws=200, threads=2))
            self.assertAlmostEqual(sum(fit.likeliest(39, 3.5)), 3.5)
            self.assertEqual(fit.expected(39, [2], [30.43], [38.86]), expected[:1])
        donors = salesplan.lifetime.fit("bg_bb", [0, 2, 6], [0, 4, 6], [6, 6, 6])
        self.assertEqual(list(donors.params), ["alpha", "beta", "gamma", "delta"])

    def test_tier_probability_from_the_models(self):
        fit = salesplan.lifetime.fit("bg_nbd", self.X, self.LAST, self.AGE)
        spend = salesplan.lifetime.fit_spend(self.X, [22, 0, 74, 12, 0])
        purchases = fit.draws(39, draws=400)
        value = spend.draws(purchases)
        self.assertEqual([len(row) for row in value], [400] * 5)
        self.assertTrue(all((money > 0) == (count > 0) for row, counts in zip(value, purchases)
                            for money, count in zip(row, counts)))
        self.assertEqual(value, spend.draws(purchases, threads=2))
        expected = [p * s for p, s in zip(fit.expected(39), spend.expected())]
        found = salesplan.tiers(expected, draws=value)
        for row in found.probability:
            self.assertAlmostEqual(sum(row), 1)
        self.assertGreater(found.probability[2][0], found.probability[1][0])
        for wrong in ([[1]], [[-1]] * 5, [[1], [1, 2], [1], [1], [1]]):
            with self.subTest(wrong=wrong), self.assertRaises(salesplan.InvalidArgument):
                spend.draws(wrong)

    def test_lifetime_at_known_parameters(self):
        model = salesplan.lifetime.at("bg_nbd", [.243, 4.414, .793, 2.426])
        one = ([2], [30.43], [38.86])
        self.assertAlmostEqual(model.expected(39, *one)[0], 1.22602817476714, 12)
        self.assertAlmostEqual(model.p_alive(*one)[0], 0.726578570081, 11)
        self.assertTrue(math.isnan(model.log_likelihood))
        pareto = salesplan.lifetime.at("pareto_nbd", [.5629966, 12.559037, .4081095, 10.5148048])
        self.assertAlmostEqual(pareto.discounted(.0027, [7], [35], [77.86])[0], 1.86418332807133, 12)
        with self.assertRaises(salesplan.InvalidArgument):
            model.p_alive()

    def test_spend(self):
        fit = salesplan.lifetime.fit_spend([2, 1, 0, 7], [22.35, 11.77, None, 73.74])
        self.assertEqual(fit.customers, 3)
        self.assertEqual(list(fit.params), ["p", "q", "v"])
        self.assertTrue(all(value > 0 for value in fit.expected()))
        self.assertEqual(fit.expected([2], [22.35]), fit.expected()[:1])

    def test_refusals(self):
        for error, arguments in [
                (salesplan.NotFound, ("nbd", [1], [1], [2])),
                (salesplan.InvalidArgument, ("bg_nbd", [-1], [1], [2])),
                (salesplan.InvalidArgument, ("bg_nbd", [1], [3], [2])),
                (salesplan.InvalidArgument, ("bg_nbd", [1], [math.nan], [2])),
                (salesplan.InvalidArgument, ("bg_nbd", [], [], [])),
                (salesplan.InvalidArgument, ("bg_nbd", [1, 2], [1], [2])),
                (salesplan.InvalidArgument, ("bg_bb", [1], [1.5], [2])),
                (salesplan.InvalidArgument, (None, [1], [1], [2]))]:
            with self.subTest(arguments=arguments), self.assertRaises(error):
                salesplan.lifetime.fit(*arguments)
        with self.assertRaisesRegex(salesplan.InvalidArgument, "prior"):
            salesplan.lifetime.fit("bg_nbd", [1], [1], [2], prior="strong")

    def test_from_transactions(self):
        who = ["ann", "bob", "ann", "ann", "eve"]
        when = ["2026-01-05", "2026-01-06", "2026-01-19", "2026-02-09", "2026-01-07"]
        money = [10, 20, 30, -5, 7]
        table = salesplan.customers.summary(who, when, money, until="2026-03-02")
        self.assertEqual(table["customer"], ["ann", "bob", "eve"])
        self.assertEqual(table["x"], [1, 0, 0])
        self.assertEqual(table["mean_spend"], [25, 0, 0])
        with self.assertRaisesRegex(salesplan.InvalidArgument, "holdout_until: is not after until"):
            salesplan.customers.summary(who, when, until="2026-03-02", holdout_until="2026-03-02")
        full = salesplan.customers.portfolio(who, when, money, today="2026-03-02",
                                             horizon_days=90, shares="50,80")
        best = max(range(3), key=full["expected_value"].__getitem__)
        self.assertEqual(full["tier"][best], 0)
        self.assertEqual(full["days_since_last"], [42, 55, 54])
        self.assertEqual(set(map(len, full.values())), {3})
        self.assertTrue(all(0 <= p <= 1 for p in full["tier_probability"]))
        self.assertTrue(full["next_tier"][best].startswith("A: value"))
        plain = salesplan.customers.portfolio(who, when, money, today="2026-03-02", draws=0)
        self.assertTrue(all(map(math.isnan, plain["tier_probability"])))
        again = salesplan.customers.portfolio(who, when, money, today="2026-03-02",
                                              previous=dict(zip(full["customer"], full["tier"])))
        self.assertEqual(again["tier"], full["tier"])
        correction = salesplan.lifetime.correction("bg_nbd", who, when, until="2026-02-20")
        self.assertEqual(len(correction.horizon), 4)
        self.assertGreater(correction.factor, 0)
        with self.assertRaises(salesplan.InvalidArgument):
            salesplan.customers.summary(who, when[:2], until="2026-03-02")


    def test_score_segments_care(self):
        score = salesplan.customers.score({"spend": (1, [1, 5, 3]), "loyalty": (1, [.5, .5, None])},
                                          "min_max")
        self.assertEqual(score, [0.25, 0.75, 0.5])
        with self.assertRaisesRegex(salesplan.InvalidArgument, "criteria: is empty"):
            salesplan.customers.score({})
        found = salesplan.customers.segments([[0], [1], [50], [51], [52]], 2, resamples=5)
        self.assertEqual(found.size, [3, 2])
        self.assertAlmostEqual(found.centre[0][0], 51)
        self.assertAlmostEqual(found.centre[1][0], 0.5)
        self.assertGreater(found.stability, 0.5)
        plan = salesplan.customers.care([.9, .5, .1, .95], [100, 100, 30, 50])
        self.assertEqual([one["customer"] for one in plan], [1, 2, 0, 3])
        self.assertEqual(plan[0]["stake"], 100)
        for call in (lambda: salesplan.customers.segments([[1], [1, 2]], 1),
                     lambda: salesplan.customers.segments([[1]], 2),
                     lambda: salesplan.customers.score({"x": (-1, [1])}),
                     lambda: salesplan.customers.care([2], [1]),
                     lambda: salesplan.customers.care([.5], [1, 2])):
            with self.assertRaises(salesplan.Error):
                call()

    def test_service(self):
        policies = [dict(calls=4, hours_per_call=1.5, discount_ceiling=.15, response_hours=4,
                         budget_share=.5),
                    dict(calls=2, hours_per_call=1, discount_ceiling=.1, response_hours=8,
                         budget_share=.3),
                    dict(calls=0, hours_per_call=0, discount_ceiling=.05, response_hours=24,
                         budget_share=.2)]
        self.assertEqual(salesplan.customers.service_seats(policies, [63, 30]), [10, 16])
        plan = salesplan.customers.service(policies, [0, 1, 1, 2], [10, 1, 3, 0], 1000, 9)
        self.assertEqual(plan["customer_budget"], [500, 75, 225, 200])
        self.assertEqual((plan["hours_needed"], plan["hours_short"]), (10, 1))
        for call in (lambda: salesplan.customers.service_seats(policies, [1]),
                     lambda: salesplan.customers.service_seats(policies[:2], [1]),
                     lambda: salesplan.customers.service_seats([{}], []),
                     lambda: salesplan.customers.service(policies, [3], [1], 1, 1),
                     lambda: salesplan.customers.service(policies, [0], [1, 2], 1, 1)):
            with self.assertRaises(salesplan.Error):
                call()


class Territories(unittest.TestCase):
    COST = [[0, 9], [1, 4], [2, 3], [9, 0]]
    NAMES = {"accounts": ["Ada", "Bay", "Cox", "Dow"], "territories": ["West", "East"]}

    def test_partition(self):
        one = {"visits": [1, 1, 1, 1]}
        found = salesplan.territory.partition(self.COST, one, 0, **self.NAMES)
        self.assertEqual(found.territory, ["West", "West", "East", "East"])
        self.assertEqual(found.load, {"visits": [2, 2]})
        self.assertEqual((found.cost, found.moved), (4, 0))
        self.assertLess(found.gap, 1e-4)
        fixed = salesplan.territory.partition(self.COST, one, 0, fixed=[None, None, "West", None],
                                              **self.NAMES)
        self.assertEqual(fixed.territory, ["West", "East", "West", "East"])
        today = salesplan.territory.partition(self.COST, one, 1, today=[0, 1, 0, 1], move_cost=9)
        self.assertEqual((today.territory, today.moving), ([0, 1, 0, 1], 0))
        crowded = [[0, 9], [1, 4], [2, 9], [0, 5]]
        self.assertEqual(salesplan.territory.partition(crowded, one, None).gini, {"visits": 0.5})
        fair = salesplan.territory.partition(crowded, one, None, most_gini={"visits": 0.3})
        self.assertEqual((fair.territory, fair.gini), ([0, 1, 0, 0], {"visits": 0.25}))
        with self.assertRaisesRegex(salesplan.Infeasible, "the least found is 0"):
            salesplan.territory.partition(crowded[:3], {"visits": [1, 1, 1]}, None, most_gini=0.1)
        strong = salesplan.territory.partition(self.COST, one, 0, strength=[3, 1])
        self.assertEqual(strong.territory, [0, 0, 0, 1])
        piece = salesplan.territory.partition([[1, 0], [0, 1], [1, 0]], {"visits": [1, 1, 1]}, None,
                                              borders=[(0, 1), (1, 2)])
        self.assertIn(piece.territory, ([1, 1, 1], [1, 0, 0], [0, 0, 1]))
        upper = salesplan.territory.partition(self.COST, one, None, upper={"visits": [1, None]})
        self.assertEqual(upper.load, {"visits": [1, 3]})
        with self.assertRaisesRegex(salesplan.InvalidArgument, "cost: is empty"):
            salesplan.territory.partition([], {"visits": []})

    def test_refusals(self):
        one = {"visits": [1, 1, 1, 1]}
        with self.assertRaisesRegex(salesplan.Infeasible, "West may have at most 2 visits.*Ada"):
            salesplan.territory.partition(self.COST, one, 0, fixed=["West", "West", "West", None],
                                          **self.NAMES)
        for arguments, options in [((self.COST, {"visits": [1, 1]}), {}),
                                   ((self.COST, one), {"strength": [1]}),
                                   ((self.COST, one), {"strength": [0, 1]}),
                                   ((self.COST, one), {"fixed": [0, 1]}),
                                   ((self.COST, one), {"fixed": [0, 1, 2, 3]}),
                                   ((self.COST, one), {"effort": 0}),
                                   ((self.COST, one), {"upper": {"visits": [1]}}),
                                   ((self.COST, one), {"today": [0] * 4, "move_cost": [1]}),
                                   (([[1, 2], [1]], one), {}),
                                   ((self.COST, one), {"borders": [(0, 4)]}),
                                   ((self.COST, one), {"fixed": ["North"] * 4, **self.NAMES})]:
            with self.subTest(options=options), self.assertRaises(salesplan.Error):
                salesplan.territory.partition(*arguments, **options)


class Numpy(unittest.TestCase):
    def setUp(self):
        try:
            import numpy
        except ImportError:
            self.skipTest("numpy is not installed")
        self.np = numpy

    def test_series(self):
        np = self.np
        for y in (np.array([1.0, 2, 3]), np.array([1, 2, 3]), np.array([1, 2, 3], dtype=">f8"),
                  np.array([1, 0, 2, 0, 3, 0.0])[::2], np.array([1, 2, 3], dtype=object)):
            f = salesplan.forecast(y, 2, 1, model="snaive")
            self.assertEqual(f.mean.tolist(), [[3, 3]])
            self.assertEqual((f.total_mean.shape, f.total_sd.shape), ((1,), (1,)))
        for order in "CF":
            f = salesplan.forecast(np.asarray(np.arange(24.0).reshape(2, 12), order=order), 3, 1,
                                   model="snaive")
            self.assertEqual(f.mean.tolist(), [[11, 11, 11], [23, 23, 23]])
        self.assertEqual(salesplan.forecast(np.zeros((0, 5)), 3, 1).mean.shape, (0, 3))

    def test_refusals(self):
        np = self.np
        for y in (np.array([True]), np.array(["1"]), np.array([1j]), np.zeros((2, 2, 2)),
                  np.array(["2020-01-01"], dtype="M8[ns]"), np.array([5], dtype="m8[ns]")):
            with self.subTest(y=y), self.assertRaises(salesplan.InvalidArgument):
                salesplan.forecast(y, 1, 1)
        for arguments in [(np.bool_(True), [1, 1]), (10, [np.bool_(True), 1]), (10, np.array(3.0))]:
            with self.subTest(arguments=arguments), self.assertRaises(salesplan.InvalidArgument):
                salesplan.allocate(*arguments)
        for date in (np.int64(3), np.datetime64("NaT"), np.array(["2026-02-01"], dtype="M8[D]")):
            with self.subTest(date=date), self.assertRaises(salesplan.InvalidArgument):
                salesplan.workdays(date, "2026-02-28")

    def test_scalars_and_locks(self):
        np = self.np
        self.assertEqual(salesplan.allocate(np.int64(10), np.array([1, 1])), [5, 5])
        self.assertEqual(salesplan.allocate(10, [1, 1], upper=np.array(5)), [5, 5])
        bools = np.array([False, True, False])
        for locked in (bools, list(bools)):
            self.assertEqual(salesplan.allocate(100, [10, 20, 30], locked=locked), [20, 20, 60])
        self.assertEqual(salesplan.workdays(np.datetime64("2026-02-01"), "2026-02-28"), 16)
        salesplan.Table(np.int64(1), np.array(["2026-01-01"], dtype="M8[ns]"))

    def test_pandas(self):
        try:
            import pandas
        except ImportError:
            self.skipTest("pandas is not installed")
        frame = pandas.DataFrame({"a": [1.0, 2, None], "b": [4, 5, 6]})
        self.assertEqual(salesplan.forecast(frame, 1, 1, model="snaive").mean.tolist(), [[2], [6]])
        for y in (pandas.Series([1.0, 2, 3]), pandas.Index([1, 2, 3]),
                  pandas.Series([1, 2, 3], dtype="Float64"), pandas.Series([1, 2, 3], dtype=object)):
            self.assertEqual(salesplan.forecast(y, 1, 1, model="snaive").mean.tolist(), [[3]])
        gap = pandas.Series([1, None, 3], dtype="Int64")
        self.assertEqual(salesplan.forecast([gap], 1, 1, model="snaive").mean.tolist(), [[3]])
        self.assertEqual(salesplan.workdays(pandas.Timestamp("2026-02-01"), "2026-02-28"), 16)
        for y in (pandas.Series(["1"]), pandas.Series([True]),
                  pandas.Series(pandas.to_datetime(["2026-01-01"]))):
            with self.subTest(y=y), self.assertRaises(salesplan.InvalidArgument):
                salesplan.forecast(y, 1, 1)
        with self.assertRaises(salesplan.InvalidArgument):
            salesplan.workdays(pandas.NaT, "2026-02-28")


class Calendars(unittest.TestCase):
    def test_workdays(self):
        self.assertEqual(salesplan.workdays("2026-02-01", datetime.date(2026, 2, 28)), 16)
        self.assertEqual(salesplan.workdays("2026-07-01", "2026-07-31", calendar="US"), 22)
        with self.assertWarns(salesplan.EstimateWarning):
            salesplan.workdays("2040-01-01", "2040-01-31")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            salesplan.workdays("2025-01-01", "2025-12-31")
        for arguments in [("2026-02-30", "2026-03-01"), ("2026-03-02", "2026-02-01"), (5, 6),
                          (" 026-02-01", "2026-03-01"),
                          ("2026-01-01", "2026-01-31", "XX")]:
            with self.subTest(arguments=arguments), self.assertRaises(salesplan.Error):
                salesplan.workdays(*arguments)

    def test_own_calendar(self):
        own = salesplan.Calendar.of(holidays=["2026-01-01"], makeup=["2026-01-03"], years=(2026, 2026))
        self.assertEqual(own.count("2026-01-01", "2026-01-04"), (2, False))
        self.assertEqual(own.add_workdays("2026-01-01", 2), datetime.date(2026, 1, 3))
        self.assertEqual(sum(node[2] for node in own.month_nodes("2026-01-15")),
                         own.workdays("2026-01-01", "2026-01-31"))
        self.assertEqual(salesplan.lunar_new_year(2026), datetime.date(2026, 2, 17))
        self.assertEqual(salesplan.fiscal("2026-08-01", start_month=7), (2027, 1, 2))


    def test_no_estimate_is_silent(self):
        china = salesplan.Calendar("CN")
        own = salesplan.Calendar.of(holidays=["2026-01-01"])
        for call, *arguments in [(china.workdays, "2031-01-01", "2031-01-31"),
                                 (china.add_workdays, "2026-12-25", 30),
                                 (china.month_nodes, "2031-01-01"),
                                 (own.workdays, "2027-01-01", "2027-01-31")]:
            with self.subTest(call=call), self.assertWarns(salesplan.EstimateWarning) as caught:
                call(*arguments)
            self.assertEqual(caught.filename, __file__)
        for years in (None, 2026, (2026,)):
            with self.subTest(years=years), self.assertRaises(salesplan.InvalidArgument):
                salesplan.Calendar.of(years=years)


class Tables(unittest.TestCase):
    def test_roll_up(self):
        region = salesplan.Dimension("region", ["north", "a", "b", "south"], ["", "north", "north", ""])
        facts = salesplan.Table(3)
        facts.add_dimension(region, ["a", "b", "south"])
        facts.add_measure("sales", [1, 2, 4])
        rolled = facts.roll_up("sales", ["region"])
        self.assertEqual(dict(zip(rolled["region"], rolled["value"])),
                         {"*": 7, "north": 3, "a": 1, "b": 2, "south": 4})
        with self.assertRaisesRegex(salesplan.Error, "cycle"):
            salesplan.Dimension("x", ["a", "b"], ["b", "a"])
        self.assertEqual(facts.roll_up("sales", "region"), rolled)
        with self.assertRaises(salesplan.NotFound):
            salesplan.Table(1).add_dimension(region, ["west"])
        with self.assertRaises(salesplan.Duplicate):
            salesplan.Dimension("x", ["a", "a"])
        with self.assertRaises(salesplan.InvalidArgument):
            salesplan.Table("3")


class Errors(unittest.TestCase):
    def test_status_and_message(self):
        with self.assertRaises(salesplan.Infeasible) as caught:
            salesplan.allocate(2, [1], upper=1)
        self.assertEqual((caught.exception.status, type(caught.exception).__module__),
                         (-3, "salesplan"))
        self.assertEqual(caught.exception.message, "upper: sum 1 is below the total 2")

    def test_each_status_has_its_class(self):
        from salesplan import _library as lib
        lib.library.splan_status_name.restype = lib.TEXT
        self.assertEqual(set(lib._EXCEPTIONS), {
            status for status in range(-1, -50, -1)
            if lib.library.splan_status_name(status) != b"unknown"})


class Plans(unittest.TestCase):
    def test_dict(self):
        with tempfile.TemporaryDirectory() as folder:
            document = salesplan.plan(TINY, out=folder)
            self.assertEqual(document["kpis"][0]["target"], 100000)
            self.assertEqual(sum(row[-1] for row in document["targets"]["rows"]), 100000)
            self.assertTrue((Path(folder) / "targets.csv").is_file())

    def test_refusals(self):
        with self.assertRaisesRegex(salesplan.Infeasible, "revenue: grows from 0.00, the result"):
            salesplan.plan(dict(TINY, first_month="2031-01", target={"revenue": {"growth": .1}}))
        with self.assertRaisesRegex(salesplan.ParseError, "colour"):
            salesplan.plan(dict(TINY, colour="red"))
        with self.assertRaises(salesplan.InvalidArgument):
            salesplan.plan(dict(TINY, months=math.nan))
        with self.assertRaises(salesplan.IOFailure):
            salesplan.plan("no-such-file.json")
        for spec, keywords in [(5, {}), (TINY, {"folder": 3}), (TINY, {"out": 3}),
                               ("plan.json", {"folder": "."})]:
            with self.subTest(spec=spec, **keywords), self.assertRaises(salesplan.InvalidArgument):
                salesplan.plan(spec, **keywords)

    def test_progress(self):
        steps = []
        salesplan.plan(TINY, progress=lambda step, done: steps.append(done))
        self.assertEqual(steps[-1], 1)

        def stop(step, done):
            raise KeyboardInterrupt

        with self.assertRaises(KeyboardInterrupt):
            salesplan.plan(TINY, progress=stop)

    def test_a_plan_inside_the_callback_of_another(self):
        steps = []

        def inner(step, done):
            steps.append(done)
            salesplan.plan(TINY)

        salesplan.plan(TINY, progress=inner)
        self.assertEqual(steps[-1], 1)

    def test_interrupt_from_outside(self):
        # Most of these strike while the library runs, whose next callback must not swallow them.
        for trial in range(1, 7):
            timer = threading.Timer(0.02 * trial, os.kill, (os.getpid(), signal.SIGINT))
            with self.subTest(trial=trial), self.assertRaises(KeyboardInterrupt):
                timer.start()
                salesplan.plan(ROOT / "examples/adventureworks/plan.json",
                               progress=lambda step, done: None)
                timer.join()
                time.sleep(1)
        self.assertIs(signal.getsignal(signal.SIGINT), signal.default_int_handler)

    def test_threads(self):
        failures = []

        def work(i):
            try:
                for _ in range(50):
                    assert sum(salesplan.allocate(100 + i, [1, 2, 3])) == 100 + i
                    try:
                        salesplan.allocate(100, [1], upper=[i])
                    except salesplan.Infeasible as error:
                        assert f" {i} " in f"{error} ", error
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=work, args=(i,)) for i in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])


@unittest.skipUnless(sys.platform == "linux", "reads /proc")
class Process(unittest.TestCase):
    def test_no_growth(self):
        def resident_pages():
            gc.collect()
            return int(Path("/proc/self/statm").read_text().split()[1])

        def calls(n):
            for i in range(n):
                salesplan.allocate(100, [1] * (i % 50 + 1))
                salesplan.workdays("2026-02-01", "2026-02-28")
                salesplan.forecast([1, 2, 3], 1, 1, model="snaive")
                try:
                    salesplan.allocate(1, [1], upper=0)
                except salesplan.Infeasible:
                    pass

        calls(500)
        before = resident_pages()
        calls(10000)
        self.assertLess((resident_pages() - before) * os.sysconf("SC_PAGESIZE"), 2**20)

    def test_fork(self):
        salesplan.forecast([[1, 2, 3]] * 8, 1, 1, threads=2)
        child = os.fork()
        if child == 0:
            parts = salesplan.allocate(10, [1, 1])
            f = salesplan.forecast([[1, 2, 3]] * 8, 1, 1, threads=2)
            os._exit(0 if parts == [5, 5] and len(f.mean) == 8 else 1)
        self.assertEqual(os.waitpid(child, 0)[1], 0)


def load_tests(loader, tests, pattern):
    for module in (salesplan, salesplan.allocation, salesplan.calendar, salesplan.customers,
                   salesplan.lifetime, salesplan.review, salesplan.series, salesplan.target, salesplan.territory,
                   salesplan._reconcile,
                   sys.modules["salesplan._forecast"]):
        tests.addTests(doctest.DocTestSuite(module))
    tests.addTests(doctest.DocFileSuite(str(ROOT / "bindings/python/README.md"),
                                        module_relative=False,
                                        optionflags=doctest.IGNORE_EXCEPTION_DETAIL))
    return tests


if __name__ == "__main__":
    unittest.main()
