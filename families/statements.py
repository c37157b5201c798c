"""Who says what of a missing person, side by side: every answer of a case with its source, as its keepers read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accessctl import door
from accessctl.actor import Actor
from accessctl.declare import asked_fields
from accessctl.models import Account
from accessctl.rings import Ring
from accessctl.tokens import token_of
from cases.codes import StatementTopic
from cases.models import (
    Case,
    CaseBelonging,
    CaseDentalChart,
    CaseDocument,
    CaseIntimateMark,
    CaseMark,
    CaseMedical,
    CaseName,
    CasePhoto,
    CaseSearchFile,
    CaseSource,
    CaseStatement,
)
from cases.models.statements import COLUMNS, ON_CASE, TOGETHER
from cases.services import told
from families.models import Relative, RelativeName
from families.page.copying import TITLES
from families.wording import item_of
from registry.lib.errors import Forbidden, Invalid

INFORMATION: tuple[tuple[int, Promise], ...] = (
    (1, _("Confirmed elsewhere")), (2, _("Likely")), (3, _("Possible")), (4, _("Doubtful")),
)  # fmt: skip
LISTED: dict[Ring, tuple[type[Any], ...]] = {
    Ring.SEARCH: (CaseName, CaseMark, CaseBelonging, CasePhoto),
    Ring.RESERVED: (CaseDocument,),
    Ring.FORENSIC: (CaseMedical, CaseDentalChart, CaseIntimateMark),
}


@dataclass(frozen=True)
class Heard:
    """A source.  who: its name where there is one; by: who wrote it down; is_relative: theirs to take back."""

    key: UUID
    row: Any
    who: str
    by: str
    is_relative: bool

    @property
    def token(self) -> str:
        return token_of(self.key)

    @property
    def label(self) -> str:
        return self.who or str(self.row.get_kind_display())

    @property
    def on(self) -> date:
        found: date = self.row.collected_on or self.row.created_at.date()
        return found

    @property
    def information(self) -> str | Promise:
        return dict(INFORMATION)[self.row.information]

    @property
    def is_out(self) -> bool:
        return self.row.taken_back_at is not None


@dataclass(frozen=True)
class Said:
    """What one source says of one topic.  token: of a statement that stands apart, else empty."""

    source: Heard
    words: list[tuple[str, str]]
    values: dict[str, Any]
    token: str = ""
    is_shown: bool = False
    is_preferred: bool = False
    is_withdrawn: bool = False

    @property
    def stands(self) -> bool:
        return not self.is_withdrawn and not self.source.is_out


@dataclass(frozen=True)
class Topic:
    """A topic with all that is said of it; sources differ where more than one stands."""

    code: str
    title: str | Promise
    said: list[Said] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        return sum(one.stands for one in self.said) > 1


@dataclass(frozen=True)
class SideBySide:
    case: Case
    topics: list[Topic]
    sources: list[Heard]
    relatives: list[tuple[str, str]]  # of relatives who can be named as the source: token and name

    def source(self, token: str) -> UUID | None:
        return next((one.key for one in self.sources if one.token == token), None)


def source_named(actor: Actor, ref: str, key: str) -> UUID | None:
    """The source of `told_by`, a key that `/statements/` lists; none for an empty one.  Raises Invalid."""
    if not key:
        return None
    known = side_by_side(actor, ref).source(key)
    if known is None:
        raise Invalid(fields={"told_by": [gettext("No source of this case has this key. Read them at /statements/.")]})
    return known


def side_by_side(actor: Actor, ref: str) -> SideBySide:
    """Every answer of a case with who gave it, for those who may change it.  Raises NotFound, Forbidden."""
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=ref)
    reach = door.rings(actor, case)
    if not {Ring.SEARCH, Ring.KIN} <= reach:
        raise Forbidden()
    search = door.open(
        actor, case, Ring.SEARCH, tables=[CaseSearchFile, CaseSource, CaseStatement, *LISTED[Ring.SEARCH]]
    )
    kin = door.open(actor, case, Ring.KIN, tables=[Relative, RelativeName])
    sources = _sources(search.rows(case, CaseSource), kin.rows(case, Relative), kin.rows(case, RelativeName))
    file = search.one(case, CaseSearchFile)
    topics: list[Topic] = []
    if file:
        said = _told(case, file, search.rows(case, CaseStatement), sources)
        topics = [*said]
    for ring, tables in LISTED.items():
        if ring in reach:
            opened = search if ring is Ring.SEARCH else door.open(actor, case, ring, tables=tables)
            topics += [_rows(table, opened.rows(case, table), sources) for table in tables]
    named = [(one.token, one.who) for one in sources.values() if one.is_relative]
    return SideBySide(case, [one for one in topics if one.said], list(sources.values()), named)


def _sources(rows: Iterable[Any], relatives: Iterable[Any], names: Iterable[Any]) -> dict[UUID, Heard]:
    said: dict[UUID, str] = {}
    for name in names:
        said.setdefault(name.relative_id, name.full_original)
    whose = {one.source_id: said.get(one.pk, gettext("a relative without a name")) for one in relatives}
    rows = sorted(rows, key=lambda row: (row.created_at, row.pk))
    writers = Account._default_manager.in_bulk({row.created_by_id for row in rows if row.created_by_id})
    return {
        row.pk: Heard(
            row.pk, row, whose.get(row.pk) or row.described or "",
            writers[row.created_by_id].full_name if row.created_by_id in writers else "", row.pk in whose,
        )
        for row in rows
    }  # fmt: skip


def _told(case: Case, file: Any, statements: list[Any], sources: dict[UUID, Heard]) -> Iterator[Topic]:
    left = frozenset(one.key for one in sources.values() if one.is_out)
    order = list(sources)
    for topic in StatementTopic:
        if topic not in file.told_apart:
            row = case if topic in ON_CASE else file
            yield Topic(topic, topic.label, _said_of(row, topic, sources[file.source_id]))
            continue
        rows = sorted((one for one in statements if one.topic == topic), key=lambda one: order.index(one.source_id))
        standing = told.standing(rows, left)
        first = told.shown(standing)
        shown = standing if topic in TOGETHER else [first]
        yield Topic(topic, topic.label, [
            Said(
                sources[row.source_id], *_words(row, topic), token_of(row.pk), is_shown=row in shown,
                is_preferred=row.is_preferred, is_withdrawn=row.withdrawn_at is not None,
            )
            for row in rows
        ])  # fmt: skip


def _said_of(row: Any, topic: StatementTopic, source: Heard) -> list[Said]:
    words, values = _words(row, topic)
    return [Said(source, words, values, is_shown=True)] if told.says(told.held(row, topic)) else []


def _words(row: Any, topic: StatementTopic) -> tuple[list[tuple[str, str]], dict[str, Any]]:
    values = told.held(row, topic)
    found = [item_of(CaseStatement._meta.get_field(name), values[name]) for name in COLUMNS[topic]]  # type: ignore[arg-type] # columns
    items = [one for one in found if one]
    return [(one.label if len(items) > 1 else "", one.words) for one in items], {one.name: one.value for one in items}


def _rows(table: type[Any], rows: Iterable[Any], sources: dict[UUID, Heard]) -> Topic:
    """Rows of a list, which stand beside each other anyway."""
    said = []
    for row in rows:
        items = [item for column, _said in asked_fields(table) if (item := item_of(column, getattr(row, column.name)))]
        words = [(one.label, one.words) for one in items if one.words]
        values = {one.name: one.value for one in items if one.words}
        said.append(Said(sources[row.source_id], words or [("", gettext("on file"))], values, is_shown=True))
    return Topic(table.__name__, TITLES[table.__name__], said)
