"""The command line as its user meets it, bad input above all: cli_test.py CLI SOURCE_DIR."""
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CLI, ROOT = sys.argv[1], Path(sys.argv[2])
del sys.argv[1:]
USAGE, INPUT, INFEASIBLE, IO = 2, 3, 4, 5

SPEC = {
    "schema": "salesplan.plan/1", "first_month": "2026-01", "months": 2, "calendar": "CN",
    "dimensions": [{"name": "rep", "file": "reps.csv"}],
    "facts": {"file": "facts.csv"},
    "target": {"revenue": {"amount": "1000.00"}},
    "forecast": {"by": ["rep"]},
}
REPS = b"key,parent\nteam,\nann,team\nbob,team\n"
FACTS = b"date,rep,revenue\n2025-01-10,ann,100.00\n2025-02-10,bob,300\n"


class CommandLine(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def run_cli(self, *arguments):
        done = subprocess.run([CLI, *map(str, arguments)], cwd=self.folder, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=60)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def file(self, name, text):
        (self.folder / name).write_text(text)
        return name

    def ok(self, *arguments):
        code, out, err = self.run_cli(*arguments)
        self.assertEqual(code, 0, err)
        return out

    def refused(self, code, text, *arguments):
        got, out, err = self.run_cli(*arguments)
        self.assertEqual(got, code, err + out)
        self.assertIn(text, err)
        self.assertEqual(out, "")
        self.assertEqual(len(err.strip().splitlines()), 1, err)

    def plan(self, spec=None, reps=REPS, facts=FACTS):
        (self.folder / "plan.json").write_bytes(
            spec if isinstance(spec, bytes) else json.dumps(spec or SPEC).encode())
        (self.folder / "reps.csv").write_bytes(reps)
        (self.folder / "facts.csv").write_bytes(facts)
        return ["plan", "plan.json", "--out", "out", "--quiet"]

    def plan_refused(self, code, text, **files):
        self.refused(code, text, *self.plan(**files))
        self.assertFalse((self.folder / "out").exists(), "output was left behind")

    def test_help_and_version(self):
        self.assertIn("Exit codes", self.ok("--help"))
        self.assertRegex(self.ok("--version"), r"^\d+\.\d+\.\d+\n$")
        for command in ("plan", "forecast", "allocate", "calendar", "customers", "territory"):
            self.assertIn("Example", self.ok(command, "--help"))
        for wrong in ([], ["fly"], ["plan"], ["allocate", "x.csv", "--total"]):
            self.assertEqual(self.run_cli(*wrong)[0], USAGE, wrong)

    def test_calendar(self):
        year = json.loads(self.ok("calendar", "CN", "2026", "--json"))
        self.assertEqual(sum(month["workdays"] for month in year["months"]), year["workdays"])
        self.assertFalse(year["estimated"])
        self.assertTrue(json.loads(self.ok("calendar", "CN", "2040", "--json"))["estimated"])
        self.assertIn("?", self.ok("calendar", "CN", "2040"))
        (self.folder / "own.csv").write_text("date,kind,name\n2026-01-01,holiday,New Year\n")
        self.assertIn("New Year", self.ok("calendar", "own.csv", "2026"))
        (self.folder / "own.csv").write_text("date,kind\n2026-01-01,holiday\n2026-01-01,holiday\n")
        self.refused(INPUT, "own.csv:3 (date)", "calendar", "own.csv", "2026")
        self.refused(INPUT, "WEEKDAYS", "calendar", "XX", "2026")
        self.refused(INPUT, "year", "calendar", "CN", "99999")

    def test_customers(self):
        rows = ["customer,date,amount"]
        for i in range(40):
            for visit in range(1 + i % 5):
                rows.append(f"shop {i:02},2026-{1 + visit:02}-{1 + i % 28:02},{10 + i}.50")
        rows.append("shop 04,2026-06-20,-5")
        (self.folder / "orders.csv").write_text("\n".join(rows) + "\n")
        lines = self.ok("customers", "orders.csv", "--horizon-days", "90").splitlines()
        self.assertEqual(len(lines), 41)
        self.assertTrue(lines[0].startswith("customer,tier,segment,care,recency"))
        values = [float(line.split(",")[12]) for line in lines[1:]]
        self.assertEqual(values, sorted(values, reverse=True))
        self.assertEqual(lines[1].split(",")[1], "A")
        self.assertEqual({line.split(",")[1] for line in lines[1:]}, {"A", "B", "C"})
        self.assertTrue(lines[0].endswith("reason,tier_probability,next_tier"))
        review = json.loads(self.ok("customers", "orders.csv", "--horizon-days", "90", "--json"))
        self.assertEqual([one["customer"] for one in review["customers"]],
                         [line.split(",")[0] for line in lines[1:]])
        self.assertTrue(review["prior_used"])
        for one in review["customers"]:
            self.assertAlmostEqual(sum(one["tier_probability"].values()), 1)
            self.assertTrue(one["next_tier"].startswith(one["tier"] + ": value "))
        self.assertEqual(review["today"], "2026-06-20")
        self.assertEqual(sorted(review["params"]), ["a", "alpha", "b", "r"])
        # What was A stays A while it is near the border.
        (self.folder / "before.csv").write_text("customer,tier\n" + "".join(
            f"{line.split(',')[0]},A\n" for line in lines[1:]))
        held = self.ok("customers", "orders.csv", "--horizon-days", "90", "--previous", "before.csv")
        self.assertGreater(held.count(",A,"), "\n".join(lines).count(",A,"))
        (self.folder / "dates.csv").write_text("who,day\na,2026-01-01\nb,2026-01-03\n")
        plain = self.ok("customers", "dates.csv", "--customer", "who", "--date", "day")
        self.assertEqual(len(plain.splitlines()), 3)

        self.refused(INPUT, "money", "customers", "dates.csv", "--customer", "who", "--date", "day",
                     "--amount", "money")
        self.refused(INPUT, "customer", "customers", "dates.csv")
        self.refused(INPUT, "today", "customers", "orders.csv", "--today", "2020-01-01")
        self.refused(INPUT, "share[1]", "customers", "orders.csv", "--shares", "80,50")
        self.refused(INPUT, "before.csv:2 (tier)", "customers", "orders.csv", "--shares", "50",
                     "--previous", self.file("before.csv", "customer,tier\nshop 01,C\n"))
        self.refused(INPUT, "bad.csv:2 (date)", "customers",
                     self.file("bad.csv", "customer,date\na,1.1.2026\n"))
        self.refused(INPUT, "bad.csv:2 (amount)", "customers",
                     self.file("bad.csv", "customer,date,amount\na,2026-01-01,x\n"))
        self.refused(INPUT, "bad.csv:2 (customer)", "customers",
                     self.file("bad.csv", "customer,date\n,2026-01-01\n"))
        self.refused(INPUT, "no rows", "customers", self.file("bad.csv", "customer,date\n"))

    def test_forecast(self):
        (self.folder / "sales.csv").write_text(
            "month,region,revenue\n" + "".join(
                f"{2024 + m // 12}-{m % 12 + 1:02d},{region},{100 + m % 12}\n"
                for region in ("north", "south") for m in range(24)))
        arguments = ["forecast", "sales.csv", "--id", "region", "--date", "month", "--value", "revenue",
                     "--horizon", "3"]
        lines = self.ok(*arguments).splitlines()
        self.assertEqual(len(lines), 7)
        self.assertTrue(lines[1].startswith("north,2026-01,"), lines[1])
        self.assertEqual(len(json.loads(self.ok(*arguments, "--json"))), 2)
        self.refused(INPUT, "no column \"units\"", *arguments[:-3], "units")
        self.refused(INPUT, "model", *arguments, "--model", "oracle")
        for level in ("0.8", "0", "100", "-5", "nan"):  # percent, so 0.8 is a ratio by mistake
            self.refused(INPUT, "forecast.levels", *arguments, f"--levels={level}")
        for value, place in [("x", "(revenue)"), ("nan", "(revenue)"), ("inf", "(revenue)"),
                             ("1e999", "(revenue)")]:
            (self.folder / "sales.csv").write_text(f"month,region,revenue\n2024-01,a,{value}\n")
            self.refused(INPUT, "sales.csv:2 " + place, *arguments)
        (self.folder / "sales.csv").write_text("month,region,revenue\n2024-13,a,1\n")
        self.refused(INPUT, "sales.csv:2 (month)", *arguments)
        (self.folder / "sales.csv").write_text("month,region,revenue\n2024-01,a,1\n2024-01,a,2\n")
        self.refused(INPUT, "sales.csv:3 (month)", *arguments)

    def test_forecast_with_what_is_known(self):
        orders = ["forecast", ROOT / "docs/guide/lunar-new-year/orders.csv", "--date", "month",
                  "--value", "cartons", "--model", "ets", "--horizon", "3", "--quiet"]
        aware = self.ok(*orders, "--calendar", "CN", "--effects", "workdays,lunar_new_year",
                        "--report", "page.html")
        self.assertIn("with workdays, before_lunar_new_year, lunar_new_year", aware)
        page = (self.folder / "page.html").read_text("utf-8")
        for text in ("<svg", "The strongest is", "before_lunar_new_year", "How wrong it was before"):
            self.assertIn(text, page)
        self.ok(*orders, "--report", "page.html", "--language", "zh")
        self.assertIn("未来3个月预计约", (self.folder / "page.html").read_text("utf-8"))
        self.refused(INPUT, "moon", *orders, "--calendar", "CN", "--effects", "moon")
        self.refused(INPUT, "zh", *orders, "--language", "fr")
        self.refused(INPUT, "WEEKDAYS", *orders, "--calendar", "XX")
        (self.folder / "shops.csv").write_text(
            "day,shop,city,sold\n" + "".join(
                f"{2023 + m // 12}-{m % 12 + 1:02d},old,x,{100 + 50 * (m % 12 == 11)}\n"
                for m in range(36)) + "2025-11,<new>,x,30\n")
        shops = ["forecast", "shops.csv", "--id", "shop", "--date", "day", "--value", "sold",
                 "--model", "ets", "--horizon", "12"]
        self.assertIn("group of 1", self.ok(*shops, "--group", "city", "--report", "shops.html"))
        self.assertIn("&lt;new&gt;", (self.folder / "shops.html").read_text("utf-8"))
        self.refused(INPUT, "--date", "forecast", "shops.csv", "--value", "sold", "--calendar", "CN")
        (self.folder / "out.csv").write_text(
            "sold\n" + "".join(f"{0 if t == 20 else 100 + t % 3}\n" for t in range(40)))
        daily = ["forecast", "out.csv", "--value", "sold", "--model", "ets", "--horizon", "1"]
        self.assertNotEqual(self.ok(*daily), self.ok(*daily, "--clean"))

    def test_allocate(self):
        file = self.folder / "in.csv"
        arguments = ["allocate", "in.csv", "--total"]
        file.write_bytes(b"\xef\xbb\xbfregion,weight\r\nA,1\r\nB,2\r\n")  # BOM and CRLF
        self.assertEqual(self.ok(*arguments, "100.00"), "region,amount\nA,33.33\nB,66.67\n")
        self.assertEqual(json.loads(self.ok(*arguments, "0.03", "--json"))[0]["minor"], 1)
        for content, code, text in [
                (b"", INPUT, "in.csv"),
                (b"\n", INPUT, "in.csv"),
                ("region,weight\nA,1\n".encode("utf-16"), INPUT, "UTF-16"),
                (b"region,weight\n\xc0\xaf,1\n", INPUT, "in.csv:2:1"),
                (b"region,weight\nA\0,1\n", INPUT, "in.csv:2:2"),
                (b"region\nA\n", INPUT, "no column \"weight\""),
                (b"region,weight,weight\nA,1,1\n", INPUT, "in.csv:1"),
                (b"region,weight\nA,1,2\n", INPUT, "in.csv:2"),
                (b"region,weight\n\"A,1\n", INPUT, "in.csv:2"),
                (b"region,weight\nA,one\n", INPUT, "in.csv:2 (weight)"),
                (b"region,weight\nA,nan\n", INPUT, "in.csv:2 (weight)"),
                (b"region,weight\nA,inf\n", INPUT, "in.csv:2 (weight)"),
                (b"region,weight\nA,1\nB,-2\n", INPUT, "in.csv:3 (weight)"),
                (b"region,weight\nA,0\nB,0\n", INPUT, "weights"),
                (b"region,weight,lower,upper\nA,1,60,50\nB,1,,\n", INFEASIBLE, "lower[0]: 60.00 exceeds upper 50.00"),
                (b"region,weight,upper\nA,1,30\nB,1,30\n", INFEASIBLE,
                 "upper: sum 60.00 is below the total 100.00"),
                (b"region,weight,locked\nA,1,130\nB,1,\n", INFEASIBLE, "locked"),
                (b"region,weight,lower\nA,1,99999999999999999999\n", INPUT, "in.csv:2 (lower)")]:
            with self.subTest(content=content):
                file.write_bytes(content)
                self.refused(code, text, *arguments, "100.00")
        file.write_bytes(b"region,weight\nA,1\n")
        self.refused(INPUT, "--total", *arguments, "92233720368547758.08")
        self.refused(IO, "no.csv", "allocate", "no.csv", "--total", "1")
        self.refused(IO, "folder", "allocate", ".", "--total", "1")

    def test_controlled_rounding(self):
        self.file("plan.csv", "rep,jan,feb,mar\nann,1400,1300,1600.25\nbob,2400,700,900\n")
        self.file("months.csv", "node,parent\nyear,\nq1,year\nmar,year\njan,q1\nfeb,q1\n")
        round_to = ["allocate", "controlled-rounding", "plan.csv", "--unit", "1000.00", "--json"]
        for more in ([], ["--columns", "months.csv"]):
            rows = json.loads(self.ok(*round_to, *more))
            self.assertEqual([row["rep"] for row in rows], ["ann", "bob"])
            table = [[int(row[month][:-6]) for month in ("jan", "feb", "mar")] for row in rows]
            self.assertIn(sum(table[0]), (4, 5))
            self.assertEqual((sum(table[1]), table[0][1] + table[1][1]), (4, 2))
        self.file("months.csv", "node,parent\nyear,\njan,year\nfeb,year\n")
        self.refused(INPUT, "plan.csv: \"mar\" is no node of months.csv", *round_to, "--columns",
                     "months.csv")
        self.file("months.csv", "node,parent\nyear,\njan,year\nfeb,year\nmar,year\nmay,year\n")
        self.refused(INPUT, "months.csv: \"may\" is not in plan.csv", *round_to, "--columns",
                     "months.csv")

    def test_typed_amounts_are_not_rounded(self):
        self.file("in.csv", "key,weight\na,1\nb,1\n")
        self.refused(INPUT, "--total: \"10.001\" has more than 2 decimals", "allocate", "in.csv",
                     "--total", "10.001")
        self.assertIn("a,5.00", self.ok("allocate", "in.csv", "--total", "10.000"))

    def test_allocate_margins(self):
        self.file("table.csv", "rep,month,weight,upper\nAnn,Jan,40,\nAnn,Feb,30,\nBob,Jan,35,\nBob,Feb,50,\n")
        self.file("reps.csv", "rep,total\nAnn,80\nBob,70\n")
        self.file("months.csv", "month,total,lower,upper,price\nFeb,,80.00,,\n")
        margins = ["allocate", "margins", "table.csv", "reps.csv", "months.csv"]
        self.assertEqual(self.ok(*margins),
                         "rep,month,amount\nAnn,Jan,43.26\nAnn,Feb,36.74\nBob,Jan,26.74\nBob,Feb,43.26\n")
        self.file("months.csv", "month,total,price\nJan,65,0.05\nFeb,85,0.05\n")
        self.assertEqual(self.ok(*margins, "--missed"),
                         "margin,member,excess,price\nmonth,Jan,5.88,0.05\nmonth,Feb,-5.88,0.05\n")
        self.assertEqual(json.loads(self.ok(*margins, "--json"))[0],
                         {"rep": "Ann", "month": "Jan", "amount": "43.74"})
        self.file("all.csv", "total\n151\n")
        self.refused(INFEASIBLE, "rep: sums to 150.00 where total sums to 151.00", *margins, "all.csv")
        for text, message in (("month,total\nMar,1\n", 'months.csv:2 (month): "Mar" is not in table.csv'),
                              ("month,sum\nJan,1\n", 'months.csv: "sum" is neither a dimension'),
                              ("month,total,price\nJan,1,-1\n", 'months.csv:2 (price): "-1" is negative'),
                              ("month,total\nJan,1\nJan,2\n", "months.csv:3 (month): is given twice")):
            self.file("months.csv", text)
            self.refused(INPUT, message, *margins)

    def test_allocate_tree(self):
        tree, steps = self.folder / "tree.csv", self.folder / "steps.csv"
        tree.write_text("node,parent,weight,upper\nall,,,\nn,all,,1.00\ns,all,2,\na,n,1,\nb,n,1,\n")
        self.assertEqual(self.ok("allocate", "cascade", "tree.csv", "--total", "4.01"),
                         "node,amount\nall,4.01\nn,1.00\ns,3.01\na,0.50\nb,0.50\n")
        cascade = ["allocate", "cascade", "tree.csv", "--total"]
        self.refused(INPUT, "total: 4.01 is not a multiple of the unit 1.00", *cascade, "4.01",
                     "--unit", "1.00")
        chain = json.loads(self.ok("allocate", "explain", "tree.csv", "a", "--total", "4.01", "--json"))
        self.assertEqual([(r["node"], r["hold"], r["bound"], r["amount"]) for r in chain],
                         [("all", "none", "", "4.01"), ("n", "upper", "1.00", "1.00"),
                          ("a", "none", "", "0.50")])
        self.refused(INPUT, "node: \"c\" is no node of tree.csv", "allocate", "explain", "tree.csv",
                     "c", "--total", "1")

        tree.write_text("node,parent,amount,closed\nall,,,\nn,all,,\ns,all,60,\na,n,10,1\nb,n,30,\n")
        replan = ["allocate", "replan", "tree.csv", "--decimals", "0"]
        self.assertEqual(self.ok(*replan, "--total", "118"),
                         "node,before,after,change\nall,100,118,18\nn,40,46,6\ns,60,72,12\n"
                         "a,10,10,0\nb,30,36,6\n")
        for flags in (["--departed", "n"], ["--lock", "b=0"], ["--departed", "b"]):
            after = [row.split(",")[2] for row in self.ok(*replan, *flags).splitlines()]
            self.assertEqual(after[1:], ["100", "10", "90", "10", "0"], flags)
        self.refused(INFEASIBLE, "locked 10 of a", *replan, "--total", "5")
        self.refused(INPUT, "--lock: \"b\" is not NODE=AMOUNT", *replan, "--lock", "b")
        self.refused(INPUT, "--departed: \"x\" is no node of tree.csv", *replan, "--departed", "x")

        sheet = ["allocate", "worksheet", "tree.csv", "--decimals", "0"]
        steps.write_text("step,node,amount,action,ratio,reference,note\n"
                         "change,n,,add,0.1,,grow\nhold,a,,,,,\nrelative,n,90,,,all,\n"
                         "proportional,all,200,,,,\nundo,,,,,,\nundo,,,,,,\nredo,,,,,,\n")
        steps.write_text(steps.read_text().replace("relative,n,90,,,all", "relative,n,90,,,n"))
        self.assertEqual(self.ok(*sheet, "steps.csv"),
                         "node,before,after,held\nall,100,150,\nn,40,90,\ns,60,60,\na,10,11,1\nb,30,79,\n")
        self.assertEqual(self.ok(*sheet, "steps.csv", "--history", "b"),
                         "step,node,before,after,note\nchange,n,30,33,grow\nrelative,n,33,79,\n")
        log = self.folder / "log.csv"
        log.write_text(self.ok(*sheet, "steps.csv", "--log"))
        self.assertEqual(len(log.read_text().splitlines()), 4)
        self.assertEqual(self.ok(*sheet, "log.csv"), self.ok(*sheet, "steps.csv"))
        self.assertEqual(self.ok(*sheet, "log.csv", "--log"), log.read_text())
        for row, code, text in [("undo,,", INPUT, "steps.csv:2 (step): there is nothing to undo"),
                                ("guess,n,1", INPUT, "steps.csv:2 (step): no step \"guess\""),
                                ("clear,x,", INPUT, "steps.csv:2 (node): \"x\" is no node"),
                                ("equal,n,one", INPUT, "steps.csv:2 (amount)"),
                                ("replan,s,1000", INFEASIBLE, "steps.csv:2 (total): 100 conflicts")]:
            with self.subTest(row=row):
                steps.write_text(f"step,node,amount\n{row}\n")
                self.refused(code, text, *sheet, "steps.csv")
        for content, text in [("node,parent,amount\na,a,1\n", "tree.csv:2 (parent): \"a\" must be empty"),
                              ("node,parent,amount\na,,1\nb,c,1\n", "tree.csv:3 (parent): \"c\" is no node"),
                              ("node,parent,amount\na,,1\na,a,1\n", "tree.csv:3 (node): \"a\" is given twice"),
                              ("node,parent,amount\na,,\n", "leaves[a]: is missing"),
                              ("node,parent\na,\n", "no column \"amount\""),
                              ("node,parent,amount\n", "parent: is empty")]:
            with self.subTest(content=content):
                tree.write_text(content)
                self.refused(INPUT, text, *sheet)

    def test_target(self):
        file = self.folder / "reps.csv"
        file.write_text("rep,mean,sd,upper\nann,100.00,10.00,\nbob,200.00,20.00,215.00\n")
        self.assertEqual([row.split(",")[:2] for row in self.ok(
            "target", "equal-hardness", "reps.csv", "--total", "330").splitlines()],
            [["rep", "target"], ["ann", "115.00"], ["bob", "215.00"]])
        file.write_text("rep,hardness,workload\nann,0.5,150\nbob,0.5,50\ncai,,\n")
        fairness = ["target", "fairness", "reps.csv"]
        self.assertEqual(self.ok(*fairness),
                         "measure,gini,limit,fair,mean,least_unit,least,most_unit,most\n"
                         "hardness,0,,yes,0.5,ann,0.5,ann,0.5\nworkload,0.25,,yes,100,bob,50,ann,150\n")
        self.assertEqual(self.ok(*fairness, "--limit", "workload=0.25"), self.ok(*fairness).replace(
            "0.25,,", "0.25,0.25,"))
        self.assertEqual(json.loads(self.ok(*fairness, "--json"))[1]["gini"], 0.25)
        code, out, error = self.run_cli(*fairness, "--limit", "workload=0.2")
        self.assertEqual(code, INFEASIBLE)
        self.assertIn("workload,0.25,0.2,no,100,bob,50,ann,150", out)
        self.assertIn("workload: Gini 0.25 exceeds 0.2: ann has 150, bob 50, the mean is 100", error)
        self.refused(INPUT, "--limit: \"workload\" is not MEASURE=GINI", *fairness, "--limit", "workload")
        self.refused(INPUT, "no column \"hours\"", *fairness, "--limit", "hours=1")
        file.write_text("rep,workload\nann,-1\n")
        self.refused(INPUT, "workload[ann]: -1 is not in", *fairness)

    def test_territory(self):
        accounts, centers = self.folder / "accounts.csv", self.folder / "reps.csv"
        arguments = ["territory", "accounts.csv", "--centers", "reps.csv", "--measure", "visits"]
        good = "account,x,y,visits,fixed,today\nAda,0,0,1,,west\nBay,1,0,1,,east\nCox,2,0,1,,\n" \
               "Dow,3,0,1,east,east\n"
        accounts.write_text(good)
        centers.write_text("rep,x,y\nwest,0,0\neast,3,0\n")
        self.assertEqual(self.ok(*arguments),
                         "account,territory\nAda,west\nBay,west\nCox,east\nDow,east\n")
        document = json.loads(self.ok(*arguments, "--json", "--move", "100", "--tolerance", "1"))
        self.assertEqual(document["moved"], 0)
        self.assertEqual(document["accounts"][1], {"account": "Bay", "territory": "east"})
        self.assertEqual(document["territories"][0]["load"]["visits"] +
                         document["territories"][1]["load"]["visits"], 4)
        self.assertGreaterEqual(document["gap"], 0)
        crowded = [*arguments, "--json", "--move", "100", "--tolerance", "1"]
        self.assertEqual(document["gini"], {"visits": 0.25})
        self.assertEqual(json.loads(self.ok(*crowded, "--most-gini", "0.2"))["gini"], {"visits": 0})
        self.refused(INPUT, "measures[0].most_gini: 2 is not in 0..1", *crowded, "--most-gini", "2")
        (self.folder / "borders.csv").write_text("from,to\nAda,Bay\nBay,Cox\nCox,Dow\n")
        self.assertIn("Bay,west", self.ok(*arguments, "--borders", "borders.csv"))
        (self.folder / "borders.csv").write_text("from,to\nAda,Eve\n")
        self.refused(INPUT, "borders.csv:2 (to)", *arguments, "--borders", "borders.csv")
        self.refused(INPUT, "no column \"sales\"", *arguments, "--measure", "sales")
        self.refused(INPUT, "territory.effort", *arguments, "--effort", "0")
        for content, code, text in [
                (good.replace("Bay", "Ada"), INPUT, "accounts.csv:3 (account)"),
                (good.replace(",east\n", ",north\n"), INPUT, "accounts.csv:3 (today)"),
                (good.replace("Bay,1,0,1", "Bay,1,0,-1"), INPUT, "accounts.csv:3 (visits)"),
                (good.replace("Bay,1,0,1", "Bay,1,0,9"), INFEASIBLE, "measures[0]"),
                ("account,x,y,visits\n", INPUT, "accounts")]:
            with self.subTest(content=content):
                accounts.write_text(content)
                self.refused(code, text, *arguments)

    def test_plan(self):
        out = self.ok(*self.plan())
        self.assertIn("all parts meet the whole", out)
        self.assertEqual(len(list((self.folder / "out").iterdir())), 8)
        document = json.loads(self.ok("plan", "plan.json", "--json", "--quiet"))
        self.assertEqual(sum(row[-1] for row in document["targets"]["rows"]), 100000)

    def test_progress_in_a_log_is_one_line_a_step(self):
        arguments = self.plan(spec={**SPEC, "months": 6, "as_of": "2026-06-30"})
        code, _, err = self.run_cli(*arguments[:-1])
        self.assertEqual(code, 0, err)
        steps = [line.split("%")[1].strip() for line in err.splitlines()]
        self.assertEqual(steps, ["reading", "history", "forecast", "target", "allocation", "tasks",
                                 "attainment", "review", "next target", "dashboard",
                                 "done"])

    def test_plan_specification(self):
        def spec(**changes):
            return {key: value for key, value in {**SPEC, **changes}.items() if value is not None}

        rule = {"where": {"month": "2026-01", "rep": "ann"}}
        for changes, code, text in [
                ({"colour": "red"}, INPUT, "unknown field \"colour\""),
                ({"schema": "salesplan.plan/9"}, INPUT, "plan.json: schema"),
                ({"target": None}, INPUT, "\"target\" is missing"),
                ({"months": "two"}, INPUT, "plan.json: months"),
                ({"months": 0}, INPUT, "months"),
                ({"first_month": "2026"}, INPUT, "first_month"),
                ({"today": "2026-02-30"}, INPUT, "today"),
                ({"today": "2026-01-02"}, INPUT, "plan.json: today: 2026-01-02 is after"),
                ({"forecast": {"model": "oracle"}}, INPUT, "plan.json: forecast.model: \"oracle\""),
                ({"forecast": {"levels": [80]}}, INPUT, "plan.json: forecast.levels[0]: 80 is not"),
                ({"target": {"revenue": {"amount": 1000, "market_size": 0}}}, INPUT,
                 "plan.json: target.revenue.market_size: 0 is not"),
                ({"target": {"revenue": {"amount": 0}}}, INFEASIBLE,
                 "plan.json: target.revenue: is 0.00;"),
                ({"dimensions": [{"name": "rep", "file": "reps.csv", "levels": ["team"]}]}, INPUT,
                 "unknown field \"levels\""),
                ({"calendar": "XX"}, INPUT, "calendar"),
                ({"target": {"revenue": {"amount": "1e5"}}}, INPUT, "target.revenue.amount"),
                ({"target": {"revenue": {"amount": "99999999999999999999"}}}, INPUT, "target.revenue"),
                ({"target": {"revenue": {"growth": 12000}}}, INPUT, "target.revenue.growth"),
                ({"forecast": {"by": ["rep", "rep"]}}, INPUT, "forecast.by[1]"),
                ({"forecast": {"by": ["area"]}}, INPUT, "forecast.by[0]"),
                ({"allocation": {"basis": {"equal": -1}}}, INPUT, "allocation.basis"),
                ({"allocation": {"rules": [dict(rule, lock="1000.01")]}}, INFEASIBLE,
                 "plan.json: target.revenue: 1000.00 conflicts with locked 1000.01 "
                 "(allocation.rules[0]) of 2026-01 / team / ann"),
                ({"allocation": {"rules": [dict(rule, upper=-1)]}}, INPUT, "rules[0].upper"),
                ({"allocation": {"rules": [{"where": {"rep": "ann"}, "lock": 1}]}}, INPUT, "rules[0]"),
                ({"facts": {"file": "none.csv"}}, IO, "none.csv")]:
            with self.subTest(changes=changes):
                self.plan_refused(code, text, spec=spec(**changes))
        self.plan_refused(INPUT, "plan.json:1:", spec=b'{"schema": }')
        self.plan_refused(INPUT, "twice", spec=b'{"months": 1, "months": 2}')
        self.plan_refused(INPUT, "plan.json", spec=b"")
        self.plan_refused(INPUT, "plan.json", spec=b"[" * 100000)

    def test_plan_tables(self):
        for files, text in [
                ({"reps": b"key,parent\nann,team\n"}, "reps.csv:2 (parent)"),
                ({"reps": b"key,parent\na,b\nb,a\n"}, "cycle"),
                ({"reps": b"key\nann\nbob\nann\n"}, "reps.csv:4 (key)"),
                ({"facts": b"date,rep,revenue\n2025-01-10,eve,1\n"}, "facts.csv:2 (rep)"),
                ({"facts": b"date,rep,revenue\n2025-01-10,team,1\n"}, "facts.csv:2 (rep)"),
                ({"facts": b"date,rep,revenue\n10.01.2025,ann,1\n"}, "facts.csv:2 (date)"),
                ({"facts": b"date,rep,revenue\n2025-01-10,ann,1.2.3\n"}, "facts.csv:2 (revenue)"),
                ({"facts": b"date,rep,revenue\n2025-01-10,ann,99999999999999999999\n"}, "facts.csv:2 (revenue)"),
                ({"facts": b"date,rep\n2025-01-10,ann\n"}, "no column \"revenue\""),
                ({"facts": b"date,rep,revenue\n"}, "facts")]:
            with self.subTest(files=files):
                self.plan_refused(INPUT, text, **files)

    def test_nothing_is_half_written(self):
        arguments = self.plan()
        (self.folder / "out").mkdir()
        (self.folder / "out/plan.json").mkdir()  # a folder where a file is to go
        (self.folder / "out/plan.json/x").write_text("")
        code, _, err = self.run_cli(*arguments)
        self.assertEqual(code, IO, err)
        self.assertEqual(sorted(os.listdir(self.folder / "out")), ["plan.json"])
        (self.folder / "file").write_text("")
        self.assertEqual(self.run_cli("plan", "plan.json", "--out", "file", "--quiet")[0], IO)


if __name__ == "__main__":
    unittest.main()
