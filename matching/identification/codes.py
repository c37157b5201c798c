"""What an identification can come to."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from cases.codes import CodeList


class Conclusion(CodeList):
    """The conclusion that people sign.  Only the first one says who somebody was."""

    ESTABLISHED = "established", pgettext_lazy("conclusion", "Identity established")
    PROBABLE = "probable_not_sufficient", pgettext_lazy("conclusion", "Probable, and not sufficient")
    INSUFFICIENT = "insufficient", pgettext_lazy("conclusion", "Too little to conclude")
    EXCLUSION = "exclusion", pgettext_lazy("conclusion", "Excluded: not the same person")


# These settle the pair: reviews and new evidence no longer move it.
SETTLING: frozenset[str] = frozenset({Conclusion.ESTABLISHED, Conclusion.EXCLUSION})
