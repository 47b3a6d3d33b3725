#!/usr/bin/env python3
"""Runs the examples of the documentation and compares what they print with what the pages show.

Usage: examples_test.py [--update] PROGRAM_DIR... -- PAGE...

- A fenced block after <!-- file: NAME --> is written to NAME.
- In a ```console block each line "$ command" is run by the shell, in a copy of the repository's docs
  and examples with the programs of PROGRAM_DIRs on the path; the lines below it are its output and
  error output. In a line, "…" stands for any text; alone on a line, for any lines.
- A ```cpp block of a page beside which a source of the same name lies (01-calendar.md,
  01-calendar.cpp) is part of that source; indentation does not count.

--update rewrites in the pages every output that has changed.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"(?:<!-- file: (?P<file>\S+) -->\n)?```(?P<kind>\w*)\n(?P<text>.*?)```", re.S)


def matches(shown, printed):
    pattern = ""
    for line in shown.splitlines(keepends=True):
        pattern += ("(?:.*\n)*?" if line.strip() == "…"
                    else ".*".join(map(re.escape, line.split("…"))))
    return re.fullmatch(pattern, printed) is not None


def squeezed(text):
    return "\n".join(line.strip() for line in text.strip().splitlines())


class Page:
    def __init__(self, path, folder, programs):
        self.path = path
        self.folder = folder
        self.environment = dict(os.environ, PATH=":".join([*programs, os.environ["PATH"]]))
        self.commands = 0
        self.failures = []

    def console(self, text):
        """The block, with what is printed in place of every output that does not match."""
        renewed = ""
        for part in re.split(r"^(?=\$ )", text, flags=re.M):
            line, _, shown = part.partition("\n")
            if line.startswith("$ "):
                self.commands += 1
                printed = subprocess.run(
                    ["bash", "-c", line[2:]], cwd=self.folder, env=self.environment, timeout=120,
                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout.decode("utf-8")
                if not matches(shown, printed):
                    self.failures.append(f"{line}\n--- shown\n{shown}--- printed\n{printed}")
                    part = f"{line}\n{printed}"
            renewed += part
        return renewed

    def block(self, match):
        kind, text = match["kind"], match["text"]
        source = self.path.with_suffix(".cpp")
        if match["file"]:
            (self.folder / match["file"]).write_text(text, encoding="utf-8")
        if kind == "cpp" and source.exists():
            if squeezed(text) not in squeezed(source.read_text(encoding="utf-8")):
                self.failures.append(f"not in {source.name}:\n{text}")
        if kind == "console":
            return match[0].replace(text, self.console(text))
        return match[0]


def main(arguments):
    update = "--update" in arguments
    arguments = [a for a in arguments if a != "--update"]
    split = arguments.index("--")
    commands = failures = 0
    for path in map(Path, arguments[split + 1:]):
        with tempfile.TemporaryDirectory() as folder:
            for part in ("docs", "examples"):
                shutil.copytree(ROOT / part, Path(folder) / part)
            page = Page(path, Path(folder), arguments[:split])
            before = path.read_text(encoding="utf-8")
            after = BLOCK.sub(page.block, before)
        if update and after != before:
            path.write_text(after, encoding="utf-8")
        for failure in page.failures:
            print(f"{path}: {failure}\n")
        commands += page.commands
        failures += len(page.failures)
    print(f"{commands} commands, {failures} failures")
    return commands == 0 or (failures > 0 and not update)


if __name__ == "__main__":
    if "--" not in sys.argv:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
