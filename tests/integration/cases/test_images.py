"""Images of a case on its page: kept with who gave them, opened for a purpose, and beside those of remains."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accessctl.clear import reveal
from accessctl.codes import Purpose
from accessctl.models import JournalEntry
from cases.codes import WrongImage
from cases.models import CaseImage
from cases.services.images import NotForComparison, keep_image, remove_image
from families.models import Relative
from families.services import consent
from families.tokens import token_of
from registry.lib.errors import NotFound
from tests.cast import Cast
from tests.factories import families, images
from tests.integration.families.visits import mother
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db


def test_an_image_is_kept_with_who_gave_it(cast: Cast, client_for: ClientFor) -> None:
    case = families.a_case(cast)
    client, address = client_for(cast.caseworker.account), f"/cases/{case.ref}/images/"
    sent = {"kind": "radiograph", "caption": "Left forearm"}

    def send(**more: str) -> int:
        file = SimpleUploadedFile("x.jpg", images.jpeg(seed=len(more)), "image/jpeg")
        answer = client.post(address, sent | more | {"file": file})
        return answer.status_code

    assert send() == 422, "who gave it is asked"
    assert send(given_by="nobody") == 422
    assert send(given_by=token_of(mother(case).source_id)) == 302
