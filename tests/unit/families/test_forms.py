"""The one screen of 24 questions as forms: what they take, what they refuse, and that nothing is lost between."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.http import QueryDict

from accessctl.forms.drafts import restored, stored
from cases.services import CaseEntry, DocumentEntry, MarkEntry, MedicalEntry, NameEntry
from cases.vocabulary.place import Place
from families.forms.answers import answers_of, entry_from
from families.forms.consent import ConsentAnswersForm
from families.forms.differences import THEIRS, differing, merged
from families.forms.enquirer import EnquirerForm
from families.forms.person import PersonForm
from families.forms.sections import ENQUIRER_SECTION, PERSON_SECTIONS, answered_in
from registry.lib.dates import parse_edtf
from tests.factories.families import entry
from tests.integration.families.steps import CONSENT, PERSON


def data(**changes):
    """The answers of an ordinary registration as a browser sends them, with some changed; None leaves one out."""
    sent = QueryDict(mutable=True)
    for name, value in {**PERSON, **changes}.items():
        if value is not None:
            sent.setlist(name, value if isinstance(value, list) else [value])
    return sent


def shown_again(known: CaseEntry) -> PersonForm:
    """The form a browser sends back when nothing on it was touched."""
    drawn = PersonForm(initial=answers_of(known))
    sent = QueryDict(mutable=True)
    for name, values in _typed(drawn).items():
        sent.setlist(name, values)
    return PersonForm(sent, initial=answers_of(known))


def _typed(form: PersonForm) -> dict[str, list[str]]:
    from html.parser import HTMLParser

    class Inputs(HTMLParser):
        """Reads the inputs of a page as a browser would send them."""

        def __init__(self) -> None:
            super().__init__()
            self.found: dict[str, list[str]] = {}
            self.select = self.area = ""
            self.skip = 0

        def handle_starttag(self, tag, attrs):
            given = dict(attrs)
            self.skip += tag == "template"
            if self.skip:
                return
            if tag == "input" and given["type"] not in ("checkbox", "radio", "file"):
                self.found.setdefault(given["name"], []).append(given.get("value") or "")
            elif tag == "input" and "checked" in given:
                self.found.setdefault(given["name"], []).append(given.get("value") or "on")
            elif tag == "select":
                self.select = given["name"]
            elif tag == "option" and "selected" in given:
                self.found.setdefault(self.select, []).append(given["value"])
            elif tag == "textarea":
                self.area = given["name"]
                self.found.setdefault(self.area, []).append("")

        def handle_endtag(self, tag):
            self.skip -= tag == "template"
            if tag == "textarea":
                self.area = ""

        def handle_data(self, text):
            if self.area and not self.skip:
                self.found[self.area][-1] += text.lstrip("\n")

    reader = Inputs()
    reader.feed("".join(str(field) for field in form))
    return reader.found


def test_the_screen_has_the_24_questions_in_order():
    numbers = [question.number for section in (*PERSON_SECTIONS, ENQUIRER_SECTION) for question in section.questions]
    assert numbers == list(range(1, 24))  # 24 is consent, a step of its own and a summary on the screen


def test_every_question_says_why_it_is_asked():
    form, enquirer = PersonForm(), EnquirerForm()
    for section in (*PERSON_SECTIONS, ENQUIRER_SECTION):
        for question in section.questions:
            fields = [(form if name in form.fields else enquirer)[name] for name in question.fields]
            assert any(str(field.why) for field in fields), question.number


def test_only_the_required_answers_block_and_not_knowing_is_one():
    sent = QueryDict("name_absent=unknown&date_last_contact_absent=declined")
    form = PersonForm(sent)
    assert form.is_valid(), form.errors
    found = entry_from(form)
    assert found.absences == {"names": "unknown", "date_last_contact": "declined"}
    assert not PersonForm(QueryDict("")).is_valid()
    assert set(PersonForm(QueryDict("")).errors) == {"name", "date_last_contact"}
    assert set(EnquirerForm(QueryDict("")).errors) == {"enquirer_name", "enquirer_relationship"}


def test_what_was_typed_becomes_the_entry():
    form = PersonForm(data())
    assert form.is_valid(), form.errors
    found = entry_from(form)
    main, other = found.names
    assert (main.full_original, main.latn, main.father_name) == ("لامين سيساي", "Lamin Ceesay", "Modou Ceesay")
    assert (other.full_original, other.kind) == ("Lamin Sisay", "spelling")
    assert found.date_of_birth == parse_edtf("1999-05-03")
    assert found.place_last_contact is not None
    assert found.place_last_contact.radius_m == 5000
    assert found.marks == (MarkEntry(mark_type="burn", site="ul_forearm", side="l"),)
    assert found.documents == (DocumentEntry(doc_type="pass", doc_number="PC-204417"),)
    assert found.absences == {"companions_text": "unknown"}


BAD = [
    ("date_last_contact", {"date_last_contact_year": "2999"}),
    ("date_of_birth", {"date_of_birth_day": "30", "date_of_birth_month": "2"}),
    ("age", {"date_of_birth_year": None, "date_of_birth_day": None, "date_of_birth_month": None, "age_low": "200"}),
    ("place_last_contact", {"place_last_contact_radius_km": ""}),
    ("place_last_contact", {"place_last_contact_lat": "97"}),
    ("sex", {"sex": "7"}),
    ("hair_colour", {"hair_colour": "green"}),
    ("route_code", {"route_code": "moon"}),
    ("nationalities", {"nationalities": ["XXB"]}),
    ("marks", {"marks-0-mark_type": "circumcision_f"}),
    ("name", {"name": "<b>Lamin</b>"}),
    ("name", {"name": "Lamin\u202eyasseC"}),
    ("other_names", {"other_names-0-full_original": "Lamin\u200bCeesay"}),
    ("circumstances_text", {"circumstances_text": "x" * 2001}),
    ("height", {"height_cm": "12"}),
    ("name", {"name_absent": "unknown"}),
]


@pytest.mark.parametrize(("field", "changes"), BAD, ids=[f"{name}-{number}" for number, (name, _) in enumerate(BAD)])
def test_bad_input_is_told_at_its_field_and_nowhere_else(field, changes):
    form = PersonForm(data(**changes))
    assert set(form.errors) == {field}


def test_a_quiet_form_shows_a_draft_and_judges_nothing():
    kept = stored(data(name="<b>", date_last_contact_year="2999", **{"marks-0-mark_type": ""}))
    form = PersonForm(restored(kept), quiet=True)
    drawn = "".join(str(field) for field in form)
    assert "&lt;b&gt;" in drawn
    assert "field__errors" not in drawn
    assert not form.errors


def test_a_draft_keeps_text_and_no_tokens():
    sent = data(csrfmiddlewaretoken="t", _version="3", empty="", circumstances_text="y" * 9000)
    kept = stored(sent)
    assert {"csrfmiddlewaretoken", "_version", "empty"}.isdisjoint(kept)
    assert len(kept["circumstances_text"][0]) < 9000


RICH = {
    "ordinary": {},
    "a decade": {"date_of_birth": parse_edtf("199X")},
    "about a month": {"date_last_contact": parse_edtf("2021-03~")},
    "a range of heights": {"height_cm": (170, 185)},
    "a place with more": {
        "place_last_contact": Place(as_said="the port", country="LBY", admin1="LY-TB", kind="port", water_body="med_c")
    },
    "two marks alike on the form": {
        "marks": tuple(
            MarkEntry(mark_type="tattoo", site="ul_arm", acquired=parse_edtf(year)) for year in ("2014", "2018")
        )
    },
    "two illnesses alike on the form": {
        "medical": tuple(MedicalEntry(item_type="chronic_disease", condition_code=code) for code in ("I10", "N18"))
    },
    "two motifs": {"marks": (MarkEntry(mark_type="tattoo", site="ul_arm", motifs=("name", "heart")),)},
    "an intimate mark told openly": {"marks": (MarkEntry(mark_type="mole", site="tr_breast"),)},
    "a name with its language": {
        "names": (
            NameEntry(full_original="ላሚን", language="amh", father_name="ሞዱ"),
            NameEntry(full_original="Lamin", kind="doc", latn="Lamin"),
        )
    },
    "not known": {
        "names": (),
        "date_last_contact": None,
        "sex": "0",
        "absences": {"names": "unknown", "date_last_contact": "declined", "sex": "unknown"},
    },
    "an age": {"date_of_birth": None, "age": (17, 19)},
}


@pytest.mark.parametrize("changes", RICH.values(), ids=RICH.keys())
def test_a_form_that_nobody_touched_changes_nothing(changes):
    known = entry(**changes)
    form = shown_again(known)
    assert form.is_valid(), form.errors
    assert entry_from(form, known) == known


def test_what_is_added_or_corrected_takes_nothing_over_from_its_neighbour():
    """Of the same kind at the same place, of which the form does not show all."""
    first = MedicalEntry(
        item_type="chronic_disease", condition_code="I10", medication="amlodipine", description="heart"
    )
    second = replace(first, condition_code="N18", medication="", description="kidneys")
    scar = MarkEntry(mark_type="scar_surg", site="tr_chest", length_mm=90, acquired=parse_edtf("2014"), key="k" * 16)
    known = entry(medical=(first, second), marks=(scar,))
    form = shown_again(known)
    for name, value in {
        "medical-1-description": "both kidneys", "medical-2-item_type": "chronic_disease", "medical-2-site": "",
        "medical-2-description": "a thyroid", "marks-1-mark_type": "scar_surg", "marks-1-site": "tr_chest",
    }.items():  # fmt: skip
        form.data[name] = value
    assert form.is_valid(), form.errors
    found = entry_from(form, known)
    assert found.medical == (
        first, replace(second, description="both kidneys"),
        MedicalEntry(item_type="chronic_disease", description="a thyroid"),
    )  # fmt: skip
    assert found.marks == (scar, MarkEntry(mark_type="scar_surg", site="tr_chest"))


def test_a_default_birthday_on_papers_is_marked_as_one():
    assert entry_from(_valid(date_of_birth_day="1", date_of_birth_month="1")).dob_basis == "default_jan1"
    assert entry_from(_valid()).dob_basis == ""


def test_an_intimate_site_keeps_a_mark_to_the_forensic_file_unless_they_say_otherwise():
    row = {"marks-0-mark_type": "mole", "marks-0-site": "tr_breast", "marks-0-side": "l"}
    assert entry_from(_valid(**row)).marks[0].intimate
    assert not entry_from(_valid(**row, **{"marks-0-visibility": "visible"})).marks[0].intimate


def _valid(**changes):
    form = PersonForm(data(**changes))
    assert form.is_valid(), form.errors
    return form


def test_sections_count_what_is_answered():
    names = [*PersonForm.base_fields, *EnquirerForm.base_fields]
    found = answered_in(
        {
            "name_latn": ["Lamin"],
            "marks-0-mark_type": ["scar"],
            "age_absent": ["unknown"],
            "date_of_birth_calendar": ["x"],
        },
        names,
    )
    assert {name for name, answered in found.items() if answered} == {"name_latn", "marks", "age"}


def test_consent_asks_for_depth_only_where_somebody_is_told():
    def form(**changes):
        sent = QueryDict(mutable=True)
        sent.update({name: value for name, value in {**CONSENT, **changes}.items() if value is not None})
        return ConsentAnswersForm(sent)

    assert form().is_valid()
    assert set(form(depth=None).errors) == {"depth"}
    quiet = form(depth=None, share_search__cso="no", forensic_comparison__forensic_institute=None)
    assert quiet.is_valid(), quiet.errors
    assert set(form(own_search="no").errors) == {"own_search"}
    assert set(form(own_search=None).errors) == {"own_search"}
    assert set(form(own_compare=None).errors) == {"own_compare"}
    assert set(form(own_compare="no").errors) == {"forensic_comparison__forensic_institute"}
    assert set(form(protection_flag="confirmed").errors) == {"protection_states"}


def test_a_feared_state_takes_the_questions_about_it_away():
    sent = QueryDict(mutable=True)
    sent.update(
        {**CONSENT, "protection_flag": "possible", "protection_states": "ERI", "share_search__consulate": "yes"}
    )
    form = ConsentAnswersForm(sent)
    assert form.is_valid(), form.errors
    assert "consulate" not in {answer.recipient_class for answer in form.entries()}


def test_two_versions_differ_where_they_differ_and_are_settled_one_by_one():
    mine = entry(hair_colour="", sex="0", absences={"sex": "unknown"})
    theirs = entry(circumstances_text="She was seen later.", hair_colour="gry")
    assert {answer.key for answer in differing(mine, theirs)} == {"hair_colour", "sex", "circumstances_text"}
    settled = merged(mine, theirs, {"hair_colour": THEIRS, "sex": THEIRS, "circumstances_text": "mine"})
    assert (settled.hair_colour, settled.sex, settled.absences) == ("gry", "1", {})
    assert settled.circumstances_text == mine.circumstances_text
