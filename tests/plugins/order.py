"""The long tests first: no process is left with one at the end, while the other has nothing to do."""

from __future__ import annotations

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever order the items came in, it stays otherwise. xdist gives them out in this one."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
