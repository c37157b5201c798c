"""What tests need and nothing of one of them: made once, and found by every process.

A cluster with every table, copied wherever a test wants one of its own: it is made by the command that `make bench`
runs on an empty folder, so that this way is gone by every run of the tests.  The static files.  As a program
(`make prepared`) also the catalogues and the engine in machine code, while one processor has nothing else to do.
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
from registry.embedded.static import collect
from registry.embedded.translations import compile_catalogues
from tests.plugins.layout import LAYOUT, TEST_ROOT

ROOT = Path(__file__).resolve().parents[2]
STAMP = "prepared"
STATIC = TEST_ROOT / "static"


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


def collect_static() -> None:
    """Bring the static files of all processes up to date."""
    with locked(TEST_ROOT / "static.lock"):
        collect(os.environ | LAYOUT.environment(), STATIC)


def compile_engine() -> None:
    """Have the loops of the engine compiled and kept beside their sources, as the first comparison does."""
    from matching.engine.model import Model
    from matching.engine.reference import Reference
    from matching.engine.score import rank
    from matching.engine.table import Index
    from matching.engine.together import rank_many
    from tests.unit.matching.engine.people import invent

    reports, remains, _ = invent(200, 20, seed=1)
    model, index = Model(Reference.build([*reports, *remains])), Index("am", reports)
    rank(reports[0], index, "am-am", 10, model)
    rank_many(remains, index, "am-pm", 10, model)


if __name__ == "__main__":
    compile_catalogues()
    _made()
    collect_static()
    compile_engine()
