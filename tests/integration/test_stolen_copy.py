"""A thief takes the database's files, its write-ahead log, the broker's memory and the logs, but no keys.

Everything that names somebody is planted through the services, matched and searched for; then every byte on disk is
scanned for it, as it is and in the encodings that programs put text in. A plain value proves that the scan sees.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import psycopg
import pytest
import redis

from accessctl import door
from accessctl.rings import Ring
from cases.models import CaseName
from cases.services import DocumentEntry, NameEntry
from cases.services.searching import ask
from families.services import ChannelEntry, begin_draft
from matching import services as matching
from registry.embedded.postgres import SUPERUSER
from remains.services import FoundDocument
from tests.cast import Cast
from tests.factories.families import a_case, relative
from tests.factories.remains import some_remains
from tests.plugins.layout import LAYOUT

NAME, OWN_SCRIPT, FATHER = "Wubshetqal Zerihunov", "ውብሸትቃል ዘሪሁን", "Zerihunov Abiyeqal"
MOTHER, COMPANION = "Tsehayneshqal Moges", "Girmayequb"
PHONE, PHONE_DIGITS = "+220 773 4915", "2207734915"
NUMBER, NUMBER_FOUND = "QXZ-7741902", "QXZ-5583310"
STORY, FEATURE = "He feared the harbourmaster Belqasimov", "a scar shaped like a qanunharp"
SOUGHT, BEGUN = "Yitbarekqos", "Haregewoinqa"
PRESUMED = "Mulugetaqash Desta"
PLANTED = (
    NAME, OWN_SCRIPT, FATHER, MOTHER, COMPANION, PHONE, PHONE_DIGITS, NUMBER, NUMBER_FOUND, STORY, FEATURE, SOUGHT,
    BEGUN, PRESUMED,
)  # fmt: skip
# Each word that is unlike any other counts by itself: a name is seldom stored as it was typed.
WORDS = tuple({word for text in PLANTED for word in text.split() if len(word.encode()) > 6} | {PHONE_DIGITS[2:]})


BoolArray = npt.NDArray[np.bool_]


def disguises(text: str) -> Iterator[bytes]:
    """The forms in which a program may have written a text."""
    for spelling in {text, text.lower(), text.upper(), json.dumps(text)[1:-1]}:
        plain = spelling.encode()
        yield plain
        yield spelling.encode("utf-16-le")
        yield spelling.encode("utf-16-be")
        yield plain.hex().encode()
        yield plain.hex().upper().encode()
        yield from in_base64(plain)


def in_base64(plain: bytes) -> Iterator[bytes]:
    """The part of a base64 text that depends on nothing but these bytes, for each of the three places to begin at."""
    for shift in range(3):
        coded = base64.b64encode(bytes(shift) + plain).rstrip(b"=")
        yield coded[(0, 2, 3)[shift] : len(coded) - 1]


def files(folders: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield str(path.relative_to(LAYOUT.root)), path.read_bytes()


def found(words: Iterable[str], copies: Iterable[tuple[str, bytes]]) -> set[tuple[str, str]]:
    """(file, word) wherever a disguise of the word stands.

    One pass over the bytes for all disguises at once: only where three bytes stand that one of them begins with is it
    looked at more closely.  A thousand passes over all files took two minutes.
    """
    beginnings: dict[bytes, list[tuple[bytes, str]]] = {}
    for word in words:
        for pattern in set(disguises(word)):
            beginnings.setdefault(pattern[:3], []).append((pattern, word))
    begins = np.zeros(1 << 24, bool)
    begins[[int.from_bytes(three, "little") for three in beginnings]] = True
    return {
        (name, word)
        for name, data in copies
        for at in places(data, begins)
        for pattern, word in beginnings[data[at : at + 3]]
        if data.startswith(pattern, at)
    }


def places(data: bytes, begins: BoolArray) -> list[int]:
    """Where three bytes stand that are marked in the table, by their value as a number."""
    single = np.frombuffer(data, np.uint8).astype(np.uint32)
    if len(single) < 3:
        return []
    threes = single[:-2] | single[1:-1] << 8 | single[2:] << 16
    return [int(at) for at in np.flatnonzero(begins[threes])]


@pytest.mark.parametrize("before", [b"", b"x", b"xy", b"xyz"])
def test_the_scan_sees_every_disguise(before: bytes) -> None:
    for disguised in (
        NAME.encode(), NAME.upper().encode(), NAME.encode("utf-16-le"), NAME.encode().hex().encode(),
        base64.b64encode(before + NAME.encode() + b" and more"), json.dumps({"name": OWN_SCRIPT}).encode(),
    ):  # fmt: skip
        assert found(WORDS, [("copy", before + disguised)]), disguised


def plant(cast: Cast) -> None:
    """A case, remains, a reading, a matching run, a search and a draft."""
    case = a_case(
        cast,
        names=(
            NameEntry(full_original=NAME, father_name=FATHER, mother_name=MOTHER),
            NameEntry(full_original=OWN_SCRIPT, kind="spelling", latn=NAME),
        ),
        documents=(DocumentEntry(doc_type="pass", doc_number=NUMBER, issuing_country="GMB"),),
        circumstances_text=STORY,
        distinguishing_features=FEATURE,
        companions_text=COMPANION,
        relative=relative(name=MOTHER, channels=(ChannelEntry(kind="phone", value=PHONE),)),
    )
    some_remains(
        cast,
        presumptive_identity=PRESUMED,
        documents=(FoundDocument(doc_type="pass", doc_number=NUMBER_FOUND, issuing_country="GMB", name_on_doc=NAME),),
    )
    (main, *_others) = door.open(cast.caseworker.actor, case, Ring.SEARCH).rows(case, CaseName)
    assert main.full_original == NAME
    matching.catch_up()
    ask(actor=cast.caseworker.actor, criteria={"name": SOUGHT})
    begin_draft(actor=cast.caseworker.actor, parts={"person": {"name": BEGUN}})


def write_everything_out() -> None:
    """Have both servers put on disk what they hold in memory."""
    with psycopg.connect(LAYOUT.database_url(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    broker = redis.Redis(unix_socket_path=str(LAYOUT.valkey_socket))
    broker.config_set("rdbcompression", "no")
    broker.save()


@pytest.mark.journal
def test_a_stolen_copy_names_nobody(cast: Cast) -> None:
    plant(cast)
    write_everything_out()
    try:
        copies = list(files([LAYOUT.pg_data, LAYOUT.valkey, LAYOUT.log]))
    finally:
        (LAYOUT.valkey / "dump.rdb").unlink(missing_ok=True)
    names = {name for name, _data in copies}
    assert any("pg_wal" in name for name in names)
    assert "valkey/dump.rdb" in names
    assert found(["Teranga"], copies), "the scan does not even see what is stored in clear"
    assert found(WORDS, copies) == set()
