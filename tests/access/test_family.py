"""A relative's own page tells what they gave, and nothing of anybody else, in whatever way it is asked."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from accessctl.tokens import token_of
from cases.models import Case
from families.models import Referral, Relative
from families.services import page_codes
from tests.access import words
from tests.access.planting import World
from tests.access.reading import Reader, told
from tests.access.routes import CASES, walk
from tests.access.words import word

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("access-reading")]

GIVEN = (
    "name father mother story feature habit companion origin mark thing written imei paper intimate serial "
    "implant illness medicine molar denture stain bite kin talk "
    "wish need referral legalpaper office dentist clinicfile printsat offerer findingauthority findingact "
    "findingsummary answer wishrite wishfaith wishdecides wishbelongings wishdestination "
    "steppaper stepcost caption signed"
)
REACHED = "hours speaksas safequestion safeword photo image thumbprint"
PAGES = ("/family/", "/family/ask/", "/family/ask/?kind=amend", "/family/withdraw/", "/family/withdraw/?use=search:cso")


def visit(world: World, relative: Relative) -> Reader:
    cache.clear()
    case = Case.objects.get(pk=relative.case_id)
    by = world.cast.second_caseworker if case.ref == world.refs["theirs"] else world.cast.supervisor
    sheet = page_codes.make_code(actor=by.actor, case_ref=case.ref, token=token_of(relative.pk))
    client = Reader()
    assert client.post("/family/", {"code": sheet.code, "pin": sheet.pin}).status_code == 302
    return client


@pytest.mark.parametrize("record", CASES)
def test_it_tells_what_they_gave_and_nothing_beyond(planted: World, record: str) -> None:
    first = Relative.objects.get(case__ref=planted.refs[record], is_primary_contact=True)
    client = visit(planted, first)
    answers = [client.get(page) for page in PAGES]
    answers += [client.post("/family/copy/", {"as": kind}) for kind in ("page", "json")]
    said = [told(answer) for answer in answers]
    own = {word(record, what) for what in (*GIVEN.split(), *REACHED.split())} | {words.PHONES[record]}
    if record == "theirs":  # what a provider was told of them, and what it answered
        own |= {word("referred", what) for what in ("told", "answer")}
        own |= {word(record, what) for what in ("outsider", "outsidereach")}
    if record == "case":  # the first of them gave a sample, and a faith organisation is told of the burial
        own |= {word("rite", what) for what in ("rite", "place", "time")}
        own |= {word("gift", "quantity"), word("donor", "clinic")}
    assert set().union(*(one.words for one in said)) <= own
    assert {word(record, what) for what in GIVEN.split()} <= set().union(*(one.words for one in said))
    refs = {ref for one in said for ref in one.refs}
    assert {ref for ref in refs if not ref.startswith(Referral.REF_PREFIX)} == {planted.refs[record]}
    assert set().union(*(one.people for one in said)) == set()


def test_a_second_relative_reads_nothing_of_the_first(planted: World) -> None:
    aunt = Relative.objects.get(case__ref=planted.refs["case"], is_primary_contact=False)
    client = visit(planted, aunt)
    answers = [client.get(page) for page in PAGES]
    answers += [client.post("/family/copy/", {"as": kind}) for kind in ("page", "json")]
    # What the first agreed to is nothing that the second could take back: the page leads home.
    assert {answer.status_code for answer in answers} == {200, 302}
    assert set().union(*(told(answer).words for answer in answers)) == set()


def test_their_visit_opens_no_other_address(planted: World) -> None:
    first = Relative.objects.get(case__ref=planted.refs["case"], is_primary_contact=True)
    client, nobody = visit(planted, first), Reader()
    for route in walk():
        if route.name.startswith(("family:", "account_", "mfa_", "site:", "api:schema", "api:docs")):
            continue
        for ref in [planted.refs[record] for record in route.records[:1]] if route.takes_ref else [""]:
            for address in route.addresses(ref):
                mine, theirs = client.get(address), nobody.get(address)
                assert mine.status_code == theirs.status_code, address
                assert told(mine, address).words == told(theirs, address).words == set(), address
