"""Code lists about a mouth as a whole: how its teeth are numbered, which set they are, what is worn in it."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from cases.codes.base import CodeList


class ToothNumbering(CodeList):
    """The way of numbering in which a chart was written.  Whatever it was, the record keeps FDI numbers."""

    FDI = "fdi", pgettext_lazy("numbering of teeth", "FDI: 11–48, milk teeth 51–85")
    UNIVERSAL = "universal", pgettext_lazy("numbering of teeth", "Universal: 1–32, milk teeth A–T")
    PALMER = "palmer", pgettext_lazy("numbering of teeth", "Palmer: UR1–LR8, milk teeth URA–LRE")


class Dentition(CodeList):
    """Which set of teeth there is."""

    DECIDUOUS = "deciduous", pgettext_lazy("teeth", "Milk teeth")
    MIXED = "mixed", pgettext_lazy("teeth", "Milk and permanent teeth")
    PERMANENT = "permanent", pgettext_lazy("teeth", "Permanent teeth")
    EDENTULOUS = "edentulous", pgettext_lazy("teeth", "No teeth left")


class Jaw(CodeList):
    """The jaw that something is worn in."""

    UPPER = "upper", pgettext_lazy("jaw", "Upper jaw")
    LOWER = "lower", pgettext_lazy("jaw", "Lower jaw")


class ProsthesisKind(CodeList):
    """What is worn over teeth or in their place, by the codes of CL-SMILE."""

    FULL = "denture_full", pgettext_lazy("teeth", "A full denture")
    PART = "denture_part", pgettext_lazy("teeth", "A partial denture")
    BRACES = "braces", pgettext_lazy("teeth", "Braces")
    GRILL = "grill", pgettext_lazy("teeth", "A metal cover")
    OTHER = "other", pgettext_lazy("teeth", "Something else")


class CulturalModification(CodeList):
    """What custom did to the teeth."""

    FILED = "filed", pgettext_lazy("teeth", "Filed")
    AVULSED = "avulsed", pgettext_lazy("teeth", "Taken out")
    INLAY = "inlay", pgettext_lazy("teeth", "Inlaid")
    COLOURED = "coloured", pgettext_lazy("teeth", "Coloured")
