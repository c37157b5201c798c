"""The parts of cases and incidents that an agreement can open alone or keep closed (`accessctl.parts`)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accessctl.models import RingRow
from accessctl.parts import Part
from cases.models import (
    CaseBelonging,
    CaseDentalChart,
    CaseDocument,
    CaseHolders,
    CaseImage,
    CaseIncident,
    CaseIntimateMark,
    CaseMark,
    CaseMedical,
    CaseName,
    CasePhoto,
    CaseSearchAction,
    CaseSearchFile,
    CaseSource,
    CaseStatement,
    IncidentSearchFile,
    JourneyLeg,
)
from cases.vocabulary.looks import TOLD_LOOKS


def _told(*names: str) -> dict[type[RingRow], tuple[str, ...]]:
    """The same columns of what is shown and of what each source says."""
    own = tuple(name for name in names if hasattr(CaseStatement, name))
    return {CaseSearchFile: names, CaseStatement: own}


CASE_PARTS = (
    Part("case.names", _("Names"), tables=(CaseName,)),
    Part("case.photo", _("Photo"), tables=(CasePhoto,)),
    Part(
        "case.birth",
        _("Date of birth and age"),
        fields=_told("date_of_birth", "dob_basis", "age_low", "age_high", "age"),
    ),
    Part("case.origin", _("Place of origin"), fields=_told("place_of_origin")),
    Part(
        "case.appearance",
        _("Height, build, hair and eyes"),
        fields=_told(
            "height_cm_low",
            "height_cm_high",
            "height_class",
            "height_reference",
            "height",
            "hair_colour",
            "eye_colour",
            "build",
            *TOLD_LOOKS,
            *("weight_kg_low", "weight_kg_high", "weight_kg"),
            *("shoe_size_eu_low", "shoe_size_eu_high", "shoe_size_eu"),
            "voice_gait_habits",
            "observed_at",
        ),
    ),
    Part(
        "case.teeth",
        _("Teeth"),
        tables=(CaseDentalChart,),
        fields=_told("smile"),
    ),
    Part(
        "case.marks",
        _("Marks and distinguishing features"),
        tables=(CaseMark,),
        fields=_told("distinguishing_features"),
    ),
    Part("case.belongings", _("Clothes and belongings"), tables=(CaseBelonging,)),
    Part(
        "case.last_contact",
        _("Day and place of the last contact"),
        fields=_told(
            "date_last_contact", "place_last_contact", "contact_means", "last_proof_of_life", "proof_of_life_kind"
        ),
    ),
    Part("case.circumstances", _("What happened"), fields=_told("circumstances_text")),
    Part("case.companions", _("Travel companions"), fields=_told("companions_text")),
    Part(
        "case.codes",
        _("Who says which sex, nationality, route, destination and kind of event"),
        fields={CaseStatement: ("sex", "nationalities", "circumstance_codes", "route_code", "destination_country")},
    ),
    Part("case.journey", _("Stations of the journey"), tables=(JourneyLeg,)),
    Part("case.incidents", _("Linked incidents"), tables=(CaseIncident,)),
    Part("case.actions", _("Whom we asked, and what they answered"), tables=(CaseSearchAction,)),
    Part("case.sources", _("Sources"), tables=(CaseSource,)),
    Part("case.papers", _("Papers and their numbers"), tables=(CaseDocument,)),
    Part("case.holders", _("Who holds files and prints, which samples are offered"), tables=(CaseHolders,)),
    Part("case.medical", _("Old fractures and implants"), tables=(CaseMedical,)),
    Part("case.images", _("Radiographs and images of marks"), tables=(CaseImage,)),
    Part("case.intimate_marks", _("Marks on covered parts of the body"), tables=(CaseIntimateMark,)),
)
INCIDENT_PARTS = (
    Part("incident.place", _("Exact place and date"), fields={IncidentSearchFile: ("date", "place")}),
    Part(
        "incident.counts",
        _("Counts of survivors, women, men and children"),
        fields={IncidentSearchFile: ("n_survivors", "n_females", "n_males", "n_children")},
    ),
    Part("incident.origins", _("Countries of origin"), fields={IncidentSearchFile: ("countries_of_origin",)}),
)
