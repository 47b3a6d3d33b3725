"""Promotions and product lines on the command line: promotion_test.py CLI."""
import csv
import io
import json
import math
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CLI = sys.argv.pop(1)
USAGE, INPUT, INFEASIBLE = 2, 3, 4


class CommandLine(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.file = Path(temporary.name) / "in.csv"

    def run_cli(self, text, *arguments):
        self.file.write_text(text)
        command, action, *rest = arguments
        done = subprocess.run([CLI, command, action, "in.csv", *map(str, rest)], timeout=60,
                              cwd=self.file.parent, capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    def rows(self, text, *arguments):
        code, out, err = self.run_cli(text, *arguments)
        self.assertEqual(code, 0, err)
        rows = list(csv.DictReader(io.StringIO(out)))
        code, out, err = self.run_cli(text, *arguments, "--json")
        self.assertEqual([list(row) for row in json.loads(out)], [list(row) for row in rows])
        return rows

    def refused(self, code, place, text, *arguments):
        got, out, err = self.run_cli(text, *arguments)
        self.assertEqual(got, code, err + out)
        self.assertIn(place, err)
        self.assertEqual(out, "")

    def test_roi(self):
        head = "promotion,units,baseline,price,margin,discount,fixed_cost,baseline_sd\n"
        spring, summer = self.rows(head + "spring,1500,1000,10,4,1,300,50\nsummer,1500,1000,10,4,1,,\n",
                                   "promotions", "roi", "--level", 0.8)
        self.assertAlmostEqual(float(spring["net"]), 200)
        self.assertLess(float(spring["roi_lower"]), float(spring["roi"]))
        self.assertEqual(summer["roi_lower"], summer["roi"])
        for row, place in [("a,0,1,1,1,0,,", "in.csv:2 (units)"),
                           ("a,1,1,1,1,-1,,", "in.csv:2 (discount)"),
                           ("a,1,,1,1,0,,", "in.csv:2 (baseline"),
                           ("a,1,1,x,1,0,,", "in.csv:2 (price)")]:
            self.refused(INPUT, place, head + row + "\n", "promotions", "roi")
        self.refused(INPUT, "no column \"units\"", "promotion\na\n", "promotions", "roi")
        self.assertEqual(self.run_cli(head, "promotions", "fly")[0], USAGE)

    def test_evaluate(self):
        text = "period,product,promotion,units,revenue,discount,cost\n"
        for i in range(8):
            for t in range(20):
                on = t == i + 6
                units = (250 if on else 100) * (1 + 0.02 * ((t * 7 + i * 3) % 5))
                text += (f"{2024 + t // 12}-{t % 12 + 1:02d},p{i},{'cut' if on else ''},{units},"
                         f"{units * (8 if on else 10)},{2 * units if on else 0},{3 * units}\n")
        cut, = self.rows(text, "promotions", "evaluate")
        self.assertEqual(cut["promotion"], "cut")
        self.assertAlmostEqual(float(cut["units"]) / float(cut["baseline"]), 2.5, delta=0.15)
        self.assertIn(cut["action"], ("keep", "change_depth"))
        head, first, *rest = text.splitlines(keepends=True)
        self.refused(INPUT, "in.csv:3 (promotion)", head + first + first, "promotions", "evaluate")
        self.refused(INPUT, "in.csv:2 (revenue)", head + "2024-01,p,,1,-1,0,0\n", "promotions",
                     "evaluate")
        self.refused(INPUT, "in.csv:3 (period)", head + first + "2024,p,,1,1,0,0\n", "promotions",
                     "evaluate")

    def test_optimize(self):
        text = ("promotion,value,cost,start,periods,exclusive\n"
                "a,5,10.00,0,2,x\na,8,20.00,0,2,x\nb,7,15.00,1,2,x\n")
        best = self.rows(text.replace(",x", ","), "promotions", "optimize", "--budget", "35.00")
        self.assertEqual([row["promotion"] for row in best], ["a", "b", "total", "bound"])
        apart = self.rows(text, "promotions", "optimize", "--budget", 100)
        self.assertEqual([(row["promotion"], row["value"]) for row in apart],
                         [("a", "8"), ("total", "8"), ("bound", "8")])
        nothing = self.rows(text, "promotions", "optimize", "--budget", "9.99")
        self.assertEqual([(row["promotion"], row["value"]) for row in nothing],
                         [("total", "0"), ("bound", "0")])
        self.refused(INPUT, "in.csv:2 (cost)", text.replace("10.00", "ten"), "promotions", "optimize",
                     "--budget", 1)
        self.refused(INPUT, "in.csv:2 (cost)", text.replace("10.00", "-10.00"), "promotions",
                     "optimize", "--budget", 1)
        self.refused(INPUT, "in.csv:3 (value)", text.replace("a,8", "a,"), "promotions", "optimize",
                     "--budget", 1)
        self.refused(INPUT, "--budget", text, "promotions", "optimize", "--budget", -1)
        self.refused(INPUT, "--budget", text, "promotions", "optimize", "--budget", "x")
        self.assertEqual(self.run_cli(text, "promotions", "optimize")[0], USAGE)

    def test_costs(self):
        text = "line,kind,fixed,per_unit\nradio,media,500.00,\nprice cut,discount,,1.50\n"
        rows = self.rows(text, "promotions", "costs", "--units", 1001)
        self.assertEqual([row["amount"] for row in rows],
                         ["500.00", "1501.50", "500.00", "1501.50", "2001.50"])
        for cells, place in [("a,bribe,1,1", "in.csv:2 (kind)"), ("a,media,x,1", "in.csv:2 (fixed)"),
                             ("a,media,-1,1", "in.csv:2 (fixed)"),
                             ("a,media,1,-1", "in.csv:2 (per_unit)")]:
            self.refused(INPUT, place, f"line,kind,fixed,per_unit\n{cells}\n", "promotions", "costs",
                         "--units", 1)

    def test_experiment(self):
        text = "group,value\ntreated,3\nother,9\ntreated,5\ncontrol,1\ncontrol,3\n"
        one, = self.rows(text, "promotions", "experiment", "--cost-per-member", 0.5)
        self.assertEqual((one["effect"], one["total"], one["roi"]), ("2", "4", "3"))
        self.assertEqual(self.rows(text, "promotions", "experiment")[0]["roi"], "")
        self.refused(INPUT, "in.csv:3 (value)", "group,value\nother,1\ntreated,\n", "promotions",
                     "experiment")
        self.refused(INPUT, "group none", text, "promotions", "experiment", "--treated", "none")

    def series(self, value=lambda t, m: 2 * m + (25 if t >= 32 else 0) + (t * 5 % 7) * 0.1):
        return "period,value,market\n" + "".join(
            f"{2020 + t // 12}-{t % 12 + 1:02d},{value(t, m)},{m}\n"
            for t in range(40) for m in [100 + 10 * math.sin(t) + t % 3])

    def test_effect(self):
        *days, total = self.rows(self.series(), "promotions", "effect", "--start", "2022-09")
        self.assertEqual(len(days), 8)
        self.assertAlmostEqual(float(total["effect"]), 200, delta=5)
        self.assertLess(float(total["p_value"]), 0.01)
        self.refused(INPUT, "--start", self.series(), "promotions", "effect", "--start", "2019-01")
        self.refused(INPUT, "in.csv:4 (period)",
                     "period,value\n2020-01,1\n2020-02,1\n2020-04,1\n", "promotions", "effect",
                     "--start", "2020-02")
        self.refused(INPUT, "in.csv:3 (value)", "period,value\n2020-01,1\n2020-02,x\n", "promotions",
                     "effect", "--start", "2020-02")

    def shops(self):
        """Tea is cut by a fifth now and then; mugs sell with it, by an elasticity of -0.5."""
        text = "product,unit,period,volume,price\n"
        for u in range(6):
            for t in range(40):
                tea = math.log(.8) if t % 5 == u % 5 else 0
                mugs = math.log(.9) if (t + u) % 7 == 0 else 0
                for product, price, slope in (("tea", tea, -3), ("mugs", mugs, -.5)):
                    volume = math.exp(4 + u * .1 + slope * tea + .02 * ((t * 7 + u * 5) % 11))
                    text += (f"{product},shop {u},{2020 + t // 12}-{t % 12 + 1:02d},{volume},"
                             f"{5 * math.exp(price)}\n")
        return text

    def test_response(self):
        text = "".join(line[line.index(",") + 1:] for line in self.shops().splitlines(keepends=True)
                       if not line.startswith("mugs"))
        found = {row["column"]: row for row in self.rows(text, "promotions", "response",
                                                         "--price-lags", 1)}
        self.assertEqual(list(found), ["intercept", "price", "price[-1]", "pulled forward"])
        self.assertAlmostEqual(float(found["price"]["coefficient"]), -3, delta=.15)
        self.assertLess(abs(float(found["pulled forward"]["coefficient"])), .1)
        head, first, *rest = text.splitlines(keepends=True)
        self.refused(INPUT, "in.csv:3 (period)", head + first + first, "promotions", "response")
        self.refused(INPUT, "in.csv:2 (volume)", head + "shop 0,2020-01,-1,5\n", "promotions",
                     "response")

    def test_related(self):
        mugs, = self.rows(self.shops(), "promotions", "related", "--promoted", "tea", "--discount",
                          .2)
        self.assertEqual((mugs["product"], mugs["effect"]), ("mugs", "halo"))
        self.assertAlmostEqual(float(mugs["elasticity"]), -.5, delta=.15)
        self.assertAlmostEqual(float(mugs["units"]),
                               float(mugs["base"]) * (.8**float(mugs["elasticity"]) - 1), delta=1e-6)
        tea, = self.rows(self.shops(), "promotions", "related", "--promoted", "mugs", "--discount", .1,
                         "--periods", 2)
        self.assertEqual((tea["product"], tea["effect"]), ("tea", "none seen"))
        self.refused(INPUT, "--promoted", self.shops(), "promotions", "related", "--promoted", "milk",
                     "--discount", .1)
        self.refused(INPUT, "discount", self.shops(), "promotions", "related", "--promoted", "tea",
                     "--discount", 1)
        self.refused(INPUT, "in.csv:2 (price)",
                     "product,unit,period,volume,price\ntea,a,2020-01,1,0\nmugs,a,2020-01,1,1\n",
                     "promotions", "related", "--promoted", "tea", "--discount", .1)

    def test_outlook_and_ledger(self):
        history = self.file.with_name("past.csv")
        history.write_text("type,category,depth,result,result_sd\ncoupon,bikes,0.1,0.3,0.05\n"
                           "coupon,bikes,0.12,0.25,0.05\n")
        plans = ("promotion,type,category,depth,baseline,margin,discount,fixed_cost\n"
                 "spring,coupon,bikes,0.12,1000,4,0.5,200\nfair,gift,hats,0.12,1000,4,0.5,200\n")
        spring, fair = self.rows(plans, "promotions", "outlook", "--history", history, "--prior-sd",
                                 0.3)
        self.assertEqual(spring["basis"], "type, category and depth")
        self.assertGreater(float(fair["result_sd"]), float(spring["result_sd"]))
        self.assertLess(float(spring["roi_lower"]), float(spring["roi"]))
        none, = self.rows("promotion,type,category,depth\na,gift,hats,0.1\n", "promotions", "outlook")
        self.assertEqual(none["basis"], "no history")
        self.refused(INPUT, "in.csv:2 (margin)", plans.replace("1000,4,", "1000,-4,"), "promotions",
                     "outlook")
        self.refused(INPUT, "in.csv:2 (depth)", "promotion,type,category,depth\na,b,c,2\n",
                     "promotions", "outlook")
        held, = self.rows("forecast,forecast_sd,realised\n0.5,0.5,1\n0,1,-3\n0.2,0.1,\n", "promotions",
                          "ledger")
        self.assertEqual((held["realised"], held["bias"]), ("2", "-1.25"))
        self.refused(INPUT, "in.csv:2 (forecast_sd)", "forecast,forecast_sd,realised\n0.5,0,1\n",
                     "promotions", "ledger")

    def test_channels(self):
        text = "channel,scale,half,slope,upper\ntv,1,10,3,\nweb,2,20,1,12\n"
        tv, web = self.rows(text, "promotions", "channels", "--budget", 40)
        self.assertAlmostEqual(float(tv["spend"]) + float(web["spend"]), 40)
        self.assertLessEqual(float(web["spend"]), 12)
        self.refused(INPUT, "half", text.replace("10", "0"), "promotions", "channels", "--budget", 4)
        self.refused(INFEASIBLE, "budget", "channel,scale,half,lower\ntv,1,10,5\n", "promotions",
                     "channels", "--budget", 4)

    def test_priority(self):
        text = "line,profit,growth,cost\nbikes,10,0.1,5\nparts,30,0.3,\nhats,20,,9\n"
        ranked = self.rows(text, "products", "priority", "--weights", "profit=2,growth=1", "--lower",
                           "cost")
        self.assertEqual([row["line"] for row in ranked], ["parts", "hats", "bikes"])
        self.assertAlmostEqual(math.fsum(float(row["share_first"]) for row in ranked), 1)
        self.refused(INPUT, "--weights", text, "products", "priority", "--weights", "size=1")
        self.refused(INPUT, "no column \"size\"", text, "products", "priority", "--lower", "size")
        self.refused(INPUT, "in.csv:2 (profit)", text.replace("10", "x"), "products", "priority")

    def test_resources_and_quadrant(self):
        bikes, hats = self.rows("line,score,floor\nbikes,0.9,\nhats,0.1,0.2\n", "products", "resources",
                                "--total", "1000.00")
        self.assertEqual((bikes["amount"], hats["amount"]), ("800.00", "200.00"))
        self.refused(INPUT, "in.csv:2 (score)", "line,score\nbikes,-1\n", "products", "resources",
                     "--total", 10)
        self.refused(INPUT, "in.csv:2 (floor)", "line,score,floor\nbikes,1,2\n", "products",
                     "resources", "--total", 10)
        self.refused(INFEASIBLE, "", "line,score,cap\nbikes,1,0.1\nhats,1,0.2\n", "products",
                     "resources", "--total", 10)
        text = "line,market_growth,relative_share\nbikes,0.2,1.5\nhats,0.01,0.3\n"
        self.assertEqual([row["quadrant"] for row in self.rows(text, "products", "quadrant")],
                         ["star", "dog"])
        self.refused(INPUT, "in.csv:2 (relative_share)",
                     "line,market_growth,relative_share\nbikes,0.2,-1\n", "products", "quadrant")

    def test_classes(self):
        text = "product,period,sales\n" + "".join(
            f"{name},2026-{m + 1:02d},{sales}\n" for name, series in
            [("steady", [90] * 6), ("new", [1, 2, 4, 8, 16, 32])] for m, sales in enumerate(series))
        new, steady = self.rows(text, "products", "classes")
        self.assertEqual((steady["abc"], steady["xyz"], steady["stage"]), ("A", "X", "maturity"))
        self.assertEqual((new["abc"], new["stage"]), ("B", "introduction"))
        self.refused(INPUT, "in.csv:3 (period)", "product,period,sales\na,2026-01,1\na,2026-01,1\n",
                     "products", "classes")


if __name__ == "__main__":
    unittest.main()
