"""A form for phones (XLSForm, for Kobo, ODK and Enketo) made from a catalogue: survey, choices and settings.

Every question is a column of the catalogue and bears its name, so that what was collected comes in with no mapping by
hand.  Labels are those of the registry in each of its languages.  A day, a number or a name is asked as text with a
rule: they are known in part (2019, 160-170), and what a family does not know is written `?`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import groupby
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cases.imports import sheets
from cases.imports.answers import ABSENCES, read
from cases.imports.catalogue import SEVERAL, Catalogue, Item, Kind, Words
from cases.imports.cells import BadCell
from registry.lib.world import UI_LANGUAGES, country_choices, language_choices

LANGUAGES: Final = {code: f"{name} ({code})" for code, name in settings.LANGUAGES if code in UI_LANGUAGES}
_UNKNOWN: Final = "?"
_NO_ANSWERS: Final = ("none", *(one.value for one in ABSENCES))
_TYPES: Final = {
    Kind.NUMBER: "decimal",
    Kind.CODES: "select_multiple",
    Kind.COUNTRIES: "select_multiple",
} | dict.fromkeys((Kind.CODE, Kind.COUNTRY, Kind.LANGUAGE, Kind.YES_NO), "select_one")
_LONG: Final = (Kind.COUNTRY, Kind.COUNTRIES, Kind.LANGUAGE)  # lists that are searched, not read
_DAY: Final = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?[~?%]?"
_HINTS: Final[dict[Kind, Promise]] = {
    Kind.NAME: gettext_lazy("Letters only, in any script."),
    Kind.DATE: gettext_lazy("As far as it is known: 2021-03-05, 2021-03 or 2021; with ~ after it, about then."),
    Kind.COUNTRIES: gettext_lazy("Choose each that fits, or one answer that says why there is none."),
    Kind.SPAN: gettext_lazy("A whole number, or two with a hyphen for an estimate: 160-170."),
}
_LEAVE: Final = gettext_lazy("Write ? if it is not known.")
_LONGEST: Final = gettext_lazy("At most %(longest)s characters.")
_BETWEEN: Final = gettext_lazy("From %(lowest)s to %(highest)s.")

Cells = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Form:
    """What a form is made of.  order: sections of the catalogue as they are asked.

    statement: what is read out before the first question, by language; gate: the question without whose yes nothing
    more is asked.
    """

    name: str
    title: Words
    catalogue: Catalogue
    order: tuple[str, ...]
    statement: Callable[[str], str] | None = None
    gate: str = ""


def made(form: Form) -> bytes:
    """The workbook, opened by phones in the reader's language."""
    survey, choices = list(_survey(form)), list(_choices(form.catalogue.items.values()))
    version = hashlib.sha256(repr((survey, choices)).encode()).hexdigest()[:12]
    told = {
        "form_title": str(form.title), "form_id": form.name, "version": version, "style": "pages",
        "default_language": LANGUAGES[get_language() or UI_LANGUAGES[0]],
    }  # fmt: skip
    return sheets.workbook({"survey": _sheet(survey), "choices": _sheet(choices), "settings": _sheet([told])})


def _sheet(rows: Iterable[Cells]) -> Iterator[list[str]]:
    rows = list(rows)
    heads = list(dict.fromkeys(name for row in rows for name in row))
    yield heads
    for row in rows:
        yield [row.get(name, "") for name in heads]


def _said(column: str, words: Callable[[], object]) -> Cells:
    """Words in every language, each in its column; nothing where there are none."""
    found: Cells = {}
    for code, name in LANGUAGES.items():
        with translation.override(code):
            found[f"{column}::{name}"] = str(words() or "")
    return found


def _survey(form: Form) -> Iterator[Cells]:
    yield {"type": "end", "name": "end"}  # when it was filled in, noted anew by each edit: which of two is the older
    for section in form.order:
        items = [item for item in form.catalogue.items.values() if item.section == section]
        has_gate = form.gate in {item.name for item in items}
        only = "" if has_gate or not form.gate else f"${{{form.gate}}} = 'yes'"
        yield _begin(section, _said("label", partial(form.catalogue.sections.get, section)), only)
        if form.statement and section == form.order[0]:
            said = {f"label::{name}": form.statement(code) for code, name in LANGUAGES.items()}
            yield {"type": "note", "name": "statement"} | said
        for group, found in groupby(items, _group):
            alike = list(found)
            yield from _alike(form, group, alike) if group else (_question(form, item) for item in alike)
        yield {"type": "end_group", "name": section}


def _begin(name: str, label: Cells, only: str, appearance: str = "") -> Cells:
    return {"type": "begin_group", "name": name, "relevant": only, "appearance": appearance} | label


def _group(item: Item) -> str:
    """mark_2, of mark_2_type; empty for a question that is asked once."""
    return item.name[: item.name.index(f"_{item.row}_")] + f"_{item.row}" if item.row else ""


def _alike(form: Form, group: str, items: list[Item]) -> Iterator[Cells]:
    """One of several alike, on a screen of its own, once the one before is answered."""
    first = items[0]
    label = _said("label", lambda: f"{first.group} {first.row}")
    yield _begin(group, label, _answered(form, first.after), "field-list")
    yield _question(form, replace(first, after=""))
    yield from (_question(form, item) for item in items[1:])
    yield {"type": "end_group", "name": group}


def _question(form: Form, item: Item) -> Cells:
    kind = _TYPES.get(item.kind, "text")
    only = _answered(form, item.after) or (item.unless and f"not({_answered(form, item.unless)})")
    return {
        "type": f"{kind} {_list(item)}" if kind.startswith("select") else kind,
        "name": item.name,
        **_said("label", lambda: item.label),
        **_said("hint", lambda: " ".join(filter(None, (item.why, _rule(item), _leave(item))))),
        "required": "yes" if item.name in form.catalogue.needed else "",
        "relevant": only,
        "constraint": _constraint(item),
        **_said("constraint_message", lambda: " ".join(filter(None, (_rule(item), _leave(item))))),
        "appearance": "minimal autocomplete" if item.kind in _LONG else "",
    }


def _answered(form: Form, name: str) -> str:
    """That a question has an answer, and not one that says why there is none."""
    if not name:
        return ""
    none = [code for code, _label in _options(form.catalogue.items[name]) if code in _NO_ANSWERS] or [_UNKNOWN]
    return " and ".join(f"${{{name}}} != '{word}'" for word in ("", *none))


def _rule(item: Item) -> str:
    """What a question takes, in the reader's language."""
    if item.kind is Kind.NUMBER:
        return _BETWEEN % {"lowest": int(item.low), "highest": int(item.high)}
    if item.kind is Kind.TEXT:
        return _LONGEST % {"longest": int(item.high)}
    return str(_HINTS.get(item.kind, ""))


def _leave(item: Item) -> str:
    return str(_LEAVE) if item.absent and item.kind not in _TYPES else ""


def _constraint(item: Item) -> str:
    longest = f"string-length(.) <= {int(item.high)}"
    digits = f"[0-9]{{1,{len(str(int(item.high)))}}}"
    rules = {
        Kind.TEXT: longest,
        Kind.NAME: f"{longest} and not(regex(., '.*[0-9].*'))",
        Kind.DATE: f"regex(., '^{_DAY}(/{_DAY})?$')",
        Kind.SPAN: f"regex(., '^{digits}(-{digits})?$')",
        Kind.NUMBER: f". >= {int(item.low)} and . <= {int(item.high)}",
    }
    if item.kind in SEVERAL and item.absent:
        return " and ".join(f"not(selected(., '{one.value}') and count-selected(.) > 1)" for one in ABSENCES)
    rule = rules.get(item.kind, "")
    return f"{rule} or . = '{_UNKNOWN}'" if rule and _leave(item) else rule


def _list(item: Item) -> str:
    """The list of a question; where it can be left open, with the words that say so."""
    if item.kind is Kind.YES_NO:
        return "yes_no"
    name = item.codes.__name__ if item.codes else "languages" if item.kind is Kind.LANGUAGE else "countries"
    return f"{name}_or_none" if item.absent else name


def _options(item: Item) -> list[tuple[str, object]]:
    """The codes of a question with their labels, in the reader's language."""
    match item.kind:
        case Kind.YES_NO:
            return [("yes", _("Yes")), ("no", _("No"))]
        case Kind.COUNTRY | Kind.COUNTRIES:
            found: list[tuple[str, object]] = list(country_choices())
        case Kind.LANGUAGE:
            found = list(language_choices())
        case Kind.CODE | Kind.CODES:
            found = [one for one in item.choices if _is_read(item, one[0])]
        case _:
            return []
    held = {code for code, _label in found}
    return found + [(one.value, one.label) for one in ABSENCES if item.absent and one.value not in held]


def _is_read(item: Item, code: str) -> bool:
    """Whether a table may answer so: that a sex does not apply is nothing that a family says."""
    try:
        return bool(read(item, code, today=date.max, month_first=False))
    except BadCell:
        return False


def _choices(items: Iterable[Item]) -> Iterator[Cells]:
    lists = {_list(item): item for item in items if _TYPES.get(item.kind, "").startswith("select")}
    for name, item in lists.items():
        labels: dict[str, Cells] = {}
        for code, language in LANGUAGES.items():
            with translation.override(code):
                for option, label in _options(item):
                    labels.setdefault(option, {})[f"label::{language}"] = str(label)
        for option, said in labels.items():
            yield {"list_name": name, "name": option} | said
