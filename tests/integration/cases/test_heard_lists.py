"""A list of names as heard: from lines or a file, looked at first, all of it or nothing, never doubled."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accessctl.codes import Role
from accessctl.models import JournalEntry
from cases.dvi import selectors
from cases.imports import heard_names, sheets
from cases.imports.heard_names import HeardLine, NoNames, TooManyNames
from cases.models import DviEvent, EventPassenger
from cases.services import dvi_list, dvi_people
from cases.services.dvi import EventClosed, close_event
from cases.services.dvi_people import PassengerEntry
from registry.lib.errors import Forbidden, Invalid
from tests.cast import Cast
from tests.factories import dvi as events
from tests.factories import families
from tests.factories.accessctl import member
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db
SOURCE = PassengerEntry(name="", source_kind="survivor", described="First night", heard="boarded")
POSTED = {"source_kind": "survivor", "described": "First night", "reliability": "C", "heard": "boarded"}


@pytest.fixture
def event(cast: Cast) -> DviEvent:
    second = member(cast.organisations.institute, Role.FORENSIC_COORDINATOR)
    return events.led(cast.analyst.actor, second.actor, members=[cast.organisations.ngo])


def listed(cast: Cast, event: DviEvent) -> list[tuple[str, str, str | None]]:
    rows = selectors.passengers(cast.analyst.actor, event.ref).rows
    return [(one.row.name, one.row.heard, one.row.note) for one in rows]


def bring(cast: Cast, event: DviEvent, text: str, **more: Any) -> int:
    lines = heard_names.read(text).lines
    return dvi_list.bring_names(actor=cast.analyst.actor, ref=event.ref, source=SOURCE, lines=lines, **more)


def test_the_same_list_reads_alike_pasted_and_in_every_kind_of_file() -> None:
    rows = [
        ["Nom", "What was said of them", "What else was said", "Phone"],
        ["Awa, called Yaye", "rescued", "from Mbour; two children", "1"],
        ["", "", "", ""],
        ["Lamin", "Last seen in the water", "", ""],
    ]
    rows[0][0] = "Name as heard"
    wanted = [
        HeardLine(2, "Awa, called Yaye", "rescued", "from Mbour; two children"),
        HeardLine(4, "Lamin", "in_water", ""),
    ]
    for kind in sheets.MIME:
        found = heard_names.read(heard_names.text_of(sheets.table(kind, rows)))
        assert (found.lines, found.unread) == (wanted, ["Phone"]), kind
    pasted = heard_names.read("Awa\n\n  Lamin ; in the bow\nModou\twith a friend\nDiop, Awa")
    assert [(one.number, one.name, one.note) for one in pasted.lines] == [
        (1, "Awa", ""), (3, "Lamin", "in the bow"), (4, "Modou", "with a friend"), (5, "Diop, Awa", ""),
    ]  # fmt: skip
    parts = heard_names.read("Prénom;Nom;Remarks\nAwa;Diop;x")
    assert [one.name for one in parts.lines] == ["Awa Diop"]


def test_what_is_no_list_of_names_is_refused_as_a_whole() -> None:
    with pytest.raises(NoNames):
        heard_names.read("Age;Sex;Boat\n20;m;1")
    for refused in (
        lambda: heard_names.read("\n".join(f"Name {n}" for n in range(501))),
        lambda: heard_names.text_of(b"a\n" * 502),
    ):
        with pytest.raises(TooManyNames):
            refused()
    with pytest.raises(Invalid):
        heard_names.text_of(b"PK\x03\x04 no workbook")


def test_each_refused_line_says_why_and_stops_the_whole_unless_it_is_left_out(cast: Cast, event: DviEvent) -> None:
    text = "name;heard;note\nAwa;;\n=1+1;;\nLamin;sunk;\n;;said twice\nA\u202eb;;\nModou;;" + "x" * 501 + "\nA\ufffd;;"
    lines = heard_names.read(text).lines
    look = dvi_list.look_at_names(actor=cast.analyst.actor, ref=event.ref, source=SOURCE, lines=lines)
    assert [one.line.number for one in look.refused] == [3, 4, 5, 6, 7, 8]
    assert all(reason.strip() for one in look.refused for reason in one.reasons)
    with pytest.raises(dvi_list.LinesRefused):
        bring(cast, event, text)
    assert not EventPassenger.objects.exists()
    assert bring(cast, event, text, leave_out=True) == 1
    assert listed(cast, event) == [("Awa", "boarded", None)]


def test_a_line_that_is_on_the_list_is_said_and_not_doubled(cast: Cast, event: DviEvent) -> None:
    assert bring(cast, event, "Awa Diop\nLamin;in the bow\nawa  diop") == 2
    again = "AWA DIOP\nLamin;another boat\nLamin;in the bow\nModou"
    look = dvi_list.look_at_names(
        actor=cast.analyst.actor, ref=event.ref, source=SOURCE, lines=heard_names.read(again).lines
    )
    assert [one.line.number for one in look.known] == [1, 3]
    assert bring(cast, event, again) == 2
    assert bring(cast, event, again) == 0
    assert len(listed(cast, event)) == 4
    brought = JournalEntry.objects.filter(action="event.passengers_brought")
    assert [entry.detail["names"] for entry in brought.order_by("id")] == [2, 2]
    otherwise = "name;heard\nModou;said_dead"
    assert [bring(cast, event, otherwise) for _time in range(2)] == [1, 0], "heard otherwise is another line"


def test_a_name_that_is_kept_from_who_writes_is_not_found_by_trying(cast: Cast, event: DviEvent) -> None:
    kept = families.a_case(cast, consents=families.consents(search=(), forensic=()))
    entry = PassengerEntry(name="Kept Away", source_kind="survivor", described="First night")
    row = dvi_people.add_passenger(actor=cast.analyst.actor, ref=event.ref, entry=entry)
    EventPassenger.objects.filter(pk=row.pk).update(case=kept, organisation=cast.organisations.ngo)
    look = dvi_list.look_at_names(
        actor=cast.analyst.actor, ref=event.ref, source=SOURCE, lines=[HeardLine(1, "Kept Away")]
    )
    assert len(look.new) == 1


def test_only_who_may_read_the_list_of_an_active_event_brings_names_in(cast: Cast, event: DviEvent) -> None:
    who = {"ref": event.ref, "source": SOURCE, "lines": [HeardLine(1, "Awa")]}
    with pytest.raises(Forbidden):
        dvi_list.bring_names(actor=cast.caseworker.actor, **who)
    with pytest.raises(Invalid) as error:
        dvi_list.bring_names(actor=cast.analyst.actor, **who | {"source": PassengerEntry(name="", source_kind="")})
    assert set(error.value.fields) == {"source_kind"}
    close_event(actor=cast.analyst.actor, ref=event.ref)
    with pytest.raises(EventClosed):
        dvi_list.bring_names(actor=cast.analyst.actor, **who)
    assert not EventPassenger.objects.exists()


def test_the_page_looks_first_and_keeps_what_was_typed_and_what_the_file_held(
    cast: Cast, event: DviEvent, client_for: ClientFor
) -> None:
    client, address = client_for(cast.analyst.account), reverse("cases:event-people-list", args=[event.ref])
    file = SimpleUploadedFile("list.csv", b"Name as heard,heard\nAwa,rescued\nLamin,sunk\n")
    page = client.post(address, POSTED | {"act": "look", "file": file})
    assert page.status_code == 200
    assert not EventPassenger.objects.exists()
    held = unescape(page.content.decode().split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>")[0])
    assert "Lamin;sunk" in held
    bring = POSTED | {"act": "bring", "names": held}
    assert client.post(address, bring).status_code == 422
    assert not EventPassenger.objects.exists()
    assert client.post(address, bring | {"names": held.replace("sunk", "missing")}).status_code == 302
    assert listed(cast, event) == [("Awa", "rescued", None), ("Lamin", "missing", None)]
    for wrong in ({"names": ""}, {"names": "Awa", "source_kind": ""}, {"names": "Age;Sex;Boat"}):
        answer = client.post(address, POSTED | {"act": "look"} | wrong)
        assert answer.status_code == 422
        assert answer.content.count(b'aria-invalid="true"') == 1
