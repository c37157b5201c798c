"""Incidents: events on the way, their public codes, their exact place, and the cases linked to them.

The root is public: month, grid cell, region, route, counts of the source.  Exact place and date, and counts of
subgroups below five, lie in ring 2.  A link to an incident never changes what is known of a person.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Abs, Mod
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import Record, RecordGrant, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedText, SealedValue
from cases.codes import (
    CauseCategory,
    EventKind,
    IncidentRegion,
    IncidentSource,
    IncidentType,
    LinkBasis,
    Route,
)
from cases.models.case import Case
from cases.models.imports import ImportBatch
from cases.models.sources import CaseSource
from cases.vocabulary.coded import CodeField, CountriesField, country_lists, one_of, ordered, within
from cases.vocabulary.place import Place
from registry.lib.dates import PartialDate

SMALLEST_SUBGROUP = 5
_SUBGROUPS = ("n_survivors", "n_females", "n_males", "n_children")


class Incident(Record):
    """An event: its public codes and the words of its source, quoted as the source's."""

    RING = Ring.PUBLIC
    REF_PREFIX = "MIN"

    source_system = CodeField(_("Collection"), codes=IncidentSource, default=IncidentSource.REGISTRY)
    external_id = models.CharField(_("Reference of the source"), max_length=60, null=True, blank=True)
    external_main_id = models.CharField(_("Main reference of the source"), max_length=60, null=True, blank=True)
    import_batch = models.ForeignKey(ImportBatch, models.SET_NULL, null=True, related_name="+", editable=False)

    incident_type = CodeField(_("Kind of entry"), codes=IncidentType, default=IncidentType.INCIDENT)
    event_kind = CodeField(_("Event"), codes=EventKind, null=True, blank=True)
    month = models.DateField(_("Month"), null=True, blank=True)
    month_max = models.DateField(_("Latest month"), null=True, blank=True)
    # Centre of the public grid cell, never the place itself (`cases.vocabulary.place.grid_cell`).
    cell_lat = models.DecimalField(_("Latitude of the cell"), max_digits=5, decimal_places=2, null=True, blank=True)
    cell_lon = models.DecimalField(_("Longitude of the cell"), max_digits=6, decimal_places=2, null=True, blank=True)
    region = CodeField(_("Region"), codes=IncidentRegion, default=IncidentRegion.UNKNOWN)
    unsd_region = models.CharField(_("Region of the United Nations"), max_length=60, null=True, blank=True)
    route_code = CodeField(_("Route"), codes=Route, null=True, blank=True)
    route_quoted = models.CharField(_("Route in the words of the source"), max_length=120, null=True, blank=True)

    # Null is unknown, 0 is none.
    n_dead_recovered = models.PositiveIntegerField(_("Number of dead, recovered"), null=True, blank=True)
    n_missing_min = models.PositiveIntegerField(_("Number of missing, at least"), null=True, blank=True)
    # Of subgroups the public columns hold only what reaches five; the exact counts are in ring 2.
    n_survivors = models.PositiveIntegerField(_("Number of survivors"), null=True, blank=True)
    n_females = models.PositiveIntegerField(_("Number of women and girls"), null=True, blank=True)
    n_males = models.PositiveIntegerField(_("Number of men and boys"), null=True, blank=True)
    n_children = models.PositiveIntegerField(_("Number of children"), null=True, blank=True)

    cause_category = CodeField(_("Cause, mapped"), codes=CauseCategory, default=CauseCategory.MIXED_UNKNOWN)
    cause_quoted = models.CharField(_("Cause in the words of the source"), max_length=300, null=True, blank=True)
    information_source = models.CharField(_("Source of the information"), max_length=500, null=True, blank=True)
    article_title = models.CharField(_("Title of the article"), max_length=500, null=True, blank=True)
    source_url = models.CharField(_("Address of the source"), max_length=1000, null=True, blank=True)
    source_quality = models.PositiveSmallIntegerField(_("Quality of the source (1–5)"), null=True, blank=True)
    outside_iom_scope = models.BooleanField(_("Outside the scope of IOM's counts"), default=False)

    class Meta(Record.Meta):
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["-month", "-id"], name="incident_month"),
            models.Index(fields=["cell_lat", "cell_lon"], name="incident_cell"),
        ]
        constraints = [
            *one_of(
                "incident",
                source_system=IncidentSource,
                incident_type=IncidentType,
                event_kind=EventKind,
                region=IncidentRegion,
                route_code=Route,
                cause_category=CauseCategory,
            ),
            *within("incident", source_quality=(1, 5), cell_lat=(-90, 90), cell_lon=(-180, 180)),
            *ordered("incident", ("month", "month_max")),
            models.CheckConstraint(condition=Q(month__day=1), name="incident_month_first_day"),
            models.CheckConstraint(condition=Q(month_max__day=1), name="incident_month_max_first_day"),
            models.CheckConstraint(
                condition=Q(cell_lat__isnull=True, cell_lon__isnull=True)
                | Q(cell_lat__isnull=False, cell_lon__isnull=False),
                name="incident_cell_whole",
            ),
            # SECURITY: rows of the grid are half a degree high; a finer position cannot be stored here.
            models.CheckConstraint(
                condition=Exact(Abs(Mod(F("cell_lat") * 100, Value(50))), Value(25)),
                name="incident_cell_on_grid",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__gte": SMALLEST_SUBGROUP}), name=f"incident_{name}_not_small"
                )
                for name in _SUBGROUPS
            ),
            models.CheckConstraint(
                condition=Q(source_system=IncidentSource.REGISTRY, external_id=None)
                | (~Q(source_system=IncidentSource.REGISTRY) & Q(external_id__isnull=False)),
                name="incident_external_id_of_a_source",
            ),
            models.UniqueConstraint(
                fields=["external_id"], condition=Q(source_system=IncidentSource.IOM_MMP), name="incident_iom_once"
            ),
            models.UniqueConstraint(
                fields=["owner", "external_id"],
                condition=Q(source_system=IncidentSource.PARTNER),
                name="incident_partner_once",
            ),
        ]  # fmt: skip

    @property
    def n_dead_and_missing(self) -> int | None:
        """Dead and missing together: a statistic of the source, never a finding about anybody."""
        counts = [count for count in (self.n_dead_recovered, self.n_missing_min) if count is not None]
        return sum(counts) if counts else None


class IncidentGrant(RecordGrant):
    """A named person's need-to-know on one incident."""

    content_object = models.ForeignKey(Incident, models.CASCADE, related_name="grants")

    class Meta(RecordGrant.Meta):
        pass


class IncidentSearchFile(RingRow):
    """Exact date and place of an incident, and the counts that are too small to publish."""

    RING = Ring.SEARCH
    RECORD = "incident"

    incident = models.OneToOneField(Incident, models.CASCADE, related_name="+")
    date = SealedValue(_("Date"), codec=PartialDate, null=True, blank=True)
    place = SealedValue(_("Place"), codec=Place, null=True, blank=True)
    n_survivors = models.PositiveIntegerField(_("Number of survivors"), null=True, blank=True)
    n_females = models.PositiveIntegerField(_("Number of women and girls"), null=True, blank=True)
    n_males = models.PositiveIntegerField(_("Number of men and boys"), null=True, blank=True)
    n_children = models.PositiveIntegerField(_("Number of children"), null=True, blank=True)
    countries_of_origin = CountriesField(_("Countries of origin"))

    class Meta(RingRow.Meta):
        constraints = country_lists("incidentsearchfile", "countries_of_origin")


class CaseIncident(RingRow):
    """That the missing person may have been in an incident: a lead for the search, and nothing more."""

    RING = Ring.SEARCH
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    source = models.ForeignKey(CaseSource, models.RESTRICT, related_name="+")
    incident = asked(
        models.ForeignKey(Incident, models.PROTECT, related_name="+", verbose_name=_("Incident")),
        why=_("Which event they may have been in"), sets="S", std="IOM DVI*",
    )  # fmt: skip
    basis = CodeField(_("Why it is linked"), codes=LinkBasis, default=LinkBasis.FAMILY_SAYS)
    note = SealedText(_("Note"), max_length=300, null=True, blank=True)

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("caseincident", basis=LinkBasis),
            models.UniqueConstraint(fields=["case", "incident"], name="caseincident_once"),
        ]
