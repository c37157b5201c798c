"""The inventory of cryptography is complete, and nothing weak is used anywhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accessctl", "cases", "families", "matching", "registry", "remains")
# What makes invented data, measures, or starts the servers of a demonstration: nothing there protects anybody.
TOOLS = (
    "registry/bootstrap/", "registry/embedded/", "registry/site/bench/", "registry/site/campaigns/",
    "registry/site/invented/", "registry/site/loading/", "matching/engine/bench.py",
)  # fmt: skip
MODULES = {"cryptography", "hashlib", "hmac", "secrets", "argon2"}
NAMES = {"salted_hmac", "urandom", "get_random_string", "Argon2PasswordHasher", "TransitRootKey"}
WEAK = re.compile(r"\b(md5|sha1|ecb|cbc|pkcs1v15|arc4|rc4|tripledes|blowfish|uuid1|uuid3)\b", re.IGNORECASE)


def sources() -> Iterator[tuple[str, str]]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(TOOLS):
                yield name, path.read_text(encoding="utf-8")


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").split(".")[0]


def uses_cryptography(text: str) -> bool:
    tree = ast.parse(text)
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    named |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    named |= {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    return bool(MODULES & set(imported(tree)) or NAMES & named)


def test_the_inventory_names_every_module_that_uses_cryptography() -> None:
    named = set(re.findall(r"`([\w/]+\.py)`", (ROOT / "docs" / "cryptography.md").read_text(encoding="utf-8")))
    using = {name for name, text in sources() if uses_cryptography(text)}
    passed_on = {"accessctl/keys/__init__.py"}  # chooses the provider and does nothing with keys itself
    assert using - passed_on == named


def test_nothing_weak_is_used() -> None:
    assert [(name, WEAK.findall(text)) for name, text in sources() if WEAK.search(text)] == []


def test_numbers_that_can_be_guessed_are_for_tools_alone() -> None:
    assert [name for name, text in sources() if "random" in imported(ast.parse(text)) or "default_rng" in text] == []


def test_nothing_is_run_from_text_unpickled_or_given_to_a_shell() -> None:
    found = set[tuple[str, str]]()
    for name, text in sources():
        tree = ast.parse(text)
        found |= {
            (name, one) for one in imported(tree) if one in ("pickle", "marshal", "shelve", "ctypes", "xml", "lxml")
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if called in ("eval", "exec", "compile", "os.system", "os.popen", "yaml.load"):
                    found.add((name, called))
                if any(word.arg == "shell" for word in node.keywords):
                    found.add((name, "shell"))
    assert found == set()
