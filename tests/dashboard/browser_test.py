"""Opens the dashboard in headless Chromium and looks: drawn, readable, silent, and inert."""

import collections
import copy
import json
import re

import pages
from execution_test import BUDGET, CALENDAR, MATERIAL, TASKS
from hostile_labels import LABELS
from pages import CHARTS, HERE, SAMPLE, PageCase, with_facts


class Dashboard(PageCase):
    def test_both_languages(self):
        for language, other, words in (
                ("en", "zh", ["Attainment", "64.0%", "Territories", "Product mix", "In progress",
                               "Product priorities", "1 of 2 promotions that ran"]),
                ("zh", "en", ["达成率", "64.0%", "区域", "产品结构", "进行中", "进度", "$269.2万",
                               "产品优先级", "2 个已执行的促销中 1 个收回成本"])):
            self.show({**SAMPLE, "language": language})
            for _ in range(2):  # as the model says, and after switching there and back
                self.assertEqual(self.browser.evaluate("document.documentElement.lang")[:2], language)
                for word in words:
                    self.assertIn(word, self.text())
                self.assert_drawn(CHARTS)
                self.click(f"#language-{other}")
                self.assertNotIn(words[0], self.text())
                self.click(f"#language-{language}")
            self.assert_silent()

    def test_where_the_month_lands(self):
        self.show(SAMPLE)
        march = SAMPLE["months"][8]
        left = sum(day["workday"] and day["actual_cumulative"] is None for day in march["days"])
        daily = (march["target"] - march["actual"]) / left / 100
        self.assertIn(f"to go, ${daily / 1000:.2f}K a workday", self.text(".tile.attainment"))
        self.assertIn(f"80 %: ${march['landing_lower'] / 1e8:.3f}M – ${march['landing_upper'] / 1e8:.3f}M; target reached "
                      "with 31.0%", self.text(".tile.landing"))
        self.click("#language-zh")
        self.assertIn("达成概率 31.0%", self.text(".tile.landing"))
        self.click("#previous")  # over: nothing to land, nothing to go
        self.assertEqual(self.browser.evaluate("document.querySelectorAll('.range').length"), 0)
        self.assert_silent()

    def test_charts_or_a_word_about_them(self):
        self.show(SAMPLE)
        notices = self.browser.evaluate("document.querySelectorAll('.notice').length")
        self.assertEqual(notices, 0 if pages.options.charts else 1)

    def test_a_table_for_every_chart(self):
        self.show(SAMPLE)
        self.assertEqual(self.browser.evaluate("""[...document.querySelectorAll('.card')].map((card) =>
            card.querySelectorAll('table > caption').length)"""), [1] * 14)
        self.assertEqual(self.browser.evaluate("""[...document.querySelectorAll('th')].filter((head) =>
            head.scope === 'col' && !head.querySelector('button')).length"""), 0)
        self.assertEqual(self.browser.evaluate("document.querySelectorAll('th:not([scope])').length"), 0)
        self.assertEqual(self.browser.evaluate("""[...document.querySelectorAll('td.number')].filter(
            (cell) => getComputedStyle(cell).textAlign !== 'right').length"""), 0)
        self.assertEqual(self.column(".territory", 0)[0], "Southwest")
        self.assertEqual(len(self.column(".rep", 0)), 17)
        self.assertEqual(len(self.column(".course", 0)), 31)
        self.assertEqual(self.column(".products", 0), ["Bikes", "Clothing"])
        self.assertEqual(self.column(".promotions", 8), ["Stop", "Keep", "expected"])

    def test_every_section(self):
        model = with_facts(2000)
        model["accounts"]["calendars"] = CALENDAR
        self.show({**model, "tasks": TASKS, "budget": BUDGET, "material": MATERIAL})
        shown = set()
        for period in ("month-8", "month-7"):  # in progress; closed and reviewed
            self.choose("month", period)
            cards = self.browser.evaluate("[...document.querySelectorAll('.card')].map((card) => card.className)")
            shown |= {re.sub("card (half|stacked)? *", "", name) for name in cards}
        sections = (HERE.parents[1] / "src/adapters/dashboard/page/sections.js").read_text(encoding="utf-8")
        listed = set(re.findall(r"^  (\w+),$", sections.split("const sections = [")[1], re.MULTILINE))
        listed = listed - {"movers", "calendars"} | {"units territory", "units rep", "mix category", "mix channel",
                                                     "movers territory"} | {f"calendar {one['rep']}" for one in CALENDAR}
        self.assertEqual(shown, listed)
        self.assertEqual(self.column(".alerts", 4), ["Firing", "Pending", "Firing", "Pending", "Firing", "Pending"])
        self.assertEqual(self.column(".why", 0)[0], "Target")
        charts = self.browser.evaluate("document.querySelectorAll('.chart').length")
        self.assertGreaterEqual(charts, CHARTS + 2 if pages.options.charts else 0)  # why, and the reader's own table
        self.assert_drawn(charts)
        self.hover()
        self.click("#language-zh")
        self.assertEqual(self.column(".alerts", 4)[0], "已触发")
        self.assertIn("流失客户", self.text(".why"))
        self.assert_drawn(charts)
        self.assert_silent()

    def test_a_name_means_one_thing(self):
        page = HERE.parents[1] / "src/adapters/dashboard/page"
        code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(page.glob("*.js")))
        labels = (page / "labels.js").read_text(encoding="utf-8")
        for names in (re.findall(r"^(?:async )?function (\w+)", code, re.MULTILINE),
                      *(re.findall(r"^    (\w+):", words, re.MULTILINE)
                        for words in re.split(r"^  zh: ", labels, flags=re.MULTILINE))):
            self.assertGreater(len(names), 50)
            self.assertEqual([name for name, times in collections.Counter(names).items() if times > 1], [])

    def test_customers_and_their_tiers(self):
        customers = [{"customer": "R1", "label": LABELS[0], "tier": "A", "expected_value": 1250000,
                      "p_alive": 0.9, "care": "grow"},
                     {"customer": "R2", "tier": "B", "expected_value": 250000.5, "p_alive": 0.4,
                      "care": "retain"}]
        tiers = [{"tier": name, "accounts": accounts, "value_share": share, "frequency": frequency,
                  "minutes": 60, "discount_ceiling": 0.05, "response_hours": 24, "hours": 12.4,
                  "budget": 500000}
                 for name, accounts, share, frequency in (("A", 1, 0.8, "2 weeks"),
                                                          ("B", 4, 0.2, "3 in 2 months"))]
        curve = [{"accounts": n, "value_share": share} for n, share in ((1, 0.8), (2, 0.95), (5, 1))]
        self.show({**SAMPLE, "accounts": {"hours": 40, "tiers": tiers, "curve": curve,
                                          "customers": customers}})
        self.assertEqual(self.column(".accounts", 0), [LABELS[0], "R2"])
        self.assertEqual(self.column(".accounts", 2), ["$12,500", "$2,500"])
        self.assertEqual(self.column(".tiers", 3), ["every 2 weeks", "3 in 2 months"])
        self.assertIn("The 1 largest hold 80.0%", self.text(".accounts"))
        self.assertIn("24.8 visit hours a month asked for of 40", self.text(".tiers"))
        self.hover()
        self.click("#language-zh")
        self.assertEqual(self.column(".tiers", 3), ["每2周 1 次", "每2个月 3 次"])
        self.assertEqual(self.column(".accounts", 4), ["扩展", "挽留"])
        self.assert_silent()

    def test_sorting_and_months(self):
        self.show(SAMPLE)
        self.click(".rep [data-sort=label]")
        names = self.column(".rep", 0)
        self.assertEqual(names[:2], ["Amy Alberts", "David Campbell"])
        self.click(".rep [data-sort=label]")
        self.assertEqual(self.column(".rep", 0), names[::-1])
        self.click("#previous")
        self.assertIn("101.1%", self.text(".tiles"))
        self.assertEqual(self.column(".rep", 0), names[::-1])
        self.choose("month", "month-11")
        self.assertIn("Planned", self.text(".period"))
        self.assertTrue(self.browser.evaluate("document.getElementById('next').disabled"))
        self.click(".year tbody button")
        self.assertIn("July 2019", self.text(".period"))
        self.assert_drawn(CHARTS + 1)  # why it came out so
        self.assert_silent()

    def test_unknown_currency_and_bare_month(self):
        bare = {"month": "2020-01", "status": "planned", "target": 1}
        self.show({**SAMPLE, "currency": "</b>", "months": [bare]})
        self.assertIn("</b>", self.text(".tiles"))
        self.show({**SAMPLE, "months": [None]})
        self.assertIn("cannot be shown", self.text(".notice"))

    def test_two_hundred_reps(self):
        model = copy.deepcopy(SAMPLE)
        for month in model["months"]:
            reps = month["units"]["rep"]
            month["units"]["rep"] = [{**reps[i % 17], "key": str(i), "label": f"Rep {i}"} for i in range(200)]
        self.show(model)
        self.assertEqual(len(self.column(".rep", 0)), 200)
        self.assert_drawn(CHARTS)

    def test_screens_schemes_and_paper(self):
        for width in (320, 390, 768, 1280):
            for scheme in ("light", "dark"):
                self.show(SAMPLE, width, scheme)
                self.assertLessEqual(self.browser.evaluate("document.documentElement.scrollWidth"), width)
                self.assert_drawn(CHARTS)
                # Nothing of the widest table is cut off where there is room for it.
                if width == 1280:
                    self.assertEqual(self.browser.evaluate("""[...document.querySelectorAll('.table')]
                        .filter((box) => box.scrollWidth > box.clientWidth).length"""), 0)
        self.show(SAMPLE)
        self.browser.call("Page.printToPDF", preferCSSPageSize=True)
        if pages.options.charts:  # those out of sight too
            self.assertEqual([pixels > 500 for pixels in self.browser.evaluate(pages.DRAWN)], [True] * CHARTS)
        self.assert_silent()

    def test_policy_stops_what_is_not_ours(self):
        self.show(SAMPLE)
        self.browser.evaluate("""document.body.append(Object.assign(
            document.createElement('script'), { textContent: 'globalThis.broken = 1' }))""")
        self.assertEqual(self.browser.evaluate("typeof globalThis.broken"), "undefined")
        self.assertEqual(self.browser.evaluate(
            "fetch('https://example.org/').then(() => 'sent', () => 'blocked')"), "blocked")
        self.assertIn("Content Security Policy", json.dumps(self.browser.problems))


if __name__ == "__main__":
    pages.main()
