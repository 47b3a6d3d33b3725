"""The monitor on the command line: monitor_test.py CLI. Its outputs are on the guide's page."""
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CLI = sys.argv.pop(1)
RULES = {"rules": [{"name": "late", "kpi": "pace", "condition": "below", "threshold": 0.9}]}
SEEN = "time,kpi,region,value\n2026-03-09T09:00,pace,north,0.8\n2026-03-10T09:00,pace,north,1\n"


class Monitor(unittest.TestCase):
    def run_in(self, files, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                (Path(folder) / name).write_text(text)
            return subprocess.run([CLI, "monitor", *arguments], cwd=folder, capture_output=True,
                                  text=True, timeout=60)

    def test_payloads_are_json_and_the_list_ends_normal(self):
        files = {"r.json": json.dumps(RULES), "o.csv": SEEN}
        done = self.run_in(files, "alerts", "r.json", "o.csv", "--format", "alertmanager")
        sent = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([one["status"] for one in sent], ["firing", "resolved"])
        done = self.run_in(files, "alerts", "r.json", "o.csv", "--list", "--json")
        self.assertEqual(json.loads(done.stdout)[0]["state"], "normal")

    def test_kpis(self):
        cells = ("month,region,rep,sales,orders,customers,customers_before,customers_kept\n"
                 "2026-02,,,1000,40,20,,\n2026-03,,,1300,40,25,20,15\n"
                 "2026-03,north,,400,10,10,8,6\n2026-03,south,,900,30,16,12,9\n2025-03,,,800,,,,\n")
        files = {"c.csv": cells, "t.csv": "month,region,rep,kpi,target\n2026-03,,,average_order,40\n"
                                          "2026-03,north,,lost_customers,1\n"}
        done = self.run_in(files, "kpis", "c.csv", "--targets", "t.csv", "--currency", "CNY", "--json")
        rows = {(row["month"], row["region"], row["kpi"]): row for row in json.loads(done.stdout)}
        # A ratio of the whole is that of its sums: (400 + 900) / (10 + 30), not the mean of 40 and 30.
        self.assertEqual(rows["2026-03", "", "average_order"]["value"], 32.5)
        self.assertEqual(rows["2026-03", "", "average_order"]["attainment"], 32.5 / 40)
        self.assertEqual(rows["2026-03", "", "growth"]["value"], 1300 / 1000 - 1)
        self.assertEqual(rows["2026-03", "", "yearly_growth"]["value"], 1300 / 800 - 1)
        self.assertEqual(rows["2026-03", "north", "share"]["value"], 400 / 1300)
        self.assertEqual(rows["2026-03", "north", "lost_customers"]["attainment"], 0.5)  # fewer is better
        self.assertEqual(rows["2026-03", "", "average_order"]["unit"], "CNY")
        self.assertNotIn(("2026-03", "", "conversion"), rows)  # nobody counted the visits
        own = {"measures": ["sales", "orders"],
               "kpis": [{"name": "size", "formula": "sales / orders", "unit": "CNY", "owner": "eve"}]}
        done = self.run_in({**files, "k.json": json.dumps(own)}, "kpis", "c.csv", "--kpis", "k.json")
        self.assertEqual(done.stdout.splitlines()[:2],
                         ["month,region,rep,customers,customers_before,customers_kept,kpi,unit,owner,value,target,attainment",
                          "2026-02,,,20,,,size,CNY,eve,25,,"])
        own["kpis"][0]["formula"] = "sales / order"
        for place, more in (("k.json: kpis[0].formula: \"order\" is neither", {"k.json": json.dumps(own)}),
                            ("c.csv:3 (month): the cell is given twice",
                             {"c.csv": "month,sales\n2026-03,1\n2026-03,2\n", "k.json": json.dumps({"measures": ["sales"], "kpis": []})}),
                            ("k.json: kpis[0]: unknown field \"target\"",
                             {"k.json": json.dumps({"measures": [], "kpis": [{"name": "a", "formula": "1", "target": 1}]})})):
            done = self.run_in({**files, **more}, "kpis", "c.csv", "--kpis", "k.json")
            self.assertEqual(done.returncode, 3)
            self.assertIn(place, done.stderr)

    def test_refusals(self):
        files = {"r.json": json.dumps(RULES), "o.csv": SEEN,
                 "back.csv": SEEN + "2026-03-09T10:00,pace,north,1\n",
                 "bad.json": json.dumps({"rules": [dict(RULES["rules"][0], clear=0.5)]}),
                 "a.csv": "time,action,rule,labels,who\n2026-03-09T10:00,close,late,region=north,ann\n",
                 "s.csv": "date,sales\n2026-03-09,1.00\n"}
        for place, *arguments in [
                ("back.csv:4 (now): ", "alerts", "r.json", "back.csv"),
                ("bad.json: rules[0].clear: ", "alerts", "bad.json", "o.csv"),
                ("a.csv:2 (action): closed needs", "alerts", "r.json", "o.csv", "--actions", "a.csv"),
                ("--format: \"fax\" is not a format", "alerts", "r.json", "o.csv", "--format", "fax"),
                ("--through: \"March\"", "landing", "s.csv", "--through", "March")]:
            done = self.run_in(files, *arguments)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn(place, done.stderr)


if __name__ == "__main__":
    unittest.main()
