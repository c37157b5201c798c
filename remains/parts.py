"""The parts of a record of remains that an agreement can open alone or keep closed (`accessctl.parts`)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accessctl.parts import Part
from cases.vocabulary.looks import LOOKS
from remains.models import (
    BelongingStep,
    BiologicalEstimate,
    BodyPart,
    BurialPlace,
    ChecklistItem,
    CustodyEvent,
    Examination,
    ForensicFile,
    InstitutionRef,
    InventoryPiece,
    KeptBelonging,
    OriginIndicator,
    PartJoin,
    PostMortemProfile,
    RemainsAttachment,
    RemainsBelonging,
    RemainsDentalChart,
    RemainsDocument,
    RemainsIncident,
    RemainsIntimateMark,
    RemainsMark,
    RemainsMedical,
    RemainsOrigin,
    RemainsSource,
    SampleOfRemains,
)

REMAINS_PARTS = (
    Part(
        "remains.finding",
        _("Place and time of finding"),
        fields={
            PostMortemProfile: (
                "found_at",
                "found_time",
                "found_place",
                "setting",
                "burial_context",
                "finder_kind",
                "informal_report",
                "recovered_at",
                "recovered_by",
            )
        },
    ),
    Part(
        "remains.state",
        _("State of the remains"),
        fields={
            PostMortemProfile: ("completeness", "condition", "skin_examined"),
            ForensicFile: ("not_recovered", "elements", "alterations", "bones_examined"),
        },
        tables=(InventoryPiece, BodyPart, PartJoin),
    ),
    Part(
        "remains.profile",
        _("Sex, age, stature, build, hair and eyes"),
        fields={
            PostMortemProfile: (
                "sex_estimated",
                "sex_method",
                "age_low",
                "age_high",
                "age_method",
                "stature_cm_low",
                "stature_cm_high",
                "stature_method",
                "hair_colour",
                "eye_colour",
                "pm_altered",
                *LOOKS,
            ),
            ForensicFile: ("build", "weight_kg_low", "weight_kg_high", "skin_tone", "ancestry_note"),
        },
    ),
    Part(
        "remains.interval",
        _("Time since death"),
        fields={PostMortemProfile: ("pmi_days_low", "pmi_days_high", "pmi_method")},
    ),
    Part("remains.marks", _("Marks"), tables=(RemainsMark,)),
    Part("remains.belongings", _("Clothes and belongings"), tables=(RemainsBelonging,)),
    Part("remains.indicators", _("What points to a country"), tables=(OriginIndicator,)),
    Part("remains.incidents", _("Linked incidents"), tables=(RemainsIncident,)),
    Part("remains.sources", _("Sources"), tables=(RemainsSource,)),
    Part("remains.origin", _("What other systems call the remains"), tables=(RemainsOrigin,)),
    Part("remains.papers", _("Papers found"), tables=(RemainsDocument,)),
    Part("remains.images", _("Images"), tables=(RemainsAttachment,)),
    Part(
        "remains.custody",
        _("Chain of custody of remains and belongings, and place of burial"),
        tables=(CustodyEvent, BurialPlace, KeptBelonging, BelongingStep),
    ),
    Part("remains.samples", _("Which samples were taken"), tables=(SampleOfRemains,)),
    Part(
        "remains.examination",
        _("Examination: checklist, prints, cause of death, numbers elsewhere, estimates by method"),
        tables=(Examination, ChecklistItem, InstitutionRef, BiologicalEstimate),
    ),
    Part(
        "remains.teeth",
        _("Teeth"),
        tables=(RemainsDentalChart,),
        fields={PostMortemProfile: ("smile",)},
    ),
    Part("remains.medical", _("Old fractures and implants"), tables=(RemainsMedical,)),
    Part("remains.intimate_marks", _("Marks on covered parts of the body"), tables=(RemainsIntimateMark,)),
    Part(
        "remains.presumption",
        _("Presumed name"),
        fields={ForensicFile: ("presumptive_identity", "presumptive_basis")},
    ),
)
