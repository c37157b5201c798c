"""Profiles: rings, JSON, merging."""

from __future__ import annotations

import pytest

from matching.engine.profile import Document, Mark, Name, Place, Profile, merge, normalise_number, normalise_phone


def whole() -> Profile:
    return Profile(
        "MMR-1", "am", sex="m", age_low=20, age_high=25, place=Place(12.5, 43.1, 5.0, "DJI"), routes=("eyem",),
        names=(Name("عمر حسن"), Name("Omar Hassan", "doc", ring="3")), documents=(Document("A1234567"),),
        marks=(Mark("tattoo", "ul_arm", "l", ("heart",), "ANA"), Mark("scar", "tr_genital", ring="3f")),
        marks_asked=True, reported_by="r1", last_contact_earliest=738000, last_contact_latest=738030,
    )  # fmt: skip


def test_a_profile_survives_json() -> None:
    assert Profile.from_json(whole().to_json()) == whole()


def test_absent_facts_are_not_written() -> None:
    assert Profile("MRR-1", "pm").to_json() == '{"v":2,"ref":"MRR-1","kind":"pm"}'


def test_nothing_observable_differs_from_not_examined() -> None:
    examined = Profile("MRR-1", "pm", marks_observable=())
    assert Profile.from_json(examined.to_json()).marks_observable == ()
    assert Profile.from_json(Profile("MRR-1", "pm").to_json()).marks_observable is None
    assert merge([Profile("MRR-1", "pm"), examined]).marks_observable == ()


def test_each_ring_gets_its_own_facts() -> None:
    parts = whole().split()
    assert set(parts) == {"2", "3", "3f"}
    assert [n.text for n in parts["2"].names] == ["عمر حسن"]
    assert not parts["2"].documents
    assert parts["3"].documents == whole().documents
    assert parts["3"].reported_by == "r1"
    assert parts["3"].sex is None
    assert [m.site for m in parts["3f"].marks] == ["tr_genital"]


def test_merging_all_parts_gives_the_profile_whatever_their_order() -> None:
    parts = list(whole().split().values())
    one, other = merge(parts), merge(reversed(parts))
    assert one == other
    assert {n.text for n in one.names} == {n.text for n in whole().names}
    assert (one.sex, one.place, one.documents) == (whole().sex, whole().place, whole().documents)


def test_parts_of_two_records_are_refused() -> None:
    with pytest.raises(ValueError, match="MMR-2"):
        merge([Profile("MMR-1", "am"), Profile("MMR-2", "am")])
    with pytest.raises(ValueError, match="differently"):
        merge([Profile("MMR-1", "am", sex="m"), Profile("MMR-1", "am", sex="f")])
    with pytest.raises(ValueError, match="no part"):
        merge([])


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="age_low"):
        Profile("MMR-1", "am", age_low=30, age_high=20)
    with pytest.raises(ValueError, match="kind"):
        Profile("MMR-1", "ghost")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="another version"):
        Profile.from_json('{"v":99,"ref":"x","kind":"am"}')
    with pytest.raises(ValueError, match="shoe"):
        Profile.from_json('{"v":2,"ref":"x","kind":"am","shoe":1}')


def test_numbers_are_compared_without_dress() -> None:
    assert normalise_number("ab 12-34/5") == "AB12345"
    assert normalise_phone("+212 6٥٥-12 34") == "2126551234"
    assert normalise_phone("0034 600 11") == "3460011"
