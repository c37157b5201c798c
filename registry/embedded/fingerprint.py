"""What something was made from, as one word: unchanged word, nothing to make again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATIC_SOURCES = (
    "static",
    "node_modules",
    "requirements/base.txt",
    "registry/collected.py",
    "registry/site/static_storage.py",
)
ELSEWHERE = {".venv", "node_modules", ".local"}


def of_static_files() -> str:
    """Names, sizes and times of the sources; their contents need not be read."""
    digest = hashlib.sha256()
    for path in _files(ROOT / source for source in STATIC_SOURCES):
        found = path.stat()
        digest.update(f"{os.fspath(path)}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def of_migrations() -> str:
    """Names and contents of our migrations; those of packages are told by the lock."""
    digest = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for path in sorted(ROOT.glob("*/**/migrations/*.py")):
        if not ELSEWHERE & set(path.relative_to(ROOT).parts):
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _files(tops: Iterable[Path]) -> Iterable[Path]:
    for top in tops:
        yield from [top] if top.is_file() else sorted(path for path in top.rglob("*") if path.is_file())
