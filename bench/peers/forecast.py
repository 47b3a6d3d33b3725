"""Accuracy, calibration and speed of the forecasts beside their peers, into docs/benchmarks.md:

  forecast.py PROGRAMS DATA PAGE [--without-peers]

PROGRAMS is the folder of the built benchmarks, DATA that of the competitions. Peers are run where
they are found: statsforecast in build/peers (installed there from PyPI when it can be), R forecast
where Rscript has it. They see the same series in the same run. Without DATA a panel is made up: its
speeds mean something, its accuracy nothing, and PAGE stays as it is.
"""
import argparse
import csv
import math
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
STATSFORECAST = "statsforecast==2.1.1"
OURS = "ets,dot,theta,ces,arima,snaive,naive2,auto"
QUICK = "ets,dot,theta,ces,snaive"
SLOW = "arima"  # seconds a series for the peers

# Name, file, season, horizon; and for the peers each how manieth series, of which models.
SETS = [
    ("M3 monthly", "m3_monthly.csv", 12, 18, [(7, QUICK), (28, SLOW)]),
    ("Tourism monthly", "tourism_monthly.csv", 12, 24, [(6, QUICK), (12, SLOW)]),
]
PATIENCE = 900  # seconds for one command


def rows(command):
    """What the command printed as CSV, until it was done, failed or took too long."""
    command = [str(part) for part in command]
    print("  " + " ".join(command), file=sys.stderr)
    with tempfile.TemporaryFile("w+") as out:
        try:
            done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, text=True, timeout=PATIENCE)
            if done.returncode != 0:
                print("  failed: " + "".join(done.stderr.strip().splitlines()[-1:]), file=sys.stderr)
        except subprocess.TimeoutExpired:
            print(f"  stopped after {PATIENCE} seconds", file=sys.stderr)
        out.seek(0)
        return list(csv.DictReader(out))


def machine():
    """Cores, processor, system and compiler."""
    def first(path, pattern):
        found = re.search(pattern, path.read_text(), re.M) if path.exists() else None
        return found.group(1) if found else "?"

    cpu = first(pathlib.Path("/proc/cpuinfo"), r"^model name\s*: (.*)$")
    system = first(pathlib.Path("/etc/os-release"), r'^PRETTY_NAME="(.*)"$')
    compiler = subprocess.run(["c++", "--version"], capture_output=True, text=True).stdout.split("\n")[0]
    return f"{os.cpu_count()} cores, {cpu}; {system}; {compiler}"


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


def seconds(row):
    """A series."""
    return max(float(row["cpu_seconds"]), 1e-9) / float(row["series"])


def short(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def accuracy_table(results):
    lines = ["| engine | model | series | failed | sMAPE | MASE | MSIS80 | MSIS95 | covers 80 % | covers 95 % |",
             "|---|---|---|---|---|---|---|---|---|---|"]
    for r in results:
        lines.append("| " + " | ".join(r[k] for k in (
            "engine", "model", "series", "failed", "smape", "mase", "msis80", "msis95", "cover80", "cover95")) + " |")
    return lines


def speed_table(paths, peers):
    """Series a CPU second of ours on each path, the best first, and how many times a peer's the best
    is. Beside `auto` stands the sum of a peer's four members."""
    lines = ["| model | " + " | ".join(f"salesplan {path}" for path in paths) +
             "".join(f" | {name} | times" for name in peers) + " |",
             "|---" * (1 + len(paths) + 2 * len(peers)) + "|"]
    for model in ("ets", "dot", "theta", "ces", "arima", "auto"):
        times = [next(seconds(r) for r in results if r["model"] == model) for results in paths.values()]
        cells = [model] + [short(1 / t) for t in times]
        for results in peers.values():
            members = ("ets", "ces", "dot", "arima") if model == "auto" else (model,)
            found = [seconds(r) for r in results if r["model"] in members]
            whole = len(found) == len(members)
            cells += [short(1 / sum(found)), short(sum(found) / times[0])] if whole else ["", ""]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def stream_table(program):
    lines = ["| series | a second, 2 threads | a CPU second | peak memory, MiB |", "|---|---|---|---|"]
    for series in (10_000, 100_000, 1_000_000):
        for r in rows([program, series, 2]):
            lines.append(f"| {series:,} | {short(float(r['per_second']))} | "
                         f"{short(float(r['per_cpu_second']))} | {r['peak_mib']} |")
    return lines


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs", type=pathlib.Path)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("page", type=pathlib.Path)
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
        sets = [("Made up", args.programs / "made_up.csv", 12, 18, [(2, QUICK), (20, SLOW)])]

    text = [f"Measured on {machine()}.", ""]
    for name, file, m, h, groups in sets:
        panel = [file, m, h]
        text += [f"### {name}: all series, {h} steps", ""]
        text += [*accuracy_table(rows([scores, *panel, "--models", OURS])), ""]
        peers, paths = {}, {}
        for every, models in groups:
            ours = rows([scores, *panel, "--models", OURS, "--every", every])
            beside = {}
            if python:
                beside["statsforecast"] = rows(
                    [python, HERE / "forecast_statsforecast.py", *panel, "--models", models, "--every", every])
            if has_r:
                beside["R forecast"] = rows(["Rscript", HERE / "forecast_r.R", *panel, models, every])
            text += [f"### {name}: each {every}th series, beside the peers", ""]
            text += [*accuracy_table(ours + [r for results in beside.values() for r in results]), ""]
            for engine, results in beside.items():
                peers.setdefault(engine, []).extend(results)
        for path in ("avx512", "avx2", "baseline"):  # those that run here
            results = rows([scores, *panel, "--models", OURS, "--every", groups[0][0], "--kernels", path])
            if results:
                paths[path] = results
        text += [f"### {name}: series a CPU second", "", *speed_table(paths, peers), ""]
    text += ["### Panels in blocks: ETS on monthly series of 60 values", ""]
    text += [*stream_table(args.programs / "forecast_stream"), ""]

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
