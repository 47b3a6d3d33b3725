"""workbook_test.py PROGRAM SOURCE: CSV files into a workbook, read back from its XML."""

import csv
import io
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
import zipfile

PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
sys.path.insert(0, str(SOURCE / "tests" / "dashboard"))
from hostile_labels import LABELS  # noqa: E402

NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def decoded(text):
    """A text of the file as a spreadsheet shows it: _xHHHH_ is a character."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), text)


def sheets(path):
    """The rows of each sheet by its name: texts, numbers and None; a formula fails."""
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        parts = {name: ElementTree.fromstring(file.read(name)) for name in file.namelist()}
    strings = ["".join(decoded(node.text or "") for node in item.iterfind(".//m:t", NAMES))
               for item in parts["xl/sharedStrings.xml"].iterfind("m:si", NAMES)]
    result = {}
    for i, sheet in enumerate(parts["xl/workbook.xml"].iterfind(".//m:sheet", NAMES), 1):
        root = parts[f"xl/worksheets/sheet{i}.xml"]
        assert root.find(".//m:f", NAMES) is None, "a formula"
        assert root.find(".//m:hyperlinks", NAMES) is None, "a link"
        rows = []
        for row in root.iterfind(".//m:row", NAMES):
            cells = {}
            for cell in row.iterfind("m:c", NAMES):
                value = cell.find("m:v", NAMES).text
                assert cell.get("t") in ("s", None), cell.get("t")
                cells[re.match("[A-Z]+", cell.get("r"))[0]] = strings[int(value)] if cell.get("t") == "s" else float(value)
            rows.append(cells)
        result[sheet.get("name")] = rows
    return result


class Workbook(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.out = self.folder / "out.xlsx"

    def table(self, name, rows):
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        (self.folder / name).write_bytes(text.getvalue().encode())
        return self.folder / name

    def run_program(self, *files, code=0):
        done = subprocess.run([PROGRAM, "workbook", str(self.out), *map(str, files)], capture_output=True, text=True)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stderr

    def test_texts_numbers_and_sheets(self):
        targets = self.table("targets.csv", [
            ["month", "customer", "account", "target_minor", "rate", "large"],
            ["2026-02", "007", "1", "-1250", "0.05", "1234567890123456"],
            ["2026-03", "8", "", "0", "", "2"]])
        empty = self.table("任务.csv", [["task", "start"]])
        self.run_program(targets, empty)
        self.assertEqual(sheets(self.out), {
            "targets": [dict(zip("ABCDEF", ["month", "customer", "account", "target_minor", "rate", "large"])),
                        dict(zip("ABCDEF", ["2026-02", "007", 1, -1250, 0.05, "1234567890123456"])),
                        {"A": "2026-03", "B": "8", "D": 0, "F": "2"}],
            "任务": [{"A": "task", "B": "start"}]})
        first = self.out.read_bytes()
        self.run_program(targets, empty)
        self.assertEqual(self.out.read_bytes(), first)
        self.assertEqual(sorted(file.name for file in self.folder.iterdir()), ["out.xlsx", "targets.csv", "任务.csv"])

    def test_hostile_labels_are_texts(self):
        labels = [label for label in LABELS if label] + ["_x0041_", "_x0041_x0042_", "_x005F_x0041_", "'=1+1'"]
        self.run_program(self.table("=a.csv", [["=name", "amount"], *([label, -1] for label in labels)]))
        [(name, rows)] = sheets(self.out).items()
        self.assertEqual((name, rows[0]), ("=a", {"A": "=name", "B": "amount"}))
        # CSV knows an apostrophe before a formula as a spreadsheet's: it is no part of the cell.
        self.assertEqual([row["A"] for row in rows[1:]],
                         [label[1:] if label == "'=1+1'" else label for label in labels])
        self.assertEqual({row["B"] for row in rows[1:]}, {-1})

    def test_refusals(self):
        a, twice = self.table("a.csv", [["x"], ["1"]]), self.table("A.csv", [["x"], ["1"]])
        for files, said in (([a, twice], "sheets[1].name: \"A\" names two sheets"),
                            ([self.table("x" * 32 + ".csv", [["x"]])], "must have 1 to 31 characters"),
                            ([self.table("a[1].csv", [["x"]])], "must hold none of"),
                            ([self.table("long.csv", [["x"], ["y" * 32768]])], "a cell holds 32,767 characters")):
            self.assertIn(said, self.run_program(*files, code=3))
        self.assertIn("missing.csv", self.run_program(self.folder / "missing.csv", code=5))
        self.out = self.folder / "nowhere" / "out.xlsx"
        self.assertIn("nowhere/out.xlsx", self.run_program(a, code=5))
        self.assertFalse(any(file.suffix in (".xlsx", ".part") for file in self.folder.rglob("*")))

    def test_openpyxl_reads_it(self):
        try:
            import openpyxl
        except ImportError:
            self.skipTest("openpyxl is not there")
        self.run_program(self.table("a.csv", [["name", "n"], ["=1+1", "2.5"]]))
        cells = [cell for row in openpyxl.load_workbook(self.out)["a"].iter_rows(min_row=2) for cell in row]
        self.assertEqual([(cell.value, cell.data_type) for cell in cells], [("=1+1", "s"), (2.5, "n")])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
