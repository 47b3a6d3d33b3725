"""notices_test.py PROGRAM: notices by every channel to servers that note what comes."""

import concurrent.futures
import email
import email.policy
import json
import pathlib
import socket
import sys
import tempfile
import unittest
import urllib.parse

from desk import Desk, Server

sys.path.append("/usr/lib/python3/dist-packages")  # where Debian puts aiosmtpd
try:
    from aiosmtpd.controller import Controller
except ImportError:
    Controller = None

PROGRAM = sys.argv.pop(1)


class Notices(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.server = Server()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)

    def desk(self, *channels):
        return Desk(PROGRAM, self.folder, list(channels))

    def deliver(self, desk, time):
        return desk.run(desk.command("deliver", "--now", time)).strip()

    def test_webhook_robots_sms_and_inbox(self):
        url = self.server.url
        desk = self.desk(
            {"name": "hook", "kind": "alertmanager", "url": url + "/hook"},
            *({"name": kind, "kind": kind, "url": f"{url}/{kind}"} for kind in ("dingtalk", "wecom", "feishu")),
            {"name": "sms", "kind": "sms", "url": url + "/sms", "to": ["+8613800000000", "+4915100000000"],
             "form": {"To": "{to}", "Body": "{text}", "From": "salesplan"}},
            {"name": "inbox", "kind": "inbox"},
            {"name": "others", "kind": "inbox", "receivers": ["nobody"]})
        desk.run(desk.observation("2026-03-13T10:00", ("north&To=x", 0.5)))
        self.assertEqual(self.deliver(desk, "2026-03-13T10:01"), "6 sent, 0 to be tried again, 0 dead")
        self.assertEqual(self.deliver(desk, "2026-03-13T10:02"), "0 sent, 0 to be tried again, 0 dead")
        seen = {path: json.loads(body) for path, _, body in self.server.seen if path != "/sms"}
        self.assertEqual(seen["/hook"]["version"], "4")
        self.assertEqual(seen["/hook"]["alerts"][0]["labels"]["region"], "north&To=x")
        self.assertEqual(seen["/dingtalk"]["msgtype"], "markdown")
        self.assertEqual(seen["/feishu"]["msg_type"], "interactive")
        forms = [urllib.parse.parse_qs(body) for path, _, body in self.server.seen if path == "/sms"]
        self.assertEqual([form["To"] for form in forms], [["+8613800000000"], ["+4915100000000"]])
        self.assertIn("north&To=x", forms[0]["Body"][0])
        self.assertEqual(len({headers["Idempotency-Key"] for _, headers, _ in self.server.seen}), 1)
        self.assertEqual([letter["state"] for letter in desk.letters() if letter["channel"] == "inbox"], ["sent"])
        self.assertEqual([letter for letter in desk.letters() if letter["channel"] == "others"], [])

    def test_mail(self):
        if Controller is None:
            self.skipTest("aiosmtpd is not there")
        mails = []

        class Keep:
            async def handle_DATA(self, _server, _session, envelope):
                mails.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content,
                                                                          policy=email.policy.default)))
                return "250 OK"

        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        controller = Controller(Keep(), hostname="127.0.0.1", port=port)
        controller.start()
        self.addCleanup(controller.stop)
        desk = self.desk({"name": "mail", "kind": "mail", "url": f"smtp://127.0.0.1:{port}", "tls": False,
                          "from": "plan@example.com", "to": ["ann@example.com", "bob@example.com"],
                          "domain": "plan.example.com"})
        desk.run(desk.observation("2026-03-13T10:00", ("北\r\nBcc: x@example.com".replace("\r\n", " "), 0.5)))
        self.assertEqual(self.deliver(desk, "2026-03-13T10:01"), "1 sent, 0 to be tried again, 0 dead")
        [(to, mail)] = mails
        self.assertEqual(to, ["ann@example.com", "bob@example.com"])
        self.assertEqual(mail["Message-ID"], f"<{desk.letters()[0]['key']}@plan.example.com>")
        self.assertIsNone(mail["Bcc"])
        self.assertIn("北", mail.get_content())

    def test_mail_that_nobody_answers(self):
        if Controller is None:
            self.skipTest("aiosmtpd is not there")
        taken, reply = [], ["hang up"]

        class Take:
            async def handle_DATA(self, server, _session, envelope):
                taken.append(envelope.content)
                if reply[0] == "hang up":
                    server.transport.abort()
                return reply[0]

        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        controller = Controller(Take(), hostname="127.0.0.1", port=port)
        controller.start()
        self.addCleanup(controller.stop)
        desk = self.desk({"name": "mail", "kind": "mail", "url": f"smtp://127.0.0.1:{port}", "tls": False,
                          "from": "plan@example.com", "to": ["ann@example.com"], "domain": "plan.example.com"})
        desk.run(desk.observation("2026-03-13T10:00", ("a", 0.5)))
        self.assertEqual(self.deliver(desk, "2026-03-13T10:00"), "0 sent, 1 to be tried again, 0 dead")
        reply[0] = "451 later"  # an answer, and so no copy that nobody knows of
        for hour in ("11", "12", "13"):
            self.assertEqual(self.deliver(desk, f"2026-03-13T{hour}:00"), "0 sent, 1 to be tried again, 0 dead")
        self.assertEqual(desk.rows("SELECT departures FROM letter"), [(1,)])
        reply[0] = "hang up"
        self.assertEqual(self.deliver(desk, "2026-03-13T14:00"), "0 sent, 0 to be tried again, 1 dead")
        self.assertEqual(len(taken), 5)

    def test_line_ends_are_refused(self):
        mail = {"name": "mail", "kind": "mail", "url": "smtp://localhost", "from": "a@example.com",
                "to": ["b@example.com"], "domain": "example.com"}
        sms = {"name": "sms", "kind": "sms", "url": "http://localhost", "to": ["1"], "form": {"To": "{to}"}}
        for channel, change, place in (
                (mail, {"to": ["b@example.com\r\nRCPT TO:<c@example.com>"]}, "channels[0].to[0]"),
                (mail, {"to": ["b@example.com,c@example.com"]}, "channels[0].to[0]"),
                (mail, {"from": "a@example.com\nBcc: c@example.com"}, "channels[0].from"),
                (mail, {"url": "smtp://localhost\r\n"}, "channels[0].url"),
                (mail, {"url": "file:///etc/passwd"}, "channels[0].url"),
                (mail, {"domain": "example.com>\r\nBcc: c"}, "channels[0].domain"),
                (sms, {"to": ["1\n2"]}, "channels[0].to[0]"),
                (sms, {"form": {"To": "{to}\r\n"}}, "channels[0].form.To"),
                (sms, {"user": "a\nb"}, "channels[0].user"),
                (sms, {"kind": "smoke"}, "channels[0].kind")):
            desk = self.desk({**channel, **change})
            self.assertIn(place, desk.run(desk.command("list"), code=3))

    def test_back_off_dead_letters_and_rate(self):
        hook = {"name": "hook", "kind": "alertmanager", "url": self.server.url, "attempts": 3, "wait": "1m",
                "per_minute": 2}
        desk = self.desk(hook)
        self.server.status = 503
        desk.run(desk.observation("2026-03-13T10:00", ("a", 0.5)))
        for time, said in (("10:00", "0 sent, 1 to be tried again, 0 dead"),
                           ("10:00:59", "0 sent, 0 to be tried again, 0 dead"),
                           ("10:01", "0 sent, 1 to be tried again, 0 dead"),
                           ("10:02:59", "0 sent, 0 to be tried again, 0 dead"),
                           ("10:03", "0 sent, 0 to be tried again, 1 dead"),
                           ("11:00", "0 sent, 0 to be tried again, 0 dead")):
            self.assertEqual(self.deliver(desk, f"2026-03-13T{time}"), said)
        self.assertIn("503", desk.letters()[0]["error"])
        self.server.status = 200
        desk.run(desk.command("revive", "--now", "2026-03-13T11:00"))
        self.assertEqual(self.deliver(desk, "2026-03-13T11:00"), "1 sent, 0 to be tried again, 0 dead")
        self.assertEqual(len({body for _, _, body in self.server.seen}), 1)
        # Refused for good is dead at once; a robot that answers with an error code is tried again.
        self.server.status = 404
        desk.run(desk.observation("2026-03-13T12:00", ("b", 0.5)))
        self.assertEqual(self.deliver(desk, "2026-03-13T12:00"), "0 sent, 0 to be tried again, 1 dead")
        self.server.status, self.server.answer = 200, b'{"errcode": 310000}'
        desk.run(desk.observation("2026-03-13T13:00", ("c", 0.5)))
        self.assertEqual(self.deliver(desk, "2026-03-13T13:00"), "0 sent, 1 to be tried again, 0 dead")
        self.server.answer = b'{"errcode": 0}'
        for i, region in enumerate("def"):
            desk.run(desk.observation(f"2026-03-13T14:00:0{i}", (region, 0.5)))
        self.assertEqual(self.deliver(desk, "2026-03-13T14:01"), "2 sent, 0 to be tried again, 0 dead")
        self.assertEqual(self.deliver(desk, "2026-03-13T14:01:30"), "0 sent, 0 to be tried again, 0 dead")
        self.assertEqual(self.deliver(desk, "2026-03-13T14:02:01"), "2 sent, 0 to be tried again, 0 dead")

    def test_nobody_answers(self):
        desk = self.desk({"name": "hook", "kind": "alertmanager", "url": self.server.url})
        self.server.status = None  # takes the letter and hangs up
        desk.run(desk.observation("2026-03-13T10:00", ("a", 0.5)))
        self.assertEqual(self.deliver(desk, "2026-03-13T10:00"), "0 sent, 1 to be tried again, 0 dead")
        self.assertEqual(self.deliver(desk, "2026-03-13T11:00"), "0 sent, 0 to be tried again, 1 dead")
        self.assertEqual(self.deliver(desk, "2026-03-13T12:00"), "0 sent, 0 to be tried again, 0 dead")
        self.assertEqual(len(self.server.seen), 2)
        self.assertIn("it may have arrived", desk.letters()[0]["error"])
        # Nobody there at all is no reason to doubt: it has not left, and is tried as often as any.
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        desk.set_channels([{"name": "hook", "kind": "alertmanager", "url": f"http://127.0.0.1:{port}"}])
        desk.run(desk.observation("2026-03-13T13:00", ("b", 0.5)))
        for hour in ("13", "14", "15"):
            self.assertEqual(self.deliver(desk, f"2026-03-13T{hour}:00"), "0 sent, 1 to be tried again, 0 dead")
        self.assertEqual(desk.rows("SELECT departures FROM letter WHERE state = 'waiting'"), [(0,)])

    def test_digest(self):
        desk = self.desk({"name": "hook", "kind": "alertmanager", "url": self.server.url, "digest": "10m"})
        for minute, region in ((0, "a"), (4, "b"), (9, "c")):
            desk.run(desk.observation(f"2026-03-13T10:0{minute}", (region, 0.5)))
        self.assertEqual(self.deliver(desk, "2026-03-13T10:09"), "0 sent, 0 to be tried again, 0 dead")
        self.assertEqual(self.deliver(desk, "2026-03-13T10:10"), "1 sent, 0 to be tried again, 0 dead")
        [(_, _, body)] = self.server.seen
        self.assertEqual([alert["labels"]["region"] for alert in json.loads(body)["alerts"]], ["a", "b", "c"])

    def alerts(self, desk):
        return json.loads(desk.run(desk.command("alerts", "--json")))

    def test_what_people_do(self):
        desk = self.desk({"name": "inbox", "kind": "inbox"})
        desk.run(desk.command("silence", "region=south", "--now", "2026-03-13T09:00", "--until", "2026-03-13T12:00",
                              "--who", "eve", "--why", "stocktaking"))
        desk.run(desk.observation("2026-03-13T10:00", ("north", 0.5), ("south", 0.5)))
        self.assertEqual(len(desk.letters()), 1)
        north, south = self.alerts(desk)
        self.assertEqual((north["labels"], north["handling"]), ("region=north", "open"))
        now = ["--who", "eve", "--now", "2026-03-13T10:30"]
        desk.run(desk.command("act", north["fingerprint"], "measure", "--what", "visit both", *now))
        self.assertIn("verified needs a measure", desk.run(desk.command("act", south["fingerprint"], "verify", *now), code=3))
        self.assertIn("has no alert", desk.run(desk.command("act", "0123456789abcdef", "close", *now), code=3))
        self.assertIn("not one of acknowledge", desk.run(desk.command("act", north["fingerprint"], "ignore", *now), code=3))
        desk.run(desk.observation("2026-03-13T12:00", ("north", 0.9)))
        self.assertEqual([letter["made"] for letter in desk.letters()],
                         ["2026-03-13T10:00:00", "2026-03-13T12:00:00", "2026-03-13T12:00:00"])
        self.assertEqual(desk.run(desk.command("forget", "--before", "2026-03-13T12:00")), "1 letters\n")
        north, south = self.alerts(desk)
        self.assertEqual((north["state"], north["measures"]), ("normal", "visit both: 0.5 to 0.9"))
        self.assertEqual(south["state"], "firing")
        self.assertEqual(len(desk.letters()), 2)

    def test_a_damaged_record(self):
        desk = self.desk({"name": "inbox", "kind": "inbox"})
        desk.run(desk.observation("2026-03-13T10:00", ("north", 0.5)))
        desk.rows("UPDATE journal SET content = substr(content, 1, 20)")
        said = desk.run(desk.command("list"), code=3)
        self.assertIn(f"{self.folder}/alerts.db: journal row 1:1:", said)
        self.assertEqual(said.count("\n"), 1)

    def test_processes_at_once(self):
        desk = self.desk({"name": "inbox", "kind": "inbox"})
        regions = [f"region {i}" for i in range(24)]

        def observe(worker):
            for region in regions:  # both see each, at one time
                desk.run(desk.observation("2026-03-13T10:00", (region, 0.5), (f"{region} of {worker}", 0.5),
                                          name=f"{worker}.csv"))

        with concurrent.futures.ThreadPoolExecutor() as workers:
            list(workers.map(observe, "ab"))
        self.assertEqual(desk.rows("SELECT count(*) FROM journal"), [(2 * len(regions),)])
        expected = sorted(f"region={name}" for region in regions for name in (region, f"{region} of a", f"{region} of b"))
        alerts = self.alerts(desk)
        self.assertEqual(sorted(alert["labels"] for alert in alerts), expected)
        self.assertEqual({alert["state"] for alert in alerts}, {"firing"})
        told = [line.split("pace of region=")[1].split(" is ")[0]
                for letter in desk.letters() for line in letter["payload"].splitlines() if line.startswith("- ")]
        self.assertEqual(sorted(f"region={name}" for name in told), expected)
        # A time before what another process wrote is a conflict, and says so.
        self.assertIn("is before", desk.run(desk.observation("2026-03-13T09:59", ("late", 0.5)), code=3))


if __name__ == "__main__":
    unittest.main()
