"""Works with the dashboard in headless Chromium: filters, drill-down, query, exports, keyboard,
accessibility, and labels that somebody means to break out with."""

import csv
import io
import itertools
import pathlib
import re
import sys
import unittest
import xml.etree.ElementTree

import pages
from execution_test import BUDGET, CALENDAR, MATERIAL, TASKS
from hostile_labels import LABELS
from pages import CHARTS, SAMPLE, PageCase, facts_sum, with_facts


def money(minor):
    return f"${minor // 100:,}"


def table_of(text):
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def is_formula(cell):
    """Whether a spreadsheet would compute it; a number is none."""
    return bool(re.match(r"[\s\x00-\x1f]*[=+\-@|%＝＋－＠]", cell)) and not re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell)


class Explore(PageCase):
    def unit(self, kind, label):
        """The target and actual that the table of a kind shows of a unit."""
        rows = dict(zip(self.column(f".units.{kind}", 0), zip(self.column(f".units.{kind}", 1),
                                                              self.column(f".units.{kind}", 2))))
        return rows[label]

    def figures(self, model, months, kind, key, **where):
        return tuple(money(facts_sum(model, name, months, **where, **{kind: key}))
                     for name in ("target", "actual"))

    def test_filters_and_drill_down(self):
        model = with_facts(2000)
        self.show(model)
        self.assertEqual(self.unit("territory", "France"), self.figures(model, [8], "territory", "7"))
        self.choose("month", "quarter-0")
        self.assertEqual(self.unit("territory", "France"), self.figures(model, [0, 1, 2], "territory", "7"))
        self.choose("filter tier", "1")
        self.choose("filter territory", "6")
        wanted = {"tier": "B", "territory": "east"}
        self.assertEqual(len(self.column(".units.territory", 0)), 5)
        self.assertEqual(self.unit("rep", "Jae Pak"), self.figures(model, [0, 1, 2], "rep", "291", **wanted))
        # Down to a rep by its button, and up again by the breadcrumb.
        self.press("units rep 291")
        self.assertEqual(self.column(".units.rep", 0), ["Jae Pak"])
        self.assertEqual(self.text("#filters nav").split("\n"), ["Adventure Works Cycles", "B", "East", "Jae Pak"])
        self.assertIn("Jae Pak", self.text("#news"))
        rows = self.column(".year", 2)
        self.assertEqual(rows[5], money(facts_sum(model, "target", [5], rep="291", **wanted)))
        self.press("crumb 1")
        self.assertEqual(self.browser.evaluate("document.getElementById('filter territory').value"), "")
        self.assertEqual(self.unit("rep", "Jae Pak"), self.figures(model, [0, 1, 2], "rep", "291", tier="B"))
        self.press("clear")
        self.choose("month", "all")
        self.assertEqual(self.unit("rep", "Shu Ito"), self.figures(model, range(12), "rep", "287"))
        self.assert_silent()

    def test_own_table(self):
        model = with_facts(2000)
        self.show(model)
        for control, value in (("rows", "1"), ("columns", "5"), ("measure", "attainment"), ("period", "quarter-3")):
            self.choose(f"query {control}", value)
        self.assertEqual(self.column(".query", 0), ["West", "East"])
        heads = self.browser.evaluate(
            "[...document.querySelectorAll('.query thead th button')].map((head) => head.lastChild.textContent)")
        self.assertEqual(heads[-1], "Total")
        for name in ("Warehouse", "Value Added Reseller"):
            at = heads.index(name)
            where = {"territory": "west", "channel": next(
                m["key"] for m in model["facts"]["dimensions"][3]["members"] if m["label"] == name)}
            share = (facts_sum(model, "actual", [3, 4, 5], **where) / facts_sum(model, "target", [3, 4, 5], **where))
            self.assertEqual(self.column(".query", at)[0], f"{share:.1%}")
        self.choose("query measure", "growth")
        growth = (facts_sum(model, "actual", [3, 4, 5], territory="west")
                  / facts_sum(model, "before", [3, 4, 5], territory="west") - 1)
        self.assertEqual(self.column(".query", len(heads) - 1)[0], f"{growth:.1%}")
        self.assert_drawn(CHARTS + 1)
        self.assert_silent()

    def test_exports(self):
        model = with_facts(500)
        self.show(model)
        self.click(".rep [data-sort=label]")
        table = table_of(self.saved("units rep CSV"))
        self.assertEqual(table[0], ["Rep", "Target", "Actual", "Attainment", "vs pace"])
        self.assertEqual(table[1][0], "Amy Alberts")
        for column, name in ((1, "target"), (2, "actual")):
            self.assertEqual(float(table[1][column]), facts_sum(model, name, [8], rep="290") / 100)
        self.assertEqual(table_of(self.saved("course CSV"))[1][0], "2020-03-01")
        if pages.options.charts:
            self.assertTrue(self.saved("year PNG").startswith(b"\x89PNG\r\n"))
            self.assertTrue(xml.etree.ElementTree.fromstring(self.saved("year SVG")).tag.endswith("svg"))
        self.assert_silent()

    def test_hostile_labels_are_inert(self):
        model = with_facts(4000)
        model["company"] = LABELS[0]
        reps = model["facts"]["dimensions"][1]["members"] = [
            {"key": f"{i} {text}", "label": text} for i, text in enumerate(LABELS)]
        rows = model["facts"]["members"]["rep"]
        for i in range(len(rows)):
            rows[i] = i % len(reps)
        for month in model["months"]:
            month["label"] = LABELS[1]
            month["units"][LABELS[2]] = month["units"]["territory"]
            month["units"]["team"] = [{"key": text, "target": 1, "actual": 1} for text in LABELS]
        for rows in (model["products"], model["promotions"]):
            for i, row in enumerate(rows):
                row["label"] = LABELS[i + 20]
        for i, row in enumerate(model["reviews"]):
            row["label"] = LABELS[i + 40]
            if i % 2:
                row["dimension"] = LABELS[3]
        for i, row in enumerate(model["alerts"]):
            for field in ("label", "rule", "severity", "state", "kpi"):
                row[field] = LABELS[(5 * i + len(field)) % len(LABELS)]
        for i, row in enumerate((*model["quotas"], *model["accounts"]["customers"], *model["accounts"]["load"])):
            row["label"] = LABELS[i + 70]
        for i, row in enumerate((*model["accounts"]["tiers"], *model["accounts"]["customers"])):
            row["tier"], row["care"], row["frequency"] = LABELS[i + 80], LABELS[i + 90], LABELS[i + 100]
        self.show(model)
        self.choose("query rows", "3")
        self.choose("query columns", "2")
        self.choose("month", "all")
        for language in ("zh", "en"):
            self.press(f"language-{language}")
            for kind in ("rep", "team"):
                self.assertEqual(sorted(self.column(f".units.{kind}", 0)), sorted(LABELS))
        self.assertEqual(self.browser.evaluate("document.querySelector('h1').textContent"), LABELS[0])
        self.assertEqual(self.column(".promotions", 0), LABELS[20:23])
        self.assertEqual(self.column(".alerts", 2), [row["rule"] for row in model["alerts"]])
        self.assertEqual(self.column(".quotas", 0), LABELS[70:70 + len(model["quotas"])])
        self.assertEqual(self.column(".tiers", 0), LABELS[80:83])
        self.assertEqual(self.browser.evaluate("""document.querySelectorAll(
            'img, svg, iframe, video, audio, object, embed, form, input, math, marquee, base').length"""), 0)
        self.assertEqual(self.browser.evaluate("document.scripts.length"), 3)
        cells = [row[0] for row in table_of(self.saved("units team CSV"))[1:]]
        self.assertEqual([cell for cell in cells if is_formula(cell)], [])
        self.assertEqual(sorted(cell.removeprefix("'") for cell in cells),
                         sorted(text.removeprefix("'") for text in LABELS))
        for name in ("units rep", "query"):
            table = table_of(self.saved(f"{name} CSV"))
            self.assertEqual([cell for row in table for cell in row if is_formula(cell)], [])
            if pages.options.charts:
                tree = xml.etree.ElementTree.fromstring(self.saved(f"{name} SVG"))
                for node in tree.iter():
                    self.assertIn(node.tag.split("}")[1], ("svg", "g", "path", "rect", "text", "defs", "clipPath",
                                                           "style", "circle", "tspan"))
                    self.assertEqual([key for key in node.attrib if key.startswith("on") or key.endswith("href")], [])
        self.press("units rep " + reps[3]["key"])
        self.hover()
        self.assertEqual(self.browser.evaluate("typeof globalThis.broken"), "undefined")
        self.assert_silent()

    def test_keyboard_alone(self):
        self.show(with_facts(2000))

        def key(name, code):
            for kind in ("keyDown", "keyUp"):
                self.browser.call("Input.dispatchKeyEvent", type=kind, key=name, code=name,
                                  windowsVirtualKeyCode=code, text="\r" if name == "Enter" and kind == "keyDown" else "")

        reached = []
        while len(reached) < 400:
            key("Tab", 9)
            at = self.browser.evaluate("document.activeElement.id || document.activeElement.getAttribute('aria-label')")
            reached.append(at)
            if at == "units rep 291":
                break
        self.assertEqual(reached[-1], "units rep 291")
        self.assertNotEqual(self.browser.evaluate("getComputedStyle(document.activeElement).outlineStyle"), "none")
        for control in ("previous", "month", "language-zh", "theme", "filter territory", "units territory CSV",
                        "units territory sort target"):
            self.assertIn(control, reached)
        key("Enter", 13)
        self.assertIn("Jae Pak", self.text("#filters nav"))
        self.assertTrue(self.browser.evaluate("document.activeElement.id").startswith("crumb"))
        key("Enter", 13)
        self.assertNotIn("Jae Pak", self.text("#filters nav"))

    def test_accessible(self):
        if not pages.options.axe or not pathlib.Path(pages.options.axe).exists():
            raise unittest.SkipTest("axe-core is not there")
        axe = pathlib.Path(pages.options.axe).read_text(encoding="utf-8")
        found = 0
        for scheme in ("light", "dark"):
            model = with_facts(1000)
            model["facts"]["dimensions"][1]["members"] = [{"key": str(i), "label": f"Rep {i}"} for i in range(1000)]
            model["facts"]["members"]["rep"] = list(range(1000))
            model["accounts"]["calendars"] = CALENDAR
            self.show({**model, "tasks": TASKS, "budget": BUDGET, "material": MATERIAL}, scheme=scheme)
            self.browser.evaluate(axe + "; 0")
            self.choose("query columns", "4")
            for language, period in itertools.product(("en", "zh"), ("month-8", "all")):  # days; a long table
                self.press(f"language-{language}")
                self.choose("month", period)
                violations = self.browser.evaluate("""axe.run(document).then(({ violations }) => violations.map(
                    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`))""")
                self.assertEqual(violations, [], (scheme, language, period))
                found += len(violations)
            self.assertEqual(self.browser.problems, [])
        print(f"axe-core violations, two languages, two themes: {found}", file=sys.stderr)

    def test_long_tables_are_leafed_through(self):
        model = with_facts(1000)
        model["facts"]["dimensions"][1]["members"] = [{"key": str(i), "label": f"Rep {i:03}"} for i in range(1000)]
        model["facts"]["members"]["rep"] = [i % 930 for i in range(1000)]
        self.show(model)
        self.choose("month", "all")
        self.press("units rep sort label")
        self.assertEqual(self.column(".units.rep", 0), [f"Rep {i:03}" for i in range(100)])
        self.assertTrue(self.browser.evaluate("document.getElementById('units rep previousRows').disabled"))
        for _ in range(9):
            self.browser.evaluate("document.getElementById('units rep nextRows').focus()")
            self.press("units rep nextRows")
        self.assertEqual(self.column(".units.rep", 0), [f"Rep {i:03}" for i in range(900, 930)])
        self.assertIn("Rows 901–930 of 930", self.text(".units.rep"))
        self.assertTrue(self.browser.evaluate("document.getElementById('units rep nextRows').disabled"))
        self.assertEqual(self.browser.evaluate("""(() => {
            const table = document.querySelector('.units.rep table');
            return [table.getAttribute('aria-rowcount'), table.querySelector('tbody tr').getAttribute('aria-rowindex'),
                table.querySelector('tfoot tr').getAttribute('aria-rowindex')];
        })()"""), ["932", "902", None])
        self.assertEqual(len(table_of(self.saved("units rep CSV"))), 931)
        self.press("units rep sort label")  # begins anew
        self.assertEqual(self.column(".units.rep", 0)[0], "Rep 929")
        # A member of a list that is filled when it is used.
        self.press("units rep 929")
        self.assertEqual(self.column(".units.rep", 0), ["Rep 929"])
        self.assertEqual(self.browser.evaluate("document.getElementById('filter rep').value"), "929")
        self.press("clear")
        self.assertEqual(self.browser.evaluate("document.getElementById('filter rep').options.length"), 1001)
        self.assert_silent()

    def test_long_lists_are_filled_when_used(self):
        model = with_facts(1000)
        model["facts"]["dimensions"][1]["members"] = [{"key": str(i), "label": f"Rep {i}"} for i in range(1000)]
        self.show(model)
        options = "document.getElementById('filter rep').options.length"
        self.assertEqual(self.browser.evaluate(options), 1)
        self.browser.evaluate("document.getElementById('filter rep').focus()")
        self.assertEqual(self.browser.evaluate(options), 1001)
        self.choose("filter rep", "5")
        self.assertIn("Rep 5", self.text("#filters nav"))

    def test_theme(self):
        self.show(SAMPLE, scheme="light")
        colour = "getComputedStyle(document.body).backgroundColor"
        light = self.browser.evaluate(colour)
        self.choose("theme", "dark")
        self.assertNotEqual(self.browser.evaluate(colour), light)
        self.browser.call("Page.printToPDF", preferCSSPageSize=True)  # on light paper
        self.choose("theme", "light")
        self.assertEqual(self.browser.evaluate(colour), light)
        self.assert_drawn(CHARTS)

    def test_figures(self):
        """Prints what it measures; the numbers depend on the machine."""
        empty = {**SAMPLE, "months": [{"month": "2020-01", "status": "planned", "target": 1}],
                 "products": [], "promotions": []}
        self.show(empty)
        size = (self.folder / "page.html").stat().st_size - (self.folder / "model.json").stat().st_size
        self.assertLessEqual(size, 1_000_000)
        model = with_facts(10_000)
        members = [{"key": str(i), "label": f"Rep {i}"} for i in range(10_000)]
        model["facts"]["dimensions"][1]["members"] = members
        model["facts"]["members"]["rep"] = list(range(10_000))
        model["facts"]["month"] = [8] * 10_000  # the month that is shown
        model["facts"]["actual"] = [value or 100 for value in model["facts"]["actual"]]
        for month in model["months"]:
            month["units"]["rep"] = [{"key": "0", "target": 1, "actual": 1}]
        self.browser.call("Performance.enable", timeDomain="threadTicks")
        self.show(model)

        def cpu():
            metrics = {m["name"]: m["value"] for m in self.browser.call("Performance.getMetrics")["metrics"]}
            return 1000 * metrics["TaskDuration"]

        drawn = self.browser.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
        drawn_cpu, times, times_cpu = cpu(), [], []
        for tier in ("0", "1", "", "1", ""):
            begin = cpu()
            times.append(self.browser.evaluate(f"""(() => {{
                const begin = performance.now();
                const select = document.getElementById('filter tier');
                select.value = '{tier}';
                select.dispatchEvent(new Event('change'));
                document.body.offsetHeight;
                return performance.now() - begin;
            }})()"""))
            times_cpu.append(cpu() - begin)
        print(f"page without data: {size / 1e6:.2f} MB; 10,000 facts of 10,000 reps: drawn in {drawn:.0f} ms "
              f"({drawn_cpu:.0f} ms of processor), refiltered in {sorted(times)[2]:.0f} ms "
              f"({sorted(times_cpu)[2]:.0f} ms), median of 5", file=sys.stderr)


if __name__ == "__main__":
    pages.main()
