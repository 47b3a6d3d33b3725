"""Writes theta_golden.csv beside it: python theta_golden.py (statsforecast 2.1.1).

Series: the two of ets_golden.csv (AirPassengers and a random walk). A case has what the method
forecasts, season taken out and parameters found, and then what its recursion on the values as they
are does with fixed parameters."""
import csv
from pathlib import Path

import numpy as np
from statsforecast.theta import forecast_theta, thetamodel
from statsforecast.models import DynamicOptimizedTheta, Theta

here = Path(__file__).parent
series = {}
for row in csv.DictReader(open(here / "ets_golden.csv")):
    if row["field"] == "y" and row["case"] in ("ANA_air", "ANN_walk"):
        series.setdefault(row["case"][4:], []).append(float(row["value"]))

with open(here / "theta_golden.csv", "w", newline="") as out:
    write = csv.writer(out, lineterminator="\n").writerow
    write(["case", "field", "position", "value", "source"])
    for name, m in (("air", 12), ("walk", 1)):
        for method, model in (("theta", Theta(m)), ("dot", DynamicOptimizedTheta(m))):
            mean = model.forecast(np.array(series[name]), h=18)["mean"]
            alpha, level, theta = 0.3, 90.0, 2.0 if method == "theta" else 3.0
            fixed = thetamodel(np.array(series[name]), 1, "STM" if method == "theta" else "DOTM",
                               level, alpha, theta, 3)
            for field, values in (("y", series[name]), ("mean", mean),
                                  ("fixed", [alpha, level, 1 - 1 / theta]),
                                  ("fixed_errors", fixed["residuals"]),
                                  ("fixed_end_level", fixed["states"][-1:, 0]),
                                  ("fixed_mean", forecast_theta(fixed, 18)["mean"])):
                for i, value in enumerate(values):
                    write([f"{method}_{name}", field, i, repr(float(value)), "statsforecast theta_golden.py"])
