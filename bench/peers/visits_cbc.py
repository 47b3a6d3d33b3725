"""Small visit plans beside an exact model solved by CBC (Debian: coinor-cbc): visits_cbc.py CLI
[SECONDS]. Areas, no coordinates, plans of two or four weeks; spacing costs nothing, so that the model
holds all there is to pay: travel and evenness. The gap is only a rule."""
import csv
import datetime
import io
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOP, TRIP, EVENNESS, DAY, MINUTES = 5, 30, 3, 480, 45
FIRST = datetime.date(2026, 6, 1)


def instance(seed, weekly, biweekly, monthly, areas):
    draw = random.Random(seed)
    return [(f"c{i}", every, draw.randrange(areas)) for i, every in
            enumerate([1] * weekly + [2] * biweekly + [4] * monthly)]


def model(customers, days, weeks):
    """The program in CPLEX LP format: x visit, y area on a day, t the k-th visit of a day."""
    visits = sum(weeks // every for _, every, _ in customers)
    mean = visits / len(days)
    most = min(visits, int(mean) + 1)  # no day with more than one above the mean, as a whole number
    objective, rows, binaries = [], [], []
    areas = sorted({area for _, _, area in customers})
    for d, day in enumerate(days):
        on_day = [f"x_{c}_{d}" for c, _, _ in customers]
        binaries += on_day
        for k in range(1, most + 1):
            # A visit more: one hop, the hop home with the first, and what evenness asks.
            price = HOP + (HOP + TRIP if k == 1 else 0) + EVENNESS * ((k - mean) ** 2 -
                                                                      (k - 1 - mean) ** 2)
            objective.append(f"{price:+.9f} t_{d}_{k}")
            binaries.append(f"t_{d}_{k}")
            if k > 1:
                rows.append(f"t_{d}_{k} - t_{d}_{k - 1} <= 0")
        rows.append(" + ".join(on_day) + "".join(f" - t_{d}_{k}" for k in range(1, most + 1)) +
                    " = 0")
        for area in areas:
            objective.append(f"+{TRIP} y_{area}_{d}")
            binaries.append(f"y_{area}_{d}")
            rows += [f"x_{c}_{d} - y_{area}_{d} <= 0" for c, _, a in customers if a == area]
        rows.append(" + ".join(f"{MINUTES + HOP} {x}" for x in on_day) +
                    f" + {HOP + TRIP} t_{d}_1" +
                    "".join(f" + {TRIP} y_{area}_{d}" for area in areas) + f" <= {DAY}")
    for c, every, _ in customers:
        for w in range(0, weeks, every):
            rows.append(" + ".join(f"x_{c}_{d}" for d, day in enumerate(days)
                                   if w <= (day - FIRST).days // 7 < w + every) + " = 1")
        gap = 7 * every // 2
        for d, day in enumerate(days):
            near = [e for e in range(d, len(days)) if (days[e] - day).days < gap]
            if len(near) > 1:
                rows.append(" + ".join(f"x_{c}_{e}" for e in near) + " <= 1")
    constant = EVENNESS * mean ** 2 * len(days)
    text = "Minimize\n obj: " + "\n ".join(objective) + "\nSubject To\n " + "\n ".join(
        f"r{i}: {row}" for i, row in enumerate(rows)) + "\nBinaries\n " + "\n ".join(binaries) + \
        "\nEnd\n"
    return text, constant


def main():
    cli, limit = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 60
    for seed, weekly, biweekly, monthly, areas, weeks in (
            (1, 2, 3, 0, 2, 2), (2, 3, 4, 0, 3, 2), (3, 4, 6, 0, 3, 2), (4, 2, 4, 4, 3, 4)):
        customers = instance(seed, weekly, biweekly, monthly, areas)
        days = [day for day in (FIRST + datetime.timedelta(i) for i in range(7 * weeks))
                if day.weekday() < 5]
        with tempfile.TemporaryDirectory() as folder:
            text, constant = model(customers, days, weeks)
            lp, solution = Path(folder) / "visits.lp", Path(folder) / "visits.txt"
            lp.write_text(text)
            start = time.time()
            log = subprocess.run(["cbc", str(lp), "timeMode", "elapsed", "sec", str(limit), "solve", "solu",
                                  str(solution)], capture_output=True, text=True).stdout
            exact_time = time.time() - start
            head = solution.read_text().split("\n")[0]
            exact = float(head.split()[-1]) + constant
            bound = [float(line.split()[-1]) + constant for line in log.split("\n")
                     if line.startswith("Lower bound:")]
            table = io.StringIO()
            writer = csv.writer(table)
            writer.writerow(["rep", "customer", "frequency", "minutes", "area"])
            for name, every, area in customers:
                writer.writerow(["r", name, f"{every} weeks", MINUTES, area])
            (Path(folder) / "c.csv").write_text(table.getvalue())
            start = time.time()
            out = subprocess.run(
                [cli, "visits", "c.csv", "--first", str(days[0]), "--last", str(days[-1]),
                 "--calendar", "WEEKDAYS", "--spacing", "0", "--json"],
                cwd=folder, capture_output=True, text=True, check=True).stdout
            plan = json.loads(out)["reps"][0]
        print(f"{len(customers)} customers, {len(plan['visits'])} visits, {len(days)} days: "
              f"salesplan {plan['cost']:.1f} ({time.time() - start:.2f} s, unmet "
              f"{len(plan['unmet'])}); CBC {exact:.1f} ({head.split(' - ')[0]}, "
              f"bound {bound[0] if bound else exact:.1f}, {exact_time:.1f} s); "
              f"{100 * (plan['cost'] / exact - 1):+.2f} %; salesplan's bound {plan['bound']:.1f}",
              flush=True)


if __name__ == "__main__":
    main()
