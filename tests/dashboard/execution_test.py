"""The page's sections of work, budget and material in headless Chromium."""

from hostile_labels import LABELS
from pages import CHARTS, SAMPLE, PageCase, main

MONTH = "2020-03"  # the one in progress, at which the page opens
TASKS = {
    "weeks": [{"month": MONTH, "week": w + 1, "start": f"2020-03-{2 + 7 * w:02}",
               "due": f"2020-03-{6 + 7 * w:02}", "workdays": 5, "target": 400000, "actual": 0,
               **({"moved_by": LABELS[1]} if w == 2 else {})} for w in range(4)],
    "dated": [{"month": MONTH, "week": 1, "task": "plan", "en": "Plan", "zh": "计划", "role": "",
               "start": "2020-03-02", "due": "2020-03-03"},
              {"month": MONTH, "week": 4, "task": "x", "en": LABELS[0], "zh": LABELS[0],
               "role": LABELS[2], "start": "2020-03-23", "due": "2020-03-27"},
              {"month": "2020-04", "week": 1, "task": "later", "en": "Later", "zh": "以后", "role": "",
               "start": "2020-04-01", "due": "2020-04-03"}],
    "carried": [{"month": MONTH, "owner": "r2", "label": "Bob", "task": "plan", "en": "Plan",
                 "zh": "计划", "due": "2020-03-06"}],
    "targets": [{"month": MONTH, "owner": "r1", "label": LABELS[3],
                 "weeks": [300000, 300000, 300000, 300000], "actual": [310000, 120000, 5000, 0]},
                {"month": MONTH, "owner": "r2", "weeks": [100000, 100000, 100000, 100000], "actual": [0, 150000, 0, 0]}],
}
BUDGET = {
    "comment": LABELS[4], "total": 1300000, "reserve": 100000, "reserve_left": 90000,
    "lines": [{"part": "rep", "line": "r1", "label": LABELS[0], "first": 600000, "budget": 610000,
               "months": [50000] * 11 + [60000], "spent": [40000] * 8, "target": 9e6, "landing": 4.5e6},
              {"part": "promotions", "line": "p", "label": "Spring", "first": 600000, "budget": 600000,
               "months": [50000] * 12, "spent": [70000] * 8}],
    "proposals": [{"month": "2020-02", "action": "move", "from_part": "promotions", "from": "p",
                   "to_part": "rep", "to": "r1", "amount": 5000, "effect": 20000.5,
                   "effect_lower": -1000.0, "effect_upper": 41001.0, "reason": LABELS[1],
                   "causes": [{"line": "from", "cause": "spends", "value": 0.94},
                              {"line": "to", "cause": "lands", "value": 0.8},
                              {"line": "to", "cause": "returns", "value": 2.5}]},
                  {"month": "2020-02", "action": "cut", "from_part": "promotions", "from": "p",
                   "to_part": "", "to": "reserve", "amount": 1000, "effect": 0.0, "effect_lower": 0.0,
                   "effect_upper": 0.0, "reason": "spends 94% of plan",
                   "causes": [{"line": "from", "cause": "spends", "value": 0.94}]},
                  {"month": "2020-02", "action": "freeze", "from_part": "rep", "from": "r1",
                   "to_part": "", "to": "", "amount": 100, "effect": 1.0, "effect_lower": 0.0,
                   "effect_upper": 2.0, "reason": "overspends",
                   "causes": [{"line": "from", "cause": "overspends", "value": 1.4}]}],
}
ITEM = {"safety_stock": 5, "reorder_point": 9, "order_quantity": 40, "overstock": 0, "overstock_value": 0,
        "expiring_value": 0, "idle_value": 2500}
MATERIAL = {
    "comment": "assumed", "first": "2020-03-01", "last": "2020-05-31",
    "items": [{"material": "m1", "label": LABELS[5], "need": 200, "on_hand": 100, "on_order": 20,
               "covered": 120, "out_on": "2020-04-06", "order_on": "2020-03-09", "order_pieces": 85,
               "days_late": 0, "expiring": 0, **ITEM},
              {"material": "m2", "label": "Gift", "need": 10, "on_hand": 50, "on_order": 0, "covered": 10,
               "out_on": None, "order_on": None, "order_pieces": None, "days_late": None,
               "expiring": 3, **ITEM}],
    "weeks": [],
    "orders": [{"material": "m1", "label": LABELS[5], "order_on": "2020-03-09", "arrives": "2020-03-20",
                "needed_on": "2020-03-19", "pieces": 85, "days_late": 1, "cost": 12345.0}],
}


CALENDAR = [{"rep": "r1", "label": LABELS[6], "visits": [
    {"date": "2020-03-03", "label": "Acme", "tier": "A", "start": 545, "minutes": 60},
    {"date": "2020-03-03", "label": LABELS[7], "tier": "B", "start": 640, "minutes": 30},
    {"date": "2020-03-12", "label": "Acme", "tier": "A", "start": 540, "minutes": 60},
    {"date": "2020-04-01", "label": "Later", "tier": "A", "start": 540, "minutes": 60}]}]


class Execution(PageCase):
    def test_a_month_as_a_calendar(self):
        self.show({**SAMPLE, "accounts": {**SAMPLE["accounts"], "calendars": CALENDAR}})
        self.assertEqual(self.column(".calendar", 0), ["Mar 2", "Mar 9"])
        self.assertEqual(self.browser.evaluate("""[...document.querySelectorAll('.calendar thead th')]
            .map((head) => head.textContent.replace(/[↕▲▼]/g, ''))"""), ["Week", "Tue", "Thu", "Visits"])
        self.assertEqual(self.column(".calendar", 1), [f"Mar 39:05 Acme (A)10:40 {LABELS[7]} (B)", ""])
        self.assertEqual(self.column(".calendar", 3), ["2", "1"])
        self.assertIn("3 visits in March 2020", self.text(".calendar"))
        self.assertIn(LABELS[7] + " (B)", self.saved("calendar r1 CSV").decode("utf-8-sig").replace('""', '"'))
        self.click("#previous")
        self.assertEqual(self.browser.evaluate("document.querySelectorAll('.calendar').length"), 0)
        self.assert_silent()

    def test_work_money_and_material(self):
        self.show({**SAMPLE, "owner": "rep", "tasks": TASKS, "budget": BUDGET, "material": MATERIAL})
        self.assertEqual(self.column(".tasks", 0), ["Plan", LABELS[0], "Plan"])
        self.assertEqual(self.column(".tasks", 4), ["Rep", LABELS[2], "Bob"])
        self.assertEqual(self.column(".tasks", 5), ["", "", "Yes"])
        self.assertIn(LABELS[1].split("\n")[0][:8], self.text(".tasks"))  # what moved the weeks
        self.assertEqual(self.column(".weekTargets", 1), ["$3,000", "$1,000"])
        # On the evening of 17 March two weeks are over, and the third has begun.
        self.assertEqual(self.column(".weekTargets", 2), ["$3,100", "$0"])
        self.assertEqual(self.column(".weekTargets", 4), ["$1,200", "$1,500"])
        self.assertEqual(self.column(".weekTargets", 6), ["$50", "$0"])
        self.assertEqual([self.column(".weekTargets", column) for column in (8, 9)],
                         [["$12,000", "$4,000"], ["$4,350", "$1,500"]])
        self.assertEqual(self.browser.evaluate("""[...document.querySelectorAll('.weekTargets tbody td')]
            .map((cell) => cell.className.replace('number', '').trim())"""),
                         ["", "good", "", "bad", "", "", "", "", "", "", "bad", "", "good", "", "", "", "", ""])
        self.assertEqual(self.column(".budget", 3), ["–", "–"])  # March is not over
        self.assertIn("$900 in reserve", self.text(".budget"))
        self.assertEqual(self.column(".material", 4), ["60.0%", "100.0%"])
        self.assertEqual(self.column(".material", 5), ["Apr 6", "–"])
        self.assertEqual(self.column(".material", 10), ["0", "3"])
        self.assertEqual(self.column(".material", 11), ["$25", "$25"])
        self.assertIn("1 of 2 reach for Mar 1 – May 31", self.text(".material"))
        self.assertEqual(self.column(".materialOrders", 5), ["1"])
        self.assertIn("1 orders, $123; 1 arrive late", self.text(".materialOrders"))
        self.assert_drawn(CHARTS + 3)
        self.hover()
        self.click("#previous")  # February, which is over
        self.assertEqual(self.column(".budget", 3), ["$400", "$700"])
        self.assertEqual(self.column(".budget", 4), ["80.0%", "140.0%"])
        self.assertEqual(self.column(".budget", 5), ["50.0%", "–"])
        self.assertEqual(self.column(".budgetProposals", 1), ["Move", "Cut", "Freeze"])
        self.assertEqual(self.column(".budgetProposals", 2), ["Spring", "Spring", LABELS[0]])
        self.assertEqual(self.column(".budgetProposals", 3), [LABELS[0], "Reserve", "–"])
        self.assertEqual(self.column(".budgetProposals", 8)[0],
                         "spends 94.0% of plan, the other lands at 80.0% of target, returns 2.5 for 1 more")
        self.assertEqual(self.browser.evaluate("document.querySelectorAll('.tasks').length"), 0)
        self.click("#language-zh")
        self.assertEqual(self.column(".budgetProposals", 1), ["调剂", "削减", "冻结"])
        self.assertEqual(self.column(".budgetProposals", 8)[2], "支出已达计划的 140.0%")
        self.assertIn("2 种物料中 1 种", self.text(".material"))
        self.click("#next")
        self.assertEqual(self.column(".tasks", 0)[0], "计划")
        self.assert_silent()


if __name__ == "__main__":
    main()
