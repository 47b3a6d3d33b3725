"""`salesplan serve` at work on a small plan, and what it is asked."""

import http.client
import json
import pathlib
import signal
import subprocess
import urllib.parse

PLAN = {
    "schema": "salesplan.plan/1", "company": "Tea & Co", "currency": {"code": "EUR", "decimals": 2},
    "first_month": "2026-01", "as_of": "2026-03-13",
    "dimensions": [
        {"name": "rep", "csv": "key,parent,label\nnorth,,North\nann,north,Ann\nbob,north,Bob\ncai,,Cai\n"},
        {"name": "product", "csv": "key\ntea\nrice\n", "column": "line"}],
    "facts": {"csv": "day,rep,line,sales\n" + "".join(
        f"{year}-{month:02}-{day:02},{rep},{line},{1000 + 37 * (day + month)}.00\n"
        for year in (2024, 2025, 2026) for month in range(1, 13) for day in range(1, 29, 3)
        for rep in ("ann", "bob", "cai") for line in ("tea", "rice")
        if (year, month, day) <= (2026, 3, 13)), "date": "day", "revenue": "sales"},
    "target": {"revenue": {"growth": 0.1}},
    "forecast": {"model": "snaive"},
    "allocation": {"order": ["rep", "month", "product"]},
    "schedule": {"owner": "rep"},
    "alerts": {"rules": [{"name": "behind", "kpi": "pace", "condition": "below", "threshold": 0.8, "clear": 0.95,
                          "where": {"rep": "ann"}, "receiver": "eve"}]},
    "dashboard": {"boards": ["rep"], "mixes": ["product"]},
}


class Serving:
    """The program at work in a folder; `close` has it stop as a person would."""

    def __init__(self, program, folder, *rest):
        self.folder = pathlib.Path(folder)
        (self.folder / "plan.json").write_text(json.dumps(PLAN), encoding="utf-8")
        self.process = subprocess.Popen([program, "serve", "plan.json", *rest], cwd=folder,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        if not self.url:
            raise AssertionError(self.process.communicate()[1])
        parts = urllib.parse.urlsplit(self.url)
        self.host, self.path = parts.netloc, parts.path
        self.port = parts.port

    def ask(self, method, path, body=None, **headers):
        """Status, headers and body of an answer; `path` is below the token unless it begins with /."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path if path.startswith("/") else self.path + path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def model(self):
        return json.loads(self.ask("GET", "model.json")[2])

    def post(self, facts, **headers):
        status, _, body = self.ask("POST", "facts", json.dumps(facts), Content_Type="application/json", **headers)
        return status, json.loads(body)

    def sell(self, amount, day="2026-03-13", rep="ann", line="tea"):
        return self.post({"facts": [{"day": day, "rep": rep, "line": line, "sales": amount}]})

    def end(self):
        """Whatever became of it."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()

    def close(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        out, error = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, (self.process.returncode, error)
        return error


class Events:
    """A watcher: the events of the server, one by one."""

    def __init__(self, serving, after, **headers):
        self.connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=60)
        self.connection.request("GET", f"{serving.path}events?after={after}",
                                headers={name.replace("_", "-"): value for name, value in headers.items()})
        self.answer = self.connection.getresponse()

    def next(self):
        """The fields of the next event, comments left out."""
        fields = {}
        while True:
            line = self.answer.readline().decode().rstrip("\n")
            if line == "" and "data" in fields:
                return fields
            name, _, value = line.partition(": ")
            if name:
                fields[name] = value

    def close(self):
        self.answer.close()
        self.connection.close()
