"""Visit plans in Python: schedule_test.py."""
import datetime
import doctest
import json
import tempfile
import unittest
from pathlib import Path

import salesplan
from salesplan import schedule

CUSTOMERS = [{"rep": rep, "customer": f"c{i}", "area": i % 3,
              "frequency": ("week", "2 weeks", "month")[i % 3]}
             for rep in ("ann", "bo") for i in range(12)]


def planned(customers=CUSTOMERS, **given):
    return schedule.plan_visits(customers, "2026-04-01", "2026-06-30", calendar="US", **given)


class Visits(unittest.TestCase):
    def test_frequencies(self):
        plan = planned(absences=[("ann", "2026-05-04", "2026-05-05")])
        self.assertEqual(plan.unmet, [])
        for i, visits in ((0, 13), (1, 7), (2, 3)):
            self.assertEqual(sum(v[:2] == ("bo", f"c{i}") for v in plan.visits), visits)
        self.assertNotIn(datetime.date(2026, 5, 4), {v[2] for v in plan.visits if v[0] == "ann"})
        self.assertEqual([rep["rep"] for rep in plan.reps], ["ann", "bo"])
        for rep in plan.reps:
            self.assertLessEqual(rep["most_visits"], rep["mean_visits"] + 1)
            self.assertLessEqual(rep["bound"], rep["cost"])

    def test_replanning(self):
        plan = planned()
        again = planned(previous=plan.visits, fixed=[v for v in plan.visits if v[2].month == 4])
        self.assertEqual(set(again.visits), set(plan.visits))
        self.assertEqual([rep["moved"] for rep in again.reps], [0, 0])

    def test_refusals(self):
        row = CUSTOMERS[0]
        for error, place, given in [
                (salesplan.Infeasible, "customers.0..visits", [dict(row, frequency=(9, 1, "week"))]),
                (salesplan.InvalidArgument, "frequency", [dict(row, frequency="often")]),
                (salesplan.InvalidArgument, "allows", [dict(row, colour=1)]),
                (salesplan.InvalidArgument, "minutes", [dict(row, minutes=-1)]),
                (salesplan.Duplicate, "twice", [row, row])]:
            with self.assertRaisesRegex(error, place):
                planned(given)
        with self.assertRaisesRegex(salesplan.NotFound, "absences"):
            planned(absences=[("cy", "2026-05-04", "2026-05-05")])
        with self.assertRaisesRegex(salesplan.InvalidArgument, "overlaps"):
            planned(absences=[("ann", "2026-05-04", "2026-05-05")] * 2)
        with self.assertRaises(salesplan.NotFound):
            planned(colour=1)


class Months(unittest.TestCase):
    def test_a_template_that_a_company_edits(self):
        with tempfile.TemporaryDirectory() as folder:
            table, text = Path(folder, "tasks.csv"), Path(folder, "tasks.json")
            table.write_text("node,key,after\n1,plan,\n2,visit,plan\n2,note,visit\n")
            text.write_text(json.dumps([{"node": 1, "key": "plan"},
                                        {"node": 2, "key": "visit", "after": ["plan"]},
                                        {"node": 2, "key": "note", "after": ["visit"]}]))
            made = [schedule.month_tasks("2026-06-15", {"ann": 2200, "bo": 0},
                                         schedule.read_template(path), "WEEKDAYS",
                                         slipped=[("bo", "note")]) for path in (table, text)]
            table.write_text("node,key\nfirst,plan\n")
            with self.assertRaisesRegex(salesplan.ParseError, "tasks.0..node: 'first'"):
                schedule.read_template(table)
        self.assertEqual(made[0], made[1])
        rows = [(t["rep"], t["task"], t["start"].day, t["due"].day, t["carried"])
                for t in made[0]["tasks"]]
        self.assertEqual(rows[1:4], [("ann", "visit", 8, 9, False), ("ann", "note", 10, 12, False),
                                     ("bo", "note", 1, 5, True)])

    def test_holidays_and_the_worth_of_days(self):
        february = schedule.month_tasks("2026-02-01", {"ann": 1000}, worth=[1.0] + [0.0] * 27)
        self.assertEqual([week["targets"]["ann"] for week in february["weeks"]], [1000, 0, 0, 0])
        self.assertTrue(any("Spring Festival" in week["moved_by"] for week in february["weeks"]))
        march = schedule.month_tasks("2026-03-01", {"ann": 1000})
        self.assertEqual([week["moved_by"] for week in march["weeks"]], [""] * 4)
        for error, place, given in [
                (salesplan.InvalidArgument, "worth: 3 values", {"worth": [1, 2, 3]}),
                (salesplan.NotFound, "slipped.0.", {"slipped": [("bo", "closing")]}),
                (salesplan.NotFound, "tasks.0..after", {"tasks": [{"node": 1, "key": "a",
                                                                   "after": ["b"]}]}),
                (salesplan.Infeasible, "waits for itself", {"tasks": [{"node": 1, "key": "a",
                                                                       "after": ["a"]}]})]:
            with self.assertRaisesRegex(error, place):
                schedule.month_tasks("2026-03-01", {"ann": 1000}, **given)

    def test_meetings(self):
        with self.assertRaisesRegex(salesplan.InvalidArgument, "meetings.0..every"):
            schedule.meeting_dates([{"key": "a", "every": "daily"}], "2026-03-01", "2026-03-31")
        with self.assertRaisesRegex(salesplan.InvalidArgument, "meetings.0..workday: 0"):
            schedule.meeting_dates([{"key": "a", "every": "week", "workday": 0}], "2026-03-01",
                                   "2026-03-31")
        dates = schedule.meeting_dates([{"key": "a", "every": "2 weeks"},
                                        {"key": "b", "every": "month", "workday": -1}],
                                       "2026-03-02", "2026-03-31", "WEEKDAYS")
        self.assertEqual([(date.day, key) for date, key in dates],
                         [(2, "a"), (16, "a"), (30, "a"), (31, "b")])

    def test_matrices_and_flows(self):
        matrix, hours = schedule.sales_team()
        self.assertTrue(schedule.review_responsibilities(matrix, hours)["sound"])
        with self.assertRaisesRegex(salesplan.InvalidArgument, "'X'"):
            schedule.review_responsibilities({"visits": {"rep": "X"}})
        with self.assertRaisesRegex(salesplan.NotFound, "hours"):
            schedule.review_responsibilities({"visits": {"rep": "R"}}, hours={"calls": 1})
        with self.assertRaisesRegex(salesplan.InvalidArgument, "steps.0.: needs"):
            schedule.review_flow([{"key": "draft"}])


def load_tests(loader, tests, ignore):
    tests.addTests(doctest.DocTestSuite(schedule))
    return tests


if __name__ == "__main__":
    unittest.main()
