"""Mutation testing of the modules that everything rests on: `make campaign-mutation`.

mutmut changes one thing at a time in a copy of the checkout; a change that no test notices survived.  Fails where
fewer than BAR of a module's changes are noticed, or where one survived without a reason in `survivors.toml`.

    python -m tests.mutation                 all modules; writes docs/mutation.md
    python -m tests.mutation vault journal   these only; writes nothing
    python -m tests.mutation --sample 200    so many changes of each module, drawn at random by SEED
    python -m tests.mutation --again         what the last run noticed stands; tries the rest, with the tests of now
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from registry.embedded.layout import Layout
from registry.embedded.servers import start_servers, stop_servers

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / ".local" / "mutation"
SERVERS = PLACE / "servers"
DOCUMENT = ROOT / "docs" / "mutation.md"
BAR = 0.9
SEED = 1
COPIED = (
    "accessctl", "cases", "families", "locale", "matching", "registry", "remains", "requirements", "static",
    "templates", "tests", "manage.py", "pyproject.toml",
)  # fmt: skip
OWN = "tests/integration/accessctl"
# The tests that ought to notice a change of each module; those of the layers above would notice many more, and slowly.
TESTS = {
    "door": ["test_door.py", "test_hidden.py", "test_failing_rules.py", "test_door_answers.py"],
    "vault": [
        "test_vault.py",
        "test_keystore.py",
        "test_rotation.py::test_who_enrols_with_a_key_that_just_went_takes_the_newer_one",
    ],
    "journal": ["test_journal.py", "test_journal_entries.py", "test_doorbell.py"],
}
# Texts of errors are for people: no test need hold them word for word.
UNCHANGED = r"^\s*raise \w+\("
KILLED, TIMEOUT = (1, 3), (36, 24, 152, 255, -24)  # exit codes of a mutant's tests, as mutmut reads them
WITHOUT = ("-p", "no:cacheprovider", "-p", "no:unraisableexception")


@dataclass
class Outcome:
    """What became of those changes of one module that were tried; `survived` are (function, changed text)."""

    module: str
    of: int  # how many there are
    killed: int = 0
    timed_out: int = 0
    survived: list[tuple[str, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.killed + self.timed_out + len(self.survived)

    @property
    def share(self) -> float:
        return (self.killed + self.timed_out) / self.total


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("--again", action="store_true", help="let what the last run noticed stand")
    parser.add_argument("--sample", type=int, help="so many changes of each module, drawn at random")
    parser.add_argument("modules", nargs="*", help=", ".join(TESTS))
    options = parser.parse_args(arguments)
    if unknown := set(options.modules) - TESTS.keys():
        parser.error(f"no such module: {', '.join(sorted(unknown))}")
    layout = Layout(SERVERS / "main")
    started = start(layout)
    try:
        outcomes = [tested(module, again=options.again, sample=options.sample) for module in options.modules or TESTS]
    finally:
        if started:
            stop_servers(layout)
    reasons = read_reasons()
    text = report(outcomes, reasons)
    print(text)
    if not options.modules:
        DOCUMENT.write_text(f"{INTRODUCTION}\n{text}", encoding="utf-8")
    return judged(outcomes, reasons)


def start(layout: Layout) -> bool:
    """Start the servers of the tests, once and not once per change."""
    os.environ["REGISTRY_TEST_ROOT"] = str(SERVERS)
    from tests.plugins.prepared import is_prepared, prepare  # which read it

    if not is_prepared(layout):
        prepare(layout)
    return start_servers(layout, scratch=True)


def judged(outcomes: list[Outcome], reasons: dict[tuple[str, str], str]) -> int:
    """The exit status, and what is the matter."""
    failed = [one.module for one in outcomes if one.share < BAR]
    unexplained = [key for one in outcomes for key in one.survived if key not in reasons]
    if failed:
        print(f"Below {BAR:.0%}: {', '.join(failed)}", file=sys.stderr)
    for function, change in unexplained:
        print(f"Survived without a reason: {function}: {change}", file=sys.stderr)
    return 1 if failed or unexplained else 0


def tested(module: str, *, again: bool, sample: int | None) -> Outcome:
    """Run mutmut on a copy of the checkout: anew, or on what it did not notice before if the module is as it was."""
    copy, source = PLACE / "copies" / module, Path("accessctl") / f"{module}.py"
    noticed: set[str] = set()
    if again and (copy / source).is_file() and (copy / source).read_bytes() == (ROOT / source).read_bytes():
        noticed = {name for name, code in verdicts(copy, source).items() if code in KILLED}
        shutil.rmtree(copy / "tests")
        copy_of("tests", copy)
    else:
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir(parents=True)
        for name in COPIED:
            copy_of(name, copy)
    (copy / "setup.cfg").write_text(configuration(module), encoding="utf-8")
    drawn = sorted(changes(copy, source))
    total = len(drawn)
    random.Random(SEED).shuffle(drawn)
    drawn = drawn[:sample]
    chosen = [name for name in drawn if name not in noticed]
    log = copy.with_suffix(".log")
    print(f"{source}: {len(chosen)} changes; {log.relative_to(ROOT)} tells how far it is …", flush=True)
    if chosen:
        with log.open("w", encoding="utf-8") as output:
            mutmut(copy, "run", "--max-children", "1", *chosen, output=output)
    outcome, codes = Outcome(module, of=total), verdicts(copy, source)
    for name in sorted(drawn):
        code = codes.get(name)
        if code in KILLED:
            outcome.killed += 1
        elif code in TIMEOUT:
            outcome.timed_out += 1
        else:
            outcome.survived.append((function_of(name), changed(copy, name)))
    return outcome


def copy_of(name: str, to: Path) -> None:
    if (ROOT / name).is_dir():
        shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy2(ROOT / name, to / name)


def verdicts(copy: Path, source: Path) -> dict[str, int]:
    """The exit code of the tests of each change that was tried."""
    path = (copy / "mutants" / source).with_suffix(".py.meta")
    held = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {"exit_code_by_key": {}}
    return {name: code for name, code in held["exit_code_by_key"].items() if code is not None}


def changes(copy: Path, source: Path) -> list[str]:
    """The names of all changes that mutmut knows to make."""
    return run_in(copy, NAMES, str(source)).split()


def configuration(module: str) -> str:
    lists = {
        "source_paths": ["accessctl"],
        "only_mutate": [f"accessctl/{module}.py"],
        "also_copy": [name for name in COPIED if name not in ("accessctl", "tests", "pyproject.toml")],
        "do_not_mutate_patterns": [UNCHANGED],
        "pytest_add_cli_args": ["-p", "pytest_django.plugin", "-p", "tests.mutation.databases", *WITHOUT],
        "pytest_add_cli_args_test_selection": [f"{OWN}/{name}" for name in TESTS[module]],
    }
    single = {
        "process_isolation": "forkserver",  # no server connection of one run is handed on to the next
        "timeout_constant": "100",
        "timeout_multiplier": "4",
        "use_git_change_detection": "false",
    }
    lines = [f"{name} =\n" + "\n".join(f"    {value}" for value in values) for name, values in lists.items()]
    return "\n".join(["[mutmut]", *lines, *(f"{name} = {value}" for name, value in single.items()), ""])


# `-m mutmut` would load its main module twice.
COMMAND = "from mutmut.__main__ import cli; cli()"
NAMES = """
import pathlib, sys
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.utils.format_utils import get_mutant_name
path = pathlib.Path(sys.argv[1])
print(*(get_mutant_name(path, name) for name in mutate_file_contents(str(path), path.read_text()).mutant_names))
"""


def mutmut(copy: Path, *arguments: str, output: int | TextIO = subprocess.PIPE) -> str:
    return run_in(copy, COMMAND, *arguments, output=output)


def run_in(copy: Path, code: str, *arguments: str, output: int | TextIO = subprocess.PIPE) -> str:
    """Run code with mutmut at hand.  It lives in a folder of its own, made by `registry/bootstrap mutation`."""
    environment = os.environ | {"PYTHONPATH": str(PLACE / "tools")}
    # As little as may be for each of a thousand short runs.
    environment |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=copy, env=environment, check=True, stdout=output, text=True).stdout or ""


def function_of(name: str) -> str:
    """`accessctl.door.xǁOpenedǁone__mutmut_3` is of door.Opened.one."""
    module, _, mutant = name.removeprefix("accessctl.").partition(".")
    function = mutant.partition("__mutmut_")[0].removeprefix("x")
    return f"{module}." + function.removeprefix("_").removeprefix("ǁ").replace("ǁ", ".")


def changed(copy: Path, name: str) -> str:
    """The changed lines of a mutant, as one."""
    lines = mutmut(copy, "show", name).splitlines()
    added = [line[1:].strip() for line in lines if line.startswith("+") and not line.startswith("+++")]
    removed = [line[1:].strip() for line in lines if line.startswith("-") and not line.startswith("---")]
    return " ".join(added) or f"without {' '.join(removed)}"


def read_reasons() -> dict[tuple[str, str], str]:
    held = tomllib.loads((Path(__file__).parent / "survivors.toml").read_text(encoding="utf-8"))
    return {
        (function, change): one["reason"]
        for one in held["survivors"]
        for function, changes in one["changes"].items()
        for change in changes
    }


INTRODUCTION = """# Mutation testing

`make campaign-mutation` tries every change of the three modules and writes this page anew; it takes about an hour.

mutmut changes one thing at a time in a copy of the checkout, each change in a process of its own, and runs the tests
that pass through the changed function. A change that makes a test fail, or hang, is noticed; one that does not
survived. Changed are the expressions and statements inside the functions of the three modules; not annotations,
docstrings, decorated functions, constants of the module, or the texts of errors. Only the tests beside each module are
run, not those of the layers above, which would notice more. At least nine in ten changes of each module must be
noticed, and each that survives has its reason here (`tests/mutation/survivors.toml`).
"""


def report(outcomes: list[Outcome], reasons: dict[tuple[str, str], str]) -> str:
    lines = [
        "| module | changes | tried | failed a test | hung | survived | noticed |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| `accessctl/{one.module}.py` | {one.of} | {one.total} | {one.killed} | {one.timed_out} | {len(one.survived)}"
        f" | {one.share:.1%} |"
        for one in outcomes
    ]
    if any(one.total < one.of for one in outcomes):
        lines += ["", f"Where fewer were tried than there are, they were drawn at random (seed {SEED})."]
    by_reason: dict[str, list[tuple[str, str]]] = {}
    for one in outcomes:
        for key in one.survived:
            by_reason.setdefault(reasons.get(key, "Not explained."), []).append(key)
    lines += ["", "## What survived, and why", ""]
    for reason, keys in by_reason.items():
        lines += [reason, "", *(f"- `{function}`: `{change}`" for function, change in keys), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
