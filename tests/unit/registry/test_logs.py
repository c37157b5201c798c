"""A line of the log: when it was in UTC, and nothing in it that could pass for another line."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from registry.logs import LOGGING, Line


@pytest.fixture
def written() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Line(LOGGING["formatters"]["line"]["format"]))  # type: ignore[index]
    logger = logging.getLogger("registry.test")
    logger.addHandler(handler)
    yield logger, out
    logger.removeHandler(handler)


def test_a_line_says_when_in_utc_how_grave_and_who_speaks(written: tuple[logging.Logger, io.StringIO]) -> None:
    logger, out = written
    logger.warning("a part is lost: %s", "OperationalError")
    found = re.fullmatch(r"(\S+)Z WARNING registry\.test a part is lost: OperationalError\n", out.getvalue())
    assert found
    said = datetime.fromisoformat(found[1]).replace(tzinfo=UTC)
    assert abs(datetime.now(UTC) - said) < timedelta(minutes=1)


@pytest.mark.parametrize(
    "sent", ["x\n2026-01-01T00:00:00.000Z INFO a forged line", "\r\n", "\x1b[2J", "\u2028", "\u202e"]
)
def test_what_was_sent_stays_in_its_line(written: tuple[logging.Logger, io.StringIO], sent: str) -> None:
    logger, out = written
    logger.error("refused: %s", sent)
    assert len(out.getvalue().splitlines()) == 1
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", out.getvalue())


def test_a_traceback_says_where_and_what_kind_and_repeats_nothing(written: tuple[logging.Logger, io.StringIO]) -> None:
    logger, out = written

    def fail() -> None:
        try:
            raise KeyError("Amina Benali")
        except KeyError as error:
            raise ValueError("Amina Benali\n2026-01-01T00:00:00.000Z INFO a forged line") from error

    try:
        fail()
    except ValueError:
        logger.exception("failure")
    first, *rest = out.getvalue().splitlines()
    assert first.endswith("ERROR registry.test failure")
    assert [line.strip() for line in rest if "builtins." in line] == ["builtins.KeyError", "builtins.ValueError"]
    assert any("in fail" in line for line in rest)
    assert all(line.startswith("    ") for line in rest)
    told = [line for line in rest if "raise " not in line]  # lines of the program are the program's
    assert "Amina" not in "".join(told)
