"""What no forensic record can hold, in one table: each told at its field, nothing lost and nothing half-saved."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cases.services import ChartEntry
from remains.codes import RemainsStatus
from remains.models import BiologicalEstimate, CustodyEvent, Remains, RemainsAttachment, RemainsDraft
from tests.cast import Cast
from tests.factories import custody
from tests.factories.images import DICOM, jpeg, many_pixels
from tests.factories.remains import some_remains, typed
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db

FEMUR = {"add": "stature_cm", "stature_cm-method": "tg1952_wm", "stature_cm-bone": "femur", "stature_cm-unit": "mm"}
BURIED = {"write": "buried", "cemetery": "New cemetery", "plot": "12"}
# What is wrong: the page, what is sent, the field that the page names, and words of what it says.
WRONG: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "tooth 49": ("new", {"teeth": "49 sou"}, "id_teeth", "There is no tooth 49"),
    "surface O on an incisor": ("new", {"teeth": "11 fil O ama"}, "id_teeth", "Tooth 11 has no surface O"),
    "a tooth twice": ("new", {"teeth": "36 sou; 36 mam"}, "id_teeth", "Tooth 36 is charted twice"),
    "deciduous and permanent in one place": ("new", {"teeth": "55 sou; 15 sou"}, "id_teeth", "55"),
    "a restoration that vanishes": ("edit", {"teeth": "36 sou"}, "id_teeth", "do not heal"),
    "a femur of 45 mm": ("estimates", FEMUR | {"stature_cm-length": "45"}, "id_stature_cm-length", "mean 45 cm"),
    "an MNI of 0": (
        "new", {"minimum_number_of_individuals": "0"}, "id_minimum_number_of_individuals", "greater than or equal to 1"
    ),
    "burial before recovery": ("custody", BURIED, "", "cannot be the first step"),
    "release without wishes": ("identified", {"write": "released"}, "id_order_no", "What the family wishes"),
    "a DICOM file": ("images", {"file": DICOM}, "id_file", "Export the image alone"),
    "an image of 60 megapixels": ("images", {"file": many_pixels()}, "id_file", "60 million pixels"),
    "a page that is an image too": ("images", {"file": b"GIF89a<html><script>1</script>"}, "id_file", "is not a photo"),
    "an archive with half an image": ("images", {"file": jpeg()[:-400] + b"PK\x03\x04"}, "id_file", "damaged or cut"),
}  # fmt: skip
KEPT = {"new": "the harbour", "edit": "the harbour", "estimates": 'value="45"', "images": "Left femur, front"}


def address(page: str, client: Client, remains: Remains) -> str:
    if page == "new":
        client.post("/remains/new/")
        return f"/remains/new/{RemainsDraft.objects.get().ref}/"
    return f"/remains/{remains.ref}/{'custody' if page == 'identified' else page}/"


def whole(page: str, sent: dict[str, Any]) -> dict[str, Any]:
    """The rest of what the page's form sends."""
    if page == "images":
        picture = SimpleUploadedFile("x.jpg", sent["file"], "image/jpeg")
        return {"kind": "radiograph", "caption": "Left femur, front", "file": picture}
    if page in ("custody", "identified"):
        return {"at": timezone.localtime().strftime("%Y-%m-%dT%H:%M")} | sent
    return typed(version="1") | sent if page in ("new", "edit") else sent


@pytest.mark.parametrize(("page", "sent", "field", "words"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_saved(
    cast: Cast, client_for: ClientFor, page: str, sent: dict[str, Any], field: str, words: str
) -> None:
    client = client_for(cast.analyst.account)
    remains = some_remains(cast, dental_chart=ChartEntry(teeth="36 fil MO ama", origin="pm_exam"))
    if page == "identified":
        custody.ready(cast.analyst.actor, remains)
        Remains.objects.filter(pk=remains.pk).update(status=RemainsStatus.IDENTIFIED)
    before = (Remains.objects.values_list("version", flat=True)[0], CustodyEvent.objects.count())
    answer = client.post(address(page, client, remains), whole(page, sent))
    told = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    at_field = re.search(rf'id="{field}_error".*?</ul>', told, re.DOTALL) if field else re.search(".+", told, re.DOTALL)
    assert at_field is not None
    assert words in at_field[0]
    assert KEPT.get(page, "") in told
    assert (Remains.objects.values_list("version", flat=True)[0], CustodyEvent.objects.count()) == before
    assert Remains.objects.count() == 1
    assert not BiologicalEstimate.objects.exists()
    assert not RemainsAttachment.objects.exists()
