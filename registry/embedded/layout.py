"""Where everything of one embedded registry lives, and the environment that its programs are given.

Addresses follow from the folder alone, so they can be handed out before any server runs. Servers listen on Unix
sockets inside folders that only their own user may enter: no port to clash with, no other account to let in.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

SOCKET_PATH_LIMIT = 100  # macOS allows 103 bytes, Linux 107
OWNER_ROLE = "registry_owner"
APPLICATION_ROLE = "registry_app"
GENETICS_ROLE = "registry_genetics"
DATABASES = ("registry", "keystore")


class LayoutError(Exception):
    """A folder cannot be used as it is; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders below one root, usually `.local` of the checkout."""

    root: Path

    @classmethod
    def default(cls) -> Layout:
        """`REGISTRY_LOCAL`, or `.local` beside the code."""
        chosen = os.environ.get("REGISTRY_LOCAL") or Path(__file__).resolve().parents[2] / ".local"
        return cls(Path(chosen).expanduser().resolve())

    @property
    def pg(self) -> Path:
        return self.root / "pg"

    @property
    def pg_data(self) -> Path:
        return self.pg / "data"

    @property
    def valkey(self) -> Path:
        return self.root / "valkey"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def secret_key_file(self) -> Path:
        return self.keys / "secret-key"

    @property
    def root_key_file(self) -> Path:
        return self.keys / "root-key"

    @property
    def journal_heads(self) -> Path:
        return self.root / "journal-heads.txt"

    @property
    def tombstones(self) -> Path:
        return self.root / "tombstones.txt"

    @property
    def pg_sockets(self) -> Path:
        return self._short(self.pg / "socket", ".s.PGSQL.5432")

    @property
    def valkey_socket(self) -> Path:
        return self._short(self.valkey, "valkey.sock") / "valkey.sock"

    def _short(self, folder: Path, name: str) -> Path:
        """The folder itself, or one in the temporary folder when a socket's path there would be too long."""
        if len(os.fsencode(folder / name)) <= SOCKET_PATH_LIMIT:
            return folder
        digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"registry-{digest}"

    def prepare(self) -> None:
        """Make the folders that this user keeps. The database makes its own."""
        self.root.mkdir(parents=True, exist_ok=True)
        for folder in (self.keys, self.run, self.log, self.valkey, self.valkey_socket.parent):
            private_folder(folder)

    def database_url(self, role: str, database: str) -> str:
        """An address as libpq reads it; the socket folder is a parameter because a path is no host name."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.pg_sockets), safe='')}"

    def environment(self, *, as_owner: bool = False) -> dict[str, str]:
        """What the settings read. The same names as in production, only the values differ."""
        application = OWNER_ROLE if as_owner else APPLICATION_ROLE
        return {
            "REGISTRY_LOCAL": str(self.root),
            "REGISTRY_DATABASE_URL": self.database_url(application, "registry"),
            "REGISTRY_KEYSTORE_URL": self.database_url(application, "keystore"),
            "REGISTRY_OWNER_DATABASE_URL": self.database_url(OWNER_ROLE, "registry"),
            "REGISTRY_OWNER_KEYSTORE_URL": self.database_url(OWNER_ROLE, "keystore"),
            "REGISTRY_VALKEY_URL": f"unix://{quote(str(self.valkey_socket))}",
            "REGISTRY_SECRET_KEY_FILE": str(self.secret_key_file),
            "REGISTRY_ROOT_KEY_FILE": str(self.root_key_file),
            "REGISTRY_JOURNAL_HEADS_FILE": str(self.journal_heads),
            "REGISTRY_TOMBSTONES_FILE": str(self.tombstones),
            "REGISTRY_ALLOWED_HOSTS": "localhost,127.0.0.1",
        }


def private_folder(folder: Path) -> None:
    """Make a folder that only this user may enter, or refuse one that belongs to somebody else."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise LayoutError(f"{folder} belongs to another account. Remove it, or set REGISTRY_LOCAL to another folder.")
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)
