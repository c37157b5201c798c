"""What presses in custody on My work: leases that end, hand-overs nobody confirmed; counts, and the soonest first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accessctl.codes import RecipientClass, Role
from accessctl.models import JournalEntry
from remains.custody import pressing
from tests.cast import Cast
from tests.factories.accessctl import agreement, member, organisation
from tests.factories.custody import laid, ready, write
from tests.factories.remains import some_remains
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db


def test_the_soonest_leases_are_shown_with_how_many_there_are(
    cast: Cast, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pressing, "MOST", 1)
    actor, today = cast.analyst.actor, timezone.localdate()
    assert pressing.graves(actor) == pressing.Graves()
    assert not JournalEntry.objects.filter(action="ring.read", refs=[]).exists()
    records = [some_remains(cast) for _number in range(3)]
    for record, days in zip(records, (300, 20, 900), strict=True):
        ready(actor, record)
        laid(actor, record, plot=f"P-{days}", lease_expires_at=today + timedelta(days=days))
    found = pressing.graves(actor)
    assert (found.count, [one.remains for one in found.leases]) == (2, [records[1]])
    page = client_for(cast.analyst.account).get(reverse("remains:work-graves")).content.decode()
    assert records[1].ref in page
    assert JournalEntry.objects.filter(action="ring.read", ring="3f", refs=[records[1].ref]).exists()
    for other in (cast.caseworker, cast.focal_a):
        assert pressing.graves(other.actor) == pressing.Graves()
        page = client_for(other.account).get(reverse("remains:work-graves")).content.decode()
        assert records[1].ref not in page


def test_hand_overs_are_shown_to_who_confirms_and_late_ones_to_who_gave(cast: Cast, client_for: ClientFor) -> None:
    other = organisation("Second institute", kind=RecipientClass.FORENSIC_INSTITUTE, country="ITA")
    there = member(other, Role.FORENSIC_PRACTITIONER)
    agreement(cast.organisations.institute, other, purposes=("forensic_comparison",), max_layer=1)
    actor, now = cast.analyst.actor, timezone.now()
    late, timely = some_remains(cast), some_remains(cast)
    for record, hours in ((late, 30), (timely, 1)):
        write(actor, record, "recovered")
        write(actor, record, "admitted")
        write(actor, record, "moved", at=now - timedelta(hours=hours), to_org=other.ref)
    given, got = pressing.hand_overs(actor), pressing.hand_overs(there.actor)
    assert ([one.remains for one in given.late], given.late_count, given.incoming) == ([late], 1, [])
    assert (set(got.incoming), got.incoming_count, got.late) == ({late, timely}, 2, [])
    page = client_for(cast.analyst.account).get(reverse("remains:work-hand-overs")).content.decode()
    assert late.ref in page
    assert timely.ref not in page
    assert pressing.hand_overs(cast.caseworker.actor) == pressing.HandOvers()
    write(there.actor, late, "admitted", at=now)
    assert pressing.hand_overs(actor).late_count == 0
