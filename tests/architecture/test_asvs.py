"""docs/asvs.yaml goes through the whole standard, and what it calls met is proved by tests that run."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
STATUSES = {"met", "partly", "open", "not_applicable"}
FIELDS = {"level", "status", "how", "tests"}
SKIPS = {"skip", "skipif", "xfail"}
LEAVES = re.compile(r"pytest\.(skip|importorskip|xfail)\(")
SKIPPING = {"secrets_made"}  # a fixture that does without its tests where nobody is root
# ASVS 5.0.0: how many requirements each section has of levels 1 and 2, and in all.
SECTIONS = {
    "1.1": (0, 2, 2), "1.2": (5, 4, 10), "1.3": (2, 9, 12), "1.4": (0, 3, 3), "1.5": (1, 1, 3),
    "2.1": (1, 2, 3), "2.2": (2, 1, 3), "2.3": (1, 3, 5), "2.4": (0, 1, 2),
    "3.1": (0, 0, 1), "3.2": (2, 0, 3), "3.3": (1, 3, 5), "3.4": (2, 4, 8), "3.5": (3, 2, 8), "3.6": (0, 0, 1),
    "3.7": (0, 2, 5),
    "4.1": (1, 2, 5), "4.2": (0, 1, 5), "4.3": (0, 2, 2), "4.4": (1, 3, 4),
    "5.1": (0, 1, 1), "5.2": (2, 1, 6), "5.3": (2, 0, 3), "5.4": (0, 3, 3),
    "6.1": (1, 2, 3), "6.2": (8, 4, 12), "6.3": (2, 2, 8), "6.4": (2, 2, 6), "6.5": (0, 5, 8), "6.6": (0, 3, 4),
    "6.7": (0, 0, 2), "6.8": (0, 4, 4),
    "7.1": (0, 3, 3), "7.2": (4, 0, 4), "7.3": (0, 2, 2), "7.4": (2, 3, 5), "7.5": (0, 2, 3), "7.6": (0, 2, 2),
    "8.1": (1, 1, 4), "8.2": (2, 1, 4), "8.3": (1, 0, 3), "8.4": (0, 1, 2),
    "9.1": (3, 0, 3), "9.2": (1, 3, 4),
    "10.1": (0, 2, 2), "10.2": (0, 2, 3), "10.3": (0, 4, 5), "10.4": (5, 6, 16), "10.5": (0, 5, 5), "10.6": (0, 2, 2),
    "10.7": (0, 3, 3),
    "11.1": (0, 2, 4), "11.2": (0, 3, 5), "11.3": (2, 1, 5), "11.4": (1, 3, 4), "11.5": (0, 1, 2), "11.6": (0, 1, 2),
    "11.7": (0, 0, 2),
    "12.1": (1, 2, 5), "12.2": (2, 0, 2), "12.3": (0, 4, 5),
    "13.1": (0, 1, 4), "13.2": (0, 5, 6), "13.3": (0, 2, 4), "13.4": (1, 4, 7),
    "14.1": (0, 2, 2), "14.2": (1, 3, 8), "14.3": (1, 2, 3),
    "15.1": (1, 2, 5), "15.2": (1, 2, 5), "15.3": (1, 6, 7), "15.4": (0, 0, 4),
    "16.1": (0, 1, 1), "16.2": (0, 5, 5), "16.3": (0, 4, 4), "16.4": (0, 3, 3), "16.5": (0, 3, 4),
    "17.1": (0, 1, 2), "17.2": (0, 4, 8), "17.3": (0, 2, 2),
}  # fmt: skip


class _Strict(yaml.SafeLoader):
    """Refuses a number that stands there twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=deep) for key, _value in node.value]  # type: ignore[no-untyped-call]
        assert [key for key, count in Counter(keys).items() if count > 1] == []
        return super().construct_mapping(node, deep)


@pytest.fixture(scope="module")
def entries() -> dict[str, dict[str, Any]]:
    text = (ROOT / "docs" / "asvs.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = yaml.load(text, _Strict)  # noqa: S506 - a loader of plain values
    return found


def section_of(number: str) -> str:
    return number.removeprefix("V").rpartition(".")[0]


@cache
def running_tests(path: Path) -> set[str]:
    """The tests of a file, by their names in pytest less the file, that nothing says may be left out."""

    def walk(body: list[ast.stmt], prefix: str) -> Iterator[str]:
        for node in body:
            marks = [ast.unparse(one) for one in getattr(node, "decorator_list", ())]
            if any(f"mark.{skip}" in mark for mark in marks for skip in SKIPS):
                continue
            if isinstance(node, ast.FunctionDef) and not LEAVES.search(ast.unparse(node)):
                if SKIPPING.isdisjoint(one.arg for one in node.args.args):
                    yield prefix + node.name
            elif isinstance(node, ast.ClassDef):
                yield from walk(node.body, f"{prefix}{node.name}::")

    text = path.read_text(encoding="utf-8")
    if any(f"pytestmark = pytest.mark.{skip}" in text for skip in SKIPS):
        return set()
    return set(walk(ast.parse(text).body, ""))


def test_every_requirement_of_levels_1_and_2_is_there(entries: dict[str, dict[str, Any]]) -> None:
    counted = Counter((section_of(number), entry["level"]) for number, entry in entries.items())
    assert {section for section, _level in counted} <= set(SECTIONS)
    for section, (first, second, whole) in SECTIONS.items():
        assert (counted[section, 1], counted[section, 2]) == (first, second), section
        assert counted[section, 3] <= whole - first - second, section
    numbers = [int(number.rpartition(".")[2]) for number in entries]
    beyond = [one for one, last in zip(entries, numbers, strict=True) if not 1 <= last <= SECTIONS[section_of(one)][2]]
    assert beyond == []
    assert [sum(column) for column in zip(*SECTIONS.values(), strict=True)] == [70, 183, 345]


def test_every_entry_has_a_status_and_a_sentence(entries: dict[str, dict[str, Any]]) -> None:
    wrong = []
    for number, entry in entries.items():
        told = entry.get("how", "").strip()
        fits = entry.keys() <= FIELDS and entry["status"] in STATUSES and len(told) > 8 and told.endswith(".")
        if not fits or ("tests" in entry) != (entry["status"] == "met"):
            wrong.append(number)
    assert wrong == []


def test_what_is_met_is_proved_by_tests_that_exist_and_run(entries: dict[str, dict[str, Any]]) -> None:
    missing = []
    for number, entry in entries.items():
        for test in entry.get("tests", ()):
            name, _colons, function = test.partition("::")
            path = ROOT / name
            if not path.is_file() or function not in running_tests(path):
                missing.append((number, test))
        if entry["status"] == "met" and not entry["tests"]:
            missing.append((number, ""))
    assert missing == []
