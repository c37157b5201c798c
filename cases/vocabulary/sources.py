"""Where a value comes from: every group of values points to a row like this one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accessctl.models import Source
from cases.codes import CollectionMethod, Reliability, SourceKind
from cases.vocabulary.coded import CodeField, LanguageField, one_of, within


class Provenance(Source):
    """A source with the way it was collected, by `created_by`.  The name of a person belongs in ring 3k, not here."""

    kind = CodeField(_("Source"), codes=SourceKind)
    method = CodeField(_("How it was collected"), codes=CollectionMethod, default=CollectionMethod.INTERVIEW)
    language = LanguageField(_("Language of the interview"), null=True, blank=True)
    reliability = CodeField(_("Reliability of the source"), codes=Reliability, default=Reliability.UNKNOWN)

    class Meta(Source.Meta):
        abstract = True
        constraints = [
            *one_of("%(class)s", kind=SourceKind, method=CollectionMethod, reliability=Reliability),
            *within("%(class)s", information=(1, 4)),
        ]
