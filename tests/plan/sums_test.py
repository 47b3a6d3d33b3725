"""The plan's files against each other and against the raw orders, read as files alone and added up in
whole cents: sums_test.py CLI SOURCE_DIR."""
import csv
import datetime
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

    # Quotas are the reps' sums, equally hard within the channel; a new rep's ramp costs it part of what
    # the basis alone would give.
    quotas = {row["rep"]: row for row in rows(out / "quotas.csv")}
    check("reps with a quota", set(quotas), {k for k in LEAVES if margin["rep"][k]})
    for rep, row in quotas.items():
        check(f"quota of {rep}", int(row["target_minor"]), margin["rep"][rep])
    known = [float(row["probability"]) for rep, row in quotas.items()
             if row["probability"] and rep != "online"]
    check("reps are equally hard among themselves", max(known) - min(known) < 1e-6, True)
    check("the shop keeps its channel's basis", abs(int(quotas["online"]["target_minor"])
                                                    - int(quotas["online"]["basis_minor"])) <= 1, True)
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
    past = Counter(actual)      # with the years before
    buyers = defaultdict(set)
    for year in (2018, 2019, 2020):
        for row in rows(example / f"sales_fy{year}.csv"):
            amount = int(Decimal(row["sales"]) * 100)
            for name in DIMENSIONS:
                for member in above[name, row[name]]:
                    if year < 2020:
                        past[row["date"][:7], name, member] += amount
                    if amount > 0:
                        buyers[row["date"][:7], name, member].add(row["customer"])

    def shifted(month, by):
        at = int(month[:4]) * 12 + int(month[5:7]) - 1 + by
        return f"{at // 12}-{at % 12 + 1:02}"

    periods = rows(out / "attainment.csv")
    weekly = [row for row in periods if "W" in row["period"]]
    week_sums = Counter()
    for row in weekly:
        for column in ("target_minor", "actual_minor"):
            week_sums[row["period"][:7], row["member"], column] += int(row[column])
    for (month, member, column), amount in week_sums.items():
        check(f"weeks of {month} {member} {column}", amount,
              (monthly if column == "target_minor" else actual)[month, "rep", member])
    week_of = {(row["period"], row["member"]): row for row in weekly}
    for (month, rep, week), amount in weeks.items():
        check(f"target of {rep} in {month} {week}",
              int(week_of[f"{month}-{week}", rep]["target_minor"]), amount)
    # Customer classes: the largest that made up 80 % and 95 % of the twelve months before.
    spent = defaultdict(Counter)    # month: by customer
    for year in (2018, 2019, 2020):
        for row in rows(example / f"sales_fy{year}.csv"):
            spent[row["date"][:7]][row["customer"]] += int(Decimal(row["sales"]) * 100)

    def classes(month):
        before = Counter()
        for back in range(1, 13):
            before.update(spent[shifted(month, -back)])
        ranked = sorted(((v, c) for c, v in before.items() if v > 0), reverse=True)
        whole, found, reached, at = sum(v for v, _ in ranked), {}, 0, 0
        for i, (value, customer) in enumerate(ranked):
            while at < 2 and reached >= (0.8, 0.95)[at] * whole and value != ranked[i - 1][0]:
                at += 1
            found[customer] = "ABC"[at]
            reached += value
        return found

    for month in months:
        now = classes(month)
        sums, count = Counter(), Counter()
        for customer, amount in spent[month].items():
            sums[now.get(customer, "new")] += amount
            count[now.get(customer, "new")] += amount > 0
        found = [row for row in periods
                 if (row["period"], row["dimension"]) == (month, "customer_class")]
        check(f"classes of {month}", len(found), 4)
        for row in found:
            check(f"class {row}", int(row["actual_minor"]), sums[row["member"]])
            check(f"customers of class {row}", int(row["customers"]), count[row["member"]])
        check(f"targets of classes in {month}", sum(int(row["target_minor"]) for row in found),
              margin["month"][month])
        moved = [row for row in rows(out / "migration.csv") if row["month"] == month]
        was, is_ = classes(shifted(month, -11)), classes(shifted(month, 1))
        pairs = Counter((was.get(c, ""), is_.get(c, "")) for c in set(was) | set(is_))
        check(f"migration in {month}",
              {(r["a_year_before"], r["now"]): int(r["customers"]) for r in moved}, dict(pairs))

    # Volume, mix and price: every row adds up, and the root is the company's month.
    effects = ("volume", "mix", "price", "cost", "discontinued", "new")
    mixes = rows(out / "mix.csv")
    for row in mixes:
        check(f"mix {row}", int(row["last_year_minor"]) + sum(int(row[f"{e}_minor"]) for e in effects),
              int(row["actual_minor"]))
        if row["node"] == plan["company"] and row["measure"] == "revenue":
            check(f"mix of the company {row}", int(row["actual_minor"]),
                  actual[row["month"], "rep", "*"])
        if " / " not in row["node"] and row["node"] != plan["company"]:
            for effect in effects:
                check(f"{effect} below {row}", int(row[f"{effect}_minor"]),
                      sum(int(r[f"{effect}_minor"]) for r in mixes
                          if (r["month"], r["measure"]) == (row["month"], row["measure"])
                          and r["node"].startswith(row["node"] + " / ")))
    check("months with a mix", len({row["month"] for row in mixes}), 12)

    # Moves: an accepted one stands from the next month on and is judged against its peers.
    moves = rows(out / "strategy.csv")
    accepted = [row for row in moves if row["accepted"]]
    check("accepted moves", len(accepted), len(rows(example / "decisions.csv")))
    for row in accepted:
        after = shifted(row["month"], 1)
        stood = {r["rep"] for r in rows(out / "customers.csv")} - \
            {r["member"] for r in accepted if r["month"] == row["month"]}
        peers = [sum(actual[m, "rep", rep] for rep in stood) for m in (row["month"], after)]
        expected = actual[after, "rep", row["member"]] \
            - actual[row["month"], "rep", row["member"]] * peers[1] / peers[0]
        check(f"realised {row}", abs(float(row["realised_minor"]) - expected) < 1e-3, True)
        later = [r for r in moves if r["member"] == row["member"] and r["month"] > row["month"]]
        check(f"stands {row}", later[0]["from"] if later else row["to"], row["to"])

    for row in periods:
        if "W" in row["period"] or row["dimension"] == "customer_class":
            continue
        first, _, last = row["period"].partition("..")
        inside = [m for m in months if first <= m <= (last or first)]
        key = row["dimension"], row["member"]
        seen.add((row["period"], *key))
        check(f"target {row}", int(row["target_minor"]), sum(monthly[(m, *key)] for m in inside))

        check(f"actual {row}", int(row["actual_minor"]), sum(actual[(m, *key)] for m in inside))
        check(f"gap {row}", int(row["gap_minor"]), int(row["actual_minor"]) - int(row["target_minor"]))
        year, before = ([shifted(m, -by) for m in inside] for by in (12, len(inside)))
        check(f"last year {row}", int(row["last_year_minor"]), sum(past[(m, *key)] for m in year))
        check(f"last period {row}", int(row["last_period_minor"]),
              sum(past[(m, *key)] for m in before))
        check(f"customers {row}", int(row["customers"]),
              len(set().union(*(buyers[(m, *key)] for m in inside))))
        check(f"customers last year {row}", int(row["customers_last_year"]),
              len(set().union(*(buyers[(m, *key)] for m in year))))
        if int(row["last_year_minor"]) > 0:
            check(f"growth {row}", float(row["growth"]),
                  int(row["actual_minor"]) / int(row["last_year_minor"]) - 1)
        whole = sum(actual[m, row["dimension"], "*"] for m in inside)
        check(f"share {row}", float(row["share"]), int(row["actual_minor"]) / whole)
    for (month, name, member), amount in actual.items():
        if amount:
            check(f"attainment has {month} {name} {member}", (month, name, member) in seen, True)

    # Reviews: every row adds up, and its ends and customers are those of the raw orders.
    bought = defaultdict(Counter)   # month, dimension, member: by customer
    first = {}
    for year in (2018, 2019, 2020):
        for row in rows(example / f"sales_fy{year}.csv"):
            month, amount = row["date"][:7], int(Decimal(row["sales"]) * 100)
            first[row["customer"]] = min(first.get(row["customer"], month), month)
            bought[month, "*", "*"][row["customer"]] += amount
            for name in ("territory", "rep"):
                for member in above[name, row[name]]:
                    bought[month, name, member][row["customer"]] += amount
    effects = ("calendar", "promotion", "new", "returned", "lost", "grown", "shrunk", "moved_in",
               "moved_out", "performance")
    reviewed = set()
    moved_customers = 0
    calendar_sums = Counter()
    for row in rows(out / "review.csv"):
        unit = row["dimension"], row["member"]
        reviewed.add((row["month"], *unit))
        target = monthly[(row["month"], *unit)] if unit != ("*", "*") else margin["month"][row["month"]]
        check(f"target {row}", int(row["target_minor"]), target)
        check(f"asked {row}", target + int(row["asked_minor"]), int(row["last_year_minor"]))
        check(f"bridge {row}", int(row["last_year_minor"])
              + sum(int(row[f"{name}_minor"]) for name in effects), int(row["actual_minor"]))
        now = bought[(row["month"], *unit)]
        before = bought[(f"{int(row['month'][:4]) - 1}{row['month'][4:]}", *unit)]
        check(f"before {row}", int(row["last_year_minor"]), sum(before.values()))
        check(f"now {row}", int(row["actual_minor"]), sum(now.values()))
        if unit != ("*", "*"):
            check(f"no promotion {row}", int(row["promotion_minor"]), 0)
        if row["member"] == "*" or row["member"] in LEAVES or row["member"].isdigit():
            # Above the leaves a customer counts in each.
            gone = [c for c in before if before[c] and not now[c]]
            come = [c for c in now if now[c] and not before[c]]
            all_now = bought[row["month"], "*", "*"]
            all_before = bought[f"{int(row['month'][:4]) - 1}{row['month'][4:]}", "*", "*"]
            left = [c for c in gone if all_now[c]]
            joined = [c for c in come if all_before[c]]
            check(f"moved out {row}", int(row["moved_out_customers"]), len(left))
            check(f"moved in {row}", int(row["moved_in_customers"]), len(joined))
            check(f"lost {row}", int(row["lost_customers"]), len(gone) - len(left))
            come = [c for c in come if not all_before[c]]
            check(f"new {row}", int(row["new_customers"]),
                  sum(first[c] == row["month"] for c in come))
            check(f"returned {row}", int(row["returned_customers"]),
                  sum(first[c] != row["month"] for c in come))
            if row["member"] != "*":
                check(f"amount of new {row}", int(row["new_minor"]),
                      sum(now[c] for c in come if first[c] == row["month"]))
                check(f"amount moved in {row}", int(row["moved_in_minor"]),
                      sum(now[c] for c in joined))
                moved_customers += len(left)
            calendar_sums[row["month"], row["dimension"]] += int(row["calendar_minor"])
    check("some customers move", moved_customers > 100, True)
    for (month, name), amount in calendar_sums.items():
        check(f"calendar of {month} by {name}", amount, calendar_sums[month, "*"])
    for (month, name, member), amounts in bought.items():
        if month in months and any(amounts.values()) and (name == "*" or member != "*"):
            check(f"review has {month} {name} {member}", (month, name, member) in reviewed, True)

    # Alerts fire in the months in which the rules of the specification say so.
    rules = json.loads((example / "plan.json").read_text(encoding="utf-8"))["alerts"]["rules"]
    fired = {(row["rule"], row["member"], row["month"]) for row in rows(out / "alerts.csv")
             if row["state"] == "firing"}
    expected = set()
    for rule in rules:
        for member in {member for name, key in above if name == "rep" for member in above[name, key]}:
            firing, held = False, 0
            for month in months:
                target = monthly[month, "rep", member]
                if not target:
                    continue
                rate = actual[month, "rep", member] / target
                held = held + 1 if rate < rule["threshold"] else 0
                if firing:
                    firing = rate < rule["clear"]
                elif held > ("pending_for" in rule):
                    firing = True
                    expected.add((rule["name"], member, month))
    check("alerts that fire", fired, expected)
    check("some alerts fire", len(fired) > 10, True)

    # Next targets: what plan.json says by series is what the cells add up to.
    cells, units, placed, owner_cells = Counter(), Counter(), Counter(), Counter()
    for row in rows(out / "next_target.csv"):
        owner_cells[row["next_month"], row["rep"]] += int(row["placed_minor"])
        cells[row["next_month"], row["channel"], row["territory"]] += int(row["target_minor"])
    for row in plan["next_target"]:
        units[row["month"], row["channel"], row["territory"]] += row["target"]
        check(f"carry {row}", row["planned"] + row["carried"], row["target"])
    for key in set(cells) | set(units):
        check(f"next target {key}", cells[key], units[key])
    # Placed targets: cells, owners and total agree; bounded, within the hours, and equally hard but
    # where something holds them.
    free, resource_held = defaultdict(list), 0
    for row in rows(out / "placed_targets.csv"):
        month, target = row["next_month"], int(row["target_minor"])
        placed[month] += target
        check(f"cells of {row}", owner_cells[month, row["rep"]], target)
        check(f"planned {row}", int(row["planned_minor"]), monthly[month, "rep", row["rep"]])
        gap = sum(monthly[m, "rep", row["rep"]] - actual[m, "rep", row["rep"]]
                  for m in months if m < month)
        check(f"carry {row}", int(row["carry_minor"]), max(0, gap))
        last = int(row["last_minor"])
        bound = {"lower": target >= 0.75 * last, "upper": target <= 1.25 * last}
        by_resource = row["held"] not in ("", "lower", "upper")
        check(f"bounded {row}", bound["upper"] and (bound["lower"] or by_resource), True)
        for name in (c[:-len("_needed")] for c in row if c.endswith("_needed")):
            if row[f"{name}_needed"]:
                check(f"{name} {row}", float(row[f"{name}_needed"])
                      <= float(row[f"{name}_available"]) * (1 + 1e-9), True)
        resource_held += by_resource
        if not row["held"] and float(row["sd_minor"]) > 0:
            free[month].append(float(row["probability"]))
    for month, odds in free.items():
        check(f"equally hard in {month}", max(odds) - min(odds) < 1e-4, True)
    check("some are free", sum(map(len, free.values())) > 20, True)
    check("months with a placed target", len(plan["next_total"]), 11)
    for row in plan["next_total"]:
        check(f"placed {row}", placed[row["month"]], row["total"])
        check(f"total {row}", row["at_probability"] + row["carried"] - row["cut"], row["total"])

    # Accounts against the raw orders of the base year, their budget, and the calendar of one rep.
    bought = Counter()
    for row in rows(example / "sales_fy2019.csv"):
        if row["channel"] == "reseller":
            bought[row["customer"]] += round(Decimal(row["sales"]) * 100)
    accounts = rows(out / "customers.csv")
    check("budget", sum(int(row["budget_minor"]) for row in accounts), 2000000)
    for row in accounts:
        check(f"revenue of {row['customer']}", int(row["revenue_minor"]), bought[row["customer"]])
    check("accounts of the tiers", sum(row["accounts"] for row in plan["accounts"]["tiers"]),
          len(accounts))
    visits = rows(out / "visits.csv")
    rep = {row["customer"]: row["rep"] for row in accounts}
    for row in visits:
        check(f"visit {row}", rep[row["customer"]], row["rep"])
    load = plan["dashboard"]["accounts"]["load"]
    check("visits of the weeks", Counter({row["rep"]: 0 for row in load})
          + sum((Counter({row["rep"]: row["visits"]}) for row in load), Counter()),
          Counter(row["rep"] for row in visits))
    days = defaultdict(float)
    for row in visits:
        end = float(row["start_minutes"]) + float(row["minutes"])
        days[row["rep"], row["date"]] = max(days[row["rep"], row["date"]], end)
    check("hours of the weeks", round(sum(row["hours"] for row in load), 3),
          round(sum(days.values()) / 60, 3))
    check("no week is over its hours", all(row["hours"] <= row["available"] for row in load), True)
    check("visits of rep 285", (out / "visits-285.ics").read_text().count("BEGIN:VEVENT"),
          sum(row["rep"] == "285" for row in visits))
    check("its calendar on the page", [(row["date"], row["label"]) for row in
                                       plan["dashboard"]["accounts"]["calendars"][0]["visits"]],
          [(row["date"], row["label"]) for row in visits if row["rep"] == "285"])

    budget_sums(out, plan, monthly, months)
    material_sums(out, plan, visits)
    for month in months:
        board = plan["dashboard"]["tasks"]
        check(f"weeks of {month} on the page", margin["month"][month],
              sum(row["target"] for row in board["weeks"] if row["month"] == month))
        check(f"weeks by rep of {month} on the page", margin["month"][month],
              sum(sum(row["weeks"]) for row in board["targets"] if row["month"] == month))


def budget_sums(out, plan, monthly, months):
    """Every cent of the budget is a line's or the reserve's, and what was spent is the table's."""
    spec = json.loads((example / "plan.json").read_text(encoding="utf-8"))["budget"]
    budget, total = rows(out / "budget.csv"), 100 * spec["total"]
    reserve = plan["budget"]["reserve"]
    check("reserve", reserve, round(total * spec["reserve"]))
    check("budget", sum(int(row["budget_minor"]) for row in budget) + reserve, total)
    base, spent = Counter(), Counter()
    for row in rows(example / "budget_spent.csv"):
        key = row["part"], row["line"]
        if row["month"] in months:
            spent[row["month"], *key] += round(Decimal(row["amount"]) * 100)
        else:
            base[key] += round(Decimal(row["amount"]) * 100)
    check("spent", Counter({(row["month"], row["part"], row["line"]): int(row["spent_minor"])
                            for row in budget if row["spent_minor"] != "0"}), spent)
    lines = Counter()
    for row in budget:
        lines[row["part"], row["line"]] += int(row["budget_minor"])
    free = {part["over"] for part in spec["parts"]}
    for row in csv.DictReader(spec["bounds"]["csv"].splitlines()):
        free.discard(row["part"])
        amount = lines[row["part"], row["line"]]
        if row["lower"]:
            check(f"lower bound {row}", amount >= 100 * int(row["lower"]), True)
        if row["upper"]:
            check(f"upper bound {row}", amount <= 100 * int(row["upper"]), True)
    check("parts without bounds", free, {"rep", "promotions"})
    for part in spec["parts"]:
        name = part["over"]
        whole = sum(amount for key, amount in lines.items() if key[0] == name)
        check(f"share of {name}", abs(whole - part["share"] * (total - reserve)) <= 1, True)
    # Half by last year's spend, half by the target; promotions have sales of last year for a target.
    for name in ("rep",):
        whole = sum(amount for key, amount in lines.items() if key[0] == name)
        target = Counter()
        for (_, dimension, member), amount in monthly.items():
            if dimension == name and member in LEAVES:
                target[member] += amount
        history = sum(amount for key, amount in base.items() if key[0] == name)
        for (part, line), amount in lines.items():
            if part == name:
                weight = base[part, line] / history / 2 + target[line] / sum(target.values()) / 2
                check(f"budget of {line}", abs(amount - whole * weight) <= 1, True)
        for row in budget:
            if row["part"] == name:
                share = monthly[row["month"], name, row["line"]] / target[row["line"]]
                check(f"month {row}", abs(int(row["budget_minor"])
                                          - lines[name, row["line"]] * share) <= 1, True)
    proposals = rows(out / "budget_proposals.csv")
    check("months with proposals", {row["month"] for row in proposals} <= set(months[:-1]), True)
    check("some proposals", len(proposals) > 20, True)
    moved = Counter()
    for row in proposals:
        check(f"interval {row}", float(row["effect_lower_minor"]) <= float(row["effect_minor"])
              <= float(row["effect_upper_minor"]), True)
        for part, line in ((row["from_part"], row["from"]), (row["to_part"], row["to"])):
            if part and row["action"] != "freeze":
                moved[row["month"], part, line] += int(row["amount_minor"])
    for (month, part, line), amount in moved.items():
        check(f"step of {line} in {month}", amount <= 0.1 * lines[part, line], True)


def material_sums(out, plan, visits):
    """Material is what the visits take, and stock is what was there, arrived, was taken and expired."""
    week = {}
    by_week = defaultdict(Counter)
    for row in visits:
        at = datetime.date.fromisoformat(row["date"]).isocalendar()[:2]
        week[at] = min(week.get(at, row["date"]), row["date"])
        by_week[at][row["tier"]] += 1
    need = {row["material"]: int(row["need"]) for row in rows(out / "material.csv")}
    tiers = Counter(row["tier"] for row in visits)
    check("brochures", need["brochure"], 3 * tiers["A"] + 2 * tiers["B"] + tiers["C"])
    check("sample kits", need["sample-kit"], sum(-(-count["A"] // 4) for count in by_week.values()))
    check("gifts", need["gift"], sum(-(-count["A"] // 10) for count in by_week.values()))
    units = Counter()
    for row in rows(example / "promotion_sales.csv"):
        if row["promotion"] and "2018-07" <= row["period"] <= "2018-09":
            units["all"] += int(row["units"])
    stands = sum(row["need"] for row in plan["material"]["weeks"] if row["material"] == "stand")
    check("stands", need["stand"], stands)
    check("stands, rounded up week by week", 0 <= stands - 0.02 * units["all"] < 15, True)
    stock = {row["material"]: row for row in rows(example / "material_stock.csv")}
    arrived, level = Counter(), {key: int(row["on_hand"]) for key, row in stock.items()}
    lost = {}  # by material and week; no more than one batch a material
    for row in rows(example / "material_batches.csv"):
        key, day = row["material"], row["expires"]
        used = sum(one["need"] for one in plan["material"]["weeks"]
                   if one["material"] == key and one["start"] <= day)
        lost[key, datetime.date.fromisoformat(day).isocalendar()[:2]] = max(0, int(row["pieces"]) - used)
    for row in rows(out / "material.csv"):
        pieces = sum(count for (key, _), count in lost.items() if key == row["material"])
        check(f"expiring {row}", int(row["expiring"]), pieces)
        check(f"value {row}", int(row["expiring_value_minor"]),
              round(100 * pieces * float(stock[row["material"]]["unit_cost"])))
    for row in plan["material"]["weeks"]:
        key = row["material"]
        level[key] += row["arrives"] - row["need"]
        level[key] -= lost.get((key, datetime.date.fromisoformat(row["start"]).isocalendar()[:2]), 0)
        arrived[key] += row["arrives"]
        check(f"stock {row}", row["stock"], level[key])
    last = plan["material"]["last"]
    coming = Counter()
    for row in rows(out / "material_orders.csv"):
        item = stock[row["material"]]
        check(f"cost {row}", float(row["cost_minor"]), 100 * (int(row["pieces"])
              * float(item["unit_cost"]) + float(item["order_cost"])))
        check(f"packs {row}", int(row["pieces"]) % int(item["pack"]), 0)
        if row["arrives"] <= last:
            coming[row["material"]] += int(row["pieces"])
    for row in rows(example / "material_orders.csv"):
        coming[row["material"]] += int(row["pieces"])
    check("arrivals", arrived, coming)
    check("orders", len(rows(out / "material_orders.csv")) > 2, True)


with tempfile.TemporaryDirectory() as temporary:
    main(Path(temporary))
print(f"sums: {checks} checks")
