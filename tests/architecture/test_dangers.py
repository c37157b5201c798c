"""What is dangerous in the wrong hands is used nowhere, or in named places with fixed text."""

from __future__ import annotations

import ast
import re
from functools import cache

from django.conf import settings

from registry.celery import app
from tests.architecture.test_cryptography import ROOT, imported, sources, trees

READ_BY_MACHINES = {"pickle", "marshal", "shelve", "ctypes", "xml", "lxml", "pyexpat"}
RUNS_TEXT = {"eval", "exec", "compile", "os.system", "os.popen", "yaml.load"}
OUTWARD = {"urllib.request", "http.client", "socket", "requests", "httpx", "aiohttp", "ftplib", "telnetlib"}
SQL = {"execute", "executemany", "raw", "extra", "RawSQL", "Holds"}
# Text put together from names of tables and columns, or around a query that the ORM made; values stand beside it.
COMPOSED_SQL = {
    "accessctl/door.py": 1, "accessctl/lookups.py": 2, "accessctl/models/shares.py": 1,
    "accessctl/readings/people.py": 1, "accessctl/rotation.py": 1, "accessctl/transparency/verify.py": 1,
    "matching/services/bulk.py": 3,
}  # fmt: skip
# Patterns put together from our own lists.
COMPOSED_PATTERNS = {
    "accessctl/forms/rows.py", "cases/imports/mapping.py", "registry/lib/names/latin.py", "registry/lib/units.py",
}  # fmt: skip
PATTERN_CALLS = {f"re.{verb}" for verb in ("compile", "match", "search", "fullmatch", "sub", "split", "findall")}
LOOSE_MARKUP = re.compile(
    r"\|\s*safe(?:seq)?\b|autoescape off|\son\w+=[\"']|javascript:|<style|"
    r"<script(?![^>]*(?:src=|type=\"application/json\"))"
)


@cache
def calls() -> tuple[tuple[str, str, ast.Call], ...]:
    """(module, what is called, the call) for every call of the program."""
    return tuple(
        (name, ast.unparse(node.func), node)
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    )


def is_fixed(node: ast.expr) -> bool:
    """A literal, or a constant of the module, which the naming of this program writes in capitals."""
    if isinstance(node, ast.List):
        return all(map(is_fixed, node.elts))
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())


def test_nothing_is_run_from_text_unpickled_or_given_to_a_shell() -> None:
    found = {(name, one) for name, tree in trees() for one in imported(tree) if one in READ_BY_MACHINES}
    for name, called, node in calls():
        if called in RUNS_TEXT or any(word.arg == "shell" for word in node.keywords):
            found.add((name, called))
    assert found == {("cases/imports/people_finder.py", "pyexpat")}  # a document type ends the reading
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"
    assert settings.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"


def test_two_programs_are_started_and_with_fixed_words() -> None:
    started = {(name, ast.unparse(node.args[0])) for name, called, node in calls() if called.startswith("subprocess.")}
    assert started == {
        ("accessctl/images.py", "[sys.executable, str(WORKER), str(side)]"),
        ("cases/imports/files.py", "[sys.executable, '-I', str(WORKER)]"),
    }


def test_statements_of_sql_are_fixed_text_with_values_beside_them() -> None:
    loose: dict[str, int] = {}
    for name, called, node in calls():
        if called.split(".")[-1] not in SQL or called.startswith("pipe."):
            continue
        given = [*node.args[:1], *(word.value for word in node.keywords if word.arg in ("where", "select", "tables"))]
        if not all(map(is_fixed, given)):
            loose[name] = loose.get(name, 0) + 1
    assert loose == COMPOSED_SQL | {"accessctl/journal.py": 1}  # the last: a local name for one literal


def test_no_pattern_is_built_from_what_somebody_typed() -> None:
    loose = set()
    for name, called, node in calls():
        if called in PATTERN_CALLS and node.args and not is_fixed(node.args[0]):
            loose.add(name)
    assert loose == COMPOSED_PATTERNS


def test_templates_escape_what_they_show_and_hold_no_script() -> None:
    loose = set()
    for path in (ROOT / "templates").rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            found = LOOSE_MARKUP.findall(text)
            loose |= {(path.relative_to(ROOT / "templates").as_posix(), one.strip()) for one in found}
    assert loose == EXPLAINED


# Help texts of fields are ours, and Django's own are markup; the service worker is a script of JSON that we write; an
# invitation is a mail in plain text.
EXPLAINED = {
    ("accessctl/organisations/invitation.txt", "autoescape off"),
    ("django/forms/_hint.html", "|safe"),
    ("site/service-worker.js", "autoescape off"),
}


def test_markup_is_made_in_few_places_and_no_template_from_text() -> None:
    made = {name for name, called, _node in calls() if called.split(".")[-1] == "mark_safe"}
    assert made == {"accessctl/templatetags/interface.py", "matching/kinship/pages.py", "remains/labels.py"}
    assert not [name for name, called, _node in calls() if called in ("Template", "engines", "from_string")]


BY_PINNED = {"accessctl/peers/calls.py", "accessctl/systems/sending.py"}


def test_few_modules_speak_to_servers_outside() -> None:
    """The key service, at the address of the operator; receivers of changes and other registries, in public networks;
    mail is Django's.
    """
    outward = set()
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                outward |= {name for alias in node.names if alias.name in OUTWARD}
            elif isinstance(node, ast.ImportFrom) and node.module in OUTWARD:
                outward.add(name)
    assert outward == {"accessctl/keys/transit.py", *BY_PINNED}


def test_no_file_is_opened_by_a_name_that_somebody_sent() -> None:
    using = {
        name for name, text in sources() if re.search(r"\bopen\(|\.open\(\)|read_text|read_bytes|write_text", text)
    }
    assert using & {name for name, _text in sources() if "/views" in name or "/api/" in name} == set()
    assert settings.STORAGES["default"]["BACKEND"] == "django.core.files.storage.InMemoryStorage"
