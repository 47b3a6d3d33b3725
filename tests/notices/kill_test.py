"""kill_test.py PROGRAM KILLS: SIGKILL while alerts are written down, and while they are delivered.

No alert that was written down may go without its notice, and a kill may cost one notice sent twice,
under the same key. Where prometheus-alertmanager is installed, it receives them too, and has each alert in
the end. A killed process is what this tests; the power of the machine stays on.
"""

import collections
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time

from desk import Alertmanager, Desk, Server

program, kills = sys.argv[1], int(sys.argv[2])
rng = random.Random(11)


def killed(command, longest):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(rng.uniform(0, longest))
    process.kill()
    return process.wait() == -9


with tempfile.TemporaryDirectory() as name:
    server = Server()
    manager = Alertmanager(pathlib.Path(name), server.url + "/manager") if Alertmanager.program else None
    patience = {"wait": "1s", "longest_wait": "1s", "attempts": 1000000, "per_minute": 1000000}
    channels = [{"name": "hook", "kind": "alertmanager", "url": server.url + "/hook", **patience}]
    if manager:
        channels.append({"name": "manager", "kind": "alertmanager_api", "url": manager.url + "/api/v2/alerts", **patience})
    desk = Desk(program, pathlib.Path(name), channels)
    begin = time.monotonic()
    desk.run(desk.observation("2026-03-13T00:00:00", ("first", 0.5)))
    longest = 1.5 * (time.monotonic() - begin)  # a slow machine is given time to work
    deaths, second = 0, 0
    while deaths < kills:
        second += 2
        at, then = (f"2026-03-{13 + s // 86400:02}T{s // 3600 % 24:02}:{s // 60 % 60:02}:{s % 60:02}"
                    for s in (second, second + 1))
        deaths += killed(desk.observation(at, (f"region {second}", 0.5)), longest)
        deaths += killed(desk.command("deliver", "--now", then), longest)
    desk.run(desk.command("deliver", "--now", "2026-03-20T00:00"))

    seconds = time.monotonic() - begin
    regions = {alert["labels"] for alert in json.loads(desk.run(desk.command("alerts", "--json")))}
    changes = len(regions)
    keys = [row[0] for row in desk.rows("SELECT key FROM letter WHERE state = 'sent' AND channel = 'hook'")]
    waiting = desk.rows("SELECT key FROM letter WHERE state <> 'sent'")
    received = collections.Counter(headers["Idempotency-Key"] for path, headers, _ in server.seen if path == "/hook")
    lost = set(keys) - set(received)
    twice = sum(received.values()) - len(received)
    if changes != len(keys) or waiting or lost or set(received) - set(keys) or twice > deaths:
        sys.exit(f"{changes} changes, {len(keys)} letters sent, {len(waiting)} not, {len(lost)} lost, {twice} twice")
    if kills >= 10 and changes < kills / 10:
        sys.exit(f"only {changes} changes in {deaths} kills: hardly worked")
    print(f"{deaths} kills in {seconds:.0f} s: {changes} changes of alerts, each with its notice; 0 lost, {twice} "
          f"sent twice, the most for one {max(received.values())}")
    if manager:
        known = {"region=" + alert["labels"]["region"] for alert in manager.alerts()}
        manager.stop()
        if known != regions:
            sys.exit(f"prometheus-alertmanager has {len(known)} alerts, {len(known ^ regions)} of them wrong or missing")
        print(f"prometheus-alertmanager has the same {len(known)}")
    else:
        print("without prometheus-alertmanager, which is not installed")
