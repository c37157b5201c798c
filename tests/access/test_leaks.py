"""No word of a ring reaches a reader beyond it, over every address, in any answer, log line or mail.

Words are planted per record and ring (`world`), every address of the resolver is asked by every person of the cast,
the public and a partner system, and every answer is searched for every word the reader may not know.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from registry.lib.ids import new_ref
from tests.access import routes, world
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal

# Addresses that open a ring on a click; asked by POST of every reader.
OPENED_BY_POST = {"cases:documents", "families:channels", "remains:forensic"}
# Sent without an answer these change nothing and draw the page again.
DRAWN_BY_POST = {"matching:review", "remains:incident-link"}
# These end the session, or answer with a redirect or a drawing of the reference alone.
SKIPPED = {"account_logout", "site:language", "remains:label-pdf", "remains:draft-label-pdf"}

# Fixed pages and one's own account: nothing of a record is looked up there, so somebody and nobody ask for all.
RECORDLESS = ("account_", "mfa_", "api:schema", "api:docs", "site:help", "site:offline", "site:service-worker")
RECORDLESS_READERS = ("caseworker", "public")
KINDS = {"cases": "MMR", "remains": "MRR", "pairs": "MCP"}  # how the part before a reference says which kind it is


@pytest.fixture
def planted() -> world.World:
    return world.build()


@pytest.fixture
def readers(planted: world.World, client_for: ClientFor) -> dict[str, Client]:
    signed_in = {name: client_for(member.account) for name, member in planted.cast.people.items()}
    return signed_in | {"public": Client(), "system": Client(headers=planted.cast.system.headers)}


def forbidden_words(reader: str) -> dict[str, str]:
    """word -> where it belongs, for everything this reader may not know."""
    return {
        word: f"{record} ring {ring}"
        for record, rings in world.WORDS.items()
        for ring, words in rings.items()
        for word in words
        if reader not in world.READERS[record, ring]
    }


def forbidden_refs(reader: str, planted: world.World) -> dict[str, str]:
    """Reference -> record, for every record whose very existence is hidden from this reader."""
    return {
        planted.refs[record]: f"{record} exists"
        for record, seen_by in world.SEEN_BY.items()
        if record in planted.refs and reader not in seen_by
    }


def addresses(reader: str, planted: world.World) -> Iterator[tuple[str, str]]:
    """(route name, address) to ask for: with every reference of the route's kind, and one of each other kind."""
    for name, pattern in routes.walk():
        if name in SKIPPED or "(?P" in pattern or "<str:step>" in pattern:
            continue
        if name.startswith(RECORDLESS) and reader not in RECORDLESS_READERS:
            continue
        if "<" not in pattern:
            yield name, f"/{pattern}"
            continue
        for ref in asked_with(pattern, planted):
            yield name, "/" + pattern.replace("<str:ref>", ref)


def asked_with(pattern: str, planted: world.World) -> Iterator[str]:
    kind = next((kind for part, kind in KINDS.items() if f"{part}/<str:ref>" in pattern), None)
    strange = set[str]()
    for ref in planted.refs.values():
        other = ref.partition("-")[0]
        if other == kind or other not in strange:
            yield ref
            strange.add(other)


def answers(client: Client, name: str, address: str) -> Iterator[Any]:
    response = client.get(address)
    yield response
    if response.status_code == 405 and name in OPENED_BY_POST | DRAWN_BY_POST:
        yield client.post(address)


def text_of(response: Any, address: str) -> str:
    """What the reader learns: the answer and its headers, less what they asked with."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    said = body.decode("utf-8", "replace") + "".join(f"{name}: {value}\n" for name, value in response.items())
    return said.replace(address, "")


def test_no_answer_holds_a_word_beyond_the_readers_rings(
    planted: world.World, readers: dict[str, Client], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    leaks, asked, seen = set[tuple[str, str, str]](), 0, set[tuple[str, str]]()
    for reader, client in readers.items():
        hidden = forbidden_words(reader)
        refs = forbidden_refs(reader, planted)
        for name, address in addresses(reader, planted):
            for response in answers(client, name, address):
                asked += 1
                assert response.status_code < 500, (reader, name, address)
                said = text_of(response, address)
                leaks |= {(reader, name, f"{place}: {word}") for word, place in hidden.items() if word in said}
                if (reader, name) not in world.NAMED_TO:
                    named = (place for ref, place in refs.items() if ref in said and ref not in address)
                    leaks |= {(reader, name, place) for place in named}
                seen |= {(reader, word) for word in _all_words() if word in said}
    assert sorted(leaks) == []
    assert asked > 1500, asked
    _positive_controls(seen)
    _nothing_elsewhere(caplog)


def _positive_controls(seen: set[tuple[str, str]]) -> None:
    """The words do reach those who may read them: a test that finds nothing anywhere would prove nothing."""
    for reader in ("caseworker", "second_caseworker", "analyst", "focal_a", "system"):
        assert (reader, "Zamarico") in seen, reader
    for word in ("QX77PAPERA", "Olubrenna", "655512341"):
        assert ("caseworker", word) in seen, word
    assert ("analyst", "Vastringol") in seen
    assert ("focal_b", "Pelgrimast") in seen


def _nothing_elsewhere(caplog: pytest.LogCaptureFixture) -> None:
    """Logs and mails hold no planted word at all, neither those of the requests nor those of building the world."""
    before = caplog.get_records("setup")
    assert before  # the sign-ins at least: the log is being listened to
    lines = [record.getMessage() for record in before] + caplog.text.splitlines()
    mails = [f"{message.subject}\n{message.body}" for message in mail.outbox]
    assert not [(word, said) for said in lines + mails for word in _all_words() if word in said]


def _all_words() -> list[str]:
    return [word for rings in world.WORDS.values() for words in rings.values() for word in words]


def test_hidden_and_absent_are_answered_alike(planted: world.World, readers: dict[str, Client]) -> None:
    """For the body of the State of origin the flagged case is not there: same status, same page, to the byte."""
    official = readers["origin_official"]
    absent = new_ref("MMR")
    hidden = planted.refs["flagged"]
    for address in ("/cases/{}/", "/cases/{}/edit/", "/cases/{}/pairs/", "/cases/{}/relatives/", "/cases/{}/photo/"):
        one, other = official.get(address.format(hidden)), official.get(address.format(absent))
        assert one.status_code == other.status_code == 404, address
        assert _bare(one, hidden) == _bare(other, absent), address


def _bare(response: Any, ref: str) -> str:
    """The page less what differs between any two requests: the form's token, and the reference that was asked for."""
    page = response.content.decode().replace(ref, "REF")
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": "|nonce=")[^"]*', "", page)
