"""What following the budget proposals would have done in fiscal 2019 and 2020 of AdventureWorks.

    python3 budget_backtest.py [FOLDER]

The sales are those that came. The data holds no spend, so a budget is assumed: 5 % of last year's
sales, by last year's sales, over territory and channel, spent evenly over the year, 10 % of it in a
reserve; and a response: sales of a month are as (spend of the month / planned spend)^beta. The
elasticities are means of published meta-analyses: 0.12 of advertising (Sethuraman, Tellis & Briesch
2011, Journal of Marketing Research 48:457), 0.31 of personal selling (Albers, Mantrala & Sridhar
2010, same journal 47:840). A unit of spend pays from 5 of sales on.

At each month's end the landing of the year is forecast from the months before; the target is last
year's sales and a fifth more; proposals are made with what is known then, and followed. They are made
with the right elasticity, with half of it, and with twice of it, which is to know it badly.

A row: sales without any change, with proposals followed and with the best split of the same money
over the open months in hindsight, both less what they spend beyond the first plan at 5 to 1;
proposals; share of them whose effect, worked out from the sales that came, lies in its 90 % interval.
"""
import csv
import pathlib
import sys

from salesplan import budget, forecast

HURDLE, SPEND, RESERVE, GROWTH = 5.0, 0.05, 0.1, 1.2


def monthly_sales(folder):
    """Sales of 36 months by (territory, channel), in minor units."""
    sales = {}
    for year, name in enumerate(("sales_fy2018.csv", "sales_fy2019.csv", "sales_fy2020.csv")):
        with open(folder / name, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                month = 12 * year + (int(row["date"][5:7]) - 7) % 12
                line = row["territory"] + " " + row["channel"]
                sales.setdefault(line, [0.0] * 36)[month] += 100 * float(row["sales"])
    return {line: values for line, values in sorted(sales.items()) if sum(values[:12]) > 0}


def landing(history, open_months):
    """Mean and standard deviation of the sum over the open months, a row a line."""
    made = forecast(history, open_months, 12, model="ets")
    return list(zip(made.total_mean, made.total_sd))


def follow(sales, first, beta, believed):
    """One year from month `first`, planned with the elasticity `believed`."""
    lines = list(sales)
    base = [sum(sales[line][first - 12:first]) for line in lines]
    total = round(SPEND * sum(base))
    reserve = round(RESERVE * total)
    planned = budget.split(total - reserve, len(lines), history=base)
    now = list(planned)
    spent = [0.0] * len(lines)
    gone = [0.0] * len(lines)
    last = ["keep"] * len(lines)
    came, proposals, inside = 0.0, 0, 0
    for month in range(12):
        rest = 12 - month
        if month > 0:
            ahead = landing([sales[line][:first + month] for line in lines], rest)
            rows = []
            for i, line in enumerate(lines):
                mean, sd = max(ahead[i][0], 0.0), ahead[i][1]
                left = max(now[i] - spent[i], 1.0)
                ratio = left / rest / (planned[i] / 12)
                mean, sd = mean * ratio**believed, sd * ratio**believed
                rows.append({"line": line, "budget": now[i], "planned": round(spent[i]),
                             "spent": round(spent[i]), "target": GROWTH * base[i],
                             "landing": gone[i] + mean, "landing_sd": sd,
                             "marginal": believed * mean / left, "marginal_sd": believed * sd / left,
                             "elasticity": believed, "last": last[i]})
            made = budget.propose(rows, reserve, hurdle=HURDLE, smallest=100)
            for p in made.proposals:
                effect = 0.0
                for end, sign in (("from", -1), ("to", 1)):
                    if p[end] is None or p["action"] == "freeze":
                        continue
                    i, change = lines.index(p[end]), sign * p["amount"]
                    left = max(now[i] - spent[i], 1.0)
                    was = sum(sales[p[end]][first + month:first + 12])
                    was *= (left / rest / (planned[i] / 12))**beta
                    effect += was * (max(1 + change / left, 0.0)**beta - 1) - HURDLE * change
                    now[i] += change
                proposals += 1
                inside += p["lower"] <= effect <= p["upper"]
            last = [made.last[line] for line in lines]
            reserve = made.reserve
        for i, line in enumerate(lines):
            spend = max(now[i] - spent[i], 0.0) / rest
            sold = sales[line][first + month] * (spend / (planned[i] / 12))**beta
            came += sold
            gone[i] += sold
            spent[i] += spend
    return came - HURDLE * (sum(now) - sum(planned)), sum(now), proposals, inside


def hindsight(sales, first, beta, spend):
    """Sales with the best split of `spend` from the second month on, knowing the year."""
    lines = list(sales)
    base = [sum(sales[line][first - 12:first]) for line in lines]
    total = round(SPEND * sum(base))
    planned = budget.split(total - round(RESERVE * total), len(lines), history=base)
    later = [sum(sales[line][first + 1:first + 12]) for line in lines]
    weights = [(later[i] / planned[i]**beta)**(1 / (1 - beta)) for i in range(len(lines))]
    free = spend - sum(planned) / 12
    came = sum(sales[line][first] for line in lines)
    for i in range(len(lines)):
        share = free * weights[i] / sum(weights)
        came += later[i] * (share / (planned[i] * 11 / 12))**beta
    return came - HURDLE * (spend - sum(planned))


def main(folder):
    sales = monthly_sales(folder)
    print("year,elasticity,believed,unchanged,followed,best,proposals,inside_90")
    for year, first in ((2019, 12), (2020, 24)):
        unchanged = sum(sum(values[first:first + 12]) for values in sales.values())
        for beta in (0.12, 0.31):
            for believed in (beta, beta / 2, beta * 2):
                followed, spend, proposals, inside = follow(sales, first, beta, believed)
                best = hindsight(sales, first, beta, spend)
                share = f"{inside / proposals:.0%}" if proposals else ""
                print(f"{year},{beta},{believed:.2f},{unchanged / 1e8:.3f},{followed / 1e8:.3f},"
                      f"{best / 1e8:.3f},{proposals},{share}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent))
