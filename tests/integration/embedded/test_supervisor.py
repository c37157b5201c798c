"""The supervisor as a program: order, Ctrl-C through make, what a killed run leaves behind, children that die."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = Path(__file__).with_name("run_children.py")
NAMES = ["first", "second", "third", "fourth"]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """`start("stubborn")`: the supervisor as a subprocess, all its children up."""
    started: list[subprocess.Popen[str]] = []

    def make(kind: str = "plain", *, wait: bool = True) -> subprocess.Popen[str]:
        command = [sys.executable, str(SCRIPT), str(tmp_path), kind]
        env = os.environ | {"PYTHONPATH": str(ROOT)}
        run = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        started.append(run)
        if wait:
            assert run.stdout is not None
            line = run.stdout.readline()
            while line and line != "running\n":
                line = run.stdout.readline()
            assert line == "running\n"
        return run

    yield make
    for run in started:
        run.kill()
        run.wait()
        if run.stdout is not None:
            run.stdout.close()
    for pid in children(tmp_path) | helpers(tmp_path):
        if psutil.pid_exists(pid):
            os.kill(pid, signal.SIGKILL)


def events(folder: Path) -> list[str]:
    return (folder / "events").read_text().splitlines()


def children(folder: Path) -> set[int]:
    found = (folder / "local" / "run").glob("*.json")
    return {int(json.loads(path.read_text())["pid"]) for path in found}


def helpers(folder: Path) -> set[int]:
    """Processes that the children started, in their sessions."""
    return {int(path.read_text()) for path in folder.glob("*.helper")}


def alive(pids: set[int]) -> set[int]:
    def runs(pid: int) -> bool:
        try:
            return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    return {pid for pid in pids if runs(pid)}


def gone_within(pids: set[int], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while alive(pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not alive(pids)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_children_start_in_order_and_stop_in_reverse(start: Start, tmp_path: Path, number: signal.Signals) -> None:
    run = start()
    assert events(tmp_path)[:2] == ["first up", "second up"]
    assert sorted(events(tmp_path)[2:]) == ["fourth up", "third up"]
    pids = children(tmp_path) | helpers(tmp_path)
    run.send_signal(number)
    output, _ = run.communicate(timeout=20)
    assert (run.returncode, output) == (0, "stopped\n")
    together, alone = events(tmp_path)[4:8], events(tmp_path)[8:]
    assert {*together[:2]} == {"fourth asked", "third asked"}
    assert {*together[2:]} == {"fourth down", "third down"}
    assert alone == ["second asked", "second down", "first asked", "first down"]
    assert gone_within(pids, 5)
    assert not children(tmp_path)


def test_what_can_be_done_meanwhile_is_done_when_all_of_a_group_are_launched(start: Start, tmp_path: Path) -> None:
    start("busy")
    assert (tmp_path / "busy").read_text() == str(len(NAMES) + 1)  # the supervisor has a record as well


def test_a_child_that_ignores_the_signal_is_killed_and_the_rest_still_stop(start: Start, tmp_path: Path) -> None:
    run = start("stubborn")
    pids = children(tmp_path) | helpers(tmp_path)
    run.send_signal(signal.SIGINT)
    output, _ = run.communicate(timeout=20)
    assert output == "second did not end within 1 seconds and was killed.\nstopped\n"
    assert "second down" not in events(tmp_path)
    assert events(tmp_path)[-2:] == ["first asked", "first down"]
    assert gone_within(pids, 5)


def test_children_of_a_killed_run_are_stopped_by_the_next(start: Start, tmp_path: Path) -> None:
    killed = start()
    left = (children(tmp_path) | helpers(tmp_path)) - {killed.pid}
    killed.kill()
    killed.communicate()
    assert alive(left) == left
    (tmp_path / "events").unlink()
    start()
    assert gone_within(left, 5)
    assert len(alive(children(tmp_path))) == len(NAMES) + 1


def test_what_the_children_of_a_dead_child_left_is_stopped_too(start: Start, tmp_path: Path) -> None:
    killed = start()
    left = helpers(tmp_path)
    for pid in {killed.pid, *children(tmp_path)}:
        os.kill(pid, signal.SIGKILL)
    killed.communicate()
    assert alive(left) == left
    (tmp_path / "events").unlink()
    start()
    assert gone_within(left, 5)


def test_a_stranger_with_the_recorded_pid_is_left_alone(start: Start, tmp_path: Path) -> None:
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    try:
        run = tmp_path / "local" / "run"
        run.mkdir(parents=True)
        record = {"name": "first", "pid": stranger.pid, "started": time.time() - 3600, "mark": "first-1-1"}
        (run / "first.json").write_text(json.dumps(record))
        start()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_child_that_dies_is_started_again(start: Start, tmp_path: Path) -> None:
    run = start()
    path = tmp_path / "local" / "run" / "third.json"
    first = int(json.loads(path.read_text())["pid"])
    os.kill(first, signal.SIGKILL)
    assert run.stdout is not None
    assert run.stdout.readline() == "third ended; starting it again.\n"
    deadline = time.monotonic() + 10
    while events(tmp_path).count("third up") < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert int(json.loads(path.read_text())["pid"]) != first
    run.send_signal(signal.SIGTERM)
    assert run.communicate(timeout=20)[0] == "stopped\n"


def test_a_child_that_keeps_dying_ends_the_run_with_its_log(start: Start, tmp_path: Path) -> None:
    run = start("short", wait=False)
    output, _ = run.communicate(timeout=60)
    assert run.returncode == 1
    assert "StartError: third ended" in output
    assert "third.log" in output
    assert gone_within(helpers(tmp_path), 5)


def test_a_second_supervisor_of_the_same_folder_is_refused(start: Start, tmp_path: Path) -> None:
    start()
    second = start(wait=False)
    assert second.communicate(timeout=20)[0] == "AlreadyRunning: \n"
    assert len(alive(children(tmp_path))) == len(NAMES) + 1


def test_ctrl_c_in_a_terminal_running_make_stops_everything_with_success(tmp_path: Path) -> None:
    makefile = tmp_path / "Makefile"
    makefile.write_text(f"run:\n\t@exec {sys.executable} {SCRIPT} {tmp_path}\n")
    terminal, inside = pty.openpty()
    run = subprocess.Popen(
        ["make", "-f", str(makefile), "run"],
        stdin=inside,
        stdout=inside,
        stderr=inside,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        start_new_session=True,
        preexec_fn=lambda: _take_terminal(inside),  # noqa: PLW1509
    )
    os.close(inside)
    try:
        assert "running" in _read(terminal, until="running", seconds=20)
        pids = children(tmp_path) | helpers(tmp_path)
        assert len(alive(pids)) == 2 * len(NAMES) + 1
        os.write(terminal, b"\x03")
        said = _read(terminal, until="stopped", seconds=20)
        code = run.wait(timeout=20)
    finally:
        run.kill()
        run.wait()
        os.close(terminal)
    assert "stopped" in said
    # GNU make reports that it was interrupted too; what counts is that it waited for the ordered stop.
    assert code in (0, 2, 130, -signal.SIGINT)
    assert gone_within(pids, 5)


def _take_terminal(inside: int) -> None:
    """Make the pseudo-terminal the session's own, so that Ctrl-C reaches its foreground group, as at a desk."""
    import fcntl
    import termios

    fcntl.ioctl(inside, termios.TIOCSCTTY, 0)


def _read(terminal: int, *, until: str, seconds: float) -> str:
    text, deadline = "", time.monotonic() + seconds
    while until not in text and time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                text += os.read(terminal, 4096).decode()
            except OSError:  # the other end is closed
                break
    return text
