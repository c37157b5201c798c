"""Pages of cases: what each reader sees of a case, and what they do not."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from accessctl.images import reencode
from accessctl.models import JournalEntry
from cases.models import Case
from tests.cast import Cast
from tests.factories import families as make
from tests.pages import words_of
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db

NAME, PAPER, MARK = "Lamin Ceesay", "PC-204417", "burn mark on the left forearm"


@pytest.fixture
def case(cast: Cast) -> Case:
    """A Gambian bound for Spain, registered by the NGO; every body of the cast may be asked."""
    return make.a_case(cast)


def page_of(client_for: ClientFor, who: Any, case: Case) -> Any:
    return client_for(who.account).get(f"/cases/{case.ref}/")


def test_a_case_opens_with_who_status_missing_and_next(cast: Cast, client_for: ClientFor, case: Case) -> None:
    response = page_of(client_for, cast.caseworker, case)
    page = words_of(response)
    shown = (NAME, case.ref, "Voces del Mar", "Being sought", MARK, "178 cm", "a photo of the face", "Change answers")
    for words in shown:
        assert words in page, words
    assert PAPER not in page
    assert NAME not in re.search(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)[1]  # type: ignore[index]


@pytest.mark.parametrize("who", ["supervisor", "second_caseworker", "focal_a", "focal_b", "analyst"])
def test_those_who_hold_the_search_file_see_the_name(cast: Cast, client_for: ClientFor, case: Case, who: str) -> None:
    page = words_of(page_of(client_for, getattr(cast, who), case))
    assert NAME in page
    assert PAPER not in page


def test_others_may_see_a_case_and_not_change_it(cast: Cast, client_for: ClientFor, case: Case) -> None:
    page = words_of(page_of(client_for, cast.second_caseworker, case))
    assert "Change answers" not in page
    assert "Link an incident" not in page
    assert "Open papers" not in page
    assert "held by Voces del Mar" in page


def test_the_officer_sees_codes_and_who_holds_the_rest(cast: Cast, client_for: ClientFor, case: Case) -> None:
    page = words_of(page_of(client_for, cast.officer, case))
    assert NAME not in page
    assert MARK not in page
    assert "A missing person" in page
    assert "Gambia" in page
    assert "held by Voces del Mar" in page


def test_without_consent_to_be_asked_others_see_nothing(cast: Cast, client_for: ClientFor) -> None:
    hidden = make.a_case(cast, consents=make.consents(search=(), forensic=()))
    for who in (cast.second_caseworker, cast.focal_a, cast.analyst):
        assert page_of(client_for, who, hidden).status_code == 404
        assert hidden.ref not in client_for(who.account).get("/cases/").content.decode()
    assert page_of(client_for, cast.caseworker, hidden).status_code == 200


def test_every_opening_of_the_search_file_is_journalled_once(cast: Cast, client_for: ClientFor, case: Case) -> None:
    readings = JournalEntry.objects.filter(action="ring.read", refs__contains=[case.ref])
    before = readings.count()
    page_of(client_for, cast.caseworker, case)
    assert readings.count() == before + 1
    assert readings.latest("id").ring == "2"
    page_of(client_for, cast.officer, case)
    assert readings.count() == before + 1, "nothing was opened, so nothing was read"


def test_the_list_shows_names_only_to_those_who_hold_the_search_file(
    cast: Cast, client_for: ClientFor, case: Case
) -> None:
    assert NAME in words_of(client_for(cast.caseworker.account).get("/cases/"))
    listed = words_of(client_for(cast.officer.account).get("/cases/"))
    assert case.ref in listed
    assert NAME not in listed


def test_the_list_filters_by_codes_only(cast: Cast, client_for: ClientFor, case: Case) -> None:
    client = client_for(cast.caseworker.account)
    assert case.ref in client.get("/cases/?nationality=GMB&route_code=watl&sex=1&whose=own").content.decode()
    assert "No case fits these filters" in words_of(client.get("/cases/?nationality=SYR"))
    assert case.ref in client.get("/cases/?name=Lamin&nationality=nowhere").content.decode()


def test_papers_open_on_a_click_and_only_for_their_holders(cast: Cast, client_for: ClientFor, case: Case) -> None:
    url = reverse("cases:documents", args=[case.ref])
    assert client_for(cast.caseworker.account).get(url).status_code == 405
    opened = client_for(cast.caseworker.account).post(url)
    assert PAPER in words_of(opened)
    assert JournalEntry.objects.filter(action="ring.read", ring="3", refs=[case.ref]).count() == 1
    for who in (cast.second_caseworker, cast.officer, cast.focal_a):
        refused = client_for(who.account).post(url)
        assert refused.status_code == 403
        assert PAPER not in refused.content.decode()
    assert client_for(cast.origin_official.account).post(url).status_code in (403, 404)


def test_a_photo_is_served_as_an_image_to_those_who_hold_it(cast: Cast, client_for: ClientFor) -> None:
    case = make.a_case(cast, photo=reencode(a_picture()))
    url = reverse("cases:photo", args=[case.ref])
    response = client_for(cast.caseworker.account).get(url)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/webp")
    assert response.content[8:12] == b"WEBP"
    small = client_for(cast.caseworker.account).get(url + "?size=small")
    assert 0 < len(small.content) <= len(response.content)
    assert client_for(cast.officer.account).get(url).status_code == 403
    assert f'src="{url}' in page_of(client_for, cast.caseworker, case).content.decode()


def a_picture() -> bytes:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.effect_noise((900, 900), 64).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def test_no_photo_is_absent(cast: Cast, client_for: ClientFor, case: Case) -> None:
    assert client_for(cast.caseworker.account).get(reverse("cases:photo", args=[case.ref])).status_code == 404


def test_nobody_in_particular_is_sent_to_sign_in(client: Any, case: Case) -> None:
    for path in ("/cases/", f"/cases/{case.ref}/", f"/cases/{case.ref}/photo/", "/incidents/", "/search/"):
        assert client.get(path).headers["Location"].startswith("/accounts/login/")
