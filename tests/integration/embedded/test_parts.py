"""Ports, catalogues, generated documents and the first step on a bare machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from registry.embedded import documents
from registry.embedded.process import as_user
from registry.embedded.translations import compile_catalogues
from registry.embedded.web import free_port
from tests.plugins.layout import LAYOUT

ROOT = Path(__file__).resolve().parents[3]


def listener(host: str, port: int, family: socket.AddressFamily = socket.AF_INET) -> socket.socket:
    server = socket.socket(family)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((host, port))
    server.listen()
    return server


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])  # noqa: S104
def test_a_taken_port_is_passed_over(host: str) -> None:
    with listener(host, 0) as server:
        taken = server.getsockname()[1]
        assert taken < free_port(taken) < taken + 200


def test_a_port_that_answers_on_the_other_loopback_address_is_passed_over() -> None:
    """A browser asks ::1 first for `localhost`, and would find somebody else there."""
    try:
        server = listener("::1", 0, socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6 loopback address")
    with server:
        taken = server.getsockname()[1]
        assert free_port(taken) != taken


def test_a_free_port_is_taken_as_wished() -> None:
    port = free_port(0)
    assert free_port(port) == port


def test_catalogues_are_compiled_once_and_without_fuzzy_entries(tmp_path: Path) -> None:
    folder = tmp_path / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = polib.POFile()
    rule = "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5"
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": f"nplurals=6; plural={rule};",
    }
    catalogue.append(polib.POEntry(msgid="Case", msgstr="حالة"))
    catalogue.append(polib.POEntry(msgid="Photo", msgstr="صورة", flags=["fuzzy"]))
    plural = {number: f"شكل {number}" for number in range(6)}
    catalogue.append(polib.POEntry(msgid="%(n)s case", msgid_plural="%(n)s cases", msgstr_plural=plural))
    catalogue.save(str(folder / "django.po"))
    assert compile_catalogues(tmp_path) == [folder / "django.mo"]
    assert compile_catalogues(tmp_path) == []
    compiled = {entry.msgid: entry for entry in polib.mofile(str(folder / "django.mo"))}
    assert set(compiled) == {"Case", "%(n)s case"}
    assert compiled["%(n)s case"].msgstr_plural == plural
    os.utime(folder / "django.po", (0, 0))
    assert compile_catalogues(tmp_path) == [folder / "django.mo"]


def test_the_example_of_the_environment_is_up_to_date() -> None:
    assert documents.is_fresh(LAYOUT), "run: make docs"


def test_locks_carry_hashes_and_no_addresses() -> None:
    for name in ("requirements/base.txt", "requirements/dev.txt", "package-lock.json"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text, name
        assert "--hash=sha256:" in text or '"integrity": "sha512-' in text, name


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another account can reach; pytest's own ones are closed to others."""
    with tempfile.TemporaryDirectory(prefix="registry-") as made:
        Path(made).chmod(0o755)
        yield Path(made)


def test_an_ordinary_user_is_told_the_one_command_that_installs_what_tests_need(open_folder: Path) -> None:
    """Without Chromium and without the right to install it, the run ends with an error and says what to do."""
    shutil.copy(ROOT / "registry" / "bootstrap" / "__main__.py", open_folder / "bootstrap.py")
    (open_folder / "bootstrap.py").chmod(0o644)
    programs = open_folder / "bin"
    programs.mkdir(mode=0o755)
    (programs / "apt-get").symlink_to("/bin/false")
    # The machine's own Python: another account may not reach this environment's.
    python = shutil.which("python3", path="/usr/bin:/usr/local/bin") or sys.executable
    code = f"import sys; sys.path.insert(0, {str(open_folder)!r}); import bootstrap; bootstrap.system_packages()"
    as_nobody = as_user("nobody") | {"group": "nogroup"} if os.geteuid() == 0 else {}
    done = subprocess.run(
        [python, "-c", code],
        env={"PATH": str(programs), "HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        **as_nobody,
    )
    assert done.returncode == 1
    assert "sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends chromium" in done.stderr


def test_the_bootstrap_runs_before_anything_is_installed() -> None:
    """It may import the standard library only: it is what installs the rest."""
    command = [sys.executable, "-S", "-I", str(ROOT / "registry" / "bootstrap"), "nothing"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Usage: python3 registry/bootstrap demo|test|mutation|lock" in done.stderr
