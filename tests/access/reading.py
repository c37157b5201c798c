"""Asking as a reader, and finding in the answer every planted word, reference and address of a person."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Container, Iterable
from functools import cache
from typing import Any, NamedTuple

from django.test import Client

from accessctl.rings import Ring
from tests.access import words
from tests.access.planting import World
from tests.access.words import PHONES, PREFIX

EMBEDDED = re.compile(rb"base64,([A-Za-z0-9+/=]+)")
REFERENCE = re.compile(rb"\bM[A-Z]{2}-[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]\b")
ADDRESS = re.compile(rb"([a-z0-9-]+)@cast\.invalid")


class Reader(Client):
    """Whoever asks: a person, a system or nobody."""

    def forget_messages(self) -> None:
        """Let no message of an earlier answer come with the next: two answers begin alike."""
        self.cookies.pop("messages", None)


@cache
def _pattern() -> re.Pattern[bytes]:
    """All words at once, behind the beginning that they share."""
    rest = sorted((word[len(PREFIX) :] for word in words.place_of_words() if word.startswith(PREFIX)), reverse=True)
    return re.compile(f"{PREFIX}(?:{'|'.join(rest)})".encode())


def words_in(data: bytes) -> set[str]:
    """The planted words in some bytes, in any case, also inside embedded pictures."""
    lower = b"\n".join([data, *(_decoded(found) for found in EMBEDDED.findall(data))]).lower()
    found = {match.decode() for match in _pattern().findall(lower)}
    return found | {phone for phone in PHONES.values() if phone.encode() in lower}


def _decoded(text: bytes) -> bytes:
    try:
        return base64.b64decode(text)
    except ValueError:
        return b""


class Told(NamedTuple):
    """What an answer says: planted words, records by reference, names of accounts by address."""

    words: set[str]
    refs: set[str]
    people: set[str]


def told(response: Any, *asked_with: str) -> Told:
    """What somebody learns from an answer and its headers, less what they asked with."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"%PDF"):
        body = pdf_text(body)
    headers = "".join(f"{name}: {value}\n" for name, value in response.items())
    said = headers.encode() + body
    known = {ref for text in asked_with for ref in REFERENCE.findall(text.encode())}
    refs = {ref.decode() for ref in set(REFERENCE.findall(said)) - known}
    return Told(words_in(said), refs, {name.decode().replace("-", "_") for name in ADDRESS.findall(said)})


def leaks(world: World, reader: str, found: Told, *, only: Container[str] | None = None, route: str = "") -> set[str]:
    """What of it this reader may not know.  `only`: the records that they may know of at present; `route`: where."""
    places = words.place_of_words()
    readable = {word for word in words.readable(reader) if _within(places[word], only)}
    hidden, named = hidden_refs(world, reader, only=only), words.named_to(reader, route)
    return (
        {f"{word}: ring {places[word][1]} of {places[word][0]}" for word in found.words - readable}
        | {f"that there is {hidden[ref]}" for ref in found.refs & hidden.keys() if hidden[ref] not in named}
        | {f"the address of {name}" for name in found.people & world.readers.keys() - {reader}}
    )


def _within(place: tuple[str, str], only: Container[str] | None) -> bool:
    record, ring = place
    return only is None or record in only or ring == Ring.PUBLIC


def hidden_refs(world: World, reader: str, *, only: Container[str] | None = None) -> dict[str, str]:
    """Reference -> record, for every record of whose existence this reader may not learn."""
    pairs = world.pairs()
    return {
        ref: name
        for name, ref in world.refs.items()
        if reader not in seen_by(world, name)
        or (only is not None and not all(part in only for part in pairs.get(name, (name,))))
    }


def seen_by(world: World, name: str) -> tuple[str, ...]:
    if name in words.SEEN_BY:
        return words.SEEN_BY[name]
    return words.pair_seen_by(*world.pairs()[name])


def shown(world: World, reader: str, names: Iterable[str]) -> list[str]:
    """Those of the records that this reader may know of."""
    return [name for name in names if reader in seen_by(world, name)]


# --- PDF ------------------------------------------------------------------------------------------------------------
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_MAPPED = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*$", re.MULTILINE)
_SHOWN = re.compile(rb"<([0-9a-fA-F]+)>")


def pdf_text(data: bytes) -> bytes:
    """What lies in the streams of a PDF, and its drawn letters, which are numbers in an alphabet of each font."""
    streams = [data, *(_inflated(found) for found in _STREAM.findall(data))]
    alphabets = [dict(_MAPPED.findall(stream)) for stream in streams if b"begincmap" in stream]
    drawn = [b"".join(_SHOWN.findall(stream)) for stream in streams if b"BT" in stream and b"Tf" in stream]
    texts = [_letters(codes, alphabet) for codes in drawn for alphabet in alphabets]
    return b"\n".join([*streams, *(text.encode() for text in texts)])


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def _letters(codes: bytes, alphabet: dict[bytes, bytes]) -> str:
    known = {code.lower(): bytes.fromhex(letter.decode()).decode("utf-16-be") for code, letter in alphabet.items()}
    return "".join(known.get(codes[start : start + 4].lower(), "") for start in range(0, len(codes), 4))
