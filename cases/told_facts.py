"""What is told of a missing person in words, in three parts: who they are, how they look, the last contact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.codes import Smile
from cases.models import CaseSearchFile
from cases.presentation import Fact, absent_of, centimetres, line, place_words, span
from cases.selectors import CaseFile
from cases.vocabulary.looks import TOLD_LOOKS
from registry.lib.speech import in_order


def search_facts(file: CaseFile) -> list[Fact]:
    """The search file in words."""
    held = file.search
    return [] if held is None else [*person(held), *looks(held), *last_contact(held)]


def person(held: Any) -> list[Fact]:
    """Birth and origin."""
    return [
        Fact(_("Date of birth"), held.date_of_birth and held.date_of_birth.label(), absent_of(held, "date_of_birth")),
        Fact(_("Age at last contact"), span(held.age_low, held.age_high), absent_of(held, "age"), ltr=True),
        Fact(_("Origin"), place_words(held.place_of_origin), absent_of(held, "place_of_origin")),
    ]


def looks(held: Any) -> list[Fact]:
    """Height to distinguishing features; what goes beyond the usual questions only where it was answered."""
    return [
        Fact(_("Height"), centimetres(held.height_cm_low, held.height_cm_high), absent_of(held, "height")),
        Fact(_("Height in words"), held.height_class and held.get_height_class_display()),
        Fact(_("Hair"), held.hair_colour and held.get_hair_colour_display(), absent_of(held, "hair_colour")),
        Fact(_("Eyes"), held.eye_colour and held.get_eye_colour_display(), absent_of(held, "eye_colour")),
        Fact(_("Build"), held.build and held.get_build_display(), absent_of(held, "build")),
        *_further(held),
        Fact(_("Teeth"), ", ".join(str(Smile(code).label) for code in held.smile) or None, absent_of(held, "smile")),
        Fact(_("Distinguishing features"), held.distinguishing_features, absent_of(held, "distinguishing_features")),
    ]


def _further(held: Any) -> Iterator[Fact]:
    said = {name: word(held, name) for name in TOLD_LOOKS} | {
        "weight_kg": kilograms(held.weight_kg_low, held.weight_kg_high),
        "shoe_size_eu": shoe_size(held),
        "voice_gait_habits": held.voice_gait_habits,
        "observed_at": held.observed_at and held.observed_at.label(),
    }
    for name, value in said.items():
        if value or name in held.absences:
            yield Fact(LABELS.get(name) or _label(name), value, absent_of(held, name))


LABELS = {"weight_kg": _("Weight"), "shoe_size_eu": _("Shoe size (EU)")}


def _label(name: str) -> str:
    return str(CaseSearchFile._meta.get_field(name).verbose_name)  # type: ignore[union-attr] # a column


def last_contact(held: Any) -> list[Fact]:
    """Where and when, what happened, with whom."""
    return [
        Fact(
            _("Last contact"),
            held.date_last_contact and held.date_last_contact.label(),
            absent_of(held, "date_last_contact"),
        ),
        Fact(_("Place of last contact"), place_words(held.place_last_contact), absent_of(held, "place_last_contact")),
        Fact(_("What happened"), held.circumstances_text, absent_of(held, "circumstances_text")),
        Fact(_("Companions"), held.companions_text, absent_of(held, "companions_text")),
    ]


def word(held: Any, name: str) -> str | None:
    """One code of the looks, of a case or of remains, in words; None: nothing is said."""
    code = getattr(held, name)
    return str(TOLD_LOOKS[name](code).label) if code else None


def hair(held: Any) -> str | None:
    """Colour, whether it is dyed, length, type and where it is lost, in one line."""
    colour = held.hair_colour and held.get_hair_colour_display()
    dyed = gettext("dyed") if held.hair_dyed == "yes" else ""
    bald = word(held, "baldness") if held.baldness not in (None, "none", "unk") else None
    lost = gettext("bald: %(where)s") % {"where": bald} if bald else ""
    return line([colour, dyed, word(held, "hair_length"), word(held, "hair_form"), lost]) or None


def facial_hair(held: Any) -> str | None:
    """Beard or moustache with its colour."""
    return line([word(held, "facial_hair"), word(held, "facial_hair_colour")]) or None


def eyes(held: Any) -> str | None:
    """Both eyes, and the left one where it is of another colour."""
    colour = held.eye_colour and held.get_eye_colour_display()
    left = word(held, "eye_colour_left")
    return line([colour, gettext("left eye: %(colour)s") % {"colour": left} if left else ""]) or None


def kilograms(low: int | None, high: int | None) -> str | None:
    """A weight with its unit."""
    text = span(low, high)
    return gettext("%(range)s kg") % {"range": in_order(text)} if text else None


def shoe_size(held: Any) -> str | None:
    """As numbered in Europe."""
    return span(held.shoe_size_eu_low, held.shoe_size_eu_high)
