"""Images of both records of a pair, side by side: listed in words, shown for a purpose, each by its own decision."""

from __future__ import annotations

import re

import pytest

from accessctl.images import reencode
from accessctl.models import JournalEntry
from cases.models import Case
from cases.services.images import keep_image as keep_of_case
from matching.models import CandidatePair
from remains.models import Remains
from remains.services import keep_image
from tests.cast import Cast
from tests.factories import families, identification
from tests.factories.images import image_entry, jpeg
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db

LOOKING = {"purpose": "forensic_comparison", "warned": "on"}
SHOWN = re.compile(r'src="data:image/jpeg;base64,([^"]+)"')


@pytest.fixture
def pair(cast: Cast) -> CandidatePair:
    """A pair of two organisations' records, each with a radiograph, and a photo of the face that both may open."""
    made = identification.hypothesis(cast, case=families.a_case(cast, photo=reencode(jpeg(seed=3))))
    assert made.case is not None
    assert made.remains is not None
    keep_of_case(actor=cast.caseworker.actor, ref=made.case.ref, entry=image_entry(caption="Dentist, upper jaw"))
    keep_image(actor=cast.analyst.actor, ref=made.remains.ref, entry=image_entry(caption="Upper jaw, found", seed=7))
    return made


def viewed(record: Case | Remains | None) -> int:
    assert record is not None
    return JournalEntry.objects.filter(action="image.viewed", refs__contains=[record.ref]).count()


def test_both_are_shown_for_a_purpose_and_stand_in_both_journals(
    cast: Cast, client_for: ClientFor, pair: CandidatePair
) -> None:
    client, address = client_for(cast.analyst.account), f"/pairs/{pair.ref}/images/"
    asked = client.get(address).content.decode()
    assert "Upper jaw, found" in asked
    assert "Dentist, upper jaw" not in asked, "the agreement ends with ring 2"
    assert not SHOWN.search(asked)
    for wrong in ({"right": "1"}, LOOKING, LOOKING | {"right": "99"}, LOOKING | {"right": "1", "purpose": "search"}):
        answer = client.post(address, wrong)
        assert answer.status_code == 422, wrong
        assert not SHOWN.search(answer.content.decode())
    assert (viewed(pair.case), viewed(pair.remains)) == (0, 0)
    found = SHOWN.findall(client.post(address, LOOKING | {"left": "photo", "right": "1"}).content.decode())
    assert len(set(found)) == 2
    assert (viewed(pair.case), viewed(pair.remains)) == (1, 1)


def test_a_side_that_is_closed_reads_like_one_without_images(
    cast: Cast, client_for: ClientFor, pair: CandidatePair
) -> None:
    client, address = client_for(cast.caseworker.account), f"/pairs/{pair.ref}/images/"
    asked = client.get(address).content.decode()
    assert "Dentist, upper jaw" in asked
    assert "Upper jaw, found" not in asked
    assert client.post(address, LOOKING | {"right": "1"}).status_code == 422
    assert viewed(pair.remains) == 0
    assert len(SHOWN.findall(client.post(address, LOOKING | {"left": "1"}).content.decode())) == 1
    stranger = client_for(cast.second_caseworker.account)
    hidden, absent = stranger.get(address), stranger.get("/pairs/MCP-00000-00000-0/images/")
    assert hidden.status_code == absent.status_code == 404
