"""The root of a missing-person case: layer 1, codes only, what lists filter on.

Nothing here names anybody.  Exact values lie in the rings; the columns of layer 1 that are derived from them are
written by the same services (`cases.services.derive`).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.codes import Purpose
from accessctl.declare import asked
from accessctl.models import Record, RecordGrant
from cases.codes import AgeClass, CaseStatus, Circumstance, DataSetLevel, Route, Sex
from cases.vocabulary.coded import (
    CodeField,
    CodesField,
    CountriesField,
    CountryField,
    absences_coded,
    absences_field,
    all_of,
    countries,
    country_lists,
    one_of,
    ordered,
)
from cases.vocabulary.place import ADMIN1_CODE


class Case(Record):
    """A missing person's case: who holds it, its state, and codes that let authorised bodies see that to ask."""

    REF_PREFIX = "MMR"

    opened_on = models.DateField(_("Opened on"), default=timezone.localdate, editable=False)
    status = CodeField(_("Status"), codes=CaseStatus, default=CaseStatus.ACTIVE, editable=False)
    data_set_level = CodeField(_("Data set"), codes=DataSetLevel, default=DataSetLevel.BASIC)
    purposes = asked(
        CodesField(_("Purposes"), codes=Purpose),
        why=_("What we may do"), sets="S", std="Ant", code_list="CL-PURPOSE",
    )  # fmt: skip
    sex = asked(
        CodeField(_("Sex"), codes=Sex, default=Sex.NOT_KNOWN),
        why=_("Narrows the search"), sets="B", std="all",
    )  # fmt: skip
    age_band = CodeField(_("Age"), codes=AgeClass, default=AgeClass.UNKNOWN)
    is_child = models.BooleanField(_("Child at last contact"), null=True)
    # FW-MINOR: whether somebody weighed what is best for the child; the words lie in 4p.
    best_interest_noted = models.BooleanField(_("Best interest weighed"), default=False, editable=False)
    # SECURITY: empty for a flagged case, whose nationality lies in 4p; indistinguishable from one not asked for it.
    nationalities = asked(
        CountriesField(_("Nationality")),
        why=_("Which services may hold information"), sets="B", std="Prim WGEID*",
    )  # fmt: skip
    last_contact_country = CountryField(_("Country of last contact"), null=True, blank=True)
    last_contact_admin1 = models.CharField(_("Region of last contact"), max_length=6, null=True, blank=True)
    # First days of the first and last month that the date of last contact can mean.
    last_contact_month = models.DateField(_("Month of last contact"), null=True, blank=True)
    last_contact_month_max = models.DateField(_("Latest month of last contact"), null=True, blank=True)
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
    # What exists in the rings, so that an authorised body knows that there is something to ask for.
    has_photo = models.BooleanField(_("Photo held"), default=False)
    has_marks = models.BooleanField(_("Marks described"), default=False)
    has_documents = models.BooleanField(_("Papers recorded"), default=False)
    has_belongings = models.BooleanField(_("Belongings described"), default=False)
    absences = absences_field()

    class Meta(Record.Meta):
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["owner", "-opened_on", "-id"], name="case_opened"),
            models.Index(fields=["consent_until"], name="case_consent_until"),
            models.Index(fields=["status", "last_contact_month"], name="case_status_month"),
        ]
        constraints = [
            *one_of(
                "case",
                status=CaseStatus,
                data_set_level=DataSetLevel,
                sex=Sex,
                age_band=AgeClass,
                route_code=Route,
            ),
            *all_of("case", purposes=Purpose, circumstance_codes=Circumstance),
            *countries("case", "last_contact_country", "destination_country"),
            *country_lists("case", "nationalities"),
            *ordered("case", ("last_contact_month", "last_contact_month_max")),
            models.CheckConstraint(
                condition=Q(last_contact_month__day=1), name="case_last_contact_month_first_day"
            ),
            models.CheckConstraint(
                condition=Q(last_contact_month_max__day=1), name="case_last_contact_month_max_first_day"
            ),
            models.CheckConstraint(
                condition=Q(last_contact_admin1__regex=f"^{ADMIN1_CODE.pattern}$"), name="case_last_contact_admin1_code"
            ),
            absences_coded("case"),
        ]  # fmt: skip


class CaseGrant(RecordGrant):
    """A named person's need-to-know on one case."""

    content_object = models.ForeignKey(Case, models.CASCADE, related_name="grants")

    class Meta(RecordGrant.Meta):
        pass
