"""The models of statsforecast on a competition's panel, in the rows of bench/forecast/scores.cpp:

  forecast_statsforecast.py FILE SEASON HORIZON [--models a,b] [--every K]

Models are called one series at a time on one thread, with 80 and 95 % intervals; a series that
raises is counted as failed and left out of that model's means.
"""
import argparse
import csv
import os
import time
import warnings

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"
warnings.simplefilter("ignore")

import numpy as np
from statsforecast import models as sf

MODELS = {
    "ets": sf.AutoETS,
    "theta": sf.Theta,
    "dot": sf.DynamicOptimizedTheta,
    "ces": sf.AutoCES,
    "arima": sf.AutoARIMA,
    "snaive": sf.SeasonalNaive,
}


def read(path, every):
    series = {}
    with open(path) as file:
        for row in csv.DictReader(file):
            parts = series.setdefault(row["series"], {"train": [], "test": []})
            parts[row["set"]].append(float(row["y"]))
    return [tuple(np.array(s[part]) for part in ("train", "test")) for s in series.values()][::every]


def scores(train, test, forecast, season):
    """sMAPE, MASE, MSIS80, MSIS95, coverage of 80 and of 95 %."""
    scale = np.mean(np.abs(train[season:] - train[:-season]))
    mean = forecast["mean"]
    smape = 200 * np.mean(np.abs(test - mean) / (np.abs(test) + np.abs(mean)))
    mase = np.mean(np.abs(test - mean)) / scale
    msis, cover = [], []
    for level in (80, 95):
        low, high = forecast[f"lo-{level}"], forecast[f"hi-{level}"]
        penalty = 2 / (1 - level / 100)
        width = high - low + penalty * (np.maximum(low - test, 0) + np.maximum(test - high, 0))
        msis.append(np.mean(width) / scale)
        cover.append(np.mean((low <= test) & (test <= high)))
    return [smape, mase, *msis, *cover]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("season", type=int)
    parser.add_argument("horizon", type=int)
    parser.add_argument("--models", default=",".join(MODELS))
    parser.add_argument("--every", type=int, default=1)
    args = parser.parse_args()
    panel = read(args.file, args.every)
    print("engine,model,series,failed,smape,mase,msis80,msis95,cover80,cover95,cpu_seconds")
    for name in args.models.split(","):
        def run(y):
            model = MODELS[name](season_length=args.season)
            return model.forecast(y=y, h=args.horizon, level=[80, 95])

        run(panel[0][0])  # what is compiled at the first call is not counted
        rows, failed, seconds = [], 0, 0.0
        for train, test in panel:
            start = time.process_time()
            try:
                forecast = run(train)
            except Exception:
                failed += 1
                continue
            finally:
                seconds += time.process_time() - start
            rows.append(scores(train, test, forecast, args.season))
        smape, mase, msis80, msis95, cover80, cover95 = np.mean(rows, axis=0)
        print(f"statsforecast,{name},{len(panel)},{failed},{smape:.3f},{mase:.4f},{msis80:.3f},"
              f"{msis95:.3f},{cover80:.3f},{cover95:.3f},{seconds:.3f}", flush=True)


if __name__ == "__main__":
    main()
