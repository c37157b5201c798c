"""Consent: one row per purpose and recipient class, never changed.

A change of mind is a new row that supersedes the old one; PostgreSQL refuses to alter a row (see the migration), while
sealed columns may be sealed anew under another key.  No row means no consent.  What consents amount to is written to
the record as masks and an audience by `accessctl`.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accessctl.codes import Purpose, RecipientClass
from accessctl.declare import asked
from accessctl.models import NumberedImage, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedJSON, SealedText
from cases.codes import FileKind
from cases.models import Case, CaseSource
from cases.vocabulary.coded import CodeField, one_of, within
from families.codes import (
    AskAgain,
    ConsentDecision,
    ConsentForm,
    ConsentState,
    LegalBasis,
    PublicationLevel,
    SubjectKind,
)
from families.models.relatives import Relative
from registry.lib.ids import uuid7

LANGUAGE_TAG_LENGTH = 12
SIGNED_KINDS = [FileKind.CONSENT_EVIDENCE, FileKind.LEGAL_PAPER, FileKind.LETTER]


class RiskBriefing(models.Model):
    """The exact wording that was read out or shown before a consent: a row per wording and language, never changed."""

    RING: ClassVar[Ring] = Ring.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.CharField(_("Version"), max_length=20)
    language = models.CharField(_("Language"), max_length=LANGUAGE_TAG_LENGTH)
    text = models.TextField(_("Wording"))
    # SHA-256 of the text: the same wording is stored once.
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["version", "language", "digest"], name="riskbriefing_wording_once"),
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="riskbriefing_digest_sha256"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.language}"


class Consent(RingRow):
    """One decision on one use of the data by one class of recipients."""

    RING = Ring.SEARCH
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    purpose = asked(
        CodeField(_("Purpose"), codes=Purpose),
        why=_("You decide each use separately"), sets="B", std="Ant Prim", code_list="CL-PURPOSE",
    )  # fmt: skip
    recipient_class = asked(
        CodeField(_("Receiver"), codes=RecipientClass),
        why=_("You decide each receiver separately"), sets="B", std="Prim", code_list="CL-RECIP",
    )  # fmt: skip
    decision = asked(
        CodeField(_("Decision"), codes=ConsentDecision),
        why=_("Nothing is shared or compared without it"), sets="B", std="Prim",
    )  # fmt: skip
    max_layer = asked(
        models.PositiveSmallIntegerField(_("How much may be told"), default=2),
        why=_("How much may be told"), sets="B",
    )  # fmt: skip
    # SECURITY: whom a family fears is sealed.  {"only": [organisation ids], "except": [organisation ids]}
    recipient_organisations = asked(
        SealedJSON(_("Receivers named or excluded"), null=True, blank=True),
        why=_("You may name or exclude receivers"), sets="S", std="Prim",
    )  # fmt: skip
    # {"scope": code of CountryScope, "countries": [alpha-3]}
    country_scope = asked(
        SealedJSON(_("Countries"), null=True, blank=True),
        why=_("Countries you do not want to involve"), sets="S", std="Rec", code_list="CountryScope",
    )  # fmt: skip
    publication = asked(
        CodeField(_("Public notice"), codes=PublicationLevel, default=PublicationLevel.NONE),
        why=_("A public notice only with your yes"), sets="S", std="ICRC*",
    )  # fmt: skip
    legal_basis = CodeField(_("Legal basis"), codes=LegalBasis, default=LegalBasis.CONSENT)
    briefing = models.ForeignKey(RiskBriefing, models.PROTECT, related_name="+")
    risks_explained = asked(
        models.BooleanField(_("Risks were explained")),
        why=_("You were told risks and rights first"),
        sets="B",
        std="Ant",
    )
    rights_explained = asked(
        models.BooleanField(_("Rights were explained")),
        why=_("You were told risks and rights first"),
        sets="B",
        std="Ant",
    )
    valid_from = models.DateTimeField(_("Valid from"))
    valid_until = models.DateTimeField(_("Valid until"), null=True)
    state = CodeField(_("State"), codes=ConsentState)
    supersedes = models.OneToOneField("self", models.RESTRICT, null=True, related_name="+")

    class Meta(RingRow.Meta):
        constraints = [
            *one_of(
                "consent",
                purpose=Purpose,
                recipient_class=RecipientClass,
                decision=ConsentDecision,
                publication=PublicationLevel,
                legal_basis=LegalBasis,
                # expired and superseded are read from dates and from later rows, never written
                state=[ConsentState.GIVEN, ConsentState.REFUSED, ConsentState.RESTRICTED, ConsentState.WITHDRAWN],
            ),
            *within("consent", max_layer=(0, 4)),
            models.CheckConstraint(
                condition=Q(risks_explained=True, rights_explained=True), name="consent_both_explained"
            ),
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="consent_valid_order"),
            models.CheckConstraint(
                condition=Q(state=ConsentState.REFUSED, decision=ConsentDecision.REFUSED)
                | Q(
                    state__in=[ConsentState.GIVEN, ConsentState.RESTRICTED, ConsentState.WITHDRAWN],
                    decision=ConsentDecision.GIVEN,
                ),
                name="consent_state_fits_decision",
            ),
            models.CheckConstraint(
                condition=~Q(recipient_class=RecipientClass.IMMIGRATION_AUTHORITY)
                | ~Q(decision=ConsentDecision.GIVEN),
                name="consent_never_to_immigration",
            ),
        ]  # fmt: skip


class ConsentTaking(RingRow):
    """How a consent was given, by whom, with whose help: the family file's part of a consent."""

    RING = Ring.KIN
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    consent = models.OneToOneField(Consent, models.CASCADE, related_name="+")
    given_by = models.ForeignKey(Relative, models.RESTRICT, null=True, related_name="+")
    subject_kind = CodeField(_("Who consents"), codes=SubjectKind, default=SubjectKind.ENQUIRER)
    how = asked(
        CodeField(_("How consent was given"), codes=ConsentForm),
        why=_("Proof that you were asked"), sets="B", std="Prim",
    )  # fmt: skip
    interpreter = asked(
        SealedText(_("Interpreter"), max_length=120, null=True, blank=True),
        why=_("Proof that you were asked in your language"), sets="S", std="Ant",
    )  # fmt: skip
    witness = asked(
        SealedText(_("Witness"), max_length=120, null=True, blank=True),
        why=_("Proof that you were asked"), sets="S", std="Ant",
    )  # fmt: skip
    guardian = asked(
        SealedText(_("Parent or guardian"), max_length=120, null=True, blank=True),
        why=_("A child is not asked to decide alone"), sets="S", std="Prim",
    )  # fmt: skip
    # Of a withdrawal: in whose words, and why, if they wished to say.
    reason = SealedText(_("Reason"), max_length=500, null=True, blank=True)

    class Meta(RingRow.Meta):
        constraints = one_of("consenttaking", subject_kind=SubjectKind, how=ConsentForm)


class SignedPaper(NumberedImage):
    """A picture of what somebody of the family signed or marked: a consent, a power of attorney, a letter."""

    RING = Ring.KIN
    RECORD = "case"
    KINDS = SIGNED_KINDS
    VIEWED_FOR = (Purpose.SEARCH, Purpose.FAMILY_SUPPORT, Purpose.LEGAL_PAPERS, Purpose.ACCOUNTABILITY)

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    # Whose signature it bears.  None: of nobody whom the registry knows, such as an interpreter.
    source = models.ForeignKey(CaseSource, models.RESTRICT, null=True, related_name="+")
    kind = asked(
        CodeField(_("What kind of paper"), codes=FileKind),
        why=_("Proof that you were asked"), sets="S", std="Ant", code_list="CL-FILE",
    )  # fmt: skip

    class Meta(NumberedImage.Meta):
        constraints = [
            *one_of("signedpaper", kind=SIGNED_KINDS, mime=["image/webp"]),
            models.UniqueConstraint(fields=["case", "number"], name="signedpaper_number_once"),
        ]


class ConsentReminder(RingRow):
    """That a family is to be asked for consent again, why, and by when.

    Derived from the consents of the case by `families.services.asking`, and written with them.
    """

    RING = Ring.SEARCH
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    reason = CodeField(_("Why"), codes=AskAgain)
    due_on = models.DateField(_("Ask by"))

    class Meta(RingRow.Meta):
        indexes = [models.Index(fields=["due_on"], name="consentreminder_due")]
        constraints = [
            *one_of("consentreminder", reason=AskAgain),
            models.UniqueConstraint(fields=["case", "reason"], name="consentreminder_once"),
        ]
