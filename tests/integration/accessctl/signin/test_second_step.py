"""The second step: needed by everybody outside the demo, counted like a password, sealed, and told to its owner."""

from __future__ import annotations

import io
import json
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accessctl import vault
from accessctl.codes import Role
from accessctl.models import CacheEntry, JournalEntry
from tests.access import routes
from tests.factories.accessctl import Member, member, organisation
from tests.plugins.site import sign_in

PASSWORD = "four words that nobody knows"
FAILURES = 3
# What is told once a second step is set up is told after the commit.
COMMITTING = pytest.mark.django_db(transaction=True)
# What an account without a second step reaches all the same: setting one up, and what a page stands on.
REACHED = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_inactive"}
STANDS_ON = {"site:service-worker", "site:manifest", "site:offline", "site:health-live", "site:health-ready"}


@pytest.fixture
def person(db: None, settings: Settings) -> Member:
    settings.AXES_FAILURE_LIMIT = FAILURES
    return member(organisation(), Role.CASEWORKER, email="amal@example.invalid", password=PASSWORD)


@pytest.fixture
def secret(person: Member) -> str:
    made: str = totp.generate_totp_secret()
    totp.TOTP.activate(person.account, made)
    return made


def give_password(client: Client) -> None:
    client.post(reverse("account_login"), {"login": "amal@example.invalid", "password": PASSWORD})


def code_of(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))


def wrong(secret: str) -> str:
    return f"{(int(code_of(secret)) + 1) % 1_000_000:06}"


def is_in(client: Client) -> bool:
    return client.get(reverse("site:work")).status_code == 200


# --- mandatory ----------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("contexts")
def test_whoever_has_none_is_led_to_set_one_up(client: Client, person: Member) -> None:
    give_password(client)
    answer = client.get(reverse("site:work"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("mfa_index"))
    page = client.get(answer.headers["Location"])
    assert page.context["owes_second_step"] is True
    assert not page.context["places"]


def test_and_reaches_nothing_else(client: Client, person: Member) -> None:
    give_password(client)
    open_to_them = set()
    for route in routes.walk():
        if route.name in ("account_logout", "account_login") or route.name.startswith("api:"):
            continue
        ref = "0194d6a0-0000-7000-8000-000000000000" if "<uuid:" in route.pattern else "MMR-00000-00000-0"
        for pattern in route.addresses(ref):
            address = pattern.replace("<int:pk>", "1")
            for ask in (client.get, client.post):
                answer = ask(address)
                led = answer.status_code == 302 and reverse("mfa_index") in answer.headers["Location"]
                if not led:
                    open_to_them.add(route.name)
    needed = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "accessctl:go-on", "site:language"}
    assert open_to_them == REACHED | STANDS_ON | needed | {"site:session-extend"}


def test_a_part_of_a_page_takes_the_whole_page_along(client: Client, person: Member) -> None:
    give_password(client)
    answer = client.get(reverse("families:work-waiting"), headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith(reverse("mfa_index"))


@COMMITTING
@pytest.mark.usefixtures("contexts")
def test_setting_an_app_up_opens_the_rest_and_gives_recovery_codes(client: Client, person: Member) -> None:
    give_password(client)
    page = client.get(reverse("mfa_activate_totp"))  # the password was given just now: it is not asked for again
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(page.context["form"].secret)})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    codes = client.get(answer.headers["Location"]).context["unused_codes"]
    assert len(codes) == 10
    assert is_in(client)
    assert mail.outbox[-1].to == ["amal@example.invalid"]
    actions = set(JournalEntry.objects.values_list("action", flat=True))
    assert {"session.begun", "account.totp_activated"} <= actions


def test_another_session_without_it_has_to_show_it(client: Client, person: Member) -> None:
    give_password(client)
    totp.TOTP.activate(person.account, made := totp.generate_totp_secret())
    answer = client.get(reverse("site:work"))
    assert answer.headers["Location"].startswith(reverse("mfa_reauthenticate"))
    client.post(reverse("mfa_reauthenticate"), {"code": code_of(made)})
    assert is_in(client)


def test_in_the_demo_a_password_is_enough(client: Client, person: Member, settings: Settings) -> None:
    settings.MFA_MANDATORY = False
    give_password(client)
    assert is_in(client)


def test_the_last_one_is_not_taken_away(client: Client, person: Member, secret: str) -> None:
    sign_in(client, person.account)
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=person.account, type="totp").exists()
    assert "only second step" in client.get(reverse("mfa_deactivate_totp")).content.decode()


def test_an_operator_takes_them_away_from_who_lost_every_device(client: Client, person: Member, secret: str) -> None:
    sign_in(client, person.account)
    call_command("second_step", "reset", "Amal@example.invalid", stdout=io.StringIO())
    assert not Authenticator.objects.exists()
    assert not is_in(client)
    assert JournalEntry.objects.get(action="account.second_step_reset").detail["removed"] == 1
    with pytest.raises(CommandError):
        call_command("second_step", "reset", "nobody@example.invalid")


# --- what counts --------------------------------------------------------------------------------------------------
def test_after_wrong_codes_the_right_one_is_refused_too(client: Client, person: Member, secret: str) -> None:
    give_password(client)
    for _attempt in range(FAILURES):
        last = client.post(reverse("mfa_authenticate"), {"code": wrong(secret)})
    assert last.status_code == 429
    assert "Sign-in paused" in last.content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 429
    assert not is_in(client)
    again = Client()
    give_password(again)
    again.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert not is_in(again)


def test_wrong_codes_count_where_a_fresh_proof_is_asked_for(client: Client, person: Member, secret: str) -> None:
    sign_in(client, person.account, ago=3600)
    for _attempt in range(FAILURES):
        client.post(reverse("mfa_reauthenticate"), {"code": wrong(secret)})
    assert client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret)}).status_code == 429


def test_a_code_works_once_in_every_process(client: Client, person: Member, secret: str) -> None:
    with time_machine.travel(time.time(), tick=False):  # the next one does not begin meanwhile
        code = code_of(secret)
        give_password(client)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(client)
        assert CacheEntry.objects.filter(cache_key__contains="totp.used").exists()  # where every process looks
        other = Client()
        give_password(other)
        other.post(reverse("mfa_authenticate"), {"code": code})
        assert not is_in(other)


def test_a_recovery_code_stands_in_once(client: Client, person: Member, secret: str) -> None:
    code = RecoveryCodes.activate(person.account).get_unused_codes()[0]
    give_password(client)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_in(client)
    other = Client()
    give_password(other)
    other.post(reverse("mfa_authenticate"), {"code": code})
    assert not is_in(other)


def test_a_code_of_the_half_minute_before_is_over(client: Client, person: Member, secret: str) -> None:
    counter = int(time.time()) // 30
    give_password(client)
    for other in (counter - 1, counter + 2):  # + 1 may have begun when the server looks
        client.post(reverse("mfa_authenticate"), {"code": totp.format_hotp_value(totp.hotp_value(secret, other))})
    assert not is_in(client)


def test_recovery_codes_are_long_unlike_and_kept_sealed(person: Member, secret: str) -> None:
    codes = RecoveryCodes.activate(person.account).get_unused_codes()
    assert len(set(codes)) == 10
    assert {len(code) for code in codes} == {8}  # 26 bits each, behind the lock
    kept = Authenticator.objects.get(user=person.account, type="recovery_codes").data
    assert not [code for code in codes if code in str(kept)]
    seed = vault.unseal_for_deployment("second-factor", kept["seed"])
    assert len(bytes.fromhex(seed)) == 40


def test_a_lost_passkey_or_app_is_taken_off_by_its_owner(client: Client, person: Member, secret: str) -> None:
    passkeys = [Authenticator.objects.create(user=person.account, type="webauthn", data={}) for _one in range(2)]
    sign_in(client, person.account)
    client.post(reverse("mfa_remove_webauthn", args=[passkeys[0].pk]))
    client.post(reverse("mfa_deactivate_totp"))
    assert [one.pk for one in Authenticator.objects.filter(user=person.account)] == [passkeys[1].pk]


def test_every_sign_in_sign_out_and_refusal_is_written_down(client: Client, person: Member, secret: str) -> None:
    def told() -> list[tuple[str, str, object]]:
        rows = JournalEntry.objects.order_by("pk").values_list("action", "actor", "organisation")
        return [row for row in rows if row[0].startswith("session.")]

    who = (f"account:{person.account.pk}", person.organisation.pk)
    client.post(reverse("account_login"), {"login": "amal@example.invalid", "password": "wrong"})
    give_password(client)
    client.post(reverse("mfa_authenticate"), {"code": wrong(secret)})
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    client.post(reverse("account_logout"))
    events = ["session.refused", "session.refused", "session.begun", "session.left"]
    assert told() == [(event, *who) for event in events]
    Client().post(reverse("account_login"), {"login": "nobody@example.invalid", "password": "wrong"})
    forged = {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"userHandle": str(person.account.pk)}}
    Client().post(reverse("mfa_login_webauthn"), {"credential": json.dumps(forged)})
    assert told()[4:] == [("session.refused", "public", None)] * 2
    entries = str([*JournalEntry.objects.values()])
    assert "nobody@" not in entries
    assert "amal@" not in entries


def test_nothing_tried_is_kept_with_an_attempt(client: Client, person: Member, secret: str) -> None:
    from axes.models import AccessAttempt

    give_password(client)
    client.post(reverse("mfa_authenticate"), {"code": (tried := wrong(secret))})
    kept = AccessAttempt.objects.get()
    assert tried not in f"{kept.get_data}{kept.post_data}"


@COMMITTING
@pytest.mark.usefixtures("contexts")
def test_mail_that_cannot_leave_undoes_nothing(client: Client, person: Member, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    give_password(client)
    page = client.get(reverse("mfa_activate_totp"))
    client.post(reverse("mfa_activate_totp"), {"code": code_of(page.context["form"].secret)})
    assert Authenticator.objects.filter(user=person.account, type="totp").exists()
    assert is_in(client)
