"""The dashboard in headless Chromium: what every test of the page starts from."""

import argparse
import copy
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time
import unittest

from browser import Browser

HERE = pathlib.Path(__file__).parent
SAMPLE = json.loads((HERE / "sample_model.json").read_text(encoding="utf-8"))
CHARTS = 9  # of the sample in its open month, without facts
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
    const copy = Object.assign(document.createElement('canvas'),
      { width: canvas.width, height: canvas.height }).getContext('2d', { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    return new Uint32Array(data.buffer).filter((pixel) => colors.has(pixel)).length;
  });
})()"""

# A picture of one chart, to see that it changed.
CHART_IMAGE = "document.querySelectorAll('.chart')[%d].querySelector('canvas').toDataURL()"



def with_facts(rows):
    """The sample and facts: rows of every month with figures from a seed."""
    model, numbers = copy.deepcopy(SAMPLE), random.Random(7)
    members = {name: list({row["key"]: {"key": row["key"], "label": row["label"]}
                           for month in model["months"] for row in month[part][name]}.values())
               for part, name in (("units", "territory"), ("units", "rep"), ("mix", "category"), ("mix", "channel"))}
    members["tier"] = [{"key": "A"}, {"key": "B"}]
    lands = members["territory"]  # lie in two regions
    members["territory"] = [{"key": "west", "label": "West"}, *({**land, "parent": 0} for land in lands[:5]),
                            {"key": "east", "label": "East"}, *({**land, "parent": 6} for land in lands[5:])]
    leaves = {name: [i for i, member in enumerate(of) if member["key"] not in ("west", "east")]
              for name, of in members.items()}
    facts = {"dimensions": [{"name": name, "members": of} for name, of in members.items()],
             "month": [], "members": {name: [] for name in members}, "target": [], "actual": [], "before": []}
    for i in range(rows):
        begun = model["months"][i % 12]["status"] != "planned"
        facts["month"].append(i % 12)
        for name in members:
            facts["members"][name].append(numbers.choice(leaves[name]))
        facts["target"].append(100 * numbers.randrange(1, 9000))
        facts["actual"].append(100 * numbers.randrange(1, 9000) if begun else None)
        facts["before"].append(100 * numbers.randrange(1, 9000))
    model["facts"] = facts
    return model


def facts_sum(model, measure, months, **where):
    """The facts of these months summed; a member stands for those below it."""
    facts = model["facts"]
    below = {}
    for dimension in facts["dimensions"]:
        of, key = dimension["members"], where.get(dimension["name"])
        below[dimension["name"]] = {i for i, member in enumerate(of) if key is None or member["key"] == key
                                    or of[member.get("parent", i)]["key"] == key}
    return sum(value or 0 for i, value in enumerate(facts[measure]) if facts["month"][i] in months
               and all(facts["members"][name][i] in members for name, members in below.items()))


class PageCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser(options.chromium)
        cls.addClassCleanup(cls.browser.close)
        folder = tempfile.TemporaryDirectory(prefix="salesplan-dashboard-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.files = cls.folder / "files"
        cls.files.mkdir()
        cls.browser.allow_downloads(cls.files)

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

    def come_near(self, chart):
        """Scrolls to a chart and waits until it is drawn."""
        self.browser.evaluate(f"""(async () => {{
            const chart = document.querySelectorAll('.chart')[{chart}];
            chart.scrollIntoView({{ block: 'center' }});
            while (!chart.querySelector('canvas')) await new Promise(requestAnimationFrame);
            await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        }})()""")

    def assert_drawn(self, count):
        if not options.charts:
            self.assertEqual(self.browser.evaluate(DRAWN), [])
            return
        charts = self.browser.evaluate("document.querySelectorAll('.chart').length")
        self.assertEqual(charts, count)
        for i in range(charts):
            self.come_near(i)
        pixels = self.browser.evaluate(DRAWN)
        self.assertEqual(len(pixels), count)
        for number in pixels:
            self.assertGreater(number, 500)

    def hover(self):
        """Moves the mouse over every chart, so that its tooltip shows."""
        for i in range(self.browser.evaluate("document.querySelectorAll('.chart').length")):
            self.come_near(i)
            x, y = self.browser.evaluate(f"""(() => {{
                const chart = document.querySelectorAll('.chart')[{i}];
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

    def press(self, control):
        """Clicks the control with this id."""
        self.browser.evaluate(f"document.getElementById({json.dumps(control)}).click()")

    def choose(self, control, value):
        """Chooses an option of a select by its value."""
        self.browser.evaluate(f"""(() => {{
            const select = document.getElementById({json.dumps(control)});
            select.value = {json.dumps(value)};
            if (select.value !== {json.dumps(value)}) throw new Error('no such option');
            select.dispatchEvent(new Event('change'));
        }})()""")

    def saved(self, control):
        """What a control saves as a file."""
        for old in self.files.iterdir():
            old.unlink()
        self.press(control)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            files = [file for file in self.files.iterdir() if file.suffix in (".csv", ".png", ".svg")]
            if files and files[0].stat().st_size > 0:
                return files[0].read_bytes()
            time.sleep(0.02)
        raise AssertionError(f"{control} saves no file")

    def click(self, selector):
        self.browser.evaluate(f"document.querySelector({json.dumps(selector)}).click()")


def main():
    global options
    parser = argparse.ArgumentParser()
    parser.add_argument("--chromium", default="chromium")
    parser.add_argument("--write-page", required=True, help="the program that writes the page of a model")
    parser.add_argument("--charts", type=lambda text: text == "yes", default=True, metavar="yes|no")
    parser.add_argument("--axe", help="axe-core's script; without it accessibility is not checked")
    options, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest], module="__main__")
