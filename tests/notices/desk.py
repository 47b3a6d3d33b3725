"""A store of alerts and its channels in a folder, worked by the command line; a server that notes
what it is sent."""

import http.server
import json
import sqlite3
import subprocess
import threading

RULES = {"rules": [{"name": "low pace", "kpi": "pace", "condition": "below", "threshold": 0.8,
                    "receiver": "sales"}]}


class Server(http.server.ThreadingHTTPServer):
    """Answers with `status` and `answer`, and keeps each request: path, headers, body."""

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
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *_):
        pass


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
