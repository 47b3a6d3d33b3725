"""salesplan tasks, raci and flow, as their user meets them: month_work_test.py PROGRAM"""
import csv
import io
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = sys.argv.pop(1)


class Case(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def write(self, **files):
        for name, text in files.items():
            (self.folder / f"{name}.csv").write_text(text, encoding="utf-8")

    def run_it(self, *arguments):
        done = subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True,
                              encoding="utf-8", timeout=60)
        return done.returncode, done.stdout, done.stderr

    def rows(self, *arguments):
        code, out, err = self.run_it(*arguments)
        self.assertEqual(code, 0, err)
        return list(csv.DictReader(io.StringIO(out)))

    def refused(self, message, *arguments, code=3):
        self.assertEqual(self.run_it(*arguments), (code, "", f"salesplan: {message}\n"))


class Tasks(Case):
    MONTH = "tasks", "targets.csv", "--month", "2026-02"

    def setUp(self):
        super().setUp()
        self.write(targets="owner,target\nann,35600\nbob,20000.01\n")

    def test_the_month_of_every_rep(self):
        rows = self.rows(*self.MONTH)
        self.assertEqual(len(rows), 24)
        for owner, target in (("ann", 35600), ("bob", 20000.01)):
            weeks = {row["week"]: float(row["week_target"]) for row in rows if row["owner"] == owner}
            self.assertEqual(round(sum(weeks.values()), 2), target)
        first = rows[0]
        self.assertEqual((first["start"], first["workdays"], first["share"], first["week_target"]),
                         ("2026-02-02", "4", "0.25", "8900.00"))
        self.assertIn("Spring Festival", {row["moved_by"] for row in rows if row["week"] == "W3"})
        self.assertEqual(self.rows(*self.MONTH, "--language", "zh")[0]["title"], "确认本月目标")
        self.assertEqual(json.loads(self.run_it(*self.MONTH, "--json")[1])[0]["week"], "W1")

    def test_an_edited_template_and_what_slipped(self):
        template = self.run_it("tasks", "--print-template")[1]
        self.write(tasks=template + "3,demo,Show the machine,,technician,visits\n",
                   left="owner,task\nbob,demo\n")
        rows = self.rows(*self.MONTH, "--tasks", "tasks.csv", "--slipped", "left.csv")
        demo = [row for row in rows if row["task"] == "demo"]
        self.assertEqual([(row["owner"], row["week"], row["carried"], row["role"]) for row in demo],
                         [("ann", "W3", "", "technician"), ("bob", "W1", "1", "technician"),
                          ("bob", "W3", "", "technician")])
        (self.folder / "tasks.json").write_text(
            '[{"node": 1, "key": "plan"}, {"node": 2, "key": "go", "after": ["plan"]}]')
        self.assertEqual([row["task"] for row in self.rows(*self.MONTH, "--tasks", "tasks.json")],
                         ["plan", "go"] * 2)

    def test_weeks_by_what_their_days_were_worth(self):
        days = "".join(f"2025-{month:02}-{day:02},{100 if day > 20 else 10}\n"
                       for month in range(1, 13) for day in range(1, 29))
        self.write(sales="date,amount\n" + days)
        def shares(*more):
            made = {row["week"]: float(row["share"])
                    for row in self.rows("tasks", "targets.csv", "--month", "2026-03", "--calendar",
                                         "WEEKDAYS", *more)}
            self.assertAlmostEqual(sum(made.values()), 1)
            return made
        self.assertAlmostEqual(shares()["W4"], 7 / 22)
        self.assertGreater(shares("--sales", "sales.csv")["W4"], 0.45)

    def test_refusals(self):
        self.refused("--month: must be given", "tasks", "targets.csv")
        self.write(left="owner,task\ncai,visits\n", bad="node,key\n5,a\n",
                   circle="node,key,after\n1,a,b\n1,b,a\n", unknown="node,key,after\n1,a,c\n",
                   twice="owner,target\nann,1\nann,2\n", none="owner,task\nann,dance\n")
        self.refused('left.csv:2 (owner): "cai" has no target', *self.MONTH, "--slipped", "left.csv")
        self.refused('none.csv:2 (task): "dance" is no task of the month', *self.MONTH, "--slipped",
                     "none.csv")
        self.refused("bad.csv:2 (node): must be 1, 2, 3 or 4", *self.MONTH, "--tasks", "bad.csv")
        self.refused('twice.csv:3 (owner): "ann" is given twice', "tasks", "twice.csv", "--month",
                     "2026-02")
        code, out, err = self.run_it(*self.MONTH, "--tasks", "circle.csv")
        self.assertEqual((code, out, err[:30]), (4, "", "salesplan: circle.csv: tasks[0"))
        self.assertEqual(self.run_it(*self.MONTH, "--tasks", "unknown.csv")[0], 3)


class Raci(Case):
    def test_findings_and_load(self):
        self.write(matrix="task,hours,manager,rep,service\nvisits,60,A,R,I\ncustomer files,20,,R,R\n"
                          "complaints,30,A,C,R\n", roles="role,hours\nservice,35\n",
                   tasks="node,key\n1,visits\n2,closing\n")
        self.assertEqual(
            [tuple(row.values()) for row in self.rows("raci", "matrix.csv", "--capacity", "roles.csv",
                                                      "--tasks", "tasks.csv")],
            [("nobody_accountable", "customer files", ""),
             ("several_responsible", "customer files", "rep, service"),
             ("overloaded", "service", "40 of 35 hours"), ("unknown_task", "customer files", ""),
             ("unknown_task", "complaints", ""), ("uncovered_task", "closing", "")])
        self.assertEqual([tuple(row.values()) for row in self.rows("raci", "matrix.csv", "--load",
                                                                   "--capacity", "roles.csv")],
                         [("manager", "0", "", "2"), ("rep", "70", "", "3"), ("service", "40", "35", "3")])

    def test_the_shipped_matrix_is_sound(self):
        self.write(matrix=self.run_it("raci", "--print-template")[1],
                   tasks=self.run_it("tasks", "--print-template")[1])
        self.assertEqual({row["issue"] for row in self.rows("raci", "matrix.csv", "--tasks",
                                                            "tasks.csv")}, {"several_responsible"})

    def test_refusals(self):
        self.write(bad="task,rep\nvisits,X\n", none="task,hours\nvisits,1\n",
                   twice="task,rep\nvisits,R\nvisits,R\n", matrix="task,rep\nvisits,R\n",
                   roles="role,hours\nboss,1\n")
        self.refused('bad.csv:2 (rep): "X" is none of R, A, C, I', "raci", "bad.csv")
        self.refused("none.csv: has no roles", "raci", "none.csv")
        self.refused('twice.csv: tasks[1]: "visits" is given twice', "raci", "twice.csv")
        self.refused('roles.csv:2 (role): "boss" is no role of the matrix', "raci", "matrix.csv",
                     "--capacity", "roles.csv")


class Flow(Case):
    HEAD = "step,department,workdays,inputs,outputs,measured\n"
    STEPS = (HEAD + "draft,sales,2,,promotion,\nmaterial,marketing,5,promotion,brochure,\n"
             "check,finance,1,promotion,budget,8\nlaunch,sales,1,brochure; budget,orders,\n")

    def test_critical_path_and_dates(self):
        self.write(steps=self.STEPS)
        code, out, err = self.run_it("flow", "steps.csv", "--wanted", "orders", "--start", "2026-02-10")
        self.assertEqual((code, err), (0, "salesplan: 8 workdays planned, 11 measured\n"))
        # 15 to 23 February 2026 are closed, Saturday 14 is worked.
        self.assertEqual(out, "step,department,start,end,slack,critical,wins,start_date,end_date\n"
                         "draft,sales,0,2,0,1,0,2026-02-10,2026-02-11\n"
                         "material,marketing,2,7,0,1,0,2026-02-12,2026-02-25\n"
                         "check,finance,2,3,4,,3,2026-02-12,2026-02-12\n"
                         "launch,sales,7,8,0,1,0,2026-02-26,2026-02-26\n")
        self.assertEqual(self.run_it("flow", "steps.csv")[2].splitlines()[1],
                         'salesplan: nobody takes "orders"')
        self.assertEqual([row["what"] for row in self.rows("flow", "steps.csv", "--hand-offs")],
                         ["promotion", "promotion", "brochure", "budget"])

    def test_meetings(self):
        self.write(steps=self.STEPS, meetings="meeting,departments,every,workday,minutes\n"
                   "stand-up,sales; marketing,week,1,15\nreview,sales; finance,month,-1,90\n")
        rows = self.rows("flow", "steps.csv", "--meetings", "meetings.csv", "--first", "2026-02-09",
                         "--last", "2026-02-28")
        self.assertEqual([(row["date"], row["meeting"]) for row in rows],
                         [("2026-02-09", "stand-up"), ("2026-02-24", "stand-up"),
                          ("2026-02-28", "review")])
        self.write(meetings="meeting,departments,every\nstand-up,legal,week\n")
        self.refused('meetings.csv:2 (departments): "legal" has no step in the flow', "flow",
                     "steps.csv", "--meetings", "meetings.csv", "--first", "2026-02-09", "--last",
                     "2026-02-28")

    def test_refusals(self):
        self.write(circle=self.HEAD + "a,x,1,c,b,\nd,x,1,b,c,\n",
                   two=self.HEAD + "a,x,1,,b,\nd,x,1,,b,\n", orphan=self.HEAD + "a,x,1,b,,\n",
                   negative=self.HEAD + "a,x,-1,,b,\n")
        self.refused('circle.csv:2 (inputs): the flow runs in a circle: "a" -> "d" -> "a"', "flow",
                     "circle.csv", code=4)
        self.refused('two.csv:3 (outputs): "b" is made by "a" too', "flow", "two.csv")
        self.refused('orphan.csv:2 (inputs): "b" is made by no step and not given', "flow",
                     "orphan.csv")
        self.refused("negative.csv:2 (workdays): -1 is not in 0..1e+05", "flow", "negative.csv")


if __name__ == "__main__":
    unittest.main()
