"""The planning loop."""
import json
import os

from . import _library as lib


def plan(spec, *, folder=None, out=None, progress=None):
    """Runs the planning loop and returns the plan document as a dict.

    spec: the specification as a dict, or the path of a JSON file. Files it names are read from
    beside it, or from `folder` for a dict (else the current folder). out: a folder into which all
    files of the plan are written. progress: called with (step, share done); an exception it raises
    stops the loop and reaches the caller.
    """
    raised = []

    def report(step, done, _):
        try:
            progress(step.decode(), done)
            return 0
        except BaseException as error:  # it must not cross the C frames; it is raised again below
            raised.append(error)
            return 1

    callback = lib.PROGRESS(report) if progress is not None else lib.PROGRESS()
    lib.call("context_set_progress", callback, None)
    try:
        if isinstance(spec, dict):
            try:
                text = json.dumps(spec, allow_nan=False)
            except (TypeError, ValueError) as error:
                raise lib.InvalidArgument(f"spec: {error}") from None
            where = None if folder is None else lib.encode(os.fspath(folder), "folder")
            handle = lib.make("plan", "plan_run", lib.encode(text, "spec"), where)
        else:
            path = lib.encode(os.fspath(spec), "spec")
            handle = lib.make("plan", "plan_run_file", path)
    except lib.Cancelled:
        if raised:
            raise raised[0] from None
        raise
    finally:
        lib.call("context_set_progress", lib.PROGRESS(), None)
    if out is not None:
        lib.call("plan_write", handle, lib.encode(os.fspath(out), "out"))
    return json.loads(lib.query("plan_document", handle).decode())
