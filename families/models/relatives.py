"""Relatives of a missing person: who asks, how they are related, how they are reached.

Three rings: that somebody of a given relationship asks is ring 2, who it is 3k, how to reach them 4k.  Matching reads
none of it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import Organisation, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedJSON, SealedText
from cases.models import Case, CaseSource
from cases.vocabulary.coded import (
    CodeField,
    CodesField,
    CountryField,
    LanguageField,
    absences_coded,
    absences_field,
    all_of,
    countries,
    one_of,
)
from cases.vocabulary.names import PersonName
from families.codes import ChannelKind, IdentityCheck, Mandate, Relationship


class Relative(RingRow):
    """A person who asks, or another relative: the family file of the case."""

    RING = Ring.KIN
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    source = models.ForeignKey(CaseSource, models.RESTRICT, related_name="+")
    is_primary_contact = asked(
        models.BooleanField(_("First contact"), default=True), why=_("Whom we call first"), sets="S"
    )
    language = asked(
        LanguageField(_("Language"), null=True, blank=True),
        why=_("To speak to you in your language"), sets="B", std="Prim Ant",
    )  # fmt: skip
    interpreter_needed = asked(
        models.BooleanField(_("Interpreter needed"), default=False),
        why=_("To speak to you in your language"), sets="B", std="Prim Ant",
    )  # fmt: skip
    country_of_residence = asked(
        CountryField(_("Country of residence"), null=True, blank=True),
        why=_("Which focal point is near you"), sets="S", std="ICRC*",
    )  # fmt: skip
    id_verified = asked(
        CodeField(_("Identity"), codes=IdentityCheck, default=IdentityCheck.NONE),
        why=_("To be sure news goes to the real family"), sets="S",
    )  # fmt: skip
    is_minor = asked(
        models.BooleanField(_("Is a child"), default=False), why=_("A child is never contacted alone"), sets="U",
        std="Ant",
    )  # fmt: skip
    guardian = asked(
        models.ForeignKey(
            "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Reached with")
        ),
        why=_("A child is never contacted alone"), sets="U", std="Ant",
    )  # fmt: skip
    do_not_contact = asked(models.BooleanField(_("Wishes no contact"), default=False), why=_("Your wish"), sets="S")
    own_case = asked(
        models.ForeignKey(
            Case, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Missing too")
        ),
        why=_("To look for all who are missing of one family together"), sets="A", std="DVI*",
    )  # fmt: skip
    absences = absences_field()

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("relative", id_verified=IdentityCheck),
            models.CheckConstraint(condition=~Q(own_case=F("case")), name="relative_own_case_is_another"),
            *countries("relative", "country_of_residence"),
            absences_coded("relative"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(is_primary_contact=True), name="relative_one_primary_contact"
            ),
            models.CheckConstraint(
                condition=~Q(is_minor=True, is_primary_contact=True), name="relative_no_child_first_contact"
            ),
            models.CheckConstraint(
                condition=Q(guardian=None) | Q(is_minor=True), name="relative_guardian_of_a_child"
            ),
        ]  # fmt: skip


class RelativeMandate(RingRow):
    """What a family lets a representative do for it, and until when."""

    RING = Ring.KIN
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    relative = models.OneToOneField(Relative, models.CASCADE, related_name="+")
    scope = asked(
        CodesField(_("May"), codes=Mandate), why=_("Who may act for you, and in what"), sets="A", std="CED",
    )  # fmt: skip
    paper_seen = asked(
        models.BooleanField(_("The power of attorney was seen"), default=False),
        why=_("So that nobody speaks for you without your word"), sets="A", std="CED",
    )  # fmt: skip
    valid_until = asked(
        models.DateField(_("Until")), why=_("You can end it at any time; it ends by itself"), sets="A", std="CED"
    )
    organisation_name = asked(
        SealedText(_("Organisation"), max_length=200, null=True, blank=True),
        why=_("Who may act for you, and in what"), sets="A", std="CED",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        constraints = all_of("relativemandate", scope=Mandate)


class RelativeRisk(RingRow):
    """What could endanger a relative, or make them a danger to the person who is sought (FW-SUSPECT)."""

    RING = Ring.PROTECTION
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    relative = models.OneToOneField(Relative, models.CASCADE, related_name="+")
    # Codes of Risk.
    risks = asked(
        SealedJSON(_("Risks")),
        why=_("So that our contact does not endanger you"), sets="S", std="Ant", code_list="CL-RISK",
    )  # fmt: skip
    note = asked(
        SealedText(_("In their words"), max_length=500, null=True, blank=True),
        why=_("So that our contact does not endanger you"), sets="S", std="Ant",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        pass


class FamilyConflict(RingRow):
    """That relatives disagree, and who may therefore be told what."""

    RING = Ring.PROTECTION
    RECORD = "case"

    case = models.OneToOneField(Case, models.CASCADE, related_name="+")
    note = asked(
        SealedText(_("Who may be told what"), max_length=500),
        why=_("To know who may be told what"), sets="U", std="Ant",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        pass


class RelativeName(PersonName):
    """A name of a relative."""

    RING = Ring.KIN
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    relative = models.ForeignKey(Relative, models.CASCADE, related_name="+")
    full_original = asked(
        SealedText(_("Your name"), max_length=200),
        why=_("To know who is asking"), sets="B", std="Ant Prim PFIF CED",
    )  # fmt: skip

    class Meta(PersonName.Meta):
        pass


class RelativeTie(RingRow):
    """How a relative is related to the missing person, and through whom they are reached: all that ring 2 knows."""

    RING = Ring.SEARCH
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    relative = models.OneToOneField(Relative, models.CASCADE, related_name="+")
    relationship = asked(
        CodeField(_("Relationship"), codes=Relationship),
        why=_("To inform you properly; who may give samples later"), sets="B", std="Prim CED", code_list="CL-REL",
    )  # fmt: skip
    via_organisation = asked(
        models.ForeignKey(
            Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Only through")
        ),
        why=_("You may choose to be reached only through us"), sets="B", std="Ant",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        constraints = one_of("relativetie", relationship=Relationship)


class Channel(RingRow):
    """One way to reach a relative, and what keeps it safe."""

    RING = Ring.CONTACT
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    relative = models.ForeignKey(Relative, models.CASCADE, related_name="+")
    kind = asked(
        CodeField(_("How to reach you"), codes=ChannelKind),
        why=_("To give you news safely"), sets="B", std="Prim PFIF", code_list="CL-CHAN",
    )  # fmt: skip
    # As said; numbers are kept in E.164 beside it.
    value = asked(
        SealedText(_("Number or address"), max_length=200, null=True, blank=True),
        why=_("How to reach you without putting you at risk"), sets="B", std="Prim PFIF",
    )  # fmt: skip
    e164 = SealedText(_("Number, international"), max_length=20, null=True, blank=True)
    safe_hours = asked(
        SealedText(_("Safe hours"), max_length=100, null=True, blank=True),
        why=_("How to reach you without putting you at risk"), sets="S", std="Prim",
    )  # fmt: skip
    safe_to_leave_message = asked(
        models.BooleanField(_("A message may be left"), default=False),
        why=_("How to reach you without putting you at risk"), sets="S", std="Prim",
    )  # fmt: skip
    shared_device = asked(
        models.BooleanField(_("Others use this device"), default=False),
        why=_("How to reach you without putting you at risk"), sets="S", std="Prim",
    )  # fmt: skip
    speaks_as = asked(
        SealedText(_("Who we say we are"), max_length=100, null=True, blank=True),
        why=_("How to reach you without putting you at risk"), sets="S", std="Prim",
    )  # fmt: skip
    # How each side knows that it is the other, agreed on beforehand: a question and its answer, or a phrase alone.
    safe_question = asked(
        SealedText(_("What we ask to be sure that it is you"), max_length=100, null=True, blank=True),
        why=_("So that nobody else is told anything in your name"), sets="S",
    )  # fmt: skip
    safe_word = asked(
        SealedText(_("Safe word: the answer, or a phrase that only you say"), max_length=100, null=True, blank=True),
        why=_("So that nobody else is told anything in your name"), sets="S",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("channel", kind=ChannelKind),
            models.CheckConstraint(
                condition=Q(safe_question__isnull=True) | Q(safe_word__isnull=False), name="channel_question_has_answer"
            ),
        ]
