"""vega_lite_test.py PROGRAM NODE MODULES: the charts of the sample as Vega-Lite: valid by its schema, compiled
without a warning, drawn. Where npm could not bring Vega-Lite, skipped."""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

from hostile_labels import LABELS

HERE = pathlib.Path(__file__).parent
SAMPLE = json.loads((HERE / "sample_model.json").read_text(encoding="utf-8"))
MODULES = sys.argv.pop(3)
NODE = sys.argv.pop(2)
PROGRAM = sys.argv.pop(1)
if not (pathlib.Path(MODULES) / "node_modules/vega-lite").exists():
    print("skipped: Vega-Lite is not there")
    sys.exit(77)


class VegaLite(unittest.TestCase):
    def charts(self, model, *rest):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "model.json"
            file.write_text(json.dumps(model), encoding="utf-8")
            done = subprocess.run([PROGRAM, "charts", str(file), *rest], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            return json.loads(done.stdout)

    def drawn(self, charts):
        """The SVG of each; none may have a problem."""
        done = subprocess.run([NODE, str(HERE / "vega_lite_check.cjs"), MODULES], input=json.dumps(charts),
                              capture_output=True, text=True, check=True)
        checked = json.loads(done.stdout)
        self.assertEqual({name: chart["problems"] for name, chart in checked.items()}, {name: [] for name in charts})
        return {name: xml.etree.ElementTree.fromstring(chart["svg"]) for name, chart in checked.items()}

    def test_valid_and_drawn(self):
        for language, title in (("en", "Territories"), ("zh", "区域")):
            charts = self.charts({**SAMPLE, "language": language}, "--month", "2020-02")
            self.assertEqual(list(charts), ["course", "units territory", "units rep", "mix category", "mix channel", "year",
                                            "why", "promotions", "accounts", "load"])
            self.assertEqual(charts["units territory"]["title"], title)
            for name, svg in self.drawn(charts).items():
                marks = [node for node in svg.iter() if "mark-" in node.get("class", "") and "role-mark" in node.get("class")]
                shapes = [node for mark in marks for node in mark.iter() if node.tag.endswith("path")]
                self.assertGreaterEqual(len(shapes), {"course": 3, "accounts": 1, "why": 8}.get(name, 3), name)

    def test_figures(self):
        charts = self.charts(SAMPLE)  # the open month
        march = SAMPLE["months"][8]
        values = charts["units territory"]["data"]["values"]
        for row in march["units"]["territory"]:
            for series, field in (("Target", "target"), ("Actual", "actual")):
                self.assertIn({"label": row["label"], "series": series, "value": row[field] / 100}, values)
        self.assertEqual(len(values), 20)
        self.assertNotIn("why", charts)  # reviewed when closed
        bridge = self.charts(SAMPLE, "--month", "2020-02")["why"]["data"]["values"]
        self.assertEqual(bridge[-1]["to"], SAMPLE["months"][7]["actual"] / 100)
        self.assertAlmostEqual(bridge[-2]["to"], bridge[-1]["to"], 6)  # the effects add up
        self.assertEqual([row["kind"] for row in (bridge[0], bridge[2], bridge[-1])], ["whole"] * 3)

    def test_hostile_labels_stay_text(self):
        model = copy.deepcopy(SAMPLE)
        # Vega writes control characters into its SVG as they are, which then is no XML.
        labels = [text for text in LABELS if all(c >= " " or c in "\t\n\r" for c in text)]
        model["months"][8]["units"]["rep"] = [{"key": str(i), "label": text, "target": 1, "actual": 1}
                                              for i, text in enumerate(labels)]
        model["charts"] = [chart for chart in model["charts"] if chart["id"] == "units rep"]
        model["charts"][0]["title"]["en"] = LABELS[0]
        charts = self.charts(model)
        names = {row["label"] for row in charts["units rep"]["data"]["values"]}
        self.assertEqual(names, set(labels))
        for node in self.drawn(charts)["units rep"].iter():
            self.assertNotIn(node.tag.split("}")[1], ("script", "img", "iframe", "a", "foreignObject"))
            self.assertEqual([name for name in node.attrib if name.startswith("on") or name.endswith("href")], [])


if __name__ == "__main__":
    unittest.main()
