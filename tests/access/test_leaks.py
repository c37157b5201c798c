"""No word of a ring reaches a reader beyond it: every address is asked for by everybody, and every answer is searched.

Asked for is what each reader may know of; what they may not is the business of `test_hidden`, what they send that of
`test_writes`.  Each answer is searched for every word, reference and address of a person that is not theirs to know.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from accessctl import own_role, topology
from accessctl.clear import Clear, reveal
from accessctl.codes import Purpose, Role
from accessctl.models import RingRow
from cases.partner_forms import FORMS
from cases.partner_forms.declare import About
from cases.policies import EVENT_PURPOSES
from matching.models.profiles import ProfilePart
from tests.access import elsewhere, words
from tests.access.planting import World
from tests.access.reading import Reader, leaks, shown, told, words_in
from tests.access.routes import CASES, Route, walk
from tests.access.writes import OPENINGS

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("access-reading")]

ENDS_THE_SESSION = "account_logout"
# Fixed pages and one's own account: nothing of a record is looked up there, so somebody and nobody ask for all.
RECORDLESS = (
    "account_", "mfa_", "api:schema", "api:docs", "api:token", "api:peer-envelopes", "api:peer-tables",
    "site:help", "site:offline", "site:service-worker", "site:where",
)  # fmt: skip
RECORDLESS_READERS = ("caseworker", "public")
# A PDF takes a second to draw and holds the reference alone.
DRAWN = ("remains:label-pdf", "remains:draft-label-pdf", "remains:labels-pdf")
DRAWN_FOR = ("analyst", "second_caseworker")
MORE_OF = {
    "matching:pair": ("?opinions=1",),
    "cases:photo": ("", "?size=small"),
    "remains:image": ("?image=1",),
    "cases:image": ("?image=1",),
    "families:signed-paper": ("?image=1",),
    "api:remains-image": ("", "?number=1"),
    "api:case-image": ("", "?number=1"),
    "api:signed-paper": ("", "?number=1"),
    "families:receipt": ("", "?form=json"),
    "cases:list": ("", "?whose=own"),
    "matching:pairs": ("", "?state=all"),
}
# The journal of an organisation tells its data-protection officer and its auditor which records the own people opened
# or asked for, be they of elsewhere: references and codes, no content.
NAMED_TO = {("officer", "accessctl:journal"), ("auditor", "accessctl:journal")}
# Who can shut people out of the own organisation, or runs the registry, reads how those are reached there.
ADDRESSED_TO = {(reader, "accessctl:organisation") for reader in ("supervisor", "officer", "administrator")}
# What a reader holds and no page shows: their role may read it, and nothing is built yet that would let them.
UNSHOWN = {
    ("system", "agreement", "1"),
    *(("system", event, "2") for event in ("incident", "event_theirs")),
    # What was told of a family to a provider is shown to its own caseworkers at the address of the referral's id.
    ("second_caseworker", "referred", "3k"),
}
# Tables of a ring whose sealed columns hold codes, numbers or digests alone, or that say no word of a person here: what
# was seen when parts were joined, the number a record has elsewhere.
WORDLESS = {
    "BodyPart", "CaseOrigin", "Consent", "ConsentReminder", "DonorLink", "EventSurvivor",
    "FamilyPlacing", "FeedbackRhythm", "InventoryPiece", "InvitationCode", "PageCode", "Relative", "RelativeTie",
    "RemainsOrigin", "SampleTest", "WhereaboutsTold",
}  # fmt: skip
AGREED_PURPOSES = (Purpose.SHARE_SEARCH, Purpose.FORENSIC_COMPARISON)


def addresses(world: World, reader: str) -> Iterator[tuple[Route, str]]:
    """What this reader asks for: every route, with every planted record of its kind that they may know of."""
    for route in walk():
        if route.name == ENDS_THE_SESSION or (route.name in DRAWN and reader not in DRAWN_FOR):
            continue
        if route.name.startswith(RECORDLESS) and reader not in RECORDLESS_READERS:
            continue
        records = shown(world, reader, route.records)
        for ref in [world.refs[record] for record in records] if route.takes_ref else [""]:
            for address in route.addresses(ref):
                for more in MORE_OF.get(route.name, ("",)):
                    yield route, address + more


def ask(client: Reader, route: Route, address: str) -> Any:
    """What opens a ring is opened by a click, some of it for a purpose that is stated there."""
    if route.name in OPENINGS:
        return client.post(address, {"purpose": Purpose.FORENSIC_COMPARISON})
    return client.get(address)


@pytest.mark.parametrize("reader", words.WALKING)
def test_no_answer_tells_what_its_reader_may_not_know(
    reader: str, planted: World, readers: dict[str, Reader], lines: list[str]
) -> None:
    found, seen, asked = set[tuple[str, str]](), set[str](), 0
    for route, address in addresses(planted, reader):
        response = ask(readers[reader], route, address)
        asked += 1
        assert response.status_code < 500, address
        said = told(response, address)
        seen |= said.words
        beyond = leaks(planted, reader, said, route=route.name)
        if (reader, route.name) in NAMED_TO:
            beyond = {one for one in beyond if not one.startswith("that there is")}
        if (reader, route.name) in ADDRESSED_TO:
            beyond = {one for one in beyond if not one.startswith("the address of")}
        found |= {(route.name, what) for what in beyond}
    assert sorted(found) == []
    assert asked > 30, asked
    assert unseen(reader, seen) == {place for place in UNSHOWN if place[0] == reader}
    assert elsewhere.spilt(lines) == set()


def test_a_form_of_others_tells_nobody_more_than_the_record(planted: World, readers: dict[str, Reader]) -> None:
    """Every case in the order of every form, and as a file for programs, asked for by everybody."""
    answered = set[tuple[str, int]]()
    layouts = [form.code for form in FORMS.values() if form.about is About.CASE]
    for reader in words.WALKING:
        for case, layout, act in product(CASES, layouts, ("open", "csv", "json")):
            if act != "open" and layout != layouts[-1] and reader != "caseworker":
                continue  # which file it is does not depend on the form
            address = f"/cases/{planted.refs[case]}/am-file/"
            sent = {"purpose": Purpose.FORENSIC_COMPARISON, "layout": layout, "act": act}
            response = readers[reader].post(address, sent)
            answered.add((act, response.status_code))
            assert response.status_code < 500
            assert leaks(planted, reader, told(response, address), route="cases:am-file") == set(), (
                reader,
                layout,
                act,
            )
    assert {("open", 200), ("csv", 200), ("json", 200), ("csv", 403)} <= answered


def unseen(reader: str, seen: set[str]) -> set[tuple[str, str, str]]:
    """Rings that this reader holds and that showed them nothing: a search that finds nothing would prove nothing."""
    held = {place for place, may in words.MAY_READ.items() if reader in may}
    return {(reader, *place) for place in held if not seen & set(words.WORDS[place[0]][place[1]])}


@pytest.mark.parametrize("purpose", ["", *Purpose])
def test_a_stated_purpose_opens_what_is_agreed_for_it_and_no_more(
    purpose: str, planted: World, readers: dict[str, Reader]
) -> None:
    """A partner system says for what it asks; under a purpose that no agreement names it has its own records alone."""
    only = None if not purpose or purpose in AGREED_PURPOSES else words.OWN_OF_SECOND_NGO
    if only and purpose in EVENT_PURPOSES:
        only = (*only, "event")  # they take part in it: the invitation is the agreement
    seen = set[str]()
    for route, address in addresses(planted, "system"):
        if route.is_api:
            response = readers["system"].get(address, headers={"X-Purpose": purpose} if purpose else {})
            said = told(response, address)
            assert leaks(planted, "system", said, only=only) == set(), (route.name, purpose)
            seen |= said.words
    assert words.word("theirs", "name") in seen
    assert (words.word("case", "name") in seen) is (only is None)


def test_an_unknown_purpose_is_refused_at_every_address(planted: World, readers: dict[str, Reader]) -> None:
    for route, address in addresses(planted, "system"):
        if route.is_api and route.name not in RECORDLESS:
            response = readers["system"].get(address, headers={"X-Purpose": "curiosity"})
            assert response.status_code == 400, route.name
            assert told(response, address) == (set(), set(), set()), route.name


@pytest.mark.parametrize("reader", ["officer", "focal_a", "origin_official"])
def test_people_cannot_state_another_purpose(reader: str, planted: World, readers: dict[str, Reader]) -> None:
    """Theirs is their role's: the header of the partner systems is not even read."""
    for address in ("/cases/", "/remains/", f"/cases/{planted.refs['case']}/"):
        plain = told(readers[reader].get(address), address)
        for purpose in Purpose:
            assert told(readers[reader].get(address, headers={"X-Purpose": purpose}), address) == plain, purpose


def test_people_of_every_role_read(planted: World) -> None:
    actors = [member.actor for member in planted.readers.values()] + [planted.cast.system.actor]
    assert {role for actor in actors for role in actor.roles} == set(Role)
    assert {*planted.readers, "system", "public"} == set(words.READERS)


def test_every_table_that_can_hold_words_holds_one(planted: World) -> None:
    """A new table of any ring fails here until words are planted in it: what is not planted cannot be found."""
    tables = {table for root in topology.roots() for held in topology.ring_tables(root).values() for table in held}
    asked_of = {table for table in tables if not issubclass(table, ProfilePart)}  # codes for the engine
    bare = {table.__name__ for table in asked_of if not any(map(_holds_a_word, reveal(_rows(table))))}
    assert bare == WORDLESS


def _rows(table: type[RingRow]) -> list[RingRow]:
    with own_role.of([table]):
        return list(table._default_manager.all())


def _holds_a_word(row: Clear) -> bool:
    values = [getattr(row, field.name) for field in row._meta.concrete_fields]
    texts = [str(value.to_json()) if hasattr(value, "to_json") else str(value) for value in values]
    return bool(words_in("\n".join(texts).encode()))
