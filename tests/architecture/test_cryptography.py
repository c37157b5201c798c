"""The inventory of cryptography is complete, and nothing weak is used anywhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accessctl", "cases", "families", "matching", "registry", "remains")
# What makes invented data, draws at random to measure, or starts the servers of a demonstration: nothing there protects
# anybody.
TOOLS = (
    "registry/bootstrap/", "registry/embedded/", "registry/site/bench/", "registry/site/campaigns/",
    "registry/site/invented/", "registry/site/loading/", "matching/engine/bench.py", "matching/evaluation/",
    "matching/engine/kinship/power.py",
)  # fmt: skip
MODULES = {"cryptography", "hashlib", "hmac", "secrets", "argon2"}
NAMES = {"salted_hmac", "urandom", "get_random_string", "Argon2PasswordHasher", "TransitRootKey"}
WEAK = re.compile(r"\b(md5|sha1|ecb|cbc|pkcs1v15|arc4|rc4|tripledes|blowfish|uuid1|uuid3)\b", re.IGNORECASE)


@cache
def sources() -> tuple[tuple[str, str], ...]:
    """(module, text) of the program, less its tools."""
    paths = (path for app in APPS for path in sorted((ROOT / app).rglob("*.py")))
    named = ((path.relative_to(ROOT).as_posix(), path) for path in paths)
    return tuple((name, path.read_text(encoding="utf-8")) for name, path in named if not name.startswith(TOOLS))


@cache
def trees() -> tuple[tuple[str, ast.Module], ...]:
    return tuple((name, ast.parse(text)) for name, text in sources())


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").split(".")[0]


def uses_cryptography(tree: ast.AST) -> bool:
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    named |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    named |= {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    return bool(MODULES & set(imported(tree)) or NAMES & named)


def test_the_inventory_names_every_module_that_uses_cryptography() -> None:
    named = set(re.findall(r"`([\w/]+\.py)`", (ROOT / "docs" / "cryptography.md").read_text(encoding="utf-8")))
    using = {name for name, tree in trees() if uses_cryptography(tree)}
    passed_on = {"accessctl/keys/__init__.py"}  # chooses the provider and does nothing with keys itself
    assert using - passed_on == named


def test_nothing_weak_is_used() -> None:
    assert [(name, WEAK.findall(text)) for name, text in sources() if WEAK.search(text)] == []


def test_numbers_that_can_be_guessed_are_for_tools_alone() -> None:
    assert [name for name, tree in trees() if "random" in imported(tree)] == []
    assert [name for name, text in sources() if "default_rng" in text] == []
