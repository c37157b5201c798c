"""Sessions: how they are kept, how long they last, where a person is signed in, and what ends them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.conf import settings as configured
from django.contrib.sessions.backends.base import UpdateError
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accessctl.codes import Role
from accessctl.models import Account, CacheEntry, JournalEntry, Membership, Session
from accessctl.signin import sessions
from accessctl.signin.store import SessionStore, digest_of
from accessctl.tasks import purge
from tests.factories.accessctl import Member, member, organisation
from tests.plugins.site import ClientFor, sign_in

pytestmark = pytest.mark.usefixtures("contexts")

PASSWORD = "four words that nobody knows"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36"
PARTS = {"HX-Request": "true"}


@pytest.fixture
def person(db: None) -> Member:
    return member(organisation(), Role.CASEWORKER, email="amal@example.invalid")


@pytest.fixture
def browser(client_for: ClientFor, person: Member) -> Client:
    made: Client = client_for(person.account, headers={"User-Agent": FIREFOX})
    return made


def is_in(client: Client) -> bool:
    return client.get(reverse("site:work")).status_code == 200


def row_of(client: Client) -> Session:
    return Session.objects.get(digest=digest_of(client.cookies[configured.SESSION_COOKIE_NAME].value))


# --- how a session is kept ----------------------------------------------------------------------------------------
def test_the_table_holds_neither_the_key_nor_what_the_session_holds(browser: Client, person: Member) -> None:
    session = browser.session
    session["typed"] = "Awa Ndiaye, +221 77 555 01 23"
    session.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accessctl_session")
        text = " ".join(bytes(value).hex() if isinstance(value, memoryview | bytes) else str(value)
                        for row in cursor.fetchall() for value in row)  # fmt: skip
    key = browser.cookies[configured.SESSION_COOKIE_NAME].value
    for secret in (key, "Awa", str(person.account.pk).encode().hex()):
        assert secret not in text
        assert secret.encode().hex() not in text
    assert browser.session["typed"] == "Awa Ndiaye, +221 77 555 01 23"


def test_a_copied_row_opens_with_its_own_cookie_alone(browser: Client, client_for: ClientFor) -> None:
    other = client_for(member(organisation()).account)
    row = row_of(browser)
    Session.objects.filter(digest=row_of(other).digest).update(data=row.data, account=row.account_id)
    assert not is_in(other)
    assert is_in(browser)


def test_another_secret_of_the_registry_ends_all_sessions(browser: Client, settings: Settings) -> None:
    settings.SECRET_KEY = "another secret of fifty characters, made up for this"
    assert not is_in(browser)


def test_a_session_that_is_ended_while_a_page_works_is_not_brought_back(browser: Client) -> None:
    session = browser.session
    session["typed"] = "x"
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        session.save()
    assert not Session.objects.exists()


def test_signing_in_gives_a_new_key_and_ends_the_old_session(client: Client, person: Member) -> None:
    session = client.session
    session["planted"] = "x"
    session.save()
    client.cookies[configured.SESSION_COOKIE_NAME] = before = str(session.session_key)
    sign_in(client, person.account)
    assert client.cookies[configured.SESSION_COOKIE_NAME].value != before
    assert not SessionStore().exists(before)
    assert row_of(client).account_id == person.account.pk


def test_signing_out_deletes_the_session(browser: Client) -> None:
    browser.post(reverse("account_logout"))
    assert not Session.objects.exclude(account=None).exists()


def test_the_cookie_ends_with_the_browser_and_is_out_of_reach_of_scripts(client: Client, person: Member) -> None:
    account = Account.objects.get(pk=person.account.pk)
    account.set_password(PASSWORD)
    account.save()
    client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    cookie = client.cookies[configured.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


# --- how long it lasts --------------------------------------------------------------------------------------------
def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def test_a_quarter_of_an_hour_of_nothing_signs_a_reader_of_layer_3_out(browser: Client) -> None:
    start = timezone.now()
    assert is_in(browser)
    with time_machine.travel(start + minutes(14), tick=False):
        assert is_in(browser)
    with time_machine.travel(start + minutes(28), tick=False):
        assert is_in(browser)
    with time_machine.travel(start + minutes(44), tick=False):
        assert not is_in(browser)


def test_what_a_page_asks_by_itself_keeps_nobody_signed_in_but_typing_does(browser: Client) -> None:
    start = timezone.now()
    assert is_in(browser)
    with time_machine.travel(start + minutes(10), tick=False):
        assert browser.get(reverse("site:help"), headers=PARTS).status_code == 200
        assert row_of(browser).expires_at < start + minutes(16)
        browser.post(reverse("site:language"), {"language": "en"}, headers=PARTS)
        assert row_of(browser).expires_at == timezone.now() + minutes(15)


def test_whoever_reads_nothing_deep_has_until_the_absolute_end(client_for: ClientFor) -> None:
    nobody = client_for(member(organisation()).account)
    Membership.objects.all().delete()
    start = timezone.now()
    nobody.get(reverse("site:help"))
    with time_machine.travel(start + timedelta(hours=11), tick=False):
        assert is_in(nobody)


def test_after_twelve_hours_it_is_over_however_busy(browser: Client) -> None:
    start = timezone.now()
    for quarter in range(1, 72):
        with time_machine.travel(start + minutes(10 * quarter), tick=False):
            assert is_in(browser), quarter
    with time_machine.travel(start + minutes(721), tick=False):
        assert not is_in(browser)


def test_a_clock_set_back_prolongs_nothing(browser: Client) -> None:
    assert is_in(browser)
    with time_machine.travel(timezone.now() - timedelta(hours=1), tick=False):
        assert not is_in(browser)


def test_staying_signed_in_says_until_when(browser: Client, client: Client) -> None:
    start = timezone.now()
    assert is_in(browser)
    with time_machine.travel(start + minutes(13), tick=False):
        answer = browser.post(reverse("site:session-extend"))
        assert datetime.fromtimestamp(answer.json()["until"], UTC) > start + minutes(27)
        assert client.post(reverse("site:session-extend")).status_code == 302


def test_the_row_is_written_once_a_minute_not_once_a_page(browser: Client) -> None:
    start = timezone.now()
    browser.get(reverse("site:help"))
    for later, writes in ((minutes(0.5), 0), (minutes(1.5), 1), (minutes(2), 0)):
        with time_machine.travel(start + later, tick=False), CaptureQueriesContext(connection) as asked:
            browser.get(reverse("site:help"))
        assert sum(query["sql"].startswith("UPDATE") for query in asked.captured_queries) == writes


def test_sessions_that_are_over_are_purged_with_what_was_counted(browser: Client) -> None:
    cache.set("counted", 1, timeout=60)
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert purge()["sessions"] == 1
    assert not Session.objects.exists()
    assert not CacheEntry.objects.exists()


# --- where one is signed in, and the end of it --------------------------------------------------------------------
@pytest.fixture
def phone(client_for: ClientFor, person: Member) -> Client:
    made: Client = client_for(person.account, headers={"User-Agent": PHONE})
    assert is_in(made)
    return made


def listed(client: Client) -> list[tuple[str, bool]]:
    found = client.get(reverse("accessctl:sessions")).context["sessions"]
    return [(one.device, one.is_this) for one in found]


def test_the_list_says_devices_in_words_and_which_one_this_is(browser: Client, phone: Client) -> None:
    assert listed(browser) == [("Firefox on Linux", True), ("Chrome on Android", False)]
    assert listed(phone) == [("Chrome on Android", True), ("Firefox on Linux", False)]


def test_nobody_sees_or_ends_anothers_session(browser: Client, client_for: ClientFor) -> None:
    other = client_for(member(organisation()).account)
    assert len(listed(other)) == 1
    other.post(reverse("accessctl:session-end"), {"session": row_of(browser).digest})
    assert is_in(browser)


def test_an_ended_session_opens_nothing_from_the_next_request_on(browser: Client, phone: Client) -> None:
    browser.post(reverse("accessctl:session-end"), {"session": row_of(phone).digest})
    assert not is_in(phone)
    assert is_in(browser)
    entry = JournalEntry.objects.get(action="session.ended")
    assert entry.detail["sessions"] == 1


def test_all_others_are_ended_at_once(browser: Client, phone: Client, client_for: ClientFor, person: Member) -> None:
    third = client_for(person.account)
    browser.post(reverse("accessctl:session-end"), {"others": "1"})
    assert not is_in(phone)
    assert not is_in(third)
    assert is_in(browser)


def test_this_session_is_ended_by_signing_out_alone(browser: Client) -> None:
    browser.post(reverse("accessctl:session-end"), {"session": row_of(browser).digest})
    assert is_in(browser)


def test_a_new_password_ends_every_other_session(client: Client, phone: Client, person: Member) -> None:
    account = Account.objects.get(pk=person.account.pk)
    account.set_password(PASSWORD)
    account.save()
    sign_in(client, account)
    new = "five words that nobody knows"
    words = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), words).status_code == 302
    assert is_in(client)
    assert not is_in(phone)
    assert Session.objects.filter(account=account).count() == 1


def test_a_suspended_person_is_out_with_the_next_request(browser: Client, person: Member) -> None:
    assert is_in(browser)
    Account.objects.filter(pk=person.account.pk).update(is_active=False)
    assert not is_in(browser)


def test_sessions_of_an_account_can_be_ended_for_it(browser: Client, phone: Client, person: Member) -> None:
    assert sessions.end(person.actor, person.account) == 2
    assert not is_in(browser)
    assert not is_in(phone)


def test_an_operator_ends_the_sessions_of_one_or_of_all(browser: Client, client_for: ClientFor, person: Member) -> None:
    other = client_for(member(organisation()).account)
    for wrong in ([], ["nobody@example.invalid"], ["amal@example.invalid", "--all"]):
        with pytest.raises(CommandError):
            call_command("sessions", "end", *wrong, stdout=StringIO())
    call_command("sessions", "end", "Amal@example.invalid", stdout=StringIO())
    assert not is_in(browser)
    assert is_in(other)
    call_command("sessions", "end", "--all", stdout=StringIO())
    assert not is_in(other)
