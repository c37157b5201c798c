"""Whereabouts of living persons: a record of its own, all of it ring 4w.

Nobody is told anything of it, the family included, before the person decided (FW-ALIVE).  The root exists only so
that the row has an owner, a key and a reference: it says nothing about anybody, not even that somebody is alive.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import Record, RecordGrant, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedJSON, SealedText, SealedValue
from cases.codes import LivingWish, Verification, WhereaboutsKind
from cases.models.case import Case
from cases.vocabulary.coded import CodeField, one_of
from cases.vocabulary.marks import BodyMark
from cases.vocabulary.names import PersonName
from cases.vocabulary.place import Place
from registry.lib.dates import PartialDate


class Whereabouts(Record):
    """The root of a report about a living person, or of a trace of life."""

    RING = Ring.WHEREABOUTS
    REF_PREFIX = "MWR"

    class Meta(Record.Meta):
        verbose_name_plural = "whereabouts"


class WhereaboutsGrant(RecordGrant):
    """A named person's need-to-know on one report."""

    content_object = models.ForeignKey(Whereabouts, models.CASCADE, related_name="grants")

    class Meta(RecordGrant.Meta):
        pass


class WhereaboutsFile(RingRow):
    """What a report says, how far it is verified, and what the person decided.  Codes about them are sealed too."""

    RING = Ring.WHEREABOUTS
    RECORD = "whereabouts"

    whereabouts = models.OneToOneField(Whereabouts, models.CASCADE, related_name="+")
    kind = asked(
        CodeField(_("How it came to notice"), codes=WhereaboutsKind),
        why=_("To see if a family is looking for you"), sets="S", std="PFIF Prim NCIC", code_list="CL-WHERE",
    )  # fmt: skip
    verification = CodeField(_("Verification"), codes=Verification, default=Verification.UNVERIFIED)
    # Code of SourceKind.
    informant = asked(
        SealedText(_("Who told"), max_length=24, null=True, blank=True),
        why=_("Tells how sure it is"), sets="S", std="PFIF", code_list="CL-SOURCE",
    )  # fmt: skip
    # ISO 5218.
    sex = asked(
        SealedText(_("Sex"), max_length=1, null=True, blank=True),
        why=_("To see if a family is looking for you"), sets="S", std="PFIF", code_list="Sex",
    )  # fmt: skip
    date_of_birth = asked(
        SealedValue(_("Date of birth"), codec=PartialDate, null=True, blank=True),
        why=_("To see if a family is looking for you"), sets="S", std="PFIF",
    )  # fmt: skip
    # [low, high] in years.
    age = asked(
        SealedJSON(_("Age"), null=True, blank=True),
        why=_("To see if a family is looking for you"), sets="S", std="PFIF",
    )  # fmt: skip
    nationalities = asked(
        SealedJSON(_("Nationality"), null=True, blank=True),
        why=_("To see if a family is looking for you"), sets="S", std="Prim",
    )  # fmt: skip
    languages = asked(
        SealedJSON(_("Languages"), null=True, blank=True),
        why=_("To see if a family is looking for you"), sets="S", std="Prim",
    )  # fmt: skip
    description = asked(
        SealedText(_("Description"), max_length=500, null=True, blank=True),
        why=_("Only if the person cannot speak for themselves"), sets="S", std="NCIC",
    )  # fmt: skip
    seen_at = asked(
        SealedValue(_("Date"), codec=PartialDate, null=True, blank=True),
        why=_("When it was"), sets="S", std="PFIF Prim",
    )  # fmt: skip
    seen_place = asked(
        SealedValue(_("Place"), codec=Place, null=True, blank=True),
        why=_("Where it was"), sets="S", std="PFIF Prim",
    )  # fmt: skip
    # {"kind": code of Facility, "name": text, "reference": text}
    facility = asked(
        SealedJSON(_("Facility"), null=True, blank=True),
        why=_("To ask there"), sets="S", std="Ant", code_list="CL-FACILITY",
    )  # fmt: skip
    # Code of LivingCondition.
    condition = asked(
        SealedText(_("How the person is"), max_length=16, null=True, blank=True),
        why=_("To get help in time"), sets="S", std="Prim", code_list="LivingCondition",
    )  # fmt: skip
    person_informed_on = asked(
        models.DateField(_("Told that they are being sought on"), null=True, blank=True),
        why=_("You have the right to know who asks"), sets="S", std="ICRC*",
    )  # fmt: skip
    # Code of LivingWish; sealed, since a tampered wish would betray a person.
    person_decision = asked(
        SealedText(_("What the person decided"), max_length=20, default=LivingWish.NOT_YET_ASKED.value),
        why=_("You alone decide what is told"), sets="S", std="Ant ICRC*", code_list="CL-LIVEWISH",
    )  # fmt: skip
    message_for_family = asked(
        SealedText(_("Message for the family"), max_length=2000, null=True, blank=True),
        why=_("Your own words"), sets="S", std="PFIF ICRC*",
    )  # fmt: skip

    contact = asked(
        SealedText(_("How they wish to be reached"), max_length=300, null=True, blank=True),
        why=_("So that who you wish to hear from can reach you"), sets="S", std="PFIF",
    )  # fmt: skip

    # Of a list: deleted after this day if it matched nobody.  None: not of a list.
    keep_until = models.DateField(_("Kept until"), null=True, editable=False)

    class Meta(RingRow.Meta):
        constraints = one_of("whereaboutsfile", kind=WhereaboutsKind, verification=Verification)
        indexes = [
            models.Index(
                fields=["keep_until"], name="whereaboutsfile_kept", condition=models.Q(keep_until__isnull=False)
            )
        ]


class WhereaboutsStep(RingRow):
    """One step on the way to the person: planned, done, or what they decided.  Steps are added, never changed."""

    RING = Ring.WHEREABOUTS
    RECORD = "whereabouts"

    whereabouts = models.ForeignKey(Whereabouts, models.CASCADE, related_name="+")
    taken_on = models.DateField(_("On"), default=timezone.localdate)
    # Code of ApproachStep.
    step = SealedText(_("Step"), max_length=20)
    # Code of ApproachWay.
    way = SealedText(_("How"), max_length=20, null=True, blank=True)
    who = SealedText(_("Who may approach, or did"), max_length=120, null=True, blank=True)
    # Codes of MaySay.
    may_say = SealedJSON(_("What may be said"), null=True, blank=True)
    # Code of LivingWish, where they decided.
    wish = SealedText(_("What the person decided"), max_length=20, null=True, blank=True)
    note = SealedText(_("In your words"), max_length=1000, null=True, blank=True)

    class Meta(RingRow.Meta):
        pass


class WhereaboutsName(PersonName):
    """A name of the living person, as given or as on a list."""

    RING = Ring.WHEREABOUTS
    RECORD = "whereabouts"

    whereabouts = models.ForeignKey(Whereabouts, models.CASCADE, related_name="+")

    class Meta(PersonName.Meta):
        pass


class WhereaboutsMark(BodyMark):
    """A mark, recorded only if the person cannot speak for themselves."""

    RING = Ring.WHEREABOUTS
    RECORD = "whereabouts"

    whereabouts = models.ForeignKey(Whereabouts, models.CASCADE, related_name="+")

    class Meta(BodyMark.Meta):
        pass


class WhereaboutsTold(RingRow):
    """That somebody's decision was passed on to those who serve their family: for which case, and until when."""

    RING = Ring.WHEREABOUTS
    RECORD = "whereabouts"

    whereabouts = models.ForeignKey(Whereabouts, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    ended_at = models.DateTimeField(_("Taken back at"), null=True)

    class Meta(RingRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_at=None), name="whereaboutstold_one_a_case"
            ),
        ]  # fmt: skip


class LivingWord(RingRow):
    """What a person found alive lets their family be told, with the channels of the family; no more than they let.

    Nothing leads from here to the report on them, nor to where they are.
    """

    RING = Ring.CONTACT
    RECORD = "case"

    case = models.OneToOneField(Case, models.CASCADE, related_name="+")
    # Code of LivingWish.
    wish = SealedText(_("What the person decided"), max_length=20)
    message = SealedText(_("Message for the family"), max_length=2000, null=True, blank=True)
    contact = SealedText(_("How they wish to be reached"), max_length=300, null=True, blank=True)

    class Meta(RingRow.Meta):
        pass
