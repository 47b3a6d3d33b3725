#!/usr/bin/env python3
"""Makes budget_spent.csv, for what AdventureWorks does not hold: what selling cost.

    python3 assume.py [FOLDER]

Assumed is that selling costs 5 % of sales: 30 % of that on channels, 40 % on people, 20 % on
regions. In fiscal 2019 a line spent its share of its own sales month by month; in fiscal 2020, which
it could not know, 1.3 times what it had spent in the same month of the year before. On promotions
the amounts are the data's own: the discounts given away.
"""
import csv
import pathlib
import sys
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

COST, GROWTH = Decimal("0.05"), Decimal("1.3")
PARTS = {"channel": Decimal("0.3"), "rep": Decimal("0.4"), "territory": Decimal("0.2")}


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def main(folder):
    spent = defaultdict(Decimal)
    for row in rows(folder / "sales_fy2019.csv"):
        month = row["date"][:7]
        later = f"{int(month[:4]) + 1}{month[4:]}"
        for part, share in PARTS.items():
            cost = COST * share * Decimal(row["sales"])
            spent[month, part, row[part]] += cost
            spent[later, part, row[part]] += GROWTH * cost
    for row in rows(folder / "promotion_sales.csv"):
        if row["promotion"] and "2018-07" <= row["period"] <= "2020-06":
            spent[row["period"], "promotions", row["promotion"]] += Decimal(row["discount"])
    with open(folder / "budget_spent.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["month", "part", "line", "amount"])
        for key, amount in sorted(spent.items()):
            amount = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
            if amount > 0:
                writer.writerow([*key, amount])


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent))
