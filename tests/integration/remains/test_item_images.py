"""An image belongs to a mark, a tooth, a thing or a grave, and to nothing else whatever is done to the lists."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from accessctl.codes import Role
from accessctl.models import JournalEntry
from cases.images import images_of as images_of_case
from cases.services import ItemEntry, MarkEntry
from cases.services.images import keep_image as keep_of_case
from matching.images import images_of as images_of_pair
from registry.lib.errors import Invalid
from remains import images, selectors, services
from remains.models import Remains, RemainsAttachment
from tests.cast import SEARCHING, Cast
from tests.factories import families, identification
from tests.factories.accessctl import agreement, member, partner
from tests.factories.images import image_entry, jpeg, upload
from tests.factories.remains import some_remains
from tests.plugins.campaign import LONG
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db

RING = ItemEntry(item_class="ring", colours=("yel",), inscription="MARTA 2011")
SHOE = ItemEntry(item_class="trainers", colours=("whi",), brand="Adidos")
ANCHOR = MarkEntry(mark_type="tattoo", site="ul_forearm", side="l", motifs=("anchor_ship",))
SCAR = MarkEntry(mark_type="scar", site="hd_cheek", side="r")


@pytest.fixture
def remains(cast: Cast) -> Remains:
    return some_remains(cast, belongings=(RING, SHOE), marks=(ANCHOR, SCAR))


def named(cast: Cast, remains: Remains, words: str) -> str:
    """The name of the item of which the list says so."""
    return next(item.name for item in images.items_of(cast.analyst.actor, remains) if words in item.words)


def shown(cast: Cast, remains: Remains) -> list[str | None]:
    """What each image belongs to, in words, by number."""
    held = images.images_of(cast.analyst.actor, remains.ref).shown()
    return [item.words if item else None for _row, item in held]


def of(cast: Cast, remains: Remains, words: str, seed: int = 0) -> None:
    entry = replace(image_entry(seed=seed), shows=named(cast, remains, words))
    services.keep_image(actor=cast.analyst.actor, ref=remains.ref, entry=entry)


def test_from_the_ring_in_the_list_to_its_image_by_the_pages(
    cast: Cast, client_for: ClientFor, remains: Remains
) -> None:
    client, url = client_for(cast.analyst.account), f"/remains/{remains.ref}/"
    ring, shoe = named(cast, remains, "Ring"), named(cast, remains, "Adidos")
    link = f"{url}images/?of={ring}"
    assert link in client.get(url).content.decode()
    assert link not in client_for(cast.caseworker.account).get(url).content.decode(), "closed to who reads ring 2 alone"
    form = client.get(link).content.decode()
    assert f'value="{ring}" selected' in form
    assert "No image of it is kept yet." in form
    assert client.post(link, {"kind": "object_photo", "shows": ring, "file": upload()}).status_code == 302
    assert "one/?image=1" in client.get(link).content.decode()
    assert "one/?image=1" not in client.get(f"{url}images/?of={shoe}").content.decode()
    assert "MARTA 2011" in client.get(f"{url}images/one/?image=1").content.decode()
    for wrong in ("", "1" * 16, shoe[:-1], "tooth-99"):
        answer = client.post(f"{url}images/told/", {"image": "1", "shows": wrong})
        assert answer.status_code == (422 if wrong else 302), wrong
    assert shown(cast, remains) == [None]
    client.post(f"{url}images/told/", {"image": "1", "shows": shoe})
    assert "Adidos" in str(shown(cast, remains))
    assert JournalEntry.objects.filter(action="image.told", refs=[remains.ref], ring="3f").count() == 2
    before = str(shown(cast, remains))
    client.post(f"{url}images/remove/", {"image": "1", "reason": "unusable"})
    assert (len(before), RemainsAttachment.objects.get().shows) == (len(before), None)


def test_the_form_says_a_row_anew_and_a_row_taken_out_takes_no_other_along(
    cast: Cast, client_for: ClientFor, remains: Remains
) -> None:
    of(cast, remains, "Ring")
    of(cast, remains, "Adidos", seed=3)
    client, url = client_for(cast.analyst.account), f"/remains/{remains.ref}/edit/"
    page = client.get(url).content.decode()
    keys = dict(re.findall(r'<input[^>]*name="([^"]+-key)"[^>]*value="([^"]+)"', page))
    assert {"belongings-0-key", "belongings-1-key", "marks-0-key"} <= keys.keys()
    ring = next(name for name, value in keys.items() if value == named(cast, remains, "Ring")).removesuffix("-key")
    answers = {
        "found_place_as_said": "the harbour", "found_place_country": "ITA", "found_at_year": "2021",
        "found_at_calendar": "gregory", "status": "in_custody", "minimum_number_of_individuals": "1",
        f"{ring}-item_class": "ring", f"{ring}-inscription": "MARTA 2012", f"{ring}-worn_or_carried": "worn",
    }  # fmt: skip
    answer = client.post(url, keys | answers | {"version": str(remains.version)})
    assert answer.status_code == 302, re.findall(r"invalid-feedback[^<]*<[^<]*", answer.content.decode())
    told = shown(cast, remains)
    assert "MARTA 2012" in str(told[0])
    assert told[1] is None, "the shoe was taken out of the list, and its image belongs to nothing"


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["change", "remove", "twice", "foreign", "turn", "hide", "add"]), st.integers(0, 5)
    ), min_size=1, max_size=6,
)  # fmt: skip


@pytest.mark.slow
def test_whatever_is_done_to_the_lists_an_image_shows_its_own_or_nothing(cast: Cast, remains: Remains) -> None:
    """Random edits, each row marked by an inscription of its own that nobody changes."""
    other = some_remains(cast, belongings=(RING,))
    foreign = selectors.whole_file(cast.analyst.actor, other.ref).entry
    assert foreign is not None
    marks = tuple(replace(ANCHOR, inscription=f"mark {number}") for number in range(3))
    things = tuple(replace(RING, inscription=f"thing {number}") for number in range(3))
    start = selectors.whole_file(cast.analyst.actor, remains.ref).entry
    assert start is not None
    services.change_remains(
        actor=cast.analyst.actor, ref=remains.ref, entry=replace(start, marks=marks, belongings=things)
    )
    words = [f"mark {number}" for number in range(3)] + [f"thing {number}" for number in range(3)]
    for seed, said in enumerate(words):
        of(cast, remains, said, seed=seed + 1)
    count = iter(range(1000))

    def edited(rows: list[MarkEntry | ItemEntry], what: str, at: int) -> list[MarkEntry | ItemEntry]:
        place = at % len(rows) if rows else 0
        if what == "add" or not rows:
            return [*rows, replace(RING, inscription=f"new {next(count)}")] if what == "add" else rows
        row = rows[place]
        if what == "remove":
            return rows[:place] + rows[place + 1 :]
        if what == "twice":  # one name for two rows: the second is new
            return [*rows, replace(row, inscription=f"new {next(count)}")]
        if what == "foreign":  # a name of another record
            assert foreign is not None
            return [*rows, replace(row, key=foreign.belongings[0].key, inscription=f"new {next(count)}")]
        if what == "turn":
            return rows[1:] + rows[:1]
        if what == "hide":
            return (
                [*rows[:place], replace(row, intimate=not row.intimate), *rows[place + 1 :]]
                if isinstance(row, MarkEntry)
                else rows
            )
        return [*rows[:place], replace(row, description=f"seen again {next(count)}"), *rows[place + 1 :]]

    @settings(max_examples=60 if LONG else 8, deadline=None, phases=[Phase.generate], derandomize=True)
    @given(changes=CHANGES)
    def run(changes: list[tuple[str, int]]) -> None:
        for what, at in changes:
            entry = selectors.whole_file(cast.analyst.actor, remains.ref).entry
            assert entry is not None
            listed: list[MarkEntry | ItemEntry] = [*(entry.marks if at % 2 and what != "add" else entry.belongings)]
            new = edited(listed, what, at)
            part = "marks" if new and isinstance(new[0], MarkEntry) else "belongings"
            alive = {row.inscription for row in (*entry.marks, *entry.belongings)}
            services.change_remains(
                actor=cast.analyst.actor, ref=remains.ref, entry=replace(entry, **{part: tuple(new)})
            )
            kept = {row.inscription for row in new} | (alive - {row.inscription for row in listed})
            for told, said in zip(shown(cast, remains), words, strict=True):
                assert (told is not None) == (said in kept), (what, said, told)
                assert told is None or f"“{said}”" in told

    run()
    names = [item.name for item in images.items_of(cast.analyst.actor, remains)]
    assert len(names) == len(set(names))


def test_this_tattoo_is_offered_beside_that_tattoo(cast: Cast, client_for: ClientFor) -> None:
    pair = identification.hypothesis(cast, case=families.a_case(cast, marks=(SCAR, ANCHOR)), marks=(ANCHOR, SCAR))
    assert pair.case is not None
    assert pair.remains is not None
    of(cast, pair.remains, "Tattoo")
    of(cast, pair.remains, "Teeth", seed=2)
    tattoo = next(item for item in images_of_case(cast.caseworker.actor, pair.case.ref).items if "Tattoo" in item.words)
    teeth = replace(image_entry(seed=5), shows="teeth")
    for entry in (replace(image_entry(seed=4), shows=tattoo.name), teeth, image_entry(seed=6)):
        keep_of_case(actor=cast.caseworker.actor, ref=pair.case.ref, entry=entry)
    for reader in (cast.caseworker, cast.analyst):
        assert images_of_pair(reader.actor, pair.ref).alike == (), "one side is closed to each of them"
    ngo, institute = pair.case.owner, pair.remains.owner
    agreement([institute], [ngo], purposes=SEARCHING, max_layer=3, compartments=["f"])
    both = member(ngo, Role.FORENSIC_PRACTITIONER)
    offered = images_of_pair(both.actor, pair.ref).alike
    assert [(one.left, one.right) for one in offered] == [("1", "1"), ("2", "2")]
    page = client_for(both.account).get(f"/pairs/{pair.ref}/images/?left=1&right=1").content.decode()
    assert "data:image" not in page
    assert len(re.findall(r'value="1" selected', page)) == 2


def test_systems_say_it_by_the_key_they_read(cast: Cast, remains: Remains) -> None:
    institute = Client(headers=partner(cast.organisations.institute).headers)
    at = f"/api/v1/remains/{remains.ref}/"
    key = institute.get(at).json()["profile"]["belongings"][0]["key"]
    made = institute.post(f"{at}images/", {"kind": "object_photo", "shows": key, "file": upload(jpeg(seed=3))})
    assert made.json()["images"][0]["shows"] == key
    told = institute.post(f"{at}images/told/", {"number": 1, "shows": "tooth-99"}, content_type="application/json")
    assert (told.status_code, list(told.json()["fields"])) == (422, ["shows"])
    told = institute.post(f"{at}images/told/", {"number": 1, "shows": ""}, content_type="application/json")
    assert told.json()["images"][0]["shows"] == ""
    with pytest.raises(Invalid):
        services.tell_image(actor=cast.analyst.actor, ref=remains.ref, number=1, shows="nothing")
