#!/usr/bin/env python3
"""Every function that salesplan.h declares is exported by the library and called by a C test.

Usage: complete.py HEADER LIBRARY PROGRAM...

The calls are those that the programs, linked against LIBRARY, ask the dynamic linker for.
"""
import subprocess
import sys

import c_header


def symbols(option, path):
    lines = subprocess.run(["nm", "-D", option, path], capture_output=True, check=True, text=True)
    names = (line.split()[-1] for line in lines.stdout.splitlines())
    return {name for name in names if name.startswith("splan_")}


def main(path, library, *programs):
    declared = {function.name for function in c_header.read(path).functions}
    exported = symbols("--defined-only", library)
    called = set().union(*(symbols("--undefined-only", program) for program in programs))
    differences = [(declared - exported, "declared in salesplan.h, not exported"),
                   (exported - declared, "exported, not declared in salesplan.h"),
                   (declared - called, "called by no tests/capi/*_test.c")]
    for names, what in differences:
        for name in sorted(names):
            print(f"{name}: {what}")
    print(f"{len(declared)} declared, {len(exported)} exported, {len(called)} called")
    return any(names for names, _ in differences) or not declared


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
