"""Accuracy, calibration and speed of the forecasts beside their peers, into docs/benchmarks.md:

  forecast.py PROGRAMS DATA PAGE [--every K] [--without-peers]

PROGRAMS is the folder of the built benchmarks, DATA that of the competitions. Peers are run where
they are found: statsforecast in build/peers (installed there from PyPI when it can be), R forecast
where Rscript has it. They see the same series in the same run. Without DATA a panel is made up: its
speeds mean something, its accuracy nothing, and PAGE stays as it is.
"""
import argparse
import csv
import io
import math
import pathlib
import random
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
STATSFORECAST = "statsforecast==2.1.1"
OURS = "ets,dot,theta,ces,arima,snaive,naive2,auto"
ALL = "ets,dot,theta,ces,arima,snaive"
NO_ARIMA = "ets,dot,theta,ces,snaive"  # a peer takes minutes for its ARIMA on long series

# Name, file, season, horizon, every how manieth series goes to the peers, models of statsforecast
# and of R there.
SETS = [
    ("M3 monthly", "m3_monthly.csv", 12, 18, 7, ALL, NO_ARIMA),
    ("Tourism monthly", "tourism_monthly.csv", 12, 24, 6, NO_ARIMA, NO_ARIMA),
]


def rows(command):
    print("  " + " ".join(str(part) for part in command), file=sys.stderr)
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stderr.strip().splitlines()[-1:], file=sys.stderr)
        return []
    return list(csv.DictReader(io.StringIO(done.stdout)))


def statsforecast():
    """The Python that has statsforecast, or None."""
    python = ROOT / "build/peers/bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", ROOT / "build/peers"], check=False)
    has = lambda: subprocess.run([python, "-c", "import statsforecast"], capture_output=True).returncode == 0
    if python.exists() and not has():
        subprocess.run([python, "-m", "pip", "install", "-q", STATSFORECAST], check=False)
    return python if python.exists() and has() else None


def r_forecast():
    """Whether R has its package forecast."""
    check = "quit(status = !requireNamespace('forecast', quietly = TRUE))"
    return bool(shutil.which("Rscript")) and subprocess.run(["Rscript", "-e", check]).returncode == 0


def made_up(path, count=400):
    """A monthly panel with trend and season, in the format of the competitions."""
    rng = random.Random(1)
    with open(path, "w") as file:
        file.write("series,type,set,t,year,sub,y\n")
        for i in range(count):
            level, slope, swing = rng.uniform(50, 500), rng.gauss(0, 0.3), rng.uniform(0, 0.3)
            for t in range(138):
                level = max(10, level + slope + rng.gauss(0, 2))
                y = level * (1 + swing * math.sin(t * math.pi / 6)) * math.exp(rng.gauss(0, 0.05))
                part = "train" if t < 120 else "test"
                file.write(f"S{i},MADE-UP,{part},{t + 1},{t // 12},{t % 12 + 1},{y:.3f}\n")


def rate(row):
    return float(row["series"]) / max(float(row["cpu_seconds"]), 1e-9)


def short(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def accuracy_table(results):
    lines = ["| engine | model | series | failed | sMAPE | MASE | MSIS80 | MSIS95 | covers 80 % | covers 95 % |",
             "|---|---|---|---|---|---|---|---|---|---|"]
    for r in results:
        lines.append("| " + " | ".join(r[k] for k in (
            "engine", "model", "series", "failed", "smape", "mase", "msis80", "msis95", "cover80", "cover95")) + " |")
    return lines


def speed_table(ours, peers):
    """Series a CPU second, and how many times the peer's that is."""
    lines = ["| model | salesplan series/s | " + " | ".join(f"{name} series/s | times" for name in peers) + " |",
             "|---|---|" + "---|---|" * len(peers)]
    for r in ours:
        if "naive" in r["model"]:
            continue  # too quick for the clock
        cells = [r["model"], short(rate(r))]
        for name, results in peers.items():
            found = [p for p in results if p["model"] == r["model"]]
            if r["model"] == "auto":  # beside the sum of its four members
                members = [p for p in results if p["model"] in ("ets", "ces", "dot", "arima")]
                if len(members) == 4:
                    total = sum(float(p["cpu_seconds"]) for p in members)
                    found = [{"series": members[0]["series"], "cpu_seconds": total}]
            cells += [short(rate(found[0])), f"{rate(r) / rate(found[0]):.0f}"] if found else ["", ""]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs", type=pathlib.Path)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("page", type=pathlib.Path)
    parser.add_argument("--every", type=int, help="each K-th series goes to the peers")
    parser.add_argument("--without-peers", action="store_true")
    args = parser.parse_args()
    scores = args.programs / "forecast_scores"
    python = None if args.without_peers else statsforecast()
    has_r = not args.without_peers and r_forecast()

    sets = [(name, args.data / file, *rest) for name, file, *rest in SETS if (args.data / file).exists()]
    known = bool(sets)
    if not known:
        print(f"{args.data} is absent: a made-up panel instead", file=sys.stderr)
        made_up(args.programs / "made_up.csv")
        sets = [("Made up", args.programs / "made_up.csv", 12, 18, 2, ALL, NO_ARIMA)]

    text = []
    for name, file, m, h, every, sf_models, r_models in sets:
        every = args.every or every
        panel = [file, m, h]
        everything = rows([scores, *panel, "--models", OURS])
        text += [f"### {name}: all series, {h} steps", "", *accuracy_table(everything), ""]
        ours = rows([scores, *panel, "--models", OURS, "--every", every])
        peers = {}
        if python:
            peers["statsforecast"] = rows(
                [python, HERE / "forecast_statsforecast.py", *panel, "--models", sf_models, "--every", every])
        if has_r:
            peers["R forecast"] = rows(["Rscript", HERE / "forecast_r.R", *panel, r_models, every])
        text += [f"### {name}: series 1, {every + 1}, {2 * every + 1}, ... beside its peers", ""]
        text += accuracy_table(ours + [r for results in peers.values() for r in results])
        text += ["", *speed_table(ours, peers), ""]
    stream = subprocess.run([args.programs / "forecast_stream", "100000", "2"], capture_output=True, text=True)
    text += ["### Panels in blocks", "", "```", stream.stdout.strip(), "```", ""]

    block = "\n".join(text)
    print(block)
    if not known:
        return  # the page keeps what was measured on the competitions
    marks = ("<!-- make bench-forecast writes from here -->", "<!-- to here -->")
    page = args.page.read_text()
    pattern = re.compile(re.escape(marks[0]) + ".*?" + re.escape(marks[1]), re.S)
    args.page.write_text(pattern.sub(lambda _: f"{marks[0]}\n\n{block}\n{marks[1]}", page))


if __name__ == "__main__":
    main()
