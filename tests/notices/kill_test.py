"""kill_test.py PROGRAM KILLS: SIGKILL while alerts are written down, and while they are delivered.

No alert that was written down may go without its notice; a notice comes twice at most, under the same
key, and one that left twice without an answer is dead and says so. Where prometheus-alertmanager is installed, it receives them too, and has each alert in
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
    states = dict(desk.rows("SELECT key, state FROM letter WHERE channel = 'hook'"))
    sent, dead = ({key for key, state in states.items() if state == wanted} for wanted in ("sent", "dead"))
    received = collections.Counter(headers["Idempotency-Key"] for path, headers, _ in server.seen if path == "/hook")
    lost, most = sent - set(received), max(received.values())
    twice = sum(1 for copies in received.values() if copies > 1)
    if changes != len(states) or len(sent) + len(dead) < changes or lost or set(received) - set(states) or most > 2:
        sys.exit(f"{changes} changes, {len(sent)} letters sent, {len(dead)} dead of {len(states)}, {len(lost)} lost, "
                 f"{twice} came twice, one {most} times")
    if kills >= 10 and changes < kills / 10:
        sys.exit(f"only {changes} changes in {deaths} kills: hardly worked")
    print(f"{deaths} kills in {seconds:.0f} s: {changes} changes of alerts, each with its notice; 0 lost, {twice} "
          f"came twice, none more often; {len(dead)} left twice without an answer, "
          f"{len(dead - set(received))} of them not received")
    if manager:
        known = {"region=" + alert["labels"]["region"] for alert in manager.alerts()}
        manager.stop()
        if known != regions:
            sys.exit(f"prometheus-alertmanager has {len(known)} alerts, {len(known ^ regions)} of them wrong or missing")
        print(f"prometheus-alertmanager has the same {len(known)}")
    else:
        print("without prometheus-alertmanager, which is not installed")
