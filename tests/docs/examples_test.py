#!/usr/bin/env python3
"""Runs the examples of the documentation and compares what they print with what the pages show.

Usage: examples_test.py [--update] LIBRARY PROGRAM_DIR... -- PAGE...

- A fenced block after <!-- file: NAME --> is written to NAME.
- In a ```console block each line "$ command" is run by the shell, in a copy of the repository's docs
  and examples with the programs of PROGRAM_DIRs on the path and salesplan.h and LIBRARY where
  compilers look for them; the lines below it are its output and error output. In a line, "…"
  stands for any text; alone on a line, for any lines.
- The ```python blocks of a page are one session of doctest, in the same place.
- A ```cpp block of a page beside which a source of the same name lies (02-calendar.md,
  02-calendar.cpp) is part of that source; indentation does not count.
- A link to a file leads to one.

--update rewrites in the pages every output of a command that has changed.
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
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]+)")


def matches(shown, printed):
    pattern = ""
    for line in shown.splitlines(keepends=True):
        pattern += ("(?:.*\n)*?" if line.strip() == "…"
                    else ".*".join(map(re.escape, line.split("…"))))
    return re.fullmatch(pattern, printed) is not None


def squeezed(text):
    return "\n".join(line.strip() for line in text.strip().splitlines())


def as_installed(library, programs):
    """The environment in which salesplan is found as if it were installed."""
    added = {"PATH": programs, "LIBRARY_PATH": [library.parent], "LD_LIBRARY_PATH": [library.parent],
             "C_INCLUDE_PATH": [ROOT / "capi"],
             "PYTHONPATH": [ROOT / "bindings/python"]}
    result = dict(os.environ, SALESPLAN_LIBRARY=str(library))
    for name, folders in added.items():
        old = [os.environ[name]] if os.environ.get(name) else []
        result[name] = ":".join([*map(str, folders), *old])
    return result


class Page:
    def __init__(self, path, folder, environment):
        self.path = path
        self.folder = folder
        self.environment = environment
        self.session = ""
        self.commands = 0
        self.failures = []

    def run(self, command):
        self.commands += 1
        return subprocess.run(command, cwd=self.folder, env=self.environment, timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout.decode("utf-8")

    def console(self, text):
        """The block, with what is printed in place of every output that does not match."""
        renewed = ""
        for part in re.split(r"^(?=\$ )", text, flags=re.M):
            line, _, shown = part.partition("\n")
            if line.startswith("$ "):
                printed = self.run(["bash", "-c", line[2:]])
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
        if kind == "python":
            self.session += text + "\n"
            if ">>> " not in text:
                self.failures.append(f"not a session with >>>, so not checked:\n{text}")
        if kind == "console":
            return match[0].replace(text, self.console(text))
        return match[0]

    def check(self, text):
        """Checks the page; its text, with outputs renewed."""
        renewed = BLOCK.sub(self.block, text)
        if self.session:
            (self.folder / "session.txt").write_text(self.session, encoding="utf-8")
            printed = self.run([sys.executable, "-m", "doctest", "-o", "ELLIPSIS", "session.txt"])
            if printed:
                self.failures.append(printed)
        for link in LINK.findall(BLOCK.sub("", text)):
            if not (self.path.parent / link).exists():
                self.failures.append(f"{link} is linked and not there")
        return renewed


def main(arguments):
    update = "--update" in arguments
    arguments = [a for a in arguments if a != "--update"]
    split = arguments.index("--")
    environment = as_installed(Path(arguments[0]), arguments[1:split])
    commands = failures = 0
    for path in map(Path, arguments[split + 1:]):
        with tempfile.TemporaryDirectory() as folder:
            for part in ("docs", "examples"):
                shutil.copytree(ROOT / part, Path(folder) / part)
            (Path(folder) / "include").symlink_to(ROOT / "include")
            page = Page(path, Path(folder), environment)
            before = path.read_text(encoding="utf-8")
            after = page.check(before)
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
