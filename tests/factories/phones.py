"""Answers to a generated form, and its submissions as Kobo and ODK export them.

The form is read as it was compiled: what its rules or its lists would not let through is no submission.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

from hypothesis import strategies as st
from pyxform.xls2xform import convert

from cases.imports import xlsform
from cases.imports.answers import ABSENCES
from cases.imports.catalogue import SEVERAL, Item, Kind

XF = "{http://www.w3.org/2002/xforms}"
WORD = st.text(st.sampled_from("abdeilmnorstuàéлмнابس"), min_size=2, max_size=9)
WORDS = st.lists(WORD, min_size=1, max_size=3).map(" ".join)


@dataclass
class Compiled:
    """paths: of each question, its groups first; rules: the patterns that its answer must fit; options: of a list."""

    root: ET.Element
    paths: dict[str, list[str]] = field(default_factory=dict)
    rules: dict[str, list[str]] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)

    def takes(self, name: str, cell: str, *, several: bool) -> bool:
        if name in self.options:
            return set(cell.split("; ") if several else [cell]) <= set(self.options[name])
        rules = self.rules[name]
        return not rules or any(re.fullmatch(rule, cell) for rule in rules)


def compiled(form: xlsform.Form) -> Compiled:
    """The form as pyxform makes it; its warnings are faults."""
    made = convert(xlsform=io.BytesIO(xlsform.made(form)), file_type=".xlsx", validate=False)
    assert made.warnings == []
    found = Compiled(ET.fromstring(made.xform))  # noqa: S314 - our own
    lists = {
        one.get("id"): [item.findtext(f"{XF}name", "") for item in one.iter(f"{XF}item")]
        for one in found.root.iter(f"{XF}instance") if one.get("id")
    }  # fmt: skip
    for bind in found.root.iter(f"{XF}bind"):
        *groups, name = bind.get("nodeset", "").split("/")[2:]
        if bind.get("type"):
            found.paths[name] = [*groups, name]
            found.rules[name] = re.findall(r"regex\(\., '(\^.*?\$)'\)", bind.get("constraint", ""))
            if found.rules[name] and ". = '?'" in bind.get("constraint", ""):
                found.rules[name].append(r"\?")
        if bind.get("required") == "true()":
            found.required.add(name)
    for tag in ("select1", "select"):
        for asked in found.root.iter(XF + tag):
            (itemset,) = asked.iter(f"{XF}itemset")
            listed = re.search(r"instance\('(.*?)'\)", itemset.get("nodeset", ""))
            assert listed is not None
            found.options[asked.get("ref", "").rpartition("/")[2]] = lists[listed[1]]
    return found


@dataclass(frozen=True)
class Style:
    """How a service exports: between groups; codes of an answer joined, in columns, or both; which numbers it gives."""

    between: str = "/"
    joined: bool = True
    columns: bool = True
    yes: str = "1"
    own: str = "_uuid"
    root: str = ""
    replaced: str = "meta/deprecatedID"


STYLES = (
    Style(root="meta/rootUuid"),
    Style(joined=False),
    Style(columns=False, own="meta/instanceID"),
    Style(between="-", columns=False, own="meta-instanceID", root="KEY", replaced=""),
    Style(between="-", yes="True", own="KEY"),
)


@dataclass(frozen=True)
class Submission:
    """number: its own; replaced: the submission it edits; root: the first one's number; day: when it was filled in."""

    answers: Mapping[str, str]
    number: str
    replaced: str = ""
    root: str = ""
    day: str = "2026-04-03"


def exported(form: Compiled, items: Mapping[str, Item], style: Style, *found: Submission) -> bytes:
    """The submissions as a CSV that a service exports."""
    rows = [_row(form, items, style, number, one) for number, one in enumerate(found, start=1)]
    heads = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    csv.writer(out).writerows([heads, *([row.get(name, "") for name in heads] for row in rows)])
    return out.getvalue().encode()


def _row(form: Compiled, items: Mapping[str, Item], style: Style, number: int, one: Submission) -> dict[str, str]:
    row: dict[str, str] = {"start": "2026-04-03T10:12:44.120+02:00", "end": f"{one.day}T19:30:00.000+02:00"}
    for name, path in form.paths.items():
        if name not in items:
            continue
        cell, heading, several = one.answers.get(name, ""), style.between.join(path), items[name].kind in SEVERAL
        assert not cell or form.takes(name, cell, several=several), (name, cell)
        codes = cell.split("; ") if cell else []
        if not several or style.joined:
            row[heading] = " ".join(codes) if several else cell
        if several and style.columns:
            row |= {f"{heading}/{code}": (style.yes if code in codes else "0") if cell else ""
                    for code in form.options[name]}  # fmt: skip
    row |= {"_id": str(7000 + number), "_submission_time": "2026-04-03T10:15:00", style.own: f"uuid:{one.number}"}
    if style.replaced:
        row[style.replaced] = f"uuid:{one.replaced}" if one.replaced else ""
    return row | ({style.root: one.root or one.number} if style.root else {})


@st.composite
def answers(
    draw: st.DrawFn, items: Mapping[str, Item], options: Mapping[str, list[str]], fixed: Mapping[str, str]
) -> dict[str, str]:
    """What somebody answers, each question or not, as cells; fixed: what is answered so."""
    found: dict[str, str] = dict(fixed)
    for name, item in items.items():
        if name in found or not draw(st.booleans()) or (item.row and item.after and item.after not in found):
            continue
        if not item.row and ((item.after and item.after not in found) or item.unless in found):
            continue
        found[name] = draw(_cell(item, tuple(options.get(name, ()))))
    return found


@cache
def _cell(item: Item, options: tuple[str, ...]) -> Any:
    match item.kind:
        case Kind.TEXT if item.field == "serial":
            said = st.integers(10**7, 10**9).map("SN-{}".format)
        case Kind.TEXT | Kind.NAME:
            said = WORDS.map(lambda text: text[: int(item.high)].strip())
        case Kind.DATE:
            said = st.sampled_from(["2015", "2019~", "2018-07", "2017-03-05", "2016-02-01/2016-02-20"])
        case Kind.SPAN:
            ends = st.integers(int(item.low), int(item.high))
            said = st.lists(ends, min_size=2, max_size=2).map(sorted).map(
                lambda found: str(found[0]) if found[0] == found[1] else f"{found[0]}-{found[1]}"
            )  # fmt: skip
        case Kind.NUMBER:
            said = st.integers(int(item.low), int(item.high)).map(str)
        case Kind.CODES | Kind.COUNTRIES:
            none = [one.value for one in ABSENCES if one.value in options and item.absent]
            codes = st.sampled_from([one for one in options if one not in none])
            several = st.lists(codes, min_size=1, max_size=3, unique=True).map("; ".join)
            return several | st.sampled_from(none) if none else several
        case _:
            return st.sampled_from(options)
    return said | st.just("?") if item.absent else said
