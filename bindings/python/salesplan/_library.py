"""The C library behind the package: found, declared, called; its statuses raised as exceptions."""
import ctypes
import os
import sys
import threading
from pathlib import Path

_NAMES = {"darwin": ("libsalesplan.dylib",), "win32": ("salesplan.dll", "libsalesplan.dll")}


class Error(Exception):
    """A call that failed. `status` is the code of the C API, `message` its text: "place: what"."""

    status = 0

    @property
    def message(self) -> str:
        return str(self)


class InvalidArgument(Error, ValueError):
    """A value outside its domain."""

    status = -1


class ParseError(Error, ValueError):
    """Text that is not what it should be."""

    status = -2


class Infeasible(Error):
    """Constraints that cannot hold together."""

    status = -3


class Overflow(Error, OverflowError):
    """A result beyond 64 bits."""

    status = -4


class NotFound(Error, LookupError):
    """An unknown key or name."""

    status = -5


class Duplicate(Error, ValueError):
    """A key given twice."""

    status = -6


class IOFailure(Error, OSError):
    """Reading or writing failed."""

    status = -7


class Cancelled(Error):
    """The progress callback asked to stop."""

    status = -8


class OutOfMemory(Error, MemoryError):
    """An allocation failed."""

    status = -9


class Internal(Error):
    """A defect of salesplan."""

    status = -10


class Unsupported(Error):
    """Known, but not in this build."""

    status = -11


class Conflict(Error):
    """Somebody else has changed it in the meantime."""

    status = -12


_EXCEPTIONS = {}
for _class in (InvalidArgument, ParseError, Infeasible, Overflow, NotFound, Duplicate, IOFailure,
               Cancelled, OutOfMemory, Internal, Unsupported, Conflict):
    _class.__module__ = "salesplan"
    _EXCEPTIONS[_class.status] = _class
Error.__module__ = "salesplan"


def _candidates():
    names = _NAMES.get(sys.platform, ("libsalesplan.so",))
    if os.environ.get("SALESPLAN_LIBRARY"):  # for development against another build
        yield Path(os.environ["SALESPLAN_LIBRARY"])
    here = Path(__file__).resolve().parent
    for name in names:
        yield here / name
    for name in names:  # a checkout that has been built
        yield from sorted(here.parents[2].glob("build/*/capi/" + name))


def _load():
    for path in _candidates():
        if path.is_file():
            loaded = ctypes.CDLL(str(path))
            for name in (*_CALLS, *_QUERIES):
                if not hasattr(loaded, "splan_" + name):
                    raise ImportError(f"{path} has no splan_{name}: it is of another version than "
                                      "the package")
            return loaded
    raise ImportError("the salesplan library is not in the package; reinstall it, or name the "
                      "library in SALESPLAN_LIBRARY")


PROGRESS = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_char_p, ctypes.c_double, ctypes.c_void_p)
STORE_READ = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_void_p)
STORE_APPEND = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_char_p, ctypes.c_int64, ctypes.c_int64,
                                *[ctypes.c_char_p] * 5, ctypes.c_void_p)
P, I32, I64, F64, TEXT = (ctypes.c_void_p, ctypes.c_int32, ctypes.c_int64, ctypes.c_double,
                          ctypes.c_char_p)

# Argument types after the context of every call that returns a status.
_CALLS = {
    "context_set_progress": (PROGRESS, P),
    "result_i64": (P, TEXT, P), "result_f64": (P, TEXT, P),
    "options_create": (TEXT, P), "options_list": (TEXT, P),
    "options_set_i64": (P, TEXT, I64), "options_set_f64": (P, TEXT, F64),
    "options_set_str": (P, TEXT, TEXT),
    "calendar_named": (TEXT, P), "calendar_create": (I32, I64, P, P, I32, I32, P),
    "calendar_workdays": (P, I64, P, P, P, P), "calendar_add_workdays": (P, I64, P, P, P, P),
    "calendar_month_nodes": (P, I64, P, P, P, P), "lunar_new_year": (I64, P, P),
    "fiscal_of": (P, I64, P, P, P, P),
    "dimension_create": (TEXT, I64, TEXT, I64, TEXT, I64, TEXT, I64, P),
    "dimension_members": (P, P), "table_create": (I64, P, P),
    "table_add_dimension": (P, P, TEXT, I64), "table_add_measure": (P, TEXT, I32, P),
    "table_roll_up": (P, TEXT, I64, TEXT, I64, P),
    "forecast": (P, I64, P, P, P),
    "accuracy": (I64, P, P, I64, I64, P, P, F64, P, P, P),
    "cross_validate": (P, I64, P, P, I64, I64, P),
    "long_panel": (I64, TEXT, I64, P, P, TEXT, P),
    "calendar_regressors": (P, TEXT, I32, I64, I64, TEXT, I64, I64, TEXT, I64, P, P, P, P, P),
    "forecast_with": (P, I64, P, P, I64, TEXT, I64, I64, P, I32, P),
    "forecast_in_groups": (P, I64, P, P, P, P),
    "forecast_sums": (P, I64, P, P, I64, P, P),
    "series_clean": (I64, P, I64, I32, I32, I32, P),
    "series_diagnose": (I64, P, I64, P),
    "forecast_explain": (P, TEXT, I64, P, TEXT, I32, TEXT, P),
    "daily_profile": (P, I32, I64, P, I32, P),
    "allocate_spread": (P, I64, I64, P, P, P, P, P),
    "allocate_cascade": (P, I64, I64, P, P, P, P, P, TEXT, I64, P),
    "summing_tree": (I64, P, P), "summing_groups": (I64, I64, P, P),
    "summing_temporal": (I64, I64, P, P), "summing_rows": (P, P),
    "forecast_coherent": (P, P, P, I64, P, P),
    "reconcile": (P, P, I64, P, I64, P, P), "reconcile_sd": (P, P, I64, P, I64, P, P),
    "top_down": (P, I64, P, P, I64, P, P),
    "territory_create": (I64, I64, P, TEXT, I64, TEXT, I64, P),
    "territory_add_measure": (P, TEXT, P, P, P, P, F64), "territory_set_fixed": (P, P),
    "territory_set_today": (P, P, P), "territory_set_borders": (P, I64, P),
    "territory_partition": (P, P, P),
    "territory_set_most_gini": (P, TEXT, F64),
    "territory_distance": (I64, P, P, I64, P, P, P, I32, I32, P),
    "allocate_explain": (P, I64, I64, I64, P, P, P, P, P, TEXT, I64, P),
    "allocate_replan": (P, I64, I64, P, P, P, P, P, P, TEXT, I64, P),
    "allocate_controlled_rounding": (P, I64, P, I64, P, I64, P, P),
    "allocate_margins": (P, I64, P, I64, P, P, P, P, I64, P, I64, P, P, P, P, TEXT, I64, P, P),
    "worksheet_create": (I64, P, P, TEXT, I64, P), "worksheet_apply": (P, P, TEXT, I64, I64),
    "worksheet_undo": (P, P), "worksheet_redo": (P, P), "worksheet_values": (P, P),
    "worksheet_log": (P, P), "worksheet_history": (P, I64, P),
    "target_equal_hardness": (P, I64, I64, P, P, P, P, P, P, P),
    "target_fairness": (I64, TEXT, I64, I64, P, P, TEXT, I64, I32, P),
    "target_presence": (P, TEXT, I32, I64, I64, I64, P, P, P, I64, P, P, P, P),
    "target_present_quotas": (I64, I64, P, P, TEXT, P, P),
    "promotion_costs": (F64, I64, P, P, P, P),
    "promotion_roi": (P, I64) + (P,) * 11 + (I64, P, P, P, P, P),
    "promotion_evaluate": (P, I64) + (P,) * 7 + (I64, P, P),
    "promotion_experiment": (I64, P, I64, P, F64, F64, F64, P),
    "promotion_effect": (P, I64, P, I64, P, I64, I64, P),
    "promotion_response": (P, I64, P, P, P, P, I64, TEXT, I64, P, P, P),
    "promotion_cross_elasticities": (P, I64, I64) + (P,) * 5 + (I64, TEXT, I64, P, P),
    "promotion_related_effects": (I64, P, P, I32, F64, P, P, P),
    "promotion_outlook": (P, I64, TEXT, I64, TEXT, I64, P, P, P, I64, TEXT, I64, TEXT, I64, P, P),
    "promotion_roi_outlook": (I64,) + (P,) * 7 + (F64,) + (P,) * 4,
    "promotion_calibration": (I64, P, P, P, P),
    "promotion_recommend": (P, I64) + (P,) * 10 + (P,),
    "promotion_optimize": (P, I64, I64) + (P,) * 6 + (I64, P, I64, P, P, I64, P, P),
    "promotion_channels": (P, F64, I64) + (P,) * 9 + (P,),
    "product_criteria": (I64, P, P, P, P, P, P), "product_priority": (P, I64, I64, P, P, P, P),
    "product_classes": (P, I64, P, P, P), "product_lifecycle": (P, I64, P, P, P),
    "product_quadrant": (I64, P, P, F64, F64, P), "product_resources": (I64, I64, P, P, P, P),
    "customer_summary": (I64, P, P, P, I32, I32, F64, P),
    "customer_portfolio": (P, I64, P, P, P, I32, I64, P, P),
    "customer_rfm": (P, I64, P, P, P, P),
    "customer_rfm_borders": (I64, P, P, P, I64, P, I64, P, I64, P, P),
    "customer_tiers": (P, I64, P, I64, P, P, P),
    "customer_tier_probability": (I64, I64, P, I64, P, P),
    "customer_tier_steps": (I64, P, P, I64, P, F64, P, TEXT, I64, P),
    "customer_score": (P, I64, I64, P, P, P), "customer_segments": (P, I64, I64, P, P),
    "customer_care": (P, I64, P, P, P, P),
    "customer_service_seats": (I64, P, P, P, P, P, P, P),
    "customer_service": (I64, P, P, P, P, P, I64, P, P, I64, F64, P),
    "lifetime_fit": (P, TEXT, I64, P, P, P, P, P), "lifetime_create": (TEXT, I32, P, P),
    "lifetime_summary": (P, P), "lifetime_p_alive": (P, I64, P, P, P, P),
    "lifetime_expected": (P, I64, P, P, P, F64, P),
    "lifetime_discounted": (P, I64, P, P, P, F64, P),
    "lifetime_draws": (P, P, I64, P, P, P, F64, P),
    "lifetime_interval": (P, P, I64, P, P, P, F64, F64, P, P, P),
    "lifetime_likeliest": (P, I64, P, P, P, F64, F64, P),
    "lifetime_value": (P, P, I64) + (P,) * 5,
    "lifetime_covariate_fit": (P, I64, P, P, P, I64, P, I64, P, P),
    "lifetime_covariate_forecast": (P, I64, P, P, P, I64, P, I64, P, F64, P, P),
    "lifetime_correction": (P, TEXT, I64, P, P, I32, F64, P),
    "spend_fit": (P, I64, P, P, P), "spend_expected": (P, I64, P, P, P),
    "spend_draws": (P, P, P, I64, P, P, I64, P, P),
    "visits_create": (I64, P, P, P, P), "visits_add_customers": (P, I64) + (P,) * 11,
    "visits_add_absences": (P, I64, P, P, P), "visits_add_busy": (P, I64, P, P, P),
    "visits_add_fixed": (P, I64, P, P), "visits_add_previous": (P, I64, P, P),
    "visits_plan": (P, P, P, I32, I32, P),
    "month_tasks": (P, I32, I64, P, TEXT, I64, I64, P, P, I64, P, I64, P, I64, P, P, P),
    "month_task_template": (P,), "responsibilities_template": (P,),
    "responsibilities_review": (I64, TEXT, I64, P, I64, TEXT, I64, P, P, P),
    "flow_review": (I64, TEXT, I64, TEXT, I64, P, P, P) + (I64, P, TEXT, I64) * 2 +
                   (I64, TEXT, I64) * 2 + (P,),
    "meeting_dates": (P, I64, P, P, P, I32, I32, P),
    "budget_split": (P, I64, I64) + (P,) * 6,
    "budget_best_split": (I64, I64) + (P,) * 8,
    "budget_propose": (P, I64) + (P,) * 11 + (I64, P),
    "trail_create": (TEXT, P), "trail_add": (P, I64, I64) + (TEXT,) * 5, "trail_entries": (P, P),
    "trail_verify": (P, TEXT), "budget_standing": (P, P), "budget_version": (P, I64, P),
    "budget_last_change": (P, P),
    "budget_difference": (P, I64, I64, P), "store_create": (STORE_READ, STORE_APPEND, P, P),
    "store_trail": (P, TEXT, P), "policy_create": (I64, TEXT, I64, P, P, I64, P),
    "budget_act": (P, P, TEXT, TEXT, TEXT, TEXT, I64, I64, I64, TEXT, I64, P, P),
    "material_requirement": (I64,) + (P,) * 6 + (I64,) + (P,) * 6 + (I64, I64, P),
    "material_safety_stock": (I32, F64, I64, P, P, P),
    "material_empirical_safety_stock": (I32, F64, I64, P, F64, P),
    "material_order_quantity": (F64, F64, F64, I64, P, P, I32, I64, I64, P),
    "material_joint_order": (I64, P, P, P, P, P, F64, F64, P),
    "material_lot_sizes": (I64, P, P, P, P, I64, I64, P, P),
    "material_supply": (P, I32, I64, P, P, I64, I64, P, P) + (I64,) * 5 + (F64, F64, P),
    "material_share_out": (I64, I64, I64, P, P, P, P),
    "material_expiry": (I64, P, P, I64, P, P, I32, I64, P, P),
    "material_health": (I64, P, P, P, P, P, I32, F64, I64, P),
    "ledger_create": (I64, I64, I64) + (P,) * 8, "ledger_book": (P, I64) + (P,) * 11,
    "ledger_balance": (P, P),
    "kpi_values": (I64, TEXT, I64, P, I64, TEXT, I64, TEXT, I64, I64, P, P, P, P, P),
    "live_create": (I64, P), "live_add_dimension": (P, P), "live_add": (P, I64, P, P, P, P),
    "live_cells": (P, I64, P, P, P),
    "landing": (P, I32, I64, P, P, I64, P, P, P, F64, P),
    "chart_run_length": (TEXT, F64, F64, F64, I32, P), "chart_limit": (TEXT, F64, F64, I32, P),
    "alerts_create": (TEXT, P), "alerts_observe": (P, I64, I64, TEXT, I64, TEXT, I64, P, P),
    "alerts_payloads": (P, TEXT, P), "alerts_act": (P, I64, TEXT, TEXT, TEXT, TEXT, TEXT),
    "alerts_silence": (P, TEXT, I64, I64, TEXT, TEXT), "alerts_list": (P, P),
    "review_mix": (P, I64) + (P,) * 8, "review_customers": (I64, P, P, P, P, P),
    "review_calendar": (I64,) + (P,) * 8,
    "review_findings": (I64, P, TEXT, I64, I64, TEXT, I64, P, P, P, I64, F64, I32, P),
    "review_migration": (I64, I64, P, P, P, P, P),
    "review_place_targets": (P, I64, P, P, F64, P, P, P, I64, TEXT, I64, P, P, P, P),
    "review_channels": (I64,) + (P,) * 12,
    "review_cycles": (I64, TEXT, I64, I64, P, I64, TEXT, I32, P),
    "review_strategy": (TEXT, I64, TEXT, I64, P, I64, P, P, P, I32, P),
    "plan_run": (TEXT, TEXT, P), "plan_run_file": (TEXT, P), "plan_write": (P, TEXT),
    "vega_lite": (TEXT, TEXT, P),
}
# Result and arguments of the calls that cannot fail.
_QUERIES = {
    "version": (TEXT, ()), "context_message": (TEXT, (P,)),
    "result_columns": (I32, (P,)), "result_column_name": (TEXT, (P, I32)),
    "result_column_type": (I32, (P, I32)), "result_length": (I64, (P, TEXT)),
    "result_text": (TEXT, (P, TEXT, I64)), "plan_document": (TEXT, (P,)),
    "context_free": (None, (P,)), "result_free": (None, (P,)), "options_free": (None, (P,)),
    "calendar_free": (None, (P,)), "dimension_free": (None, (P,)), "table_free": (None, (P,)),
    "plan_free": (None, (P,)), "summing_free": (None, (P,)), "territory_free": (None, (P,)),
    "ledger_free": (None, (P,)), "visits_free": (None, (P,)), "trail_free": (None, (P,)),
    "store_free": (None, (P,)), "policy_free": (None, (P,)),
    "lifetime_free": (None, (P,)), "live_free": (None, (P,)), "alerts_free": (None, (P,)),
    "worksheet_free": (None, (P,)),
}

library = _load()
library.splan_context_create.argtypes = (P,)
library.splan_context_create.restype = I32
for _name, _types in _CALLS.items():
    _function = getattr(library, "splan_" + _name)
    _function.argtypes = (P,) + _types
    _function.restype = I32
for _name, (_result, _types) in _QUERIES.items():
    _function = getattr(library, "splan_" + _name)
    _function.argtypes = _types
    _function.restype = _result


def query(name, *arguments):
    """Calls a function that cannot fail."""
    return getattr(library, "splan_" + name)(*arguments)


class Handle:
    """An opaque object of the library, freed with this one."""

    def __init__(self, kind):
        self._kind = kind
        self._pointer = ctypes.c_void_p()

    @property
    def out(self):
        return ctypes.byref(self._pointer)

    @property
    def _as_parameter_(self):
        return self._pointer

    def __del__(self, query=query):
        if getattr(self, "_pointer", None):
            query(self._kind + "_free", self._pointer)


def make_context():
    context = Handle("context")
    if library.splan_context_create(context.out) != 0:
        raise OutOfMemory("no memory for a context")
    return context


class _Local(threading.local):
    """One context a thread."""

    def __init__(self):
        self.context = make_context()


_local = _Local()


def call(name, *arguments, context=None):
    """Calls a function that returns a status, with the thread's context if no other; raises what
    went wrong."""
    context = context or _local.context
    status = getattr(library, "splan_" + name)(context, *arguments)
    if status != 0:
        message = query("context_message", context).decode("utf-8", "replace")
        raise _EXCEPTIONS.get(status, Error)(message)


def make(kind, name, *arguments, context=None):
    """Calls a function whose last argument is a handle of that kind, and returns the handle."""
    handle = Handle(kind)
    call(name, *arguments, handle.out, context=context)
    return handle


def columns(result):
    """The columns of a result by name, as lists."""
    table = {}
    for i in range(query("result_columns", result)):
        name = query("result_column_name", result, i)
        length = query("result_length", result, name)
        kind = query("result_column_type", result, i)
        if kind == 3:
            values = [query("result_text", result, name, row).decode() for row in range(length)]
        else:
            values = ((I64, F64)[kind - 1] * length)()
            call(("result_i64", "result_f64")[kind - 1], result, name, values)
            values = list(values)
        table[name.decode()] = values
    return table


def encode(text, what="text"):
    """UTF-8 for the library, which ends texts with NUL."""
    if not isinstance(text, str):
        raise InvalidArgument(f"{what}: {text!r} is not a text")
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise InvalidArgument(f"{what}: {text!r} is not Unicode text") from None
    if b"\0" in data:
        raise InvalidArgument(f"{what}: {text!r} holds a NUL")
    return data


def encode_list(texts, what="texts"):
    """A list of texts as the library takes it: one block, each text ended by NUL, and its size."""
    block = b"".join(encode(text, f"{what}[{i}]") + b"\0" for i, text in enumerate(texts))
    return block, len(block)
