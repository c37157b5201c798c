"""Code lists about who a person is: sex, names, age, stature, appearance."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.codes.base import CodeList


class Sex(CodeList):
    """ISO 5218: sex as known to those who ask."""

    NOT_KNOWN = "0", pgettext_lazy("sex", "Not known")
    MALE = "1", pgettext_lazy("sex", "Male")
    FEMALE = "2", pgettext_lazy("sex", "Female")
    NOT_APPLICABLE = "9", pgettext_lazy("sex", "Not applicable")


class Absence(CodeList):
    """CL-ABSENT: why an asked field has no value.  Never scored, never an empty string."""

    UNKNOWN = "unknown", _("We do not know")
    DECLINED = "declined", _("We prefer not to say")
    NOT_ASKED = "not_asked", _("Not asked")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")
    ERASED = "erased", _("Removed on request")


class NameKind(CodeList):
    """CL-NAMEKIND: which kind of name a row holds."""

    MAIN = "main", _("Main name")
    NICK = "nick", _("Nickname")
    ALIAS = "alias", _("Also known as")
    SPELLING = "spelling", _("Other spelling")
    TRANSLIT = "translit", _("Transliteration")
    DOC = "doc", _("Name on a document")
    BIRTH = "birth", _("Name at birth")
    MAIDEN = "maiden", _("Name before marriage")
    MARRIED = "married", _("Name by marriage")
    RELIGIOUS = "religious", _("Religious name")
    NOM_DE_VOYAGE = "nomdevoyage", _("Name used on the route")
    MISHEARD = "misheard", _("Name as misheard")


class NameOrder(CodeList):
    """Order of the parts of a name as written."""

    GIVEN_FIRST = "gf", _("Given name first")
    FAMILY_FIRST = "fg", _("Family name first")
    SINGLE = "mono", _("One name only")
    CHAIN = "chain", _("Chain of given names")
    UNKNOWN = "unknown", pgettext_lazy("order of names", "Not known")


class SpellingConfidence(CodeList):
    """How sure the spelling of a name is."""

    READ_FROM_DOCUMENT = "read_from_document", _("Read from a document")
    SPELLED_BY_FAMILY = "spelled_by_family", _("Spelled by the family")
    HEARD = "heard", _("Written as heard")
    GUESSED = "guessed", _("Guessed")


class Transliteration(CodeList):
    """CL-TRANSLIT: where the Latin spelling of a name comes from."""

    FAMILY_SPELLING = "family_spelling", _("The family's own spelling")
    DOCUMENT_MRZ = "document_mrz", _("Machine-readable line of a document")
    ISO = "iso", "ISO"
    UNGEGN = "ungegn", "UNGEGN"
    PINYIN = "pinyin", "Pinyin"
    MACHINE = "machine", _("Made by the registry")
    WORKER = "worker", _("The caseworker's spelling")


class BirthDateBasis(CodeList):
    """What a birth date rests on."""

    DOCUMENT = "document", _("A document")
    FAMILY = "family", _("The family's word")
    ESTIMATED = "estimated", _("An estimate")
    DEFAULT_JAN1 = "default_jan1", _("A default day on papers, such as 1 January")


class AgeClass(CodeList):
    """CL-AGECLASS: age in bands.  18 is the legal limit of childhood."""

    FETUS = "fetus", _("Fetus")
    INFANT = "infant", _("Infant (0–1)")
    CHILD = "child", _("Child (2–11)")
    ADOLESCENT = "adolescent", _("Adolescent (12–17)")
    YOUNG = "young", _("Young adult (18–30)")
    MIDDLE = "middle", _("Adult (31–50)")
    OLDER = "older", _("Older adult (51 or more)")
    ADULT = "adult_unsp", _("Adult, age not known")
    UNKNOWN = "unk", pgettext_lazy("age", "Not known")


class HeightClass(CodeList):
    """CL-HCLASS: stature in words, for adults."""

    VERY_SHORT = "very_short", _("Very short (under 150 cm)")
    SHORT = "short", _("Short (150–160 cm)")
    MEDIUM = "medium", _("Medium (160–172 cm)")
    TALL = "tall", _("Tall (172–182 cm)")
    VERY_TALL = "very_tall", _("Very tall (over 182 cm)")


# Bounds in cm of each class, for scoring; the open ends stop where adult stature does.
HEIGHT_CLASS_CM: dict[str, tuple[int, int]] = {
    HeightClass.VERY_SHORT: (125, 150),
    HeightClass.SHORT: (150, 160),
    HeightClass.MEDIUM: (160, 172),
    HeightClass.TALL: (172, 182),
    HeightClass.VERY_TALL: (182, 210),
}


class HeightReference(CodeList):
    """What a height is known from."""

    MEASURED = "measured", pgettext_lazy("height", "Measured")
    DOCUMENT = "document", pgettext_lazy("height", "From a document")
    COMPARED = "compared_to_relative", _("Compared with a relative")
    GUESS = "guess", pgettext_lazy("height", "A guess")


class HairColour(CodeList):
    """CL-HAIR: natural or dyed colour of the hair."""

    BLACK = "blk", pgettext_lazy("hair", "Black")
    DARK_BROWN = "dbr", pgettext_lazy("hair", "Dark brown")
    BROWN = "bro", pgettext_lazy("hair", "Brown")
    LIGHT_BROWN = "lbr", pgettext_lazy("hair", "Light brown")
    BLOND = "bln", pgettext_lazy("hair", "Blond")
    RED = "red", pgettext_lazy("hair", "Red")
    GREY = "gry", pgettext_lazy("hair", "Grey")
    PARTLY_GREY = "gmx", pgettext_lazy("hair", "Partly grey")
    WHITE = "whi", pgettext_lazy("hair", "White")
    DYED = "dye", pgettext_lazy("hair", "Coloured")
    BALD = "bald", pgettext_lazy("hair", "Bald")
    UNKNOWN = "unk", pgettext_lazy("hair", "Not known")


class Bool3(CodeList):
    """Yes, no or not known."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", pgettext_lazy("answer", "Not known")
