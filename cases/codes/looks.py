"""Code lists about appearance beyond height and colours: hair on head and face, lenses, skin."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from cases.codes.base import CodeList


class HairLength(CodeList):
    """CL-HLEN: how long the hair of the head is."""

    SHAVED = "shaved", pgettext_lazy("hair", "Shaved")
    SHORT = "short", pgettext_lazy("hair", "Short (under 6 cm)")
    MEDIUM = "medium", pgettext_lazy("hair", "Medium (6–12 cm)")
    LONG = "long", pgettext_lazy("hair", "Long (12–40 cm)")
    VERY_LONG = "very_long", pgettext_lazy("hair", "Very long (over 40 cm)")
    UNKNOWN = "unk", pgettext_lazy("hair", "Not known")


class HairForm(CodeList):
    """CL-HFORM: how the hair of the head grows or is worn."""

    STRAIGHT = "straight", pgettext_lazy("hair", "Straight")
    WAVY = "wavy", pgettext_lazy("hair", "Wavy")
    CURLY = "curly", pgettext_lazy("hair", "Curly")
    COILY = "coily", pgettext_lazy("hair", "Tightly curled")
    BRAIDS = "braids", pgettext_lazy("hair", "Braids")
    LOCKS = "locks", pgettext_lazy("hair", "Locks")
    CORNROWS = "cornrows", pgettext_lazy("hair", "Cornrows")
    COVERED = "covered", pgettext_lazy("hair", "Covered")
    UNKNOWN = "unk", pgettext_lazy("hair", "Not known")


class Baldness(CodeList):
    """CL-BALD: where hair is lost."""

    NONE = "none", pgettext_lazy("baldness", "None")
    FRONT = "front", pgettext_lazy("baldness", "At the front")
    CROWN = "crown", pgettext_lazy("baldness", "On the crown")
    SIDES = "sides", pgettext_lazy("baldness", "At the sides")
    TOTAL = "total", pgettext_lazy("baldness", "All over")
    UNKNOWN = "unk", pgettext_lazy("baldness", "Not known")


class FacialHair(CodeList):
    """CL-FHAIR: beard and moustache."""

    NONE = "none", pgettext_lazy("facial hair", "None")
    STUBBLE = "stubble", pgettext_lazy("facial hair", "Stubble")
    MOUSTACHE = "moustache", pgettext_lazy("facial hair", "Moustache")
    GOATEE = "goatee", pgettext_lazy("facial hair", "Goatee")
    SHORT_BEARD = "beard_short", pgettext_lazy("facial hair", "Short beard")
    FULL_BEARD = "beard_full", pgettext_lazy("facial hair", "Full beard")
    SIDEBURNS = "sideburns", pgettext_lazy("facial hair", "Sideburns")
    UNKNOWN = "unk", pgettext_lazy("facial hair", "Not known")


class ContactLenses(CodeList):
    """CL-LENS: contact lenses."""

    NONE = "none", pgettext_lazy("contact lenses", "None")
    CLEAR = "clear", pgettext_lazy("contact lenses", "Clear")
    COLOURED = "coloured", pgettext_lazy("contact lenses", "Coloured")
    UNKNOWN = "unk", pgettext_lazy("contact lenses", "Not known")


class SkinTone(CodeList):
    """CL-SKIN: the tone of the skin as seen, in steps; it says nothing of an origin."""

    VERY_LIGHT = "1", pgettext_lazy("skin", "1 (very light)")
    LIGHT = "2", pgettext_lazy("skin", "2 (light)")
    MEDIUM_LIGHT = "3", pgettext_lazy("skin", "3 (between light and medium)")
    MEDIUM = "4", pgettext_lazy("skin", "4 (medium)")
    DARK = "5", pgettext_lazy("skin", "5 (dark)")
    VERY_DARK = "6", pgettext_lazy("skin", "6 (very dark)")
    ALBINO = "albino", pgettext_lazy("skin", "Without pigment (albinism)")
    VITILIGO = "vitiligo", pgettext_lazy("skin", "Light patches (vitiligo)")
    JAUNDICED = "jaundiced", pgettext_lazy("skin", "Yellowed")
    TANNED = "tanned", pgettext_lazy("skin", "Tanned")
    UNKNOWN = "unk", pgettext_lazy("skin", "Not known")
