"""What came of an event's remains, on its exit report: counts of what the reader reaches, and nobody in it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accessctl.codes import Role
from cases.models import DviEvent
from matching.event_outcomes import Outcomes, outcomes
from registry.lib.dates import parse_edtf
from remains.models import Remains
from remains.services import link_incident
from tests.cast import Cast
from tests.factories import custody, dvi, identification, samples
from tests.factories import matching as make
from tests.factories.accessctl import member
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal


@pytest.fixture
def event(cast: Cast) -> DviEvent:
    second = member(cast.organisations.institute, Role.FORENSIC_COORDINATOR)
    return dvi.led(cast.analyst.actor, second.actor, members=[cast.organisations.ngo])


def linked(cast: Cast, event: DviEvent, found: Remains) -> Remains:
    link_incident(actor=cast.analyst.actor, remains_ref=found.ref, incident_ref=event.incident.ref)
    return found


def test_it_counts_methods_places_samples_and_days_and_names_nobody(
    cast: Cast, event: DviEvent, client_for: ClientFor
) -> None:
    actor, today = cast.analyst.actor, timezone.localdate()
    assert outcomes(actor, event) == Outcomes()
    pair = identification.hypothesis(cast, found_at=parse_edtf((today - timedelta(days=31)).isoformat()))
    assert pair.remains is not None
    known, kept = linked(cast, event, pair.remains), linked(cast, event, make.remains(actor))
    identification.established(cast, pair)
    custody.write(actor, kept, "recovered")
    custody.write(actor, kept, "admitted")
    sampled, lab = samples.sample(actor, kept), samples.laboratory()
    samples.sent(actor, sampled, lab)
    samples.sample(actor, known)
    found = outcomes(actor, event)
    assert (found.read, found.identified, found.days_median, found.days_longest) == (2, 1, 30, 30)
    assert {code for code, _words, count in found.methods if count == 1} == {"dental", "mark"}
    assert {code: count for code, _words, count in found.states if count} == {"none": 1, "kept": 1}
    assert (found.samples_taken, found.samples_pending, found.samples_reported) == (2, 1, 0)
    report, client = reverse("matching:event-report", args=[event.ref]), client_for(cast.analyst.account)
    told = client.get(f"{report}?form=json").content.decode()
    assert json.loads(told)["outcomes"]["methods"]["dental"] == 1
    page = client.get(report).content.decode()
    assert "median 30, longest 30" in page
    for one in (known.ref, kept.ref, sampled.ref, str(pair.ref)):
        assert one not in told + page


def test_who_opens_no_forensic_file_is_told_that_it_is_not_known(
    cast: Cast, event: DviEvent, client_for: ClientFor
) -> None:
    linked(cast, event, make.remains(cast.analyst.actor))
    assert outcomes(cast.caseworker.actor, event) == Outcomes()
    page = client_for(cast.caseworker.account).get(reverse("matching:event-report", args=[event.ref])).content.decode()
    assert "no forensic file of the event is open to this reader" in page
    assert "Days from finding" not in page
