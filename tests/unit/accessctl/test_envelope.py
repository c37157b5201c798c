"""The envelope opens for its own key and place only, and its length tells little."""

from __future__ import annotations

import os

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from accessctl import envelope

KEY = AESGCM(bytes(range(32)))
PLACE = envelope.bind("registry", "cases_casename", "full_original", "row", "record", "2", "1")


@given(st.binary(max_size=3000))
def test_what_was_closed_is_disclosed(data: bytes) -> None:
    assert envelope.disclose(KEY, PLACE, envelope.close(KEY, 1, PLACE, data)) == data


def test_the_same_value_never_looks_the_same() -> None:
    assert envelope.close(KEY, 1, PLACE, b"Amina") != envelope.close(KEY, 1, PLACE, b"Amina")


@pytest.mark.parametrize("part", range(7))
def test_an_envelope_moved_to_another_place_does_not_open(part: int) -> None:
    parts = ["registry", "cases_casename", "full_original", "row", "record", "2", "1"]
    sealed = envelope.close(KEY, 1, envelope.bind(*parts), b"Amina")
    parts[part] += "x"
    with pytest.raises(envelope.Unreadable):
        envelope.disclose(KEY, envelope.bind(*parts), sealed)


def test_another_key_does_not_open() -> None:
    with pytest.raises(envelope.Unreadable):
        envelope.disclose(AESGCM(os.urandom(32)), PLACE, envelope.close(KEY, 1, PLACE, b"Amina"))


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_one_altered_byte_is_noticed(position: int, change: int) -> None:
    sealed = bytearray(envelope.close(KEY, 1, PLACE, b"Amina"))
    position %= len(sealed)
    if position in (2, 3):  # the key version: bound by whoever chooses the key, in the place
        return
    sealed[position] ^= change
    with pytest.raises(envelope.Unreadable):
        envelope.disclose(KEY, PLACE, bytes(sealed))


@pytest.mark.parametrize("length", range(17))
def test_a_fragment_is_no_envelope(length: int) -> None:
    sealed = envelope.close(KEY, 1, PLACE, b"Amina")[:length]
    with pytest.raises(envelope.Unreadable):
        envelope.disclose(KEY, PLACE, sealed)


def test_the_key_version_is_read_from_the_envelope() -> None:
    assert envelope.key_version(envelope.close(KEY, 513, PLACE, b"")) == 513


def test_lengths_fall_into_few_classes() -> None:
    lengths = {len(envelope.close(KEY, 1, PLACE, b"x" * size)) for size in range(1020)}
    assert len(lengths) == 6
    assert len(envelope.close(KEY, 1, PLACE, b"Li")) == len(envelope.close(KEY, 1, PLACE, b"Abdurrahman al-Masri"))


@pytest.mark.parametrize("size", [1021, 70_000, 3_000_000])
def test_large_values_grow_by_steps_of_little_waste(size: int) -> None:
    assert size < len(envelope.close(KEY, 1, PLACE, bytes(size))) < size * 1.25 + 2048


def test_parts_of_a_place_cannot_run_into_one_another() -> None:
    assert envelope.bind("ab", "c") != envelope.bind("a", "bc")
    assert envelope.bind("a") != envelope.bind("a", "")


def test_keys_are_wrapped_for_their_place() -> None:
    wrapped = envelope.wrap(KEY, b"k" * 32, PLACE)
    assert envelope.unwrap(KEY, wrapped, PLACE) == b"k" * 32
    for place, given_bytes in ((b"elsewhere", wrapped), (PLACE, wrapped[:5]), (PLACE, b"")):
        with pytest.raises(envelope.Unreadable):
            envelope.unwrap(KEY, given_bytes, place)
