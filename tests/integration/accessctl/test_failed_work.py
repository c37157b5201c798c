"""Work that was given up: who learns of it, how little it says, and its second chance."""

from __future__ import annotations

import pytest
from django.test import Client

from accessctl import effects, failed
from accessctl.models import Effect, JournalEntry
from registry.lib.ids import new_ref
from tests.cast import Cast
from tests.factories import matching as make
from tests.integration.accessctl.test_effects import run_out
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db
KIND = "record.compare"
PAGE, AGAIN = "/failed-work/", "/failed-work/again/"


def given_up(ref: str, name: str = "") -> Effect:
    """Work on a record that failed as often as it may, with a message that repeats what somebody entered."""
    effects.owe(KIND, f"{KIND}:{ref}", ref=ref)
    effect = Effect.objects.get(key=f"{KIND}:{ref}")
    for _ in range(effects.MAX_ATTEMPTS):
        run_out(effect)
        (leased,) = effects.lease(KIND)
        try:
            new_ref(name or "Amina")
        except ValueError as error:
            effects.failed(leased, error)
    effect.refresh_from_db()
    assert effect.state == Effect.State.PARKED
    return effect


def test_it_says_what_fails_and_where_and_nothing_that_was_entered(cast: Cast) -> None:
    case = make.case(cast.caseworker.actor)
    given_up(case.ref, "Amina Canary")
    (piece,) = failed.listed(cast.supervisor.actor)
    assert (piece.ref, piece.attempts, piece.error) == (case.ref, effects.MAX_ATTEMPTS, "ValueError")
    assert piece.place.startswith("registry/lib/ids.py:")
    assert piece.kind == "Comparison of a changed record"
    assert not [value for value in Effect.objects.values().get().values() if "Canary" in str(value)]


def test_work_on_a_record_out_of_sight_is_not_there(cast: Cast, client_for: ClientFor) -> None:
    """Neither listed nor counted nor begun again: it would tell that there is such a record."""
    hidden = given_up(make.remains(cast.analyst.actor).ref)
    officer = client_for(cast.officer.account)
    assert (failed.listed(cast.officer.actor), failed.count(cast.officer.actor)) == ([], 0)
    assert "Work that failed" not in officer.get("/work/").content.decode()
    officer.post(AGAIN)
    officer.post(AGAIN, {"piece": str(hidden.pk)})
    assert effects.lease(KIND) == []
    assert [piece.ref for piece in failed.listed(cast.supervisor.actor)] == [hidden.payload["ref"]]


def test_work_that_is_about_no_record_is_read_by_all_who_answer(cast: Cast) -> None:
    effects.owe(KIND, "of no record")
    Effect.objects.update(state=Effect.State.PARKED)
    assert [failed.count(person.actor) for person in (cast.supervisor, cast.officer, cast.analyst)] == [1, 1, 0]


def test_who_answers_for_an_organisation_reads_it_and_nobody_else(cast: Cast, client_for: ClientFor) -> None:
    given_up(make.case(cast.caseworker.actor).ref)
    read = {name for name, person in cast.people.items() if client_for(person.account).get(PAGE).status_code == 200}
    assert read == {"supervisor", "officer", "focal_a", "focal_b", "origin_official"}
    assert Client().get(PAGE).status_code == 404
    assert all(not failed.listed(person.actor) for name, person in cast.people.items() if name not in read)


def test_the_page_offers_another_try(cast: Cast, client_for: ClientFor) -> None:
    first, second = (given_up(make.case(cast.caseworker.actor).ref) for _ in range(2))
    client = client_for(cast.supervisor.account)
    assert "2 pieces of work wait." in client.get(PAGE).content.decode()
    response = client.post(AGAIN, {"piece": str(first.pk)}, follow=True)
    assert "1 piece of work is tried again." in response.content.decode()
    assert [effect.pk for effect in effects.lease(KIND)] == [first.pk]
    client.post(AGAIN)
    assert [effect.pk for effect in effects.lease(KIND)] == [second.pk]
    assert "Nothing has failed" in client.get(PAGE).content.decode()
    assert JournalEntry.objects.filter(action="work.tried_again", refs=[]).count() == 2


def test_nobody_else_tries_anything_again(cast: Cast, client_for: ClientFor) -> None:
    effect = given_up(make.case(cast.caseworker.actor).ref)
    for person in (cast.caseworker, cast.analyst, cast.second_caseworker):
        assert client_for(person.account).post(AGAIN, {"piece": str(effect.pk)}).status_code == 404
    assert client_for(cast.supervisor.account).post(AGAIN, {"piece": "9" * 30}).status_code == 404
    assert effects.lease(KIND) == []


def test_work_that_is_under_way_cannot_be_begun_twice(cast: Cast) -> None:
    effects.owe(KIND, "under way", ref="MMR-x")
    (leased,) = effects.lease(KIND)
    assert failed.try_again(actor=cast.supervisor.actor, key=leased.pk) == 0
    assert effects.done(leased)


def test_my_work_tells_of_it_when_there_is_any(cast: Cast, client_for: ClientFor) -> None:
    officer, caseworker = client_for(cast.officer.account), client_for(cast.caseworker.account)
    assert "Work that failed" not in officer.get("/work/").content.decode()
    given_up(make.case(cast.caseworker.actor).ref)
    assert "The registry gave up 1 piece of work" in officer.get("/work/").content.decode()
    assert "Work that failed" not in caseworker.get("/work/").content.decode()
