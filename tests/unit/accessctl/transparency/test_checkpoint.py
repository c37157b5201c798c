"""Signed heads as text: what is signed reads back, what is altered or signed by others does not."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from accessctl.transparency.checkpoint import BadCheckpoint, Checkpoint, key_id, read, verifier

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
HEAD = Checkpoint("registry/journal", 1024, bytes(range(32)), datetime(2026, 5, 4, 10, 20, 30, 1, tzinfo=UTC))
NOTE = HEAD.signed(KEY)


def test_it_reads_back() -> None:
    assert read(NOTE, [OTHER.public_key(), KEY.public_key()]) == HEAD


def test_it_is_a_signed_note() -> None:
    lines = NOTE.split("\n")
    assert lines[0:2] == ["registry/journal", "1024"]
    assert base64.b64decode(lines[2]) == HEAD.root
    assert lines[4] == ""
    assert lines[5].startswith("\u2014 registry/journal ")
    name, number, key = verifier(HEAD.origin, KEY.public_key()).split("+", 2)
    assert (name, bytes.fromhex(number)) == (HEAD.origin, key_id(HEAD.origin, KEY.public_key()))
    assert base64.b64decode(key) == b"\x01" + KEY.public_key().public_bytes_raw()


@pytest.mark.parametrize(
    "note",
    [
        "",
        "nothing of the kind",
        NOTE.replace("1024", "1025"),
        NOTE.replace("2026", "2025"),
        NOTE.replace("registry/journal", "another/journal"),
        NOTE.replace("1024", "many"),
        NOTE.replace("1024", "01024"),
        NOTE.split("\n\n")[0] + "\n\n\u2014 registry/journal !!!\n",
        NOTE.split("\n\n")[0] + "\n\n",
        NOTE[:-8] + "AAAA===\n",
        HEAD.signed(OTHER),
    ],
)
def test_nothing_else_reads(note: str) -> None:
    with pytest.raises(BadCheckpoint):
        read(note, [KEY.public_key()])


def test_a_signature_by_a_key_that_pretends_to_our_number_does_not_count() -> None:
    body, signature = HEAD.signed(OTHER).split("\n\n")
    dash, name, blob = signature.split()
    forged = base64.b64encode(key_id(HEAD.origin, KEY.public_key()) + base64.b64decode(blob)[4:]).decode()
    with pytest.raises(BadCheckpoint):
        read(f"{body}\n\n{dash} {name} {forged}\n", [KEY.public_key()])
