"""Visit plans in Python: schedule_test.py."""
import datetime
import doctest
import unittest

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


def load_tests(loader, tests, ignore):
    tests.addTests(doctest.DocTestSuite(schedule))
    return tests


if __name__ == "__main__":
    unittest.main()
