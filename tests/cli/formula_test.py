"""formula_test.py PROGRAM SOURCE: hostile labels through the command line's CSV and back."""

import csv
import io
import pathlib
import re
import subprocess
import sys
import tempfile

program, source = sys.argv[1], pathlib.Path(sys.argv[2])
sys.path.insert(0, str(source / "tests" / "dashboard"))
from hostile_labels import LABELS  # noqa: E402

# What a spreadsheet evaluates, as the page's own files have it; the amounts are numbers.
FORMULA = re.compile(r"[\s\x00-\x1f]*[=+\-@|%＝＋－＠]|[\t\r\n]")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
labels = [label for label in LABELS if label]


def written(rows):
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def allocated(folder, text):
    file = folder / "in.csv"
    file.write_bytes(text.encode())
    done = subprocess.run([program, "allocate", str(file), "--key", "=name", "--total", "-1000.00"],
                          capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    first = allocated(folder, written([["=name", "weight"], *([label, 1] for label in labels)]))
    cells = list(csv.reader(io.StringIO(first, newline="")))
    evaluated = [cell for row in cells for cell in row if FORMULA.match(cell) and not NUMBER.fullmatch(cell)]
    assert not evaluated, evaluated
    assert cells[0] == ["'=name", "amount"] and len(cells) == len(labels) + 1
    changed = [label for label, (cell, _) in zip(labels, cells[1:]) if cell not in (label, "'" + label)]
    assert not changed, changed
    assert all(NUMBER.fullmatch(amount) for _, amount in cells[1:])
    # What was written is read as the same labels: the second file is the first.
    again = first.replace("amount", "weight").replace(",-", ",")
    assert allocated(folder, again).splitlines()[0] == first.splitlines()[0]
    keys = lambda text: [row[0] for row in csv.reader(io.StringIO(text, newline=""))]
    assert keys(allocated(folder, again)) == keys(first)
print(f"{len(labels)} labels: no cell is a formula, and each is read back")
