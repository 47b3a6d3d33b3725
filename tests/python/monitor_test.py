"""The monitor in Python: monitor_test.py."""
import datetime
import doctest
import json
import math
import unittest

import salesplan
from salesplan import monitor


class Monitor(unittest.TestCase):
    def test_docstrings(self):
        failed, tried = doctest.testmod(monitor)
        self.assertEqual(failed, 0)
        self.assertGreater(tried, 2)

    def test_landing(self):
        days = [100 * (1 + day % 2) for day in range(31 + 28 + 31 + 30 + 31)]
        found = monitor.landing("WEEKDAYS", "2025-01-01", days, ["2025-06-10", "2025-06-30"],
                                [1500, 4600], [4500, 4500])
        self.assertEqual(found["months"], 5)
        self.assertLess(found["lower"][0], found["mean"][0])
        self.assertLess(abs(found["mean"][0] - 4500), 300)
        self.assertEqual((found["mean"][1], found["probability"][1]), (4600, 1))
        self.assertTrue(math.isnan(found["required_daily"][1]))
        with self.assertRaisesRegex(salesplan.InvalidArgument, "sold: 0 values, 1 are needed"):
            monitor.landing("US", "2025-01-01", days, ["2025-06-10"], [], [1])

    def test_kpis(self):
        found = monitor.kpis({"growth": "customers / before(customers) - 1"},
                             {"customers": [12, 10]}, distinct=["customers"], before=[1, -1])
        self.assertAlmostEqual(found["growth"][0], 0.2)
        self.assertTrue(math.isnan(found["growth"][1]))
        with self.assertRaisesRegex(salesplan.InvalidArgument, "needs itself: a -> b -> a"):
            monitor.kpis({"a": "b", "b": "a"}, {"x": [1]})
        with self.assertRaisesRegex(salesplan.ParseError, r"kpis\[0\].formula: at 3"):
            monitor.kpis({"a": "x x"}, {"x": [1]})

    def test_live_cube(self):
        region = salesplan.Dimension("region", ["north", "ann", "bob"], ["", "north", "north"])
        month = salesplan.Dimension("month", ["2026-01", "2026-02"])
        cube = monitor.LiveCube([region, month], ["sales"])
        cube.add([("ann", "2026-01"), ("bob", "2026-01"), ("bob", "2026-02")],
                 {"sales": [100, 50, 70]}, customers=["x", "y", "x"])
        cube.add([("ann", "2026-01")], {"sales": [-100]}, customers=["x"], orders=[-1])
        found = cube.cells([("*", "2026-01"), ("north", "2026-02"), ("*", "*")],
                           [("*", "2026-02")] * 3)
        self.assertEqual(found, {"sales": [50, 70, 120], "customers": [1, 1, 2],
                                 "customers_of_both": [0, 1, 1]})
        with self.assertRaisesRegex(salesplan.NotFound, r"keys\[0\]: 'north' is unknown"):
            cube.add([("north", "2026-01")], {"sales": [1]})
        with self.assertRaisesRegex(salesplan.NotFound, "values: 'sales' is missing"):
            cube.add([("ann", "2026-01")], {"orders": [1]})

    def test_charts(self):
        self.assertEqual(monitor.run_length("ewma", 1, 1e3), math.inf)
        with self.assertRaisesRegex(salesplan.InvalidArgument, "side: 'left'"):
            monitor.chart_limit("ewma", 0.1, 500, side="left")

    def test_alerts(self):
        book = monitor.Alerts(json.dumps({"rules": [
            {"name": "late", "kpi": "pace", "condition": "below", "threshold": 0.9,
             "pending_for": "1d", "escalate_after": "2h", "escalate_to": "director"}]}))
        start = datetime.datetime(2026, 3, 9, 9)
        hour = datetime.timedelta(hours=1)
        seen = [("pace", {"region": "north"}, 0.8)]
        self.assertEqual(book.observe(start, seen)["kind"], [])
        self.assertEqual(book.observe(start + 24 * hour, seen)["kind"], ["firing"])
        self.assertEqual(json.loads(book.payloads("alertmanager")[0])["alerts"][0]["startsAt"],
                         "2026-03-09T09:00:00Z")
        self.assertEqual(book.observe(start + 26 * hour)["receiver"], ["director"])
        fingerprint = book.list()["fingerprint"][0]
        book.act(start + 27 * hour, fingerprint, "measure", "ann", what="visit")
        with self.assertRaisesRegex(salesplan.InvalidArgument, "closed needs an alert"):
            book.act(start + 27 * hour, fingerprint, "close", "ann")
        self.assertEqual(book.list()["handling"], ["measured"])
        with self.assertRaisesRegex(salesplan.ParseError, "labels"):
            book.observe(start + 28 * hour, [("pace", "north", 1)])


if __name__ == "__main__":
    unittest.main()
