#!/usr/bin/env python3
"""Makes this folder's CSV files from the AdventureWorks tables.

Usage: prepare.py SOURCE [TARGET]

SOURCE holds the reseller orders of fiscal 2018-2020, the internet orders, and the dimension
tables. Order lines are summed to one row a date, territory, rep, customer, category and channel.
Internet orders carry the calendar of the later data warehouse, which runs 2,376 days behind the
reseller orders'; they are shifted onto it. Internet sales have no rep: they belong to "online".
"""
import csv
import datetime
import sys
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

SHIFT = datetime.timedelta(days=2376)
PLAN_START = "2019-07-01"
# Reps without a sale before the plan starts: their territory and start are known from the hiring
# plan, which the data does not hold.
HIRED = {"294": ("9", "2019-09-01"), "295": ("8", "2019-07-01"), "296": ("9", "2019-07-01")}
TEAMS = {"North America": "na", "Europe": "eu", "Pacific": "pac"}


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def write(path, header, lines):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(lines)


def cents(amount):
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def write_promotions(source, target):
    """Reseller sales by month, model and promotion; what they gave away is measured against the
    dealer's price, since the unit price of a discounted line is lowered already."""
    products = {p["product_key"]: p for p in rows(source / "dim_product.csv")}
    sold = defaultdict(lambda: defaultdict(int))
    sums = defaultdict(lambda: [0, Decimal(0), Decimal(0), Decimal(0)])
    for year in (2018, 2019, 2020):
        for row in rows(source / f"sales_reseller_fy{year}.csv"):
            product = products[row["product_key"]]
            promotion = "" if row["promotion_key"] == "1" else row["promotion_key"]
            sold[promotion][product["category"].lower()] += int(row["qty"])
            full = Decimal(product["dealer_price"] or row["unit_price"]) * int(row["qty"])
            total = sums[row["order_date"][:7], product["model"], promotion]
            total[0] += int(row["qty"])
            total[1] += Decimal(row["sales"])
            total[2] += max(full - Decimal(row["sales"]), Decimal(0)) if promotion else 0
            total[3] += Decimal(row["cost"])
    write(target / "promotion_sales.csv",
          ["period", "product", "promotion", "units", "revenue", "discount", "cost"],
          ([*key, units, *map(cents, amounts)] for key, (units, *amounts) in sorted(sums.items())))
    write(target / "promotions.csv", ["key", "label", "type", "category", "depth"],
          ([p["promotion_key"], p["promotion"], p["type"],
            max(sold[p["promotion_key"]], key=sold[p["promotion_key"]].get, default=""),
            p["discount_pct"]]
           for p in rows(source / "dim_promotion.csv") if p["promotion_key"] != "1"))


def main(source, target):
    write_promotions(source, target)
    category = {p["product_key"]: p["category"].lower() for p in rows(source / "dim_product.csv")}
    facts = defaultdict(lambda: [0, Decimal(0), Decimal(0)])
    covers = {}

    def add(date, territory, rep, customer, channel, row):
        fact = facts[date, territory, rep, customer, category[row["product_key"]], channel]
        fact[0] += int(row["qty"])
        fact[1] += Decimal(row["sales"])
        fact[2] += Decimal(row["cost"])
        pair = territory, rep, channel
        if date < PLAN_START:
            covers[pair] = min(covers.get(pair, date), date)

    for year in (2018, 2019, 2020):
        for row in rows(source / f"sales_reseller_fy{year}.csv"):
            add(row["order_date"], row["territory_key"], row["employee_key"],
                "R" + row["reseller_key"], "reseller", row)
    for row in rows(source / "sales_internet_dw2022.csv"):
        date = (datetime.date.fromisoformat(row["order_date_dw2022"]) + SHIFT).isoformat()
        if date < "2020-07-01":
            add(date, row["territory_key"], "online", "I" + row["customer_key"], "internet", row)

    header = ["date", "territory", "rep", "customer", "category", "channel", "quantity", "sales",
              "cost"]
    for year in (2018, 2019, 2020):
        write(target / f"sales_fy{year}.csv", header,
              ([*key, fact[0], cents(fact[1]), cents(fact[2])]
               for key, fact in sorted(facts.items())
               if f"{year - 1}-07" <= key[0] < f"{year}-07"))

    for rep, (territory, start) in HIRED.items():
        covers[territory, rep, "reseller"] = start
    write(target / "assignments.csv", ["territory", "rep", "channel", "from"],
          sorted([*pair, start] for pair, start in covers.items()))

    territories = list(rows(source / "dim_territory.csv"))
    tree = {}
    for row in territories:
        tree[row["group"]] = ["", row["group"]]
        country = "country-" + row["country"]
        tree[country] = [row["group"], row["country"]]
        tree[row["territory_key"]] = [country, row["region"]]
    write(target / "territories.csv", ["key", "parent", "label"],
          ([key, *rest] for key, rest in tree.items()))

    group = {row["territory_key"]: row["group"] for row in territories}
    managers = {"272": "na", "290": "eu", "294": "pac"}
    members = [["na", "", "Team North America"], ["eu", "", "Team Europe"],
               ["pac", "", "Team Pacific"], ["web", "", "Team Online"]]
    for row in rows(source / "dim_rep.csv"):
        key = row["employee_key"]
        team = managers.get(key) or TEAMS[group[row["home_territory_key"]]]
        members.append([key, team, row["login"].rstrip("0123456789").capitalize()])
    members.append(["online", "web", "Online shop"])
    write(target / "reps.csv", ["key", "parent", "label"], members)
    write(target / "categories.csv", ["key", "parent", "label"],
          ([name, "", name.capitalize()] for name in ("bikes", "components", "clothing",
                                                      "accessories")))
    write(target / "resellers.csv", ["customer", "label"],
          (["R" + row["reseller_key"], row["reseller"]] for row in rows(source / "dim_reseller.csv")))
    write(target / "channels.csv", ["key", "parent", "label"],
          [["reseller", "", "Resellers"], ["internet", "", "Internet"]])


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else Path(__file__).parent))
