"""The PM file of remains: what was found and examined, opened for a purpose, each ring by its own decision."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.rings import Ring
from cases.dvi.paper import Block, Paper, Words, paper
from cases.presentation import Fact
from registry.lib.errors import Forbidden
from remains import presentation, selectors
from remains.services import RemainsEntry

SCENE = ("found_place", "found_at", "found_time", "setting", "burial_context", "finder_kind")
STATE = ("completeness", "condition", "skin_examined")
LOOKS = (
    "sex_estimated", "sex_method", "age", "age_method", "stature_cm", "stature_method", "hair_colour", "eye_colour",
)  # fmt: skip
INTERVAL = ("pmi_days", "pmi_method")
STATE_FORENSIC = ("not_recovered", "elements", "alterations", "minimum_number_of_individuals")
PRESUMED = ("presumptive_identity", "presumptive_basis")


def pm_file(actor: Actor, ref: str, purpose: Purpose) -> Paper:
    """The file as far as the reader's rings go for this purpose; each opening is journalled.

    Raises NotFound, Forbidden where not even the profile is open.
    """
    acting = actor.acting_for(purpose)
    file = selectors.remains_file(acting, ref)
    entry, remains = file.entry, file.remains
    if entry is None:
        raise Forbidden()
    is_open = Ring.FORENSIC in file.open_rings
    if is_open:
        entry = selectors.with_forensic(acting, remains, entry)
    return paper(actor, "pm", remains.ref, remains.owner.name, purpose, _blocks(remains.ref, entry, is_open=is_open))


def _blocks(ref: str, entry: RemainsEntry, *, is_open: bool) -> list[Block]:
    closed = not is_open
    return [
        Block(100, _("Recovery"), [Fact(_("Reference"), ref, ltr=True), *presentation.facts(entry, SCENE)]),
        Block(200, _("State of the remains"), presentation.facts(entry, (*STATE, *_if(is_open, STATE_FORENSIC)))),
        Block(300, _("Effects: clothes, belongings, papers"), (),
              _lists(entry, "belongings", *_if(is_open, ("documents",)))),
        Block(400, _("Physical description"), presentation.facts(entry, LOOKS), _lists(entry, "marks")),
        Block(500, _("Medical"), (), _lists(entry, "medical"), is_closed=closed),
        Block(600, _("Teeth"), presentation.facts(entry, _if(is_open, ("dental_chart",))), is_closed=closed),
        Block(700, _("Samples and DNA"), note=_("Kept by code in the register of samples, never on this paper.")),
        Block(800, _("Further findings"), presentation.facts(entry, INTERVAL), _lists(entry, "indicators")),
        Block(900, _("Remarks and who filled it in"), presentation.facts(entry, _if(is_open, PRESUMED))),
    ]  # fmt: skip


def _if(is_open: bool, names: tuple[str, ...]) -> tuple[str, ...]:
    """Fields of the forensic file, where it is open."""
    return names if is_open else ()


def _lists(entry: RemainsEntry, *names: str) -> list[tuple[Words, list[str]]]:
    """Rows of the entry under their titles."""
    return [(presentation.label(name), [presentation.ROWS[name](row) for row in _rows(entry, name)]) for name in names]


def _rows(entry: RemainsEntry, name: str) -> Iterable[object]:
    found: Iterable[object] = getattr(entry, name)
    return found
