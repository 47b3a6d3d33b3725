"""server_test.py PROGRAM: `salesplan serve` asked by plain HTTP: facts in, changes out, and strangers kept
out."""

import http.client
import json
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

from serving import PLAN, Events, Serving

PROGRAM = sys.argv.pop(1)


def resident(process):
    """Kilobytes of memory that a process has."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    return int(status.split("VmRSS:")[1].split()[0])


class Serve(unittest.TestCase):
    def serve(self, *rest, files=()):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        for name, text in files:
            (pathlib.Path(folder.name) / name).write_text(text, encoding="utf-8")
        serving = Serving(PROGRAM, folder.name, *rest)
        self.addCleanup(serving.end)
        return serving

    def test_facts_come_in_and_changes_go_out(self):
        serving = self.serve()
        before = serving.model()
        watcher = Events(serving, 0)
        self.addCleanup(watcher.close)
        self.assertEqual(watcher.answer.getheader("Content-Type"), "text/event-stream")
        self.assertEqual(serving.sell("120.50"), (200, {"sequence": 1}))
        event = watcher.next()
        self.assertEqual((event["id"], event["event"]), ("1", "change"))
        patch = {one["path"]: one.get("value") for one in json.loads(event["data"])}
        actual = before["months"][2]["actual"] + 12050
        self.assertEqual(patch["/months/2/actual"], actual)
        self.assertEqual(patch["/months/2/units/rep/0/actual"], before["months"][2]["units"]["rep"][0]["actual"] + 12050)
        self.assertEqual(serving.model()["months"][2]["actual"], actual)
        # CSV, with a return and a later day; what is expected by now moves with the evening.
        status, _, body = serving.ask("POST", "facts", "line,rep,day,sales,note\nrice,bob,2026-03-16,-1.00,x\n",
                                      Content_Type="text/csv; charset=utf-8")
        self.assertEqual((status, body), (200, '{"sequence":2}'))
        patch = {one["path"]: one.get("value") for one in json.loads(watcher.next()["data"])}
        self.assertEqual(patch["/months/2/actual"], actual - 100)
        self.assertGreater(patch["/months/2/pace"], before["months"][2]["pace"])
        # A day passes without facts; who comes late or comes back gets what it has missed.
        self.assertEqual(serving.post({"evening": "2026-03-17"}), (200, {"sequence": 3}))
        late = Events(serving, 0, Last_Event_ID="1")
        self.addCleanup(late.close)
        self.assertEqual([late.next()["id"] for _ in range(2)], ["2", "3"])
        stranger = Events(serving, 77)  # of another run of the server
        self.addCleanup(stranger.close)
        event = stranger.next()
        self.assertEqual(event["event"], "model")
        self.assertEqual(json.loads(event["data"]), serving.model())

    def test_alerts_fire_and_recover(self):
        serving = self.serve()
        before = serving.model()
        due = {row["label"]: row["target"] for row in before["months"][2]["units"]["rep"]}["Ann"] * 10 / 22
        sold = {row["label"]: row["actual"] for row in before["months"][2]["units"]["rep"]}["Ann"]
        watcher = Events(serving, 0)
        self.addCleanup(watcher.close)

        def next_alerts():
            return [one["value"] for one in json.loads(watcher.next()["data"]) if one["path"].startswith("/alerts")]

        known = before.get("alerts", [])
        for pace, state in ((0.7, "firing"), (0.9, None), (1, "normal"), (0.5, "firing")):
            if known and known[-1]["state"] == state:
                continue
            serving.sell((due * pace - sold) / 100)
            sold = round(due * pace)
            rows = [row for value in next_alerts() for row in (value if isinstance(value, list) else [value])]
            self.assertEqual([(row["rule"], row["label"], row["month"], row["kpi"], row["state"]) for row in rows],
                             [("behind", "Ann", "2026-03", "pace", state)] if state else [])
            known = known + rows
            self.assertEqual(serving.model().get("alerts", []), known)
        self.assertGreaterEqual(len(known), 3)
        self.assertAlmostEqual(known[-1]["value"], 0.5, places=3)

    def test_notices_of_alerts_go_into_an_outbox(self):
        if "--outbox" not in subprocess.run([PROGRAM, "serve", "--help"], capture_output=True, text=True, check=True).stdout:
            self.skipTest("built without notices")
        channels = json.dumps({"channels": [{"name": "inbox", "kind": "inbox"}]})
        rules = json.dumps({**PLAN["alerts"], "dimensions": [{"name": "rep", "members": [
            {"key": "north"}, {"key": "ann", "parent": "north"}, {"key": "bob", "parent": "north"}, {"key": "cai"}]}]})
        serving = self.serve("--outbox", "alerts.db", "--channels", "channels.json",
                             files=(("channels.json", channels), ("rules.json", rules)))

        def notices(*what):
            return subprocess.run([PROGRAM, "notices", *what, "alerts.db", "rules.json", "channels.json", "--json"],
                                  cwd=serving.folder, capture_output=True, text=True, check=True).stdout

        for amount in (-1e6, 2e6):
            self.assertEqual(serving.sell(amount)[0], 200)
        letters = json.loads(notices("list"))
        self.assertEqual([letter["payload"].split(":")[0] for letter in letters][-2:],
                         ["1 alert firing", "1 alert resolved"])
        self.assertEqual([(alert["rule"], alert["labels"], alert["state"]) for alert in json.loads(notices("alerts"))],
                         [("behind", "rep=ann", "normal")])
        # Another run goes on from what is known: nobody is told again.
        serving.close()
        again = Serving(PROGRAM, serving.folder, "--outbox", "alerts.db", "--channels", "channels.json")
        self.addCleanup(again.end)
        self.assertEqual(json.loads(notices("list")), letters)
        self.assertEqual(again.sell(-2e6)[0], 200)
        self.assertEqual(len(json.loads(notices("list"))), len(letters) + 1)

    def test_the_page(self):
        serving = self.serve()
        status, headers, page = serving.ask("GET", "")
        self.assertEqual(status, 200)
        self.assertEqual(headers["Content-Type"], "text/html; charset=utf-8")
        self.assertIn("default-src 'none'; connect-src 'self'; script-src 'sha256-", page)
        self.assertIn("Tea & Co", page)
        for name, value in (("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
                            ("Referrer-Policy", "no-referrer"), ("Content-Security-Policy", "frame-ancestors 'none'"),
                            ("Cross-Origin-Resource-Policy", "same-origin")):
            self.assertEqual(headers[name], value)
        for name in headers:
            self.assertFalse(name.lower().startswith("access-control"))

    def test_strangers(self):
        serving = self.serve("--host", "plan.example.com")
        token = serving.path.strip("/")
        self.assertRegex(token, "^[0-9a-f]{64}$")
        self.assertTrue(serving.url.startswith("http://127.0.0.1:"))
        wrong = [token[:-1] + ("0" if token[-1] != "0" else "1"), token[:-1], token + "0", "", "x" * 8000, "%00", "..",
                 token.upper() if token.upper() != token else "y"]
        for guess in wrong:
            for path in (f"/{guess}/", f"/{guess}/facts", f"/{guess}/events?after=0", f"/{guess}"):
                self.assertEqual(serving.ask("GET", path)[0], 404, path)
        self.assertEqual(serving.ask("GET", "/")[0], 404)
        self.assertEqual(serving.ask("GET", "/favicon.ico")[0], 404)
        self.assertEqual(serving.ask("GET", serving.path + "../" + token + "/")[0], 404)
        # A page elsewhere whose name leads here, and pages of other origins.
        port = serving.port
        for host, status in ((f"evil.example:{port}", 421), ("127.0.0.1", 421), (f"127.0.0.1:{port}.evil.example", 421),
                             (f"localhost:{port}", 200), (f"LOCALHOST:{port}", 200), ("plan.example.com", 200),
                             (f"plan.example.com:{port}", 200), ("", 421)):
            self.assertEqual(serving.ask("GET", "", Host=host)[0], status, host)
        for origin, status in (("http://evil.example", 403), ("null", 403), (f"http://127.0.0.1:{port}", 200),
                               ("http://127.0.0.1:1", 403)):
            self.assertEqual(serving.ask("GET", "", Origin=origin)[0], status, origin)
        # Two hosts, and none.
        for hosts in ([], ["Host: 127.0.0.1:%d" % port] * 2):
            with socket.create_connection(("127.0.0.1", port), 60) as raw:
                raw.sendall("\r\n".join([f"GET {serving.path} HTTP/1.1", *hosts, "", ""]).encode())
                self.assertIn(b" 421 ", raw.recv(100))
        for method, path, status in (("OPTIONS", "facts", 405), ("PUT", "facts", 405), ("GET", "facts", 405),
                                     ("POST", "", 405), ("DELETE", "model.json", 405), ("GET", "other", 404)):
            self.assertEqual(serving.ask(method, path)[0], status, (method, path))
        self.assertEqual(serving.model()["live"]["sequence"], 0)

    def test_what_it_refuses(self):
        serving = self.serve()
        def refused(body, status=400, kind="application/json"):
            found, _, text = serving.ask("POST", "facts", body, Content_Type=kind)
            self.assertEqual(found, status, text)
            return json.loads(text)["error"]

        row = {"day": "2026-03-13", "rep": "ann", "line": "tea", "sales": 1}
        for change, words in (({"rep": "zoe"}, 'facts: facts[1].rep: "zoe" is not a member'),
                              ({"rep": "north"}, "has members below it"),
                              ({"day": "2026-02-30"}, "facts: facts[1].day:"),
                              ({"day": "2027-01-01"}, "2027-01-01 is not within the plan, 2026-01-01 to 2026-12-31"),
                              ({"sales": "1.005.0"}, "facts[1].sales"), ({"sales": None}, "facts[1].sales"),
                              ({"sales": 1e30}, "facts[1].sales")):
            self.assertIn(words, refused(json.dumps({"facts": [row, {**row, **change}]})))
        self.assertIn('facts[0]: the field "line" is missing',
                      refused('{"facts": [{"day": "2026-03-13", "rep": "ann", "sales": 1}]}'))
        self.assertIn("unknown field", refused('{"fact": []}'))
        self.assertIn("not JSON", refused("{"))
        self.assertIn("evening", refused('{"evening": "2027-01-01"}'))
        self.assertEqual(refused("day,rep,line,sales\n2026-03-13,ann,tea,1\n2026-03-13,ann,tee,1\n", kind="text/csv"),
                         'facts:3 (line): "tee" is not a member of dimension product')
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
            self.assertIn("text/csv or application/json", refused('{"facts": []}', 415, kind))
        self.assertEqual(serving.ask("GET", "events?after=x")[0], 400)
        self.assertEqual(serving.ask("GET", "events")[0], 400)
        self.assertEqual(serving.model()["live"]["sequence"], 0)

    def test_a_batch_that_comes_twice_counts_once(self):
        serving = self.serve()
        before = serving.model()["months"][2]["actual"]
        row = {"day": "2026-03-13", "rep": "ann", "line": "tea", "sales": 1}
        for _ in range(2):
            self.assertEqual(serving.post({"facts": [row]}, Idempotency_Key="a"), (200, {"sequence": 1}))
        self.assertEqual(serving.post({"facts": [row]}, Idempotency_Key="b"), (200, {"sequence": 2}))
        self.assertEqual(serving.model()["months"][2]["actual"], before + 200)

    def test_batches_have_a_size(self):
        serving = self.serve()
        large = "day,rep,line,sales\n" + "x" * (17 << 20)
        with socket.create_connection(("127.0.0.1", serving.port), 60) as raw:  # said, and not even sent
            raw.sendall(f"POST {serving.path}facts HTTP/1.1\r\nHost: {serving.host}\r\nContent-Type: text/csv\r\n"
                        f"Content-Length: {len(large)}\r\n\r\n".encode())
            self.assertIn(b" 413 ", raw.recv(100))

        def pieces():
            for at in range(0, len(large), 1 << 20):
                yield large[at:at + (1 << 20)].encode()

        before = resident(serving.process)
        try:  # not said
            connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=60)
            connection.request("POST", serving.path + "facts", pieces(), {"Content-Type": "text/csv"}, encode_chunked=True)
            self.assertEqual(connection.getresponse().status, 413)
        except (BrokenPipeError, ConnectionResetError):
            pass  # let go before all was sent
        finally:
            connection.close()
        self.assertLess(resident(serving.process) - before, 64 << 10)
        self.assertEqual(serving.model()["live"]["sequence"], 0)

    def test_slow_watchers_hold_up_nobody(self):
        serving = self.serve()
        slow = []
        for _ in range(32):  # as many as there may be, none of which reads on
            raw = socket.socket()
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            raw.connect(("127.0.0.1", serving.port))
            raw.sendall(f"GET {serving.path}events?after=0 HTTP/1.1\r\nHost: {serving.host}\r\n\r\n".encode())
            self.assertIn(b" 200 ", raw.recv(100))
            self.addCleanup(raw.close)
            slow.append(raw)
        status, headers, _ = serving.ask("GET", "events?after=0")
        self.assertEqual((status, headers["Retry-After"]), (503, "30"))
        before = resident(serving.process)
        longest = 0
        rows = [{"day": f"2026-03-{day:02}", "rep": rep, "line": line, "sales": 1}
                for day in range(1, 14) for rep in ("ann", "bob", "cai") for line in ("tea", "rice")]
        for _ in range(1200):
            begin = time.monotonic()
            self.assertEqual(serving.post({"facts": rows})[0], 200)
            longest = max(longest, time.monotonic() - begin)
        self.assertLess(longest, 4)  # nobody waits for the five seconds of a slow one
        self.assertLess(resident(serving.process) - before, 64 << 10)
        self.assertEqual(serving.model()["live"]["sequence"], 1200)
        for raw in slow[:8]:
            raw.close()
        deadline = time.monotonic() + 60  # the server finds out when it next has something to say
        while time.monotonic() < deadline:
            serving.sell(1)
            watcher = Events(serving, serving.model()["live"]["sequence"])
            if watcher.answer.status == 200:
                break
            watcher.close()
            time.sleep(0.1)
        self.assertEqual(watcher.answer.status, 200)
        serving.sell(1)
        self.assertEqual(watcher.next()["event"], "change")
        watcher.close()

    def test_files_are_followed(self):
        serving = self.serve("--watch", "new.csv", "--watch", "in")
        before = serving.model()["months"][2]["actual"]
        watcher = Events(serving, 0)
        self.addCleanup(watcher.close)
        with (serving.folder / "new.csv").open("a", encoding="utf-8") as file:
            file.write("day,rep,line,sales\n2026-03-13,ann,tea,1.00\n2026-03-13,ann,te")
            file.flush()
            self.assertEqual(watcher.next()["id"], "1")
            file.write("a,2.00\n")
        self.assertEqual(watcher.next()["id"], "2")
        self.assertEqual(serving.model()["months"][2]["actual"], before + 300)
        (serving.folder / "in").mkdir()
        (serving.folder / "in" / "a.csv").write_text("day,rep,line,sales\n2026-03-13,zoe,tea,1.00\n", encoding="utf-8")
        self.assertEqual(watcher.next()["id"], "3")
        self.assertEqual(serving.model()["live"]["problem"], 'in/a.csv:2 (rep): "zoe" is not a member of dimension rep')
        self.assertIn("in/a.csv:2 (rep)", serving.close())

    def test_it_stops(self):
        for how in (signal.SIGINT, signal.SIGTERM):
            serving = self.serve()
            watcher = Events(serving, 0)
            self.assertEqual(watcher.answer.readline(), b"retry: 2000\n")
            begin = time.monotonic()
            self.assertEqual(serving.close(how), "")
            self.assertLess(time.monotonic() - begin, 10)
            self.assertEqual(watcher.answer.read(), b"\n")  # the stream ends as streams do
            watcher.close()
            with self.assertRaises(OSError):
                socket.create_connection(("127.0.0.1", serving.port), 1).close()

    def test_token_and_port(self):
        serving = self.serve("--token-file", "token", files=[("token", "a-token_of-16-or-more\nnot this\n")])
        self.assertEqual(serving.path, "/a-token_of-16-or-more/")
        self.assertEqual(serving.ask("GET", "")[0], 200)
        for rest, words in ((("--token-file", "token"), "token: must be 16 or more of A-Z, a-z, 0-9, _ and -"),
                            (("--port", str(serving.port)), "cannot be listened at"),
                            (("--address", "192.0.2.1"), "cannot be listened at")):
            with self.assertRaisesRegex(AssertionError, words):
                self.serve(*rest, files=[("token", "a/../token-of-16-or-more")])


if __name__ == "__main__":
    unittest.main()
