"""Signed-in clients, the collected static files, and the site itself under gunicorn."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.test import Client

from registry.embedded.process import Program, locked, spawn, start, stop
from registry.embedded.static import collect
from registry.embedded.web import free_port, site_answers, web_command
from tests.plugins.database import process_environment
from tests.plugins.layout import LAYOUT, TEST_ROOT

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

ROOT = Path(__file__).resolve().parents[2]
SIGN_IN_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ClientFor = Callable[..., Client]


@pytest.fixture(scope="session")
def static_files() -> None:
    """Collect the static files as in production, so that a page naming a missing one fails here too."""
    with locked(TEST_ROOT / "static.lock"):
        collect({**os.environ}, Path(settings.STATIC_ROOT))
    storage = cast("ManifestFilesMixin", staticfiles_storage)
    storage.hashed_files, storage.manifest_hash = storage.load_manifest()  # type: ignore[assignment]


@pytest.fixture
def client(static_files: None) -> Client:
    """A client of nobody in particular."""
    return Client()


@pytest.fixture
def client_for(static_files: None, db: None) -> ClientFor:
    """`client_for(account)`: a client signed in as that account. Keywords go to the client (headers=…)."""

    def make(account: AbstractBaseUser, **kwargs: Any) -> Client:
        made = Client(**kwargs)
        made.force_login(account, backend=SIGN_IN_BACKEND)  # type: ignore[arg-type]
        return made

    return make


@pytest.fixture(scope="session")
def _gunicorn(django_db_setup: None, static_files: None) -> Iterator[str]:
    """One site for the whole run: the same command as in the demo, on a free port."""
    LAYOUT.prepare()
    port = free_port(0)
    env = process_environment() | {"REGISTRY_STATIC_ROOT": str(settings.STATIC_ROOT)}
    program = Program(
        "web",
        lambda: spawn(LAYOUT, "web", web_command(port), env),
        ready=lambda: site_answers(port),
    )
    record = start(LAYOUT, program)
    yield f"http://localhost:{port}"
    stop(record)


@pytest.fixture
def live_site(_gunicorn: str, transactional_db: None) -> str:
    """Address of the running site. It sees what the test committed."""
    return _gunicorn


def run_manage(*arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    """`manage.py …` as its own process on the test's databases."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(
        command, env=process_environment() | extra, cwd=ROOT, capture_output=True, text=True, check=False
    )
