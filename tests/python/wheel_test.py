"""pip install ./bindings/python into a new environment, used from elsewhere: wheel_test.py LIBRARY SOURCE_DIR.

Exits with 77 (skipped) where pip cannot fetch the build tools.
"""
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

library, root = sys.argv[1], Path(sys.argv[2])
with tempfile.TemporaryDirectory() as folder:
    venv.create(Path(folder, "venv"), with_pip=True)
    python = Path(folder, "venv/bin/python")

    def pip(*arguments):
        return subprocess.run([python, "-m", "pip", "-q", "--disable-pip-version-check", *arguments])

    if pip("download", "--no-deps", "-d", folder, "scikit-build-core>=0.10").returncode != 0:
        print("skipped: pip cannot fetch scikit-build-core")
        sys.exit(77)
    wheels = Path(folder, "wheels")
    # What is tried is the wheel: the library in it is the one that the other tests call.
    assert pip("wheel", "--no-deps", "-w", str(wheels), str(root / "bindings/python"),
               f"--config-settings=cmake.define.SALESPLAN_PYTHON_LIBRARY={library}").returncode == 0
    wheel, = wheels.iterdir()
    assert "-py3-none-" in wheel.name, wheel.name
    assert pip("install", str(wheel)).returncode == 0
    if pip("install", "--only-binary=:all:", "numpy", "pandas").returncode != 0:
        print("numpy and pandas cannot be had; what they give to the package is not tested")
    subprocess.run([python, "-I", str(root / "tests/python/salesplan_test.py"), str(root)],
                   cwd=folder, check=True)
    program = "import salesplan; print(salesplan.allocate(10000, [1, 1, 1]), salesplan.__file__)"
    output = subprocess.run([python, "-I", "-c", program], cwd=folder, check=True, text=True,
                            stdout=subprocess.PIPE).stdout
    assert output.startswith("[3334, 3333, 3333]") and folder in output, output
    print(f"{wheel.name}: {wheel.stat().st_size} bytes")
