"""Sales material in Python: material_test.py."""
import datetime
import doctest
import unittest

import salesplan
from salesplan import material


class Material(unittest.TestCase):
    def test_docstrings(self):
        failed, tried = doctest.testmod(material)
        self.assertEqual(failed, 0)
        self.assertGreater(tried, 8)

    def test_errors_as_they_were(self):
        errors = [5, -3, 8, 1, 0, 2, -7, 4, 3]
        self.assertEqual(material.safety_stock(0.9, errors=errors), 8)
        with self.assertRaisesRegex(salesplan.Infeasible, "it takes 19"):
            material.safety_stock(0.95, errors=errors)
        with self.assertRaisesRegex(salesplan.InvalidArgument, "either sd or errors"):
            material.safety_stock(0.95)
        with self.assertRaisesRegex(salesplan.InvalidArgument, "service: 'often'"):
            material.safety_stock(0.95, sd=1, service="often")

    def test_health(self):
        found = material.health([500, 10], [120, 300], [2, 0], ["2026-06-01", None], "2026-06-30",
                                [20, 0])
        self.assertEqual(found["overstock_value"], [36000, 3000])
        self.assertEqual(found["idle"], [False, True])
        with self.assertRaisesRegex(salesplan.InvalidArgument, "unit_cost: 1 values for 2"):
            material.health([500, 10], [120], [2, 0], [None, None], "2026-06-30")

    def test_a_late_order(self):
        plan = material.supply("2026-03-07", [("2026-03-13", 5)], lead_time=10,
                               open_orders=[("2026-04-01", 5)], calendar="WEEKDAYS")
        self.assertEqual(plan["orders"][0]["days_late"], 6)
        self.assertEqual(plan["orders"][0]["arrives"], datetime.date(2026, 3, 23))
        with self.assertRaisesRegex(salesplan.InvalidArgument, "lead_time_days"):
            material.supply("2026-03-07", [], lead_time=-1)

    def test_a_refused_batch_changes_nothing(self):
        ledger = material.Ledger(["gift"], ["depot", "north"])
        move = {"date": "2026-03-02", "material": "gift", "location": "depot", "pieces": 5}
        with self.assertRaisesRegex(salesplan.Infeasible, r"movements\[1\].pieces: 6 exceed the 5"):
            ledger.book([{**move, "kind": "receipt"}, {**move, "kind": "issue", "pieces": 6}])
        self.assertEqual(ledger.balance(), [])
        ledger.book([{**move, "kind": "receipt"},
                     {**move, "kind": "transfer", "to_location": "north", "pieces": 2}])
        self.assertEqual([(row["location"], row["on_hand"]) for row in ledger.balance()],
                         [("depot", 3), ("north", 2)])
        with self.assertRaisesRegex(salesplan.NotFound, "location: 'south'"):
            ledger.book([{**move, "kind": "receipt", "location": "south"}])


if __name__ == "__main__":
    unittest.main()
