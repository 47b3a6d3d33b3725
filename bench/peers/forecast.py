"""Accuracy, calibration and speed of the forecasts beside their peers, into docs/benchmarks.md:

  forecast.py PROGRAMS DATA PAGE [--without-peers]

PROGRAMS is the folder of the built benchmarks, DATA that of the competitions. Peers are run where
they are found: statsforecast in build/peers (installed there from PyPI when it can be), R forecast
where Rscript has it. They see the same series in the same run, ours right before and right after
each of their models. Without DATA a panel is made up: its speeds mean something, its accuracy
nothing, and PAGE stays as it is.
"""
import argparse
import csv
import json
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
QUICK = {"statsforecast": "dot,theta,snaive", "R forecast": "theta,snaive"}
SLOW = {"statsforecast": "ets,ces", "R forecast": "ets"}  # a tenth of a second a series and more
SLOWEST = {"statsforecast": "arima"}  # a second and more; that of R, four, is left out
ROUNDS, SOME = 3, 7  # of the instruction sets, the fastest counts, on one series in 7

# Name, file, season, horizon; and for the peers each how manieth series, of which models.
SETS = [
    ("M3 monthly", "m3_monthly.csv", 12, 18, [(1, QUICK), (7, SLOW), (42, SLOWEST)]),
    ("Tourism monthly", "tourism_monthly.csv", 12, 24, [(1, QUICK), (6, SLOW), (24, SLOWEST)]),
]
PATIENCE = 3600  # seconds for one command


loads = []  # of the machine, at the start of each command


def rows(command):
    """What the command printed as CSV, until it was done, failed or took too long."""
    command = [str(part) for part in command]
    loads.append(os.getloadavg()[0])
    print(f"  [load {loads[-1]:.1f}] " + " ".join(command), file=sys.stderr, flush=True)
    with tempfile.TemporaryFile("w+") as out:
        try:
            done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, text=True, timeout=PATIENCE)
            if done.returncode != 0:
                print("  failed: " + "".join(done.stderr.strip().splitlines()[-1:]), file=sys.stderr)
        except subprocess.TimeoutExpired:
            print(f"  stopped after {PATIENCE} seconds", file=sys.stderr)
        out.seek(0)
        found = list(csv.DictReader(out))
    for row in found:
        print("  " + ",".join(row.values()), file=sys.stderr, flush=True)
    return found


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


def made_up(path, count=200):
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


class Engines:
    """Runs a model of ours or of a peer on each k-th series of a competition: lists of rows."""

    def __init__(self, programs, python, has_r, file, season, horizon):
        panel = (file, season, horizon)
        self.ours = lambda models, every, *more: rows(
            [programs / "forecast_scores", *panel, "--models", models, "--every", every, *more])
        self.peers = {}
        if python:
            self.peers["statsforecast"] = lambda models, every: rows(
                [python, HERE / "forecast_statsforecast.py", *panel, "--models", models, "--every", every])
        if has_r:
            self.peers["R forecast"] = lambda models, every: rows(
                ["Rscript", HERE / "forecast_r.R", *panel, models, every])


def beside(engines, every, models):
    """Ours and each peer's rows of its models, and for each of the latter (row, seconds a series of
    ours right before and after it)."""
    ours, theirs, pairs = {}, [], []
    for name, run in engines.peers.items():
        for model in models.get(name, "").split(","):
            if not model:
                continue
            before = engines.ours(model, every)[0]
            found = run(model, every)
            after = engines.ours(model, every)[0]
            ours[model] = before
            theirs += found
            pairs += [(row, (seconds(before) + seconds(after)) / 2) for row in found]
    return list(ours.values()), theirs, pairs


def accuracy_table(results):
    lines = ["| engine | model | series | failed | sMAPE | MASE | MSIS80 | MSIS95 | covers 80 % | covers 95 % |",
             "|---|---|---|---|---|---|---|---|---|---|"]
    for r in results:
        lines.append("| " + " | ".join(r[k] for k in (
            "engine", "model", "series", "failed", "smape", "mase", "msis80", "msis95", "cover80", "cover95")) + " |")
    return lines


def speed_table(pairs, auto):
    """A row for each model of a peer, and one for the sum of its four members of a combination
    beside our `auto`, whose row is given."""
    lines = ["| peer | model | series | its series/s | salesplan on the same | times |", "|---|---|---|---|---|---|"]
    members = {}
    for row, ours in pairs:
        if row["model"] == "snaive":
            continue  # a copy
        theirs = seconds(row)
        if row["model"] in ("ets", "ces", "dot", "arima"):
            members.setdefault(row["engine"], []).append(theirs)
        lines.append(f"| {row['engine']} | {row['model']} | {row['series']} | {short(1 / theirs)} | "
                     f"{short(1 / ours)} | {short(theirs / ours)} |")
    for engine, times in members.items():
        if len(times) == 4:
            ours = seconds(auto)
            lines.append(f"| {engine} | ets + ces + dot + arima, ours auto | as above, ours {auto['series']} | "
                         f"{short(1 / sum(times))} | {short(1 / ours)} | {short(sum(times) / ours)} |")
    return lines


def paths_table(ours):
    """Series a CPU second on each instruction set that runs here; whether their scores differ."""
    fastest, scores = {}, set()
    for _ in range(ROUNDS):
        for path in ("baseline", "avx2", "avx512"):
            for row in ours(OURS, SOME, "--kernels", path):
                key = (path, row["model"])
                fastest[key] = min(seconds(row), fastest.get(key, math.inf))
                scores.add(tuple(v for k, v in row.items() if k != "cpu_seconds"))
    if len(scores) != len(OURS.split(",")):
        raise SystemExit("the instruction sets do not forecast the same")
    paths = [path for path in ("baseline", "avx2", "avx512") if (path, "ets") in fastest]
    lines = ["| model | " + " | ".join(paths) + " |", "|---" * (1 + len(paths)) + "|"]
    for model in OURS.split(","):
        if "naive" not in model:
            cells = [short(1 / fastest[path, model]) for path in paths]
            lines.append(f"| {model} | " + " | ".join(cells) + " |")
    return lines


def kernel_table(program):
    """Nanoseconds an observation and parameter vector in the ETS filters."""
    command = [program, "--benchmark_filter=^filter", "--benchmark_format=json"]
    out = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True).stdout
    forms = {}
    for run in json.loads(out)["benchmarks"]:
        if "observation" in run:
            form = run["name"].split("/")[1]
            forms.setdefault(form, {})[run["label"]] = 1e9 * run["observation"]
    paths = list(next(iter(forms.values())))
    lines = ["| form | " + " | ".join(paths) + " |", "|---" * (1 + len(paths)) + "|"]
    lines += [f"| {form} | " + " | ".join(f"{times[p]:.2f}" for p in paths) + " |" for form, times in forms.items()]
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
    python = None if args.without_peers else statsforecast()
    has_r = not args.without_peers and r_forecast()

    sets = [(name, args.data / file, *rest) for name, file, *rest in SETS if (args.data / file).exists()]
    known = bool(sets)
    if not known:
        print(f"{args.data} is absent: a made-up panel instead", file=sys.stderr)
        made_up(args.programs / "made_up.csv")
        sets = [("Made up", args.programs / "made_up.csv", 12, 18, [(1, QUICK), (4, SLOW), (20, SLOWEST)])]

    text = []
    for name, file, m, h, groups in sets:
        engines = Engines(args.programs, python, has_r, file, m, h)
        every_model = engines.ours(OURS, 1)
        pairs = []
        for every, models in groups:
            ours, theirs, paired = beside(engines, every, models)
            which = "all series" if every == 1 else f"one series in {every}"
            ours = every_model if every == 1 else ours
            pairs += paired
            if ours:
                text += [f"### {name}: {which}, {h} steps", "", *accuracy_table(ours + theirs), ""]
        if pairs:
            text += [f"### {name}: series a CPU second, beside the peers", "", *speed_table(pairs, every_model[-1]), ""]
        text += [f"### {name}: series a CPU second by instruction set, one series in {SOME}", ""]
        text += [*paths_table(engines.ours), ""]
    text += ["### Nanoseconds an observation and parameter vector in the ETS filters", ""]
    text += [*kernel_table(args.programs / "forecast_models_bench"), ""]
    text += ["### Panels in blocks: ETS on monthly series of 60 values", ""]
    text += [*stream_table(args.programs / "forecast_stream"), ""]
    text[:0] = [f"Measured on {machine()}. The load was {min(loads):.1f} to {max(loads):.1f}, "
                f"{sum(loads) / len(loads):.1f} on the mean: what is above 1 is the work of others beside it.", ""]

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
