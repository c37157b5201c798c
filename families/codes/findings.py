"""Code lists of an identification as its family hears of it, and of what the family answers."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from cases.codes import CodeList


class IdMethod(CodeList):
    """CL-IDMETHOD: by what somebody is identified."""

    DNA = "dna", pgettext_lazy("identification", "DNA")
    DENTAL = "dental", pgettext_lazy("identification", "Teeth")
    FINGERPRINT = "fingerprint", pgettext_lazy("identification", "Fingerprints")
    DEVICE_SERIAL = "device_serial", pgettext_lazy("identification", "Serial number of an implant")
    MEDICAL = "medical", pgettext_lazy("identification", "Old injuries and medical findings")
    MARK = "mark", pgettext_lazy("identification", "Marks on the body")
    ANTHROPOLOGY = "anthropology", pgettext_lazy("identification", "Sex, age, stature and bones")
    BELONGINGS = "belongings", pgettext_lazy("identification", "Clothes and belongings")
    DOCUMENTS = "documents", pgettext_lazy("identification", "Papers")
    CONTEXT = "context", pgettext_lazy("identification", "Time, place and circumstances")
    VISUAL = "visual", pgettext_lazy("identification", "Recognised by sight (supports, never establishes)")
    PANEL = "combined_panel", pgettext_lazy("identification", "Several together, agreed by a panel")


# Each of these can establish who somebody was by itself.
PRIMARY: frozenset[str] = frozenset({IdMethod.DNA, IdMethod.DENTAL, IdMethod.FINGERPRINT, IdMethod.DEVICE_SERIAL})
# These count towards a combination that a panel agrees on; recognition by sight errs too often to count.
COMBINED: frozenset[str] = frozenset(IdMethod.values) - PRIMARY - {IdMethod.VISUAL, IdMethod.PANEL}


class FamilyAnswer(CodeList):
    """What a family says to an identification it was told of."""

    NOT_TOLD = "not_yet_told", pgettext_lazy("family’s answer", "They have not said anything yet")
    ACCEPTS = "accepts", pgettext_lazy("family’s answer", "They accept it")
    DOUBTS = "doubts", pgettext_lazy("family’s answer", "They doubt it")
    SECOND_OPINION = "requests_second_opinion", pgettext_lazy("family’s answer", "They ask for a second opinion")
    REFUSES = "refuses", pgettext_lazy("family’s answer", "They do not accept it")


class OpinionResult(CodeList):
    """What a second opinion comes to."""

    CONFIRMS = "confirms", pgettext_lazy("second opinion", "It comes to the same conclusion")
    OPEN = "cannot_say", pgettext_lazy("second opinion", "It can neither confirm nor contradict it")
    CONTRADICTS = "contradicts", pgettext_lazy("second opinion", "It comes to another conclusion")
