"""docs/api.md: its ten minutes, line by line against a running registry; and that it leaves no address out."""

from __future__ import annotations

import re

import pytest

from registry.site.api_urls import urlpatterns
from tests.architecture.test_cryptography import ROOT
from tests.cast import Cast
from tests.factories.accessctl import partner

OF_ITSELF = ("schema/", "docs/")  # the pages of the description
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


@pytest.mark.slow
def test_the_tutorial_does_what_it_says(cast: Cast, live_site: str) -> None:
    blocks = BLOCK.findall((ROOT / "docs/api.md").read_text(encoding="utf-8"))
    assert len(blocks) == 6
    system = partner(cast.organisations.institute)
    names = {"BASE": live_site, "CLIENT": system.client.ref, "SECRET": system.secret}
    exec(compile("\n".join(blocks), "docs/api.md", "exec"), names)  # noqa: S102 - our own documentation


def test_every_address_is_in_it() -> None:
    told = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    addresses = [str(route.pattern).removeprefix("v1").replace("<str:ref>", "{ref}") for route in urlpatterns]
    assert [address for address in addresses if address not in told and address not in OF_ITSELF] == []
