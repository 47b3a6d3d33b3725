"""alertmanager_test.py PROGRAM: alerts to Debian's prometheus-alertmanager, and what it makes of them
against our own webhook. Without it, skipped."""

import json
import pathlib
import sys
import tempfile

from desk import Alertmanager, Desk, Server, wait_for

if Alertmanager.program is None:
    print("skipped: prometheus-alertmanager is not installed")
    sys.exit(77)


def hooks(server, path):
    return [json.loads(body) for seen, _, body in server.seen if seen == path]


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    server = Server()
    manager = Alertmanager(folder, server.url + "/theirs")
    try:
        desk = Desk(sys.argv[1], folder, [
            {"name": "ours", "kind": "alertmanager", "url": server.url + "/ours"},
            {"name": "theirs", "kind": "alertmanager_api", "url": manager.url + "/api/v2/alerts"}])
        hostile = 'north"} or {a="\u202e\' <b>&'
        desk.run(desk.observation("2026-03-13T10:00", (hostile, 0.5), ("south", 0.5)))
        assert desk.run(desk.command("deliver", "--now", "2026-03-13T10:01")).startswith("4 sent"), desk.letters()
        wait_for(lambda: len(hooks(server, "/theirs")) >= 2)
        assert sorted(alert["labels"]["region"] for alert in manager.alerts()) == sorted([hostile, "south"])

        def by_region(path):
            return {alert["labels"]["region"]: (hook, alert) for hook in hooks(server, path) for alert in hook["alerts"]}

        ours, theirs = by_region("/ours"), by_region("/theirs")
        assert ours.keys() == theirs.keys()
        for region, (hook, alert) in ours.items():
            real_hook, real = theirs[region]
            assert hook.keys() == real_hook.keys(), hook.keys() ^ real_hook.keys()
            assert alert.keys() == real.keys(), alert.keys() ^ real.keys()
            for field in ("status", "labels", "annotations", "startsAt"):
                assert alert[field] == real[field], (field, alert[field], real[field])
            assert hook["version"] == real_hook["version"] and hook["status"] == real_hook["status"]
            assert {field: type(value) for field, value in alert.items()} == {
                field: type(value) for field, value in real.items()}

        # One recovers: it is told so, and the other stays.
        desk.run(desk.observation("2026-03-13T11:00", ("south", 0.9)))
        desk.run(desk.command("deliver", "--now", "2026-03-13T11:01"))
        wait_for(lambda: any(hook["status"] == "resolved" for hook in hooks(server, "/theirs")))
        real_hook, real = by_region("/theirs")["south"]
        hook, alert = by_region("/ours")["south"]
        assert (real["status"], real["endsAt"]) == (alert["status"], alert["endsAt"]) == ("resolved", "2026-03-13T11:00:00Z")
        assert [alert["labels"]["region"] for alert in manager.alerts()] == [hostile]
    finally:
        manager.stop()
print("prometheus-alertmanager takes the alerts, and tells of them as our webhook does")
