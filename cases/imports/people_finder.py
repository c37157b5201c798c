"""PFIF 1.4 in: people of a missing-person site as rows of our columns, what was said of them since as their notes.

A note is what somebody wrote; none decides anything.  Whatever its status says, a person taken in is missing and their
fate is not known.  Addresses of streets, ways to reach somebody who was found, photos at an address and links to other
profiles are not taken.
"""

from __future__ import annotations

import json
import pyexpat
from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.imports.files import MAX_BYTES, MAX_ROWS, EmptyFile, FileTooLarge, Line, UnreadableFile

NAMESPACE: Final = "http://zesty.ca/pfif/1.4"
DEEPEST: Final = 8  # a document has four levels
MOST_RECORDS: Final = 2 * MAX_ROWS  # people and notes
HEADER: Final = (
    "external_id", "name", "other_name_1_name", "other_name_2_name", "other_name_3_name", "sex", "date_of_birth", "age",
    "place_of_origin", "place_of_origin_region", "place_of_origin_country", "distinguishing_features",
    "date_last_contact", "place_last_contact", "enquirer_name", "enquirer_relationship", "enquirer_phone",
    "enquirer_email", "source_date", "expires_on", "notes",
)  # fmt: skip
MOST_NAMES, LONGEST_FEATURES, MOST_NOTES = 3, 500, 200
SEARCHED: Final = ("", "believed_missing", "information_sought")
ALIVE: Final = ("believed_alive", "is_note_author")
TOLD: Final = (*ALIVE, "believed_dead")
_SEXES: Final = {"male": "M", "female": "F"}
_UNKNOWN: Final = "?"


class OtherVersion(UnreadableFile):
    code = "pfif_version"
    template = gettext_lazy("This is no PFIF of version 1.4. Ask whoever made it to export it in that version.")


class BrokenXml(UnreadableFile):
    code = "broken_xml"
    template = gettext_lazy("This file is damaged at line %(row)s, or holds what no PFIF has. Nothing of it was read.")


Values = dict[str, str]


def is_xml(data: bytes) -> bool:
    """Whether a file begins as XML does; a table does not."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"<?xml", b"<pfif"))


def rows(data: bytes) -> tuple[list[str], list[Line]]:
    """Our columns, and a row for each person, in the order of the file.  Raises UnreadableFile and its kinds."""
    if len(data) > MAX_BYTES:
        raise FileTooLarge()
    found = _Document()
    try:
        found.parser.Parse(data, True)
    except pyexpat.ExpatError as error:
        raise BrokenXml(row=error.lineno) from error
    if not found.people:
        raise EmptyFile()
    if len(found.people) > MAX_ROWS:
        raise FileTooLarge()
    loose: dict[str, list[Values]] = {}
    for note in found.loose:
        loose.setdefault(note.get("person_record_id", ""), []).append(note)
    loose.pop("", None)
    lines = []
    for number, (person, notes) in reversed(list(enumerate(found.people, start=1))):
        # Of a number that comes twice the last counts: what stands beside the people is read once, and is theirs.
        mine = [*notes, *loose.pop(person.get("person_record_id", ""), ())]
        cells = {name: cell for name, cell in _cells(person, mine).items() if cell}
        lines.append(Line(number, cells))
    return list(HEADER), lines[::-1]


class _Document:
    """People and notes as the parser meets them.

    SECURITY: a document type, which is where entities and outside files are declared, ends the reading; so does what is
    nested deeper than PFIF is.
    """

    def __init__(self) -> None:
        self.people: list[tuple[Values, list[Values]]] = []
        self.loose: list[Values] = []
        self.parser = pyexpat.ParserCreate("utf-8", " ")  # whatever it says of itself: PFIF is UTF-8
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse
        self._records = 0
        self._path: list[str] = []
        self._said: list[str] = []

    def _refuse(self, *_of: object) -> None:
        raise BrokenXml(row=self.parser.CurrentLineNumber)

    def _start(self, name: str, _attributes: Mapping[str, str]) -> None:
        namespace, _space, local = name.rpartition(" ")
        if not self._path and (namespace != NAMESPACE or local != "pfif"):
            raise OtherVersion()
        if len(self._path) >= DEEPEST:
            self._refuse()
        self._path.append(local if namespace == NAMESPACE else "")
        self._said = []
        self._records += local in ("person", "note")
        if self._records > MOST_RECORDS:
            raise FileTooLarge()
        if self._path[1:] == ["person"]:
            self.people.append(({}, []))
        elif self._path[1:] == ["person", "note"]:
            self.people[-1][1].append({})
        elif self._path[1:] == ["note"]:
            self.loose.append({})

    def _text(self, text: str) -> None:
        self._said.append(text)

    def _end(self, _name: str) -> None:
        match self._path[1:]:
            case ["person", "note", field]:
                self.people[-1][1][-1].setdefault(field, self._words())
            case ["person", field] if field != "note":
                self.people[-1][0].setdefault(field, self._words())
            case ["note", field]:
                self.loose[-1].setdefault(field, self._words())
        self._path.pop()
        self._said = []

    def _words(self) -> str:
        return "".join(self._said).strip()


def _cells(person: Values, notes: Iterable[Values]) -> Values:
    held = sorted(notes, key=lambda note: note.get("source_date", ""))
    names = _names(person)
    main, others = names[0] if names else "", names[1:]
    about = person.get("description", "")
    kept = [_note(note) for note in held if note.get("text") or note.get("status") in TOLD]
    if others[MOST_NAMES:]:
        more = _("Also called: %(names)s") % {"names": "; ".join(others[MOST_NAMES:])}
        kept.append({"text": more, "by": person.get("author_name", "")})
    if len(about) > LONGEST_FEATURES:
        kept.append({"text": about, "by": person.get("author_name", "")})
    last = next((note for note in held if note.get("status", "") in SEARCHED and note.get("last_known_location")), None)
    last = last or next((note for note in held if note.get("status", "") in SEARCHED), {})
    day = last.get("source_date", "") if _is_ours(person, last) else ""
    return {
        "external_id": person.get("person_record_id", ""), "name": main,
        **{f"other_name_{number}_name": name for number, name in enumerate(others[:MOST_NAMES], start=1)},
        "sex": _SEXES.get(person.get("sex", ""), ""), "date_of_birth": person.get("date_of_birth", ""),
        "age": "" if person.get("date_of_birth") else person.get("age", ""),
        "place_of_origin": person.get("home_city", ""), "place_of_origin_region": person.get("home_state", ""),
        "place_of_origin_country": person.get("home_country", ""),
        "distinguishing_features": about if len(about) <= LONGEST_FEATURES else "",
        "date_last_contact": day[:10] or _UNKNOWN,
        "place_last_contact": last.get("last_known_location", ""),
        "enquirer_name": person.get("author_name") or person.get("source_name", ""), "enquirer_relationship": "other",
        "enquirer_phone": person.get("author_phone", ""), "enquirer_email": person.get("author_email", ""),
        "source_date": person.get("source_date", "") or person.get("entry_date", ""),
        "expires_on": person.get("expiry_date", ""),
        "notes": json.dumps(kept[: MOST_NOTES + 1], ensure_ascii=False) if kept else "",  # one too many is refused
    }  # fmt: skip


def _is_ours(person: Values, note: Values) -> bool:
    """Whether a note is one of `cases.pfif`, whose day is the last contact; of others it is when they were posted."""
    posted = note.get("source_date") == note.get("entry_date")
    return note.get("note_record_id") == f"{person.get('person_record_id')}.note" and "text" not in note and not posted


def _names(person: Values) -> list[str]:
    parts = " ".join(filter(None, (person.get("given_name"), person.get("family_name"))))
    whole = person.get("full_name", "").splitlines() or [parts]
    named = [*whole, *person.get("alternate_names", "").splitlines()]
    return list(dict.fromkeys(name.strip() for name in named if name.strip()))


def _note(note: Values) -> Values:
    """What somebody said since.  status: as the site had it, which decides nothing.

    SECURITY: where somebody who lives is, is theirs to tell: of such news only that there is some is taken.
    """
    is_alive = note.get("status") in ALIVE
    return {
        "id": note.get("note_record_id", ""), "status": note.get("status", ""),
        "text": "" if is_alive else note.get("text", ""),
        "place": "" if is_alive else note.get("last_known_location", ""), "day": note.get("source_date", "")[:10],
        "by": note.get("author_name", ""),
    }  # fmt: skip
