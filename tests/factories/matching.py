"""Cases and remains that may be compared, made through the services of their apps, and the matcher's turn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from accessctl.actor import Actor
from accessctl.codes import Purpose, RecipientClass
from accessctl.consent import ConsentEffect, bits
from cases.models import Case, Whereabouts
from cases.services import CaseEntry, DocumentEntry, MarkEntry, NameEntry, open_case
from cases.services.whereabouts import record_whereabouts
from cases.vocabulary.place import Place
from cases.vocabulary.whereabouts import WhereaboutsEntry
from matching.index import memory
from matching.services import catch_up
from registry.lib.dates import parse_edtf
from remains.models import Remains
from remains.services import RemainsEntry, log_remains

EVERY_PURPOSE = (Purpose.SEARCH, Purpose.SHARE_SEARCH, Purpose.FORENSIC_COMPARISON)
LAMPEDUSA = Place(as_said="off Lampedusa", country="ITA", lat=35.5, lon=12.6, radius_m=5_000, geo_method="map_pick")
ZUWARA = Place(as_said="beach of Zuwara", country="LBY", lat=32.93, lon=12.08, radius_m=5_000, geo_method="map_pick")

CASE = CaseEntry(
    names=(NameEntry(full_original="Yonas Tesfay Canary", father_name="Tesfay"),),
    sex="1",
    age=(24, 26),
    nationalities=("ERI",),
    height_cm=(174, 178),
    marks=(MarkEntry(mark_type="tattoo", site="ul_forearm", side="l", motifs=("anchor_ship",), inscription="MARTA"),),
    documents=(DocumentEntry(doc_type="pass", doc_number="EP1234567", issuing_country="ERI"),),
    date_last_contact=parse_edtf("2021-06-10"),
    place_last_contact=ZUWARA,
    route_code="cmed",
    purposes=tuple(EVERY_PURPOSE),
)
REMAINS = RemainsEntry(
    found_at=parse_edtf("2021-06-16"),
    found_place=LAMPEDUSA,
    setting="open_sea",
    condition="d2",
    completeness="complete",
    skin_examined=("hd", "nk", "tr", "ul", "ll"),
    sex_estimated="m",
    sex_method="external",
    age=(20, 30),
    stature_cm=(172, 180),
    stature_method="measured",
    marks=(MarkEntry(mark_type="tattoo", site="ul_forearm", side="l", motifs=("anchor_ship",), inscription="MARTA"),),
)


def names(*texts: str) -> tuple[NameEntry, ...]:
    return tuple(NameEntry(full_original=text) for text in texts)


def consent(*purposes: Purpose, layers: tuple[int, ...] = (1, 2, 3)) -> ConsentEffect:
    """Consent to these purposes toward everybody, in these layers."""
    mask = bits(purposes or EVERY_PURPOSE, RecipientClass.values)
    return ConsentEffect(masks=dict.fromkeys(layers, mask))


def case(actor: Actor, *, effect: ConsentEffect | None = None, **changes: Any) -> Case:
    """A case that fits `remains` unless told otherwise."""
    return open_case(actor=actor, entry=replace(CASE, **changes), effect=effect or consent())


def remains(actor: Actor, **changes: Any) -> Remains:
    return log_remains(actor=actor, entry=replace(REMAINS, **changes))


def latest_remains() -> Remains:
    return Remains.objects.latest("created_at")


def match() -> int:
    """The matcher's turn in this process, with a memory of its own.  The test must have committed."""
    memory.forget()
    return catch_up()


ALIVE = WhereaboutsEntry(
    kind="in_shelter",
    names=("Yonas Tesfay Canary",),
    sex="1",
    age=(24, 26),
    nationalities=("ERI",),
    seen_at=parse_edtf("2021-07-02"),
    seen_place=LAMPEDUSA,
    facility_kind="shelter",
    facility_name="House of the Lighthouse",
)


def alive(actor: Actor, **changes: Any) -> Whereabouts:
    """Somebody found alive who fits `case`."""
    return record_whereabouts(actor=actor, entry=replace(ALIVE, **changes))
