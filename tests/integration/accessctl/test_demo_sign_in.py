"""One-click sign-in: in the demo, from this machine, for invented people, and nowhere else."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.checks import Error, run_checks
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accessctl.actor import Actor
from accessctl.models import Account
from families.services import open_case
from tests.factories.accessctl import member, organisation
from tests.factories.families import registration


@pytest.fixture
def invented(db: None, settings: Settings) -> Account:
    settings.DEMO, settings.BIND_HOST, settings.TLS = True, "127.0.0.1", False
    return member(organisation(), email="caseworker@demo.invalid").account


def enters(client: Client, account: str, **extra: str) -> bool:
    client.post(reverse("accessctl:demo-sign-in"), {"account": account}, **extra)  # type: ignore[arg-type]
    return "_auth_user_id" in client.session


def test_an_invented_account_enters_the_demo(client: Client, invented: Account) -> None:
    assert enters(client, invented.email)


@pytest.mark.usefixtures("contexts")
def test_one_click_is_enough_to_work_and_one_more_to_open_what_is_protected(
    client: Client, invented: Account, settings: Settings, tmp_path: Path
) -> None:
    settings.MFA_MANDATORY, settings.LOCAL_DIR = False, tmp_path
    invented.set_password("correct horse battery staple")
    invented.save()
    said = {"email": invented.email, "name": "Invented", "role": "caseworker", "organisation": "Invented"}
    (tmp_path / "demo.json").write_text(json.dumps({"accounts": [said]}))
    case = open_case(actor=Actor.of_account(invented), registration=registration())
    assert enters(client, invented.email)
    assert client.get(reverse("site:work")).status_code == 200
    channels = reverse("families:channels", args=[case.ref])
    assert client.post(channels).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        asked = client.get(client.post(channels).headers["Location"])
        assert "It is me" in asked.content.decode()
        back = asked.context["redirect_field_value"]
        answer = client.post(reverse("accessctl:demo-sign-in"), {"account": invented.email, "next": back})
        assert answer.headers["Location"] == back
        assert client.get(back).context["kept"].action == channels
        assert client.post(channels).status_code == 200


def test_nobody_enters_where_this_is_no_demo(client: Client, invented: Account, settings: Settings) -> None:
    settings.DEMO = False
    assert not enters(client, invented.email)


@pytest.mark.parametrize(("name", "value"), [("BIND_HOST", "0.0.0.0"), ("TLS", True)])  # noqa: S104
def test_a_demo_that_others_can_reach_lets_nobody_in(
    client: Client, invented: Account, settings: Settings, name: str, value: object
) -> None:
    setattr(settings, name, value)
    assert not enters(client, invented.email)
    assert "accessctl.E005" in {message.id for message in run_checks(tags=["security"]) if isinstance(message, Error)}


def test_requests_from_elsewhere_or_through_a_proxy_are_refused(client: Client, invented: Account) -> None:
    assert not enters(client, invented.email, REMOTE_ADDR="192.0.2.7")
    assert not enters(client, invented.email, REMOTE_ADDR="")
    assert not enters(client, invented.email, HTTP_X_FORWARDED_FOR="192.0.2.7")
    assert not enters(client, invented.email, HTTP_FORWARDED="for=192.0.2.7")


def test_real_accounts_have_no_such_door(client: Client, invented: Account) -> None:
    real = member(organisation(), email="real@example.invalid").account
    lookalike = member(organisation(), email="x@demo.invalid.example.org").account
    for account in (real, lookalike):
        assert not enters(client, account.email)
    Account.objects.filter(pk=invented.pk).update(is_active=False)
    assert not enters(client, invented.email)


def test_looking_at_the_address_signs_nobody_in(client: Client, invented: Account) -> None:
    assert client.get(reverse("accessctl:demo-sign-in"), {"account": invented.email}).status_code == 405
    assert "_auth_user_id" not in client.session
