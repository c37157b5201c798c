"""Both servers together: start what is not running, stop what is, however many programs ask at once."""

from __future__ import annotations

from registry.embedded import postgres, valkey
from registry.embedded.keys import ensure_keys
from registry.embedded.layout import Layout
from registry.embedded.process import Program, Record, locked, record_path, start, stop


def programs(layout: Layout, *, scratch: bool = False) -> list[Program]:
    """The servers in the order they start."""
    return [postgres.program(layout, scratch=scratch), valkey.program(layout)]


def start_servers(layout: Layout, *, scratch: bool = False) -> bool:
    """Make both servers answer. True when this call started one; safe to call from several programs at once."""
    layout.prepare()
    ensure_keys(layout)
    with locked(layout.run / "servers.lock"):
        started = [_ensure(layout, program) for program in programs(layout, scratch=scratch)]
    return any(started)


def _ensure(layout: Layout, program: Program) -> bool:
    record = Record.read(record_path(layout, program.name))
    if record and record.leader() and program.ready():
        return False
    if record:
        stop(record, first=program.first, grace=program.grace)
    start(layout, program)
    return True


def stop_servers(layout: Layout) -> list[str]:
    """Stop both; the names of those that ran."""
    stopped: list[str] = []
    if not layout.run.is_dir():
        return stopped
    with locked(layout.run / "servers.lock"):
        for program in reversed(programs(layout)):
            path = record_path(layout, program.name)
            record = Record.read(path)
            if record and record.members():
                stop(record, first=program.first, grace=program.grace)
                stopped.append(program.name)
            path.unlink(missing_ok=True)
    return stopped
