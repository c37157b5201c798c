"""What a family wishes for the person who was identified, the steps there, and what a faith leader is told of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import Organisation, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedText, SealedValue
from cases.models import Case
from cases.vocabulary.coded import CodeField, CodesField, all_of, one_of
from cases.vocabulary.place import Place
from families.codes import (
    BelongingsWish,
    ConsularAnswer,
    CostCover,
    Disposition,
    LaterParts,
    ReturnKind,
    WantsToSee,
)

LINE, TEXT = 200, 500
YOUR_WISH = _("Your wish guides us")
RITES = _("To respect your rites")


class FamilyWishes(RingRow):
    """What the family wishes.  One row a case, changed as they change their mind."""

    RING = Ring.KIN
    RECORD = "case"

    case = models.OneToOneField(Case, models.CASCADE, related_name="+")
    disposition = asked(
        CodeField(_("Where they are laid to rest"), codes=Disposition, default=Disposition.UNDECIDED),
        why=YOUR_WISH, sets="U", std="Rec Ant",
    )  # fmt: skip
    wants_to_see = asked(
        CodesField(_("What they wish to see"), codes=WantsToSee), why=_("Only what you wish"), sets="U", std="DVI*"
    )
    destination = asked(
        SealedValue(_("Where to"), codec=Place, null=True, blank=True), why=YOUR_WISH, sets="U", std="Rec Ant"
    )
    rite = asked(SealedText(_("Rite"), max_length=LINE, null=True, blank=True), why=RITES, sets="U", std="Rec")
    faith_contact = asked(
        SealedText(_("Faith leader, and how to reach them"), max_length=LINE, null=True, blank=True),
        why=RITES, sets="U", std="Rec",
    )  # fmt: skip
    decides = asked(
        SealedText(_("Who may decide, and by which paper"), max_length=LINE, null=True, blank=True),
        why=_("So that it is known who may decide"), sets="U", std="Rec",
    )  # fmt: skip
    disagreement = asked(
        models.BooleanField(_("Relatives do not agree"), default=False),
        why=_("So that nobody is passed over"), sets="U", std="Rec",
    )  # fmt: skip
    cost_cover = asked(
        CodeField(_("Who pays"), codes=CostCover, default=CostCover.NONE),
        why=_("You should not pay alone"), sets="U", std="Rec",
    )  # fmt: skip
    belongings_return = asked(
        CodeField(_("Belongings they wish back"), codes=BelongingsWish, null=True, blank=True),
        why=YOUR_WISH, sets="U", std="DVI*",
    )  # fmt: skip
    belongings_list = asked(
        SealedText(_("Which of them"), max_length=TEXT, null=True, blank=True), why=YOUR_WISH, sets="U", std="DVI*"
    )
    later_parts = asked(
        CodeField(_("If more is found later"), codes=LaterParts, null=True, blank=True),
        why=_("Whether you want to know if more is found later"), sets="U", std="DVI*",
    )  # fmt: skip
    memorial_contact = asked(
        models.BooleanField(_("They wish to hear of memorials"), null=True, blank=True),
        why=_("Only if you wish it"), sets="U", std="Rec",
    )  # fmt: skip
    asked_on = models.DateField(_("The family said so on"))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(RingRow.Meta):
        constraints: ClassVar = [
            *one_of(
                "familywishes", disposition=Disposition, cost_cover=CostCover, belongings_return=BelongingsWish,
                later_parts=LaterParts,
            ),
            *all_of("familywishes", wants_to_see=WantsToSee),
        ]  # fmt: skip


class ConsularWish(RingRow):
    """Whether the consulate takes part: only if it is safe for the family."""

    RING = Ring.PROTECTION
    RECORD = "case"

    case = models.OneToOneField(Case, models.CASCADE, related_name="+")
    consular_involved = asked(
        CodeField(_("May the consulate take part?"), codes=ConsularAnswer),
        why=_("Only if it is safe for you"), sets="U", std="Ant Rec",
    )  # fmt: skip
    note = asked(
        SealedText(_("What matters about it"), max_length=TEXT, null=True, blank=True),
        why=_("Only if it is safe for you"), sets="U", std="Ant Rec",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        constraints: ClassVar = one_of("consularwish", consular_involved=ConsularAnswer)


class ReturnStep(RingRow):
    """One step of the return or burial: who does it, by when, when it was done, and by which paper."""

    RING = Ring.KIN
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    kind = asked(CodeField(_("Step"), codes=ReturnKind), why=YOUR_WISH, sets="U", std="Rec", code_list="CL-REPAT")
    who = asked(SealedText(_("Who sees to it"), max_length=LINE), why=YOUR_WISH, sets="U", std="Rec")
    due_on = asked(models.DateField(_("Due by"), null=True, blank=True), why=YOUR_WISH, sets="U", std="Rec")
    done_on = asked(models.DateField(_("Done on"), null=True, blank=True), why=YOUR_WISH, sets="U", std="Rec")
    document = asked(
        SealedText(_("Paper: its number, or who signed it"), max_length=LINE, null=True, blank=True),
        why=YOUR_WISH, sets="U", std="Rec",
    )  # fmt: skip
    cost = asked(
        SealedText(_("What it costs, and who pays"), max_length=LINE, null=True, blank=True),
        why=_("You should not pay alone"), sets="U", std="Rec",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        indexes: ClassVar = [models.Index(fields=["due_on"], name="returnstep_due")]
        constraints: ClassVar = [
            *one_of("returnstep", kind=ReturnKind),
            models.UniqueConstraint(fields=["case", "kind"], name="returnstep_once"),
        ]


class RiteNotice(RingRow):
    """What people of a faith organisation are told of a burial: rite, place and time, and nothing of whose it is."""

    RING = Ring.KIN
    RECORD = "case"

    case = models.OneToOneField(Case, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Organisation"))
    rite = asked(SealedText(_("Rite"), max_length=LINE), why=RITES, sets="U", std="Rec")
    place = asked(SealedText(_("Where"), max_length=LINE), why=RITES, sets="U", std="Rec")
    time = asked(SealedText(_("When"), max_length=LINE), why=RITES, sets="U", std="Rec")
    until = models.DateField(_("Shown until"))

    class Meta(RingRow.Meta):
        indexes: ClassVar = [models.Index(fields=["organisation", "until"], name="ritenotice_whose")]
