"""Keyword arguments as options of the library, from its own table."""
from __future__ import annotations

from typing import Any

from . import _library as lib
from ._arrays import integer, is_bool


def list_options(scope: str) -> list[dict[str, Any]]:
    """The options of a scope, such as "forecast": a list of dicts with name, type,
    default, min, max, unit and text."""
    table = lib.columns(lib.make("result", "options_list", lib.encode(scope, "scope")))
    return [dict(zip(table, row)) for row in zip(*table.values())]


def make_options(scope, /, **given):
    """An options handle with the given values set; an unknown name is NotFound."""
    options = lib.make("options", "options_create", lib.encode(scope, "scope"))
    for name, value in given.items():
        if isinstance(value, str):
            lib.call("options_set_str", options, lib.encode(name), lib.encode(value, name))
        elif isinstance(value, float):
            lib.call("options_set_f64", options, lib.encode(name), value)
        else:
            whole = int(value) if is_bool(value) else integer(value, f"{scope}.{name}")
            lib.call("options_set_i64", options, lib.encode(name), whole)
    return options
