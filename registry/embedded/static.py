"""Collected static files: hashed and compressed once, again only when a source changed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from registry.embedded.fingerprint import of_static_files
from registry.embedded.process import StartError

ROOT = Path(__file__).resolve().parents[2]


def collect(environment: Mapping[str, str], target: Path) -> bool:
    """Bring the folder up to date. True when something had to be collected."""
    stamp, wanted = target / ".sources", of_static_files()
    if stamp.is_file() and stamp.read_text() == wanted:
        return False
    command = [sys.executable, str(ROOT / "manage.py"), "collectstatic", "--noinput", "--clear", "-v", "0"]
    env = {**environment, "REGISTRY_STATIC_ROOT": str(target)}
    target.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise StartError(f"The static files could not be collected.\n{done.stderr.strip()[-2000:]}")
    stamp.write_text(wanted)
    return True
