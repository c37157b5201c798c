"""Passwords: which may be chosen, how they are changed, what a mail can set, and what is told to whom."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings as configured
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accessctl.codes import Role
from accessctl.models import Account
from accessctl.signin.passwords import OWN_WORDS
from tests.factories.accessctl import Member, member, organisation
from tests.plugins.site import sign_in

PASSWORD = "four words that nobody knows"
NEW = "five words that nobody knows"
COMMITTING = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def person(db: None) -> Member:
    amal = organisation(name="Dakar Solidarity Centre")
    return member(amal, Role.CASEWORKER, email="amal@example.invalid", full_name="Amal Diarra", password=PASSWORD)


def give(client: Client, password: str, email: str = "amal@example.invalid") -> bool:
    client.post(reverse("account_login"), {"login": email, "password": password})
    return "_auth_user_id" in client.session


# --- which ones ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "password",
    [
        "grebelintoft", "GREBELINTOFT", "482910573648", "%&/()=?!+*#;", "grebe lintoft", " leading and trailing ",
        "ውብሸት ቃል ዘሪሁን ኃይለ", "🌊" * 12, "lintoft grebes wade at dusk " * 5,
    ],
)  # fmt: skip
def test_any_signs_will_do(person: Member, password: str) -> None:
    validate_password(password, person.account)


@pytest.mark.parametrize(
    "password",
    [
        "grebelintof",  # eleven characters
        "1q2w3e4r5t6y", "qwertyuiop123", "password1234", "!!Sunshine2026", "iloveyouiloveyou", "dragonmonkey",
        "missing-migrants-26", "Registry2026!!", "welcome caseworker 7", "solidarity centre 1", "Dakar.Solidarity",
        "amal@example.invalid", "Amal Diarra 1",
    ],
)  # fmt: skip
def test_what_is_guessed_first_is_refused(person: Member, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, person.account)


def test_own_words_count_for_nothing_but_forbid_no_sentence(person: Member) -> None:
    validate_password("the registry of grey herons", person.account)


def test_the_forbidden_words_are_documented() -> None:
    said = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [word for word in OWN_WORDS if word not in said] == []


@pytest.mark.parametrize("password", ["  two blanks on either side  ", "lintoft grebes wade " * 10])
def test_a_password_is_taken_as_it_was_typed(client: Client, db: None, password: str) -> None:
    member(organisation(), email="ona@example.invalid", password=password)
    for altered in {password.strip(), password.upper(), password[:-1], password[:72]} - {password}:
        assert not give(client, altered, "ona@example.invalid")
    assert give(client, password, "ona@example.invalid")


def test_a_password_does_not_grow_old(client: Client, person: Member) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=2000), tick=False):
        assert give(client, PASSWORD)


def test_fields_hide_what_is_typed_and_take_what_is_pasted(client: Client, person: Member) -> None:
    login = client.get(reverse("account_login")).content.decode()
    sign_in(client, person.account)
    change = client.get(reverse("account_change_password")).content.decode()
    fields = [tag for page in (login, change) for tag in re.findall(r"<input[^>]*name=\"\w*password\d?\"[^>]*>", page)]
    assert len(fields) == 4
    for tag in fields:
        assert 'type="password"' in tag
        assert 'autocomplete="current-password"' in tag or 'autocomplete="new-password"' in tag
        assert "maxlength" not in tag
    scripts = [path.read_text(encoding="utf-8") for path in (ROOT / "static" / "app").glob("*.js")]
    assert scripts
    assert not [text for text in scripts if re.search(r"""["'](?:paste|copy|cut)["']""", text)]


@pytest.mark.usefixtures("contexts")
def test_signing_in_asks_for_no_hint_and_no_secret_question(client: Client, person: Member) -> None:
    asked = [client.get(reverse(name)).context["form"].fields for name in ("account_login", "account_reset_password")]
    assert [set(fields) for fields in asked] == [{"login", "password"}, {"email"}]
    kept = {field.name for field in Account._meta.get_fields()}
    assert not [name for name in kept if re.search("hint|question|answer", name)]


# --- changing it --------------------------------------------------------------------------------------------------
def change(client: Client, old: str, new: str = NEW) -> None:
    client.post(reverse("account_change_password"), {"oldpassword": old, "password1": new, "password2": new})


def test_a_new_password_needs_the_old_one_and_keeps_the_rules(client: Client, person: Member) -> None:
    sign_in(client, person.account)
    for old, new in (("wrong and wrong", NEW), ("", NEW), (PASSWORD, "password1234"), (PASSWORD, "short")):
        change(client, old, new)
        assert Account.objects.get(pk=person.account.pk).check_password(PASSWORD)
    change(client, PASSWORD)
    assert Account.objects.get(pk=person.account.pk).check_password(NEW)


@COMMITTING
def test_its_owner_is_told_of_a_new_password(client: Client, person: Member) -> None:
    sign_in(client, person.account)
    change(client, PASSWORD)
    assert [message.to for message in mail.outbox] == [["amal@example.invalid"]]
    assert NEW not in str(mail.outbox[0].message())


def test_the_address_of_an_account_is_nobodys_to_change_in_the_browser(client: Client, person: Member) -> None:
    sign_in(client, person.account)
    address = reverse("account_email")
    for action in ("action_add", "action_primary", "action_remove"):
        client.post(address, {action: "", "email": "thief@example.invalid"})
    client.post(address, {"action_remove": "", "email": person.account.email})
    assert Account.objects.get(pk=person.account.pk).email == "amal@example.invalid"
    mail.outbox.clear()
    Client().post(reverse("account_reset_password"), {"email": "thief@example.invalid"})
    assert not [message for message in mail.outbox if "/accounts/password/reset/key/" in str(message.body)]


# --- by mail ------------------------------------------------------------------------------------------------------
def link_by_mail(client: Client) -> str:
    mail.outbox.clear()
    client.post(reverse("account_reset_password"), {"email": "amal@example.invalid"})
    found = re.search(r"https?://[^/\s]+(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert found
    return found[1]


def set_by_mail(client: Client, link: str, new: str = NEW) -> None:
    form = client.get(link).headers.get("Location", link)
    client.post(form, {"password1": new, "password2": new})


def has(person: Member, password: str) -> bool:
    return Account.objects.get(pk=person.account.pk).check_password(password)


def test_a_password_set_by_mail_leaves_the_second_step_and_ends_sessions(client: Client, person: Member) -> None:
    totp.TOTP.activate(person.account, totp.generate_totp_secret())
    thief = Client()
    sign_in(thief, person.account)
    set_by_mail(client, link_by_mail(client))
    assert has(person, NEW)
    assert "_auth_user_id" not in client.session  # nobody is signed in by a mail
    assert not give(client, NEW)  # the second step is still asked for
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    assert thief.get(reverse("site:work")).status_code == 302


def test_the_link_of_a_mail_works_once_and_for_an_hour(client: Client, person: Member) -> None:
    link = link_by_mail(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        set_by_mail(Client(), link)
    assert has(person, PASSWORD)
    set_by_mail(Client(), link)
    assert has(person, NEW)
    set_by_mail(Client(), link, "six words that nobody can know")
    assert has(person, NEW)


def test_the_key_of_a_mail_does_not_stay_in_the_address(client: Client, person: Member) -> None:
    link = link_by_mail(client)
    assert client.get(link).headers["Location"].endswith("-set-password/")


def test_codes_by_mail_and_accounts_elsewhere_are_no_way_in(client: Client, person: Member) -> None:
    assert client.get(reverse("account_confirm_login_code")).status_code == 302
    assert configured.AUTHENTICATION_BACKENDS == [
        "axes.backends.AxesStandaloneBackend", "allauth.account.auth_backends.AuthenticationBackend",
    ]  # fmt: skip
    assert configured.MFA_SUPPORTED_TYPES == ["webauthn", "totp", "recovery_codes"]
    assert not [app for app in configured.INSTALLED_APPS if app.startswith(("allauth.socialaccount", "allauth.idp"))]


def test_a_first_password_is_set_by_its_owner_by_mail(client: Client, db: None) -> None:
    invited = member(organisation(), Role.CASEWORKER, email="amal@example.invalid")
    assert not invited.account.has_usable_password()
    set_by_mail(client, link_by_mail(client))
    assert has(invited, NEW)


def test_there_is_no_account_before_somebody_makes_one(db: None) -> None:
    assert not Account.objects.exists()


def test_nothing_typed_becomes_a_header_of_a_mail(client: Client, person: Member) -> None:
    for typed in ("amal@example.invalid\nBcc: thief@example.invalid", "amal@example.invalid,thief@example.invalid"):
        client.post(reverse("account_reset_password"), {"email": typed})
    assert mail.outbox == []


def test_the_challenge_of_a_passkey_is_long_and_new_each_time(client: Client, db: None) -> None:
    asked = [client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"}) for _one in range(5)]
    challenges = {answer.json()["request_options"]["publicKey"]["challenge"] for answer in asked}
    assert len(challenges) == 5
    assert {len(challenge) for challenge in challenges} == {43}  # 256 bits
