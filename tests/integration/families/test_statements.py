"""Who says what: statements beside each other, each step undone, own words alone in a copy, words taken back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from django.db import transaction
from django.utils import timezone

from accessctl import audiences, door
from accessctl.actor import Actor, Subject
from accessctl.clear import reveal
from accessctl.rings import Ring
from accessctl.tokens import token_of
from cases.models import Case, CaseMark, CaseName, CaseSearchFile, CaseStatement
from cases.services import CaseEntry, MarkEntry, NameEntry, statements
from cases.services.statements import NewSource, NothingStated, StatedAnew
from cases.services.told import write_shown
from cases.vocabulary.place import Place
from families import selectors
from families.codes import AskAgain, IdentityCheck, RequestDecision
from families.models import ConsentReminder, FeedbackTalk, Relative
from families.page import copying
from families.services import answering, edit_case, following, give_consent, requests
from families.services.answering import Answer
from families.services.erasing import erase_relative
from families.services.requests import Asked
from families.services.standing import firewalls_on, withdraw_own
from families.statements import SideBySide, side_by_side
from matching import extract
from matching.engine.profile import Profile, merge
from registry.lib.dates import parse_edtf
from registry.lib.errors import Invalid, NotFound
from tests.cast import Cast
from tests.factories import families
from tests.factories.family_file import aunt_of
from tests.integration.erasure.acts import WISH
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal
SHORT: dict[str, Any] = {"height_cm": (165, 165), "height_reference": "measured"}


def say(cast: Cast, case: Case, relative: Relative | NewSource, **said: Any) -> None:
    source = relative.source_id if isinstance(relative, Relative) else relative
    statements.state(actor=cast.caseworker.actor, case_ref=case.ref, source=source, entry=CaseEntry(**said))


def mother_of(case: Case) -> Relative:
    return Relative.objects.get(case=case, is_primary_contact=True)


def file_of(case: Case) -> Any:
    return reveal([CaseSearchFile.objects.get(case=case)])[0]


def profile(case: Case) -> Profile:
    """As the matcher reads it."""
    allowed = extract.consents([case.pk])
    parts, _held = extract.case_parts([Case.objects.get(pk=case.pk)], allowed)
    return merge(parts[case.pk].values())


def step(cast: Cast, case: Case, name: str, key: Any) -> None:
    statements.STEPS[name](actor=cast.caseworker.actor, case_ref=case.ref, is_meant=lambda one: one == key)


def statement(case: Case, topic: str, relative: Relative) -> Any:
    return CaseStatement.objects.get(case=case, topic=topic, source=relative.source_id, withdrawn_at=None).pk


def own_copy(relative: Relative) -> str:
    own = Subject(relative.case_id, relative.pk, relative.source_id)
    found = copying.copy_of(Actor.of_subject(own, proved_at=timezone.now()), relative.case.ref)
    return str(found.as_data()["held"])


def read(cast: Cast, case: Case) -> SideBySide:
    return side_by_side(cast.caseworker.actor, case.ref)


class TestBesideEachOther:
    def test_two_heights_two_places_two_births(self, cast: Cast) -> None:
        case = families.a_case(cast)
        aunt = aunt_of(cast, case)
        say(
            cast, case, aunt, **SHORT, date_of_birth=parse_edtf("1997"),
            place_last_contact=Place(as_said="Agadez", country="NER"), date_last_contact=parse_edtf("2021-05"),
        )  # fmt: skip
        assert file_of(case).height_cm_low == 178
        told = {one.code: [(said.source.who, said.is_shown) for said in one.said] for one in read(cast, case).topics}
        for topic in ("height", "birth", "last_place", "last_contact"):
            assert told[topic] == [("Awa Ceesay", True), ("Fatou Ceesay", False)]
        assert told["circumstances"] == [("Awa Ceesay", True)]
        found = profile(case)
        assert found.stature_low == 178
        stated = {fact: value for one in found.alternatives for fact, value in one.facts}
        assert (stated["stature_low"], stated["place"].country) == (165, "NER")
        assert len(found.alternatives) == 4

    def test_every_grade_of_a_source_is_kept(self, cast: Cast) -> None:
        case = families.a_case(cast)
        day = timezone.localdate()
        tip = NewSource(
            kind="anonymous", method="phone", described="A call", collected_on=day, reliability="C", information=4
        )
        say(cast, case, tip, **SHORT, names=(NameEntry(full_original="Sheikh", kind="nick"),),
            marks=(MarkEntry(mark_type="scar", site="hd_chin"),))  # fmt: skip
        heard = next(one for one in read(cast, case).sources if one.row.kind == "anonymous")
        assert (heard.label, heard.on, heard.by) == ("A call", day, cast.caseworker.account.full_name)
        assert (heard.row.reliability, heard.row.information) == ("C", 4)
        assert {name.text for name in profile(case).names} >= {"Sheikh", "Lamin Ceesay"}
        step(cast, case, "leave_out", heard.key)
        left = profile(case)
        assert "Sheikh" not in {name.text for name in left.names}
        assert not left.alternatives
        assert all(mark.type != "scar" for mark in left.marks)

    def test_nothing_said_is_refused(self, cast: Cast) -> None:
        case = families.a_case(cast)
        with pytest.raises(NothingStated):
            say(cast, case, aunt_of(cast, case))
        with pytest.raises(NotFound):
            say(cast, case, mother_of(families.a_case(cast)), **SHORT)

    def test_every_origin_keeps_its_state_away(self, cast: Cast) -> None:
        case = families.a_case(cast, protection_flag="confirmed", protection_states=("GMB",))
        say(cast, case, aunt_of(cast, case), place_of_origin=Place(as_said="Ziguinchor", country="SEN"))
        case.refresh_from_db()
        assert firewalls_on(case).firewall_states == {"GMB", "SEN"}
        held = door.fetch(cast.caseworker.actor, Case, ref=case.ref)

        assert audiences.spec_of(held.audience).firewall_states == {"GMB", "SEN"}


class TestCodes:
    """Sex, nationality, route and destination: shown on the case, stated by each source, all compared."""

    OTHER: ClassVar[dict[str, Any]] = {
        "sex": "2", "nationalities": ("SEN",), "route_code": "watl", "destination_country": "DEU",
        "circumstance_codes": ("shipwreck",),
    }  # fmt: skip

    def test_they_stand_beside_each_other_and_all_are_compared(self, cast: Cast) -> None:
        codes = ("lost_contact",)
        case = families.a_case(
            cast, sex="1", route_code="cmed", destination_country="ITA", circumstance_codes=codes
        )  # fmt: skip
        plain = profile(case)
        aunt = aunt_of(cast, case)
        say(cast, case, aunt, **self.OTHER)
        case.refresh_from_db()
        assert (case.sex, case.route_code, case.destination_country) == ("1", "cmed", "ITA")
        assert case.nationalities == ["GMB", "SEN"], "somebody may have several"
        assert case.circumstance_codes == ["lost_contact", "shipwreck"], "so may what happened"
        found = profile(case)
        assert {dict(one.facts).get("sex") for one in found.alternatives} == {"f", None}
        assert {dict(one.facts).get("destination") for one in found.alternatives} == {"DEU", None}
        assert (found.routes, found.nationalities) == (("cmed", "watl"), ("GMB", "SEN"))
        told = {one.code: [(said.source.who, said.is_shown) for said in one.said] for one in read(cast, case).topics}
        for topic in ("sex", "route", "destination"):
            assert told[topic] == [("Awa Ceesay", True), ("Fatou Ceesay", False)]
        for topic in ("nationality", "happened"):
            assert told[topic] == [("Awa Ceesay", True), ("Fatou Ceesay", True)]
        hers, of_mother = own_copy(aunt), own_copy(mother_of(case))
        assert "SEN" in hers
        assert "GMB" not in hers
        assert "GMB" in of_mother
        assert "SEN" not in of_mother
        step(cast, case, "leave_out", aunt.source_id)
        case.refresh_from_db()
        assert (case.nationalities, case.circumstance_codes) == (["GMB"], ["lost_contact"])
        assert replace(profile(case), alternatives=()).to_json() == plain.to_json()

    def test_what_is_preferred_is_shown_and_undone(self, cast: Cast) -> None:
        case = families.a_case(cast, sex="1", route_code="cmed")
        aunt = aunt_of(cast, case)
        say(cast, case, aunt, **self.OTHER)
        for topic, column, shown in (("sex", "sex", "2"), ("route", "route_code", "watl")):
            was = getattr(case, column)
            for name, value in (("prefer", shown), ("unprefer", was)):
                step(cast, case, name, statement(case, topic, aunt))
                case.refresh_from_db()
                assert getattr(case, column) == value
        erase_relative(actor=cast.caseworker.actor, case_ref=case.ref, token=token_of(aunt.pk), **WISH)
        case.refresh_from_db()
        assert (case.nationalities, case.destination_country) == (["GMB"], "ESP")

    def test_codes_that_only_one_who_took_it_back_told_stay_since_they_keep_states_away(self, cast: Cast) -> None:
        case = families.a_case(cast, consents=families.consents(max_layer=3))
        say(cast, case, aunt_of(cast, case), **SHORT)
        mother = mother_of(case)
        statements.write_left_out(case, {mother.source_id: True})
        with transaction.atomic():
            write_shown(case)
        case.refresh_from_db()
        assert (case.nationalities, case.sex) == (["GMB"], "1")

    def test_an_edit_in_the_name_of_another_leaves_the_first_words(self, cast: Cast) -> None:
        case = families.a_case(cast, sex="1")
        aunt = aunt_of(cast, case)
        held = selectors.case_for_change(cast.caseworker.actor, case.ref).entry
        edit_case(
            actor=cast.caseworker.actor, ref=case.ref, entry=replace(held, sex="2", photo=None),
            told_by=aunt.source_id,
        )  # fmt: skip
        case.refresh_from_db()
        assert case.sex == "2", "what was just said is shown"
        told = next(one for one in read(cast, case).topics if one.code == "sex")
        assert [said.values["sex"] for said in told.said] == ["1", "2"]

    def test_of_a_flagged_case_no_nationality_lies_in_ring_2(self, cast: Cast) -> None:
        case = families.a_case(cast)
        aunt = aunt_of(cast, case)
        say(cast, case, aunt, nationalities=("SEN",), sex="2")
        held = selectors.case_for_change(cast.caseworker.actor, case.ref).entry
        flagged = replace(held, protection_flag="confirmed", photo=None)
        edit_case(actor=cast.caseworker.actor, ref=case.ref, entry=flagged, told_by=aunt.source_id)
        case.refresh_from_db()
        assert case.nationalities == []
        assert not CaseStatement.objects.filter(case=case, topic="nationality").exists()
        assert not CaseStatement.objects.filter(case=case).exclude(nationalities=[]).exists()
        assert firewalls_on(case).firewall_states >= {"GMB", "SEN"}
        with pytest.raises(Invalid) as refused:
            say(cast, case, aunt, nationalities=("MLI",))
        assert set(refused.value.fields) == {"nationalities"}

    def test_a_state_that_becomes_that_of_origin_asks_the_family_again(self, cast: Cast) -> None:
        case = families.a_case(cast, consents=families.consents(search=("state_of_origin_body",)))
        aunt = aunt_of(cast, case)
        following.state(
            actor=cast.caseworker.actor, case_ref=case.ref, source=aunt.source_id,
            entry=CaseEntry(nationalities=("SEN",)),
        )  # fmt: skip
        assert ConsentReminder.objects.filter(case=case, reason=AskAgain.ANSWERS_CHANGED).exists()


class TestUndo:
    def test_each_step_has_one_that_undoes_it(self, cast: Cast) -> None:
        case = families.a_case(cast)
        aunt = aunt_of(cast, case)
        say(cast, case, aunt, **SHORT)
        before = profile(case).to_json()
        key = statement(case, "height", aunt)
        for there, back in (("prefer", "unprefer"), ("withdraw", "put_back")):
            step(cast, case, there, key)
            assert profile(case).to_json() != before
            step(cast, case, back, key)
            assert profile(case).to_json() == before
        step(cast, case, "leave_out", aunt.source_id)
        step(cast, case, "take_in", aunt.source_id)
        assert profile(case).to_json() == before

    def test_what_is_preferred_is_shown_and_all_are_compared(self, cast: Cast) -> None:
        case = families.a_case(cast)
        aunt = aunt_of(cast, case)
        say(cast, case, aunt, date_of_birth=parse_edtf("2010"))
        step(cast, case, "prefer", statement(case, "birth", aunt))
        case.refresh_from_db()
        assert (case.is_child, file_of(case).age_high) == (True, 11)
        (other,) = profile(case).alternatives
        assert dict(other.facts)["birth_earliest"] == parse_edtf("1999-05-03").earliest.toordinal()

    def test_what_was_put_right_comes_back_only_in_place_of_it(self, cast: Cast) -> None:
        case = families.a_case(cast)
        aunt = aunt_of(cast, case)
        say(cast, case, aunt, **SHORT)
        old = statement(case, "height", aunt)
        say(cast, case, aunt, height_cm=(168, 168))
        assert statement(case, "height", aunt) != old
        with pytest.raises(StatedAnew):
            step(cast, case, "put_back", old)
        step(cast, case, "withdraw", statement(case, "height", aunt))
        step(cast, case, "put_back", old)
        assert statement(case, "height", aunt) == old

    def test_a_change_of_the_case_leaves_others_words(self, cast: Cast) -> None:
        case = families.a_case(cast)
        aunt = aunt_of(cast, case)
        held = selectors.case_for_change(cast.caseworker.actor, case.ref).entry

        marks = (*held.marks, MarkEntry(mark_type="scar", site="hd_chin"))
        changed = replace(held, hair_colour="gry", marks=marks, photo=None)
        edit_case(actor=cast.caseworker.actor, ref=case.ref, entry=changed, told_by=aunt.source_id)
        assert file_of(case).hair_colour == "gry"
        told = next(one for one in read(cast, case).topics if one.code == "hair")
        assert [said.values["hair_colour"] for said in told.said] == ["blk", "gry"]
        rows = CaseMark.objects.filter(case=case).values_list("mark_type", "source")
        assert set(rows) == {("burn", mother_of(case).source_id), ("scar", aunt.source_id)}


class TestOwnWords:
    def test_a_copy_has_their_own_and_no_others(self, cast: Cast) -> None:
        case = families.a_case(cast, circumstances_text="He took a boat.")
        aunt, mother = aunt_of(cast, case), mother_of(case)
        for kind, text in (("amend", "He took a van."), ("complete", "He had a blue bag.")):
            asked = Asked(kind=kind, about="circumstances_text", text=text)
            row = requests.note_asked(
                actor=cast.caseworker.actor, case_ref=case.ref, token=token_of(aunt.pk), asked=asked,
                check=IdentityCheck.KNOWN,
            )  # fmt: skip
            said = Answer(decision=RequestDecision.DONE, text="")
            answering.answer(actor=cast.caseworker.actor, case_ref=case.ref, key=token_of(row.pk), said=said)
        assert file_of(case).circumstances_text == "He took a van.\nHe had a blue bag."
        hers, of_mother = own_copy(aunt), own_copy(mother)
        assert "van" in hers
        assert "blue bag" in hers
        assert "boat" not in hers
        assert "boat" in of_mother
        assert "van" not in of_mother
        assert "178" in of_mother
        assert "178" not in hers

    def test_an_addition_stands_beside_what_another_told(self, cast: Cast) -> None:
        case = families.a_case(cast, companions_text="His cousin Ebrima")
        aunt = aunt_of(cast, case)
        asked = Asked(kind="complete", about="companions_text", text="A friend, Musa")
        row = requests.note_asked(
            actor=cast.caseworker.actor, case_ref=case.ref, token=token_of(aunt.pk), asked=asked,
            check=IdentityCheck.KNOWN,
        )  # fmt: skip
        answering.answer(
            actor=cast.caseworker.actor, case_ref=case.ref, key=token_of(row.pk),
            said=Answer(decision=RequestDecision.DONE, text=""),
        )  # fmt: skip
        assert file_of(case).companions_text == "His cousin Ebrima"
        assert {"Ebrima", "Musa"} <= {name.text.split()[-1] for name in profile(case).companions}


class TestTakenBack:
    def test_what_only_they_said_leaves_the_search_and_comes_back_with_them(
        self, cast: Cast, client_for: ClientFor
    ) -> None:
        case = families.a_case(cast, consents=families.consents(max_layer=3))
        aunt, mother = aunt_of(cast, case), mother_of(case)
        say(cast, case, aunt, **SHORT, names=(NameEntry(full_original="Sheikh", kind="nick"),))
        before = profile(case)
        own = Actor.of_subject(Subject(case.pk, mother.pk, mother.source_id), proved_at=timezone.now())
        withdraw_own(actor=own, case_ref=case.ref)
        left = profile(case)
        assert {name.text for name in left.names} == {"Sheikh"}
        assert (left.stature_low, left.place, left.last_contact_earliest, left.marks) == (165, None, None, ())
        assert not left.alternatives
        assert CaseName.objects.filter(case=case, source=mother.source_id).exists()  # kept, for its keepers
        page = client_for(cast.caseworker.account).get(f"/cases/{case.ref}/statements/").content.decode()
        assert "They took back what they agreed to" in page
        assert not re.search(r"\b178\b", own_copy(aunt))  # a moment of the clock may hold the digits

        give_consent(
            actor=cast.caseworker.actor, case_ref=case.ref, conversation=families.conversation(),
            entries=families.consents(max_layer=3),
        )  # fmt: skip
        assert profile(case).to_json() == before.to_json()

    def test_partners_read_the_others_words_alone(self, cast: Cast) -> None:
        case = families.a_case(cast, consents=families.consents(max_layer=3))
        aunt, mother = aunt_of(cast, case), mother_of(case)
        CaseName.objects.create(case=case, source=aunt.source, kind="nick", full_original="Sheikh")
        statements.write_left_out(case, {mother.source_id: True})
        for reader, names in ((cast.second_caseworker, {"Sheikh"}), (cast.caseworker, {"Sheikh", "Lamin Ceesay"})):
            opened = door.open(reader.actor, case, Ring.SEARCH, tables=[CaseName])
            assert {row.full_original for row in opened.rows(case, CaseName)} == names

    def test_of_talks_the_day_stays_and_the_words_go(self, cast: Cast) -> None:
        case = families.a_case(cast)
        aunt, mother = aunt_of(cast, case), mother_of(case)
        today = timezone.localdate()
        for relative in (aunt, mother):
            FeedbackTalk.objects.create(
                case=case, relative=relative, said_on=today, kind="no_news", channel="phone", words="She wept.",
                interpreter="Binta",
            )  # fmt: skip
        own = Actor.of_subject(Subject(case.pk, mother.pk, mother.source_id), proved_at=timezone.now())
        withdraw_own(actor=own, case_ref=case.ref, purpose="forensic_comparison")
        assert all(talk.words for talk in reveal(list(FeedbackTalk.objects.filter(case=case))))
        withdraw_own(actor=own, case_ref=case.ref)
        talks = reveal(list(FeedbackTalk.objects.filter(case=case)))
        (gone,) = [talk for talk in talks if talk.words is None and talk.interpreter is None]
        assert (gone.relative_id, gone.said_on, gone.kind) == (mother.pk, today, "no_news")

    def test_an_erased_relative_leaves_no_word(self, cast: Cast) -> None:
        case = families.a_case(cast)
        aunt = aunt_of(cast, case)
        say(cast, case, aunt, **SHORT)
        step(cast, case, "prefer", statement(case, "height", aunt))
        assert file_of(case).height_cm_low == 165
        erase_relative(actor=cast.caseworker.actor, case_ref=case.ref, token=token_of(aunt.pk), **WISH)
        assert file_of(case).height_cm_low == 178
        assert not CaseStatement.objects.filter(case=case, source=aunt.source_id).exists()


class TestPages:
    def test_writing_down_and_each_button(self, cast: Cast, client_for: ClientFor) -> None:
        case = families.a_case(cast)
        aunt = aunt_of(cast, case)
        client, where = client_for(cast.caseworker.account), f"/cases/{case.ref}/statements/"
        sent = {"from-source": token_of(aunt.source_id), "height_cm": "165", "hair_colour": "gry"}
        assert client.post(where, sent).status_code == 302
        key = token_of(CaseStatement.objects.get(case=case, topic="hair", source=aunt.source_id).pk)
        for name in ("prefer", "unprefer", "withdraw", "put_back"):
            assert client.post(where, {name: key}).status_code == 302
        page = client.get(where).content.decode()
        assert "Fatou Ceesay" in page
        assert "more than one source" in page
        assert client.post(where, {"from-source": "another"}).status_code == 422
        assert client.post(where, {"prefer": "no such"}).status_code == 404

    def test_an_edit_says_whose_words_it_is(self, cast: Cast, client_for: ClientFor) -> None:
        case = families.a_case(cast)
        assert "Whose words" not in client_for(cast.caseworker.account).get(f"/cases/{case.ref}/edit/").content.decode()
        aunt_of(cast, case)
        assert "Whose words" in client_for(cast.caseworker.account).get(f"/cases/{case.ref}/edit/").content.decode()
