"""The list of belongings that a family receives: what was found with somebody, to be ticked and signed on paper."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accessctl import door
from accessctl.actor import Actor
from accessctl.rings import Ring
from cases.presentation import item_line, line
from families import briefing
from families.codes import BelongingsWish
from matching.identification.selectors import ReleasePage, release_of
from matching.services import identifying
from registry.lib.errors import Forbidden, NotFound
from remains.belongings.codes import BelongingStepKind
from remains.belongings.selectors import Belonging, belongings_of
from remains.models import Remains
from remains.selectors import remains_file

Words = str | Promise


@dataclass(frozen=True)
class Thing:
    """One belonging.  returned: that the family has it, to whom and when; "" where it has not, or that is closed."""

    words: str
    returned: str = ""


@dataclass(frozen=True)
class BelongingsList:
    """The list in one language.  wish: what the family wishes back, "" where that is closed to the reader."""

    reference: str
    remains: str
    language: str
    things: list[Thing]
    handed_to: str
    wish: Words
    wished: str
    made_on: str

    @property
    def direction(self) -> str:
        return briefing.direction_of(self.language)


def belongings_list(actor: Actor, ref: str, *, language: str) -> BelongingsList:
    """The belongings of identified remains, for either side.  ref: of the remains.  Raises NotFound, Forbidden."""
    if language not in briefing.LANGUAGES:
        raise NotFound()
    page = release_of(actor, ref)
    entry = remains_file(actor, page.remains.ref).entry
    if entry is None:
        raise Forbidden()
    things, listed = _things(actor, page.remains), {thing.key for thing in entry.belongings}
    with translation.override(language):
        wish, wished = _wish(page)
        made = BelongingsList(
            reference=page.held.pair.ref, remains=page.remains.ref, language=language,
            things=[
                *(Thing(item_line(thing), _returned(things.get(thing.key))) for thing in entry.belongings),
                # What is kept, though the description names it no more.
                *(Thing(thing.words, _returned(thing)) for name, thing in things.items() if name not in listed),
            ],
            handed_to=page.order.handed_to if page.order else "", wish=wish, wished=wished,
            made_on=briefing.ISOLATED.format(timezone.localdate().isoformat()),
        )  # fmt: skip
    identifying.record(actor, page.held.pair, "pair.belongings_printed", language=language)
    return made


def _things(actor: Actor, remains: Remains) -> dict[str, Belonging]:
    """The belongings in care by their names; none where the forensic file is closed to the reader."""
    if Ring.FORENSIC not in door.rings(actor, remains):
        return {}
    try:
        return {thing.name: thing for thing in belongings_of(actor, remains.ref).things}
    except Forbidden:  # an agreement keeps custody closed
        return {}


def _returned(thing: Belonging | None) -> str:
    now = thing.current if thing else None
    if now is None or now.step.kind != BelongingStepKind.RETURNED:
        return ""
    day = briefing.ISOLATED.format(timezone.localdate(now.step.at).isoformat())
    return line([_("Returned to the family"), day, now.step.to_person])


def _wish(page: ReleasePage) -> tuple[Words, str]:
    wishes = page.wishes.wishes if page.wishes else None
    if wishes is None or not wishes.belongings_return:
        return "", ""
    return BelongingsWish(wishes.belongings_return).label, wishes.belongings_list or ""
