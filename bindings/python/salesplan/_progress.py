"""Calls that report what share is done, and that Ctrl-C stops."""
from __future__ import annotations

import contextlib
import signal
import threading

from . import _library as lib


@contextlib.contextmanager
def _interrupts_held():
    """Holds Ctrl-C back inside, so that it cannot strike in the frame between the library and the
    callback, where an exception is lost; yields the list of what came, and lets it strike after."""
    came = []
    handler = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield came
        return
    signal.signal(signal.SIGINT, lambda *event: came.append(event))
    try:
        yield came
    finally:
        signal.signal(signal.SIGINT, handler)
        if came:
            handler(*came[0])


@contextlib.contextmanager
def reporting(progress):
    """A context, its own as the callback may call the library too, whose calls report to
    progress(step, share done), or None; an exception raised there stops the call and comes out
    here, as Ctrl-C does at the next step."""
    raised = []
    with _interrupts_held() as interrupts:
        def report(step, done, _):
            try:
                if progress is not None:
                    progress(step.decode(), done)
            except BaseException as error:  # not across the C frames: it is raised again below
                raised.append(error)
            return 1 if raised or interrupts else 0

        callback = lib.PROGRESS(report)
        context = lib.make_context()
        lib.call("context_set_progress", callback, None, context=context)
        try:
            yield context
        except lib.Cancelled:
            if raised:
                raise raised[0] from None
            raise
