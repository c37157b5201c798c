"""Signed-in clients, the collected static files, and the site itself under gunicorn."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import django.test.client
import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.test import Client

from registry.embedded.process import Program, spawn, start, stop
from registry.embedded.web import free_port, site_answers, web_command
from tests.plugins.database import process_environment
from tests.plugins.layout import LAYOUT
from tests.plugins.prepared import collect_static

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

ROOT = Path(__file__).resolve().parents[2]
SIGN_IN_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
STORE_RENDERED_TEMPLATES = django.test.client.store_rendered_templates  # type: ignore[attr-defined]
ClientFor = Callable[..., Client]


@pytest.fixture(scope="session", autouse=True)
def _no_copies_of_contexts() -> Iterator[None]:
    """Django copies the context of every widget into `response.context`: a page of forms takes twice as long then."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(django.test.client, "store_rendered_templates", lambda *_args, **_kwargs: None)
        yield


@pytest.fixture
def contexts(monkeypatch: pytest.MonkeyPatch) -> None:
    """`response.context`, for a test that looks into it."""
    monkeypatch.setattr(django.test.client, "store_rendered_templates", STORE_RENDERED_TEMPLATES)


@pytest.fixture(scope="session")
def static_files() -> None:
    """Collect the static files as in production, so that a page naming a missing one fails here too."""
    collect_static()
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
        sign_in(made, account)
        return made

    return make


def sign_in(client: Client, account: AbstractBaseUser, *, how: str = "mfa", ago: float = 0) -> None:
    """Sign a client in without a password, as if by a second step that was shown some seconds ago."""
    client.force_login(account, backend=SIGN_IN_BACKEND)  # type: ignore[arg-type]
    session = client.session
    session["account_authentication_methods"] = [{"method": how, "at": time.time() - ago}]
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()


@pytest.fixture(scope="session")
def _gunicorn(django_db_setup: None, static_files: None) -> Iterator[str]:
    """One site for the whole run: the same command as in the demo, on a free port."""
    LAYOUT.prepare()
    port = free_port(0)
    # A test's flush takes the keys away; the site must not remember those of the test before.
    env = process_environment() | {"REGISTRY_STATIC_ROOT": str(settings.STATIC_ROOT), "REGISTRY_KEY_CACHE_SECONDS": "1"}
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
