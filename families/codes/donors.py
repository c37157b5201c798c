"""Code lists of relatives who give samples."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from cases.codes import CodeList


class FamilySide(CodeList):
    """Through which parent of the missing person somebody is related."""

    MOTHER = "mother", pgettext_lazy("side of the family", "Through the mother")
    FATHER = "father", pgettext_lazy("side of the family", "Through the father")
