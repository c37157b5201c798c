"""Work that is killed at any moment: a program whose children begin a piece of work and die of SIGKILL.

Its children come by fork, with connections of their own, so that a death costs milliseconds.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.plugins.database import process_environment
from tests.plugins.site import ROOT


def killed(work: Callable[[], object], after: float) -> bool:
    """Do work over and over in a child, and kill it after some seconds; whether it was at work until then."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if not child:
        try:
            while True:
                work()
        finally:
            os._exit(1)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


class Mortals:
    """The program, asked line by line."""

    def __init__(self, program: subprocess.Popen[str]) -> None:
        self._program = program

    def killed(self, work: str, after: float) -> bool:
        """work: a function's dotted name."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write(json.dumps([work, after]) + "\n")
        self._program.stdin.flush()
        return bool(json.loads(self._program.stdout.readline()))


@contextmanager
def mortals(**settings: str) -> Iterator[Mortals]:
    """The program on the databases of this test, which has to commit what its children are to find."""
    environment = process_environment() | {"DJANGO_SETTINGS_MODULE": "registry.settings"} | settings
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.plugins.mortal"], cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield Mortals(program)
    finally:
        program.communicate(timeout=30)


def main() -> None:
    import django
    from django.utils.module_loading import import_string

    django.setup()
    for line in sys.stdin:
        work, after = json.loads(line)
        sys.stdout.write(json.dumps(killed(import_string(work), after)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
