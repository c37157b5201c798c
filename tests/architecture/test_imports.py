"""Who may know whom: the table of the house, held against the syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accessctl", "cases", "remains", "families", "matching")
LEVELS = (*APPS, "registry.lib", "registry.site", "registry.embedded")
ALLOWED: dict[str, set[str]] = {
    "registry.lib": set(),
    "registry.embedded": {"registry.lib"},
    "accessctl": {"registry.lib"},
    "cases": {"accessctl", "registry.lib"},
    "remains": {"cases", "accessctl", "registry.lib"},
    "families": {"cases", "accessctl", "registry.lib"},
    "matching": {"families", "remains", "cases", "accessctl", "registry.lib"},
    "registry.site": {"matching", "families", "remains", "cases", "accessctl", "registry.lib"},
}
ENGINE_MAY = {"numpy", "numba", "rapidfuzz", "registry.lib", "matching.engine"}
FLOOR_MAY_NOT = {"django", "rest_framework", "celery", "redis", "psycopg"}


def modules(folder: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        yield path, ast.parse(path.read_text())


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def level_of(module: str) -> str | None:
    return next((level for level in LEVELS if module == level or module.startswith(f"{level}.")), None)


@pytest.mark.parametrize("app", sorted(ALLOWED))
def test_no_app_imports_upwards(app: str) -> None:
    found = {
        (str(path.relative_to(ROOT)), name)
        for path, tree in modules(app.replace(".", "/"))
        for name in imports(tree)
        if (other := level_of(name)) is not None and other != app and other not in ALLOWED[app]
    }
    assert not found


def test_the_engine_is_pure() -> None:
    found = set()
    for path, tree in modules("matching/engine"):
        for name in imports(tree):
            ours = any(name == allowed or name.startswith(f"{allowed}.") for allowed in ENGINE_MAY)
            if not ours and name.split(".")[0] in {"django", "accessctl", "cases", "matching", "remains", "celery"}:
                found.add((path.name, name))
    assert not found


def test_the_floor_knows_no_framework() -> None:
    found = {
        (path.name, name)
        for path, tree in modules("registry/lib")
        for name in imports(tree)
        if name.split(".")[0] in FLOOR_MAY_NOT
    }
    assert not found


def test_settings_urls_and_celery_name_apps_as_strings() -> None:
    for name in ("settings", "urls", "celery"):
        tree = ast.parse((ROOT / "registry" / f"{name}.py").read_text())
        assert not {item for item in imports(tree) if level_of(item) in APPS}


def test_nobody_listens_to_model_signals() -> None:
    found = {
        str(path.relative_to(ROOT))
        for app in (*APPS, "registry")
        for path, tree in modules(app)
        for name in imports(tree)
        if name.startswith("django.db.models.signals.") and name.rpartition(".")[2] in ("post_save", "pre_save")
    }
    assert not found
