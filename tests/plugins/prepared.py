"""A cluster with every table, made once for these migrations and copied wherever a test wants one of its own.

It is made by the command that `make bench` runs on an empty folder, so that this way is gone by every run of the tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from registry.embedded.fingerprint import of_migrations
from registry.embedded.layout import Layout
from registry.embedded.process import locked
from registry.embedded.servers import stop_servers
from tests.plugins.layout import TEST_ROOT

ROOT = Path(__file__).resolve().parents[2]
STAMP = "prepared"


def is_prepared(layout: Layout) -> bool:
    """Whether its cluster has the tables of these migrations."""
    stamp = layout.pg / STAMP
    return stamp.is_file() and stamp.read_text() == of_migrations()


def prepare(layout: Layout) -> None:
    """Put a migrated cluster in place of the one of that folder.  Raises CalledProcessError if none can be made."""
    layout.prepare()
    stop_servers(layout)
    shutil.rmtree(layout.pg, ignore_errors=True)
    # With its owner: as root the server runs under an account of its own.
    subprocess.run(["cp", "-a", str(_made().pg), str(layout.pg)], check=True)


def _made() -> Layout:
    made = Layout(TEST_ROOT / "prepared")
    TEST_ROOT.mkdir(parents=True, exist_ok=True)
    with locked(TEST_ROOT / "prepared.lock"):
        if not is_prepared(made):
            stop_servers(made)
            shutil.rmtree(made.root, ignore_errors=True)
            command = [sys.executable, "-m", "registry.embedded", "--local", str(made.root), "--scratch", "--migrated"]
            plain = {name: value for name, value in os.environ.items() if not name.startswith(("REGISTRY_", "PYTEST_"))}
            subprocess.run([*command, "manage", "migrate", "--check", "-v", "0"], env=plain, cwd=ROOT, check=True)
            (made.pg / STAMP).write_text(of_migrations())
    return made
