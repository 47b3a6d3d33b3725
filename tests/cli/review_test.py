"""salesplan review: review_test.py CLI."""
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CLI = sys.argv.pop(1)
LINES = """category,product,units_before,units_after,revenue_before,revenue_after
Bikes,Road,10,5,1000.00,500.00
Bikes,<b>Mountain,10,15,3000.00,4500.00
Clothing,Gloves,10,20,2000.00,3800.00
"""


class Review(unittest.TestCase):
    def run_cli(self, text, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "in.csv").write_text(text, encoding="utf-8")
            done = subprocess.run([CLI, "review", *arguments], cwd=folder, capture_output=True,
                                  encoding="utf-8", timeout=60)
            page = Path(folder) / "out.html"
            return done.returncode, done.stdout, done.stderr, \
                page.read_text(encoding="utf-8") if page.exists() else ""

    def test_why(self):
        code, out, err, page = self.run_cli(LINES, "why", "in.csv", "--by", "category,product",
                                            "--html", "out.html", "--title", "<script>x")
        self.assertEqual((code, err), (0, ""))
        rows = out.splitlines()
        self.assertEqual(rows[0], "node,before,volume,mix,price,new,discontinued,now")
        for row in rows[1:]:
            cents = [round(float(cell) * 100) for cell in row.split(",")[1:]]
            self.assertEqual(sum(cents[:-1]), cents[-1], row)
        self.assertIn("&lt;script&gt;x", page)
        self.assertNotIn("<script", page)
        self.assertNotIn("<b>", page)

    def test_refusals(self):
        for text, arguments, message, code in (
                (LINES + "Bikes,Road,1,1,1,1\n", ("why", "in.csv", "--by", "category,product"),
                 "given twice", 3),
                (LINES, ("why", "in.csv", "--by", "colour"), "colour", 3),
                (LINES.replace("10,5", "10,-5"), ("why", "in.csv", "--by", "category,product"),
                 "-5", 3),
                ("rep,mean,sd\nann,1,x\n", ("targets", "in.csv"), "in.csv:2 (sd)", 3),
                ("before,now,money_before,money_now\nA,C,1,1\n",
                 ("migration", "in.csv", "--segments", "A,B"), "in.csv:2 (now)", 3)):
            with self.subTest(arguments=arguments, message=message):
                got, out, err, _ = self.run_cli(text, *arguments)
                self.assertEqual((got, out), (code, ""), err)
                self.assertIn(message, err)

    def test_channels(self):
        text = "channel,visits_before,visits_after,orders_before,orders_after,revenue_before," \
               "revenue_after,spend_before,spend_after\n" \
               "shop,100,120,20,30,100.00,180.00,20.00,20.00\n"
        got, out, err, _ = self.run_cli(text, "channels", "in.csv")
        self.assertEqual(got, 0, err)
        self.assertEqual(out.splitlines()[2],
                         "shop,100.00,20.00,30.00,30.00,0.00,0.00,180.00,0.2,0.25,5,6,4,8")
        got, _, err, _ = self.run_cli(text.replace("100,120", "-1,120"), "channels", "in.csv")
        self.assertEqual((got, "visits_before[1]: -1" in err), (3, True), err)

    def test_cycles(self):
        months = [f"{2023 + m // 12}-{m % 12 + 1:02}" for m in range(36)]
        rows = [f"{month},{100 + 50 * (m % 12 == 11)},{100 + 20 * (m >= 24)}\n"
                for m, month in enumerate(months)]
        text = "period,North,South\n" + "".join(rows)
        got, out, err, _ = self.run_cli(text, "cycles", "in.csv")
        self.assertEqual(got, 0, err)
        self.assertIn("North,", out)
        self.assertIn(",December,", out)
        self.assertTrue(out.splitlines()[2].endswith(",2025-01"), out)
        got, out, err, _ = self.run_cli(text, "cycles", "in.csv", "--sentences")
        self.assertIn("South：", out)
        got, _, err, _ = self.run_cli("period,North\n2023-01,1\n2023-03,1\n", "cycles", "in.csv")
        self.assertEqual(got, 3)
        self.assertIn("in.csv:3 (period): \"2023-03\" does not follow", err)

    def test_strategy(self):
        rule = {"name": "visits", "measure": "attainment", "acts": "below", "threshold": 0.9,
                "lever": "visits", "gain": 10, "step": 2, "response": {"mean": 0.02, "sd": 0.01}}
        months = "month,unit,sales,attainment,visits\n" \
                 "2026-02,North,1000.00,0.8,4\n2026-01,North,900.00,1,4\n2026-01,Gone,1,0.1,1\n"
        for wrong, message in ((months + "2026-02,North,1,1,1\n", "in.csv:5 (unit)"),
                               (months.replace("0.8,4", "0.8,"), "in.csv:2 (visits)"),
                               (months.replace("2026-02", "2026-Q1"), "is not a month"),
                               (months, "rules.json: rules[0].step: 0 is not positive"), (months, "")):
            with self.subTest(message=message), tempfile.TemporaryDirectory() as folder:
                (Path(folder) / "in.csv").write_text(wrong, encoding="utf-8")
                book = {"rules": [{**rule, "step": 0} if "step" in message else rule]}
                (Path(folder) / "rules.json").write_text(json.dumps(book), encoding="utf-8")
                done = subprocess.run([CLI, "review", "strategy", "rules.json", "in.csv"],
                                      cwd=folder, capture_output=True, encoding="utf-8", timeout=60)
                self.assertEqual(done.returncode, 3 if message else 0, done.stderr)
                self.assertIn(message, done.stderr)
        self.assertEqual(done.stdout.splitlines()[1],
                         "visits,North,change,visits,4,5,1,20.00,7.18,32.82,")


if __name__ == "__main__":
    unittest.main()
