"""Signing in: password, second factor, lock after failures, and no way in that bypasses them."""

from __future__ import annotations

import json
import statistics
import time
from datetime import timedelta
from ipaddress import ip_network
from uuid import UUID

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from axes.models import AccessAttempt
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accessctl import vault
from accessctl.codes import Role
from accessctl.models import Account
from accessctl.signin.adapters import axes_username
from accessctl.signin.hasher import PasswordHasher
from tests.factories.accessctl import Member, member, organisation
from tests.pages import lasting

PASSWORD = "four words that nobody knows"
FAILURES = 3


@pytest.fixture
def person(db: None, settings: Settings) -> Member:
    settings.AXES_FAILURE_LIMIT = FAILURES
    return member(organisation(), Role.CASEWORKER, email="amal@example.invalid", password=PASSWORD)


def sign_in(client: Client, password: str = PASSWORD, login: str = "amal@example.invalid", **extra: str) -> int:
    answer = client.post(reverse("account_login"), {"login": login, "password": password}, **extra)  # type: ignore[arg-type]
    return answer.status_code


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_password_signs_in(client: Client, person: Member) -> None:
    sign_in(client)
    assert is_in(client)


def test_passwords_are_stored_as_argon2(person: Member) -> None:
    stored = Account.objects.get(pk=person.account.pk).password
    assert stored.startswith("argon2$argon2id$")
    assert PASSWORD not in stored


def test_a_password_takes_at_most_150_ms_of_a_processor() -> None:
    """Processor time, as a loaded machine is slower by the clock."""
    hasher, spent = PasswordHasher(), []
    for _attempt in range(5):
        begun = time.process_time()
        hasher.encode(PASSWORD, hasher.salt())
        spent.append(time.process_time() - begun)
    assert 0.01 < statistics.median(spent) < 0.15


def test_a_new_session_key_is_given_at_sign_in(client: Client, person: Member) -> None:
    client.session["planted"] = "x"
    client.session.save()
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before


@pytest.mark.parametrize("spelling", ["amal@example.invalid", "AMAL@example.invalid", " amal@Example.invalid "])
def test_after_some_failures_the_right_password_is_refused_too(client: Client, person: Member, spelling: str) -> None:
    for _attempt in range(FAILURES):
        sign_in(client, "wrong", spelling)
    assert sign_in(client) != 302
    assert not is_in(client)


def test_the_lock_ends_after_a_quarter_of_an_hour(client: Client, person: Member) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        for _attempt in range(FAILURES):
            sign_in(client, "wrong")
    with time_machine.travel(start + timedelta(minutes=14), tick=False):
        assert sign_in(client) == 429
    with time_machine.travel(start + timedelta(minutes=16), tick=False):
        sign_in(client)
        assert is_in(client)


def test_the_lock_is_told_in_words_and_alike_for_an_address_without_an_account(client: Client, person: Member) -> None:
    told = []
    for address in (person.account.email, "unknown@example.invalid"):
        for _attempt in range(FAILURES):
            sign_in(client, "wrong", address)
        answer = client.post(reverse("account_login"), {"login": address, "password": PASSWORD})
        told.append((answer.status_code, lasting(answer.content.replace(address.encode(), b""))))
    assert told[0] == told[1]
    assert told[0][0] == 429
    assert b"paused for fifteen minutes" in told[0][1]


def test_fewer_failures_do_not_lock(client: Client, person: Member) -> None:
    for _attempt in range(FAILURES - 1):
        sign_in(client, "wrong")
    sign_in(client)
    assert is_in(client)


def test_the_lock_is_of_one_account_at_one_address(client: Client, person: Member) -> None:
    for _attempt in range(FAILURES):
        sign_in(client, "wrong")
    other = member(organisation(), email="other@example.invalid", password=PASSWORD)
    sign_in(client, login=other.account.email)
    assert is_in(client)


def test_behind_a_proxy_the_lock_is_of_the_sender_and_cannot_be_talked_away(
    client: Client, person: Member, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = [ip_network("10.0.3.0/24")]
    guesser, colleague = "203.0.113.9", "203.0.113.77"
    for attempt in range(FAILURES):
        claim = f"198.51.100.{attempt}, {guesser}"  # a new invented address each time
        sign_in(client, "wrong", REMOTE_ADDR="10.0.3.2", HTTP_X_FORWARDED_FOR=claim)
    sign_in(client, REMOTE_ADDR="10.0.3.2", HTTP_X_FORWARDED_FOR=f"198.51.100.9, {guesser}")
    assert not is_in(client)
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {guesser}
    sign_in(client, REMOTE_ADDR="10.0.3.2", HTTP_X_FORWARDED_FOR=colleague)
    assert is_in(client)


@pytest.mark.parametrize("variant", ["ſam@x.org", "SAM@x.org", " sam@x.org", "\uff53am@x.org"])
def test_spellings_that_the_database_takes_for_one_count_as_one(variant: str) -> None:
    assert axes_username(None, {"email": variant}) == "sam@x.org"  # type: ignore[arg-type]


def test_an_inactive_account_does_not_sign_in(client: Client, person: Member) -> None:
    Account.objects.filter(pk=person.account.pk).update(is_active=False)
    sign_in(client)
    assert not is_in(client)


def test_an_account_without_a_password_does_not_sign_in(client: Client, person: Member) -> None:
    member(organisation(), email="none@example.invalid")
    for password in ("", "!", "None"):
        sign_in(client, password, "none@example.invalid")
    assert not is_in(client)


def test_nobody_signs_up(client: Client, person: Member) -> None:
    words = {"email": "new@example.invalid", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), words)
    assert not Account.objects.filter(email="new@example.invalid").exists()
    assert not is_in(client)


def test_an_unknown_address_is_not_told_apart_from_a_wrong_password(client: Client, person: Member) -> None:
    member(organisation(), email="none@example.invalid")
    said, asked = set(), set()
    for address in (person.account.email, "unknown@example.invalid", "none@example.invalid"):
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(reverse("account_login"), {"login": address, "password": "wrong and wrong"})
        said.add((answer.status_code, lasting(answer.content.replace(address.encode(), b""))))
        asked.add(len(queries))
    assert len(said) == 1
    assert len(asked) <= 2  # an account that is closed to passwords is looked up the same


def test_a_passkey_that_nobody_registered_tells_nothing(client: Client, person: Member) -> None:
    headers = {"Accept": "application/json"}
    options = client.get(reverse("mfa_login_webauthn"), headers=headers).json()["request_options"]["publicKey"]
    assert not options.get("allowCredentials")
    answers = []
    for handle in (person.account.pk, UUID(int=7)):
        response = {"clientDataJSON": "", "authenticatorData": "", "signature": "", "userHandle": str(handle)}
        forged = {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": response}
        answer = client.post(reverse("mfa_login_webauthn"), {"credential": json.dumps(forged)}, follow=True)
        answers.append((answer.status_code, lasting(answer.content)))
    assert answers[0] == answers[1]
    assert not is_in(client)


def test_an_unknown_address_is_not_told_apart_when_a_password_is_forgotten(client: Client, person: Member) -> None:
    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in (person.account.email, "unknown@example.invalid")
    ]
    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert {message.to[0] for message in mail.outbox} <= {person.account.email, "unknown@example.invalid"}


class TestSecondFactor:
    @pytest.fixture
    def secret(self, person: Member) -> str:
        made: str = totp.generate_totp_secret()
        totp.TOTP.activate(person.account, made)
        return made

    def test_the_password_alone_is_not_enough(self, client: Client, person: Member, secret: str) -> None:
        sign_in(client)
        assert not is_in(client)
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert not is_in(client)

    def test_password_and_code_sign_in(self, client: Client, person: Member, secret: str) -> None:
        sign_in(client)
        counter = next(iter(totp.yield_hotp_counters_from_time()))
        code = totp.format_hotp_value(totp.hotp_value(secret, counter))
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(client)

    def test_the_shared_secret_is_sealed(self, person: Member, secret: str) -> None:
        stored = Authenticator.objects.get(user=person.account).data["secret"]
        assert secret not in stored
        assert vault.unseal_for_deployment("second-factor", stored) == secret
        with pytest.raises(vault.SealBroken):
            vault.unseal_for_deployment("another use", stored)
        with pytest.raises(vault.SealBroken):
            vault.unseal_for_deployment("second-factor", secret)
