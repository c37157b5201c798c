"""What the two records say about body, teeth and things, in words.  Pure: rows in clear in, words out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases import told_facts
from cases.codes import (
    LEAVES_NO_TRACE,
    Build,
    ChartOrigin,
    Colour,
    Healed,
    ItemClass,
    MarkSite,
    MedicalKind,
    Side,
    Smile,
)
from cases.vocabulary.medical import site_label
from remains.codes import Completeness, Element


def looks(file: Any) -> Iterable[str]:
    """Hair, eyes and beard; of them only the colours of hair and eyes are compared."""
    if file is None:
        return
    if hair := told_facts.hair(file):
        yield gettext("hair: %(colour)s") % {"colour": hair}
    if eyes := told_facts.eyes(file):
        yield gettext("eyes: %(colour)s") % {"colour": eyes}
    if beard := told_facts.facial_hair(file):
        yield gettext("beard: %(words)s") % {"words": beard}


def build(file: Any) -> Iterable[str]:
    """Build, which is compared, and weight, which is only shown."""
    if file is None:
        return []
    return [label(Build, file.build), told_facts.kilograms(file.weight_kg_low, file.weight_kg_high) or ""]


def smile(file: Any) -> Iterable[str]:
    return [label(Smile, code) for code in file.smile] if file is not None else []


def parts(profile: Any, file: Any) -> Iterable[str]:
    """What there is: how complete it is, and the parts that nobody has twice."""
    yield label(Completeness, profile.completeness) if profile is not None else ""
    yield from (label(Element, code) for code in (file.elements if file is not None else ()))


def medical(rows: Iterable[Any]) -> Iterable[str]:
    """Old fractures and implants, one each line."""
    for row in (row for row in rows if row.item_type not in LEAVES_NO_TRACE):
        site = "" if row.site == MarkSite.UNKNOWN else site_label(row.site)
        side = "" if row.side == Side.UNKNOWN else label(Side, row.side)
        healed = "" if row.healed == Healed.UNKNOWN else label(Healed, row.healed)
        number = gettext("number %(serial)s") % {"serial": row.device_serial} if row.device_serial else ""
        yield joined([label(MedicalKind, row.item_type), site, side, healed, number, row.description])


def chart(rows: list[Any]) -> Iterable[str]:
    """The newest dental chart: what it rests on, when, the teeth as they are written."""
    for row in rows[-1:]:
        when = row.charted_on.label() if row.charted_on else ""
        yield joined([label(ChartOrigin, row.origin), when])
        yield row.teeth


def things(rows: Iterable[Any]) -> Iterable[str]:
    """Clothes and belongings, one each line."""
    for row in rows:
        colours = [label(Colour, code) for code in row.colours]
        yield joined([label(ItemClass, row.item_class), *colours, row.brand, row.size, row.description])


def label(codes: type[models.TextChoices], code: str | None) -> str:
    """What a code is called."""
    return str(codes(code).label) if code else ""


def joined(parts: Iterable[str | Promise | None]) -> str:
    """Parts in one line, in the reader's way of listing."""
    separator = str(_(", "))
    return separator.join(str(part) for part in parts if part)
