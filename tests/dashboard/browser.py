"""Headless Chromium, driven over the DevTools protocol by a pipe: standard library only."""

import fcntl
import json
import os
import select
import subprocess
import tempfile
import time

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--remote-debugging-pipe",
]


class Browser:
    """One browser with one page. `problems` collects console errors, exceptions and log entries,
    among them violations of the content security policy; `requests` every address asked for."""

    def __init__(self, chromium, timeout=300):
        self._timeout = timeout
        self._profile = tempfile.TemporaryDirectory(prefix="salesplan-browser-",
                                                    ignore_cleanup_errors=True)
        # The browser reads commands from descriptor 3 and answers on 4; ours are kept above them.
        read_command, write_command, read_answer, write_answer = (
            fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 10) for fd in (*os.pipe(), *os.pipe()))

        def place_pipes():
            os.dup2(read_command, 3)
            os.dup2(write_answer, 4)

        self._process = subprocess.Popen(
            [chromium, *FLAGS, f"--user-data-dir={self._profile.name}", "about:blank"],
            preexec_fn=place_pipes, pass_fds=(3, 4), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(read_command)
        os.close(write_answer)
        self._commands, self._answers = write_command, read_answer
        self._buffer = b""
        self._number = 0
        self._loaded = False
        self.problems, self.requests = [], []

        target = self._call("Target.createTarget", {"url": "about:blank"})["targetId"]
        self._session = self._call("Target.attachToTarget",
                                   {"targetId": target, "flatten": True})["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def close(self):
        self._process.terminate()
        self._process.wait(self._timeout)
        os.close(self._commands)
        os.close(self._answers)
        self._profile.cleanup()

    def call(self, method, **parameters):
        """A command to the page and its result."""
        return self._call(method, parameters, sessionId=self._session)

    def open(self, address):
        self._loaded = False
        self.problems, self.requests = [], []
        self.call("Page.navigate", url=address)
        while not self._loaded:
            self._receive()

    def allow_downloads(self, folder):
        """What the page saves goes there."""
        self._call("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})

    def evaluate(self, expression):
        """The value of a JavaScript expression (or of what it promises), as JSON carries it."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True,
                           awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {json.dumps(answer['exceptionDetails'])}")
        return answer["result"].get("value")

    def _call(self, method, parameters, **envelope):
        self._number += 1
        number = self._number
        command = {"id": number, "method": method, "params": parameters, **envelope}
        os.write(self._commands, json.dumps(command).encode() + b"\0")
        while True:
            message = self._receive()
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]

    def _receive(self):
        deadline = time.monotonic() + self._timeout
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._answers], [], [], max(0, deadline - time.monotonic()))
            chunk = os.read(self._answers, 1 << 20) if ready else b""
            if not chunk:
                raise RuntimeError("The browser does not answer")
            self._buffer += chunk
        text, self._buffer = self._buffer.split(b"\0", 1)
        message = json.loads(text)
        self._note(message.get("method"), message.get("params", {}))
        return message

    def _note(self, event, parameters):
        if event == "Page.loadEventFired":
            self._loaded = True
        elif event == "Runtime.exceptionThrown":
            self.problems.append(parameters["exceptionDetails"])
        elif event == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
            self.problems.append(parameters["args"])
        elif event == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            self.problems.append(parameters["entry"])
        elif event == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
