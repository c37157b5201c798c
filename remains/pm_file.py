"""The PM file of remains: what was found and examined, opened for a purpose, each ring by its own decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.rings import Ring
from cases import charted
from cases.dvi.paper import Block, Paper, Words, image_rows, paper
from cases.presentation import Fact, line
from registry.lib.errors import Forbidden
from remains import presentation, selectors
from remains.examination import codes
from remains.examination.codes import InstitutionRefKind
from remains.examination.presentation import lines_of
from remains.examination.selectors import Examined, examination
from remains.images import images_of
from remains.models import Examination, Remains
from remains.samples.selectors import samples_from
from remains.services import ExaminationEntry, RemainsEntry

SCENE = ("found_place", "found_at", "found_time", "setting", "burial_context", "finder_kind")
STATE = ("completeness", "condition", "skin_examined")
LOOKS = (
    "sex_estimated", "sex_method", "age", "age_method", "stature_cm", "stature_method", "hair_colour",
    "hair_dyed", "hair_length", "hair_form", "baldness", "facial_hair", "facial_hair_colour", "eye_colour",
    "eye_colour_left", "pm_altered",
)  # fmt: skip
LOOKS_FORENSIC = ("weight_kg", "build", "skin_tone", "ancestry_note")
INTERVAL = ("pmi_days", "pmi_method")
STATE_FORENSIC = ("not_recovered", "elements", "alterations", "minimum_number_of_individuals")
CODED: dict[str, Any] = {
    "kinds": codes.ExaminationKind, "fingers": codes.Finger, "print_quality": codes.PrintQuality,
    "print_result": codes.PrintResult, "cause": codes.CauseOfDeath,
}  # fmt: skip
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
    looked = None
    if is_open:
        entry = selectors.with_forensic(acting, remains, entry)
        looked = Looked(examination(acting, ref), images_of(acting, ref).shown(), _samples(acting, remains))
    return paper(actor, "pm", remains.ref, remains.owner.name, purpose, _blocks(remains.ref, entry, looked))


@dataclass(frozen=True)
class Looked:
    """What only the forensic file tells: the examination, what images there are, the samples (None: closed)."""

    examined: Examined
    images: list[tuple[Any, Any]]
    samples: list[str] | None


def _blocks(ref: str, entry: RemainsEntry, looked: Looked | None) -> list[Block]:
    is_open, closed = looked is not None, looked is None
    scene, exam, prints, cause, steps, estimates, images = _examined(looked)
    return [
        Block(100, _("Recovery"), [Fact(_("Reference"), ref, ltr=True), *presentation.facts(entry, SCENE), *scene]),
        Block(200, _("State of the remains"),
              [*presentation.facts(entry, (*STATE, *_if(is_open, STATE_FORENSIC))), *exam], steps),
        Block(300, _("Effects: clothes, belongings, papers"), (),
              _lists(entry, "belongings", *_if(is_open, ("documents",)))),
        Block(400, _("Physical description"), presentation.facts(entry, (*LOOKS, *_if(is_open, LOOKS_FORENSIC))),
              [*_lists(entry, "marks"), *estimates]),
        Block(500, _("Medical"), cause, _lists(entry, "medical"), is_closed=closed),
        Block(600, _("Teeth"), (), _teeth(entry) if is_open else (), is_closed=closed),
        _sampled(looked.samples if looked is not None else None),
        Block(800, _("Further findings"), [*presentation.facts(entry, INTERVAL), *prints],
              _lists(entry, "indicators")),
        Block(900, _("Remarks and who filled it in"), presentation.facts(entry, _if(is_open, PRESUMED)), images),
    ]  # fmt: skip


def _examined(looked: Looked | None) -> tuple[Any, ...]:
    """Scene, examination, prints and cause as facts; checklist, estimates and images as lists; nothing where closed."""
    if looked is None:
        return (), (), (), (), (), (), ()
    said, held = looked.examined.entry, looked.examined
    facts = [
        [_fact(said, name) for name in names]
        for names in (
            ("scene_marker", "position_note", "scene_description"),
            ("kinds", "examined_on", "examiner", "tbs"),
            ("fingers", "print_quality", "prints_searched_in", "print_result"),
            ("cause", "cause_text"),
        )
    ]  # fmt: skip
    steps = [line([one.step.label, one.state.label, one.who, one.reason]) for one in held.checks if one.is_settled]
    numbers = [line([InstitutionRefKind(one.kind).label, one.institution, one.value]) for one in said.numbers]
    standing = [row for row in held.estimates if row.withdrawn_at is None]
    shown = [line([one.range, one.method, one.measured, one.error]) for one in lines_of(standing)]
    return (
        *facts, [(_("Steps of the examination"), steps), (_("Numbers at other institutions"), numbers)],
        [(_("Age and stature by method"), shown)], [(_("Images"), image_rows(looked.images))],
    )  # fmt: skip


def _samples(actor: Actor, remains: Remains) -> list[str] | None:
    """The samples that were taken, by code, with where each stands; None where they are closed to the reader."""
    try:
        taken = samples_from(actor, remains)
    except Forbidden:
        return None
    return [line([one.sample.ref, one.label, _("a test was reported") if one.reported else ""]) for one in taken]


def _sampled(samples: list[str] | None) -> Block:
    title = _("Samples and DNA")
    if samples is None:
        return Block(700, title, is_closed=True)
    said = str(len(samples)) if samples else _("none that you may know of")
    note = _("By code alone: what was found in them is never on this paper.")
    by_code = [(_("By code"), samples)] if samples else ()
    return Block(700, title, [Fact(_("Samples taken"), str(said))], by_code, note=note)


def _fact(said: ExaminationEntry, name: str) -> Fact:
    value: Any = getattr(said, name)
    field: Any = Examination._meta.get_field(name)
    if name in CODED:
        codes = value if isinstance(value, tuple) else (value,) if value else ()
        value = ", ".join(str(CODED[name](code).label) for code in codes)
    elif name == "examined_on" and value:
        value = date_format(value, "DATE_FORMAT")
    return Fact(field.verbose_name, str(value) if value else None)


def _teeth(entry: RemainsEntry) -> list[tuple[Words, list[str]]]:
    chart = entry.dental_chart
    title = line([_("Dental chart"), charted.head_line(chart)])
    return [(title, [*charted.mouth_rows(chart), *charted.tooth_rows(chart)])]


def _if(is_open: bool, names: tuple[str, ...]) -> tuple[str, ...]:
    """Fields of the forensic file, where it is open."""
    return names if is_open else ()


def _lists(entry: RemainsEntry, *names: str) -> list[tuple[Words, list[str]]]:
    """Rows of the entry under their titles."""
    return [(presentation.label(name), [presentation.ROWS[name](row) for row in _rows(entry, name)]) for name in names]


def _rows(entry: RemainsEntry, name: str) -> Iterable[object]:
    found: Iterable[object] = getattr(entry, name)
    return found
