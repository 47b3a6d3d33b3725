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
