"""A store of alerts and its channels in a folder, worked by the command line; a server that notes
what it is sent; an Alertmanager, where there is one."""

import http.server
import json
import shutil
import socket
import sqlite3
import subprocess
import threading
import time
import urllib.request

RULES = {"rules": [{"name": "low pace", "kpi": "pace", "condition": "below", "threshold": 0.8,
                    "receiver": "sales"}]}


class Server(http.server.ThreadingHTTPServer):
    """Answers with `status` and `answer`, or hangs up without a status, and keeps each request: path,
    headers, body."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen, self.status, self.answer = [], 200, b"{}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        pass  # the client was killed

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((self.path, dict(self.headers), body.decode()))
        if self.server.status is None:
            self.close_connection = True
            return
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *_):
        pass


class Alertmanager:
    """Debian's prometheus-alertmanager, which tells `hook` of the alerts it is told of."""

    program = shutil.which("prometheus-alertmanager")

    def __init__(self, folder, hook):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}"
        config = folder / "alertmanager.json"  # YAML is a superset
        config.write_text(json.dumps({
            "route": {"receiver": "hook", "group_by": ["..."], "group_wait": "100ms", "group_interval": "100ms"},
            "receivers": [{"name": "hook", "webhook_configs": [{"url": hook}]}]}))
        self.process = subprocess.Popen(
            [self.program, f"--config.file={config}", f"--storage.path={folder}/data", "--cluster.listen-address=",
             f"--web.listen-address={self.url[7:]}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(lambda: self.answers("/-/ready"))

    def answers(self, path):
        try:
            with urllib.request.urlopen(self.url + path, timeout=60) as answer:
                return answer.read().decode()
        except OSError:
            return ""

    def alerts(self):
        return json.loads(self.answers("/api/v2/alerts"))

    def stop(self):
        self.process.terminate()
        self.process.wait()


def wait_for(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


class Desk:
    def __init__(self, program, folder, channels):
        self.program, self.folder = program, folder
        (folder / "rules.json").write_text(json.dumps(RULES))
        self.set_channels(channels)

    def set_channels(self, channels):
        (self.folder / "channels.json").write_text(json.dumps({"channels": channels}))

    def command(self, name, *rest):
        return [self.program, "notices", name, str(self.folder / "alerts.db"),
                str(self.folder / "rules.json"), str(self.folder / "channels.json"), *rest]

    def observation(self, time, *labels_and_values, name="seen.csv"):
        file = self.folder / name
        rows = [f"{time},pace,{value},{region}" for region, value in labels_and_values]
        file.write_text("time,kpi,value,region\n" + "\n".join(rows) + "\n")
        return self.command("observe", str(file))

    def run(self, command, code=0):
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == code, done.stderr
        return done.stdout if code == 0 else done.stderr

    def letters(self):
        return json.loads(self.run(self.command("list", "--json")))

    def rows(self, query):
        with sqlite3.connect(self.folder / "alerts.db") as database:
            return database.execute(query).fetchall()
