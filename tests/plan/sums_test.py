"""The plan's files against each other and against the raw orders, read as files alone and added up in
whole cents: sums_test.py CLI SOURCE_DIR."""
import csv
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

cli, example = sys.argv[1], Path(sys.argv[2], "examples/adventureworks")
DIMENSIONS = {"territory": "territories.csv", "rep": "reps.csv", "category": "categories.csv",
              "channel": "channels.csv"}
checks = 0


def check(what, got, wanted):
    global checks
    checks += 1
    if got != wanted:
        sys.exit(f"{what}: {got} instead of {wanted}")


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


LEAVES = {row["key"] for row in rows(example / "reps.csv")} - \
    {row["parent"] for row in rows(example / "reps.csv")}


def run(folder, **environment):
    subprocess.run([cli, "plan", str(example / "plan.json"), "--out", str(folder), "--quiet"],
                   check=True, stdout=subprocess.DEVNULL, env=dict(os.environ, **environment))


def ancestors():
    """For each dimension and leaf, the leaf itself and everything above it, "*" included."""
    above = {}
    for name, file in DIMENSIONS.items():
        parent = {row["key"]: row["parent"] for row in rows(example / file)}
        for key in parent:
            line, at = ["*"], key
            while at:
                line.append(at)
                at = parent[at]
            above[name, key] = line
    return above


def main(folder):
    run(folder / "a")
    run(folder / "b", LC_ALL="de_DE.UTF-8", LANG="de_DE.UTF-8")
    for path in (folder / "a").iterdir():
        check(path.name, (folder / "b" / path.name).read_bytes(), path.read_bytes())

    out = folder / "a"
    plan = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    targets = rows(out / "targets.csv")
    above = ancestors()
    kpi = {row["name"]: row["target"] for row in plan["kpis"]}
    check("revenue", sum(int(row["revenue_minor"]) for row in targets), kpi["revenue"])
    check("profit", sum(int(row["profit_minor"]) for row in targets), kpi["profit"])
    check("customers", sum(plan["customers"].values()), kpi["customers"])
    check("cells", len({tuple(row[k] for k in ("month", *DIMENSIONS)) for row in targets}),
          len(targets))

    # Every margin of every dimension, from the leaves to the company.
    margin = defaultdict(Counter)
    monthly = Counter()     # month, dimension, member
    for row in targets:
        amount = int(row["revenue_minor"])
        margin["month"][row["month"]] += amount
        for name in DIMENSIONS:
            for member in above[name, row[name]]:
                margin[name][member] += amount
                monthly[row["month"], name, member] += amount
    for name, members in plan["margins"].items():
        for member, amount in members.items():
            check(f"margin {name} {member}", margin[name][member], amount)
        check(f"margin {name}", sum(v for k, v in members.items() if name == "month" or k == "*"),
              kpi["revenue"])

    # Quotas are the reps' sums, equally hard but where the rule caps one or its territory has to make
    # up for that; a new rep's ramp costs it part of what the basis alone would give.
    quotas = {row["rep"]: row for row in rows(out / "quotas.csv")}
    check("reps with a quota", set(quotas), {k for k in LEAVES if margin["rep"][k]})
    for rep, row in quotas.items():
        check(f"quota of {rep}", int(row["target_minor"]), margin["rep"][rep])
    check("basis of the quotas", abs(sum(int(row["basis_minor"]) for row in quotas.values())
                                     - kpi["revenue"]) <= len(quotas), True)

    # A rep's four weeks make the month.
    weeks = {}
    for row in rows(out / "tasks.csv"):
        weeks[row["month"], row["rep"], row["week"]] = int(row["week_target_minor"])
    by_rep = Counter()
    for (month, rep, _), amount in weeks.items():
        by_rep[month, rep] += amount
    for (month, rep), amount in by_rep.items():
        check(f"weeks of {rep} in {month}", amount, monthly[month, "rep", rep])
    check("rep-months with tasks", len(by_rep),
          sum(1 for (_, name, key), amount in monthly.items()
              if name == "rep" and key in LEAVES and amount))

    # Attainment against the targets file and the raw orders.
    actual = Counter()
    for row in rows(example / "sales_fy2020.csv"):
        amount = int(Decimal(row["sales"]) * 100)
        for name in DIMENSIONS:
            for member in above[name, row[name]]:
                actual[row["date"][:7], name, member] += amount
    months = sorted({row["month"] for row in targets})
    seen = set()
    for row in rows(out / "attainment.csv"):
        first, _, last = row["period"].partition("..")
        inside = [m for m in months if first <= m <= (last or first)]
        key = row["dimension"], row["member"]
        seen.add((row["period"], *key))
        check(f"target {row}", int(row["target_minor"]), sum(monthly[(m, *key)] for m in inside))

        check(f"actual {row}", int(row["actual_minor"]), sum(actual[(m, *key)] for m in inside))
        check(f"gap {row}", int(row["gap_minor"]), int(row["actual_minor"]) - int(row["target_minor"]))
    for (month, name, member), amount in actual.items():
        if amount:
            check(f"attainment has {month} {name} {member}", (month, name, member) in seen, True)

    # Next targets: what plan.json says by series is what the cells add up to.
    cells, units = Counter(), Counter()
    for row in rows(out / "next_target.csv"):
        cells[row["next_month"], row["channel"], row["territory"]] += int(row["target_minor"])
    for row in plan["next_target"]:
        units[row["month"], row["channel"], row["territory"]] += row["target"]
        check(f"carry {row}", row["planned"] + row["carried"], row["target"])
    for key in set(cells) | set(units):
        check(f"next target {key}", cells[key], units[key])


with tempfile.TemporaryDirectory() as temporary:
    main(Path(temporary))
print(f"sums: {checks} checks")
