"""The ten minutes of docs/api.md, line by line against a running registry."""

from __future__ import annotations

import re

import pytest

from tests.architecture.test_cryptography import ROOT
from tests.cast import Cast
from tests.factories.accessctl import partner

BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


@pytest.mark.slow
def test_the_tutorial_does_what_it_says(cast: Cast, live_site: str) -> None:
    blocks = BLOCK.findall((ROOT / "docs/api.md").read_text(encoding="utf-8"))
    assert len(blocks) == 6
    system = partner(cast.organisations.institute)
    names = {"BASE": live_site, "CLIENT": system.client.ref, "SECRET": system.secret}
    exec(compile("\n".join(blocks), "docs/api.md", "exec"), names)  # noqa: S102 - our own documentation
