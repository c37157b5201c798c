"""What every test stands on: the environment the settings read, known before any server runs.

Tests without a database start no server. Each xdist worker has a PostgreSQL and a Valkey of its own, because the
journal's horizon and FLUSHALL reach over a whole server. The fixtures are in tests/plugins.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django
import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from registry.embedded.translations import compile_catalogues  # noqa: E402
from tests.plugins.layout import LAYOUT  # noqa: E402
from tests.plugins.prepared import STATIC  # noqa: E402

# No file of tombstones: a flushed database would look like one that was restored.
os.environ.update(LAYOUT.environment(as_owner=True) | {"REGISTRY_TOMBSTONES_FILE": ""})
os.environ["REGISTRY_STATIC_ROOT"] = str(STATIC)
# Playwright keeps an event loop running in the main thread, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

pytest_plugins = [
    "tests.plugins.database",
    "tests.plugins.site",
    "tests.plugins.worker",
    "tests.plugins.browser",
    "tests.plugins.cast",
    "tests.plugins.order",
]


# How long an example takes says something of the machine, nothing of the code.
hypothesis.settings.register_profile("suite", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("suite")
PURE = (ROOT / "tests/unit/registry/lib", ROOT / "tests/unit/matching/engine")


def pytest_configure(config: pytest.Config) -> None:
    """Load the settings only now: they read the environment set above. Pure code alone is tested without Django."""
    chosen = [Path(argument.partition("::")[0]).resolve() for argument in config.args]
    if not all(any(path.is_relative_to(pure) for pure in PURE) for path in chosen):
        compile_catalogues()
        os.environ["DJANGO_SETTINGS_MODULE"] = "registry.settings"
        django.setup()
        # xdist workers inherit the environment; with this name in it they would load the settings before this file.
        del os.environ["DJANGO_SETTINGS_MODULE"]
