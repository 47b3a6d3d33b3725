"""Opens the dashboard in headless Chromium and looks: drawn, readable, silent, and inert."""

import argparse
import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

from browser import Browser

HERE = pathlib.Path(__file__).parent
SAMPLE = json.loads((HERE / "sample_model.json").read_text(encoding="utf-8"))
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</script><script>globalThis.broken = 1</script>",
    "<!--<script>",
    "\"'`${globalThis.broken = 1}{{1}}",
    "{value|rich} \u2028\u2029 \u202eright to left",
    "javascript:globalThis.broken=1",
    "&lt;b&gt;&#60;svg onload=globalThis.broken=1&#62;",
]
options = None

# How many pixels of each chart have a data colour: axes and texts have others.
DRAWN = """(() => {
  const style = getComputedStyle(document.documentElement);
  const names = ['target', 'good', 'bad', ...[1, 2, 3, 4, 5, 6, 7].map((i) => `slice-${i}`)];
  const colors = new Set(names.map((name) => {
    const hex = style.getPropertyValue(`--${name}`).trim();
    return parseInt('ff' + hex.slice(5, 7) + hex.slice(3, 5) + hex.slice(1, 3), 16);
  }));
  return [...document.querySelectorAll('.chart canvas')].map((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return new Uint32Array(data.buffer).filter((pixel) => colors.has(pixel)).length;
  });
})()"""

# A picture of one chart, to see that it changed.
CHART_IMAGE = "document.querySelectorAll('.chart')[%d].querySelector('canvas').toDataURL()"


class Dashboard(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser(options.chromium)
        cls.addClassCleanup(cls.browser.close)
        folder = tempfile.TemporaryDirectory(prefix="salesplan-dashboard-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)

    def show(self, model, width=1280, scheme="light"):
        """Opens the page of a model; no test leaves a message in the console or asks the network."""
        source, page = self.folder / "model.json", self.folder / "page.html"
        source.write_text(json.dumps(model, ensure_ascii=False), encoding="utf-8")
        subprocess.run([options.write_page, source, page], check=True)
        self.browser.call("Emulation.setDeviceMetricsOverride", width=width, height=900,
                          deviceScaleFactor=1, mobile=width < 500)
        self.browser.call("Emulation.setEmulatedMedia",
                          features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.browser.open(page.as_uri())
        self.assert_silent()
        self.assertEqual(self.browser.requests, [page.as_uri()])

    def assert_silent(self):
        self.assertEqual(self.browser.evaluate("document.title") and self.browser.problems, [])

    def assert_drawn(self, count):
        if not options.charts:
            self.assertEqual(self.browser.evaluate(DRAWN), [])
            return
        pixels = self.browser.evaluate(DRAWN)
        self.assertEqual(len(pixels), count)
        for number in pixels:
            self.assertGreater(number, 500)

    def hover(self):
        """Moves the mouse over every chart, so that its tooltip shows."""
        for i in range(self.browser.evaluate("document.querySelectorAll('.chart').length")):
            x, y = self.browser.evaluate(f"""(() => {{
                const chart = document.querySelectorAll('.chart')[{i}];
                chart.scrollIntoView({{ block: 'center' }});
                const box = chart.getBoundingClientRect();
                return [box.x + box.width / 2 - 80, box.y + box.height / 2];
            }})()""")
            before = self.browser.evaluate(CHART_IMAGE % i)
            self.browser.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
            self.browser.evaluate("new Promise((done) => setTimeout(done, 100))")
            self.assertNotEqual(self.browser.evaluate(CHART_IMAGE % i), before)

    def text(self, selector="main"):
        return self.browser.evaluate(f"document.querySelector({json.dumps(selector)}).innerText")

    def column(self, table, number):
        return self.browser.evaluate(
            f"[...document.querySelectorAll('{table} tbody tr')]"
            f".map((row) => row.cells[{number}].textContent)")

    def click(self, selector):
        self.browser.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

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
                self.assert_drawn(7)
                self.click(f"#language-{other}")
                self.assertNotIn(words[0], self.text())
                self.click(f"#language-{language}")
            self.assert_silent()

    def test_charts_or_a_word_about_them(self):
        self.show(SAMPLE)
        notices = self.browser.evaluate("document.querySelectorAll('.notice').length")
        self.assertEqual(notices, 0 if options.charts else 1)

    def test_a_table_for_every_chart(self):
        self.show(SAMPLE)
        self.assertEqual(self.browser.evaluate("""[...document.querySelectorAll('.card')].map((card) =>
            card.querySelectorAll('table > caption').length)"""), [1] * 8)
        self.assertEqual(self.browser.evaluate("document.querySelectorAll('th:not([scope])').length"), 0)
        self.assertEqual(self.browser.evaluate("""[...document.querySelectorAll('td.number')].filter(
            (cell) => getComputedStyle(cell).textAlign !== 'right').length"""), 0)
        self.assertEqual(self.column(".territory", 0)[0], "Southwest")
        self.assertEqual(len(self.column(".rep", 0)), 17)
        self.assertEqual(len(self.column(".course", 0)), 31)
        self.assertEqual(self.column(".products", 0), ["Bikes", "Clothing"])
        self.assertEqual(self.column(".promotions", 6), ["Stop", "Keep", "expected"])

    def test_customers_and_their_tiers(self):
        customers = [{"customer": "R1", "label": HOSTILE[0], "tier": "A", "expected_value": 1250000,
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
        self.assertEqual(self.column(".accounts", 0), [HOSTILE[0], "R2"])
        self.assertEqual(self.column(".accounts", 2), ["$12,500", "$2,500"])
        self.assertEqual(self.column(".tiers", 3), ["every 2 weeks", "3 in 2 months"])
        self.assertIn("The 1 largest hold 80.0%", self.text(".accounts"))
        self.assertIn("25 visit hours a month asked for of 40", self.text(".tiers"))
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
        self.browser.evaluate("""document.getElementById('month').selectedIndex = 11;
            document.getElementById('month').dispatchEvent(new Event('change'))""")
        self.assertIn("Planned", self.text(".period"))
        self.assertTrue(self.browser.evaluate("document.getElementById('next').disabled"))
        self.click(".year tbody button")
        self.assertIn("July 2019", self.text(".period"))
        self.assert_drawn(7)
        self.assert_silent()

    def test_hostile_texts_stay_text(self):
        model = copy.deepcopy(SAMPLE)
        model["company"] = HOSTILE[1]
        for month in model["months"]:
            month["label"] = HOSTILE[0]
            month["units"][HOSTILE[0]] = month["units"]["territory"]
            for rows in [*month["units"].values(), *month["mix"].values()]:
                for i, row in enumerate(rows):
                    row["key"] = row["label"] = HOSTILE[i % len(HOSTILE)]
        for rows in (model["products"], model["promotions"]):
            for i, row in enumerate(rows):
                row["label"] = HOSTILE[i]
        self.show(model)
        self.assertEqual(self.column(".promotions", 0), HOSTILE[:3])
        self.assertEqual(self.column(".territory", 0).count(HOSTILE[0]), 2)
        for text in HOSTILE:
            self.assertIn(text, self.column(".rep", 0))
        self.assertEqual(self.browser.evaluate("document.querySelector('h1').textContent"), HOSTILE[1])
        self.assertEqual(self.browser.evaluate("document.querySelectorAll('img, svg, iframe').length"), 0)
        self.assertEqual(self.browser.evaluate("document.scripts.length"), 3)
        self.click("#language-zh")
        self.hover()
        self.assertEqual(self.browser.evaluate("typeof globalThis.broken"), "undefined")
        self.assert_drawn(8)
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
        self.assert_drawn(7)

    def test_screens_schemes_and_paper(self):
        for width in (320, 390, 768, 1280):
            for scheme in ("light", "dark"):
                self.show(SAMPLE, width, scheme)
                self.assertLessEqual(self.browser.evaluate("document.documentElement.scrollWidth"), width)
                self.assert_drawn(7)
        self.browser.call("Page.printToPDF", preferCSSPageSize=True)
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
    parser = argparse.ArgumentParser()
    parser.add_argument("--chromium", default="chromium")
    parser.add_argument("--write-page", required=True, help="the program that writes the page of a model")
    parser.add_argument("--charts", type=lambda text: text == "yes", default=True, metavar="yes|no")
    options, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])
