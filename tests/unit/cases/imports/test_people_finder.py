"""PFIF: what goes out comes in again, and what no site of missing people writes is not read."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime, timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any
from unicodedata import is_normalized

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import pfif
from cases.imports import people_finder
from cases.imports.files import EmptyFile, FileTooLarge, UnreadableFile
from cases.imports.people_finder import HEADER, BrokenXml, OtherVersion
from cases.pfif import Entry
from families.exchange.catalogue import CASES, ITEMS
from families.exchange.cells import Read
from families.exchange.rows import entry_of
from families.services import site_notes

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
# As the registry keeps letters: in one of several ways to write the same.
LETTERS = st.characters(codec="utf-8", categories=("Lu", "Ll", "Lo")).filter(partial(is_normalized, "NFC"))
WORDS = st.lists(st.text(LETTERS, min_size=2, max_size=12), min_size=1, max_size=4).map(" ".join)
DAYS = st.dates(date(1930, 1, 1), date(2020, 12, 31)).map(str) | st.integers(1930, 2020).map(str) | st.just("1999-07")
AGES = st.integers(0, 60).flatmap(
    lambda low: st.integers(low, 120).map(lambda high: str(low) if low == high else f"{low}-{high}")
)
PARTS = ("case.names", "case.birth", "case.origin", "case.marks", "case.last_contact")


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """A person as this registry writes them, each field there or not."""
    born = draw(st.sampled_from(["", "date_of_birth", "age"]))
    others = draw(st.lists(WORDS, max_size=3, unique=True))
    name = draw(WORDS.filter(lambda one: one not in others))
    person = {
        "sex": draw(st.sampled_from(["", "male", "female"])), "full_name": name, "alternate_names": "\n".join(others),
        "date_of_birth": draw(DAYS) if born == "date_of_birth" else "", "age": draw(AGES) if born == "age" else "",
        "home_city": draw(WORDS | st.just("")), "home_state": draw(WORDS | st.just("")),
        "home_country": draw(st.sampled_from(["", "GM", "SN", "ER", "SY"])),
        "description": draw(WORDS | st.just("A scar <left> & \"more\"") | st.just("")),
    }  # fmt: skip
    note = {"source_date": draw(DAYS | st.just("")), "last_known_location": draw(WORDS | st.just(""))}
    return Entry({k: v for k, v in person.items() if v}, {k: v for k, v in note.items() if v})


def read(data: bytes) -> tuple[Read, dict[str, str]]:
    header, lines = people_finder.rows(data)
    assert header == list(HEADER)
    (line,) = lines
    return Read(line.cells, {name: name for name in HEADER}, today=NOW.date()), line.cells


def written(entry: Entry, until: datetime = NOW + timedelta(days=400)) -> bytes:
    return pfif.written([("MMR-1", entry)], domain="here.example", source="Voces", made_at=NOW, until=until)


@given(entries())
def test_what_goes_out_comes_in_and_goes_out_again(entry: Entry) -> None:
    row, cells = read(written(entry))
    assert row.problems == []
    assert cells["external_id"] == "here.example/MMR-1"
    assert "notes" not in cells  # nothing but what we wrote ourselves
    held = entry_of(row.values, row.absences)
    low, high = held.age or (None, None)
    again = pfif.entry_of(
        _file(
            SimpleNamespace(sex=held.sex),
            [SimpleNamespace(full_original=one.full_original, latn="", kind=one.kind) for one in held.names],
            SimpleNamespace(
                date_of_birth=held.date_of_birth, age_low=low, age_high=high, place_of_origin=held.place_of_origin,
                distinguishing_features=held.distinguishing_features, date_last_contact=held.date_last_contact,
                place_last_contact=held.place_last_contact,
            ),
        ),
        PARTS,
    )  # fmt: skip
    assert (again.person, again.note) == (entry.person, entry.note)


def _file(case: Any, names: list[Any], search: Any) -> Any:
    return SimpleNamespace(case=case, names=names, search=search)


def test_every_column_is_one_of_ours() -> None:
    assert set(HEADER) <= set(CASES.columns())
    assert {name for name in HEADER if name in ITEMS} >= {"name", "sex", "place_last_contact", "enquirer_name"}


def test_notes_wherever_they_stand_are_kept_with_who_wrote_them_and_decide_nothing() -> None:
    data = f"""<?xml version="1.0"?><p:pfif xmlns:p="{people_finder.NAMESPACE}" xmlns:x="urn:x">
      <p:person><p:person_record_id>s.org/1</p:person_record_id><p:full_name>Lamin Ceesay</p:full_name>
        <p:home_street>7 Kairaba Avenue</p:home_street><p:photo_url>http://127.0.0.1/x</p:photo_url><x:name>No</x:name>
        <p:note><p:note_record_id>s.org/n1</p:note_record_id><p:status>believed_dead</p:status>
          <p:source_date>2021-05-02T08:00:00Z</p:source_date><p:author_name>Modou</p:author_name>
          <p:phone_of_found_person>+1 555</p:phone_of_found_person><p:text>I was told.</p:text></p:note></p:person>
      <p:note><p:person_record_id>s.org/1</p:person_record_id><p:status>believed_missing</p:status>
        <p:source_date>2021-04-01T08:00:00Z</p:source_date><p:last_known_location>Zuwara</p:last_known_location></p:note>
      </p:pfif>""".encode()
    row, cells = read(data)
    (note,) = row.values["notes"]
    assert (note.status, note.by, note.day, note.text) == ("believed_dead", "Modou", "2021-05-02", "I was told.")
    # A note's day is when it was posted: no contact with the person.
    assert (cells["date_last_contact"], cells["place_last_contact"]) == ("?", "Zuwara")
    for words in ("Kairaba", "127.0.0.1", "555", "No"):
        assert words not in json.dumps(cells)
    held = entry_of(row.values, row.absences)
    assert not hasattr(held, "fate")


@pytest.mark.parametrize("status", ["believed_alive", "is_note_author"])
def test_where_somebody_who_lives_is_is_not_taken(status: str) -> None:
    """Neither from a document of a site, nor from a table that holds such a note."""
    note = {"id": "s.org/n1", "status": status, "text": "I am in Fajara, room 4.", "place": "Fajara", "by": "Lamin"}
    said = "".join(f"<{name}>{note[key]}</{name}>" for name, key in (
        ("note_record_id", "id"), ("status", "status"), ("text", "text"), ("last_known_location", "place"),
    ))  # fmt: skip
    row, cells = read(f"{OPEN}<person><full_name>Lamin</full_name><note>{said}</note></person></pfif>".encode())
    table = Read({"notes": json.dumps([note])}, {"notes": "notes"}, today=NOW.date())
    assert "Fajara" not in json.dumps(cells)
    for one in (*row.values["notes"], *table.values["notes"]):
        assert "Fajara" not in str(one)
        assert "Unconfirmed news" in site_notes.entry_of(one).circumstances_text


def test_what_is_past_its_end_says_so() -> None:
    assert read(written(Entry({"full_name": "Lamin Ceesay"}), until=NOW - timedelta(days=9000)))[0].is_expired
    assert not read(written(Entry({"full_name": "Lamin Ceesay"}), until=datetime(2999, 1, 1, tzinfo=UTC)))[0].is_expired


def test_notes_without_end_are_read_once_and_refused_for_their_person() -> None:
    """A file of ten megabytes is read in one pass, whatever stands in it: pairing each with each would take minutes."""
    person = "<person><person_record_id>s/{}</person_record_id><full_name>Awa</full_name></person>"
    note = "<note><person_record_id>s/1</person_record_id><text>x</text></note>"
    people, notes = "".join(person.format(number) for number in range(15_000)), note * 40_000
    started = time.process_time()
    _header, lines = people_finder.rows(f"{OPEN}{people}{notes}</pfif>".encode())
    assert time.process_time() - started < 30
    row = Read(lines[1].cells, {name: name for name in HEADER}, today=NOW.date())
    assert [problem.column for problem in row.problems] == ["notes"]
    assert len(row.problems[0].found) < 50_000
    assert "notes" not in lines[2].cells
    again = person.format(1) * 2_000
    _header, lines = people_finder.rows(f"{OPEN}{again}{note * 20_000}</pfif>".encode())
    assert sum("notes" in line.cells for line in lines) == 1  # of a number that comes again the last is what counts
    with pytest.raises(FileTooLarge):
        people_finder.rows(f"{OPEN}{'<note/>' * 200_001}</pfif>".encode())


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("expires_on", "9999-12-31"), ("source_date", "0001-01-01T00:00:00+14:00"), ("notes", "[" * 120_000),
        ("notes", '[{"text": 1, "more": 2}]'),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_is_named(column: str, cell: str) -> None:
    row = Read({column: cell}, {column: column}, today=NOW.date())
    assert [problem.column for problem in row.problems] == [column]


OPEN = f'<pfif xmlns="{people_finder.NAMESPACE}">'
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
HOSTILE: dict[str, tuple[bytes, type[UnreadableFile]]] = {
    "entities that grow": (f'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a0 "ha">{LAUGHS}]>{OPEN}&a8;</pfif>'.encode(),
                           BrokenXml),
    "a file of the machine": (
        f'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>{OPEN}<person>&x;</person></pfif>'
        .encode(), BrokenXml),
    "an outside type": (f'<?xml version="1.0"?><!DOCTYPE p SYSTEM "http://127.0.0.1/x.dtd">{OPEN}</pfif>'.encode(),
                        BrokenXml),
    "cut off": (f"{OPEN}<person><full_name>Lamin".encode(), BrokenXml),
    "nested without end": ((OPEN + "<person>" * 100_000).encode(), BrokenXml),
    "an older version": (b'<pfif xmlns="http://zesty.ca/pfif/1.2"></pfif>', OtherVersion),
    "another document": (b'<?xml version="1.0"?><html><body/></html>', OtherVersion),
    "nobody": (f"{OPEN}</pfif>".encode(), EmptyFile),
    "bytes of no encoding": (OPEN.encode() + b"<person>\xff\xfe</person></pfif>", BrokenXml),
    "an encoding nobody knows": (f'<?xml version="1.0" encoding="x-none"?>{OPEN}</pfif>'.encode(), EmptyFile),
    "too long": (OPEN.encode() + b" " * (10 * 1024 * 1024), FileTooLarge),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_harm_comes_to_its_verdict(name: str) -> None:
    data, verdict = HOSTILE[name]
    assert people_finder.is_xml(data)
    with pytest.raises(verdict):
        people_finder.rows(data)
