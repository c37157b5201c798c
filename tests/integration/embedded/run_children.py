"""A supervisor over four small real children, run as a program by the tests: run_children.py FOLDER [KIND].

Each child notes in FOLDER/events when it is up and when it is asked to end. `stubborn`: the second child ignores
SIGTERM. `short`: the third ends by itself at once, again and again. `busy`: something is done while the last two start.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

from registry.embedded.layout import Layout
from registry.embedded.process import Program, spawn
from registry.embedded.supervisor import Interrupted, Supervisor

CHILD = """
import os, pathlib, signal, subprocess, sys, time
name, events, kind = sys.argv[1:]
def note(word):
    with open(events, "a") as file:
        file.write(f"{name} {word}\\n")
def end(number, frame):
    note("asked")
    if kind != "stubborn":
        time.sleep(0.1)
        note("down")
        os._exit(0)
signal.signal(signal.SIGTERM, end)
helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
pathlib.Path(events).with_name(f"{name}.helper").write_text(str(helper.pid))
note("up")
if kind == "short":
    os._exit(3)
while True:
    time.sleep(0.05)
"""


def main(folder: Path, kind: str) -> int:
    layout = Layout(folder / "local")
    events = folder / "events"

    def program(name: str, own: str) -> Program:
        command = [sys.executable, "-c", CHILD, name, str(events), own]
        return Program(
            name,
            partial(spawn, layout, name, command, dict(os.environ)),
            ready=lambda: events.exists() and f"{name} up\n" in events.read_text(),
            seconds=20,
            grace=1 if own == "stubborn" else 10,
        )

    def busy() -> None:
        launched = len(list(layout.run.glob("*.json")))
        (folder / "busy").write_text(str(launched))

    def say(text: str) -> None:
        print(text, flush=True)  # noqa: T201

    try:
        with Supervisor(layout, say) as run:
            run.start(program("first", "plain"))
            run.start(program("second", "stubborn" if kind == "stubborn" else "plain"))
            third = program("third", "short" if kind == "short" else "plain")
            run.start(third, program("fourth", "plain"), meanwhile=busy if kind == "busy" else None)
            say("running")
            run.watch()
    except Interrupted:
        say("stopped")
        return 0
    except Exception as problem:  # noqa: BLE001  shown to the test as it would be to a person
        say(f"{type(problem).__name__}: {problem}")
        return 1
    return 2


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "plain"))
