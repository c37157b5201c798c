"""The fixture of the standing cast. The cast itself needs the settings, so it is imported when a test asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Seven people, a partner system, their organisations and agreements: see tests/cast.py."""
    from tests.cast import build

    return build()
