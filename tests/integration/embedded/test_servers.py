"""The embedded servers as real processes: who may reach them, what they log, and starting again after a kill."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from registry.embedded import postgres, valkey
from registry.embedded.layout import APPLICATION_ROLE, OWNER_ROLE, SOCKET_PATH_LIMIT, Layout, LayoutError
from registry.embedded.process import Record, log_path, record_path
from registry.embedded.servers import start_servers, stop_servers

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that root's PostgreSQL account can reach: pytest closes its own ones to others, at any time."""
    with tempfile.TemporaryDirectory(prefix="registry-") as made:
        yield Path(made)


@pytest.fixture(scope="module")
def layout() -> Iterator[Layout]:
    with tempfile.TemporaryDirectory(prefix="registry-") as made:
        layout = Layout(Path(made))
        assert start_servers(layout, scratch=True)
        yield layout
        stop_servers(layout)


def connect(layout: Layout, role: str, database: str = "registry") -> psycopg.Connection:
    return psycopg.connect(layout.database_url(role, database), autocommit=True)


def test_a_second_start_finds_both_running(layout: Layout) -> None:
    assert not start_servers(layout, scratch=True)


def test_keys_and_data_are_for_their_own_account_only(layout: Layout) -> None:
    for folder in (layout.keys, layout.pg, layout.pg_data, layout.pg_sockets, layout.valkey, layout.run, layout.log):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
    for file in (layout.secret_key_file, layout.root_key_file):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    assert not layout.keys.is_relative_to(layout.pg)


def test_keys_are_never_replaced(layout: Layout) -> None:
    before = (layout.secret_key_file.read_bytes(), layout.root_key_file.read_bytes())
    stop_servers(layout)
    assert start_servers(layout, scratch=True)
    assert (layout.secret_key_file.read_bytes(), layout.root_key_file.read_bytes()) == before


def test_no_server_listens_on_a_port(layout: Layout) -> None:
    with connect(layout, OWNER_ROLE) as owner:
        row = owner.execute("SHOW listen_addresses").fetchone()
    assert row == ("",)
    record = Record.read(record_path(layout, "valkey"))
    assert record is not None
    leader = record.leader()
    assert leader is not None
    assert leader.net_connections("inet") == []


@pytest.mark.parametrize("database", ["registry", "keystore"])
def test_the_application_reads_and_writes_but_makes_and_drops_nothing(layout: Layout, database: str) -> None:
    with connect(layout, OWNER_ROLE, database) as owner, connect(layout, APPLICATION_ROLE, database) as application:
        owner.execute("CREATE TABLE note (id int GENERATED ALWAYS AS IDENTITY, text text)")
        try:
            application.execute("INSERT INTO note (text) VALUES ('a')")
            application.execute("UPDATE note SET text = 'b'")
            assert application.execute("SELECT text FROM note").fetchall() == [("b",)]
            application.execute("DELETE FROM note")
            for forbidden in ("TRUNCATE note", "DROP TABLE note", "ALTER TABLE note ADD x int", "CREATE TABLE own ()"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    application.execute(forbidden)
        finally:
            owner.execute("DROP TABLE note")


def test_the_application_makes_no_database_and_no_role(layout: Layout) -> None:
    with connect(layout, APPLICATION_ROLE) as application:
        for forbidden in ("CREATE DATABASE own", "CREATE ROLE own", "DROP DATABASE keystore"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute(forbidden)


def test_a_database_made_later_gives_the_application_the_same_rights(layout: Layout) -> None:
    with connect(layout, OWNER_ROLE, "postgres") as owner:
        owner.execute("CREATE DATABASE later")
    try:
        with connect(layout, OWNER_ROLE, "later") as owner, connect(layout, APPLICATION_ROLE, "later") as application:
            owner.execute("CREATE TABLE note (id int)")
            application.execute("INSERT INTO note VALUES (1)")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute("DROP TABLE note")
    finally:
        with connect(layout, OWNER_ROLE, "postgres") as owner:
            owner.execute("DROP DATABASE later")


def test_a_refused_row_does_not_reach_the_log(layout: Layout) -> None:
    secret = "Amina Tesfaye"
    with connect(layout, OWNER_ROLE) as owner:
        owner.execute("CREATE TEMP TABLE person (name text, born int NOT NULL CHECK (born < 2100), UNIQUE (name))")
        statements = (
            ("INSERT INTO person VALUES (%s, NULL)", [secret]),
            ("INSERT INTO person VALUES (%s, 3000)", [secret]),
            ("INSERT INTO person VALUES (%s, 1), (%s, 2)", [secret, secret]),
        )
        for statement, values in statements:
            with pytest.raises(psycopg.errors.IntegrityError):
                owner.execute(statement, values)
            with pytest.raises(psycopg.errors.IntegrityError):
                owner.execute(statement.replace("%s", f"'{secret}'"))
        with pytest.raises(psycopg.errors.SyntaxError):
            owner.execute(f"SELECT '{secret}' FORM person")
    log = log_path(layout, "postgres").read_text()
    assert "violates not-null constraint" in log
    assert secret not in log


def test_text_is_folded_the_same_way_on_every_machine(layout: Layout) -> None:
    with connect(layout, OWNER_ROLE) as owner:
        row = owner.execute("SELECT lower('ÉÇŞЖ'), 'é' < 'z'").fetchone()
    assert row == ("éçşж", False)


def test_servers_that_were_killed_start_again(layout: Layout) -> None:
    for name in ("postgres", "valkey"):
        record = Record.read(record_path(layout, name))
        assert record is not None
        os.kill(record.pid, signal.SIGKILL)
    assert start_servers(layout, scratch=True)
    assert postgres.answers(layout)
    assert valkey.answers(layout.valkey_socket)


def test_programs_that_ask_at_once_share_one_start(folder: Path) -> None:
    command = [sys.executable, "-m", "registry.embedded", "--scratch", "--local", str(folder), "env"]
    asking = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [one.communicate(timeout=120)[0] for one in asking]
    try:
        assert [one.returncode for one in asking] == [0, 0, 0]
        assert len(set(said)) == 1
        assert said[0].count("export REGISTRY_") == len(Layout(folder).environment())
        assert log_path(Layout(folder), "postgres").read_text().count("ready to accept connections") == 1
    finally:
        assert stop_servers(Layout(folder)) == ["valkey", "postgres"]


def test_a_long_path_puts_the_sockets_into_a_short_private_folder(folder: Path) -> None:
    layout = Layout(folder / ("long" * 25))
    assert len(str(layout.pg_sockets / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT
    start_servers(layout, scratch=True)
    try:
        assert postgres.answers(layout)
        assert valkey.answers(layout.valkey_socket)
        for folder in (layout.pg_sockets, layout.valkey_socket.parent):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    finally:
        stop_servers(layout)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder of somebody else")
def test_a_folder_of_somebody_else_is_refused(folder: Path) -> None:
    layout = Layout(folder)
    layout.keys.mkdir()
    os.chown(layout.keys, 12345, 12345)
    with pytest.raises(LayoutError, match="belongs to another account"):
        start_servers(layout)
