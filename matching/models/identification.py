"""Identifications (ring 3f of the remains): what was concluded, on what, by whom; signatures; a second opinion.

Coded columns say how far it is; what was written and who wrote it is sealed.  Once two people have signed, a row only
ever gains that it was taken back; the database holds that, and that no pair is confirmed without one.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import Account, Organisation, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedJSON, SealedText
from cases.vocabulary.coded import CodeField, CodesField, CountryField, LanguageField, all_of, countries, one_of
from families.codes import IdMethod, OpinionResult
from matching.codes import PairState, ReviewRole
from matching.identification.codes import Conclusion
from matching.models.pairs import CandidatePair
from remains.codes import RemainsStatus
from remains.models import Remains

DIGEST = "^[0-9a-f]{64}$"
GROUNDS_MAX, LINE_MAX, SUMMARY_MAX, REASON_MAX = 4000, 200, 2000, 1000
SIGNATURES = 2


class Identification(RingRow):
    """One conclusion about a pair, from the draft to the day it is taken back.  `digest`: of all that is signed."""

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    pair = models.ForeignKey(CandidatePair, models.CASCADE, related_name="+")
    institution = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Institution"))
    # Besides the remains themselves; null: drawn up before parts were named.
    parts = asked(
        ArrayField(models.CharField(max_length=20), verbose_name=_("Joined parts that it covers"), null=True),
        sets="F", std="Eden DVI*",
    )  # fmt: skip
    methods = asked(CodesField(_("Methods"), codes=IdMethod), sets="F", std="DVI* Eden", code_list="CL-IDMETHOD")
    # Who agreed that several methods together suffice: [name, profession] each.
    panel = asked(SealedJSON(_("Panel"), null=True, blank=True), sets="F", std="DVI*")
    grounds = asked(SealedText(_("What it rests on"), max_length=GROUNDS_MAX), sets="F", std="DVI*")
    conclusion = asked(CodeField(_("Conclusion"), codes=Conclusion), sets="F", std="DVI*")
    authority = asked(SealedText(_("Competent authority"), max_length=LINE_MAX), sets="F", std="DVI*")
    country = asked(CountryField(_("Country of the authority")), sets="F", std="DVI*")
    legal_act = asked(SealedText(_("Legal act it acts by"), max_length=LINE_MAX), sets="F", std="DVI*")
    established_on = asked(models.DateField(_("Date of the conclusion")), sets="F", std="DVI*")
    family_summary = asked(
        SealedText(_("In plain words, for the family"), max_length=SUMMARY_MAX, null=True, blank=True),
        sets="F", std="Ant",
    )  # fmt: skip
    summary_lang = asked(LanguageField(_("Language of these words"), null=True, blank=True), sets="F", std="Ant")
    # Keeps the digest from being tried out.
    nonce = SealedText(max_length=64)
    digest = models.CharField(max_length=64, editable=False)
    # --- how far it is ---
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    issued_at = models.DateTimeField(_("Issued"), null=True, editable=False)
    pair_before = CodeField(codes=PairState, null=True, editable=False)
    remains_before = CodeField(codes=RemainsStatus, null=True, editable=False)  # null until the family was told
    revoked_at = models.DateTimeField(_("Taken back"), null=True, editable=False)
    revocation_reason = asked(
        SealedText(_("Why it was taken back"), max_length=REASON_MAX, null=True, blank=True), sets="F", std="DVI*"
    )

    class Meta(RingRow.Meta):
        constraints: ClassVar = [
            *one_of("identification", conclusion=Conclusion, pair_before=PairState, remains_before=RemainsStatus),
            *all_of("identification", methods=IdMethod),
            *countries("identification", "country"),
            models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="identification_digest"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(issued_at=None), name="identification_issued_or_withdrawn"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(issued_at__isnull=False), name="identification_issued_before_revoked"
            ),
            models.CheckConstraint(
                condition=Q(issued_at=None) | Q(pair_before__isnull=False), name="identification_knows_before"
            ),
            models.UniqueConstraint(
                fields=["pair"], condition=Q(withdrawn_at=None, issued_at=None), name="identification_one_draft"
            ),
            models.UniqueConstraint(
                fields=["remains"],
                condition=Q(conclusion=Conclusion.ESTABLISHED, issued_at__isnull=False, revoked_at=None),
                name="identification_one_per_remains",
            ),
        ]

    @property
    def is_draft(self) -> bool:
        return self.issued_at is None and self.withdrawn_at is None

    @property
    def stands(self) -> bool:
        return self.issued_at is not None and self.revoked_at is None


class Signature(RingRow):
    """One person's signature under an identification: never changed, and taken back only with the whole."""

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    identification = models.ForeignKey(Identification, models.CASCADE, related_name="+")
    signer = models.ForeignKey(Account, models.PROTECT, related_name="+")
    name = asked(SealedText(_("Name"), max_length=LINE_MAX), sets="F", std="DVI*")
    role = asked(CodeField(_("In which capacity"), codes=ReviewRole), sets="F", std="DVI*")
    digest = models.CharField(max_length=64, editable=False)
    signed_at = models.DateTimeField(_("Signed"), default=timezone.now, editable=False)

    class Meta(RingRow.Meta):
        constraints: ClassVar = [
            *one_of("signature", role=ReviewRole),
            models.UniqueConstraint(fields=["identification", "signer"], name="signature_once_each"),
            models.UniqueConstraint(fields=["identification", "role"], name="signature_two_roles"),
            models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="signature_digest"),
        ]


class SecondOpinion(RingRow):
    """That a second opinion on an identification was asked for, and what it came to."""

    RING = Ring.FORENSIC
    RECORD = "remains"

    remains = models.ForeignKey(Remains, models.CASCADE, related_name="+")
    identification = models.OneToOneField(Identification, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Asked for by"))
    asked_on = models.DateField(_("Asked for on"), default=timezone.localdate)
    given_by = asked(SealedText(_("Who gave it"), max_length=LINE_MAX, null=True, blank=True), sets="F", std="Ant")
    result = asked(CodeField(_("What it came to"), codes=OpinionResult, null=True, blank=True), sets="F", std="Ant")
    words = asked(SealedText(_("In their words"), max_length=REASON_MAX, null=True, blank=True), sets="F", std="Ant")
    given_on = models.DateField(_("Given on"), null=True)

    class Meta(RingRow.Meta):
        constraints: ClassVar = one_of("secondopinion", result=OpinionResult)
