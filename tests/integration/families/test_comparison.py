"""What a family tells for a comparison with remains, and what an institute finds: from the forms to the engine."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from accessctl.clear import reveal
from accessctl.codes import Purpose
from cases.codes import (
    SEARCH_MARK_TYPES,
    SEARCH_MOTIFS,
    Aspect,
    Colour,
    MarkSite,
    Side,
    ToothMaterial,
    ToothStatus,
)
from cases.dvi.am_file import am_file
from cases.models import Case, CaseDentalChart, CaseHolders, CaseMedical
from cases.partner_forms.copies import case_copy
from cases.partner_forms.interpol import AM
from cases.vocabulary.dental import Prosthesis
from cases.vocabulary.numbering import PERMANENT
from cases.vocabulary.teeth import Tooth, parse_chart, surfaces_of
from families.comparing import comparison
from families.services.comparing import NotAgreed, save_comparison
from matching.codes import PairKind
from matching.store import profiles_of
from registry.lib.dates import parse_edtf
from remains.forms import RemainsForm
from remains.models import Remains
from remains.pm_file import pm_file
from remains.selectors import forensic_entry
from tests.cast import Cast
from tests.factories import families, matching, remains
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal


def charted() -> tuple[Tooth, ...]:
    """Every state, surface and material, spread over the permanent teeth."""
    states, materials = ToothStatus.values, ["", *ToothMaterial.values]
    return tuple(
        Tooth(
            fdi,
            states[at % len(states)],
            surfaces_of(fdi)[: at % 6],
            materials[at % len(materials)],
            f'seen "{at}"; clearly' if at % 5 == 0 else "",
        )
        for at, fdi in enumerate(sorted(PERMANENT))
    )


MOUTH = {
    "chart_numbering": "universal", "teeth": '1s ano "small"', "charted_on_year": "2019",
    "charted_on_calendar": "gregory", "dentition": "permanent", "prostheses-0-kind": "denture_part",
    "prostheses-0-jaw": "upper", "prostheses-0-material": "acr", "prostheses-0-inscription": "H. Okoye",
    "occlusion_note": "overbite", "wear": "2", "staining": "khat", "cultural_modification": ["filed", "coloured"],
}  # fmt: skip
# Of the body; whether it is urgent is asked of a missing person alone.
ILL = {
    "medical-0-item_type": "epilepsy", "medical-0-happened_year": "2012", "medical-0-happened_calendar": "gregory",
    "medical-0-condition_code": "G40", "medical-0-medication": "carbamazepine", "medical-0-description": "since school",
}  # fmt: skip
BESIDE = Tooth("18s", "ano", note="small")
RECORD = {
    "numbering": "universal", "charted_on": parse_edtf("2019"), "dentition": "permanent", "occlusion_note": "overbite",
    "prostheses": (Prosthesis(kind="denture_part", jaw="upper", material="acr", inscription="H. Okoye"),),
    "wear": 2, "staining": "khat", "cultural_modification": ("filed", "coloured"),
}  # fmt: skip
# The same in words, on every paper.
PRINTED = (
    "H. Okoye", "overbite", "khat", "Filed, Coloured", "Wear (0–4): 2", "Universal: 1–32", "18s (1s)", "36 (19)",
    "A partial denture · Upper jaw · Acrylic", "“small”",
    "2012", "G40", "carbamazepine",
)  # fmt: skip


def told_marks() -> list[dict[str, Any]]:
    """Twenty marks: all sites in turn, kinds, sides, faces, sizes, several colours and motifs, and words in some."""
    kinds, motifs = [code.value for code in SEARCH_MARK_TYPES], [code.value for code in SEARCH_MOTIFS]
    sites, sides, aspects, colours = MarkSite.values, Side.values, Aspect.values, Colour.values
    return [
        {
            "mark_type": kinds[at % len(kinds)], "site": sites[at * 3 % len(sites)], "side": sides[at % len(sides)],
            "aspect": aspects[at % len(aspects)], "length_mm": 40 + at if at % 3 else None,
            "width_mm": at + 1 if at % 3 == 1 else None, "colours": colours[at : at + at % 3],
            "motifs": motifs[at : at + at % 3], "inscription": f"word {at}" if at % 4 == 0 else "",
            "acquired_year": 2001 + at if at % 5 == 0 else None,
        }
        for at in range(20)
    ]  # fmt: skip


def as_typed(prefix: str = "marks") -> dict[str, Any]:
    rows = {
        f"{prefix}-{number}-{name}": value
        for number, row in enumerate(told_marks())
        for name, value in row.items()
        if value is not None
    }
    parts = ("status", "surfaces", "material", "note")
    return (
        rows
        | MOUTH
        | ILL
        | {f"teeth_{tooth.fdi}_{part}": getattr(tooth, part) for tooth in charted() for part in parts}
    )


def plain(marks: Any) -> list[tuple[Any, ...]]:
    names = ("type", "site", "side", "motifs", "text", "aspect", "length_mm", "width_mm", "colours")
    return sorted((tuple(getattr(mark, name) for name in names) for mark in marks), key=repr)


EXPECTED_MARKS = sorted(
    (
        (
            row["mark_type"], row["site"], row["side"], tuple(sorted(row["motifs"])), row["inscription"],
            row["aspect"], row["length_mm"], row["width_mm"], tuple(sorted(row["colours"])),
        )
        for row in told_marks()
    ),
    key=repr,
)  # fmt: skip


def test_nothing_is_lost_from_the_real_forms_to_the_engine(cast: Cast, client_for: ClientFor) -> None:
    case = families.a_case(cast, marks=())
    client, address = client_for(cast.caseworker.account), f"/cases/{case.ref}/comparison/"
    for section in ("medical", "teeth", "marks"):
        sent = (
            as_typed()
            | {"medical-0-urgent_if_alive": "on"}
            | {"section": section, "smile": ["gold"], "chart_origin": "dentist_chart"}
        )
        answer = client.post(address, sent)
        assert answer.status_code == 302, answer.context["forms"][0].errors
    log = client_for(cast.analyst.account)
    draft = log.post("/remains/new/").headers["Location"]
    answer = log.post(draft, remains.typed(**as_typed(), chart_origin="pm_exam"))
    assert answer.status_code == 302, answer.context["form"].errors
    found = Remains.objects.get()
    matching.match()
    profiles = profiles_of([Case.objects.get(pk=case.pk), found])
    am, pm = (profiles[row.pk][PairKind.AM_PM] for row in (case, found))
    whole = tuple(sorted((*charted(), BESIDE), key=lambda tooth: tooth.fdi))
    engine = [(tooth.fdi, tooth.status, tooth.surfaces, tooth.material) for tooth in whole]
    for profile in (am, pm):
        assert [(one.fdi, one.status, one.surfaces, one.material) for one in profile.teeth] == engine
        assert plain(profile.marks) == EXPECTED_MARKS
    assert (am.chart_basis, pm.chart_basis, am.smile) == ("dentist_chart", "pm_exam", ("gold",))
    # And back into both forms, as it was typed.
    held = comparison(cast.caseworker.actor, case.ref)
    told_of = held.edited.entry
    told, seen = told_of.dental_chart, forensic_entry(cast.analyst.actor, found).dental_chart
    for chart in (told, seen):
        assert chart is not None
        assert parse_chart(chart.teeth) == whole
        assert {name: getattr(chart, name) for name in RECORD} == RECORD
    since = ["2001", "2006", "2011", "2016"]
    assert sorted(str(mark.acquired) for mark in held.edited.entry.marks if mark.acquired) == since
    assert 'value="2016"' in log.get(f"/remains/{found.ref}/edit/").content.decode()
    (ill,) = told_of.medical or ()
    assert (ill.happened, ill.condition_code, ill.medication) == (parse_edtf("2012"), "G40", "carbamazepine")
    assert replace(ill, urgent_if_alive=False) == forensic_entry(cast.analyst.actor, found).medical[0]
    assert "medical care" in client.get(f"/cases/{case.ref}/").content.decode()
    assert am.medical == pm.medical == ()  # an illness that leaves no trace is no evidence
    kept = CaseDentalChart.objects.get().pk, CaseMedical.objects.get().pk
    assert client.post(address, sent | {"section": "medical"}).status_code == 302
    assert client.post(address, sent | {"section": "teeth"}).status_code == 302
    assert (CaseDentalChart.objects.get().pk, CaseMedical.objects.get().pk) == kept
    purpose = Purpose.FORENSIC_COMPARISON
    papers = [
        am_file(cast.caseworker.actor, case.ref, purpose),
        case_copy(cast.caseworker.actor, case.ref, purpose, AM),
        pm_file(cast.analyst.actor, found.ref, purpose),
    ]
    assert log.post(f"/remains/{found.ref}/forensic/").content.decode().count("18s (1s) ano") == 1
    for paper in papers:
        assert [words for words in PRINTED if words not in repr(paper.blocks)] == []
    again = client.get(address).content.decode()
    assert again.count("bodymap__dot") > 20
    assert 'value="MODB"' in again or 'value="MOD"' in again


def test_it_is_asked_of_families_that_agreed_and_of_no_other(cast: Cast, client_for: ClientFor) -> None:
    case = families.a_case(cast)
    client, address = client_for(cast.caseworker.account), f"/cases/{case.ref}/comparison/"
    prints = {"section": "prints", "prints_held": "yes", "prints_held_by": "the passport office"}
    assert client.post(address, prints).status_code == 302
    assert client.post(address, {"section": "samples", "samples_offered": ["buccal"]}).status_code == 403
    with pytest.raises(NotAgreed):
        save_comparison(actor=cast.caseworker.actor, ref=case.ref, entry=None, holders={"samples_note": "at home"})
    (held,) = reveal(list(CaseHolders.objects.filter(case=case)))
    assert (held.prints_held, held.prints_held_by, held.samples_note) == ("yes", "the passport office", None)
    Case.objects.filter(pk=case.pk).update(purposes=[Purpose.SEARCH])
    page = client.get(address)
    assert "None of this is asked" in page.content.decode()
    assert "<select" not in page.content.decode().split("<main")[1]
    assert client.post(address, prints).status_code == 403
    assert client_for(cast.analyst.account).get(address).status_code in (403, 404)


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(cast: Cast, client_for: ClientFor) -> None:
    case = families.a_case(cast)
    client, address = client_for(cast.caseworker.account), f"/cases/{case.ref}/comparison/"
    sent = {
        "section": "teeth",
        "teeth": "49 sou",
        "teeth_11_status": "fil",
        "teeth_11_surfaces": "O",
        "dentist": "Dr. Bo",
    }
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is no tooth 49" in page
    assert "Tooth 11 has no surface O" in page
    assert "49 sou</textarea>" in page
    assert "Dr. Bo" in page
    assert not CaseHolders.objects.exists()
    for fault, told in (({"chart_origin": "pm_exam"}, "Write the chart itself"), ({"version": "99"}, "changed")):
        page = client.post(address, {"section": "teeth", "dentist": "Dr. Bo", **fault}).content.decode()
        assert told in page
        assert "Dr. Bo" in page


def test_the_form_of_remains_refuses_the_same(cast: Cast) -> None:
    form = RemainsForm(remains.typed(teeth="49 sou; 55 sou; 15 sou"))
    assert {*form.errors} == {"teeth"}
