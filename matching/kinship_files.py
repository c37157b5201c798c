"""Files of the kinship commands: what is read from the disk, how a refused table is worded, how a result is kept.

Asks the database for panels that were loaded, and for nothing else.  What tables mean is the engine's
(`matching.engine.kinship`).
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.engine.kinship.panels import Panel, choose, read_panels
from matching.engine.kinship.tables import Problem, Refused
from matching.extract import matcher
from matching.services import panels

SHOWN = 20
LARGEST = 100 * 1024 * 1024


def text_of(path: Path) -> str:
    """The text of a table.  Raises: CommandError."""
    try:
        if path.stat().st_size > LARGEST:
            raise CommandError(_("%(file)s is larger than 100 MB.") % {"file": path})
        return path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise CommandError(
            _("%(file)s cannot be read: %(why)s.") % {"file": path, "why": problem.strerror}
        ) from problem
    except UnicodeDecodeError as problem:
        raise CommandError(_("%(file)s is no text in UTF-8.") % {"file": path}) from problem


def panels_of(paths: Sequence[Path], names: Sequence[str], pops: Sequence[str]) -> list[Panel]:
    """The panels that are asked for, of files and of those loaded.  pops: populations, where there are several.

    Raises: CommandError.
    """
    found: list[Panel] = []
    sources = [
        *((path, partial(_of_file, path)) for path in paths),
        *((Path(name), partial(_loaded, name)) for name in names),
    ]
    for path, held_by in sources:
        with refusals_of(path):
            held = held_by()
            nameless = len(sources) > 1 and set(held) == {""}
            wanted: list[str | None] = [pop for pop in pops if pop in held or len(sources) == 1]
            found += [choose(held, pop) for pop in ([None] if nameless or not wanted else wanted)]
    if unknown := [pop for pop in pops if not any(panel.name.endswith(f": {pop}") for panel in found)]:
        raise CommandError(_("No panel holds a population %(pop)s.") % {"pop": unknown[0]})
    return found


@contextmanager
def refusals_of(path: Path) -> Iterator[None]:
    """What a table is refused for ends the command.  Raises: CommandError."""
    try:
        yield
    except Refused as refused:
        raise _refusal(path, refused) from refused


def _of_file(path: Path) -> Mapping[str, Panel]:
    return read_panels(text_of(path), path.stem)


def _loaded(name: str) -> Mapping[str, Panel]:
    try:
        held = panels.loaded(matcher(), name)
    except DatabaseError as problem:
        raise CommandError(_("The registry cannot be read: %(why)s") % {"why": problem}) from problem
    if not held:
        raise CommandError(_("No panel %(name)s was loaded.") % {"name": name})
    return held


def _refusal(path: Path, refused: Refused) -> CommandError:
    """Everything that is wrong with a table, a line each."""
    lines = [_sentence(path, problem) for problem in refused.problems[:SHOWN]]
    rest = len(refused.problems) - SHOWN
    if rest > 0:
        lines.append(ngettext("%(n)s more problem is not shown.", "%(n)s more problems are not shown.", rest)
                     % {"n": rest})  # fmt: skip
    return CommandError("\n".join(lines))


def _sentence(path: Path, problem: Problem) -> str:
    parts = {
        "file": path,
        "row": problem.row,
        "column": problem.column,
        "why": _(str(problem.template)) % problem.parts,
    }
    if not problem.row:
        return _("%(file)s: %(why)s") % parts
    if not problem.column:
        return _("%(file)s, row %(row)s: %(why)s") % parts
    return _("%(file)s, row %(row)s, column %(column)s: %(why)s") % parts


def keep(path: Path, text: str) -> None:
    """Write a file whole or not at all.  Raises: CommandError."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(text)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise CommandError(
            _("%(file)s cannot be written: %(why)s.") % {"file": path, "why": problem.strerror}
        ) from problem


def as_json(rows: Iterable[dict[str, object]]) -> str:
    """A list, one row a line."""
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows) + "\n]\n"
