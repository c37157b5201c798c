"""The production description against the code: its variables are read, its commands start, its secrets stay apart."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import yaml

from registry.embedded import documents, postgres, valkey
from registry.embedded.broker import worker_answers
from registry.embedded.layout import OWNER_ROLE, Layout
from registry.embedded.process import Program, Record, as_user, last_lines, log_path, spawn, start, stop
from registry.embedded.web import free_port, site_answers
from tests.plugins.database import process_environment
from tests.plugins.layout import LAYOUT

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OWN = {name: service for name, service in SERVICES.items() if service.get("image") == "missing-migrant-registry"}


def test_the_services_of_production_are_these() -> None:
    assert set(SERVICES) == {"postgres", "redis", "migrate", "web", "matcher", "worker", "beat", "caddy"}
    assert set(OWN) == {"migrate", "web", "matcher", "worker", "beat"}


def test_every_variable_of_the_compose_file_is_one_the_settings_read() -> None:
    known = set(documents.variables(LAYOUT))
    known |= {f"{name}_FILE" for name in known}
    named = {variable for service in OWN.values() for variable in service["environment"]}
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    asked_of_operator = set(re.findall(r"\$\{(\w+)", text)) | set(re.findall(r"\bREGISTRY_\w+", text))
    assert named
    assert named - known == set()
    assert asked_of_operator - known == set()


def test_every_variable_without_a_default_is_set() -> None:
    required = {name for name, one in documents.variables(LAYOUT).items() if one["default"] is None}
    for name, service in OWN.items():
        given = {variable.removesuffix("_FILE") for variable in service["environment"]}
        needed = required if name == "migrate" else {one for one in required if "_OWNER_" not in one}
        assert needed - given == set(), name


def test_only_the_migrating_service_knows_the_owner() -> None:
    for name, service in SERVICES.items():
        if name in ("migrate", "postgres"):
            continue
        assert not [one for one in service.get("secrets", []) if "owner" in one], name
        assert not [one for one in service.get("environment", {}) if "OWNER" in one], name


def test_only_the_tls_proxy_is_reached_from_outside() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"caddy"}
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert SERVICES["postgres"]["networks"] == SERVICES["redis"]["networks"] == ["inside"]


def test_those_that_send_mail_reach_its_server_and_no_other_service_leaves_the_machine() -> None:
    senders = {name for name, service in OWN.items() if "REGISTRY_EMAIL_URL_FILE" in service["environment"]}
    assert senders == {"web", "worker"}
    outward = {name for name, network in COMPOSE["networks"].items() if not network.get("internal")}
    assert {name for name, service in SERVICES.items() if outward & set(service["networks"])} == {*senders, "caddy"}
    assert all("inside" in service["networks"] for service in OWN.values())


def test_the_site_believes_the_network_it_shares_with_the_proxy_alone() -> None:
    named = {service["environment"]["REGISTRY_TRUSTED_PROXIES"] for service in OWN.values()}
    assert named == {COMPOSE["networks"]["edge"]["ipam"]["config"][0]["subnet"]}
    assert {name for name, service in SERVICES.items() if "edge" in service["networks"]} == {"web", "caddy"}
    (default,) = (re.fullmatch(r"\$\{REGISTRY_TRUSTED_PROXIES:-(.+)\}", one) for one in named)
    assert default is not None
    assert ip_network(default[1]).is_private


def test_our_services_run_without_rights_they_do_not_need() -> None:
    for name, service in OWN.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert dockerfile.rstrip().rsplit("\nUSER ", 1)[1].startswith("10001:10001\n")


def test_every_secret_is_one_that_is_made() -> None:
    made = set(re.findall(r"make_secret (\w+)", (ROOT / "deploy" / "make-secrets").read_text(encoding="utf-8")))
    named = {Path(one["file"]).name for one in COMPOSE["secrets"].values()}
    used = {one for service in SERVICES.values() for one in service.get("secrets", [])}
    paths = {
        Path(value).name
        for service in SERVICES.values()
        for value in (service.get("environment") or {}).values()
        if str(value).startswith("/run/secrets/")
    }
    assert named == used == made
    assert paths <= named


def test_the_files_mounted_into_services_exist() -> None:
    mounts = [volume for service in SERVICES.values() for volume in service.get("volumes", [])]
    sources = [mount.split(":")[0] for mount in mounts if mount.startswith("./")]
    assert sources
    assert [source for source in sources if not (ROOT / source).is_file()] == []


def test_the_proxy_names_a_service_and_variables_that_it_is_given() -> None:
    text = (ROOT / "deploy" / "caddy" / "Caddyfile").read_text(encoding="utf-8")
    assert re.findall(r"reverse_proxy (\w+):8000", text) == ["web"]
    assert set(re.findall(r"\{\$(\w+)\}", text)) == set(SERVICES["caddy"]["environment"])


def test_the_proxy_speaks_tls_of_today_and_refuses_programs_without_it() -> None:
    text = (ROOT / "deploy" / "caddy" / "Caddyfile").read_text(encoding="utf-8")
    assert re.findall(r"^\t\tprotocols (.+)$", text, re.MULTILINE) == ["tls1.2 tls1.3"]
    assert "auto_https disable_redirects" in text  # or they would come before the refusal
    plain = text.split("\nhttp:// {\n")[1]
    assert re.search(
        r"@programs path /api/\* /journal/heads /journal/consistency\n\thandle @programs \{\n\t\trespond .* 403", plain
    )
    assert "redir https://{host}{uri} permanent" in plain
    assert "@internal path /health/ready\n\trespond @internal 404" in text
    assert "tls internal" not in text  # certificates are those that everybody trusts
    assert re.findall(r"^\theader -Server$", text, re.MULTILINE) == ["\theader -Server"] * 2


def test_the_image_holds_what_runs_and_nothing_else() -> None:
    taken = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert not taken & {"tests", "docs", ".git", "deploy", "bench", ".env"}
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "pip install --require-hashes --no-deps -r /tmp/base.txt" in dockerfile
    assert "'ci', '--ignore-scripts'" in dockerfile
    assert "rm -rf node_modules registry/bootstrap" in dockerfile
    assert not [one for one in OWN.values() if {"REGISTRY_DEBUG", "REGISTRY_DEMO"} & set(one["environment"])]


# --- each command starts ----------------------------------------------------------------------------------------
def local(command: list[str], **replaced: str) -> list[str]:
    """A command of the compose file as it runs here: same words, this environment's Python."""
    words = [replaced.get(word, word) for word in command]
    return [sys.executable, "-m", *words] if words[0] in ("gunicorn", "celery") else words


@pytest.fixture
def started(servers: None) -> Iterator[list[Record]]:
    LAYOUT.prepare()
    records: list[Record] = []
    yield records
    for record in records:
        stop(record)


@pytest.mark.usefixtures("django_db_setup")
def test_the_command_of_web_serves(started: list[Record], static_files: None) -> None:
    port = free_port(0)
    command = local(SERVICES["web"]["command"], **{"0.0.0.0:8000": f"127.0.0.1:{port}"})
    assert f"127.0.0.1:{port}" in command
    environment = process_environment()
    program = Program("web-c", lambda: spawn(LAYOUT, "web-c", command, environment), lambda: site_answers(port))
    started.append(start(LAYOUT, program))


@pytest.mark.usefixtures("django_db_setup")
@pytest.mark.parametrize("name", ["matcher", "worker"])
def test_the_command_of_a_worker_takes_work(started: list[Record], name: str) -> None:
    node = f"{name}@compose"
    command = local(SERVICES[name]["command"], **{f"{name}@%h": node})
    assert node in command
    environment = process_environment()
    program = Program(
        f"{name}-c",
        lambda: spawn(LAYOUT, f"{name}-c", command, environment),
        ready=lambda: worker_answers(LAYOUT, node),
        seconds=120,
    )
    started.append(start(LAYOUT, program))


@pytest.mark.usefixtures("django_db_setup")
def test_the_command_of_beat_schedules(started: list[Record], tmp_path: Path) -> None:
    command = local(SERVICES["beat"]["command"], **{"/tmp/beat": str(tmp_path / "beat")})  # noqa: S108
    log = log_path(LAYOUT, "beat-c")
    log.unlink(missing_ok=True)
    record = spawn(LAYOUT, "beat-c", command, process_environment())
    started.append(record)
    deadline = time.monotonic() + 60
    while "beat: Starting" not in last_lines(log) and record.leader() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert "beat: Starting" in last_lines(log)
    assert record.leader() is not None


@pytest.mark.usefixtures("django_db_setup")
def test_the_command_of_migrate_finds_nothing_left_to_do(tmp_path: Path) -> None:
    given = SERVICES["migrate"]["command"]
    command = [*given[:-1], given[-1].replace("python ", f"{sys.executable} ")]
    environment = process_environment()
    for variable in ("REGISTRY_DATABASE_URL", "REGISTRY_KEYSTORE_URL"):
        owner = environment[variable].replace("registry_app@", f"{OWNER_ROLE}@")
        environment[variable.replace("REGISTRY_", "REGISTRY_OWNER_")] = owner
    environment["REGISTRY_AS_OWNER"] = SERVICES["migrate"]["environment"]["REGISTRY_AS_OWNER"]
    loose = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "accessctl.E009" in loose.stderr  # it opens nothing without TLS
    assert "accessctl.E010" in loose.stderr  # nor where a backup would bring back what was erased
    environment["REGISTRY_TOMBSTONES_FILE"] = str(tmp_path / "tombstones.txt")
    environment["REGISTRY_TLS"] = SERVICES["migrate"]["environment"]["REGISTRY_TLS"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("No migrations to apply") == 2


def test_the_options_of_postgres_are_known_to_it_and_those_of_the_embedded_one(servers: None) -> None:
    command = SERVICES["postgres"]["command"]
    given = dict(
        option.split("=", 1) for flag, option in zip(command[1::2], command[2::2], strict=True) if flag == "-c"
    )
    private = {name: value for name, value in postgres.SETTINGS.items() if name.startswith("log_") and name in given}
    assert private == {name: value for name, value in given.items() if name.startswith("log_")}
    assert "log_error_verbosity" in private
    options = [word for name, value in given.items() for word in ("-c", f"{name}={value}")]
    for name, value in given.items():
        asked = [postgres.binary("postgres"), "-C", name, "-D", str(LAYOUT.pg_data), *options]
        done = subprocess.run(
            asked, capture_output=True, text=True, check=False, **{"cwd": "/", **as_user(postgres.system_user())}
        )
        assert (done.returncode, done.stdout.strip()) == (0, value), done.stderr


def test_the_new_cluster_of_production_is_made_like_the_embedded_one() -> None:
    options = SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    assert set(postgres.INITDB_OPTIONS) <= set(options)


def test_the_command_of_redis_starts_a_server(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.prepare()
    path = layout.valkey_socket
    program = valkey.program(layout)
    words = [*SERVICES["redis"]["command"][1:], "--port", "0", "--unixsocket", str(path)]
    record = spawn(layout, "valkey", [str(valkey.binary()), *words, "--dir", str(layout.valkey)], {"TZ": "UTC"})
    try:
        deadline = time.monotonic() + 20
        while not program.ready() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert valkey.answers(path)
    finally:
        stop(record)


@pytest.fixture
def secrets_made(tmp_path: Path) -> Path:
    """What deploy/make-secrets makes, in a copy."""
    if os.geteuid() != 0:
        pytest.skip("only root can give files to the accounts of the images")
    (tmp_path / "deploy").mkdir()
    shutil.copy(ROOT / "deploy" / "make-secrets", tmp_path / "deploy")
    subprocess.run([str(tmp_path / "deploy" / "make-secrets")], check=True, capture_output=True)
    return tmp_path / "deploy" / "secrets"


def test_secrets_are_private_complete_and_never_replaced(secrets_made: Path) -> None:
    before = {path.name: path.read_bytes() for path in secrets_made.iterdir()}
    assert set(before) == set(COMPOSE["secrets"])
    accounts = {path.name: path.stat().st_uid for path in secrets_made.iterdir()}
    readers = {
        name: {one for one, service in SERVICES.items() if name in service.get("secrets", [])} for name in before
    }
    for path in secrets_made.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
        assert accounts[path.name] == (999 if "postgres" in readers[path.name] else 10001), path.name
        assert readers[path.name] == {"postgres"} or "postgres" not in readers[path.name]
    assert len(base64.b64decode(before["root_key"])) == 32
    subprocess.run([str(secrets_made.parent / "make-secrets")], check=True, capture_output=True)
    assert {path.name: path.read_bytes() for path in secrets_made.iterdir()} == before


def test_a_new_cluster_gets_roles_with_the_passwords_of_the_addresses(secrets_made: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="registry-") as folder:
        layout = Layout(Path(folder))
        layout.prepare()
        record = start(layout, replace(postgres.program(layout, scratch=True), after=None))
        try:
            script = (ROOT / "deploy" / "postgres" / "10-roles.sh").read_text(encoding="utf-8")
            script = script.replace("/deploy/roles.sql", str(ROOT / "deploy" / "postgres" / "roles.sql"))
            script = script.replace("/run/secrets", str(secrets_made))
            environment = {
                "PATH": f"{Path(postgres.binary('psql')).parent}:/usr/bin:/bin",
                "PGHOST": str(layout.pg_sockets),
            }
            environment["POSTGRES_USER"] = "postgres"
            subprocess.run(["bash", "-c", script], env=environment, check=True, capture_output=True)
            with psycopg.connect(layout.database_url("postgres", "postgres")) as connection:
                roles = connection.execute(
                    "SELECT rolname, rolcreatedb, rolsuper FROM pg_roles WHERE rolname LIKE 'registry_%' ORDER BY 1"
                ).fetchall()
                stored = dict(connection.execute("SELECT rolname, rolpassword FROM pg_authid").fetchall())
        finally:
            stop(record, first=signal.SIGINT)
    assert roles == [(f"registry_{name}", False, False) for name in ("app", "genetics", "owner")]
    for name, role in (("database_url", "registry_app"), ("owner_keystore_url", "registry_owner")):
        given = urlsplit((secrets_made / name).read_text())
        assert (given.username, given.hostname) == (role, "postgres")
        assert scram_matches(stored[role], str(given.password))


def scram_matches(stored: str, password: str) -> bool:
    """Whether a SCRAM-SHA-256 verifier, as PostgreSQL stores it, belongs to a password."""
    _, rounds_and_salt, keys = stored.split("$")
    rounds, salt = rounds_and_salt.split(":")
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(salt), int(rounds))
    client = hmac.digest(salted, b"Client Key", "sha256")
    return hashlib.sha256(client).digest() == base64.b64decode(keys.split(":")[0])
