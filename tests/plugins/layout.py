"""The folder of this test process. xdist workers inherit the root and take a folder of their own below it."""

from __future__ import annotations

import os
from pathlib import Path

from registry.embedded.keys import ensure_keys
from registry.embedded.layout import Layout

TEST_ROOT = Path(os.environ.setdefault("REGISTRY_TEST_ROOT", str(Layout.default().root / "test")))
LAYOUT = Layout(TEST_ROOT / os.environ.get("PYTEST_XDIST_WORKER", "main"))
ensure_keys(LAYOUT)
