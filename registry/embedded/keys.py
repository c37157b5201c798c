"""The two secrets of an embedded registry: Django's signing key and the root key that wraps all other keys.

Made once and kept outside the data folders, so that a copy of the data alone opens nothing.
"""

from __future__ import annotations

import base64
import contextlib
import os
import secrets
from pathlib import Path

from registry.embedded.layout import Layout, private_folder


def ensure_keys(layout: Layout) -> None:
    """Make what is missing; never replace a key, because data written under it would be lost."""
    layout.root.mkdir(parents=True, exist_ok=True)
    private_folder(layout.keys)
    _ensure(layout.secret_key_file, secrets.token_urlsafe(48))
    _ensure(layout.root_key_file, base64.b64encode(secrets.token_bytes(32)).decode())


def _ensure(path: Path, text: str) -> None:
    """Write to a file of our own, then link it into place: whoever comes second keeps the first one's key."""
    if path.exists():
        path.chmod(0o600)
        return
    fresh = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
