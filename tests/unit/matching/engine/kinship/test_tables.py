"""What is read, what is refused, and where it says the mistake stands."""

from __future__ import annotations

import pytest

from matching.engine.kinship.genotypes import all_pairs, read_pairs, read_profiles
from matching.engine.kinship.panels import choose, read_panels
from matching.engine.kinship.tables import Refused, allele_of, marker_key

MANY = "pop,marker,allele,count,n_alleles,freq\nN,TH01,9,1,4,0.25\nN,TH01,9.3,3,4,0.75\nS,TH01,9,4,4,1\n"
ONE = "marker,allele,freq\nTH01,9,0.25\nTH01,9.3,0.75\n"
# As published: the heading "Penta E" stands as a row, and the rows after it bear the marker before.
SPLIT = "marker,allele,freq\nD18S51,9,0.4\nD18S51,10,0.6\nD18S51,Penta,E\nD18S51,9,0.9\nD18S51,10,0.1\nTH01,9,1\n"
HEAD = "sample,marker,allele1,allele2\n"


def problems(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, str(p.template) % p.parts) for p in refused.value.problems]


@pytest.mark.parametrize(("text", "expected"), [
    ("9", "9"), ("09", "9"), ("9.3", "9.3"), ("9.0", "9"), ("9.30", "9.3"), ("0", None), ("-9", None), ("9,3", None),
    ("12/13", None), ("1e1", None), ("A", "A"), ("", None), ("1234", None), ("nan0", None),
])  # fmt: skip
def test_spelling_of_alleles(text: str, expected: str | None) -> None:
    assert allele_of(text) == expected


def test_spelling_of_markers() -> None:
    assert marker_key("Penta E") == marker_key("Penta_E") == marker_key("PENTAE")


def test_both_layouts_of_panels() -> None:
    many, one = read_panels(MANY, "nist"), read_panels("\ufeff" + ONE.replace("\n", "\r\n"), "africa")
    assert choose(many, "N").markers == one[""].markers == {"th01": {"9": 0.25, "9.3": 0.75}}
    assert (choose(many, "S").name, choose(one, None).name) == ("nist: S", "africa")


def test_a_heading_among_the_rows_begins_its_own_marker() -> None:
    markers = read_panels(SPLIT, "south")[""].markers
    assert markers == {
        "d18s51": {"9": 0.4, "10": 0.6}, "pentae": {"9": 0.9, "10": 0.1}, "th01": {"9": 1.0},
    }  # fmt: skip


@pytest.mark.parametrize(("text", "row", "column", "words"), [
    ("marker,allele\nTH01,9\n", 1, "", "no column freq"),
    ("marker,allele,freq\n", 0, "", "no frequency"),
    ("marker,allele,freq\nTH01,9,much\n", 2, "freq", "“much”"),
    ("marker,allele,freq\nTH01,9,-0.1\n", 2, "freq", "from 0 to 1"),
    ("marker,allele,freq\nTH01,9,nan\n", 2, "freq", "from 0 to 1"),
    ("marker,allele,freq\nTH01,?,0.1\n", 2, "allele", "“?” is no allele"),
    ("marker,allele,freq\n,9,0.1\n", 2, "marker", "no marker"),
    ("marker,allele,freq\nTH01,9,0.1\nTH01,9.0,0.2\n", 3, "allele", "row 2 already"),
    ("marker,allele,freq\nTH01,9,0.7\nTH01,10,0.7\n", 2, "freq", "1.400"),
    ("marker,allele,freq\nTH01,9\n", 2, "", "2 cells"),
    ('marker,allele,freq\nTH01,"9,0.1\n', 2, "", "cannot be read"),
])  # fmt: skip
def test_bad_panels(text: str, row: int, column: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read_panels(text, "p")
    [(found, where, why)] = problems(refused)
    assert (found, where) == (row, column)
    assert words in why


def test_a_population_is_named_where_there_are_several() -> None:
    many = read_panels(MANY, "nist")
    for pop, words in ((None, "several populations"), ("X", "holds N, S")):
        with pytest.raises(Refused, match=words):
            choose(many, pop)
    with pytest.raises(Refused, match="without a name"):
        choose(read_panels(ONE, "one"), "N")


def test_profiles_keep_the_order_of_the_table_and_what_was_not_typed_is_left_out() -> None:
    found = read_profiles(HEAD + "b,TH01,9.3,9\nb,AMEL,X,Y\na,vWA,14,14\nb,vWA,,\n\nc,TH01,9,9.30\n")
    assert list(all_pairs(found)) == [("b", "a"), ("b", "c"), ("a", "c")]
    assert found.samples == {"b": {"th01": ("9", "9.3")}, "a": {"vwa": ("14", "14")}, "c": {"th01": ("9", "9.3")}}


@pytest.mark.parametrize(("rows", "row", "column", "words"), [
    ("a,TH01,9,9.3\na,th01,9,9\n", 3, "marker", "row 2 already"),
    ("a,TH01,9,9.3,10\n", 2, "", "5 cells"),
    ("a,TH01,9/9.3,10\n", 2, "allele1", "“9/9.3” is no allele"),
    ("a,TH01,9,-\n", 2, "allele2", "is no allele"),
    ("a,TH01,9,\n", 2, "allele2", "write it twice"),
    (",TH01,9,9\n", 2, "sample", "empty"),
    ("a,,9,9\n", 2, "marker", "empty"),
    ("", 0, "", "no sample"),
    (f"{'x' * 300},TH01,9,9\n", 2, "sample", "longer than 200"),
])  # fmt: skip
def test_bad_profiles(rows: str, row: int, column: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read_profiles(HEAD + rows)
    [(found, where, why)] = problems(refused)
    assert (found, where) == (row, column)
    assert words in why


def test_a_third_allele_in_a_column_of_its_own_is_refused() -> None:
    with pytest.raises(Refused, match="two alleles"):
        read_profiles("sample,marker,allele1,allele2,allele3\na,TH01,9,9,10\n")


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        read_profiles(HEAD + "a,TH01,x1,9\na,vWA,14,15\na,vWA,14,15\nb,FGA,0,20\n")
    assert [(row, column) for row, column, _why in problems(refused)] == [(2, "allele1"), (4, "marker"), (5, "allele1")]


def test_a_profile_is_held_against_the_panel() -> None:
    panel = read_panels(ONE, "one")[""]
    profiles = read_profiles(HEAD + "a,TH01,9,99\na,vWA,14,15\nb,TH01,9.3,8\nb,FGA,20,20\n")
    with pytest.raises(Refused) as refused:
        profiles.check(panel)
    assert [(row, column) for row, column, _why in problems(refused)] == [
        (2, "allele2"), (3, "marker"), (4, "allele2"), (5, "marker"),
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        read_profiles(HEAD + "a,TH01,9,99\nb,TH01,9.3,8\n").check(panel.with_floor(0.001))
    [(row, column, why)] = problems(refused)
    assert (row, column) == (2, "allele2")
    assert "TH01 has no allele 99" in why


def test_one_allele_alone_is_taken_where_the_other_may_have_dropped_out() -> None:
    assert read_profiles(HEAD + "a,TH01,9,\n", single=True).samples == {"a": {"th01": ("9", "9")}}


def test_pairs_of_a_file() -> None:
    profiles = read_profiles(HEAD + "a,TH01,9,9\nb,TH01,9,9\n")
    assert read_pairs("a,b\nb,a\n", profiles) == [("b", "a")]
    for text, words in (("a,b\na,z\n", "no sample z"), ("a,b\na,a\n", "with itself"), ("a,b\n", "no pair"),
                        ("x,y\na,b\n", "no column a, b")):  # fmt: skip
        with pytest.raises(Refused, match=words):
            read_pairs(text, profiles)
