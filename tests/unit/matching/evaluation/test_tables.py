"""Reading tables of strangers: what is understood, what is named, and that nothing crashes."""

from __future__ import annotations

from pathlib import Path

import pytest

from matching.engine.profile import Mark, Profile
from matching.evaluation import cells, tables
from matching.evaluation.tables import NoTable

DATA = Path(__file__).parent / "data"


def read(tmp_path: Path, **files: str | bytes) -> tables.Data:
    """Tables from texts; the ones of the folder stand in for the rest."""
    paths = {}
    for name in ("am", "pm", "alive", "truth"):
        paths[name] = DATA / f"{name}.csv"
        if name in files:
            paths[name] = tmp_path / f"{name}.csv"
            content = files[name]
            paths[name].write_bytes(content.encode() if isinstance(content, str) else content)
    return tables.load(paths["am"], paths["pm"], paths["alive"], paths["truth"])


def one(data: tables.Data, ref: str = "A1") -> Profile:
    return data.profiles["am"][ref]


def test_the_hand_made_tables_are_understood(tmp_path: Path) -> None:
    data = read(tmp_path)
    assert {kind: len(records) for kind, records in data.profiles.items()} == {"am": 12, "pm": 7, "alive": 4}
    assert [str(p) for p in data.problems] == ["am.csv, header: The column 'shoe_size' is not known and is left out."]
    first = one(data)
    assert (first.sex, first.nationalities, first.area, first.stature_low) == ("m", ("ERI",), "green wadi", 178)
    assert first.marks == (Mark("scar", "forearm", "l"),)
    assert first.medical[0].site == "femur"
    assert one(data, "A2").birth_latest - one(data, "A2").birth_earliest == 365
    assert one(data, "A5").marks_asked is False
    assert one(data, "A6").marks_asked is True
    assert data.profiles["pm"]["P2"].marks_observable == ("hd", "nk", "tr", "ul", "ll")
    assert data.profiles["pm"]["P3"].marks_observable == ()
    assert data.profiles["pm"]["P3"].elements == ("femur@r",)
    assert data.profiles["alive"]["L2"].found_earliest is not None
    assert data.truth["am-pm"][0] == ("A1", "P1")


def test_an_empty_cell_says_none_only_where_the_table_can_say_not_asked(tmp_path: Path) -> None:
    rows = "am_id,marks,medical\nA1,,\nA2,scar@arm,\nA3,,?\n"
    data = read(tmp_path, am=rows, truth="kind,left,right\n")
    assert [one(data, ref).marks_asked for ref in ("A1", "A2", "A3")] == [None, True, None]
    assert [one(data, ref).medical_asked for ref in ("A1", "A2", "A3")] == [True, True, False]


BAD = (
    "am_id,name,sex,dob,age,nationality,height_cm,last_contact,sector,marks\r\n"
    "A1,Mohamed,M/F,2024-02-30,thirty,Atlantis,17,sometime,x,@arm\r\n"
    "A2,,U,2022-01-01,,,,2021-05-05,,none\r\n"
    ",nobody,M,,,,,,,\r\n"
    "A1,again,M,,,,,,,\r\n"
    "A3,Too,M,,,,,,,,one,two\r\n"
    "A4,Short\r\n"
    "\r\n"
    "A5,Haji al-bin,X,2001-13,-4,EG;SD,1.70,2021,y,?;scar\r\n"
    f"A6,{' '.join(['Ali'] * 40)},F,,999,,,2021-01-01T10:00,,\r\n"
)


def test_what_cannot_be_read_is_named_by_row_and_column_and_absent(tmp_path: Path) -> None:
    data = read(tmp_path, am=BAD, truth="kind,left,right\nAM-PM,P1,A2\nAM-PM,A9,P1\nAM-AM,A1,A1\nXX,A1,P1\n")
    named = {(p.file, p.row, p.column) for p in data.problems}
    assert {
        ("am.csv", 2, c) for c in ("sex", "dob", "age", "nationality", "height_cm", "last_contact", "marks")
    } < named
    assert {("am.csv", 3, "dob"), ("am.csv", 4, "am_id"), ("am.csv", 5, "am_id"), ("am.csv", 6, "")} < named
    assert {("am.csv", 9, "dob"), ("am.csv", 9, "age"), ("am.csv", 9, "height_cm"), ("am.csv", 10, "age")} < named
    assert {("truth.csv", 3, "left"), ("truth.csv", 4, "right"), ("truth.csv", 5, "kind")} < named
    assert data.truth == {"am-pm": [("A2", "P1")]}  # turned round
    first = one(data)
    assert (first.sex, first.birth_earliest, first.age_low, first.nationalities) == (None, None, None, ())
    assert one(data, "A2").birth_earliest is None  # born after the last contact
    assert one(data, "A4").names[0].text == "Short"
    fifth = one(data, "A5")
    assert (fifth.sex, fifth.nationalities, fifth.marks_asked) == ("other", ("EGY", "SDN"), False)
    assert [m.type for m in fifth.marks] == ["scar"]


def test_other_encodings_and_missing_columns(tmp_path: Path) -> None:
    marked = read(tmp_path, am=b"\xef\xbb\xbfAM_ID ;name\r\nA1;Jos\xc3\xa9\x00\r\n", truth="kind,left,right\n")
    assert one(marked).names[0].text == "José"
    assert ("am.csv", 2, "name") in {(p.file, p.row, p.column) for p in marked.problems}
    old = read(tmp_path, am="am_id\tname\nA1\tJosé\n".encode("cp1252"), truth="kind,left,right\n")
    assert one(old).names[0].text == "José"
    assert "not UTF-8" in str(old.problems[0])
    wide = read(tmp_path, am="am_id,name\nA1,José\n".encode("utf-16"), truth="kind,left,right\n")
    assert one(wide).names[0].text == "José"
    with pytest.raises(NoTable, match="am_id"):
        read(tmp_path, am="name\nx\n")
    with pytest.raises(NoTable, match="am_id"):
        read(tmp_path, am="")
    with pytest.raises(NoTable, match="cannot be read"):
        tables.load(tmp_path / "none.csv", DATA / "pm.csv", None, DATA / "truth.csv")


def test_a_quote_that_is_never_closed_costs_one_row_and_is_named(tmp_path: Path) -> None:
    rows = 'am_id,name\nA1,"Ali, Omar"\nA2,"Jose\nA3,Sara\n"A4","Amina"\n'
    data = read(tmp_path, am=rows, truth="kind,left,right\n")
    assert [p.names[0].text for p in data.profiles["am"].values()] == ["Ali, Omar", "Jose", "Sara", "Amina"]
    assert [(p.file, p.row) for p in data.problems] == [("am.csv", 3)]
    last = read(tmp_path, am='am_id,name\nA1,Sara\nA2,"Jose', truth="kind,left,right\n")
    assert one(last, "A2").names[0].text == "Jose"
    broken = read(tmp_path, am='am_id,sector\nA1,"green\nwadi"\nA2,x\n', truth="kind,left,right\n")
    assert list(broken.profiles["am"]) == ["A1", "A2"]
    assert "line break" in str(broken.problems[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("femur@left", ("femur@l",)), ("Left femur", ("femur@l",)), ("skull;mandible", ("mandible", "skull")),
        ("body", ("body",)), ("Whole body", ("body",)), ("", ()), ("rib", ("rib",)),
    ],
)  # fmt: skip
def test_elements(text: str, expected: tuple[str, ...]) -> None:
    assert cells.elements(text) == expected


@pytest.mark.parametrize(
    ("text", "found", "seen"),
    [
        ("", (), True), ("?", (), False), ("none", (), True),
        ("scar@ul_arm_l", (("scar", "", "ul_arm", "l"),), True),
        ("Tattoo : Heart @ right upper-arm ; ?", (("tattoo", "heart", "upper_arm", "r"),), False),
        ("mole", (("mole", "", "unknown", "unknown"),), True),
        ("mole@tr_shoulder", (("mole", "", "tr_shoulder", "unknown"),), True),
        ("amputation@leg@left", (("amputation", "", "leg", "l"),), True),
    ],
)  # fmt: skip
def test_marks(text: str, found: cells.Things, seen: bool) -> None:
    things, regions = cells.things(text)
    assert things == found
    assert bool(regions) is seen


@pytest.mark.parametrize(
    ("text", "days"), [("1990-00-00", 365), ("2021-03-00", 31), ("1990-00-15", 365), ("2021-03-05", 1)]
)
def test_zeros_in_a_date_are_not_known(text: str, days: int) -> None:
    span = cells.days(text)
    assert span is not None
    assert span[1] - span[0] + 1 == days
    assert cells.days("0000-00-00") is None


def test_namibia_and_short_names_are_not_unknown(tmp_path: Path) -> None:
    rows = "am_id,name,sex,nationality\nA1,Na,U,NA\nA2,U,,n/a\nA3,None,,\nA4,unknown,,?\n"
    data = read(tmp_path, am=rows, truth="kind,left,right\n")
    assert data.problems == []
    assert [[n.text for n in p.names] for p in data.profiles["am"].values()] == [["Na"], ["U"], ["None"], []]
    assert [p.nationalities for p in data.profiles["am"].values()] == [("NAM",), (), (), ()]


def test_what_can_be_read_of_a_list_is_kept_and_the_rest_named(tmp_path: Path) -> None:
    rows = 'am_id,nationality,marks\nA1,SY;XX,"tattoo@left forearm, scar@chest;@arm"\n'
    pm = 'pm_id,part\nP1,"femur@l,tibia@r"\nP2,"femur@l,tibia"\n'
    data = read(tmp_path, am=rows, pm=pm, truth="kind,left,right\n")
    assert one(data).nationalities == ("SYR",)
    assert one(data).marks == (Mark("scar", "chest"), Mark("tattoo", "forearm", "l"))
    assert [p.elements for p in data.profiles["pm"].values()] == [("femur@l", "tibia@r"), ("femur@l",)]
    assert {(p.file, p.row, p.column) for p in data.problems} == {
        ("am.csv", 2, "nationality"), ("am.csv", 2, "marks"), ("pm.csv", 3, "part"),
    }  # fmt: skip


def test_nobody_is_a_thousand_years_old(tmp_path: Path) -> None:
    rows = "am_id,dob,last_contact\nA1,1021-05-03,2021-05-03\nA2,1921-05-03,2021-05-03\n"
    data = read(tmp_path, am=rows, truth="kind,left,right\n")
    assert one(data).birth_earliest is None
    assert one(data, "A2").birth_earliest is not None
    assert [(p.row, p.column) for p in data.problems] == [(2, "dob")]
