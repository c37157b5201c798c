"""Whom somebody travelled with: names found with remains, and other reports of the same journey."""

from __future__ import annotations

import pytest

from matching.engine.compare import Outcome
from matching.engine.model import Model
from matching.engine.profile import Name, Profile
from matching.engine.reference import Reference
from matching.engine.score import explain, scan
from matching.engine.table import Index
from matching.facts import companions


def person(ref: str, name: str, *others: str) -> Profile:
    return Profile(ref, "am", names=(Name(name),), companions=tuple(Name(other, "companion") for other in others))


def found(*names: str) -> Profile:
    return Profile("MRR-B", "pm", names=tuple(Name(name, "document") for name in names))


def line(left: Profile, right: Profile, model: Model, task: str = "am-pm"):
    return next(x for x in explain(left, right, task, model).lines if x.name == "companions")


def test_a_companions_paper_speaks_for_who_travelled_with_them(bare: Model) -> None:
    report = person("MMR-A", "Omar Farah", "Tesfaye Berhane", "Ali")
    near = line(report, found("TESFAY BERHANE"), bare)
    assert near.log10_lr > 1
    assert near.outcome is Outcome.AGREE
    assert -0.1 < line(report, found("Jose Garcia"), bare).log10_lr < 0.1
    alone = line(person("MMR-A", "Omar Farah"), found("Tesfaye Berhane"), bare)
    assert (alone.log10_lr, alone.reason) == (0.0, "companions_absent_am")


def test_two_reports_of_one_group(bare: Model) -> None:
    one = person("MMR-A", "Omar Farah", "Tesfaye Berhane")
    again = person("MMR-B", "Umar Farah", "Tesfay Berhane")
    assert 0.5 < line(one, again, bare, "am-am").log10_lr <= 2.5
    brother = person("MMR-C", "Tesfaye Berhane", "Omar Farah")
    for left, right in ((one, brother), (brother, one)):
        named = line(left, right, bare, "am-am")
        assert -2.0 <= named.log10_lr < -1
        assert named.outcome is Outcome.CONTRADICT
    nameless = Profile("MMR-D", "am", companions=(Name("Tesfaye Berhane", "companion"),))
    assert line(one, nameless, bare, "am-am").log10_lr == pytest.approx(line(nameless, one, bare, "am-am").log10_lr)


@pytest.mark.parametrize("task", ["am-pm", "am-am"])
def test_the_scan_adds_what_the_explanation_shows(task: str) -> None:
    people = [person("MMR-A", "Omar Farah", "Ana Diaz"), person("MMR-B", "Ana Diaz", "Omar Farah", "Li Wei"),
              person("MMR-C", "Omar Farah"), person("MMR-D", "Omar Farah", "Ana Diaz"),
              Profile("MMR-E", "am", companions=(Name("Ana Diaz", "companion"),))]  # fmt: skip
    model = Model(Reference.build(people))
    probes = [found("Ana Diaz", "Li Wei")] if task == "am-pm" else people
    index = Index("am", people)
    for probe in probes:
        scores = scan(probe, index, task, model)
        for other in people:
            if other.ref != probe.ref:
                total = explain(probe, other, task, model).total
                assert float(scores[index.row(other.ref)]) == pytest.approx(total, abs=1e-5)


@pytest.mark.parametrize(("text", "names"), [
    ("travelled with his cousin Ali Hassan and two friends", ["Ali Hassan"]),
    ("Mamadou Diallo, Awa Traoré (sister); Cheikh", ["Mamadou Diallo", "Awa Traoré", "Cheikh"]),
    ("تسفاي برهاني، محمد علي", ["تسفاي برهاني", "محمد علي"]),
    ("nobody", []), ("", []),
])  # fmt: skip
def test_names_are_read_from_what_a_family_says(text: str, names: list[str]) -> None:
    assert [name.text for name in companions(text)] == names
