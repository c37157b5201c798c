"""Images of a case on its page: kept with who gave them, and opened one at a time for a stated purpose."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accessctl.tokens import token_of
from cases.models import CaseImage
from tests.cast import Cast
from tests.factories import families, images
from tests.integration.families.visits import mother
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db


def test_an_image_is_kept_with_who_gave_it(cast: Cast, client_for: ClientFor) -> None:
    case = families.a_case(cast)
    client, address = client_for(cast.caseworker.account), f"/cases/{case.ref}/images/"

    def send(seed: int, **more: str) -> int:
        file = SimpleUploadedFile("x.jpg", images.jpeg(seed=seed), "image/jpeg")
        return client.post(
            address, {"kind": "radiograph", "caption": "Left forearm"} | more | {"file": file}
        ).status_code

    assert send(1) == 422, "who gave it is asked"
    assert send(2, given_by="nobody") == 422
    assert not CaseImage.objects.exists()
    assert send(3, given_by=token_of(mother(case).source_id)) == 302
    assert send(4, given_by="other") == 302
    kept = CaseImage.objects.filter(case=case).order_by("number").values_list("source", flat=True)
    assert list(kept) == [mother(case).source_id, None]
