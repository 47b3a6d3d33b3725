"""Visit plans on the command line, and their calendars read back: schedule_test.py CLI."""
import csv
import datetime
import io
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.append("/usr/lib/python3/dist-packages")  # Debian's, whatever Python runs this
try:
    import icalendar
except ImportError:
    icalendar = None

CLI = sys.argv.pop(1)
INPUT, INFEASIBLE = 3, 4
HEAD = "rep,customer,frequency,area,weekdays\n"
CUSTOMERS = HEAD + "".join(
    f'{rep},"{name} {i}",{("week", "2 weeks", "month")[i % 3]},{i % 3},{"mon" if i == 1 else ""}\n'
    for rep, name in (("ann", "Öl; Ärger, \\ & Söhne Handelsgesellschaft für allerlei mbH"), ("李", "客户"))
    for i in range(9))


def events_of(text):
    """A reader of our own, from RFC 5545 alone: unfold, split, unescape."""
    assert text.endswith(b"\r\n") and b"\n" not in text.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    events, inside = [], False
    for line in text.replace(b"\r\n ", b"").decode().split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
            inside = True
        elif line == "END:VEVENT":
            inside = False
        elif inside:
            out, escape = "", False
            for c in value:
                if escape:
                    out, escape = out + ("\n" if c in "nN" else c), False
                elif c == "\\":
                    escape = True
                else:
                    out += c
            events[-1][name.split(";")[0]] = out
    return events


class Visits(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def run_cli(self, *arguments, customers=CUSTOMERS, **files):
        (self.folder / "customers.csv").write_text(customers, encoding="utf-8")
        flags = []
        for name, text in files.items():
            (self.folder / f"{name}.csv").write_text(text, encoding="utf-8")
            flags += ["--" + name, f"{name}.csv"]
        done = subprocess.run(
            [CLI, "visits", "customers.csv", "--first", "2026-04-01", "--last", "2026-06-30",
             "--calendar", "US", *flags, *arguments], cwd=self.folder, capture_output=True,
            timeout=60, encoding="utf-8")
        return done.returncode, done.stdout, done.stderr

    def visits(self, *arguments, **files):
        code, out, err = self.run_cli(*arguments, **files)
        self.assertEqual((code, err), (0, ""))
        return list(csv.DictReader(io.StringIO(out))), out

    def test_calendars_read_back(self):
        rows, _ = self.visits("--ics", "out", "--zone", "Asia/Shanghai", "--zone-offset", "480")
        for rep in ("ann", "李"):
            text = (self.folder / "out" / f"{rep}.ics").read_bytes()
            own = [row for row in rows if row["rep"] == rep]
            wanted = [(row["customer"], row["date"]) for row in own]
            events = events_of(text)
            self.assertEqual([(e["SUMMARY"], datetime.datetime.strptime(
                e["DTSTART"], "%Y%m%dT%H%M%S").date().isoformat()) for e in events], wanted)
            self.assertEqual(len({e["UID"] for e in events}), len(events))
            if icalendar is None:
                continue
            parsed = list(icalendar.Calendar.from_ical(text).walk("VEVENT"))
            self.assertEqual([(str(e["SUMMARY"]), e["DTSTART"].dt.date().isoformat())
                              for e in parsed], wanted)
            for event, row in zip(parsed, own):
                begin = event["DTSTART"].dt
                self.assertEqual(begin.utcoffset(), datetime.timedelta(hours=8))
                minutes = begin.hour * 60 + begin.minute - 9 * 60
                self.assertLess(abs(minutes - float(row["start_minutes"])), 1)
                self.assertEqual(event["DTEND"].dt - begin, datetime.timedelta(minutes=30))

    def test_uids_are_the_same_in_whatever_order_customers_come(self):
        def uids(customers, **more):
            _, out = self.visits("--ics", "out", customers=customers, **more)
            return out, {(event["SUMMARY"], event["DTSTART"][:8]): event["UID"]
                         for rep in ("ann", "李")
                         for event in events_of((self.folder / "out" / f"{rep}.ics").read_bytes())}

        out, given = uids(CUSTOMERS)
        lines = CUSTOMERS.splitlines(True)
        _, turned = uids(lines[0] + "".join(reversed(lines[1:])), previous=out)
        common = given.keys() & turned.keys()
        self.assertGreater(len(common), 100)
        self.assertEqual([given[visit] for visit in common], [turned[visit] for visit in common])

    def test_replanning(self):
        rows, out = self.visits()
        self.assertEqual(len(rows), 2 * 3 * (13 + 7 + 3))
        again, _ = self.visits(previous=out)
        key = [(row["rep"], row["customer"], row["date"]) for row in rows]
        self.assertEqual(set(key), {(r["rep"], r["customer"], r["date"]) for r in again})
        code, text, _ = self.run_cli("--json", previous=out,
                                     absences="rep,first,last\nann,2026-05-11,2026-05-12\n")
        self.assertEqual(code, 0)
        ann = json.loads(text)["reps"][0]
        self.assertEqual(ann["unmet"], [])
        self.assertNotIn("2026-05-11", [day["date"] for day in ann["days"]])
        self.assertLess(ann["moved"], 12)

    def test_missing_visits_are_named(self):
        code, out, err = self.run_cli(
            customers=HEAD + "ann,acme,week,,\n", absences="rep,first,last\nann,2026-05-11,2026-05-15\n")
        self.assertEqual(code, 0)
        self.assertEqual(err, "salesplan: no visit: ann, acme, 2026-05-11..2026-05-17: absent\n")

    def test_refusals(self):
        for code, place, row, files in [
                (INPUT, "customers.csv:2 (frequency)", "ann,a,often,,\n", {}),
                (INPUT, "customers.csv:2 (weekdays)", "ann,a,week,,someday\n", {}),
                (INPUT, "customers.csv:3 (customer)", "ann,a,week,,\nann,a,week,,\n", {}),
                (INFEASIBLE, "customers[0].visits", "ann,a,9 in week,,\n", {}),
                (INPUT, "absences.csv:2 (rep)", "ann,a,week,,\n",
                 {"absences": "rep,first,last\nbo,2026-05-11,2026-05-15\n"}),
                (INPUT, "overlaps", "ann,a,week,,\n",
                 {"absences": "rep,first,last\n" + "ann,2026-05-11,2026-05-15\n" * 2}),
                (INFEASIBLE, "fixed[0].date", "ann,a,week,,\n",
                 {"fixed": "rep,customer,date\nann,a,2026-05-10\n"})]:
            got, out, err = self.run_cli(customers=HEAD + row, **files)
            self.assertEqual((got, out), (code, ""), err)
            self.assertIn(place, err)
        self.assertEqual(self.run_cli("--ics", "out", "--day-start", "9")[0], INPUT)


if __name__ == "__main__":
    unittest.main()
