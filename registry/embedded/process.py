"""Child processes that can be found again: each in a session of its own, with pid and start time on disk.

A pid alone may belong to a stranger by now; pid and start time together do not. What is left of a run that was
killed is recognised by this record, or, when the child itself is gone, by the mark its own children inherited.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from registry.embedded.layout import Layout

MARK = "REGISTRY_CHILD"
CLOCK_TOLERANCE = 2.0  # the boot time, from which start times are counted, moves a little when the clock is set


class StartError(Exception):
    """A program did not become ready; the message ends with the last lines of its log."""


@dataclass(frozen=True, slots=True)
class Record:
    """One running child as written to disk."""

    name: str
    pid: int
    started: float
    mark: str

    @classmethod
    def read(cls, path: Path) -> Record | None:
        try:
            return cls(**json.loads(path.read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    @classmethod
    def of(cls, name: str, pid: int, mark: str = "") -> Record:
        """The record of a process that runs now."""
        return cls(name, pid, psutil.Process(pid).create_time(), mark)

    def write(self, path: Path) -> None:
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(asdict(self)))
        fresh.replace(path)

    def leader(self) -> psutil.Process | None:
        """The child itself if it still runs."""
        try:
            found = psutil.Process(self.pid)
            same = abs(found.create_time() - self.started) <= CLOCK_TOLERANCE
            return found if same and found.status() != psutil.STATUS_ZOMBIE else None
        except psutil.Error:
            return None

    def members(self) -> list[psutil.Process]:
        """Every process of the child's session, the child included."""
        leader, found = self.leader(), []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, OSError):
                if os.getsid(process.pid) != self.pid or process.status() == psutil.STATUS_ZOMBIE:
                    continue
                if leader is not None or process.environ().get(MARK) == self.mark:
                    found.append(process)
        return found


@dataclass(frozen=True, slots=True)
class Program:
    """How one child is started, known to be ready, and stopped."""

    name: str
    launch: Callable[[], Record]
    ready: Callable[[], bool]
    after: Callable[[], None] | None = None  # once ready, before anything else starts
    seconds: float = 60.0  # that it may take to become ready
    first: signal.Signals = signal.SIGTERM
    grace: float = 10.0  # seconds that it may take to end after the first signal


def record_path(layout: Layout, name: str) -> Path:
    return layout.run / f"{name}.json"


def log_path(layout: Layout, name: str) -> Path:
    return layout.log / f"{name}.log"


def spawn(layout: Layout, name: str, command: Sequence[str], env: Mapping[str, str], user: str | None = None) -> Record:
    """Start a child in its own session, its output appended to a log, and write its record."""
    mark = f"{name}-{os.getpid()}-{time.time_ns()}"
    log = log_path(layout, name)
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "ab") as output:
        child = subprocess.Popen(
            command,
            env={**env, MARK: mark},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **as_user(user),
        )
    child.returncode = 0  # the record follows the child from here; this object shall not warn that it still runs
    try:
        record = Record.of(name, child.pid, mark)
    except psutil.NoSuchProcess:
        raise StartError(f"{name} ended at once.\n{last_lines(log)}") from None
    record.write(record_path(layout, name))
    return record


def as_user(user: str | None) -> dict[str, Any]:
    """Arguments of subprocess to run as another account, with none of this one's groups or folder."""
    return {"user": user, "group": user, "extra_groups": [], "cwd": "/"} if user else {}


def wait_ready(layout: Layout, program: Program, record: Record) -> None:
    """Wait until the child answers. A child that ended, or never answers, is an error that shows its log."""
    deadline, pause = time.monotonic() + program.seconds, 0.02
    log = log_path(layout, program.name)
    while not program.ready():
        reap(record.pid)
        if record.leader() is None:
            raise StartError(f"{program.name} ended before it was ready.\n{last_lines(log)}")
        if time.monotonic() > deadline:
            raise StartError(f"{program.name} was not ready within {program.seconds:.0f} seconds.\n{last_lines(log)}")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.25)
    if program.after:
        program.after()


def start(layout: Layout, program: Program) -> Record:
    """Launch and wait; what does not become ready is stopped again."""
    record = program.launch()
    with contextlib.ExitStack() as undo:
        undo.callback(stop, record, first=program.first, grace=program.grace)
        wait_ready(layout, program, record)
        undo.pop_all()
    return record


def ask(record: Record, first: signal.Signals) -> None:
    """Send the first signal, which asks the child to end."""
    if record.leader() is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(record.pid, first)


def stop(record: Record, *, first: signal.Signals | None = signal.SIGTERM, grace: float = 10.0) -> bool:
    """Ask the child (unless it has been), wait, then kill what is left of its session. True when it went by itself."""
    if first is not None:
        ask(record, first)
    deadline = time.monotonic() + grace
    while record.leader() is not None and time.monotonic() < deadline:
        reap(record.pid)
        time.sleep(0.02)
    gentle = record.leader() is None
    left = record.members()
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.kill()
    deadline = time.monotonic() + 5
    while any(_runs(process) for process in left) and time.monotonic() < deadline:
        time.sleep(0.01)
    reap(record.pid)
    return gentle


def _runs(process: psutil.Process) -> bool:
    """A zombie has ended: whoever inherited it may take its time to collect it."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def reap(pid: int) -> None:
    """Collect a finished child of ours; somebody else's is collected by its own parent."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def last_lines(log: Path, count: int = 20) -> str:
    try:
        text = log.read_text(errors="replace")
    except OSError:
        return f"(no log at {log})"
    return "\n".join(text.splitlines()[-count:]) + f"\n(from {log})"


@contextlib.contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold a lock file for the length of the block; without waiting, BlockingIOError says that another has it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(handle)
