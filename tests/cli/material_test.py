"""Sales material on the command line: material_test.py CLI. Its outputs are on the guide's page."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CLI = sys.argv.pop(1)
INPUT, INFEASIBLE = 3, 4


class Refusals(unittest.TestCase):
    def refused(self, code, place, files, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                (Path(folder) / name).write_text(text)
            done = subprocess.run([CLI, "material", *arguments], cwd=folder, capture_output=True,
                                  text=True, timeout=60)
        self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
        self.assertIn(place, done.stderr)

    def test_ledger(self):
        head = "kind,date,material,location,pieces\nreceipt,2026-01-05,gift,depot,5\n"
        for row, code, place in [
                ("issue,2026-01-06,gift,depot,6", INFEASIBLE, "m.csv:3 (pieces): 6 exceed the 5"),
                ("gift,2026-01-06,gift,depot,6", INPUT, "m.csv:3 (kind): \"gift\" is none of"),
                ("issue,2026-01-04,gift,depot,1", INPUT, "m.csv:3 (date): 2026-01-04 is before"),
                ("receipt,2026-01-06,gift,depot,-6", INPUT, "m.csv:3 (pieces): -6 is outside")]:
            self.refused(code, place, {"m.csv": head + row + "\n"}, "ledger", "m.csv")

    def test_orders(self):
        files = {"s.csv": "material,on_hand,lead_time_days\ngift,5,-1\n",
                 "n.csv": "material,date,pieces\ngift,2026-02-26,8\n"}
        self.refused(INPUT, "s.csv:2 (lead_time_days): -1 is outside 0..1000", files, "orders",
                     "s.csv", "n.csv", "--today", "2026-01-12")
        files["n.csv"] = files["n.csv"].replace("gift", "pen")
        self.refused(INPUT, 'n.csv:2 (material): "pen" is not in s.csv', files, "orders", "s.csv",
                     "n.csv", "--today", "2026-01-12")

    def test_policy(self):
        head = "material,daily_mean,lead_time_days,price\n"
        for row, place in [("gift,-1,4,5", "p.csv:2 (daily_mean): -1 is outside"),
                           ("gift,1,4,1:5 9:6", "is not below the one before"),
                           ("gift,1,4,2:5", "is above 1"), ("gift,1,4,1:x", "p.csv:2 (price)")]:
            self.refused(INPUT, place, {"p.csv": head + row + "\n"}, "policy", "p.csv")

    def test_need(self):
        files = {"l.csv": "material,pieces_an_event\ngift,-1\n", "p.csv": "period,events\nW1,5\n"}
        self.refused(INPUT, "list[0].pieces_an_event: -1 is outside", files, "need", "l.csv",
                     "p.csv")


if __name__ == "__main__":
    unittest.main()
