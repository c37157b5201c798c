"""Every event that the code writes to the journal is called something, and nothing is named that is never written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from accessctl import history

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accessctl", "cases", "families", "matching", "registry", "remains")
EVENT = re.compile(r"[a-z_]+\.[a-z_]+")
# Calls whose string argument is an event, by the name of the function or of the keyword.
WRITERS = {"record", "_entry", "_move", "_settle"}


def trees() -> Iterator[ast.AST]:
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" not in path.parts and path.name != "events.py":
                yield ast.parse(path.read_bytes())


def written(tree: ast.AST) -> Iterator[str]:
    """What is given to the journal as an event in so many words."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = [word.value for word in node.keywords if word.arg == "action"]
        given += node.args[:3] if name in WRITERS else []
        plain = (text(value) for value in given if isinstance(value, ast.Constant))
        yield from (event for event in plain if EVENT.fullmatch(event))


def text(node: ast.AST) -> str:
    """A literal, or the beginning of a formatted one."""
    first = node.values[0] if isinstance(node, ast.JoinedStr) else node
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def test_every_event_is_named() -> None:
    found = {event for tree in trees() for event in written(tree)}
    assert len(found) > 30, found
    assert found - {*history._titles} == set()


def test_every_name_is_of_an_event() -> None:
    said = {text(node) for tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Constant | ast.JoinedStr)}
    begun = tuple(start for start in said if re.fullmatch(r"[a-z]+\.([a-z_.]+[._])?", start))
    assert [name for name in history._titles if name not in said and not name.startswith(begun)] == []


def test_an_event_without_a_name_stays_readable() -> None:
    assert str(history.title("something.else")) == "The record was worked on."
