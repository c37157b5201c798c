"""The examination of remains: its checklist and the chain of custody, estimates by method, the accountability file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accessctl.clear import reveal
from accessctl.models import JournalEntry
from accessctl.rings import Ring
from cases.codes import AgeClass
from registry.lib.errors import Conflict, Forbidden, Invalid, NotFound
from remains import selectors as records
from remains import services
from remains.custody.selectors import custody_of
from remains.examination import methods, selectors
from remains.examination.codes import ChecklistStep, StepState
from remains.examination.methods import LongBone
from remains.models import CustodyEvent, RemainsAccountabilityNote
from remains.services import CheckEntry, EstimateEntry, ExaminationEntry, NoteEntry, NumberEntry
from tests.cast import Cast
from tests.factories import custody
from tests.factories.remains import some_remains

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
FEMUR: dict[str, str] = {"trait": "stature_cm", "method": "tg1952_wm", "bone": "femur"}
EXAMINATION = ExaminationEntry(
    kinds=("external", "radiology"), examined_on=timezone.localdate(), examiner="Dr Amara Kelling", tbs=12,
    tbs_method="megyesi_2005", fingers=("1", "2"), print_quality="usable", prints_searched_in="the national file",
    print_result="nothing", cause="drowning", cause_text="foam in the airways", scene_marker="flag 7",
    position_note="on the right side", scene_description="among rocks",
    numbers=(NumberEntry(kind="morgue", value="2021/114", institution="North morgue"),),
)  # fmt: skip


def refused(act, **given) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as error:
        act(**given)
    return error.value.fields


def test_an_examination_is_read_as_it_was_written_and_changed_as_a_whole(cast: Cast) -> None:
    actor, remains = cast.analyst.actor, some_remains(cast)
    services.save_examination(actor=actor, ref=remains.ref, entry=EXAMINATION, expected_version=1)
    assert selectors.examination(actor, remains.ref).entry == EXAMINATION
    with pytest.raises(Conflict):
        services.save_examination(actor=actor, ref=remains.ref, entry=ExaminationEntry(), expected_version=1)
    services.save_examination(actor=actor, ref=remains.ref, entry=ExaminationEntry())
    assert selectors.examination(actor, remains.ref).entry == ExaminationEntry()
    later = ExaminationEntry(
        tbs=36, kinds=("seance",), cause="curse", numbers=(NumberEntry(kind="morgue", value=" "),),
        examined_on=timezone.localdate() + timedelta(days=2),
    )  # fmt: skip
    wrong = refused(services.save_examination, actor=actor, ref=remains.ref, entry=later)
    assert {*wrong} == {"tbs", "tbs_method", "kinds", "cause", "numbers", "examined_on"}
    with pytest.raises(Forbidden):
        selectors.examination(cast.focal_b.actor, remains.ref)


def test_what_is_done_is_written_in_the_chain_which_the_stop_rule_reads(cast: Cast) -> None:
    actor, remains = cast.analyst.actor, some_remains(cast)
    photographs = CheckEntry(step="photography", state="done", who="A. Kelling")
    early = refused(services.save_checklist, actor=actor, ref=remains.ref, checks=[photographs])
    assert {*early} == {"photography_state"}  # nothing is in care yet, so nothing can have been done
    assert not CustodyEvent.objects.exists()
    custody.write(actor, remains, "admitted", tag_no="T-17")
    sample = CheckEntry(step="dna_sample", state="done", day=timezone.localdate() - timedelta(days=2))
    services.save_checklist(actor=actor, ref=remains.ref, checks=[photographs, sample])
    assert [event.kind for event in CustodyEvent.objects.order_by("number")] == ["admitted", "sampled", "examined"]
    assert custody_of(actor, remains.ref).missing == ()
    services.save_checklist(actor=actor, ref=remains.ref, checks=[photographs, sample])  # again changes nothing
    assert CustodyEvent.objects.count() == 3
    undone = [CheckEntry(step="photography")]
    assert {*refused(services.save_checklist, actor=actor, ref=remains.ref, checks=undone)} == {"photography_state"}


def test_a_step_written_in_the_chain_is_done_in_the_checklist(cast: Cast) -> None:
    actor, remains = cast.analyst.actor, some_remains(cast)
    custody.ready(actor, remains)
    held = {check.step: check for check in selectors.examination(actor, remains.ref).checks}
    done = {step for step, check in held.items() if check.is_written}
    assert done == {ChecklistStep.PHOTOGRAPHY, ChecklistStep.DNA_SAMPLE}
    assert held[ChecklistStep.EXTERNAL].state is StepState.NOT_STARTED


def test_the_checklist_brings_remains_onward(cast: Cast) -> None:
    actor, remains = cast.analyst.actor, some_remains(cast)
    custody.ready(actor, remains)
    reasonless = [CheckEntry(step="radiology", state="not_possible")]
    assert {*refused(services.save_checklist, actor=actor, ref=remains.ref, checks=reasonless)} == {"radiology_reason"}
    services.save_checklist(actor=actor, ref=remains.ref, checks=[CheckEntry(step="external", state="done")])
    remains.refresh_from_db()
    assert remains.status == "examined"
    rest = {*ChecklistStep.values} - {"external", "photography", "dna_sample", "radiology"}
    checks = [CheckEntry(step=step, state="not_applicable") for step in sorted(rest)]
    checks.append(CheckEntry(step="radiology", state="not_possible", reason="no machine within 300 km"))
    services.save_checklist(actor=actor, ref=remains.ref, checks=checks)
    remains.refresh_from_db()
    assert remains.status == "data_complete"
    assert selectors.examination(actor, remains.ref).settled == (10, 10)


def test_a_chosen_estimate_is_what_is_compared(cast: Cast) -> None:
    actor, remains = cast.analyst.actor, some_remains(cast)
    stature = EstimateEntry(trait="stature_cm", method="tg1952_wm", bone="femur", length_mm=456)
    first = services.add_estimate(actor=actor, ref=remains.ref, entry=stature)
    assert (first.low, first.high, first.centre, first.error) == (164, 176, 169.9, 3.27)
    second = services.add_estimate(
        actor=actor, ref=remains.ref, entry=EstimateEntry(trait="stature_cm", method="measured", range=(150, 154))
    )
    before = records.remains_file(actor, remains.ref).entry
    assert before is not None
    assert before.stature_cm == (172, 180)  # nothing is compared before somebody chooses
    for row, held in ((second, ((150, 154), "measured")), (first, ((164, 176), "long_bone"))):
        services.choose_estimate(actor=actor, ref=remains.ref, estimate=row.pk)
        entry = records.remains_file(actor, remains.ref).entry
        assert entry is not None
        assert (entry.stature_cm, entry.stature_method) == held
    compared = [one.is_compared for one in selectors.examination(actor, remains.ref).estimates]
    assert compared == [True, False]
    child = EstimateEntry(trait="age", method="dental_development", range=(8, 10))
    row = services.add_estimate(actor=actor, ref=remains.ref, entry=child)
    remains = services.choose_estimate(actor=actor, ref=remains.ref, estimate=row.pk)
    assert remains.age_class == AgeClass.CHILD


@pytest.mark.parametrize(
    ("entry", "field", "said"),
    [
        (EstimateEntry(**FEMUR, length_mm=45), "length", "Did you mean 45 cm"),
        (EstimateEntry(**FEMUR, length_mm=4560), "length", "Did you mean 456 mm"),
        (EstimateEntry(**FEMUR, length_mm=200), "length", "children"),
        (EstimateEntry(**FEMUR | {"method": "tg1952_bf", "bone": "radius"}, length_mm=250), "bone", "Humerus, Ulna"),
        (EstimateEntry(trait="stature_cm", method="measured", range=(20, 30)), "range", "between 30 and 250"),
        (EstimateEntry(trait="age", method="sb1990_f", phase=7), "phase", "phase"),
        (EstimateEntry(trait="age", method="sb1990_m", phase=5), "phase", "Pubic symphysis"),
        (EstimateEntry(trait="age", method="tea_leaves"), "method", "not in the list"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_at_its_field(cast: Cast, entry: EstimateEntry, field: str, said: str) -> None:
    wrong = refused(services.add_estimate, actor=cast.analyst.actor, ref=some_remains(cast).ref, entry=entry)
    assert [*wrong] == [field]
    assert said in wrong[field][0]


def test_every_formula_gives_what_its_study_printed() -> None:
    """Worked by hand from the printed coefficients; ranges hold the centre and differ by bone."""
    femur = {code: methods.stature(code, LongBone.FEMUR, 450).centre for code in methods.STATURE}
    assert femur == {
        "tg1952_wm": 168.5, "tg1952_wf": 165.2, "tg1952_bf": 162.4, "tg1958_bm": 166.7, "tg1958_am": 169.3,
    }  # fmt: skip
    for code, method in methods.STATURE.items():
        for bone, (low, high) in methods.LENGTHS_MM.items():
            if bone in method.formulas:
                found = [methods.stature(code, bone, length) for length in (low, (low + high) / 2, high)]
                assert all(one.low <= one.centre - one.error and one.centre + one.error <= one.high for one in found)
                assert 100 < found[0].centre < found[1].centre < found[2].centre < 240
    phases = [methods.age(code, phase) for code in methods.AGE for phase in range(1, 7)]
    kept = [one for one in phases if one is not None]
    assert len(kept) == 4
    assert all(one.low < one.centre < one.high for one in kept)


def test_a_wrong_estimate_stays_with_its_reason_and_is_compared_no_more(cast: Cast) -> None:
    actor, remains = cast.analyst.actor, some_remains(cast)
    named = {"actor": actor, "ref": remains.ref}
    first = services.add_estimate(**named, entry=EstimateEntry(**FEMUR, length_mm=456))
    other = services.add_estimate(**named, entry=EstimateEntry(**FEMUR, length_mm=400))
    services.choose_estimate(**named, estimate=first.pk)
    withdraw = {"act": services.withdraw_estimate, **named}
    assert {*refused(**withdraw, estimate=first.pk, reason="x")} == {"estimate"}  # nothing is compared unseen
    assert {*refused(**withdraw, estimate=other.pk, reason=" ")} == {"reason"}
    services.withdraw_estimate(**named, estimate=other.pk, reason="the right femur of somebody else")
    for wrong in (other.pk, first.remains_id):
        with pytest.raises(NotFound):
            services.withdraw_estimate(**named, estimate=wrong, reason="again")
        with pytest.raises(NotFound):
            services.choose_estimate(**named, estimate=wrong)
    right = {**FEMUR, "length_mm": 465, "corrects": first.pk}
    add = {"act": services.add_estimate, **named}
    assert {*refused(**add, entry=EstimateEntry(**right))} == {"reason"}
    stale = EstimateEntry(**right | {"corrects": other.pk}, reason="misread")
    assert {*refused(**add, entry=stale)} == {"corrects"}
    made = services.add_estimate(**named, entry=EstimateEntry(**right, reason="misread: 465, not 456"))
    rows = selectors.examination(actor, remains.ref).estimates
    assert [(one.is_compared, one.withdrawal_reason) for one in rows] == [
        (False, "misread: 465, not 456"), (False, "the right femur of somebody else"), (True, None),
    ]  # fmt: skip
    assert rows[2].corrects_id == first.pk
    file = records.remains_file(actor, remains.ref).entry
    assert file is not None
    assert file.stature_cm == (made.low, made.high) == (166, 178)


def test_injuries_lie_in_the_accountability_file_and_nowhere_else(cast: Cast) -> None:
    actor, remains = cast.analyst.actor, some_remains(cast)
    note = NoteEntry(injury_kind="gunshot", injury_site="tr_chest", injury_time="peri", finder_contact="the fisher Bo")
    services.note_injury(actor=actor, ref=remains.ref, entry=note)
    (held,) = reveal(list(RemainsAccountabilityNote.objects.filter(remains=remains)))
    assert (held.injury_kind, held.finder_contact, held.RING) == ("gunshot", "the fisher Bo", Ring.ACCOUNTABILITY)
    with pytest.raises(Forbidden):
        selectors.accountability_notes(actor, remains)  # who writes it does not read it again
    assert {*refused(services.note_injury, actor=actor, ref=remains.ref, entry=NoteEntry())} == {"injury_text"}
    said = [entry.action for entry in JournalEntry.objects.filter(refs__contains=[remains.ref])]
    assert "remains.examined" in said
    assert not [action for action in said if "injur" in action or "account" in action]
