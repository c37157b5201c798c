"""Words of lines that are called otherwise when both are remains, and read otherwise when one was found alive."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from matching.codes import PairKind
from matching.wording import reasons

Words = str | Promise

LINES: dict[PairKind, dict[str, Words]] = {
    PairKind.PM_PM: {
        "lag": pgettext_lazy("evidence line", "Time of finding"),
        "place": pgettext_lazy("evidence line", "Place of finding"),
        "origin": pgettext_lazy("evidence line", "What points to an origin"),
    },
    PairKind.AM_ALIVE: {
        "lag": pgettext_lazy("evidence line", "Time between last contact and being seen"),
        "origin": pgettext_lazy("evidence line", "Nationality"),
    },
}
REASONS: dict[PairKind, dict[str, Words]] = {
    PairKind.AM_ALIVE: {
        "sex_contradict": _("Different sex."),
        "lag_agree": _("They were seen when people mostly turn up again after a last contact."),
        "lag_partial": _("The time that passed is possible, as for many others here."),
        "lag_contradict": _("The time that passed is unusual."),
        "origin_agree": _("The nationality is the same."),
        "origin_partial": _("The nationality is one that many share, or a neighbouring one."),
        "origin_contradict": _("The nationalities differ."),
        "name_contradict": _("The names differ. Lists of names are often written in haste."),
    },
}
_ABSENT_ALIVE = _("it is not known of the person found alive")


def label(kind: PairKind, line: str) -> Words:
    """What a line is called."""
    return LINES.get(kind, {}).get(line) or reasons.label(line)


def sentence(kind: PairKind, code: str) -> Words:
    """The sentence of a reason."""
    if code.endswith("_absent_alive"):
        return _ABSENT_ALIVE
    return REASONS.get(kind, {}).get(code) or reasons.sentence(code, kind.value)
