"""A grave among those of its burial place: drawn to scale with north up, and nobody whom the reader may not open."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from accessctl.models import JournalEntry
from cases.vocabulary.place import Place
from registry.lib.errors import Forbidden, NotFound
from remains.custody.plots import plots_of
from remains.models import Remains
from tests.cast import Cast
from tests.factories.custody import laid, ready
from tests.factories.remains import some_remains
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db
LAT, LON = 35.5, 12.6
METRE = 1 / 110_574  # of latitude


def buried(cast: Cast, north_m: float, **said: object) -> Remains:
    """Two metres long, one wide, so far north of the first."""
    found = some_remains(cast)
    ready(cast.analyst.actor, found)
    south, east = LAT + north_m * METRE, LON + METRE
    corners = ((south, LON), (south, east), (south + 2 * METRE, east), (south + 2 * METRE, LON))
    laid(cast.analyst.actor, found, **{"cemetery": "New Cemetery", "outline": corners, "plot": f"{north_m}"} | said)
    return found


def test_neighbours_stand_where_they_are_and_others_are_absent(cast: Cast, client_for: ClientFor) -> None:
    actor = cast.analyst.actor
    one, near = buried(cast, 0), buried(cast, 10)
    dot = buried(cast, 20, outline=(), place=Place(country="ITA", lat=LAT, lon=LON, radius_m=5, kind="cemetery"))
    told = buried(cast, 30, outline=(), place=None, cemetery=" new  CEMETERY ", plot="by the wall")
    buried(cast, 5, cemetery="Another")
    buried(cast, 5000)
    found = plots_of(actor, one.ref)
    assert found.this is not None
    assert found.this.refs == (one.ref,)
    assert [(plot.number, plot.refs, plot.metres) for plot in found.others] == [
        (2, (dot.ref,), 1),
        (3, (near.ref,), 10),
    ]
    assert str(found.others[1].wind) == "north"
    assert found.others[1].y < found.this.y
    assert [refs for _label, refs in found.unplaced] == [(told.ref,)]
    metres, pixels = found.bar
    assert (found.this.y - found.others[1].y) / 10 == pytest.approx(pixels / metres, rel=0.02)
    for plot in (found.this, *found.others):
        for x, y in re.findall(r"([\d.]+),([\d.]+)", plot.path):
            assert 0 <= float(x) <= found.size[0]
            assert 0 <= float(y) <= found.size[1]
    page = client_for(cast.analyst.account).get(reverse("remains:plots", args=[one.ref])).content.decode()
    assert page.count('stroke="currentColor"/><text') == len(found.others)
    assert near.ref in page
    read = JournalEntry.objects.filter(action="ring.read", ring="3f", refs__contains=[near.ref]).latest("id")
    assert told.ref in read.refs
    assert [plot.number for plot in found.others] == [2, 3]


def test_who_may_not_read_the_chain_sees_no_grave(cast: Cast) -> None:
    one, kept = buried(cast, 0), some_remains(cast)
    with pytest.raises(NotFound):
        plots_of(cast.analyst.actor, kept.ref)
    for who in (cast.caseworker, cast.focal_a):
        with pytest.raises((NotFound, Forbidden)):
            plots_of(who.actor, one.ref)
