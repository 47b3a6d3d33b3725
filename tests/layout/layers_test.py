"""The layer rule, read from the #include lines, and the layout that goes with it."""
import graphlib
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]

# A room includes itself and rooms on lower floors; never a neighbour, never upward.
FLOORS = [
    ["core"],
    ["calendar", "numeric"],
    ["table"],
    ["forecast", "allocation"],
    ["target", "territory", "product", "customer", "promotion"],
    ["schedule", "budget", "material"],
    ["monitor", "review"],
    ["plan"],
]
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}

# Umbrella headers that cost every includer seconds, and the streams that the engine never uses.
HEAVY = re.compile(r"Eigen/(Dense|Eigen)|boost/date_time/gregorian/gregorian\.hpp|iostream|regex")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^">]+)[">]', re.MULTILINE)


def violations(path, text):
    """What is wrong with the file `path` (relative to the root) that holds `text`."""
    found = []
    parts = pathlib.PurePosixPath(path).parts
    public = parts[:2] == ("include", "salesplan")
    room = parts[2] if public and len(parts) == 4 else parts[1] if parts[0] == "src" else None
    umbrella = path == "include/salesplan/salesplan.hpp"

    if public and not umbrella:
        if room not in FLOOR:
            found.append(f"{path}: is in no room")
        if not re.fullmatch(r"[a-z][a-z0-9_]*\.hpp", parts[-1]):
            found.append(f"{path}: is not named snake_case.hpp")
        if not re.match(r"// .+\n(//.*\n)*#pragma once\n", text):
            found.append(f"{path}: does not start with a line on what it is and #pragma once")
    for include in INCLUDE.findall(text):
        if include == "salesplan/salesplan.hpp" and parts[:2] != ("tests", "consumers"):
            found.append(f"{path}: includes the umbrella header")
        if public and not path.endswith("_inl.hpp") and HEAVY.fullmatch(include):
            found.append(f"{path}: includes {include}")
        match = re.match(r"salesplan/(\w+)/", include)
        if match and room in FLOOR and not umbrella:
            other = match.group(1)
            if other != room and FLOOR.get(other, len(FLOORS)) >= FLOOR[room]:
                found.append(f"{path}: {room} (floor {FLOOR[room]}) includes {include}")
        if match and not public and include.endswith("_inl.hpp") and parts[0] != "src":
            found.append(f"{path}: includes {include}, which only its header and src/ do")
    return found


def circle(texts):
    """Headers that include each other in a circle, or nothing; `texts` by path. A header and its bodies
    count as one. Without a circle, what either needs stands before both wherever a program begins."""
    def idea(path):
        name = path.removesuffix(".hpp")
        while name + ".hpp" not in texts or name.endswith("_inl"):
            name = name.rpartition("_")[0]
        return name

    includes = {}
    for path, text in texts.items():
        includes.setdefault(idea(path), set()).update(
            idea("include/" + name) for name in INCLUDE.findall(text) if name.startswith("salesplan/"))
    try:
        graphlib.TopologicalSorter({name: above - {name} for name, above in includes.items()}).prepare()
    except graphlib.CycleError as error:
        return " > ".join(error.args[1])
    return ""


def code_files():
    for folder in ("include", "src", "capi", "tests", "bench", "examples"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".hpp", ".cpp", ".h", ".c"):
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


class Layers(unittest.TestCase):
    def test_the_repository_keeps_the_rules(self):
        files = list(code_files())
        self.assertTrue(files)
        found = [line for path, text in files for line in violations(path, text)]
        self.assertFalse(found, "\n" + "\n".join(found))

    def test_a_broken_rule_is_seen(self):
        start = "// What it is.\n#pragma once\n"
        public = "include/salesplan/"
        for path, text in [
            (public + "table/cube.hpp", start + '#include "salesplan/plan/plan.hpp"\n'),
            (public + "forecast/ets.hpp", start + '#include "salesplan/allocation/spread.hpp"\n'),
            (public + "forecast/ets_inl.hpp", start + '#include "salesplan/target/target.hpp"\n'),
            ("src/forecast/ets.cpp", '#include "salesplan/review/review.hpp"\n'),
            (public + "table/cube.hpp", start + '#  include <Eigen/Dense>\n'),
            (public + "table/cube.hpp", start + "#include <iostream>\n"),
            ("src/cli/main.cpp", '#include "salesplan/salesplan.hpp"\n'),
            ("tests/table/cube_test.cpp", '#include "salesplan/table/cube_inl.hpp"\n'),
            (public + "table/Cube.hpp", start),
            (public + "tables/cube.hpp", start),
            (public + "cube.hpp", start),
            (public + "table/cube.hpp", "#pragma once\n"),
        ]:
            self.assertEqual(len(violations(path, text)), 1, (path, text))

    def test_what_is_allowed_is_not_complained_about(self):
        start = "// What it is.\n#pragma once\n"
        for path, text in [
            ("include/salesplan/plan/plan.hpp", start + '#include "salesplan/core/error.hpp"\n'),
            ("include/salesplan/plan/plan.hpp", start + '#include "salesplan/plan/spec.hpp"\n'),
            ("include/salesplan/plan/plan_inl.hpp", start + "#include <Eigen/Dense>\n"),
            ("src/plan/plan.cpp", '#include "salesplan/plan/plan_inl.hpp"\n'),
            ("src/adapters/csv.cpp", '#include "salesplan/plan/plan.hpp"\n'),
        ]:
            self.assertEqual(violations(path, text), [], (path, text))

    def test_no_header_includes_itself_by_way_of_others(self):
        headers = {path: text for path, text in code_files() if path.startswith("include/")}
        self.assertTrue(headers)
        self.assertEqual(circle(headers), "")
        x, y, bodies = (f"include/salesplan/a/{name}.hpp" for name in ("x", "y", "x_inl"))
        of_x, of_y = ('#include "salesplan/a/%s.hpp"\n' % name for name in "xy")
        self.assertEqual(circle({x: "", y: of_x, bodies: of_x}), "")
        self.assertIn(y, [path + ".hpp" for path in circle({x: "", y: of_x, bodies: of_y}).split(" > ")])


class Text(unittest.TestCase):
    def test_nothing_names_one_machine(self):
        """No absolute path of a developer's machine, no host of a package registry."""
        pattern = re.compile(r"(?<![\w.])/(work|root|home)/\w|\b(registry\.npm\w*|deb\.debian"
                             r"|pypi|files\.pythonhosted)\.org")
        self.assertTrue(pattern.search("see /home/" + "ann") and pattern.search("pypi" + ".org"))
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
        if listed.returncode != 0:
            self.skipTest("not a git clone")
        found = []
        for path in filter(None, listed.stdout.split("\0")):
            try:
                text = (ROOT / path).read_text(encoding="utf-8")
            except (UnicodeDecodeError, OSError):
                continue
            found += [f"{path}: {match.group()}" for match in pattern.finditer(text)]
        self.assertFalse(found, "\n" + "\n".join(found))


if __name__ == "__main__":
    unittest.main()
