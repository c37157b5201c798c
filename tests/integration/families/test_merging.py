"""Two cases of one person: merged, they lose nothing; taken back, they are what they were, to the byte."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accessctl import door, topology
from accessctl.actor import Actor, Subject
from accessctl.models import JournalEntry
from cases.codes import CaseWorkflow, StateReason
from cases.models import Case, CaseSearchFile
from cases.selectors import merged_with
from cases.services import NotFromHere, merge_case, unmerge_case
from families.feedback.selectors import next_date
from families.models import Relative
from families.page.reading import home
from families.services import withdraw_consent
from families.services.state import change_state
from registry.lib.errors import Forbidden, Invalid, NotFound
from tests.cast import Cast
from tests.factories.families import a_case, relative
from tests.integration.erasure.acts import erase
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal
NO_SUCH = "No case of your organisation has this reference."


@pytest.fixture
def two(cast: Cast) -> tuple[Case, Case]:
    """A mother's case, and a brother's of the same person."""
    brother = relative(name="Ebrima Ceesay", relationship="sib_f")
    return a_case(cast), a_case(cast, relative=brother, sex="9")


def held_of(*cases: Case) -> list[Any]:
    """Every row of every table of the cases, as PostgreSQL keeps it."""
    tables = [table for rows in topology.ring_tables(Case).values() for table in rows]
    asked = [("cases_case", "id"), *((table._meta.db_table, f"{table.RECORD}_id") for table in tables)]
    found = []
    with connection.cursor() as cursor:
        for table, column in sorted(asked):
            query = f"SELECT to_jsonb(held)::text FROM {table} held WHERE {column} = ANY(%s) ORDER BY id"
            cursor.execute(query, [[case.pk for case in cases]])
            found.append((table, cursor.fetchall()))
    return found


def state(case: Case) -> tuple[str, str]:
    return CaseSearchFile.objects.get(case=case).workflow_status, Case.objects.get(pk=case.pk).status


def refused(actor: Actor, case: Case, into: str) -> str:
    with pytest.raises(Invalid) as error:
        merge_case(actor=actor, case_ref=case.ref, into_ref=into)
    (words,) = error.value.fields["right"]
    return str(words)


def test_merged_and_taken_back_nothing_is_left_of_it(cast: Cast, two: tuple[Case, Case]) -> None:
    first, second = two
    before = held_of(*two)
    merge_case(actor=cast.caseworker.actor, case_ref=second.ref, into_ref=first.ref)
    assert held_of(*two) != before
    assert (state(first), state(second)) == (("open", "active"), ("duplicate_of", "active"))
    assert merged_with(cast.caseworker.actor, second) == (first, [])
    assert merged_with(cast.caseworker.actor, first) == (None, [second])
    unmerge_case(actor=cast.supervisor.actor, case_ref=second.ref)
    assert held_of(*two) == before
    told = JournalEntry.objects.filter(action__in=["case.merged", "case.unmerged"]).order_by("pk")
    assert [(row.action, row.refs) for row in told] == [
        (action, [second.ref, first.ref]) for action in ("case.merged", "case.unmerged")
    ]
    with pytest.raises(NotFromHere):
        unmerge_case(actor=cast.supervisor.actor, case_ref=second.ref)


def test_merged_a_case_is_compared_shared_and_told_of_as_before(cast: Cast, two: tuple[Case, Case]) -> None:
    first, second = two
    due = next_date(second)
    merge_case(actor=cast.caseworker.actor, case_ref=second.ref, into_ref=first.ref)
    assert next_date(second) == due is not None
    for who in (cast.second_caseworker.actor, cast.matcher):
        assert door.visible(who, Case).filter(pk=second.pk).exists()
    assert merged_with(cast.second_caseworker.actor, first) == (None, []), "another organisation is told of neither"


def test_the_relatives_of_a_merged_case_read_that_the_search_goes_on(cast: Cast, two: tuple[Case, Case]) -> None:
    first, second = two
    row = Relative.objects.get(case=second)
    own = Actor.of_subject(Subject(second.pk, row.pk, row.source_id), proved_at=timezone.now())
    before = home(own, second.ref)
    merge_case(actor=cast.caseworker.actor, case_ref=second.ref, into_ref=first.ref)
    after = home(own, second.ref)
    assert (after.state, after.next_news) == (before.state, before.next_news)


def test_closing_one_of_a_cluster_leaves_the_others_open(cast: Cast, two: tuple[Case, Case]) -> None:
    first, second = two
    third, actor = a_case(cast), cast.caseworker.actor
    for case in (second, third):
        merge_case(actor=actor, case_ref=case.ref, into_ref=first.ref)
    withdraw_consent(actor=actor, case_ref=third.ref)
    assert (state(third), state(second)) == (("withdrawn", "inactive"), ("duplicate_of", "active"))
    change_state(actor=actor, case_ref=first.ref, to=CaseWorkflow.PAUSED, reason=StateReason.FAMILY_WISH)
    assert (state(first), state(second)) == (("paused_by_family", "inactive"), ("open", "active"))
    change_state(actor=actor, case_ref=first.ref, to=CaseWorkflow.OPEN, reason=StateReason.FAMILY_WISH)
    merge_case(actor=actor, case_ref=second.ref, into_ref=first.ref)
    erase(cast, first)
    assert state(second) == ("open", "active")


def test_what_cannot_be_merged(cast: Cast, two: tuple[Case, Case]) -> None:
    first, second = two
    actor, others = cast.caseworker.actor, a_case(cast, by=cast.second_caseworker.actor)
    assert door.visible(actor, Case).filter(pk=others.pk).exists(), "an agreement shows it"
    assert {refused(actor, first, ref) for ref in (others.ref, "MMR-00000-00000-0", "")} == {NO_SUCH}
    with pytest.raises((Forbidden, NotFound)):
        merge_case(actor=cast.second_caseworker.actor, case_ref=first.ref, into_ref=second.ref)
    assert "itself" in refused(actor, first, first.ref)
    merge_case(actor=actor, case_ref=second.ref, into_ref=first.ref)
    third = a_case(cast)
    assert "Only a search" in refused(actor, second, third.ref)
    assert "Nobody searches" in refused(actor, third, second.ref)
    assert "Others are merged" in refused(actor, first, third.ref)
    change_state(actor=actor, case_ref=third.ref, to=CaseWorkflow.PAUSED, reason=StateReason.FAMILY_WISH)
    assert "Only a search" in refused(actor, third, first.ref)


def test_the_page_merges_and_takes_back(cast: Cast, client_for: ClientFor, two: tuple[Case, Case]) -> None:
    first, second = two
    client, path = client_for(cast.caseworker.account), f"/cases/{second.ref}/state/"
    assert "Merge this case with it" in client.get(path).content.decode()
    assert client.post(path, {"right": "no reference"}).status_code == 422
    merged = client.post(path, {"right": first.ref}, follow=True).content.decode()
    assert "The work on this case goes on under another reference" in merged
    assert second.ref in client.get(f"/cases/{first.ref}/").content.decode()
    assert "take the merge back" in client.get(path).content.decode()
    alone = client.post(path, {"apart": "1"}, follow=True).content.decode()
    assert "stands by itself again" in alone
    assert state(second) == ("open", "active")
