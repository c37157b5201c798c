"""A fresh proof before what is protected most: what asks for it, what does not, and the way there and back."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accessctl import door, services, topology
from accessctl.actor import Actor
from accessctl.codes import GrantReason, Purpose
from accessctl.models import JournalEntry, RecordGrant, Session
from accessctl.policy import policy_of
from accessctl.rings import Ring
from accessctl.signin.stepup import ProofNeeded
from cases.models import Case
from registry.lib.errors import Forbidden
from tests.cast import Cast
from tests.factories import families
from tests.factories.accessctl import agreement, terms
from tests.integration.accessctl.signin.test_second_step import code_of
from tests.plugins.site import sign_in

pytestmark = pytest.mark.usefixtures("contexts")

STALE = 301
FRESH = 299


def open_(actor: Actor, case: Case, ring: Ring) -> None:
    door.open(actor, case, ring, tables=topology.tables_of(Case, ring))


def after(actor: Actor, seconds: float | None) -> Actor:
    """The same person, some time after they showed who they are."""
    proved_at = None if seconds is None else timezone.now() - timedelta(seconds=seconds)
    return Actor.of_account(actor.account, proved_at=proved_at)  # type: ignore[arg-type]  # one with an account


@pytest.fixture
def case(cast: Cast) -> Case:
    return families.a_case(cast)


# --- the door -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("seconds", [None, STALE, 86_400, -3600])
@pytest.mark.parametrize("ring", [Ring.CONTACT, Ring.PROTECTION])
def test_a_ring_of_layer_4_opens_after_a_fresh_proof_alone(
    cast: Cast, case: Case, ring: Ring, seconds: float | None
) -> None:
    before = JournalEntry.objects.filter(action="ring.read").count()
    with pytest.raises(ProofNeeded):
        open_(after(cast.caseworker.actor, seconds), case, ring)
    assert JournalEntry.objects.filter(action="ring.read").count() == before  # nothing was read, nothing is said to be
    open_(after(cast.caseworker.actor, FRESH), case, ring)
    assert JournalEntry.objects.filter(action="ring.read").count() == before + 1


def test_how_old_it_may_be_is_a_setting(cast: Cast, case: Case, settings: Settings) -> None:
    settings.STEP_UP_SECONDS = 60
    with pytest.raises(ProofNeeded):
        open_(after(cast.caseworker.actor, 90), case, Ring.CONTACT)


@pytest.mark.parametrize("ring", [Ring.SEARCH, Ring.RESERVED, Ring.KIN])
def test_other_rings_ask_for_none(cast: Cast, case: Case, ring: Ring) -> None:
    open_(after(cast.caseworker.actor, None), case, ring)


def test_whoever_may_not_is_refused_and_not_asked(cast: Cast, case: Case) -> None:
    with pytest.raises(Forbidden):
        open_(after(cast.second_caseworker.actor, None), case, Ring.CONTACT)


# --- sharing and keys ---------------------------------------------------------------------------------------------
def share_grant(actor: Actor, cast: Cast, case: Case) -> None:
    services.grant(
        actor, case, cast.caseworker.account, ring=Ring.RESERVED, purpose=Purpose.SHARE_SEARCH,
        reason=GrantReason.SUPERVISION,
    )  # fmt: skip


def propose(actor: Actor, cast: Cast, case: Case) -> None:
    services.propose_agreement(actor, terms(cast.organisations.ngo, cast.organisations.second_ngo))


def sign(actor: Actor, cast: Cast, case: Case) -> None:
    proposed = agreement(cast.organisations.ngo, cast.organisations.second_ngo, signed=False)
    services.sign_agreement(actor, proposed, cast.organisations.ngo)


def new_token(actor: Actor, cast: Cast, case: Case) -> None:
    services.create_client(actor, cast.organisations.ngo, name="Another system")


@pytest.mark.parametrize("act", [share_grant, propose, sign, new_token])
def test_sharing_and_keys_need_one(cast: Cast, case: Case, act: Any) -> None:
    with pytest.raises(ProofNeeded):
        act(after(cast.supervisor.actor, STALE), cast, case)
    act(after(cast.supervisor.actor, FRESH), cast, case)


def test_taking_back_needs_none(cast: Cast, case: Case) -> None:
    share_grant(cast.supervisor.actor, cast, case)
    services.revoke(after(cast.supervisor.actor, None), case, cast.caseworker.account, ring=Ring.RESERVED)


def test_registering_needs_none_though_it_gives_grants_to_who_registers(cast: Cast) -> None:
    made = families.a_case(cast, by=after(cast.caseworker.actor, None))
    policy: Any = policy_of(Case)
    grants: type[RecordGrant] = policy.grants
    assert grants._default_manager.filter(content_object=made, ring=Ring.CONTACT).exists()


# --- the way there and back ---------------------------------------------------------------------------------------
@pytest.fixture
def stale(client: Client, cast: Cast) -> Client:
    sign_in(client, cast.caseworker.account, ago=STALE)
    return client


@pytest.fixture
def secret(cast: Cast) -> str:
    made: str = totp.generate_totp_secret()
    totp.TOTP.activate(cast.caseworker.account, made)
    return made


def prove(client: Client, address: str, secret: str) -> Any:
    """Follow to the proof, and give it."""
    assert address.startswith(reverse("mfa_reauthenticate"))
    page = client.get(address)
    assert "Confirm that it is you" in page.content.decode()
    return client.post(address, {"code": code_of(secret), "next": page.context["redirect_field_value"]})


def test_a_page_asks_and_leads_back_to_itself(stale: Client, case: Case, secret: str) -> None:
    page = reverse("families:edit", args=[case.ref])
    answer = prove(stale, stale.get(page).headers["Location"], secret)
    assert answer.headers["Location"] == page
    assert stale.get(page).status_code == 200


def sent_on(client: Client, address: str) -> tuple[str, dict[str, list[str]]]:
    """Where the page after the proof sends what, as the browser would."""
    text = client.get(address).content.decode()
    action = re.search(r'<form class="panel" method="post" action="([^"]+)"', text)
    assert action
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', text):
        fields.setdefault(unescape(name), []).append(unescape(value))
    return unescape(action[1]), fields


def test_what_was_typed_comes_back_and_is_saved(client: Client, cast: Cast, case: Case, secret: str) -> None:
    page = reverse("families:edit", args=[case.ref])
    sign_in(client, cast.caseworker.account)
    form = client.get(page).context["forms"][0]
    typed = {"name": 'Awa <Ndiaye> & "sœur"', "languages": ["wo", "fr"], "_version": str(case.version)}
    assert form is not None
    with time_machine.travel(timezone.now() + timedelta(seconds=STALE)):
        led = client.post(page, typed)
        answer = prove(client, led.headers["Location"], secret)
        action, fields = sent_on(client, answer.headers["Location"])
        assert action == page
        wanted = {"name": [typed["name"]], "languages": typed["languages"], "_version": [typed["_version"]]}
        assert {name: fields[name] for name in typed} == wanted
        assert client.post(action, fields).status_code != 403
        assert client.get(answer.headers["Location"]).status_code == 302  # it is sent on once


def test_what_waits_lies_sealed_and_belongs_to_one_session(stale: Client, cast: Cast, case: Case) -> None:
    stale.post(reverse("families:channels", args=[case.ref]), {"note": "typed"})
    other = Client()
    sign_in(other, cast.caseworker.account)
    assert other.get(reverse("accessctl:go-on")).status_code == 302


def test_what_waited_too_long_is_dropped(stale: Client, case: Case) -> None:
    stale.post(reverse("families:channels", args=[case.ref]), {"note": "typed"})
    session = stale.session
    session["kept_request"] |= {"at": timezone.now().timestamp() - 3600}
    session.save()
    assert stale.get(reverse("accessctl:go-on")).status_code == 302


def test_a_part_of_a_page_goes_by_the_whole_page_and_back(stale: Client, case: Case, secret: str) -> None:
    channels = reverse("families:channels", args=[case.ref])
    answer = stale.post(channels, headers={"HX-Request": "true"})
    led = prove(stale, answer.headers["HX-Redirect"], secret)
    action, fields = sent_on(stale, led.headers["Location"])
    page = stale.post(action, fields)
    assert page.status_code == 200
    assert "How to reach them" in page.content.decode()
    assert "<html" in page.content.decode()


def test_a_password_alone_is_no_proof_where_there_is_a_second_step(stale: Client, cast: Cast, secret: str) -> None:
    answer = stale.get(reverse("account_reauthenticate"))
    assert answer.headers["Location"].startswith(reverse("mfa_reauthenticate"))


def test_a_program_is_told_in_its_own_way(stale: Client, case: Case) -> None:
    answer = stale.post(reverse("families:channels", args=[case.ref]), headers={"Accept": "application/json"})
    assert answer.status_code == 403
    assert answer.json()["code"] == "proof_needed"


@pytest.mark.parametrize(
    "name",
    [
        "mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    ],
)  # fmt: skip
def test_second_steps_are_changed_after_a_fresh_proof_alone(stale: Client, secret: str, name: str) -> None:
    if name == "mfa_activate_totp":
        Authenticator.objects.update(type="webauthn")
    else:
        RecoveryCodes.activate(Authenticator.objects.get().user)
    before = list(Authenticator.objects.values_list("pk", flat=True))
    proof = (reverse("mfa_reauthenticate"), reverse("mfa_reauthenticate_webauthn"))
    assert stale.get(reverse(name)).headers["Location"].startswith(proof)
    sent = stale.post(reverse(name))
    assert sent.status_code == 405 or sent.headers["Location"].startswith(proof)
    assert list(Authenticator.objects.values_list("pk", flat=True)) == before


def test_other_sessions_are_ended_after_a_fresh_proof_alone(stale: Client, cast: Cast, secret: str) -> None:
    other = Client()
    sign_in(other, cast.caseworker.account)
    led = stale.post(reverse("accessctl:session-end"), {"others": "1"}).headers["Location"]
    assert other.get(reverse("site:work")).status_code == 200
    action, fields = sent_on(stale, prove(stale, led, secret).headers["Location"])
    stale.post(action, fields)
    assert other.get(reverse("site:work")).status_code == 302


def test_a_fresh_proof_gives_a_new_key_and_prolongs_nothing(stale: Client, cast: Cast, case: Case, secret: str) -> None:
    old = Client()
    old.cookies[configured.SESSION_COOKIE_NAME] = stale.cookies[configured.SESSION_COOKIE_NAME].value
    before = Session.objects.get(account=cast.caseworker.account)
    prove(stale, stale.get(reverse("families:edit", args=[case.ref])).headers["Location"], secret)
    after_it = Session.objects.get(account=cast.caseworker.account)
    assert after_it.digest != before.digest
    assert after_it.begun_at == before.begun_at
    assert stale.get(reverse("site:work")).status_code == 200
    assert old.get(reverse("site:work")).status_code == 302


def test_nobody_is_sent_to_another_site_afterwards(stale: Client, secret: str) -> None:
    answer = stale.post(reverse("mfa_reauthenticate"), {"code": code_of(secret), "next": "https://evil.example/"})
    assert answer.headers["Location"].startswith("/")
