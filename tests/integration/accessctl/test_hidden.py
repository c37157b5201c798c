"""Hidden equals absent: the same words, the same statements, for whoever may not know that a record exists."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accessctl import audiences, door
from accessctl.actor import Actor
from accessctl.codes import RecipientClass
from accessctl.consent import AudienceSpec, ConsentEffect
from accessctl.policy import Action
from cases.models import Case
from registry.lib.errors import NotFound, RegistryError
from registry.lib.ids import new_ref
from tests.cast import Cast
from tests.integration.accessctl.worlds import case, effect

REASONS: dict[str, Callable[[], ConsentEffect]] = {
    "no consent": ConsentEffect,
    "another class": lambda: effect(classes=[RecipientClass.COURT]),
    "fled that State": lambda: effect(audience=AudienceSpec(firewall_states=frozenset({"ERI"}))),
    "not this country": lambda: effect(audience=AudienceSpec(except_countries=frozenset({"ERI"}))),
}


def asked(actor: Actor, ref: str, action: Action) -> tuple[dict[str, object], list[str]]:
    """The error's body and the statements run, without the values in them."""
    with CaptureQueriesContext(connection) as captured, pytest.raises(RegistryError) as caught:
        door.fetch(actor, Case, action, ref=ref)
    assert isinstance(caught.value, NotFound)
    return caught.value.as_dict(), [re.sub(r"'[^']*'", "?", query["sql"]) for query in captured.captured_queries]


def statements_of_page(actor: Actor) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        door.page(actor, Case)
    return [re.sub(r"'[^']*'", "?", query["sql"]) for query in captured.captured_queries]


def test_a_page_asks_the_same_whether_there_is_a_row_or_none(cast: Cast) -> None:
    audiences.specs()
    reader = cast.caseworker.actor
    none = statements_of_page(reader)
    shown = case(reader)
    assert door.page(reader, Case).rows == [shown]
    assert statements_of_page(reader) == none


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("action", [Action.VIEW, Action.CHANGE])
def test_a_hidden_case_is_answered_like_one_that_never_was(cast: Cast, reason: str, action: Action) -> None:
    hidden = case(cast.caseworker.actor, REASONS[reason]())
    assert door.fetch(cast.caseworker.actor, Case, ref=hidden.ref) == hidden
    observer = cast.origin_official.actor
    audiences.specs()  # what a process opens once a minute is not part of an answer
    assert asked(observer, hidden.ref, action) == asked(observer, new_ref("MMR"), action)


@pytest.mark.parametrize("ref", ["", "nonsense", "MMR-00000-00000-0", "' OR 1=1 --", "\x00", "М" * 5000])
def test_what_is_no_reference_is_answered_alike(cast: Cast, ref: str) -> None:
    observer = cast.origin_official.actor
    assert asked(observer, ref, Action.VIEW) == asked(observer, new_ref("MMR"), Action.VIEW)


def test_a_hidden_case_is_in_no_list_count_or_filter(cast: Cast) -> None:
    fled = effect(audience=AudienceSpec(firewall_states=frozenset({"ERI"})))
    hidden = case(cast.caseworker.actor, fled)
    observer = cast.origin_official.actor
    page = door.page(observer, Case)
    assert (page.rows, page.count, page.next) == ([], 0, None)
    assert not door.visible(observer, Case).filter(ref=hidden.ref).exists()
    assert not door.can(observer, Action.VIEW, hidden)
    assert door.rings(observer, hidden) == frozenset()
    assert door.page(observer, Case, after=hidden.ref).rows == []
