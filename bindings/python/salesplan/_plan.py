"""The planning loop."""
from __future__ import annotations

import json
import os
from typing import Any, Callable

from . import _library as lib
from ._progress import reporting


def _path(value, what):
    try:
        return lib.encode(os.fspath(value), what)
    except TypeError:
        raise lib.InvalidArgument(f"{what}: {value!r} is not a path") from None


def _json(value, what):
    try:
        return lib.encode(json.dumps(value, allow_nan=False), what)
    except (TypeError, ValueError) as error:
        raise lib.InvalidArgument(f"{what}: {error}") from None


def plan(spec: dict[str, Any] | str | os.PathLike[str], *,
         folder: str | os.PathLike[str] | None = None, out: str | os.PathLike[str] | None = None,
         progress: Callable[[str, float], object] | None = None) -> dict[str, Any]:
    """Runs the planning loop and returns the plan document as a dict.

    spec: the specification as a dict, or the path of a JSON file. Files it names are read from
    beside it, or from `folder` for a dict (else the current folder). out: a folder into which all
    files of the plan are written. progress: called with (step, share done); an exception it raises
    stops the loop and reaches the caller, as Ctrl-C does at the next step.
    """
    out = None if out is None else _path(out, "out")
    if isinstance(spec, dict):
        text = _json(spec, "spec")
        folder = None if folder is None else _path(folder, "folder")
        run = "plan_run", text, folder
    else:
        if folder is not None:
            raise lib.InvalidArgument("folder: is for a dict; files are read from beside a path")
        run = "plan_run_file", _path(spec, "spec")

    with reporting(progress) as context:
        handle = lib.make("plan", *run, context=context)
        if out is not None:
            lib.call("plan_write", handle, out)
    return json.loads(lib.query("plan_document", handle).decode())


def vega_lite(model: dict[str, Any], month: str = "") -> dict[str, dict[str, Any]]:
    """The charts of a dashboard as Vega-Lite 5 specifications by their ids, each with its data.

    model: a plan document, as plan() returns it, or a dashboard model. month: "2026-03", for the charts
    of a month; by default the one the page opens with.
    """
    charts = lib.columns(lib.make("result", "vega_lite", _json(model, "model"), lib.encode(month, "month")))
    return {name: json.loads(chart) for name, chart in zip(charts["id"], charts["specification"])}
