"""Customers on the command line, beside the whole portfolio: customer_test.py CLI."""
import csv
import io
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CLI = sys.argv.pop(1)
USAGE, INPUT = 2, 3
HISTORIES = "customer,x,t_x,T,mean_spend\nann,2,30.43,38.86,22\nbob,0,0,38.86,0\neve,5,35,38.86,9\n"


class Customers(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.file = Path(temporary.name) / "in.csv"

    def run_cli(self, text, action, *rest):
        self.file.write_text(text)
        done = subprocess.run([CLI, "customers", action, "in.csv", *map(str, rest)], timeout=60,
                              cwd=self.file.parent, capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    def rows(self, text, action, *rest):
        code, out, err = self.run_cli(text, action, *rest)
        self.assertEqual(code, 0, err)
        rows = list(csv.DictReader(io.StringIO(out)))
        code, out, err = self.run_cli(text, action, *rest, "--json")
        self.assertEqual([list(row) for row in json.loads(out)], [list(row) for row in rows])
        return rows

    def refused(self, place, text, action, *rest, code=INPUT):
        got, out, err = self.run_cli(text, action, *rest)
        self.assertEqual(got, code, err + out)
        self.assertIn(place, err)
        self.assertEqual(out, "")

    def test_from_purchases_to_a_forecast(self):
        orders = ("customer,date,amount\nann,2026-01-05,10\nbob,2026-01-06,20\nann,2026-01-19,30\n"
                  "ann,2026-02-09,-5\neve,2026-01-07,7\n")
        ann, bob, eve = self.rows(orders, "summary", "--until", "2026-03-02")
        self.assertEqual((ann["customer"], ann["x"], ann["t_x"], ann["T"], ann["mean_spend"],
                          ann["returned"]), ("ann", "1", "2", "8", "25", "5"))
        _, histories, _ = self.run_cli(orders, "summary", "--until", "2026-03-02")
        params = {row["parameter"]: row for row in self.rows(histories, "fit", "--model", "mbg_nbd")}
        self.assertEqual(list(params), ["r", "alpha", "a", "b", "log_likelihood", "prior_used", "p",
                                        "q", "v"])
        ann, bob, eve = self.rows(histories, "forecast", "--horizon", 10, "--draws", 100)
        self.assertLessEqual(float(ann["lower"]), float(ann["upper"]))
        self.assertAlmostEqual(float(ann["expected_value"]),
                               float(ann["expected"]) * float(ann["expected_spend"]))
        self.refused("in.csv:2 (amount)", "customer,date,amount\na,2026-01-01,\n", "summary", "--until",
                     "2026-03-02")
        self.refused("--until", orders, "summary", "--until", "March")
        self.refused("--until", orders, "summary", code=USAGE)

    def test_bad_histories(self):
        for cells, place in [("-1,1,2,1", "in.csv:2 (x)"), ("1.5,1,2,1", "in.csv:2 (x)"),
                             ("1,3,2,1", "in.csv:2 (t_x)"), ("1,,2,1", "in.csv:2 (t_x)"),
                             ("0,1,2,1", "in.csv:2 (t_x)"), ("1,1,-2,1", "in.csv:2 (T)"),
                             ("many,1,2,1", "in.csv:2 (x)")]:
            with self.subTest(cells=cells):
                text = f"customer,x,t_x,T,mean_spend\nann,{cells}\n"
                self.refused(place, text, "fit")
                self.refused(place, text, "forecast", "--horizon", 10)
        self.refused("in.csv (x): is empty", "customer,x,t_x,T\n", "fit")
        self.refused("no column \"T\"", "customer,x,t_x\nann,1,1\n", "fit")
        self.refused("--model", HISTORIES, "fit", "--model", "nbd")
        self.refused("horizon", HISTORIES, "forecast", "--horizon", -1)

    def test_rfm(self):
        text = "shop,recency,frequency,monetary\na,2,12,900\nb,90,4,300\nc,400,1,20\n"
        self.assertEqual([row["segment"] for row in self.rows(text, "rfm", "--levels", 3)],
                         ["champions", "need attention", "hibernating"])
        self.assertEqual([row["recency"] for row in self.rows(
            text, "rfm", "--recency-borders", "30,90", "--frequency-borders", "2,5",
            "--monetary-borders", 50)], ["3", "2", "1"])
        self.refused("borders.frequency", text, "rfm", "--recency-borders", "30,90")
        self.refused("in.csv:2 (monetary)", "shop,recency,frequency,monetary\na,2,12,\n", "rfm")

    def test_tiers(self):
        text = "shop,value,previous,value_per_purchase\na,50,A,10\nb,20,,5\nc,48,A,\n"
        a, b, c = self.rows(text, "tiers", "--by", "border", "--limits", "50,10")
        self.assertEqual([row["tier"] for row in (a, b, c)], ["A", "B", "A"])
        self.assertEqual([row["held"] for row in (a, b, c)], ["0", "0", "1"])
        self.assertEqual(b["next_tier"], "B: value 20, A starts at 55: 35 more, 7 purchases of 5")
        plain = "shop,value\na,50\nb,20\nc,15\nd,10\ne,5\n"
        self.assertEqual([row["tier"] for row in self.rows(plain, "tiers")], list("ABBCC"))
        self.assertEqual([row["tier"] for row in self.rows(plain, "tiers", "--by", "capacity",
                                                           "--limits", "2,1")], list("AABCC"))
        self.refused("seats", plain, "tiers", "--by", "capacity", "--limits", "1.5")
        self.refused("share[1]", plain, "tiers", "--limits", "0.8,0.5")
        self.refused("in.csv:2 (value)", "shop,value\na,-1\n", "tiers")
        self.refused("in.csv:2 (previous)", "shop,value,previous\na,1,D\n", "tiers")

    def test_score_and_segments(self):
        text = "shop,spend,visits\na,100,1\nb,110,\nc,900,9\nd,920,8\ne,910,9\n"
        scores = [float(row["score"]) for row in self.rows(text, "score", "--weights", "3,1")]
        self.assertEqual(max(scores), scores[3])
        self.refused("--weights", text, "score", "--weights", "1")
        self.refused("in.csv:3 (visits)", text, "segments", "--segments", 2)
        found = self.rows(text.replace("110,", "110,2"), "segments", "--segments", 2)
        self.assertEqual([row["segment"] for row in found], ["1", "1", "0", "0", "0"])


    def test_correction_discount_and_covariates(self):
        orders = "customer,date\n" + "".join(
            f"shop {i},2026-{1 + (i + 3 * k) % 6:02d}-{1 + (5 * i + k) % 28:02d}\n"
            for i in range(30) for k in range(1 + i % 4))
        *splits, whole = self.rows(orders, "correction", "--until", "2026-06-30")
        self.assertEqual((len(splits), whole["horizon"]), (4, "all"))
        self.assertGreater(float(whole["factor"]), 0)
        ann, bob, eve = self.rows(HISTORIES, "forecast", "--horizon", 39, "--rate", 0.01, "--factor",
                                  0.9, "--draws", 10)
        total = sum(float(row["expected"]) for row in (ann, bob, eve))
        self.assertAlmostEqual(sum(float(row["corrected"]) for row in (ann, bob, eve)), 0.9 * total)
        self.assertGreater(float(eve["discounted"]), float(bob["discounted"]))
        text = "customer,x,t_x,T,web\n" + "".join(
            f"{i},{x},{t},40,{int(i > 3)}\n" for i, (x, t) in enumerate(
                [(1, 20), (0, 0), (2, 30), (1, 35), (9, 39), (11, 38), (10, 39), (8, 37)]))
        found = {row["parameter"]: float(row["value"]) for row in self.rows(
            text, "fit", "--model", "pareto_nbd", "--purchase", "web")}
        self.assertTrue(1 < found["purchase.web"] < 3)
        self.refused("--model", text, "fit", "--purchase", "web")
        self.refused("no column \"size\"", text, "fit", "--model", "pareto_nbd", "--purchase", "size")

    def test_service(self):
        policies = ("tier,calls,hours_per_call,discount_ceiling,response_hours,budget_share,hours\n"
                    "A,4,2,0.1,4,0.7,17\nB,1,1,0,24,0.3,\n")
        seats, = self.rows(policies, "seats")
        self.assertEqual(seats, {"tier": "A", "seats": "2"})
        served = self.file.with_name("policies.csv")
        served.write_text(policies)
        text = "shop,tier,expected_return\na,A,300\nb,B,100\nc,B,100\n"
        options = ["--policies", served, "--budget", "10.01", "--capacity", 9]
        *rows, short = self.rows(text, "service", *options)
        self.assertEqual([row["budget"] for row in rows], ["7.01", "1.50", "1.50", "7.01", "3.00"])
        self.assertEqual((short["shop"], short["hours"]), ("hours short", "1"))
        self.refused("in.csv:2 (tier)", "shop,tier,expected_return\na,D,1\n", "service", *options)
        self.refused("in.csv:2 (expected_return)", "shop,tier,expected_return\na,A,-1\n", "service",
                     *options)
        self.refused("budget shares sum to 1.2", policies.replace("0.7,17", "0.9,17"), "seats")


if __name__ == "__main__":
    unittest.main()
