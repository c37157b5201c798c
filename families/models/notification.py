"""How a family is told of a result: by people who sit with it, prepared, gone through point by point, followed up.

An identification is established by a competent authority, never here and never by a program: this row says who
established it and how the family was told.  Nothing of it leaves the family file, so nobody learns of it before them.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedText
from cases.models import Case
from cases.vocabulary.coded import CodeField, CodesField, LanguageField, all_of, one_of
from families.codes import NotificationKind, NotificationPlace, TeamRole, ToldPoint
from families.models.findings import Finding

PEOPLE = _("So that you are told by people you can ask, in your language, with somebody at your side")


class Notification(RingRow):
    """One notification, from the plan to the visit after it."""

    RING = Ring.KIN
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    kind = asked(
        CodeField(_("What the family is told"), codes=NotificationKind),
        why=_("So that each result is told as it should be"), sets="U", std="Ant", code_list="CL-NOTIF",
    )  # fmt: skip
    # What it is about, where an authority established it in this registry.
    finding = models.ForeignKey(Finding, models.CASCADE, null=True, editable=False, related_name="+")
    authority = asked(
        SealedText(_("Who established it"), max_length=300, null=True, blank=True),
        why=_("You have the right to know who decided, and on what"), sets="U", std="DVI*",
    )  # fmt: skip
    established_on = asked(
        models.DateField(_("Established on"), null=True, blank=True),
        why=_("You have the right to know who decided, and on what"), sets="U", std="DVI*",
    )  # fmt: skip
    planned_for = asked(models.DateField(_("Planned for")), why=PEOPLE, sets="U", std="Ant")
    team_roles = asked(CodesField(_("Who goes"), codes=TeamRole), why=PEOPLE, sets="U", std="Ant")
    team = asked(SealedText(_("Their names"), max_length=300), why=PEOPLE, sets="U", std="Ant")
    place_kind = asked(CodeField(_("Where"), codes=NotificationPlace), why=PEOPLE, sets="U", std="Ant")
    language = asked(LanguageField(_("Language")), why=PEOPLE, sets="U", std="Ant")
    interpreter = asked(
        SealedText(_("Interpreter"), max_length=200, null=True, blank=True), why=PEOPLE, sets="U", std="Ant"
    )
    support_person = asked(
        SealedText(_("Who stays at the family’s side"), max_length=200), why=PEOPLE, sets="U", std="Ant"
    )
    media_embargo_until = asked(
        models.DateField(_("Nothing to the media before"), null=True, blank=True),
        why=_("So that you hear it first"), sets="U", std="Ant",
    )  # fmt: skip
    # --- the day itself ---
    done_on = models.DateField(_("The family was told on"), null=True, editable=False)
    declined_on = models.DateField(_("The family did not wish to be told, on"), null=True, editable=False)
    who_present = asked(
        SealedText(_("Who was there"), max_length=300, null=True, blank=True), why=PEOPLE, sets="U", std="Ant"
    )
    # Which relatives of the case were told then: whatever comes of it, they alone read it in their own copy.
    told_to = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)
    told = asked(
        CodesField(_("Gone through with the family"), codes=ToldPoint),
        why=_("So that nothing you have a right to is left out"), sets="U", std="Ant",
    )  # fmt: skip
    questions = asked(
        SealedText(_("What they asked"), max_length=1000, null=True, blank=True),
        why=_("So that every question gets its answer"), sets="U", std="Ant",
    )  # fmt: skip
    followup_on = asked(
        models.DateField(_("We come again on"), null=True, blank=True),
        why=_("You are not left alone with it"), sets="U", std="Ant",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("notification", kind=NotificationKind, place_kind=NotificationPlace),
            *all_of("notification", team_roles=TeamRole, told=ToldPoint),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(declined_on=None), name="notification_told_or_declined"
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(followup_on__gte=F("done_on")), name="notification_followed_up"
            ),
            # One at a time: the family is not told twice of the same, and nobody closes the search on an older one.
            models.UniqueConstraint(
                fields=["case"], condition=Q(done_on=None, declined_on=None), name="notification_one_open"
            ),
        ]  # fmt: skip
