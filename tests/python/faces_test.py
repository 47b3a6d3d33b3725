"""One plan through every face, byte for byte: faces_test.py CLI SOURCE_DIR."""
import ctypes
import subprocess
import sys
import tempfile
from pathlib import Path

import salesplan
from salesplan import _library as lib

cli, root = sys.argv[1], Path(sys.argv[2])
spec = root / "examples/adventureworks/plan.json"
with tempfile.TemporaryDirectory() as folder:
    by_cli, by_python = Path(folder, "cli"), Path(folder, "python")
    subprocess.run([cli, "plan", str(spec), "--out", str(by_cli), "--quiet"], check=True,
                   stdout=subprocess.DEVNULL)
    document = subprocess.run([cli, "plan", str(spec), "--json", "--quiet"], check=True,
                              stdout=subprocess.PIPE).stdout
    salesplan.plan(spec, out=by_python)
    names = sorted(path.name for path in by_cli.iterdir())
    assert len(names) == 38 and names == sorted(path.name for path in by_python.iterdir()), names
    for name in names:
        assert (by_cli / name).read_bytes() == (by_python / name).read_bytes(), name
    # The C calls themselves, as a C program makes them.
    plan = lib.make("plan", "plan_run_file", str(spec).encode())
    assert lib.query("plan_document", plan) == document == (by_cli / "plan.json").read_bytes()
print(f"{len(names)} files are the same from C, Python and the command line")
