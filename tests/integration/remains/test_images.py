"""Images of remains: kept as they should be, looked at one by one for a purpose, and refused where they stand."""

from __future__ import annotations

import io
import re
from base64 import b64decode

import pytest
from django.test import Client
from PIL import Image

from accessctl.clear import reveal
from accessctl.codes import Role
from accessctl.models import JournalEntry
from cases.codes import WrongImage
from registry.lib.errors import Forbidden, Invalid, NotFound
from remains import images, services
from remains.models import Remains, RemainsAttachment
from tests.cast import SEARCHING, Cast
from tests.factories.accessctl import agreement, member, partner
from tests.factories.images import SHOTS, image_entry, jpeg, upload
from tests.factories.remains import some_remains
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db

SENT = {"kind": "radiograph", "caption": "Left femur, front", "taken_on_year": "2021"}
LOOKING = {"purpose": "forensic_comparison", "warned": "on"}


@pytest.fixture
def remains(cast: Cast) -> Remains:
    return some_remains(cast)


@pytest.fixture
def kept(cast: Cast, remains: Remains) -> RemainsAttachment:
    return services.keep_image(actor=cast.analyst.actor, ref=remains.ref, entry=image_entry())  # type: ignore[return-value]


def url(remains: Remains, more: str = "") -> str:
    return f"/remains/{remains.ref}/images/{more}"


def shown(page: str) -> bytes:
    found = re.search(r'src="data:image/jpeg;base64,([^"]+)"', page)
    assert found is not None
    return b64decode(found[1])


def test_an_image_is_added_looked_at_and_taken_away(cast: Cast, client_for: ClientFor, remains: Remains) -> None:
    client = client_for(cast.analyst.account)
    answer = client.post(url(remains), SENT | {"file": upload()})
    assert (answer.status_code, answer.url) == (302, url(remains))  # type: ignore[attr-defined]
    remains.refresh_from_db()
    assert (remains.has_images, remains.version) == (True, 1)
    listed = client.get(url(remains)).content.decode()
    assert "Left femur, front" in listed
    assert "<img" not in listed
    gate = client.get(url(remains, "one/?image=1")).content.decode()
    assert "Before you look" in gate
    assert "<img" not in gate
    page = client.post(url(remains, "one/?image=1"), LOOKING)
    assert "no-store" in page.headers["Cache-Control"]
    with Image.open(io.BytesIO(shown(page.content.decode()))) as stamped:
        assert stamped.width == 320
    entry = JournalEntry.objects.filter(action="image.viewed").latest("id")
    assert (entry.refs, entry.ring, entry.purpose) == ([remains.ref], "3f", "forensic_comparison")
    assert entry.detail == {"number": 1, "kind": "radiograph"}
    client.post(url(remains, "remove/"), {"image": "1", "reason": "other_person"})
    remains.refresh_from_db()
    row = reveal([RemainsAttachment.objects.get(remains=remains)])[0]
    assert (remains.has_images, row.content, row.caption, row.kind) == (False, b"", None, "radiograph")
    assert client.post(url(remains, "one/?image=1"), LOOKING).status_code == 404
    client.post(url(remains), SENT | {"file": upload()})
    assert [row.number for row in images.images_of(cast.analyst.actor, remains.ref).rows] == [2]


@pytest.mark.parametrize(
    "sent", [{}, {"purpose": "forensic_comparison"}, {"warned": "on"}, LOOKING | {"purpose": "research"}]
)
def test_nothing_is_shown_without_a_purpose_and_the_warning(
    cast: Cast, client_for: ClientFor, remains: Remains, kept: RemainsAttachment, sent: dict[str, str]
) -> None:
    answer = client_for(cast.analyst.account).post(url(remains, "one/?image=1"), sent)
    assert answer.status_code == 422
    assert "<img" not in answer.content.decode()
    assert not JournalEntry.objects.filter(action="image.viewed").exists()


def test_who_reads_is_in_the_pixels(cast: Cast, remains: Remains, kept: RemainsAttachment) -> None:
    other = member(cast.organisations.institute, Role.FORENSIC_COORDINATOR)
    seen = [
        images.view_image(actor, remains.ref, 1, "forensic_comparison").content
        for actor in (cast.analyst.actor, other.actor)
    ]
    assert seen[0] != seen[1]
    with Image.open(io.BytesIO(seen[0])) as stamped, Image.open(io.BytesIO(reveal([kept])[0].content)) as plain:
        cut = stamped.crop((0, 0, *plain.size)).convert("L").tobytes()
        assert sum(abs(a - b) > 15 for a, b in zip(cut, plain.convert("L").tobytes(), strict=True)) > 500


@pytest.mark.parametrize(("data", "words"), SHOTS.values(), ids=SHOTS)
def test_what_cannot_be_kept_is_refused_at_the_file_and_nothing_else_is_lost(
    cast: Cast, client_for: ClientFor, remains: Remains, data: bytes, words: str
) -> None:
    answer = client_for(cast.analyst.account).post(url(remains), SENT | {"file": upload(data)})
    page = answer.content.decode()
    assert answer.status_code == 422
    at_file = re.search(r'id="id_file_error".*?</ul>', page, re.DOTALL)
    assert at_file is not None
    assert words in at_file[0]
    if len(data) < 12 * 1024 * 1024:  # beyond that the server reads nothing of what was sent
        assert "Left femur, front" in page
        assert 'value="radiograph" selected' in page
    remains.refresh_from_db()
    assert not remains.has_images
    assert not RemainsAttachment.objects.exists()


def test_the_same_image_is_not_kept_twice(cast: Cast, remains: Remains, kept: RemainsAttachment) -> None:
    with pytest.raises(Invalid) as error:
        services.keep_image(actor=cast.analyst.actor, ref=remains.ref, entry=image_entry(kind="body"))
    assert set(error.value.fields) == {"file"}


def test_only_readers_of_the_forensic_file_reach_an_image(
    cast: Cast, remains: Remains, kept: RemainsAttachment
) -> None:
    for who in (cast.caseworker, cast.focal_a):
        with pytest.raises((Forbidden, NotFound)):
            images.view_image(who.actor, remains.ref, 1, "forensic_comparison")
        with pytest.raises((Forbidden, NotFound)):
            services.keep_image(actor=who.actor, ref=remains.ref, entry=image_entry(seed=9))
        with pytest.raises((Forbidden, NotFound)):
            services.remove_image(actor=who.actor, ref=remains.ref, number=1, reason=WrongImage.TWICE)


def test_an_agreement_can_keep_images_closed(cast: Cast, remains: Remains, kept: RemainsAttachment) -> None:
    organisations = cast.organisations
    given = {"providers": [organisations.institute], "receivers": [organisations.second_ngo], "purposes": SEARCHING}
    agreement(**given, max_layer=3, compartments=["f"], deny=["remains.images"])
    reader = member(organisations.second_ngo, Role.FORENSIC_PRACTITIONER)
    assert images.images_of(reader.actor, remains.ref).rows == []
    with pytest.raises(NotFound):
        images.view_image(reader.actor, remains.ref, 1, "forensic_comparison")


class TestRest:
    @pytest.fixture
    def institute(self, cast: Cast) -> Client:
        return Client(headers=partner(cast.organisations.institute).headers)

    def test_a_system_keeps_an_image_and_takes_it_for_a_stated_purpose(
        self, institute: Client, remains: Remains
    ) -> None:
        at = f"/api/v1/remains/{remains.ref}/images/"
        made = institute.post(at, {"kind": "object_photo", "file": upload(jpeg(seed=3)), "taken_on": "2021-06"})
        assert made.status_code == 201, made.content
        assert made.json()["images"][0] | {"taken_on": None} == {
            "number": 1, "kind": "object_photo", "caption": "", "taken_on": None, "width": 320, "height": 240,
            "shows": "",
        }  # fmt: skip
        assert institute.get(f"{at}one/?number=1").status_code == 422
        answer = institute.get(f"{at}one/?number=1", headers={"X-Purpose": "forensic_comparison"})
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert Image.open(io.BytesIO(answer.content)).format == "JPEG"
        assert institute.get(f"{at}one/?number=7", headers={"X-Purpose": "repatriation"}).status_code == 404

    def test_each_fault_is_named_at_its_field(self, institute: Client, remains: Remains) -> None:
        at = f"/api/v1/remains/{remains.ref}/images/"
        for data, words in list(SHOTS.values())[:4]:
            answer = institute.post(at, {"kind": "radiograph", "file": upload(data)})
            assert answer.status_code == 422
            assert words in answer.json()["fields"]["file"][0]
        assert set(institute.post(at, {"kind": "portrait"}).json()["fields"]) == {"kind", "file"}
        assert not RemainsAttachment.objects.exists()
