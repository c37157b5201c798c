"""Donors: who gave a reference sample, as everybody but the family's own caseworkers knows them, by a code alone.

Whose code it is lies with the family (`families.DonorLink`, ring 3k); what was taken lies with whoever keeps samples
(`remains.SampleOfDonor`).  Neither app knows the other: this row is all they share.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessctl.models import Record
from cases.codes import DonorKind
from cases.vocabulary.coded import CodeField, one_of


class Donor(Record):
    """A donor by code.  The effect columns say which kinds of laboratory they agreed to.

    tests_until: nothing is taken, sent, tested or compared from then on; None while nothing was agreed to, or no more.
    stopped_at: since when what is left of the samples is to be destroyed.  The database asks both (`remains`).
    """

    REF_PREFIX = "MDN"

    kind = CodeField(_("What the sample comes from"), codes=DonorKind, default=DonorKind.RELATIVE)
    tests_until = models.DateTimeField(_("May be tested until"), null=True, editable=False)
    stopped_at = models.DateTimeField(_("Stopped"), null=True, editable=False)

    class Meta(Record.Meta):
        constraints = one_of("donor", kind=DonorKind)
