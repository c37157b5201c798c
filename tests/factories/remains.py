"""Remains as an institute logs them, made through the services.

`entry()` is a man found off Lampedusa, described in every part; keywords replace parts (`sex_estimated="f"`,
`marks=()`). `some_remains(cast)` logs it as the cast's analyst.
"""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from accessctl.actor import Actor
from cases.services import ItemEntry, MarkEntry
from cases.vocabulary.place import Place
from registry.lib.dates import parse_edtf
from remains.models import Remains
from remains.services import FoundDocument, IndicatorEntry, RemainsEntry, log_remains

if TYPE_CHECKING:
    from tests.cast import Cast


def entry(**overrides: Any) -> RemainsEntry:
    found: dict[str, Any] = {
        "status": "in_custody",
        "found_at": parse_edtf("2021-06-16"),
        "found_time": time(7, 40),
        "found_place": Place(
            as_said="off Lampedusa", country="ITA", lat=35.5, lon=12.6, radius_m=5_000, geo_method="map_pick"
        ),
        "setting": "open_sea",
        "burial_context": "surface",
        "finder_kind": "coastguard",
        "completeness": "nearly",
        "not_recovered": ("hand_l",),
        "condition": "d2",
        "alterations": ("marine_growth", "waterlogged"),
        "skin_examined": ("hd", "tr", "ul"),
        "sex_estimated": "m?",
        "sex_method": "external",
        "age": (20, 30),
        "age_method": "dental_development",
        "stature_cm": (172, 180),
        "stature_method": "measured",
        "hair_colour": "blk",
        "hair_dyed": "no",
        "hair_length": "short",
        "hair_form": "coily",
        "baldness": "front",
        "facial_hair": "goatee",
        "facial_hair_colour": "gmx",
        "eye_colour_left": "clouded",
        "weight_kg": (60, 75),
        "skin_tone": "5",
        "ancestry_note": "not estimated: no method fits",
        "pmi_days": (3, 10),
        "pmi_method": "appearance",
        "marks": (
            MarkEntry(
                mark_type="tattoo", site="ul_forearm", side="l", motifs=("anchor_ship",), inscription="MARTA",
                acquired=parse_edtf("2019-05"),
                description="blue ink",
            ),
            MarkEntry(mark_type="scar", site="tr_groin", side="r", description="old and thin", intimate=True),
        ),
        "belongings": (
            ItemEntry(item_class="tshirt", colours=("blk",), brand="Adidos", size="M", worn_or_carried="worn"),
        ),
        "documents": (
            FoundDocument(doc_type="pass", doc_number="EP1234567", issuing_country="ERI", name_on_doc="ዮናስ ተስፋይ"),
        ),
        "indicators": (IndicatorEntry(kind="currency", country="ERI", strength=2),),
        "presumptive_identity": "Yonas Tesfay",
        "presumptive_basis": "paper",
    }  # fmt: skip
    return RemainsEntry(**found | overrides)


def some_remains(cast: Cast, *, by: Actor | None = None, **overrides: Any) -> Remains:
    """Remains logged by the cast's analyst, unless `by` says otherwise."""
    return log_remains(actor=by or cast.analyst.actor, entry=entry(**overrides))


def typed(**overrides: str | list[str]) -> dict[str, Any]:
    """The least that the form of remains takes, as the browser sends it."""
    answers: dict[str, Any] = {
        "found_place_as_said": "the harbour",
        "found_place_country": "ITA",
        "found_at_year": "2021",
        "found_at_month": "6",
        "found_at_calendar": "gregory",
        "status": "in_custody",
        "minimum_number_of_individuals": "1",
    }
    return answers | overrides
