"""crash_test.py CLERK KILLS: kills a clerk at work with SIGKILL, again and again, on one store that
keeps budget versions, the steps of their workflow, and plans.

After every kill the trails must verify and hold, with its hash, each entry that was acknowledged.
Then two clerks work at once: no step may be lost, and those that met must have been told.
A killed process is what this tests; the power of the machine stays on.
"""
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def entries(text):
    return dict(line.split() for line in text.splitlines() if line.count(" ") == 1 and len(line) > 64)


def check(clerk, path, name):
    done = subprocess.run([clerk, path, name, "check"], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"the store does not verify: {done.stderr}")
    return entries(done.stdout)


def crash(clerk, folder, kills, rng):
    path, acknowledged, early = str(folder / "crash.db"), 0, 0
    start = time.monotonic()
    check(clerk, path, "none")
    longest = 0.06 + 3 * (time.monotonic() - start)  # a slow machine is given time to start
    for kill in range(kills):
        name = f"budget {kill // 20}"
        with open(folder / "noted", "w+") as noted:
            process = subprocess.Popen([clerk, path, name, "work"], stdout=noted)
            time.sleep(rng.uniform(0, longest))
            process.kill()
            if process.wait() != -9:
                sys.exit(f"kill {kill}: the clerk ended by itself")
            noted.seek(0)
            seen = entries(noted.read())
        kept = check(clerk, path, name)
        for sequence, digest in seen.items():
            if kept.get(sequence) != digest:
                sys.exit(f"kill {kill}: entry {sequence} was acknowledged and is not there")
        acknowledged += len(seen)
        early += not seen
    if acknowledged < kills:
        sys.exit(f"{acknowledged} entries in {kills} kills: the clerk hardly worked")
    print(f"{kills} kills, {early} before the first entry; {acknowledged} entries acknowledged, "
          f"0 lost; every chain verifies")


def together(clerk, folder, steps):
    path = str(folder / "together.db")
    check(clerk, path, "both")
    clerks = [subprocess.Popen([clerk, path, "both", "work", str(steps)], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [clerk.communicate() for clerk in clerks]
    if any(clerk.returncode for clerk in clerks):
        sys.exit(f"a clerk failed: {said}")
    first, second = (entries(out) for out, _ in said)
    kept = check(clerk, path, "both")
    taken = [sum(not name.startswith("p") for name in noted) for noted in (first, second)]
    if taken != [steps, steps] or {**first, **second} != kept or set(first) & set(second):
        sys.exit(f"{len(first)} and {len(second)} entries acknowledged, {len(kept)} kept")
    print(f"two processes: {len(kept)} entries acknowledged and kept, 0 lost, "
          f"{sum(int(err) for _, err in said)} conflicts told")


if __name__ == "__main__":
    seed = 20261124
    print(f"seed {seed}")
    with tempfile.TemporaryDirectory() as folder:
        crash(sys.argv[1], Path(folder), int(sys.argv[2]), random.Random(seed))
        together(sys.argv[1], Path(folder), 100)
