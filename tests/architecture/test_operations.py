"""What the documents say of limits, times and duties is what the program does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings

from accessctl import images, reencode
from accessctl.services.clients import LASTING
from cases.imports import files
from tests.architecture.test_cryptography import ROOT

OPERATIONS = " ".join((ROOT / "docs" / "operations.md").read_text(encoding="utf-8").split())
THREATS = " ".join((ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8").split())
KEYS = " ".join((ROOT / "docs" / "cryptography.md").read_text(encoding="utf-8").split())


def megabytes(size: int) -> str:
    return f"{size // 1024**2} MB"


def limits() -> Iterator[str]:
    yield f"at most {settings.BUDGET_OF_PERSON} different records in a day and half of them in an hour"
    yield f"a partner system {settings.BUDGET_OF_CLIENT:,}"
    yield f"all of one organisation {settings.BUDGET_OF_ORGANISATION:,}"
    yield f"At most {megabytes(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)} are taken at once"
    yield f"a photo of {megabytes(images.MAX_BYTES)} and {reencode.MAX_PIXELS // 10**6} million pixels"
    yield f"a table of {megabytes(files.MAX_BYTES)} and {files.MAX_ROWS:,} rows"
    yield "a gigabyte and 15 seconds"


def test_limits_are_documented_as_they_are() -> None:
    assert [words for words in limits() if words not in OPERATIONS] == []
    assert (reencode.MEMORY, reencode.SECONDS) == (1024**3, 15)


def test_times_of_sessions_and_locks_are_documented_as_they_are() -> None:
    assert (settings.SESSION_IDLE_SECONDS, settings.SESSION_COOKIE_AGE) == (15 * 60, 12 * 3600)
    assert "signed out after fifteen minutes of doing nothing, everybody after twelve hours" in THREATS
    assert (settings.STEP_UP_SECONDS, settings.PASSWORD_RESET_TIMEOUT) == (300, 3600)
    assert "a confirmation no older than five minutes" in THREATS
    assert "a mail whose link works once, for an hour" in OPERATIONS
    assert settings.AXES_COOLOFF_TIME * 60 == 15
    assert "Ten wrong passwords or codes lock an account for fifteen minutes at that address" in OPERATIONS
    assert "signed in at any number of places" in OPERATIONS
    assert timedelta(days=90) == LASTING
    assert settings.API_TOKEN_SECONDS == 600
    assert "the secret ends by itself after 90 days, a token after ten minutes" in KEYS


@pytest.mark.parametrize(
    "words",
    [
        "**Photos and tables.** Taken are JPEG, PNG, WebP and HEIC",
        "**What is written down, and where.**",
        "**Updates.**", "critical ones are repaired within two days",
        "**Who speaks to whom.**",
        "These are all the ways in",
    ],
)  # fmt: skip
def test_operators_are_told(words: str) -> None:
    assert words in OPERATIONS
