"""Who says what of a case, row by row: which statement is shown, and what follows of it for the file and for layer 1.

Who may state anything is decided by `statements` and `changing`, after the door.  Every origin that was ever stated
keeps its State away from a flagged case, whichever is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from accessctl.clear import reveal
from accessctl.models import Account
from accessctl.services.rows import update_row
from cases.codes import Sex, SourceKind, StatementTopic
from cases.models import Case, CaseIntimateMark, CaseMark, CaseSearchFile, CaseSource, CaseStatement
from cases.models.statements import BASES, COLUMNS, ON_CASE, TOGETHER
from cases.services import derive, rows
from cases.services.entry import CaseEntry

Values = dict[str, Any]
DOUBTFUL = 4
_DERIVED = (
    "age_band", "is_child", "last_contact_country", "last_contact_admin1", "last_contact_month",
    "last_contact_month_max",
)  # fmt: skip


def told(entry: CaseEntry) -> dict[StatementTopic, Values]:
    """What an entry says of each topic, in the columns of a statement; the age only as it was told."""
    columns = rows.search_columns(entry) | {
        "sex": None if entry.sex == Sex.NOT_KNOWN else entry.sex or None,
        "nationalities": list(entry.nationalities),
        "route_code": entry.route_code or None,
        "destination_country": entry.destination_country or None,
        "circumstance_codes": list(entry.circumstance_codes),
    }
    columns["age_low"], columns["age_high"] = (entry.age or (None, None)) if not entry.date_of_birth else (None, None)
    # SECURITY: the nationality of a flagged case lies in 4p, and is no statement of ring 2.
    kept = set(COLUMNS) - ({StatementTopic.NATIONALITY} if entry.is_flagged else set())
    return {
        topic: {name: columns[name] for name in names if name in columns}
        for topic, names in COLUMNS.items() if topic in kept
    }  # fmt: skip


def held(row: Any, topic: StatementTopic) -> Values:
    """What a case, or a row in clear of the file or a statement, says of a topic.

    An age that follows of the birth is none; nor is a sex that is not known.
    """
    values = {name: getattr(row, name) for name in COLUMNS[topic]}
    if values.get("sex") == Sex.NOT_KNOWN:
        return {"sex": None}
    return values | {"age_low": None, "age_high": None} if values.get("date_of_birth") else values


def on_case(case: Case) -> dict[StatementTopic, Values]:
    """What the case itself shows of the topics whose codes lie there."""
    return {topic: held(case, topic) for topic in COLUMNS if topic in ON_CASE}


def says(values: Mapping[str, Any]) -> bool:
    """Whether anything is said at all."""
    return any(value not in (None, []) for name, value in values.items() if name not in BASES)


def standing(statements: Iterable[Any], left: frozenset[UUID]) -> list[Any]:
    """Those that count, in the order in which their sources were first heard.  left: sources left out as a whole."""
    return [row for row in statements if row.withdrawn_at is None and row.source_id not in left]


def shown(statements: Iterable[Any]) -> Any | None:
    """The one that the file shows, of the standing ones of one topic.

    What strangers wrote on a site stands beside the others, and is shown only where somebody here chose it.
    """
    found = [row for row in statements if row.is_preferred or not is_news(row.source)]
    return next((row for row in found if row.is_preferred), found[0] if found else None)


def is_news(source: CaseSource) -> bool:
    """Whether a stranger wrote it on a site of missing people."""
    return source.kind == SourceKind.IMPORT_PARTNER and source.information == DOUBTFUL


def statements_of(case: Case) -> list[Any]:
    """All statements of a case in clear, by source: the first heard first, and of each the oldest first."""
    found = CaseStatement.objects.filter(case=case).select_related("source")
    return reveal(list(found.order_by("source__created_at", "source_id", "created_at", "pk")))


def left_out(case: Case) -> frozenset[UUID]:
    """The sources whose words are left out of the search."""
    found = CaseSource.objects.filter(case=case).exclude(taken_back_at=None)
    return frozenset(found.values_list("pk", flat=True))


def origins(case: Case) -> frozenset[str]:
    """The countries of origin that anybody ever stated."""
    found = reveal(list(CaseStatement.objects.filter(case=case, topic=StatementTopic.ORIGIN)))
    return frozenset(
        row.place_of_origin.country for row in found if row.place_of_origin and row.place_of_origin.country
    )


def hide_nationalities(case: Case, known: tuple[str, ...]) -> tuple[str, ...]:
    """Take every stated nationality out of ring 2, for a case that is flagged; all of them, with those known."""
    rows = CaseStatement.objects.filter(case=case, topic=StatementTopic.NATIONALITY)
    stated = [code for row in rows.filter(withdrawn_at=None) for code in row.nationalities]
    if rows.delete()[0]:
        for file in CaseSearchFile.objects.filter(case=case):
            file.told_apart = [topic for topic in file.told_apart if topic != StatementTopic.NATIONALITY]
            file.save(update_fields=["told_apart", "updated_at"])
    return tuple(dict.fromkeys([*known, *stated]))


def tell_apart(
    case: Case, file: CaseSearchFile, topics: Iterable[StatementTopic], was: Mapping[StatementTopic, Values]
) -> None:
    """From now on these topics are told in rows: what is shown is the first statement, of the file's own source.

    was: what the case itself showed until now (`on_case`).
    """
    new = [topic for topic in topics if topic not in file.told_apart]
    if not new:
        return
    (clear,) = reveal([file])
    for topic in new:
        if says(values := was[topic] if topic in ON_CASE else held(clear, topic)):
            CaseStatement.objects.create(
                case=case, source_id=file.source_id, topic=topic, created_by_id=file.created_by_id,
                created_at=file.created_at, **values,
            )  # fmt: skip
    file.told_apart = [*file.told_apart, *(topic.value for topic in new)]
    file.save(update_fields=["told_apart", "updated_at"])


def say(
    case: Case, topic: StatementTopic, source: UUID, values: Values, account: Account | None, *, prefer: bool = False
) -> None:
    """Add what a source says; what it said of this before is kept as put right.  Nothing said: it only ends."""
    mine = CaseStatement.objects.filter(case=case, topic=topic, source=source, withdrawn_at=None).first()
    was_preferred = mine is not None and mine.is_preferred
    if mine is not None:
        (clear,) = reveal([mine])
        values = {**{name: getattr(clear, name) for name in COLUMNS[topic]}, **values}
        if held(clear, topic) == values:
            if prefer and not was_preferred:
                choose(case, topic, mine.pk)
            return
        mine.withdrawn_at, mine.is_preferred = timezone.now(), False
        mine.save(update_fields=["withdrawn_at", "is_preferred", "updated_at"])
    if not says(values):
        return
    row = CaseStatement.objects.create(case=case, source_id=source, topic=topic, created_by=account, **values)
    if prefer or was_preferred:
        choose(case, topic, row.pk)


def choose(case: Case, topic: str, statement: UUID | None) -> None:
    """Prefer this statement of a topic, or none."""
    CaseStatement.objects.filter(case=case, topic=topic, is_preferred=True).update(is_preferred=False)
    if statement is not None:
        CaseStatement.objects.filter(pk=statement).update(is_preferred=True)


def show(case: Case) -> list[str]:
    """Write what is shown into the file, and what layer 1 derives of it onto the unsaved case; names what changed."""
    file = CaseSearchFile.objects.select_for_update().get(case=case)
    left = left_out(case)
    if file.source_id in left:
        was = on_case(case)
        tell_apart(case, file, [topic for topic in StatementTopic if says(was.get(topic, {"": ""}))], was)
    found = statements_of(case)
    columns: Values = {}
    for topic in map(StatementTopic, file.told_apart):
        said = [one for one in found if one.topic == topic]
        if topic in ON_CASE:
            _show_on_case(case, topic, standing(said, left) or standing(said, frozenset()))
        else:
            row = shown(standing(said, left))
            columns |= held(row, topic) if row else {name: [] if name == "smile" else None for name in COLUMNS[topic]}
    if not columns:
        return []
    (clear,) = reveal([file])
    wanted = {name: getattr(clear, name) for topic in COLUMNS.keys() - ON_CASE for name in COLUMNS[topic]} | columns
    age = None if wanted["date_of_birth"] else (wanted["age_low"], wanted["age_high"])
    entry = CaseEntry(
        date_of_birth=wanted["date_of_birth"], age=age if age and None not in age else None,
        date_last_contact=wanted["date_last_contact"], place_last_contact=wanted["place_last_contact"],
    )  # fmt: skip
    low, high = derive.age_at_last_contact(entry) or (None, None)
    changed = update_row(file, columns | {"age_low": low, "age_high": high})
    common = derive.common_columns(entry)
    for name in _DERIVED:
        setattr(case, name, common[name])
    return changed


def _show_on_case(case: Case, topic: StatementTopic, said: list[Any]) -> None:
    """Write codes of layer 1 onto the unsaved case, the preferred first.

    Nationalities and what happened are those that anybody states.  Codes that only sources left out told stay, since
    they decide which State is kept away.
    """
    first = shown(said) or next(iter(said), None)
    (name,) = COLUMNS[topic]
    if topic in TOGETHER:
        ordered = [*([first] if first else []), *said]
        setattr(case, name, list(dict.fromkeys(code for row in ordered for code in getattr(row, name))))
    elif topic is StatementTopic.SEX:
        case.sex = first.sex if first else Sex.NOT_KNOWN
    else:
        setattr(case, name, getattr(first, name) if first else None)


def count_marks(case: Case) -> None:
    """Whether marks are described by anybody whose words count: who was not asked is not somebody without marks."""
    described = CaseSearchFile.objects.filter(case=case, distinguishing_features__isnull=False).exists()
    case.has_marks = described or any(
        table.objects.filter(case=case, source__taken_back_at=None).exists() for table in (CaseMark, CaseIntimateMark)
    )  # fmt: skip


def write_shown(case: Case) -> None:
    """Show the case anew after its sources changed, onto the saved case."""
    show(case)
    count_marks(case)
    case.save(update_fields=[*SHOWN_ON_LISTS, "updated_at"])


SHOWN_ON_LISTS = (
    *_DERIVED, "has_marks", "sex", "nationalities", "circumstance_codes", "route_code", "destination_country",
)  # fmt: skip
