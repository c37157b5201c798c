"""Reads start at the door: raw permissions and managers stay where they belong."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UPPER = ("cases", "remains", "families", "matching", "registry/site")
RAW_PERMISSIONS = {"has_perm", "is_superuser", "is_staff", "get_objects_for_user", "assign_perm"}
# `.objects` is for services, which create and lock what the door let them change, and for the matcher's own tables.
MAY_USE_OBJECTS = (
    "services",
    "loading",
    "management",
    "bench",
    "campaigns",
    "migrations",
    "invented",
    "matching/index.py",
    "matching/counts.py",
)


def trees(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT), ast.parse(path.read_text())


def attributes(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr


def test_raw_permissions_are_asked_in_accessctl_only() -> None:
    found = {str(path) for path, tree in trees(*UPPER) if RAW_PERMISSIONS & set(attributes(tree))}
    assert not found


def test_guardian_is_known_to_accessctl_only() -> None:
    found = {
        str(path)
        for path, tree in trees(*UPPER)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom | ast.Import) and "guardian" in ast.dump(node)
    }
    assert found == {"registry/site/bench/access.py"}  # which measures it beside the door


def test_managers_are_used_in_services_only() -> None:
    found = {
        str(path)
        for path, tree in trees(*UPPER)
        if "objects" in set(attributes(tree)) and not any(part in str(path) for part in MAY_USE_OBJECTS)
    }
    assert not found


def test_views_open_no_ring_rows_by_themselves() -> None:
    """Views ask selectors and services; none of them reveals a sealed row."""
    found = {
        str(path)
        for path, tree in trees(*UPPER)
        if "views" in str(path)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in ("accessctl.clear", "accessctl.vault")
    }
    assert not found
