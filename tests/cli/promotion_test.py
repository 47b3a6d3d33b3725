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
        self.refused(INPUT, "in.csv:2 (cost)", text.replace("10.00", "ten"), "promotions", "optimize",
                     "--budget", 1)
        self.refused(INPUT, "--budget", text, "promotions", "optimize", "--budget", "x")
        self.assertEqual(self.run_cli(text, "promotions", "optimize")[0], USAGE)

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
