"""Home, my work, help, health, session: what they answer, to whom, and what they must not do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accessctl.codes import RecipientClass, Role
from accessctl.models import Account, Membership, Organisation
from tests.plugins.site import ClientFor


@pytest.fixture
def account(db: None) -> Account:
    return Account.objects.create_user("amina@example.org", "correct horse battery staple", full_name="Amina Benali")


@pytest.fixture
def signed_in(client_for: ClientFor, account: Account) -> Iterator[Client]:
    return client_for(account)  # type: ignore[return-value]


def test_live_asks_nobody(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}


@pytest.mark.django_db(databases=["default", "keystore"])
def test_ready_names_its_parts(client: Client) -> None:
    answer = client.get("/health/ready")
    assert answer.json()["parts"].keys() == {"default", "keystore", "valkey"}
    assert answer.status_code == (503 if answer.json()["status"] == "lost" else 200)


@pytest.mark.django_db(databases=["default", "keystore"])
def test_ready_without_the_doorbell_is_slow_but_ready(client: Client, settings: Settings) -> None:
    settings.VALKEY_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "slow")


@pytest.mark.django_db
def test_strangers_see_the_start_page_and_are_asked_to_sign_in_for_work(client: Client) -> None:
    assert client.get("/").status_code == 200
    assert client.get("/work/").headers["Location"].startswith("/accounts/login/")


def test_who_is_signed_in_starts_at_their_work(signed_in: Client) -> None:
    assert signed_in.get("/").headers["Location"] == "/work/"
    page = signed_in.get("/work/").content.decode()
    assert "My work" in page
    assert "Amina Benali" in page


@pytest.mark.parametrize(
    ("role", "sections", "button"),
    [
        (Role.CASEWORKER, {"waiting", "consent", "to-tell", "pairs", "drafts", "samples"}, "/cases/new/"),
        (Role.FORENSIC_PRACTITIONER, {"pairs", "remains", "samples", "hand-overs", "graves"}, "/remains/new/"),
        (Role.DATA_PROTECTION, {"requests", "agreements", "approvals", "events", "hits", "journal"}, "/journal/"),
        (Role.AUDITOR, {"journal"}, "/journal/"),
        (Role.PSYCHOSOCIAL_WORKER, {"by-name", "referred"}, "/cases/"),
        (Role.MORGUE_CLERK, {"remains-kept"}, "/remains/"),
        (Role.SYSTEM_ADMINISTRATOR, {"approvals", "organisations", "runs"}, "/organisations/"),
    ],
)
def test_each_role_sees_its_own_work(
    signed_in: Client, account: Account, role: Role, sections: set[str], button: str
) -> None:
    kind = RecipientClass.FORENSIC_INSTITUTE if role is Role.FORENSIC_PRACTITIONER else RecipientClass.CSO
    organisation = Organisation.objects.create(name="Amal Centre", kind=kind, country="MAR")
    Membership.objects.create(
        account=account, organisation=organisation, role=role, until=timezone.now() + timedelta(days=1)
    )
    page = signed_in.get("/work/").content.decode()
    assert set(re.findall(r'<section class="panel" id="([\w-]+)"', page)) == sections
    assert f'href="{button}"' in page


def test_a_role_without_pages_is_told_so(signed_in: Client, account: Account) -> None:
    organisation = Organisation.objects.create(name="Amal Centre", kind=RecipientClass.CSO, country="MAR")
    Membership.objects.create(account=account, organisation=organisation, role=Role.ANALYST)
    assert "has no work on these pages" in signed_in.get("/work/").content.decode()


def test_without_an_organisation_nothing_can_wait(signed_in: Client) -> None:
    assert "belongs to no organisation" in signed_in.get("/work/").content.decode()


INVENTED = {"accounts": [{"email": "a@demo.invalid", "name": "Inés", "role": "caseworker", "organisation": "Voces"}]}


@pytest.mark.django_db
@pytest.mark.parametrize("demo", [True, False])
def test_invented_accounts_are_offered_by_the_demonstration_only(
    client: Client, settings: Settings, tmp_path: Path, demo: bool
) -> None:
    (tmp_path / "demo.json").write_text(json.dumps(INVENTED), encoding="utf-8")
    settings.DEMO, settings.LOCAL_DIR = demo, tmp_path
    assert ("a@demo.invalid" in client.get("/accounts/login/").content.decode()) is demo


def test_no_page_is_cached_for_who_is_signed_in(signed_in: Client) -> None:
    assert "no-store" in signed_in.get("/work/").headers["Cache-Control"]


@pytest.mark.django_db
def test_a_page_without_its_token_says_reload(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/language/", {"language": "ar"}, headers={"Accept": "text/html"})
    assert answer.status_code == 403
    assert "Reload it" in answer.content.decode()


@pytest.mark.django_db
def test_the_page_forbids_inline_script_and_foreign_origins(client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "require-trusted-types-for 'script'" in policy


@pytest.mark.django_db
@pytest.mark.usefixtures("contexts")
def test_htmx_is_told_to_evaluate_and_to_keep_nothing(client: Client) -> None:
    config = client.get("/").context["htmx_config"]
    known = json.loads(config)
    assert (known["allowEval"], known["allowScriptTags"], known["selfRequestsOnly"]) == (False, False, True)
    assert known["historyCacheSize"] == 0


@pytest.mark.django_db
def test_the_service_worker_knows_files_and_the_offline_page(client: Client) -> None:
    worker = client.get("/service-worker.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert '"offline": "/offline/"' in worker.content.decode()
    assert client.get("/manifest.webmanifest").json()["start_url"] == "/"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru"])
def test_every_language_has_its_direction_and_name(client: Client, language: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get("/help/").content.decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert ("bootstrap.rtl.min" in page) == (language == "ar")
    assert all(f">{name}</" in page for _code, name in settings.LANGUAGES)
