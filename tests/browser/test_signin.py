"""Signing in with a real browser: passkeys of a virtual authenticator, an app with codes, and the proof in between."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from accessctl.codes import Role
from accessctl.models import Session
from accessctl.signin.store import SessionStore
from tests.browser import checks
from tests.cast import Cast
from tests.factories import families
from tests.factories.accessctl import Member, member, organisation
from tests.integration.accessctl.signin.test_second_step import code_of
from tests.plugins.browser import OpenPage, Watch
from tests.plugins.site import sign_in

TYPED = 'Told with "quotes", <b>signs</b> & ümlauts\nin two lines'
PASSWORD = "four words that nobody knows"


@pytest.fixture
def person(live_site: str) -> Member:
    return member(organisation(), Role.CASEWORKER, email="amal@example.invalid", password=PASSWORD)


class Key:
    """A security key of Chromium's own making, in one page."""

    def __init__(self, page: Page) -> None:
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        made = self.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"isUserVerified": True}})
        self.name: str = made["authenticatorId"]

    def refuse(self) -> None:
        """Its owner is not recognised."""
        self.devtools.send("WebAuthn.setUserVerified", {"authenticatorId": self.name, "isUserVerified": False})

    def held(self) -> list[Any]:
        found: list[Any] = self.devtools.send("WebAuthn.getCredentials", {"authenticatorId": self.name})["credentials"]
        return found


@pytest.fixture
def login_page(open_page: OpenPage) -> Page:
    return open_page("/accounts/login/")


def give_password(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill("amal@example.invalid")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def test_a_passkey_is_set_up_and_signs_in_by_itself(login_page: Page, person: Member, watch: Watch) -> None:
    page, key = login_page, Key(login_page)
    give_password(page)
    expect(page.get_by_text("One step before you can work")).to_be_visible()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("My telephone")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert len(key.held()) == 1
    page.get_by_role("link", name="I have kept them: go to my work").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My work")
    assert Authenticator.objects.get(type="webauthn").wrap().is_passwordless
    sign_out(page)
    page.goto("/accounts/login/?next=/help/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Help")
    page.goto("/work/")  # the passkey was both steps
    expect(page.get_by_role("heading", level=1)).to_have_text("My work")
    sign_out(page)
    give_password(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/work/")


def test_a_passkey_that_is_refused_is_told_and_nothing_is_lost(login_page: Page, person: Member, watch: Watch) -> None:
    page, key = login_page, Key(login_page)
    key.refuse()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("#alerts")).to_contain_text("The passkey was not used")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_without_script_there_is_the_password_and_the_app(open_page: OpenPage, person: Member) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person.account, secret)
    page = open_page("/accounts/login/", java_script_enabled=False)
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    give_password(page)
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My work")


@pytest.mark.axe
@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 390)])
def test_an_app_is_set_up_and_asked_for_at_the_next_sign_in(
    open_page: OpenPage, person: Member, language: str, width: int
) -> None:
    page = open_page("/accounts/login/", language=language, width=width)
    page.locator("[name=login]").fill("amal@example.invalid")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form[action='/accounts/login/'] .btn-primary").click()
    page.locator("a[href='/accounts/2fa/totp/activate/']").click()
    assert not checks.violations(page) + checks.runs_off(page) + checks.speaks(page, language)
    secret = page.locator("main form bdi").first.inner_text()
    page.locator("[name=code]").fill(code_of(secret))
    page.locator("main form .btn-primary").click()
    page.wait_for_url("**/recovery-codes/")
    assert not checks.violations(page) + checks.runs_off(page)
    page.goto("/account/sessions/")
    expect(page.locator("main tbody tr")).to_have_count(1)


def test_the_proof_comes_in_between_and_what_was_asked_for_follows(
    open_page: OpenPage, cast: Cast, watch: Watch
) -> None:
    case = families.a_case(cast)
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(cast.caseworker.account, secret)
    session = stale_session(cast.caseworker)
    page = open_page(f"/cases/{case.ref}/relatives/", session=session)
    page.get_by_role("button", name="Show how to reach them (logged)").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("How to reach them")).to_be_visible()
    assert page.url.endswith(f"/cases/{case.ref}/relatives/channels/")


def test_an_edit_that_took_long_is_saved_after_a_passkey(open_page: OpenPage, cast: Cast, watch: Watch) -> None:
    case = families.a_case(cast)
    page = open_page("/accounts/2fa/webauthn/add/", cast.caseworker.account)
    Key(page)
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/recovery-codes/")
    page.goto(f"/cases/{case.ref}/edit/")
    page.locator("main details").evaluate_all("parts => parts.forEach(part => { part.open = true; })")
    field = page.locator("main textarea:visible").first
    name = field.get_attribute("name")
    field.fill(TYPED)
    grow_stale(page)
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"**/cases/{case.ref}/")
    expect(page.get_by_text("are saved")).to_be_visible()
    page.goto(f"/cases/{case.ref}/edit/")
    kept = page.locator(f"main textarea[name='{name}']").input_value()
    assert kept.replace("\r\n", "\n") == TYPED


def test_a_session_that_is_ended_elsewhere_leads_to_the_sign_in(open_page: OpenPage, person: Member) -> None:
    page = open_page("/work/", person.account)
    Session.objects.filter(account=person.account).delete()
    page.goto("/cases/")
    assert "/accounts/login/" in page.url


def stale_session(who: Member) -> str:
    client = Client()
    sign_in(client, who.account, ago=3600)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def grow_stale(page: Page) -> None:
    """As if an hour had passed: every proof of the page's session grows old."""
    value = next(one["value"] for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    store = SessionStore(value)
    store["account_authentication_methods"] = [
        one | {"at": one["at"] - 3600} for one in store["account_authentication_methods"]
    ]
    store.save()
