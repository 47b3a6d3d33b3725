"""salesplan: from a yearly sales target to everybody's month.

>>> import salesplan
>>> salesplan.allocate(10000, [1, 1, 1])
[3334, 3333, 3333]
"""
from . import (allocation, budget, calendar, customers, lifetime, material, monitor, product, promotion,
               review, schedule, series, table, target, territory)
from ._forecast import (CrossValidation, Forecast, accuracy, cross_validate, forecast,
                        forecast_sums)
from ._library import (Cancelled, Conflict, Duplicate, Error, Infeasible, Internal, InvalidArgument,
                       IOFailure, NotFound, OutOfMemory, Overflow, ParseError, Unsupported, query)
from ._options import list_options as options
from ._plan import plan, vega_lite
from ._reconcile import Summing, forecast_coherent, reconcile, reconciled_sd, top_down
from .allocation import spread as allocate
from .calendar import Calendar, EstimateWarning, fiscal, lunar_new_year, workdays
from .customers import rfm, tiers
from .series import clean, daily_profile, diagnose, explain
from .table import Dimension, Table

__version__: str = query("version").decode()

__all__ = ["Calendar", "Cancelled", "Conflict", "CrossValidation", "Dimension", "Duplicate",
           "Error", "EstimateWarning", "Forecast", "IOFailure", "Infeasible", "Internal",
           "InvalidArgument", "NotFound", "OutOfMemory", "Overflow", "ParseError", "Summing",
           "Table", "Unsupported", "accuracy", "allocate", "allocation", "budget", "calendar",
           "clean", "cross_validate", "customers", "daily_profile", "diagnose", "explain", "fiscal",
           "forecast", "forecast_coherent", "forecast_sums", "lifetime", "lunar_new_year",
           "material", "monitor", "options", "plan", "product", "promotion", "reconcile",
           "reconciled_sd", "review", "rfm", "schedule", "series", "table", "target", "territory",
           "tiers", "top_down", "vega_lite", "workdays"]
