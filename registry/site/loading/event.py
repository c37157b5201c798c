"""One event of the demonstration: led by an institute, worked with others, its list heard, its board on the way."""

from __future__ import annotations

from collections import Counter

from accessctl import door
from accessctl.actor import Actor
from accessctl.approvals import services as approvals
from cases.dvi.codes import Heard, Population, TaskState
from cases.models import Case, DviEvent
from cases.services import dvi, dvi_people
from cases.services.dvi import EventEntry
from cases.services.dvi_people import PassengerEntry
from matching.services import boards
from registry.site.invented.records import CaseRecord, Invented
from registry.site.loading.organisations import Standing, fresh

JOINING = (("voces", "supervisor"), ("state-b", "focal-b"))
INVITED = ("state-a", "teranga")
DONE = ("scene_mapped", "scene_numbered", "pm_examined", "pm_images", "am_lists")
UNDER_WAY = ("pm_samples", "am_asked", "am_files")
NAMES = 12  # on the list, beyond which nobody reads a demonstration


def lead_an_event(invented: Invented, standing: Standing, cases: dict[str, str], incidents: dict[str, str]) -> str:
    """Promote the incident that most files are linked to.  Returns the reference of the event, "" if none is."""
    linked = [*(row.incident for row in invented.cases), *(row.incident for row in invented.remains)]
    files = Counter(incident for incident in linked if incident)
    if not files:
        return ""
    key = files.most_common(1)[0][0]
    lead, second = fresh(standing, "analyst"), fresh(standing, "coordinator")
    aboard = max(20, files[key] * 2)
    entry = EventEntry(population=Population.PARTLY_OPEN, aboard_low=aboard, aboard_high=aboard + 15)
    asked = dvi.ask_promotion(actor=lead, incident_ref=incidents[key], entry=entry)
    approvals.approve(second, asked.ref)
    event: DviEvent = door.visible(lead, DviEvent).get()
    for organisation in (*(one for one, _who in JOINING), *INVITED):
        dvi.invite(actor=lead, ref=event.ref, organisation=standing.organisations[organisation].ref)
    for _organisation, who in JOINING:
        dvi.answer_invitation(actor=fresh(standing, who), ref=event.ref, accept=True)
    for task in (*DONE, *UNDER_WAY):
        state = TaskState.DONE if task in DONE else TaskState.UNDER_WAY
        dvi.mark_step(actor=lead, ref=event.ref, task=task, state=state)
    _heard(lead, event, [row for row in invented.cases if row.incident == key], cases)
    boards.ask(actor=lead, ref=event.ref)
    return event.ref


def _heard(lead: Actor, event: DviEvent, reports: list[CaseRecord], cases: dict[str, str]) -> None:
    """Names as survivors said them; those whose case the lead sees are linked."""
    seen = set(door.visible(lead, Case).filter(ref__in=cases.values()).values_list("ref", flat=True))
    for number, report in enumerate(reports[:NAMES]):
        ref = cases[report.key]
        entry = PassengerEntry(
            name=report.name_as_given, source_kind="survivor", described="List of the first night",
            reliability="C", heard=Heard.IN_WATER if number % 3 else Heard.BOARDED,
            case=ref if ref in seen and number % 2 else "",
        )  # fmt: skip
        dvi_people.add_passenger(actor=lead, ref=event.ref, entry=entry)
