"""umbrella.py [--check]: writes include/salesplan/salesplan.hpp, which includes every public header;
with --check it only says whether that file is up to date."""
import pathlib
import sys

INCLUDE = pathlib.Path(__file__).resolve().parent.parent / "include"
UMBRELLA = INCLUDE / "salesplan" / "salesplan.hpp"


def text():
    headers = sorted(
        path.relative_to(INCLUDE).as_posix()
        for path in UMBRELLA.parent.glob("*/*.hpp")
        if not path.name.endswith("_inl.hpp"))
    return ("// Every public header at once, for users; written by scripts/umbrella.py.\n"
            "#pragma once\n\n" + "".join(f'#include "{header}"\n' for header in headers))


if sys.argv[1:] != ["--check"]:
    UMBRELLA.write_text(text())
elif not UMBRELLA.exists() or UMBRELLA.read_text() != text():
    sys.exit("umbrella: include/salesplan/salesplan.hpp is not up to date: run 'make format'")
