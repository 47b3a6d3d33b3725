"""salesplan budget, as its user meets it: budget_test.py PROGRAM"""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = sys.argv.pop(1)


class Budget(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.clock = 1767600000
        self.write("people.csv", "name,roles,limit\nann,author approver,\nbob,reviewer controller,\n"
                   "cid,approver,80000\ndora,approver,80000\n")
        self.write("lines.csv", "line,amount\nWeb,30000.00\nFairs,25000.01\n")

    def write(self, name, text):
        (Path(self.folder.name) / name).write_text(text)

    def run_it(self, *arguments):
        done = subprocess.run([PROGRAM, "budget", *arguments], cwd=self.folder.name,
                              capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    def step(self, *arguments):
        self.clock += 1
        return self.run_it("step", "budgets.db", "2026", *arguments, "--people", "people.csv",
                           "--second-above", "50000", "--now", str(self.clock))

    def test_split(self):
        self.write("basis.csv", "line,history,floor\nWeb,3,\nFairs,1,300\n")
        self.assertEqual(self.run_it("split", "basis.csv", "--total", "1000.01")[1],
                         "line,amount\nWeb,700.01\nFairs,300.00\n")
        self.write("curves.csv", "line,scale,half\nWeb,4000,1000\nFairs,1000,1000\n")
        self.assertEqual(self.run_it("split", "curves.csv", "--total", "1000")[1].split()[1:],
                         ["Web,1000.00,2000,1", "Fairs,0.00,0,1"])

    def test_propose(self):
        self.write("progress.csv", "line,budget,planned,spent,target,landing,marginal\n"
                   "Web,1000,500,500,9000,7200,3\nFairs,1000,500,500,9000,9000,0.5\n")
        self.assertEqual(
            self.run_it("propose", "progress.csv")[1].splitlines()[1],
            "move,Fairs,Web,100.00,250.00,250.00,250.00,returns 0.5 for 1 more; "
            "the other lands at 80% of target and returns 3 for 1 more")

    def test_propose_reads_what_was_done_last_time(self):
        """A line lands 7 % below target: alone it takes, having taken it does so from half the band
        on, having given only from twice the band on."""
        self.write("lines.csv", "line,amount\nWeb,30000\nFairs,20000\n")
        self.write("progress.csv", "line,planned,spent,target,landing,marginal\n"
                   "Web,15000,15000,100000,93000,3\nFairs,10000,10000,100000,100000,2\n")
        propose = ("propose", "progress.csv", "--reserve", "5000", "--store", "budgets.db",
                   "--budget", "2026")
        self.assertEqual(self.run_it(*propose), (5, "", "salesplan: budgets.db: cannot be opened for "
                                                 "reading\n"))
        self.step("draft", "--actor", "ann", "--lines", "lines.csv")
        self.assertEqual(self.run_it(*propose), (3, "", 'salesplan: budgets.db: "2026" has no '
                                                 "version in force\n"))
        def approve(step):
            self.step(step, "--actor", "ann", "--lines", "lines.csv", "--reason", "so")
            self.step("submit", "--actor", "ann")
            self.step("endorse", "--actor", "bob")
            self.step("approve", "--actor", "cid")
            self.step("monitor", "--actor", "bob")
        approve("draft")
        self.assertEqual(self.run_it(*propose)[1].splitlines()[1][:24], "add,reserve,Web,3000.00,")
        self.write("lines.csv", "line,amount\nWeb,29000\nFairs,20000\n")
        approve("adjust")  # it gave
        self.assertEqual(len(self.run_it(*propose)[1].splitlines()), 1)
        self.write("lines.csv", "line,amount\nWeb,30000\nFairs,20000\n")
        approve("adjust")  # and took
        self.write("progress.csv", "line,planned,spent,target,landing,marginal\n"
                   "Web,15000,15000,100000,97000,3\nFairs,10000,10000,100000,100000,2\n")
        self.assertEqual(len(self.run_it(*propose)[1].splitlines()), 2)
        self.write("progress.csv", "line,budget,planned,spent,target,landing,marginal,last\n"
                   "Web,30000,15000,15000,100000,97000,3,keep\n")
        self.assertEqual(len(self.run_it("propose", "progress.csv", "--reserve", "5000")[1]
                             .splitlines()), 1)
        self.write("progress.csv", "line,planned,spent,target,landing,marginal\nMail,1,1,1,1,1\n")
        self.assertEqual(self.run_it(*propose)[2], "salesplan: progress.csv:2 (line): \"Mail\" is "
                         "no line of the version in force\n")
        self.assertEqual(self.run_it(*propose[:-2])[2],
                         "salesplan: --budget: must be given with the other\n")

    def test_the_way_to_approval(self):
        self.assertEqual(self.step("draft", "--actor", "ann", "--lines", "lines.csv")[1],
                         "stage,versions,in_force,entries\ndrafting,1,0,1\n")
        self.step("submit", "--actor", "ann")
        self.step("endorse", "--actor", "bob")
        self.assertEqual(self.step("approve", "--actor", "ann"),
                         (3, "", 'salesplan: actor: "ann" wrote or submitted this version and may '
                                 "not approve it\n"))
        self.assertEqual(self.step("approve", "--actor", "cid", "--seen", "2")[0], 3)
        self.step("approve", "--actor", "cid")
        self.assertEqual(self.step("approve", "--actor", "dora")[1].split()[1], "execution,1,1,5")
        self.step("monitor", "--actor", "bob")
        self.write("lines.csv", "line,amount\nWeb,31000\nFairs,25000.01\n")
        self.step("adjust", "--actor", "ann", "--lines", "lines.csv", "--reason", "lands at 80%")
        self.assertEqual(self.run_it("diff", "budgets.db", "2026", "1", "2")[1],
                         "line,before,after\nWeb,30000.00,31000.00\n")
        trail = self.run_it("trail", "budgets.db", "2026")[1].splitlines()
        self.assertEqual(len(trail), 8)
        head = trail[3].split(",")[-1]
        self.assertEqual(self.run_it("verify", "budgets.db", "2026", "--head", head)[1].split()[1],
                         "adjustment,2,1,7")
        self.assertEqual(self.run_it("verify", "budgets.db", "2026", "--head", "0" * 64)[0], 3)
        for looks in (("verify",), ("trail",), ("diff", "1", "2")):
            self.assertEqual(self.run_it(looks[0], "budgets.db", "2062", *looks[1:])[2],
                             'salesplan: budgets.db: keeps nothing called "2062"\n')
            self.assertEqual(self.run_it(looks[0], "budget.db", "2026", *looks[1:])[0], 5)
        self.assertFalse((Path(self.folder.name) / "budget.db").exists())

    def test_plans_are_kept(self):
        """A plan document is an entry of a trail like a budget's steps, and comes back as it was."""
        self.write("plan.json", """{"schema": "salesplan.plan/1", "first_month": "2026-01",
            "months": 2, "dimensions": [{"name": "rep", "csv": "key\\nann\\n"}],
            "facts": {"csv": "date,rep,revenue\\n2025-01-15,ann,100\\n2025-12-15,ann,90\\n"},
            "target": {"revenue": {"growth": 0.1}}}""")
        def run(*arguments):
            done = subprocess.run([PROGRAM, *arguments], cwd=self.folder.name, capture_output=True,
                                  text=True)
            return done.returncode, done.stdout, done.stderr
        plan = ("plan", "plan.json", "--json", "--quiet", "--store", "budgets.db")
        self.assertEqual(run(*plan)[2], "salesplan: --name: must be given with --store\n")
        code, document, _ = run(*plan, "--name", "plan 2026", "--actor", "ann", "--now", "1767600000")
        self.assertEqual(code, 0)
        self.step("draft", "--actor", "ann", "--lines", "lines.csv")
        self.assertEqual(run("kept", "budgets.db", "plan 2026", "--entry", "1"), (0, document, ""))
        self.assertEqual([row.split(",")[:5] for row in run("kept", "budgets.db")[1].splitlines()[1:]],
                         [["2026", "1", "1767600001", "ann", "draft"],
                          ["plan 2026", "1", "1767600000", "ann", "plan"]])
        self.assertEqual(run("kept", "budgets.db", "plan 2025")[2],
                         'salesplan: budgets.db: keeps nothing called "plan 2025"\n')
        self.assertEqual(run("kept", "budgets.db", "plan 2026", "--entry", "2")[0], 3)

    def test_a_file_that_is_no_store(self):
        self.write("budgets.db", "not a database, " * 100)
        self.assertEqual(self.run_it("trail", "budgets.db", "2026"),
                         (3, "", "salesplan: budgets.db: file is not a database\n"))


if __name__ == "__main__":
    unittest.main()
