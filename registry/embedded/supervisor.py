"""Starts children in order, keeps them running, stops them in reverse order, those that started together together.

Children are in sessions of their own, so a Ctrl-C of the terminal reaches the supervisor alone and the order of the
stop is ours. A child that dies is started again, but not for ever. What a killed supervisor left behind is stopped
by the next one before it starts anything.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from types import FrameType

from registry.embedded.layout import Layout
from registry.embedded.process import (
    Program,
    Record,
    StartError,
    ask,
    last_lines,
    locked,
    log_path,
    reap,
    record_path,
    stop,
    wait_ready,
)

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOOK_EVERY = 0.25
RESTARTS, RESTARTS_WITHIN = 5, 60.0
NAME = "supervisor"


class Interrupted(BaseException):
    """A signal asked for the end. Not an Exception: no handler on the way shall swallow it."""


class AlreadyRunning(Exception):
    """Another supervisor holds this folder."""


class Supervisor:
    """One run. `with Supervisor(layout) as run: run.start(…); run.watch()`; leaving the block stops every child."""

    def __init__(self, layout: Layout, say: Callable[[str], None]) -> None:
        self.layout = layout
        self.say = say
        self._groups: list[list[tuple[Program, Record]]] = []
        self._deaths: dict[str, deque[float]] = {}
        self._asked = False  # a signal came
        self._shielded = True  # … but must not interrupt what runs now
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Supervisor:
        self.layout.prepare()
        with contextlib.ExitStack() as stack:
            try:
                stack.enter_context(locked(self.layout.run / "supervisor.lock", wait=False))
            except BlockingIOError:
                raise AlreadyRunning from None
            for number in SIGNALS:
                stack.callback(signal.signal, number, signal.signal(number, self._on_signal))
            stop_leftovers(self.layout)
            Record.of(NAME, os.getpid()).write(record_path(self.layout, NAME))
            self._stack = stack.pop_all()
        self._shielded = False
        return self

    def __exit__(self, *_: object) -> None:
        self._shielded = True
        try:
            self._stop_all()
            record_path(self.layout, NAME).unlink(missing_ok=True)
        finally:
            self._stack.close()

    def start(self, *programs: Program, meanwhile: Callable[[], None] | None = None) -> None:
        """Launch these in order, do what can be done while they start, then wait for each in the same order."""
        group: list[tuple[Program, Record]] = []
        self._groups.append(group)
        for program in programs:
            with self._shield():
                group.append((program, program.launch()))
        if meanwhile:
            meanwhile()
        for program, record in group:
            wait_ready(self.layout, program, record)

    def watch(self) -> None:
        """Until a signal comes: start again what dies. Raises StartError when one keeps dying."""
        while True:
            for group in self._groups:
                for place, (_, record) in enumerate(group):
                    reap(record.pid)
                    if record.leader() is None:
                        self._start_again(group, place)
            time.sleep(LOOK_EVERY)

    def _start_again(self, group: list[tuple[Program, Record]], place: int) -> None:
        program, record = group[place]
        deaths = self._deaths.setdefault(program.name, deque(maxlen=RESTARTS))
        deaths.append(time.monotonic())
        if len(deaths) == RESTARTS and deaths[-1] - deaths[0] < RESTARTS_WITHIN:
            shown = last_lines(log_path(self.layout, program.name))
            raise StartError(f"{program.name} ended {RESTARTS} times within a minute.\n{shown}")
        self.say(f"{program.name} ended; starting it again.")
        stop(record, grace=0)  # what is left of its session
        with self._shield():
            group[place] = (program, fresh := program.launch())
        wait_ready(self.layout, program, fresh)

    def _stop_all(self) -> None:
        """Last started, first asked. One group ends before the next is asked, so no program loses its database."""
        for group in reversed(self._groups):
            for program, record in reversed(group):
                ask(record, program.first)
            for program, record in reversed(group):
                if not stop(record, first=None, grace=program.grace):
                    self.say(f"{program.name} did not end within {program.grace:.0f} seconds and was killed.")
                record_path(self.layout, program.name).unlink(missing_ok=True)
        self._groups.clear()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._asked = True
        if not self._shielded:
            raise Interrupted

    @contextlib.contextmanager
    def _shield(self) -> Iterator[None]:
        """Between starting a child and noting it down no signal interrupts, else the child would be forgotten."""
        self._shielded = True
        try:
            yield
        finally:
            self._shielded = False
        if self._asked:
            raise Interrupted


def stop_leftovers(layout: Layout) -> list[str]:
    """Stop what an earlier, killed run left behind, programs before the servers they use; their names."""
    servers_last = {"valkey": 1, "postgres": 2}
    found = sorted(layout.run.glob("*.json"), key=lambda path: (servers_last.get(path.stem, 0), path.stem))
    stopped = []
    for path in found:
        record = Record.read(path)
        if record and record.name != NAME and record.members():
            stop(record, first=signal.SIGINT if record.name == "postgres" else signal.SIGTERM)
            stopped.append(record.name)
        path.unlink(missing_ok=True)
    return stopped


def stop_supervisor(layout: Layout, *, seconds: float = 60) -> bool:
    """Ask a running supervisor to end and wait for it; True when there was one."""
    record = Record.read(record_path(layout, NAME))
    if record is None or record.leader() is None:
        return False
    os.kill(record.pid, signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while record.leader() is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    return True
