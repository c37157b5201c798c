"""What each source says of a missing person, where they do not all say the same or one was put right."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import RingRow
from accessctl.rings import Ring
from cases.codes import Circumstance, Route, Sex, StatementTopic
from cases.models.case import Case
from cases.models.sources import CaseSource
from cases.vocabulary.coded import (
    CodeField,
    CodesField,
    CountriesField,
    CountryField,
    all_of,
    countries,
    country_lists,
    one_of,
)
from cases.vocabulary.told import AsTold, as_told

COLUMNS: dict[StatementTopic, tuple[str, ...]] = {
    StatementTopic.SEX: ("sex",),
    StatementTopic.NATIONALITY: ("nationalities",),
    StatementTopic.BIRTH: ("date_of_birth", "dob_basis", "age_low", "age_high"),
    StatementTopic.ORIGIN: ("place_of_origin",),
    StatementTopic.HEIGHT: ("height_cm_low", "height_cm_high", "height_class", "height_reference"),
    StatementTopic.HAIR: ("hair_colour", "hair_dyed", "hair_length", "hair_form", "baldness"),
    StatementTopic.EYES: ("eye_colour", "eye_colour_left", "glasses", "contact_lenses"),
    StatementTopic.BUILD: ("build", "weight_kg_low", "weight_kg_high"),
    StatementTopic.FACIAL_HAIR: ("facial_hair", "facial_hair_colour"),
    StatementTopic.SHOES: ("shoe_size_eu_low", "shoe_size_eu_high"),
    StatementTopic.HABITS: ("voice_gait_habits",),
    StatementTopic.LOOKED_SO: ("observed_at",),
    StatementTopic.SMILE: ("smile",),
    StatementTopic.FEATURES: ("distinguishing_features",),
    StatementTopic.LAST_CONTACT: ("date_last_contact", "contact_means"),
    StatementTopic.LAST_PLACE: ("place_last_contact",),
    StatementTopic.SIGN_OF_LIFE: ("last_proof_of_life", "proof_of_life_kind"),
    StatementTopic.CIRCUMSTANCES: ("circumstances_text",),
    StatementTopic.HAPPENED: ("circumstance_codes",),
    StatementTopic.COMPANIONS: ("companions_text",),
    StatementTopic.ROUTE: ("route_code",),
    StatementTopic.DESTINATION: ("destination_country",),
}
# Shown on the case itself, as codes of layer 1; who says so is a statement of layer 2 like any other.
ON_CASE = frozenset(
    {
        StatementTopic.SEX, StatementTopic.NATIONALITY, StatementTopic.HAPPENED, StatementTopic.ROUTE,
        StatementTopic.DESTINATION,
    }
)  # fmt: skip
# Of these all that anybody states is shown together, since several may hold.
TOGETHER = frozenset({StatementTopic.NATIONALITY, StatementTopic.HAPPENED})
# What an answer rests on is none by itself.
BASES = frozenset({"dob_basis", "height_reference", "contact_means", "proof_of_life_kind"})


class CaseStatement(AsTold, RingRow):
    """What one source says of one topic; the columns of other topics are empty.

    Statements stand beside each other and are never overwritten.  The search file, or the case for its codes, shows one
    of those that stand: the preferred, else that of the source who was heard first.  Nationalities and what
    happened are shown together, since several may hold.  A topic without rows here was told by one source alone.

    SECURITY: of a flagged case no nationality is ever stated here: it lies in 4p.
    """

    RING = Ring.SEARCH
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    source = models.ForeignKey(CaseSource, models.RESTRICT, related_name="+")
    topic = CodeField(_("About"), codes=StatementTopic)
    sex = asked(CodeField(_("Sex"), codes=Sex, null=True, blank=True), why=_("Narrows the search"), sets="B", std="all")
    nationalities = asked(
        CountriesField(_("Nationality")),
        why=_("Which services may hold information"), sets="B", std="Prim WGEID*",
    )  # fmt: skip
    route_code = asked(
        CodeField(_("Route"), codes=Route, null=True, blank=True),
        why=_("Links the case to events on that route"), sets="B", std="IOM", code_list="CL-ROUTE",
    )  # fmt: skip
    destination_country = asked(
        CountryField(_("Country of destination"), null=True, blank=True),
        why=_("Where they were heading"), sets="B", std="ICRC*",
    )  # fmt: skip
    circumstance_codes = asked(
        CodesField(_("What happened, in codes"), codes=Circumstance),
        why=_("What you know of what happened"), sets="S", std="CED* Prim", code_list="CL-CIRC",
    )  # fmt: skip
    is_preferred = models.BooleanField(_("Shown"), default=False)
    # Left out of the search and kept, because it was wrong, or because the source put it right.
    withdrawn_at = models.DateTimeField(_("Withdrawn"), null=True, blank=True)

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("casestatement", topic=StatementTopic, sex=Sex, route_code=Route),
            *all_of("casestatement", circumstance_codes=Circumstance),
            *countries("casestatement", "destination_country"),
            *country_lists("casestatement", "nationalities"),
            *as_told("casestatement"),
            models.UniqueConstraint(
                fields=["case", "topic"], condition=Q(is_preferred=True), name="casestatement_one_preferred"
            ),
            models.UniqueConstraint(
                fields=["case", "topic", "source"], condition=Q(withdrawn_at=None), name="casestatement_one_of_source"
            ),
        ]
        indexes = [models.Index(fields=["case", "topic"], name="casestatement_of_case")]
