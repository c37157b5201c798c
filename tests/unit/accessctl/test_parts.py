"""Every field that people are asked for, in a ring an agreement can open, belongs to one part that it can close."""

from __future__ import annotations

from collections import Counter

import pytest

from accessctl import topology
from accessctl.declare import asked_fields
from accessctl.models import Record, RingRow
from accessctl.parts import Part, offered, parts_of, without
from accessctl.policy import RecordPolicy, policy_of
from accessctl.rings import Ring
from cases.models import Case, CaseName, CaseSearchFile, DviEvent
from matching.models.profiles import ProfilePart


def is_shared(root: type[Record]) -> bool:
    policy = policy_of(root)
    return isinstance(policy, RecordPolicy) and bool(policy.shared)


# The agreement on an event is an invitation to the whole of it.
SHARED_ROOTS = [root for root in topology.roots() if is_shared(root) and root is not DviEvent]
# What reviewers wrote about a pair, and the number of people: neither is what a provider was told about the person.
NO_PART = {
    "ReviewNote",
    "ReviewNote.words",
    "ReviewNote.reasons",
    "RemainsReviewNote",
    "RemainsReviewNote.words",
    "RemainsReviewNote.reasons",
    "CaseSearchFile.priorities",
    "ForensicFile.minimum_number_of_individuals",
}


def tables(root: type[Record]) -> list[type[RingRow]]:
    held = [table for ring in topology.rings_of(root) if ring.layer <= 3 for table in topology.tables_of(root, ring)]
    return [table for table in held if not issubclass(table, ProfilePart)]


@pytest.mark.parametrize("root", SHARED_ROOTS, ids=lambda root: root.__name__)
def test_the_parts_leave_nothing_out(root: type[Record]) -> None:
    whole = {table for part in parts_of(root) for table in part.tables}
    columns = {(table, name) for part in parts_of(root) for table, names in part.fields.items() for name in names}
    missing = {
        f"{table.__name__}.{field.name}"
        for table in tables(root)
        if table not in whole
        for field, _said in asked_fields(table)
        if (table, field.name) not in columns
    }
    rows = {table.__name__ for table in tables(root) if table not in whole and not any(t is table for t, _ in columns)}
    assert missing | rows <= NO_PART


@pytest.mark.parametrize("root", SHARED_ROOTS, ids=lambda root: root.__name__)
def test_no_column_belongs_to_two_parts(root: type[Record]) -> None:
    held = Counter(
        [table.__name__ for part in parts_of(root) for table in part.tables]
        + [f"{table.__name__}.{n}" for part in parts_of(root) for table, names in part.fields.items() for n in names]
    )
    assert [name for name, count in held.items() if count > 1] == []


def test_codes_are_unique_and_short() -> None:
    codes = [part.code for parts in offered().values() for part in parts]
    assert len(set(codes)) == len(codes)
    assert max(map(len, codes)) <= 40


def test_a_closed_column_reads_as_if_never_filled() -> None:
    row = CaseSearchFile(height_class="tall", hair_colour="black", circumstances_text="told")
    row.absences = {"height": "unknown", "date_of_birth": "unknown"}
    name = CaseName(full_original="Selam Tesfaye")
    (kept,) = without([row, name], Case, frozenset({"case.names", "case.appearance"}))
    assert kept is row
    assert (row.height_class, row.hair_colour, row.absences) == (None, None, {"date_of_birth": "unknown"})
    assert row.get_height_class_display() is None
    assert str(row.circumstances_text) == "<sealed>"  # what is open is untouched


def test_parts_of_layer_1_do_not_exist() -> None:
    named = {table for parts in offered().values() for part in parts for table in (*part.tables, *part.fields)}
    assert all(table.RING.layer > Ring.COMMON.layer for table in named)
    assert Part("x", "x").tables == ()
