"""A file left in case somebody goes missing: closed to all, opened by two for a search, ended by the person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accessctl.approvals import services as approvals
from accessctl.models import Account
from cases.models import LeftFile, OpenedFile
from cases.services import left_files
from cases.services.left_files import NoSuchFile
from cases.services.on_paper import TooOften
from registry.lib.errors import Forbidden, NotFound
from tests import cast
from tests.factories import families

pytestmark = pytest.mark.journal
ClientFor = Callable[[Account], Client]
PAGE = "/if-i-go-missing/"
SAID = {"leave-name": "Omar Ceesay", "leave-never": "Tell no consulate."}


@pytest.fixture(autouse=True)
def _no_tries(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def left(client: Client) -> tuple[str, str]:
    page = client.post(PAGE, SAID).content.decode()
    opens, ends = re.findall(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}", page)
    return opens, ends


def test_it_is_closed_to_whoever_has_everything_but_the_code(client: Client) -> None:
    left(client)
    row = LeftFile.objects.get()
    assert b"Ceesay" not in bytes(row.content)
    assert b"consulate" not in bytes(row.content)
    assert client.post(PAGE, {"leave-name": ""}).status_code == 422


def test_two_people_open_it_for_a_search(cast: cast.Cast, client: Client, client_for: ClientFor) -> None:
    opens, _ends = left(client)
    case = families.a_case(cast)
    page, staff = reverse("cases:left-file", args=[case.ref]), client_for(cast.caseworker.account)
    assert staff.post(page, {"code": "0" * 28}).status_code == 422
    staff.post(page, {"code": opens.lower().replace("-", " ")})
    assert "Tell no consulate." not in staff.get(page).content.decode()
    (asked,) = left_files.Approval.objects.filter(kind=left_files.OPEN)
    with pytest.raises(Forbidden):
        approvals.approve(cast.caseworker.actor, asked.ref)
    approvals.approve(cast.supervisor.actor, asked.ref)
    assert "Tell no consulate." in staff.get(page).content.decode()


def test_nobody_opens_it_for_a_case_of_others(cast: cast.Cast, client: Client) -> None:
    opens, _ends = left(client)
    case = families.a_case(cast)
    with pytest.raises((NotFound, Forbidden)):
        left_files.ask_opening(actor=cast.second_caseworker.actor, case_ref=case.ref, code=opens)
    with pytest.raises(NoSuchFile):
        left_files.ask_opening(actor=cast.caseworker.actor, case_ref=case.ref, code="nonsense")


def test_their_own_code_ends_it_and_what_was_opened(cast: cast.Cast, client: Client) -> None:
    opens, ends = left(client)
    case = families.a_case(cast)
    asked = left_files.ask_opening(actor=cast.caseworker.actor, case_ref=case.ref, code=opens)
    approvals.approve(cast.supervisor.actor, asked.ref)
    nothing = client.post(PAGE, {"end-code": opens})
    assert OpenedFile.objects.exists(), "the code that opens ends nothing"
    gone = client.post(PAGE, {"end-code": ends})
    assert (nothing.status_code, nothing.headers["Location"]) == (gone.status_code, gone.headers["Location"])
    assert not OpenedFile.objects.exists()
    assert not LeftFile.objects.exists()


def test_it_does_not_outlive_its_time(client: Client) -> None:
    left(client)
    LeftFile.objects.update(expires_at=timezone.now())
    assert left_files.forget_old() == 1


def test_who_sends_again_and_again_is_asked_to_wait() -> None:
    for _try in range(left_files.TRIES):
        left_files.end(code="nonsense", address="192.0.2.1")
    with pytest.raises(TooOften):
        left_files.end(code="nonsense", address="192.0.2.1")
