"""Start Minxin from a checkout with nothing installed but Python: `python3 run.py demo`, `test`, `minxin …`.

Standard library only, and old syntax on purpose, so that an old Python shows a sentence and not a SyntaxError.
"""

import hashlib
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")

USAGE = """usage: python3 run.py COMMAND [OPTIONS]

  demo          the whole idea in a minute, in your browser
  minxin …      the command line of the product (minxin --help)
  test          the test suite
  lint          style, types and the arrows between the packages
  bench         speed, as ratios measured side by side in one run
  strings       collect the interface's strings and compile the catalogues
"""


def ensure(requirements):
    """Make the virtual environment and install what `requirements` pins, once for each version of that file."""
    wanted_file = ROOT / requirements
    stamp = VENV / (".%s.stamp" % wanted_file.stem)
    wanted = hashlib.sha256(wanted_file.read_bytes() + sys.version.encode()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    print("安装所需的库，一两分钟 / installing what is needed, a minute or two …", file=sys.stderr, flush=True)
    uv = shutil.which("uv")
    if uv:
        subprocess.check_call([uv, "venv", "-q", "--allow-existing", "-p", sys.executable, str(VENV)])
        subprocess.check_call(
            [uv, "pip", "install", "-q", "--compile-bytecode", "-p", str(PYTHON), "-r", str(wanted_file)]
        )
    else:
        make_venv()
        options = ["-q", "--disable-pip-version-check", "--only-binary", ":all:", "--require-hashes"]
        subprocess.check_call([str(PYTHON), "-m", "pip", "install"] + options + ["-r", str(wanted_file)])
    stamp.write_text(wanted)


def make_venv():
    """Makes the environment with pip in it, also over one that was made without pip or by another Python."""
    try:
        import ensurepip  # noqa: F401  its absence is Debian's way of saying that python3-venv is missing
    except ImportError:
        sys.exit("请先运行 / first run:  sudo apt install python3-venv")
    subprocess.check_call([sys.executable, "-m", "venv", str(VENV)])


def python(*arguments):
    """The exit status of the environment's Python run with `arguments` in the checkout."""
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    return subprocess.call([str(PYTHON)] + list(arguments), env=environment)


def lint():
    steps = [
        ["-m", "ruff", "check", "."],
        ["-m", "ruff", "format", "--check", "."],
        ["-m", "mypy"],
        ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    ]
    os.chdir(str(ROOT))
    return max([python(*step) for step in steps])


def main(arguments):
    if sys.version_info < (3, 11):
        sys.exit("需要 Python 3.11 或更高版本 / Python 3.11 or newer is required")
    command, rest = (arguments[0] if arguments else ""), arguments[1:]
    if command in ("minxin", "demo"):
        ensure("requirements.txt")
        return python("-m", "survey", *(["demo"] if command == "demo" else []), *rest)
    if command not in ("test", "lint", "bench", "strings"):
        print(USAGE, file=sys.stderr)
        return 0 if command in ("-h", "--help", "help") else 2
    ensure("requirements-dev.txt")
    if command == "lint":
        return lint()
    os.chdir(str(ROOT))
    if command == "strings":
        return python("tools/strings.py", *rest)
    if command == "bench":
        return python("-m", "bench", *rest)
    both_cores = [] if any(word.startswith(("-n", "--numprocesses")) for word in rest) else ["-n", "2"]
    return python("-m", "pytest", *both_cores, *rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
