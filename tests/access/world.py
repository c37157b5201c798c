"""A small world in which every ring of every record carries a word of its own, and who may read which.

The table of readers is written by hand from the roles, agreements and consents of the standing cast: it restates the
rules, and never asks the door.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from accessctl import effects
from accessctl.models import Effect
from cases.services import CaseEntry, DocumentEntry, MarkEntry, NameEntry
from families.services import ChannelEntry, RelativeEntry
from matching.models import CandidatePair
from remains.services.entry import FoundDocument
from tests import cast
from tests.factories import families, matching, remains

# One word per record and ring; latin, so that no folding or translation hides it.
CASE = {
    "2": ("Zamarico", "Velbranche"),
    "3": ("QX77PAPERA",),
    "3f": ("tregunska",),
    "3k": ("Olubrenna",),
    "4k": ("655512341",),
    "4p": ("QX88ASYLUMA",),
}
FLAGGED = {
    "2": ("Ostrivelda", "Kormenthal"),
    "3": ("QX77PAPERF",),
    "3k": ("Ulmendra",),
    "4k": ("655598765",),
    "4p": ("QX88ASYLUMF",),
}
REMAINS = {
    "2": ("Pelgrimast",),
    "3f": ("Vastringol", "QX77PAPERR", "drobnitza"),
    "4p": ("QX88ASYLUMR",),
}
OWNERS = ("caseworker", "supervisor")
SHARERS = ("second_caseworker", "analyst", "focal_a", "focal_b", "system")
# (record, ring) -> readers.  The origin body is a party to the agreement, so only the firewall keeps it from FLAGGED.
READERS: dict[tuple[str, str], tuple[str, ...]] = {
    ("case", "2"): (*OWNERS, *SHARERS, "origin_official"),
    ("case", "3"): OWNERS,
    ("case", "3f"): OWNERS,
    ("case", "3k"): OWNERS,
    ("case", "4k"): OWNERS,
    ("case", "4p"): OWNERS,
    ("flagged", "2"): (*OWNERS, *SHARERS),
    ("flagged", "3"): OWNERS,
    ("flagged", "3k"): OWNERS,
    ("flagged", "4k"): OWNERS,
    ("flagged", "4p"): OWNERS,
    ("remains", "2"): ("analyst", "focal_a", "focal_b"),
    ("remains", "3f"): ("analyst",),
    ("remains", "4p"): (),
}
WORDS = {"case": CASE, "flagged": FLAGGED, "remains": REMAINS}
# Layer 1: who may learn that a record exists.
SEEN_BY = {
    "case": (*OWNERS, *SHARERS, "origin_official", "officer"),
    "flagged": (*OWNERS, *SHARERS, "officer"),
    "remains": (*OWNERS, *SHARERS),
    "whereabouts": (),
}
# Addresses that name a reference to somebody whom the record's own pages do not know.  The journal of an organisation
# tells its data-protection officer which records the own people opened or asked for: references and codes, no content.
NAMED_TO = {("officer", "accessctl:journal")}


@dataclass(frozen=True)
class World:
    cast: cast.Cast
    refs: dict[str, str]


def build() -> World:
    """Two cases of the first NGO (one flagged against its State of origin), remains of the institute, their pairs."""
    people = cast.build()
    case = families.a_case(people, **_person("Zamarico", CASE), **_near())
    flagged = families.a_case(
        people, **_person("Ostrivelda", FLAGGED), **_near() | {"nationalities": ("ERI",)},
        protection_flag="confirmed", protection_states=("ERI",),
    )  # fmt: skip
    found = remains.some_remains(
        people,
        marks=(
            replace(matching.REMAINS.marks[0], description="Pelgrimast"),
            MarkEntry(mark_type="scar", site="tr_groin", side="r", description="drobnitza", intimate=True),
        ),
        documents=(
            FoundDocument(doc_type="pass", doc_number="QX77PAPERR"),
            FoundDocument(doc_type="asylum", doc_number="QX88ASYLUMR"),
        ),
        presumptive_identity="Vastringol",
    )
    matching.match()
    refs = {"case": case.ref, "flagged": flagged.ref, "remains": found.ref}
    for ref in list(refs.values()):
        given_up(ref)
    for pair in CandidatePair.objects.select_related("case", "other_case"):
        refs[f"pair_{pair.ref}"] = pair.ref
    return World(people, refs)


def given_up(ref: str) -> None:
    """Work on a record that failed so often that it waits for people."""
    effects.owe("record.compare", f"leak:{ref}", ref=ref)
    Effect.objects.filter(key=f"leak:{ref}").update(state=Effect.State.PARKED, error="ValueError")


def _person(name: str, words: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    return {
        "names": (NameEntry(full_original=f"{name} Brenntal"),),
        "circumstances_text": f"The boat left, said {words['2'][1]}.",
        "documents": (
            DocumentEntry(doc_type="pass", doc_number=words["3"][0]),
            DocumentEntry(doc_type="asylum", doc_number=words["4p"][0]),
        ),
        "marks": (
            matching.CASE.marks[0],
            *(
                MarkEntry(mark_type="scar", site="tr_groin", side="r", description=word, intimate=True)
                for word in words.get("3f", ())
            ),
        ),
        "relative": RelativeEntry(
            name=f"{words['3k'][0]} Kinswoman", relationship="mot",
            channels=(ChannelEntry(kind="phone", value=f"+34 {words['4k'][0]}"),),
        ),
    }  # fmt: skip


def _near() -> dict[str, Any]:
    """Close enough to the remains that the matcher proposes the pairs."""
    like: CaseEntry = matching.CASE
    return {
        "date_last_contact": like.date_last_contact, "place_last_contact": like.place_last_contact,
        "route_code": like.route_code, "age": like.age, "date_of_birth": None, "height_cm": like.height_cm,
        "destination_country": "ITA",
    }  # fmt: skip
