"""Both servers together: start what is not running, stop what is, however many programs ask at once."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

from registry.embedded import postgres, valkey
from registry.embedded.keys import ensure_keys
from registry.embedded.layout import Layout
from registry.embedded.process import Record, locked, stop


def start_servers(layout: Layout, *, scratch: bool = False) -> bool:
    """Make both servers answer. True when this call started one; safe to call from several programs at once."""
    layout.prepare()
    ensure_keys(layout)
    with locked(layout.run / "servers.lock"):
        database = _ensure(
            layout.run / "postgres.json",
            lambda: postgres.answers(layout),
            lambda: postgres.start(layout, scratch=scratch),
        )
        broker = _ensure(
            layout.run / "valkey.json",
            lambda: valkey.answers(layout.valkey_socket),
            lambda: valkey.start(layout),
        )
    return database or broker


def _ensure(path: Path, answers: Callable[[], bool], start: Callable[[], Record]) -> bool:
    record = Record.read(path)
    if record and record.leader() and answers():
        return False
    if record:
        stop(record, first=signal.SIGINT)
    start()
    return True


def stop_servers(layout: Layout) -> list[str]:
    """Stop both; the names of those that ran."""
    stopped = []
    if not layout.run.is_dir():
        return stopped
    with locked(layout.run / "servers.lock"):
        # SIGINT is PostgreSQL's fast shutdown: open sessions are ended, nothing committed is lost.
        for name, first in (("valkey", signal.SIGTERM), ("postgres", signal.SIGINT)):
            path = layout.run / f"{name}.json"
            record = Record.read(path)
            if record and record.members():
                stop(record, first=first, grace=20)
                stopped.append(name)
            path.unlink(missing_ok=True)
    return stopped
