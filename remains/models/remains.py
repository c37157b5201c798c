"""The root of unidentified remains: layer 1, codes only.

Layer 1 tells that remains are in care somewhere, with sex, age class, month and region, so that others can ask.
Columns derived from the profile are written by the same services.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.models import Record, RecordGrant, Staged
from accessctl.rings import Ring
from cases.codes import AgeClass, Sex
from cases.vocabulary.coded import CodeField, CountryField, countries, one_of, ordered
from cases.vocabulary.place import ADMIN1_CODE
from cases.vocabulary.sources import Provenance
from remains.codes import RemainsStatus


class Remains(Record):
    """Remains in the care of an institution, or reported to one."""

    REF_PREFIX = "MRR"

    logged_on = models.DateField(_("Logged on"), default=timezone.localdate, editable=False)
    status = CodeField(_("Status"), codes=RemainsStatus, default=RemainsStatus.IN_CUSTODY)
    sex = CodeField(_("Sex"), codes=Sex, default=Sex.NOT_KNOWN)
    age_class = CodeField(_("Age"), codes=AgeClass, default=AgeClass.UNKNOWN)
    # First days of the first and last month that the date of finding can mean.
    found_month = models.DateField(_("Month of finding"), null=True, blank=True)
    found_month_max = models.DateField(_("Latest month of finding"), null=True, blank=True)
    found_country = CountryField(_("Country of finding"), null=True, blank=True)
    found_admin1 = models.CharField(_("Region of finding"), max_length=6, null=True, blank=True)
    # What exists in the rings, so that an authorised body knows that there is something to ask for.
    has_profile = models.BooleanField(_("Profile recorded"), default=False)
    has_marks = models.BooleanField(_("Marks described"), default=False)
    has_belongings = models.BooleanField(_("Belongings recorded"), default=False)
    has_documents = models.BooleanField(_("Papers found"), default=False)
    has_images = models.BooleanField(_("Images held"), default=False)

    class Meta(Record.Meta):
        verbose_name_plural = "remains"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["owner", "-logged_on", "-id"], name="remains_logged"),
            models.Index(fields=["status", "found_month"], name="remains_status_month"),
        ]
        constraints = [
            *one_of("remains", status=RemainsStatus, sex=Sex, age_class=AgeClass),
            *countries("remains", "found_country"),
            *ordered("remains", ("found_month", "found_month_max")),
            models.CheckConstraint(condition=Q(found_month__day=1), name="remains_found_month_first_day"),
            models.CheckConstraint(condition=Q(found_month_max__day=1), name="remains_found_month_max_first_day"),
            models.CheckConstraint(
                condition=Q(found_admin1__regex=f"^{ADMIN1_CODE.pattern}$"), name="remains_found_admin1_code"
            ),
        ]


class RemainsGrant(RecordGrant):
    """A named person's need-to-know on one record of remains."""

    content_object = models.ForeignKey(Remains, models.CASCADE, related_name="grants")

    class Meta(RecordGrant.Meta):
        pass


class RemainsSource(Provenance):
    """One source of a record of remains: every other row of it points to one."""

    RING = Ring.SEARCH
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")

    class Meta(Provenance.Meta):
        pass


class RemainsDraft(Staged):
    """A form of remains begun and not yet saved."""

    REF_PREFIX = "MDR"

    class Meta(Staged.Meta):
        pass
