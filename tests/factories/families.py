"""Registrations and cases, made through the services of `families` as a page or a partner would.

`registration()` is an ordinary one: a young man last heard of from a beach, his mother asking, consent to search, to
ask the bodies of the standing cast, and to compare with remains. Keywords that are fields of `CaseEntry` change the
person (`sex="2"`, `date_of_birth=…`, `names=…`); `relative`, `conversation` and `consents` replace those parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accessctl.actor import Actor, Subject
from accessctl.codes import Purpose, RecipientClass
from accessctl.signin.hasher import PasswordHasher
from accessctl.tokens import token_of
from cases.models import Case
from cases.services import CaseEntry, DocumentEntry, MarkEntry, NameEntry
from cases.vocabulary.place import Place
from families import paper_codes
from families.codes import IntakeWay
from families.models import InvitationCode, PageCode, Relative
from families.services import (
    ChannelEntry,
    ConsentEntry,
    Conversation,
    Registration,
    RelativeEntry,
    invitations,
    open_case,
    page_codes,
    requests,
)
from families.services.requests import Asked
from families.views import steps
from registry.lib.dates import parse_edtf

if TYPE_CHECKING:
    from tests.cast import Cast

OWN = ConsentEntry(purpose=Purpose.SEARCH, recipient_class=RecipientClass.OWN_ORG, given=True, max_layer=3)
COMPARE = replace(OWN, purpose=Purpose.FORENSIC_COMPARISON)
# The bodies of the standing cast, with the State classes that its focal points have toward a Gambian bound for Spain.
ASKED_BODIES = (
    RecipientClass.CSO,
    RecipientClass.FORENSIC_INSTITUTE,
    RecipientClass.NATIONAL_FOCAL_POINT,
    RecipientClass.STATE_OF_TRANSIT_BODY,
    RecipientClass.STATE_OF_DESTINATION_BODY,
)


def consents(
    *,
    search: Iterable[str] = ASKED_BODIES,
    forensic: Iterable[str] = ASKED_BODIES,
    compare: bool = True,
    refused: Iterable[tuple[str, str]] = (),
    **narrowing: Any,
) -> tuple[ConsentEntry, ...]:
    """A yes to the search here; `search`: classes that may be asked to check and search; `forensic`: that may compare.

    `compare`: whether the registry itself may compare with remains; without it no class may either. `refused`: pairs of
    purpose and class answered with no; `narrowing` (max_layer, countries…) is said with every yes.
    """
    pairs = [(purpose, kind) for kind in search for purpose in (Purpose.SEARCH, Purpose.SHARE_SEARCH)]
    pairs += [(Purpose.FORENSIC_COMPARISON, kind) for kind in forensic if compare]
    given = (ConsentEntry(purpose=purpose, recipient_class=kind, given=True, **narrowing) for purpose, kind in pairs)
    denied = (ConsentEntry(purpose=purpose, recipient_class=kind, given=False) for purpose, kind in refused)
    own = (OWN, COMPARE) if compare else (OWN, replace(COMPARE, given=False))
    return (*own, *given, *denied)


def conversation(**overrides: Any) -> Conversation:
    told: dict[str, Any] = {
        "wording_version": "test",
        "wording_language": "en",
        "wording": "What was read out before consent.",
        "risks_explained": True,
        "rights_explained": True,
    }
    return Conversation(**told | overrides)


def relative(**overrides: Any) -> RelativeEntry:
    """The mother, reached by phone."""
    asked: dict[str, Any] = {
        "name": "Awa Ceesay",
        "relationship": "mot",
        "language": "wol",
        "channels": (ChannelEntry(kind="phone", value="+220 301 2345", safe_hours="after 18:00"),),
    }
    return RelativeEntry(**asked | overrides)


# Appearance beyond height and colours, every answer given.
LOOKS: dict[str, Any] = {
    "hair_dyed": "no", "hair_length": "short", "hair_form": "curly", "baldness": "none", "facial_hair": "goatee",
    "facial_hair_colour": "blk", "eye_colour_left": "clouded", "weight_kg": (64, 70), "glasses": "yes",
    "contact_lenses": "clear", "shoe_size_eu": (42, 43), "voice_gait_habits": "Hums while he walks",
    "observed_at": parse_edtf("2021-02"),
}  # fmt: skip


def entry(**overrides: Any) -> CaseEntry:
    """What is known of the person: fields 1 to 19 of the basic set, all answered but the photo."""
    known: dict[str, Any] = {
        "names": (NameEntry(full_original="Lamin Ceesay", father_name="Modou Ceesay", mother_name="Awa Ceesay"),),
        "sex": "1",
        "date_of_birth": parse_edtf("1999-05-03"),
        "nationalities": ("GMB",),
        "place_of_origin": Place(as_said="Brikama", country="GMB"),
        "documents": (DocumentEntry(doc_type="pass", doc_number="PC-204417", issuing_country="GMB"),),
        "height_cm": (178, 178),
        "hair_colour": "blk",
        **LOOKS,
        "distinguishing_features": "A burn mark on the left forearm",
        "marks": (MarkEntry(mark_type="burn", site="ul_forearm", side="l", acquired=parse_edtf("2015")),),
        "date_last_contact": parse_edtf("2021-03-14"),
        "place_last_contact": Place(
            as_said="beach of Nouadhibou", country="MRT", lat=20.94, lon=-17.04, radius_m=5000, geo_method="map_pick"
        ),
        "circumstances_text": "He called before boarding a boat.",
        "destination_country": "ESP",
        "route_code": "watl",
        "companions_text": "His cousin Ebrima",
        "purposes": (Purpose.SEARCH, Purpose.SHARE_SEARCH, Purpose.FORENSIC_COMPARISON),
    }
    return CaseEntry(**known | overrides)


def registration(**overrides: Any) -> Registration:
    """A whole registration; keywords as in the module's first lines."""
    own = {item.name for item in fields(CaseEntry)}
    about = {name: value for name, value in overrides.items() if name in own}
    rest = {name: value for name, value in overrides.items() if name not in own}
    whole: dict[str, Any] = {
        "case": entry(**about),
        "relative": relative(),
        "conversation": conversation(),
        "consents": consents(),
    }
    return Registration(**whole | rest)


def a_case(cast: Cast, *, by: Actor | None = None, **overrides: Any) -> Case:
    """An open case, registered by the cast's caseworker unless `by` says otherwise."""
    actor = by or cast.caseworker.actor
    return open_case(actor=actor, registration=registration(**overrides))


CODE, PIN = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV", "204417"


def with_page(cast: Cast, case: Case, *, wishes: Sequence[Asked] = ()) -> None:
    """The first relative's own page, opened by CODE and PIN; they have asked something there, and what they wish."""
    relative = Relative.objects.get(case=case, is_primary_contact=True)
    page_codes.make_code(actor=cast.caseworker.actor, case_ref=case.ref, token=token_of(relative.pk))
    hasher, bare = PasswordHasher(), CODE.replace("-", "")
    PageCode.objects.filter(relative=relative).update(
        digest=paper_codes.digest_of_code(bare), pin_hash=hasher.encode(bare + PIN, hasher.salt())
    )
    who = Actor.of_subject(Subject(case.pk, relative.pk, relative.source_id), proved_at=timezone.now())
    for asked in (Asked(kind="amend", about="date_of_birth", text="1998"), *wishes):
        requests.ask(actor=who, case_ref=case.ref, asked=asked)


INVITED = {"en": CODE, "ar": CODE[::-1]}


def with_invitations(cast: Cast) -> None:
    """Somebody was invited in each of two languages, by the codes INVITED and PIN."""
    hasher = PasswordHasher()
    for language, code in INVITED.items():
        told = steps.told(cast.caseworker.actor, language)
        invitations.invite(actor=cast.caseworker.actor, way=IntakeWay.LINK, wording=told)
        bare = code.replace("-", "")
        InvitationCode.objects.filter(pk=InvitationCode.objects.latest("created_at").pk).update(
            digest=paper_codes.digest_of_code(bare), pin_hash=hasher.encode(bare + PIN, hasher.salt())
        )
